"""The next year starts from this one, without retyping: nothing of this year changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.delivery.models import Action
from goldenthread.delivery.operations.actions import carry_on
from goldenthread.delivery.queries import unfinished_actions
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Figure, Target
from goldenthread.measures.operations import add_target, period_named
from goldenthread.measures.queries import targets_to_carry_on
from goldenthread.partnership.models import Decision, Partnership
from goldenthread.partnership.operations import report_on
from goldenthread.partnership.rules import Right, check
from goldenthread.reckoning.periods import following


@dataclass(frozen=True, slots=True)
class RolledForward:
    """What the next year began with."""

    year: str
    targets: int
    actions: int


@transaction.atomic
def roll_forward(
    *,
    by: Viewer,
    partnership: Partnership,
    target_ids: Collection[int],
    actions: Mapping[int, date | None],
    decision: Decision | None = None,
) -> RolledForward:
    """Start the next year: these targets carried on as proposed, these unfinished actions carried on until a day.

    Targets that the plan has for next year already stay as they are. Raises Refused where no year is set or there is
    nothing to start from, NotAllowed. Each thing has its audit event.
    """
    check(by, Right.MANAGE, partnership.pk)
    if not partnership.year:
        raise Refused("Say first which year the partnership reports on.")
    year = following(partnership.year)
    period = period_named(year)
    reason = f"Carried on from {partnership.year}."
    carried: list[Target] = [
        add_target(
            by=by,
            series=target.series,
            period=period,
            value=target.value,
            words=target.as_written if target.value is None else "",
            status=Figure.Status.PROPOSED,
            reason=reason,
            decision=decision,
            adoption=target.adoption,
        )
        for target in targets_to_carry_on(partnership.pk, partnership.year, year, viewer=by)
        if target.pk in target_ids
    ]
    going_on: list[Action] = [
        carry_on(by=by, action=action, due_on=actions[action.pk], reason=reason)
        for action in unfinished_actions(partnership.pk, viewer=by)
        if action.pk in actions
    ]
    before = partnership.year
    report_on(by=by, partnership=partnership, year=year)
    kernel.record_event(
        "partnership.year_started",
        subject=partnership.subject,
        by=by,
        basis=decision.subject if decision else None,
        changes={
            "year": [before, year],
            "targets carried on": [None, len(carried)],
            "actions carried on": [None, len(going_on)],
        },
    )
    return RolledForward(year, len(carried), len(going_on))
