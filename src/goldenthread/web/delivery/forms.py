"""What people type about actions, events, action points and risks."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from goldenthread.delivery.rules import LEVELS, OVER, states_from
from goldenthread.web.editing.fields import Choice, Day, Number, Words

Pairs = Iterable[tuple[Any, str]]
SPARE = 3
"""Blank rows at the end of a list that can grow."""
TIMES = (("before", "Before anything was done"), ("now", "Now"), ("aim", "What we aim at"))
SCORE_WORDS = {
    "likelihood": (
        (1, "1 almost never"),
        (2, "2 seldom"),
        (3, "3 may well"),
        (4, "4 likely"),
        (5, "5 almost sure"),
    ),
    "impact": (
        (1, "1 hardly felt"),
        (2, "2 small"),
        (3, "3 felt by many"),
        (4, "4 grave"),
        (5, "5 a disaster"),
    ),
}


class OwnedForm(forms.Form):
    """Something with one owner: a person or a post."""

    def __init__(self, people: Pairs, posts: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["owner_person"] = Choice(
            label="Which person answers for it", choices=people, empty="No person", required=False
        )
        self.fields["owner_post"] = Choice(
            label="Or which post",
            help_text="People leave, posts stay.",
            choices=posts,
            empty="No post",
            required=False,
        )


class ActionForm(OwnedForm):
    """An action with its milestones and planned quantities."""

    def __init__(
        self,
        people: Pairs,
        posts: Pairs,
        organisations: Pairs,
        state: str = "",
        milestones: int = 0,
        quantities: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(people, posts, **kwargs)
        owner = [self.fields.pop(name) for name in ("owner_person", "owner_post")]
        self.fields["title"] = Words(
            label="What will be done", rows=2, error_messages={"required": "Say what will be done."}
        )
        self.fields["owner_person"], self.fields["owner_post"] = owner
        self.fields["organisation"] = Choice(
            label="Which organisation", choices=organisations, empty="Not stated", required=False
        )
        self.fields["state"] = Choice(
            label="How it stands", choices=states_from(state), empty="Not stated", required=bool(state)
        )
        self.fields["starts_on"] = Day(label="It starts on", required=False)
        self.fields["due_on"] = Day(label="It is due on", required=False)
        self.fields["condition"] = forms.CharField(
            label="What it hangs on", help_text="Such as a bid.", max_length=300, required=False
        )
        self._milestones = _rows(self.data, "milestone", milestones)
        self._quantities = _rows(self.data, "what", quantities)
        for number in range(1, self._milestones + 1):
            self.fields[f"milestone_id_{number}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False
            )
            self.fields[f"milestone_{number}"] = forms.CharField(
                label=f"Milestone {number}", max_length=300, required=False
            )
            self.fields[f"milestone_due_{number}"] = Day(
                label=f"Milestone {number} is due on", required=False
            )
        for number in range(1, self._quantities + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label=f"Quantity {number}: of what", max_length=200, required=False
            )
            self.fields[f"phase_{number}"] = forms.CharField(
                label=f"Quantity {number}: in which phase", max_length=60, required=False
            )
            self.fields[f"planned_{number}"] = Number(
                label=f"Quantity {number}: planned", digits=16, decimals=2, required=False
            )
            self.fields[f"delivered_{number}"] = Number(
                label=f"Quantity {number}: how many so far", digits=16, decimals=2, required=False
            )

    def clean(self) -> dict[str, Any]:
        """The rows as lists; a row that is begun must be whole."""
        said = super().clean() or {}
        for number in range(1, self._quantities + 1):
            self._check_quantity(number, said)
        for number in range(1, self._milestones + 1):
            if said.get(f"milestone_due_{number}") and not said.get(f"milestone_{number}"):
                self.add_error(f"milestone_{number}", "Say what is to be reached on that day.")
        milestones = [
            (said.get(f"milestone_id_{n}"), said[f"milestone_{n}"], said.get(f"milestone_due_{n}"))
            for n in range(1, self._milestones + 1)
            if said.get(f"milestone_{n}")
        ]
        quantities = [
            (
                said[f"what_{n}"],
                said.get(f"phase_{n}", ""),
                said.get(f"planned_{n}"),
                said.get(f"delivered_{n}"),
            )
            for n in range(1, self._quantities + 1)
            if said.get(f"what_{n}")
        ]
        names = ("title", "owner_person", "owner_post", "organisation", "starts_on", "due_on", "condition")
        fields = {name: said.get(name) for name in names} | {"state": said.get("state") or ""}
        return {"fields": fields, "milestones": milestones, "quantities": quantities}

    def _check_quantity(self, number: int, said: dict[str, Any]) -> None:
        what, planned = said.get(f"what_{number}"), said.get(f"planned_{number}")
        if what and planned is None and f"planned_{number}" not in self.errors:
            self.add_error(f"planned_{number}", "Say how many are planned. Zero is a number too.")
        others = (said.get(f"phase_{number}"), planned, said.get(f"delivered_{number}"))
        if not what and any(one not in (None, "") for one in others):
            self.add_error(f"what_{number}", "Say what is counted.")


def _rows(data: Iterable[str], name: str, there: int) -> int:
    """How many rows a list has on a form: what is there and some to spare; never fewer than were typed into."""
    typed = [int(found[1]) for key in data if (found := re.fullmatch(rf"{name}_(\d{{1,3}})", key))]
    return max([there + SPARE, *typed])


class ProgressForm(forms.Form):
    """How an action goes, and which milestones were reached."""

    def __init__(self, milestones: Iterable[tuple[int, str, Any]], state: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        over = state in OVER
        choices = [one for one in states_from(state) if not (over and one[0] == state)]
        self.fields["text"] = Words(
            label="What happened, why, and what next?",
            error_messages={"required": "Say in a sentence what happened."},
        )
        self.fields["percent"] = forms.IntegerField(
            label="How much of it is done, from 0 to 100",
            min_value=0,
            max_value=100,
            required=False,
            error_messages={
                "invalid": "Write a whole number from 0 to 100.",
                "min_value": "Write a whole number from 0 to 100.",
                "max_value": "Write a whole number from 0 to 100.",
            },
        )
        self.fields["state"] = Choice(
            label="How it stands now",
            choices=choices,
            empty="Choose one" if over else "Under way",
            required=over,
        )
        for number, title, reached in milestones:
            self.fields[f"reached_{number}"] = Day(
                label=f"“{title}” was reached on", required=False, initial=reached
            )


class PointForm(OwnedForm):
    """A small thing to do, for whom, until when."""

    field_order = ("title", "owner_person", "owner_post", "due_on")

    def __init__(self, people: Pairs, posts: Pairs, **kwargs: Any) -> None:
        super().__init__(people, posts, **kwargs)
        self.fields["title"] = forms.CharField(
            label="What has to be done",
            max_length=300,
            error_messages={"required": "Say what has to be done."},
        )
        self.fields["due_on"] = Day(label="Until when", required=False)
        self.order_fields(self.field_order)


class ReasonForm(forms.Form):
    """A few words about what is done; `required` where they are needed."""

    def __init__(self, label: str, needed: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["reason"] = forms.CharField(
            label=label,
            max_length=500,
            required=needed,
            error_messages={"required": "Say why in a few words."},
        )


class EventForm(forms.Form):
    """Something that was held, how many came, and to whom people were passed on; `why` asks why it changes."""

    def __init__(
        self, organisations: Pairs, actions: Pairs, referrals: int = 0, why: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        agencies = list(organisations)
        whole = {"invalid": "Write a whole number.", "min_value": "A number of people is not below zero."}
        self.fields["title"] = forms.CharField(
            label="What was held", max_length=300, error_messages={"required": "Say what was held."}
        )
        self.fields["held_on"] = Day(label="When")
        self.fields["action"] = Choice(
            label="For which action", choices=actions, empty="No action", required=False
        )
        self.fields["attendances"] = forms.IntegerField(
            label="How many visits in all",
            help_text="Somebody who came three times is three visits.",
            min_value=0,
            required=False,
            error_messages=whole,
        )
        self.fields["individuals"] = forms.IntegerField(
            label="How many different people",
            help_text="Somebody who came three times is one person.",
            min_value=0,
            required=False,
            error_messages=whole,
        )
        self._referrals = _rows(self.data, "agency", referrals)
        for number in range(1, self._referrals + 1):
            self.fields[f"agency_{number}"] = Choice(
                label=f"Passed on to agency {number}", choices=agencies, empty="No agency", required=False
            )
            self.fields[f"people_{number}"] = forms.IntegerField(
                label=f"How many people to agency {number}", min_value=0, required=False, error_messages=whole
            )
        self.fields["note"] = Words(label="Anything else", rows=3, required=False)
        if why:
            self.fields["reason"] = forms.CharField(label="Why it changes", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        referrals = []
        for number in range(1, self._referrals + 1):
            agency, people = said.get(f"agency_{number}"), said.get(f"people_{number}")
            if agency and people is None:
                self.add_error(f"people_{number}", "Say how many people. Zero is a number too.")
            elif people is not None and not agency:
                self.add_error(f"agency_{number}", "Say to which agency.")
            elif agency:
                referrals.append((agency, people))
        names = ("title", "held_on", "action", "attendances", "individuals", "note")
        fields = {name: said.get(name) for name in names}
        if "reason" in self.fields:
            fields["reason"] = said.get("reason", "")
        return {"fields": fields, "referrals": referrals}


class RiskForm(OwnedForm):
    """What could stop it, how likely and how bad, and what is done about it."""

    def __init__(self, people: Pairs, posts: Pairs, **kwargs: Any) -> None:
        super().__init__(people, posts, **kwargs)
        owner = [self.fields.pop(name) for name in ("owner_person", "owner_post")]
        self.fields["title"] = Words(
            label="What could stop it", rows=2, error_messages={"required": "Say what could stop it."}
        )
        for when, label in TIMES:
            for what, choices in SCORE_WORDS.items():
                self.fields[f"{what}_{when}"] = Choice(
                    label=f"{label}: how {'likely' if what == 'likelihood' else 'bad'}",
                    choices=choices,
                    empty="Not judged yet",
                    required=False,
                )
        self.fields["mitigation"] = Words(label="What is done about it", required=False)
        self.fields["owner_person"], self.fields["owner_post"] = owner
        self.fields["review_on"] = Day(label="To be looked at again on", required=False)


class HangForm(forms.Form):
    """What else a risk hangs on."""

    def __init__(self, records: Pairs, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["about"] = Choice(label="What could it stop too?", choices=records)


class RiskMapForm(forms.Form):
    """How each of the 25 cells is read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for likelihood in range(5, 0, -1):
            for impact in range(1, 6):
                self.fields[f"cell_{likelihood}_{impact}"] = Choice(
                    label=f"Likelihood {likelihood}, impact {impact}",
                    choices=[(one, one.capitalize()) for one in LEVELS],
                )

    @property
    def map_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The cells as they stand on the map: the most likely on top."""
        return [
            (likelihood, [self[f"cell_{likelihood}_{impact}"] for impact in range(1, 6)])
            for likelihood in range(5, 0, -1)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return {
            "levels": [
                [said.get(f"cell_{row}_{column}") or "" for column in range(1, 6)] for row in range(1, 6)
            ]
        }
