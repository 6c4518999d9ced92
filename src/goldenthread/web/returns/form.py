"""The form that answers what a round asks: a few fields for each return, all sent together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms

from goldenthread.delivery.rules import ACTION_CHOICES
from goldenthread.returns.operations import Said
from goldenthread.returns.rules import REVISIONS
from goldenthread.web.editing.fields import Choice, Day, Number, Words

SCORES: Final = [(number, str(number)) for number in range(1, 6)]


def _line(label: str, **kwargs: Any) -> forms.Field:
    return forms.CharField(label=label, required=False, **kwargs)


def _words(label: str, **kwargs: Any) -> forms.Field:
    return Words(label=label, required=False, rows=2, **kwargs)


_FIRMNESS = [
    ("final", "Final: it will not change"),
    ("provisional", "Provisional: it may still change"),
    ("estimated", "Estimated: a careful guess"),
]

_STORY: Final[dict[str, Callable[[], forms.Field]]] = {
    "what_happened": lambda: _words("What happened?"),
    "why": lambda: _words("Why?"),
    "what_next": lambda: _words("What happens next?"),
}
_NOTHING: Final[dict[str, Callable[[], forms.Field]]] = {
    "nothing_because": lambda: _line(
        "Or: nothing to report yet, because…", help_text="This is an answer too. Leave the rest blank then."
    ),
}
FIELDS: Final[dict[str, dict[str, Callable[[], forms.Field]]]] = {
    "measure": {
        "value": lambda: Number(label="The figure", required=False),
        "numerator": lambda: Number(label="The number on top", required=False),
        "denominator": lambda: Number(label="Divided by", required=False),
        "status": lambda: Choice(
            label="How firm is it?", choices=_FIRMNESS, empty="Not stated", required=False
        ),
        **_STORY,
        "revision": lambda: Choice(
            label="Why does it replace the figure that is there?",
            choices=list(REVISIONS.items()),
            empty="It says the same",
            required=False,
        ),
        "explanation": lambda: _line("Anything that we should know about the figure", max_length=500),
        **_NOTHING,
    },
    "action": {
        "percent": lambda: forms.IntegerField(
            label="How much of it is done, in per cent",
            required=False,
            min_value=0,
            max_value=100,
            error_messages={
                "invalid": "Write a whole number from 0 to 100.",
                "min_value": "From 0 to 100.",
                "max_value": "From 0 to 100.",
            },
        ),
        "state": lambda: Choice(
            label="How it stands", choices=ACTION_CHOICES, empty="As before", required=False
        ),
        **_STORY,
        **_NOTHING,
    },
    "milestone": {
        "reached_on": lambda: Day(label="Reached on", required=False),
        **_STORY,
        **_NOTHING,
    },
    "risk": {
        "likelihood_now": lambda: Choice(
            label="How likely is it now? (1 is hardly, 5 is almost sure)",
            choices=SCORES,
            empty="As before",
            required=False,
        ),
        "impact_now": lambda: Choice(
            label="How bad would it be? (1 is little, 5 is very bad)",
            choices=SCORES,
            empty="As before",
            required=False,
        ),
        **_STORY,
        **_NOTHING,
    },
}
"""What is asked of each kind, in the order of the page: the names are those of an answer."""

ALSO: Final = ("percent", "state", "reached_on", "likelihood_now", "impact_now")
"""What an answer keeps beside its columns."""


@dataclass(frozen=True, slots=True)
class Item:
    """One return on the page: what is asked, what its fields say now, and what they said when it was last sent.

    `open` is False once it is accepted: then it is shown and not asked. `has_figure` says that a figure for the
    period is in the record already, so that another one replaces it.
    """

    id: int
    kind: str
    asked: Any
    seen: int
    sent: Mapping[str, str]
    shown: Mapping[str, str]
    open: bool = True
    has_figure: bool = False


class AnswersForm(forms.Form):
    """A few fields for each return that is open; only what a person wrote or changed is sent on."""

    def __init__(self, items: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._items = [item for item in items if item.open]
        for item in self._items:
            for name, make in FIELDS[item.kind].items():
                if name == "revision" and not item.has_figure:
                    continue
                made = make()
                made.initial = item.shown.get(name, "")
                made.widget.attrs["aria-describedby"] = f"about-{item.id}"
                self.fields[f"{name}_{item.id}"] = made
            self.fields[f"seen_{item.id}"] = forms.IntegerField(
                initial=item.seen, widget=forms.HiddenInput, required=False
            )

    def fields_of(self, item: Item) -> dict[str, forms.BoundField]:
        """The fields of one return by name."""
        return {
            name: self[f"{name}_{item.id}"]
            for name in FIELDS[item.kind]
            if f"{name}_{item.id}" in self.fields
        }

    def typed(self) -> dict[int, dict[str, str]]:
        """What stands in the fields of each return that differs from what was last sent, as it was typed."""
        found = {}
        for item in self._items:
            content = {
                name: str(self.data.get(f"{name}_{item.id}", "")).replace("\r\n", "\n")
                for name in FIELDS[item.kind]
                if f"{name}_{item.id}" in self.data
            }
            if any(value.strip() != item.sent.get(name, "").strip() for name, value in content.items()):
                found[item.id] = content
        return found

    def said(self, item: Item) -> Said | None:
        """What was said of one return; None where one of its fields is wrong."""
        if any(f"{name}_{item.id}" in self.errors for name in FIELDS[item.kind]):
            return None
        given = {name: self.cleaned_data.get(f"{name}_{item.id}") for name in FIELDS[item.kind]}
        also = {name: _plain(given.pop(name)) for name in ALSO if name in given}
        return Said(
            value=given.pop("value", None),
            numerator=given.pop("numerator", None),
            denominator=given.pop("denominator", None),
            also={name: value for name, value in also.items() if value is not None},
            **{name: value or "" for name, value in given.items()},
        )

    def see(self, item: Item, number: int) -> None:
        """The writer is shown the answer of that number with this page."""
        typed = {name: self.data.get(name) for name in self.data}
        self.data = typed | {f"seen_{item.id}": str(number)}

    def seen(self, item: Item) -> int:
        """The number of the last answer that the writer saw."""
        return self.cleaned_data.get(f"seen_{item.id}") or 0


def content_of(answer: Any) -> dict[str, str]:
    """What an answer says, as its fields would show it."""
    if answer is None:
        return {}
    names = [name for fields in FIELDS.values() for name in fields if name not in ALSO]
    told = {name: getattr(answer, name) for name in names} | answer.also
    return {name: _written(value) for name, value in told.items() if value not in (None, "")}


def _written(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
