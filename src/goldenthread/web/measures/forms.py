"""What people type about figures, targets and definition sheets."""

from collections.abc import Iterable
from typing import Any

from django import forms

from goldenthread.measures.rules import CHOICES
from goldenthread.reckoning.periods import span
from goldenthread.web.editing.fields import (
    AdditionForm,
    AmendmentForm,
    AskedFor,
    Choice,
    Day,
    Number,
    Words,
    ask,
)

Pairs = Iterable[tuple[Any, str]]


class PeriodName(forms.CharField):
    """The name of a period."""

    default_error_messages = {
        "required": "Say which period the figure is about.",
        "unknown": "“%(typed)s” is no period that we know. Write it like 2009/10, 2009/10 Q3, 2009 or Feb 2009.",
    }

    def clean(self, value: Any) -> str:
        typed = " ".join(str(super().clean(value)).split())
        if typed and span(typed) is None:
            raise forms.ValidationError(self.error_messages["unknown"], params={"typed": typed[:40]})
        return typed


class YesNo(forms.TypedChoiceField):
    """Yes, no or not stated: True, False or None."""

    default_error_messages = {"invalid_choice": "Choose one from the list."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", "Not stated"), ("yes", "Yes"), ("no", "No")],
            coerce=lambda said: said == "yes",
            empty_value=None,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class FigureForm(forms.Form):
    """A figure of a series for a period: a number, its two parts, or why there is none."""

    def __init__(self, series: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["series"] = Choice(label="Which place or group", choices=series)
        self.fields["period"] = PeriodName(
            label="Which period", max_length=60, help_text="Like 2009/10, 2009/10 Q3, 2009 or Feb 2009."
        )
        self.fields["value"] = Number(label="The figure", required=False)
        self.fields["numerator"] = Number(
            label="Or how many", help_text="Then we divide, and you leave the figure blank.", required=False
        )
        self.fields["denominator"] = Number(label="Out of how many", required=False)
        self.fields["gap"] = Choice(
            label="Is there a figure?", choices=CHOICES["gap"], empty="Yes, there is", required=False
        )
        self.fields["comment"] = Words(
            label="What happened, why, and what next?",
            help_text="Where there is no figure, say why.",
            required=False,
        )
        self.fields["status"] = Choice(
            label="How firm it is", choices=CHOICES["status"], empty="Not stated", required=False
        )
        self.fields["explanation"] = AskedFor(
            said=(self.data or self.initial).get("explanation"),
            label="What is unusual about it",
            help_text="A check asks about this figure. If it is wrong, mend it above. If it is right, say why here.",
        )
        self.fields["source_named"] = forms.CharField(
            label="Where it comes from", max_length=300, required=False
        )
        self.fields["received_on"] = Day(label="When we got it", required=False)
        self.fields["received_from"] = forms.CharField(
            label="Who sent it to us", max_length=200, required=False
        )
        self.fields["revision"] = Choice(
            label="Does it replace a figure?",
            help_text="Only where there is a figure for this period already.",
            choices=CHOICES["revision"],
            empty="It replaces none",
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label="Why it replaces the figure before", max_length=500, required=False
        )

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        ask(self, field)


class BreakForm(forms.Form):
    """From when the figures of a series are no longer comparable with those before, and why."""

    def __init__(self, series: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["series"] = Choice(label="Which place or group", choices=series)
        self.fields["on"] = Day(label="From which day")
        self.fields["why"] = Words(label="Why", rows=3, error_messages={"required": "Say what changed."})


class TargetForm(AmendmentForm):
    """A target in a number or in words, why it changes, and the decision behind it."""

    field_order = ("series", "period", "value", "words", "status", "reason", "decision")

    def __init__(self, series: Pairs | None = None, periods: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if series is not None:
            self.fields["series"] = Choice(label="Which place or group", choices=series)
        if periods:
            self.fields["period"] = PeriodName(label="For which period", max_length=60)
        self.fields["value"] = Number(label="The target", required=False)
        self.fields["words"] = forms.CharField(
            label="Or the target in words",
            help_text="Where it is no number, such as “lower than the year before”.",
            max_length=500,
            required=False,
        )
        self.fields["status"] = Choice(
            label="How firm it is", choices=CHOICES["target_status"], initial="agreed"
        )
        self.order_fields(self.field_order)


class BaselineForm(AmendmentForm):
    """Where a series started from, in a number or in words."""

    field_order = ("series", "period", "value", "words", "reason", "decision")

    def __init__(self, series: Pairs | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if series is not None:
            self.fields["series"] = Choice(label="Which place or group", choices=series)
            self.fields["period"] = PeriodName(label="From which period", max_length=60)
        self.fields["value"] = Number(label="The baseline", required=False)
        self.fields["words"] = forms.CharField(
            label="Or the baseline in words", max_length=500, required=False
        )
        self.order_fields(self.field_order)


class SheetForm(forms.Form):
    """The definition sheet of a measure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        text = forms.CharField
        self.fields["code"] = text(label="Code", max_length=40, required=False)
        self.fields["title"] = text(
            label="Title", max_length=1000, error_messages={"required": "Give the measure a title."}
        )
        self.fields["definition"] = Words(label="What is counted", required=False)
        self.fields["numerator_means"] = Words(label="The number on top is", rows=2, required=False)
        self.fields["denominator_means"] = Words(label="It is divided by", rows=2, required=False)
        self.fields["unit"] = text(
            label="Unit", help_text="Such as %, kg, or per 1,000 people.", max_length=60, required=False
        )
        self.fields["decimals"] = forms.IntegerField(
            label="Decimals shown",
            min_value=0,
            max_value=6,
            required=False,
            error_messages={"invalid": "Write a whole number from 0 to 6."},
        )
        for name, label in (
            ("data_type", "Kind of number"),
            ("polarity", "Which way is better"),
            ("counts", "What it tells us about"),
            ("frequency", "How often it is counted"),
        ):
            self.fields[name] = Choice(label=label, choices=CHOICES[name], empty="Not stated", required=False)
        self.fields["data_source"] = text(label="Where the figures come from", max_length=300, required=False)
        self.fields["formula"] = text(
            label="Worked out from",
            help_text=(
                "Only where the figure is worked out from other measures: their codes in square brackets, and + - * /,"
                " such as [NI 154] / [NI 155] * 100."
            ),
            max_length=500,
            required=False,
        )
        self.fields["tolerance"] = Number(
            label="How far from the target is still “watch”",
            help_text="Left blank: 5% of the target.",
            required=False,
        )
        self.fields["tolerance_kind"] = Choice(
            label="How that is measured",
            choices=CHOICES["tolerance_kind"],
            empty="As a percentage of the target",
            required=False,
        )
        self.fields["range_low"] = Number(label="The range begins at", required=False)
        self.fields["range_high"] = Number(label="The range ends at", required=False)
        self._add_checks()
        self.fields["caveats"] = Words(label="What to be careful about", required=False)

    def _add_checks(self) -> None:
        """The rules by which its figures are checked."""
        by_itself = "Left blank: what follows from the kind of number."
        self.fields["lowest"] = Number(
            label="The lowest that a figure can be", help_text=by_itself, required=False
        )
        self.fields["highest"] = Number(
            label="The highest that a figure can be", help_text=by_itself, required=False
        )
        self.fields["largest_change"] = Number(
            label="The largest usual change",
            help_text="From one period to the next, in the measure's own unit. Left blank: the largest so far.",
            required=False,
        )
        self.fields["whole_numbers"] = YesNo(label="Are its figures whole numbers?")
        self.fields["parts_add_up"] = YesNo(
            label="Do the parts add up to the total?",
            help_text="Such as women and men. No where one person can be in two parts.",
        )

    def clean(self) -> dict[str, Any]:
        """Left blank is "not stated": an empty text, not nothing."""
        cleaned = super().clean() or {}
        blank = ("data_type", "polarity", "counts", "frequency", "tolerance_kind")
        return cleaned | {name: cleaned.get(name) or "" for name in blank}


class AdoptionForm(forms.Form):
    """Where an adopted measure hangs, and what is said of it."""

    def __init__(self, themes: Pairs, objectives: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["theme"] = Choice(label="Under which theme", choices=themes)
        self.fields["objective"] = Choice(
            label="For which objective", choices=objectives, empty="No objective", required=False
        )
        self.fields["comment"] = Words(label="What it means for your place", required=False)


class PlacementForm(AdditionForm):
    """Where a measure hangs, or hangs too: a theme and one of its objectives."""

    def __init__(self, themes: Pairs, objectives: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["theme"] = Choice(label="Under which theme", choices=themes)
        self.fields["objective"] = Choice(
            label="For which objective of it", choices=objectives, empty="For the whole theme", required=False
        )
        self.order_fields(("theme", "objective", "reason", "decision"))


class WhyForm(forms.Form):
    """Why something is taken back or ended."""

    reason = forms.CharField(
        label="Why", max_length=500, error_messages={"required": "Say why in a few words."}
    )
