"""What people type about strategies and what follows them."""

from typing import Any

from django import forms

from goldenthread.strategy.rules import FATE_CHOICES, STRATEGY_KINDS
from goldenthread.web.editing.fields import AdditionForm, AmendmentForm, Choice, Day, Words


class StrategyForm(AdditionForm):
    """A new strategy, or a second framework."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(label="Title", max_length=300)
        self.fields["kind"] = Choice(label="What it is", choices=STRATEGY_KINDS)
        self.fields["years"] = forms.CharField(label="Years", max_length=60, required=False)
        self.fields["starts_on"] = Day(label="It starts on", required=False)
        self.fields["ends_on"] = Day(label="It ends on", required=False)
        self.fields["vision"] = Words(label="Vision", required=False)
        self.fields["draft"] = Choice(
            label="Does it count now?",
            choices=[("yes", "Not yet: it is a draft"), ("no", "Yes, beside what is in force")],
            initial="yes",
        )
        self.order_fields(
            ("title", "kind", "years", "starts_on", "ends_on", "vision", "draft", "reason", "decision")
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        return said | {"draft": said.get("draft") != "no"}


class ThemeForm(AdditionForm):
    """A new theme of a strategy."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(label="Title", max_length=300)
        self.fields["summary"] = Words(label="What it is about", required=False)
        self.order_fields(("title", "summary", "reason", "decision"))


class FollowForm(AmendmentForm):
    """Which strategy takes the place of another, and what becomes of each old objective.

    `asked` has the old `objectives` and `themes`, the strategies that could be `following`, and their `new_themes`
    and `new_objectives` as (strategy, record).
    """

    def __init__(self, asked: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asked = asked
        after = [(one.pk, f"{one.title} {one.years}".strip()) for one in asked["following"]]
        goes_on = [
            (objective.pk, f"{objective.title} ({of.title})") for of, objective in asked["new_objectives"]
        ]
        themes = [(theme.pk, f"{theme.title} ({of.title})") for of, theme in asked["new_themes"]]
        self.fields["new"] = Choice(label="Which strategy takes its place", choices=after)
        for one in asked["objectives"]:
            self.fields[f"fate_{one.pk}"] = Choice(
                label=f"{one.title}: what became of it", choices=FATE_CHOICES, required=False
            )
            self.fields[f"becomes_{one.pk}"] = Choice(
                label=f"{one.title}: it goes on as", choices=goes_on, empty="Nothing: it ends", required=False
            )
            self.fields[f"note_{one.pk}"] = Words(label=f"{one.title}: why", rows=2, required=False)
        for one in asked["themes"]:
            self.fields[f"theme_{one.pk}"] = Choice(
                label=f"{one.title}: its measures without an objective go on under",
                choices=themes,
                empty="Nothing: they end",
                required=False,
            )
        self.order_fields(["new", *(name for name in self.fields if "_" in name), "reason", "decision"])

    def clean(self) -> dict[str, Any]:
        """The answers as `fates` by objective and `themes` by theme."""
        said = super().clean() or {}
        fates = {}
        for one in self._asked["objectives"]:
            fate, becomes = said.pop(f"fate_{one.pk}", None), said.pop(f"becomes_{one.pk}", None)
            fates[one.pk] = (fate or "", becomes, said.pop(f"note_{one.pk}", ""))
        themes = {one.pk: said.pop(f"theme_{one.pk}", None) for one in self._asked["themes"]}
        return said | {"fates": fates, "themes": themes}
