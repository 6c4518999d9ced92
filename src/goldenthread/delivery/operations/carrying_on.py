"""An action that is not over goes on next year."""

from datetime import date

from django.db import transaction

from goldenthread.delivery.models import Action, Milestone, Quantity
from goldenthread.delivery.operations.actions import check_keeps
from goldenthread.delivery.rules import OVER, action_state
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer


@transaction.atomic
def carry_on(*, by: Viewer, action: Action, due_on: date | None, reason: str) -> Action:
    """Close an unfinished action as carried on, and begin the one that continues it without retyping anything.

    What was reached and delivered stays with the old one; what is left, and the tasks that are not over, go along.
    Raises Refused for an action that is over, Invalid without a reason, NotAllowed.
    """
    check_keeps(by, action)
    if not reason.strip():
        raise Invalid({"reason": "Say why in a few words."})
    if action.state in OVER:
        raise Refused(f"“{action.title}” is {action_state(action.state)}. There is nothing to carry on.")
    return _carry_on(action, action.part_of, due_on, by=by, reason=reason.strip())


def _carry_on(
    action: Action, part_of: Action | None, due_on: date | None, *, by: Viewer, reason: str
) -> Action:
    after = kernel.create(
        Action,
        by=by,
        partnership_id=action.subject.partnership_id,
        visibility=action.subject.visibility,
        reason=reason,
        theme=action.theme,
        objective=action.objective,
        measure=action.measure,
        part_of=part_of,
        title=action.title,
        lead=action.lead,
        owner_person=action.owner_person,
        owner_post=action.owner_post,
        organisation=action.organisation,
        condition=action.condition,
        due_on=due_on,
        state=Action.State.UNDER_WAY if action.state == Action.State.UNDER_WAY else Action.State.NOT_STARTED,
        continues=action,
        position=action.position,
    )
    kernel.amend(action, by=by, reason=reason, state=Action.State.CARRIED_ON)
    _what_is_left(action, after)
    for risk in action.subject.risks.all():
        risk.about.add(after.subject)
        kernel.record_event(
            "risk.hung", subject=risk.subject, by=by, reason=reason, changes={"about": [None, after.subject]}
        )
    for task in action.tasks.exclude(state__in=OVER):
        # A task whose own day has not come keeps it; the others have until the whole is due.
        its_own = task.due_on if task.due_on and task.due_on >= clock.today() else due_on
        _carry_on(task, after, its_own, by=by, reason=reason)
    return after


def _what_is_left(action: Action, after: Action) -> None:
    Milestone.objects.bulk_create(
        Milestone(action=after, title=one.title, due_on=one.due_on, position=one.position)
        for one in Milestone.objects.filter(action=action, reached_on=None)
    )
    Quantity.objects.bulk_create(
        Quantity(action=after, what=one.what, phase=one.phase, planned=left, position=one.position)
        for one in Quantity.objects.filter(action=action)
        if (left := one.planned - (one.delivered or 0)) > 0
    )
