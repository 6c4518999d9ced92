"""What an action plans on its way: milestones, and how many of what."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from goldenthread.delivery.models import Action, Milestone, Quantity
from goldenthread.delivery.operations.actions import check_contributes, check_keeps
from goldenthread.delivery.rules import check_quantity
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer


@transaction.atomic
def set_milestones(
    *,
    by: Viewer,
    action: Action,
    milestones: Sequence[tuple[int | None, str, date | None]],
    as_of: int | None = None,
) -> None:
    """The milestones of an action as (number, title, due), in order; a new one has no number.

    One that is not named any more goes, but for those that were reached: they stay. Raises Invalid, Conflict where
    somebody changed the list meanwhile, NotAllowed.
    """
    check_keeps(by, action)
    before = list(Milestone.objects.filter(action=action))
    if [(one.pk, one.title, one.due_on) for one in before] == list(milestones):
        return
    told = [_told(title, due) for _, title, due in milestones]
    if as_of is not None:
        kernel.check_unchanged(action, as_of, {"milestones": told})
    named = {number for number, _, _ in milestones}
    gone = [one for one in before if one.pk not in named]
    if lost := next((one for one in gone if one.reached_on), None):
        raise Invalid({"milestones": f"“{lost.title}” was reached. It stays in the list."})
    Milestone.objects.filter(pk__in=[one.pk for one in gone]).delete()
    kept = {one.pk: one for one in before}
    for position, (number, title, due) in enumerate(milestones):
        milestone = kept.get(number or 0) or Milestone(action=action)
        milestone.title, milestone.due_on, milestone.position = title, due, position
        milestone.save()
    kernel.record_event(
        "action.milestones_set",
        subject=action.subject,
        by=by,
        changes={"milestones": [[_told(one.title, one.due_on) for one in before], told]},
    )


@transaction.atomic
def reach_milestone(*, by: Viewer, milestone: Milestone, on: date | None) -> None:
    """Say on which day a milestone was reached; None says that it was not, after all."""
    check_contributes(by, milestone.action)
    if on is not None and on > clock.today():
        raise Invalid({"reached_on": "That day has not come yet."})
    before, milestone.reached_on = milestone.reached_on, on
    milestone.save(update_fields=["reached_on"])
    kernel.record_event(
        "action.milestone_reached",
        subject=milestone.action.subject,
        by=by,
        changes={milestone.title: [before, on]},
    )


@transaction.atomic
def set_quantities(
    *,
    by: Viewer,
    action: Action,
    quantities: Sequence[tuple[str, str, Decimal, Decimal | None]],
    as_of: int | None = None,
) -> None:
    """What an action plans and has delivered, as (what, phase, planned, delivered), in order.

    Raises Invalid, Conflict where somebody changed the list meanwhile, NotAllowed.
    """
    check_contributes(by, action)
    for what, _, planned, delivered in quantities:
        check_quantity(what, planned, delivered)
    before = [
        (one.what, one.phase, one.planned, one.delivered) for one in Quantity.objects.filter(action=action)
    ]
    if before == list(quantities):
        return
    counted = [_counted(one) for one in quantities]
    if as_of is not None:
        kernel.check_unchanged(action, as_of, {"quantities": counted})
    Quantity.objects.filter(action=action).delete()
    Quantity.objects.bulk_create(
        Quantity(
            action=action, what=what, phase=phase, planned=planned, delivered=delivered, position=position
        )
        for position, (what, phase, planned, delivered) in enumerate(quantities)
    )
    kernel.record_event(
        "action.quantities_set",
        subject=action.subject,
        by=by,
        changes={"quantities": [[_counted(one) for one in before], counted]},
    )


def _told(title: str, due: date | None) -> str:
    return f"{title}, {due:%d/%m/%Y}" if due else title


def _counted(one: tuple[str, str, Decimal, Decimal | None]) -> str:
    what, phase, planned, delivered = one
    had = "not said yet" if delivered is None else str(delivered)
    return f"{what}{f', {phase}' if phase else ''}: {planned} planned, {had}"
