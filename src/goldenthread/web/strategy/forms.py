"""What people type about the strategy's words, equality and the next year."""

from collections.abc import Iterable
from typing import Any

from django import forms

from goldenthread.overview.shapes.strategy import YearEnd
from goldenthread.strategy.rules import CHARACTERISTICS, DEPTH_CHOICES, EFFECT_CHOICES, STATE_CHOICES
from goldenthread.web.editing.fields import AdditionForm, AmendmentForm, Choice, Day, Words

Pairs = Iterable[tuple[Any, str]]


class ThemeForm(AmendmentForm):
    """A theme's title and story."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(label="Title", max_length=300)
        self.fields["summary"] = Words(label="How it goes", required=False, rows=6)
        self.fields["arrangements"] = Words(label="Who works together, and how", required=False)
        self.fields["innovation"] = Words(label="What is new", required=False)
        self.order_fields(("title", "summary", "arrangements", "innovation", "reason", "decision"))


class StrategyForm(AmendmentForm):
    """A strategy's title, years, vision and principles, one principle a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(label="Title", max_length=300)
        self.fields["years"] = forms.CharField(label="Years", max_length=60, required=False)
        self.fields["starts_on"] = Day(label="It starts on", required=False)
        self.fields["ends_on"] = Day(label="It ends on", required=False)
        self.fields["vision"] = Words(label="Vision", required=False)
        self.fields["principles"] = Words(label="Principles, one on each line", required=False, rows=6)
        self.order_fields(
            ("title", "years", "starts_on", "ends_on", "vision", "principles", "reason", "decision")
        )

    def clean_principles(self) -> list[str]:
        lines = str(self.cleaned_data["principles"] or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class TitleForm(AmendmentForm):
    """The words of an objective or a promise."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = Words(label=label, rows=3)
        self.order_fields(("title", "reason", "decision"))


class NewForm(AdditionForm):
    """Something new under a theme, or under one of its objectives; it may say why and by which decision."""

    def __init__(self, label: str, objectives: Pairs | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = Words(label=label, rows=3)
        if objectives is not None:
            self.fields["objective"] = Choice(
                label="For which objective", choices=objectives, empty="For the whole theme", required=False
            )
        self.order_fields(("title", "objective", "reason", "decision"))


class EvidenceForm(NewForm):
    """A statement about the place with its figure, source and date."""

    def __init__(self, objectives: Pairs, **kwargs: Any) -> None:
        super().__init__("What we know of the place", objectives, **kwargs)
        for name, label, most in (
            ("value", "The figure in it", 100),
            ("source_named", "Where it comes from", 300),
            ("dated", "From when it is", 60),
        ):
            self.fields[name] = forms.CharField(label=label, max_length=most, required=False)
        self.order_fields(("title", "value", "source_named", "dated", "objective", "reason", "decision"))


class EqualityForm(forms.Form):
    """The effect of something on people with each of the nine protected characteristics."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["state"] = Choice(label="How far it has been looked at", choices=STATE_CHOICES)
        self.fields["depth"] = Choice(
            label="How deep", choices=DEPTH_CHOICES, empty="Not said", required=False
        )
        self.fields["done_on"] = Day(label="Done on", required=False)
        self.fields["review_on"] = Day(label="To be looked at again on", required=False)
        self.fields["text"] = Words(label="What was found, in short", required=False)
        for name, label in CHARACTERISTICS:
            self.fields[f"effect_{name}"] = Choice(
                label=f"{label}: the effect", choices=EFFECT_CHOICES, empty="Not looked at", required=False
            )
            self.fields[f"evidence_{name}"] = Words(label=f"{label}: how we know", rows=2, required=False)
            self.fields[f"mitigation_{name}"] = Words(
                label=f"{label}: what is done about it", rows=2, required=False
            )

    def clean(self) -> dict[str, Any]:
        """The nine as one mapping; a characteristic with nothing said of it is left out."""
        said = super().clean() or {}
        effects = {}
        for name, _ in CHARACTERISTICS:
            effect = said.pop(f"effect_{name}", None) or ""
            evidence, mitigation = said.pop(f"evidence_{name}", ""), said.pop(f"mitigation_{name}", "")
            if effect or evidence or mitigation:
                effects[name] = (effect or "not_known", evidence, mitigation)
        return said | {"depth": said.get("depth") or "", "effects": effects}


class FirstYearForm(forms.Form):
    """The year that a partnership reports on."""

    year = forms.CharField(
        label="The year",
        help_text="Like 2009/10, or 2009 for a calendar year.",
        max_length=20,
        error_messages={"required": "Write the year."},
    )


class YearForm(forms.Form):
    """What the next year starts with: everything is ticked, and can be left behind."""

    def __init__(self, shown: YearEnd, decisions: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shown = shown
        # The year that was shown: a form that is sent twice must not start two.
        self.fields["year"] = forms.CharField(widget=forms.HiddenInput, initial=shown.heading.year)
        if shown.targets:
            self.fields["targets"] = forms.MultipleChoiceField(
                label="This year's targets to carry on as proposed",
                choices=[
                    (str(one.id), f"{one.measure.title}, {one.place}: {one.words}") for one in shown.targets
                ],
                initial=[str(one.id) for one in shown.targets],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if shown.actions:
            self.fields["actions"] = forms.MultipleChoiceField(
                label="Actions that go on",
                choices=[(str(one.id), one.title) for one in shown.actions],
                initial=[str(one.id) for one in shown.actions],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            self.fields["due_on"] = Day(
                label="Due on, where an action had no day",
                required=False,
                help_text="The others are due one year later than they were.",
            )
        choices = list(decisions)
        if choices:
            self.fields["decision"] = Choice(
                label="The decision behind it", choices=choices, empty="No decision behind it", required=False
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = {int(number) for number in said.get("actions", ())}
        return {
            "year": said.get("year", ""),
            "target_ids": {int(number) for number in said.get("targets", ())},
            "actions": {
                one.id: _a_year_on(one.due_on) if one.due_on else said.get("due_on")
                for one in self._shown.actions
                if one.id in chosen
            },
            "decision": said.get("decision"),
        }


def _a_year_on(day: Any) -> Any:
    """The same day of the next year; the 28th for a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
