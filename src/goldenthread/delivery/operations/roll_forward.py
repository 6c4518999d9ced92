"""The next year starts from this one, without retyping: nothing of this year changes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.delivery.operations.carrying_on import carry_on
from goldenthread.delivery.queries import unfinished_actions
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Figure
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
    year: str,
    target_ids: Collection[int],
    actions: Mapping[int, date | None],
    decision: Decision | None = None,
) -> RolledForward:
    """Start the year after `year`: these targets carried on as proposed, these unfinished actions until a day.

    Targets that the plan has for next year already stay as they are; of this year only the state of the actions
    that go on changes. Raises Refused where no year is set or the next one has begun already, Conflict where some
    of what was chosen changed meanwhile, NotAllowed. Each thing has its audit event.
    """
    check(by, Right.MANAGE, partnership.pk)
    # One at a time: a form that is sent twice must not start two years.
    partnership = Partnership.objects.select_for_update().select_related("subject").get(pk=partnership.pk)
    if not partnership.year:
        raise Refused("Say first which year the partnership reports on.")
    if partnership.year != year:
        raise Refused(f"The year {partnership.year} has begun already.")
    after = following(year)
    targets = [
        target
        for target in targets_to_carry_on(partnership.pk, year, after, viewer=by)
        if target.pk in target_ids
    ]
    going_on = [one for one in unfinished_actions(partnership.pk, viewer=by) if one.pk in actions]
    if len(targets) != len(target_ids) or len(going_on) != len(actions):
        raise Conflict(
            "Some of what you chose was changed meanwhile. Look at the list again, and send it again."
        )
    period = period_named(after)
    reason = f"Carried on from {year}."
    for target in targets:
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
    for action in going_on:
        carry_on(by=by, action=action, due_on=actions[action.pk], reason=reason)
    report_on(by=by, partnership=partnership, year=after)
    kernel.record_event(
        "partnership.year_started",
        subject=partnership.subject,
        by=by,
        basis=decision.subject if decision else None,
        changes={
            "targets carried on": [None, len(targets)],
            "actions carried on": [None, len(going_on)],
        },
    )
    return RolledForward(after, len(targets), len(going_on))
