"""What people send and say about the forms of others."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from goldenthread.publishing.queries import Choice
from goldenthread.publishing.rules import WHATS, WHENS, Chosen
from goldenthread.reading.periods import normalise
from goldenthread.web.editing.fields import Choice as ChoiceField
from goldenthread.web.editing.fields import Day
from goldenthread.web.intake.forms import too_large

FILE_HELP = "Word (.docx) or Excel (.xlsx), as they sent it. Macros are kept and never run."
LEAVE = "Leave it as it is"
WHEN_WORDS = {words.casefold(): when for when, words in WHENS}
WORDS_OF_WHEN = dict(WHENS)


class FileForm(forms.Form):
    """A template as its owner sent it. `was_too_large` says that one came and was let past unread."""

    file = forms.FileField(
        label="Their template",
        help_text=FILE_HELP,
        error_messages={"empty": "This file is empty. Save it again and send the new copy."},
    )

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        required = too_large() if was_too_large else "Choose the file that you want to send."
        self.fields["file"].error_messages["required"] = required

    def clean_file(self) -> object:
        sent = self.cleaned_data["file"]
        if sent.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError(too_large())
        return sent


class NameForm(forms.Form):
    """What a template is called and who asks for it."""

    title = forms.CharField(
        label="What it is called",
        max_length=200,
        error_messages={"required": "Give the template a name."},
    )
    asked_by = forms.CharField(
        label="Who asks for it",
        help_text="The county, a ministry, the police commissioner…",
        max_length=200,
        error_messages={"required": "Say who asks for it."},
    )


class TemplateForm(NameForm, FileForm):
    """A new template."""

    field_order = ("title", "asked_by", "file")


class PeriodForm(forms.Form):
    """Which period to fill a template for."""

    period = forms.CharField(
        label="For which period",
        help_text="Like 2009/10 Q2.",
        max_length=60,
        error_messages={"required": "Say for which period, like 2009/10 Q2."},
    )

    def clean_period(self) -> str:
        typed = str(self.cleaned_data["period"])
        return normalise(typed) or typed


class SentForm(forms.Form):
    """To whom a copy was sent, and when."""

    sent_to = forms.CharField(
        label="To whom", max_length=300, error_messages={"required": "Say to whom it was sent."}
    )
    sent_on = Day(label="On which day")


class StopForm(forms.Form):
    """Why a template is filled no more."""

    reason = forms.CharField(
        label="Why", max_length=300, error_messages={"required": "Say in a few words why."}
    )


class PlacesForm(forms.Form):
    """What belongs in each place: what, of which measure, for which period."""

    def __init__(self, slots: Sequence[Any], choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._slots, self.choices = slots, choices
        self._chosen = {words_of(choice).casefold(): choice for choice in choices}
        names = {(c.measure.pk, c.series.pk if c.series else None): c.words for c in choices}
        for slot in slots:
            what = ChoiceField(label="What", choices=WHATS, empty=LEAVE, required=False, initial=slot.what)
            of = forms.CharField(
                label="Of which measure",
                required=False,
                max_length=2_000,
                initial=names.get((slot.measure_id, slot.series_id), ""),
                widget=forms.TextInput(attrs={"list": "measures"}),
            )
            when = forms.CharField(
                label="For which period",
                required=False,
                max_length=60,
                initial=slot.label or WORDS_OF_WHEN[slot.when],
                widget=forms.TextInput(attrs={"list": "periods"}),
            )
            for name, field in (("what", what), ("of", of), ("when", when)):
                field.widget.attrs["aria-label"] = f"{field.label}: {slot.where}"
                self.fields[f"{name}_{slot.pk}"] = field

    @property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Each place with its three fields."""
        return [
            (slot, [self[f"{name}_{slot.pk}"] for name in ("what", "of", "when")]) for slot in self._slots
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = {}
        for slot in self._slots:
            what = said.get(f"what_{slot.pk}") or ""
            of = " ".join((said.get(f"of_{slot.pk}") or "").split())
            choice = found(of, self._chosen)
            if of and choice is None:
                self.add_error(f"of_{slot.pk}", f"We hold no measure “{of[:80]}”. Choose one from the list.")
            when, label = read_when(said.get(f"when_{slot.pk}") or "")
            chosen[slot.pk] = Chosen(
                str(what),
                choice.measure if choice else None,
                choice.series if choice else None,
                when,
                label,
            )
        return {"chosen": chosen}


class PlaceForm(forms.Form):
    """One more cell to fill: where it is and what belongs there."""

    def __init__(
        self, grids: Sequence[str], is_workbook: bool, choices: Sequence[Choice], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._chosen = {words_of(choice).casefold(): choice for choice in choices}
        self.choices, self._is_workbook = choices, is_workbook
        self.fields["grid"] = forms.ChoiceField(
            label="Sheet" if is_workbook else "Table", choices=[(name, name) for name in grids]
        )
        if is_workbook:
            self.fields["cell"] = forms.CharField(
                label="Cell",
                help_text="Like C7.",
                max_length=12,
                error_messages={"required": "Name the cell, like C7."},
            )
        else:
            for name, label in (("row", "Row of the table"), ("column", "Cell in the row")):
                self.fields[name] = forms.IntegerField(
                    label=label, help_text="Counted from 1.", min_value=1, max_value=10_000
                )
        self.fields["what"] = ChoiceField(label="What belongs there", choices=WHATS)
        self.fields["of"] = forms.CharField(
            label="Of which measure",
            help_text="By its code or title, as in the list.",
            required=False,
            widget=forms.TextInput(attrs={"list": "measures"}),
        )
        self.fields["when"] = forms.CharField(
            label="For which period",
            required=False,
            max_length=60,
            initial="This period",
            widget=forms.TextInput(attrs={"list": "periods"}),
        )

    def clean_of(self) -> Choice | None:
        of = " ".join(str(self.cleaned_data["of"]).split())
        choice = found(of, self._chosen)
        if of and choice is None:
            raise forms.ValidationError(f"We hold no measure “{of[:80]}”. Choose one from the list.")
        return choice


def words_of(choice: Choice) -> str:
    """What a choice is called, on one line."""
    return " ".join(choice.words.split())


def found(typed: str, chosen: dict[str, Choice]) -> Choice | None:
    """The measure that somebody typed: as in the list, or by a code or start that only one has."""
    if not typed:
        return None
    exact = chosen.get(typed.casefold())
    if exact is not None:
        return exact
    begun = [one for words, one in chosen.items() if words.startswith(f"{typed.casefold()} ")]
    whole = [one for one in begun if one.series is None]
    return whole[0] if len(whole) == 1 else None


def read_when(typed: str) -> tuple[str, str]:
    """Which period somebody typed: one seen from the one that is filled for, or a named one."""
    words = " ".join(typed.split())
    if not words:
        return "this", ""
    when = WHEN_WORDS.get(words.casefold())
    return (when, "") if when else ("named", normalise(words) or words)
