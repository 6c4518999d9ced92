"""Actions and their tasks, milestones, quantities and progress."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldenthread.delivery.models import Action, Milestone, Progress, Quantity
from goldenthread.delivery.queries import is_own
from goldenthread.delivery.rules import OVER, check_action_move, check_part_of, check_span
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Theme


def add_action(
    *, by: Viewer, theme: Theme, title: str, part_of: Action | None = None, **fields: Any
) -> Action:
    """An action under a theme, or a task of another action. Raises Invalid by field, NotAllowed."""
    partnership_id = theme.subject.partnership_id or 0
    check(by, Right.KEEP, partnership_id, scopes=(theme.pk,))
    check_span(fields.get("starts_on"), fields.get("due_on"))
    _check_owner(fields)
    if part_of is not None:
        check_part_of(None, part_of)
        theme = part_of.theme
        fields |= {"objective": part_of.objective, "measure": part_of.measure}
    return kernel.create(
        Action,
        by=by,
        partnership_id=partnership_id,
        visibility=theme.subject.visibility,
        theme=theme,
        title=title,
        part_of=part_of,
        position=Action.objects.of(partnership_id).count(),
        **({"state": Action.State.NOT_STARTED} | fields),
    )


def amend_action(
    *,
    by: Viewer,
    action: Action,
    as_of: int | None = None,
    reason: str = "",
    basis: Subject | None = None,
    **fields: Any,
) -> dict[str, list[Any]]:
    """Change an action. Its keeper may change all of it, its owner the state and the dates reached.

    Raises Invalid by field, Conflict where somebody changed the same meanwhile, Refused for a state that it cannot
    come into, NotAllowed.
    """
    _check_keeps(by, action)
    check_span(fields.get("starts_on", action.starts_on), fields.get("due_on", action.due_on))
    _check_owner({name: fields.get(name, getattr(action, name)) for name in ("owner_person", "owner_post")})
    if fields.get("part_of") is not None:
        check_part_of(action, fields["part_of"])
    return kernel.amend(action, by=by, reason=reason, as_of=as_of, basis=basis, **_with_state(action, fields))


@transaction.atomic
def say_progress(
    *,
    by: Viewer,
    action: Action,
    text: str,
    percent: int | None = None,
    state: str = "",
    illustrative: bool = False,
) -> Progress:
    """Say how an action goes. What was said before stays; without a state it is under way from now on.

    Raises Invalid, Refused for an action that is over, NotAllowed for another's action.
    """
    check_contributes(by, action)
    if not text.strip():
        raise Invalid({"text": "Say in a sentence what happened."})
    if percent is not None and not 0 <= percent <= 100:
        raise Invalid({"percent": "From 0 to 100."})
    to = state or (action.state if action.state in OVER else Action.State.UNDER_WAY)
    if action.state in OVER and to == action.state:
        raise Refused(f"This action is {Action.State(action.state).label.lower()}. Open it again first.")
    report = Progress.objects.create(
        action=action,
        said_at=clock.now(),
        said_by=by.name,
        text=text.strip(),
        percent=percent,
        illustrative=illustrative,
    )
    kernel.record_event(
        "action.progress_said", subject=action.subject, by=by, changes={"progress": [None, report.text]}
    )
    kernel.amend(action, by=by, **_with_state(action, {"state": to}))
    return report


@transaction.atomic
def set_milestones(*, by: Viewer, action: Action, milestones: Sequence[tuple[str, date | None]]) -> None:
    """The milestones of an action as (title, due), in order. One whose title stays keeps the day it was reached."""
    _check_keeps(by, action)
    before = list(Milestone.objects.filter(action=action))
    reached = {one.title: one.reached_on for one in before}
    if [(one.title, one.due_on) for one in before] == list(milestones):
        return
    lost = [one.title for one in before if one.reached_on and one.title not in dict(milestones)]
    if lost:
        raise Invalid({"milestones": f"“{lost[0]}” was reached. It stays in the list."})
    Milestone.objects.filter(action=action).delete()
    Milestone.objects.bulk_create(
        Milestone(action=action, title=title, due_on=due, reached_on=reached.get(title), position=position)
        for position, (title, due) in enumerate(milestones)
    )
    kernel.record_event(
        "action.milestones_set",
        subject=action.subject,
        by=by,
        changes={
            "milestones": [
                [_told(one.title, one.due_on) for one in before],
                [_told(*one) for one in milestones],
            ]
        },
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
    *, by: Viewer, action: Action, quantities: Sequence[tuple[str, str, Decimal, Decimal | None]]
) -> None:
    """What an action plans and has delivered, as (what, phase, planned, delivered), in order."""
    check_contributes(by, action)
    for what, _, planned, delivered in quantities:
        if planned < 0 or (delivered is not None and delivered < 0):
            raise Invalid({"quantities": f"“{what}”: a quantity is not below zero."})
    before = [
        (one.what, one.phase, one.planned, one.delivered) for one in Quantity.objects.filter(action=action)
    ]
    if before == list(quantities):
        return
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
        changes={"quantities": [[_counted(one) for one in before], [_counted(one) for one in quantities]]},
    )


@transaction.atomic
def carry_on(*, by: Viewer, action: Action, due_on: date | None, reason: str = "") -> Action:
    """Close an unfinished action as carried on, and begin the one that continues it without retyping anything.

    What was reached and delivered stays with the old one; what is left goes along. Raises Refused for an action
    that is over.
    """
    _check_keeps(by, action)
    if action.state in OVER:
        raise Refused(
            f"“{action.title}” is {Action.State(action.state).label.lower()}. There is nothing to carry on."
        )
    after = kernel.create(
        Action,
        by=by,
        partnership_id=action.subject.partnership_id,
        visibility=action.subject.visibility,
        reason=reason,
        theme=action.theme,
        objective=action.objective,
        measure=action.measure,
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
    Milestone.objects.bulk_create(
        Milestone(action=after, title=one.title, due_on=one.due_on, position=one.position)
        for one in Milestone.objects.filter(action=action, reached_on=None)
    )
    Quantity.objects.bulk_create(
        Quantity(action=after, what=one.what, phase=one.phase, planned=left, position=one.position)
        for one in Quantity.objects.filter(action=action)
        if (left := one.planned - (one.delivered or 0)) > 0
    )
    for risk in action.subject.risks.all():
        risk.about.add(after.subject)
    return after


def check_contributes(by: Viewer, action: Action) -> None:
    """Raises NotAllowed unless the viewer may say how the action goes: its keepers, and its owner."""
    check(
        by,
        Right.CONTRIBUTE,
        action.subject.partnership_id or 0,
        scopes=(action.theme_id,),
        own=is_own(by, action),
    )


def _check_keeps(by: Viewer, action: Action) -> None:
    check(by, Right.KEEP, action.subject.partnership_id or 0, scopes=(action.theme_id,))


def _check_owner(fields: dict[str, Any]) -> None:
    if fields.get("owner_person") is not None and fields.get("owner_post") is not None:
        raise Invalid({"owner_post": "Choose the person or the post, not both: one owner."})


def _with_state(action: Action, fields: dict[str, Any]) -> dict[str, Any]:
    """The changes with the day that goes with a state: done has a day, what is opened again has none."""
    to = fields.get("state", action.state)
    check_action_move(action, to)
    if to == Action.State.DONE and not fields.get("finished_on", action.finished_on):
        return fields | {"finished_on": clock.today()}
    if to != Action.State.DONE and action.state == Action.State.DONE:
        return fields | {"finished_on": None}
    return fields


def _told(title: str, due: date | None) -> str:
    return f"{title}, {due:%d/%m/%Y}" if due else title


def _counted(one: tuple[str, str, Decimal, Decimal | None]) -> str:
    what, phase, planned, delivered = one
    had = "not said yet" if delivered is None else str(delivered)
    return f"{what}{f', {phase}' if phase else ''}: {planned} planned, {had}"
