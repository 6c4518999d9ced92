"""What those who keep rounds fill in."""

import re
from datetime import date
from typing import Any, Final

from django import forms

from goldenthread.kernel import clock
from goldenthread.reckoning.periods import span
from goldenthread.returns.rules import FREQUENCY_CHOICES, KINDS, LAYER_CHOICES
from goldenthread.web.editing.fields import Choice, Day, Words

_DAYS: Final = {"required": "Give the number of days.", "invalid": "Write a whole number of days."}


def _asks(initial: list[str]) -> forms.Field:
    return forms.MultipleChoiceField(
        label="What is asked for?",
        choices=list(KINDS.items()),
        initial=initial,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing to ask for."},
    )


class ScheduleForm(forms.Form):
    """How the rounds of a frequency come."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["frequency"] = Choice(label="How often?", choices=FREQUENCY_CHOICES)
        self.fields["asks"] = _asks(["measure"])
        self.fields["opens_after"] = forms.IntegerField(
            label="It opens how many days after the period's last day?",
            help_text="1 is the day after. −7 is a week before the period ends.",
            initial=1,
            error_messages=_DAYS,
        )
        self.fields["due_after"] = forms.IntegerField(
            label="It is due how many days after the period's last day?", initial=21, error_messages=_DAYS
        )
        self.fields["layer"] = Choice(label="Who looks at it?", choices=LAYER_CHOICES, initial="operational")
        self.fields["since"] = Day(
            label="From which day on?",
            help_text="Leave it blank to begin with the period that runs now.",
            required=False,
        )
        self.fields["waves"] = Words(
            label="Only for a survey: its waves, one a line",
            help_text="Write a name, the first and the last day: Wave 1, 01/02/2026, 15/03/2026",
            required=False,
            rows=3,
        )

    def clean_waves(self) -> list[tuple[str, date, date]]:
        waves = []
        for line in str(self.cleaned_data["waves"]).splitlines():
            if not line.strip():
                continue
            parts = [part.strip() for part in re.split(r"[,;\t]", line)]
            try:
                name, first, last = parts
                waves.append((name[:60], Day().clean(first), Day().clean(last)))
            except ValueError:
                raise forms.ValidationError(
                    f"“{line[:60]}” is not a name, a first and a last day, with commas between."
                ) from None
            except forms.ValidationError as problem:
                raise forms.ValidationError(f"“{line[:60]}”: {' '.join(problem.messages)}") from None
        return waves


class RoundForm(forms.Form):
    """A round by hand, for a period of one's own."""

    def __init__(self, period: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["period"] = forms.CharField(
            label="What period are the figures about?",
            help_text="2009/10, 2009/10 Q1, Sep 2009, 2009/10 H1, School year 2009/10 or 2009.",
            initial=period,
            max_length=60,
            error_messages={"required": "Give the period."},
        )
        self.fields["frequency"] = Choice(
            label="Which figures: those counted how often?", choices=FREQUENCY_CHOICES
        )
        self.fields["asks"] = _asks(["measure"])
        self.fields["opens_on"] = Day(label="It opens on", initial=clock.today)
        self.fields["due_on"] = Day(label="It is due on")
        self.fields["layer"] = Choice(label="Who looks at it?", choices=LAYER_CHOICES, initial="operational")
        self.fields["title"] = forms.CharField(
            label="A name for it", max_length=200, required=False, help_text="We name it after its period."
        )

    def clean_period(self) -> str:
        label = str(self.cleaned_data["period"])
        if span(label) is None:
            raise forms.ValidationError(f"“{label}” is no period that we know. Write it like 2009/10 Q1.")
        return label


class AmendRoundForm(forms.Form):
    """The name and the days of a round."""

    title = forms.CharField(label="Name", max_length=200, error_messages={"required": "Give it a name."})
    opens_on = Day(label="It opens on")
    due_on = Day(label="It is due on")
    reason = forms.CharField(label="Why", max_length=300, required=False)


class ArrangementsForm(forms.Form):
    """Who signs off, and what the board sees before."""

    theme_lead_signs = forms.BooleanField(label="The theme lead checks what was sent", required=False)
    manager_signs = forms.BooleanField(label="The partnership manager accepts it", required=False)
    board_sees_awaiting = forms.BooleanField(
        label="The board sees figures that wait to be signed off, marked as such", required=False
    )


class ReasonForm(forms.Form):
    """Why, in a few words."""

    def __init__(self, label: str = "Why", missing: str = "Say in a few words why.", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["reason"] = Words(label=label, rows=3, error_messages={"required": missing})


class EmptyForm(forms.Form):
    """Nothing to fill in: only a button."""


class SeenForm(forms.Form):
    """Nothing to fill in: the answer that was seen goes along."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SendBackForm(SeenForm):
    """What to change."""

    to_change = Words(
        label="What should they change?",
        rows=4,
        error_messages={"required": "Say what to change, so that they can."},
    )


class SignManyForm(forms.Form):
    """Which returns are signed off at once."""

    def __init__(self, returns: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["returns"] = forms.TypedMultipleChoiceField(
            label="What was sent, with nothing that had to be explained",
            choices=returns,
            coerce=int,
            initial=[number for number, _ in returns],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose at least one.",
                "invalid_choice": "One of these has changed meanwhile.",
            },
        )
