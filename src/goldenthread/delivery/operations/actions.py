"""Actions, their tasks, and how they go."""

from typing import Any

from django.db import transaction

from goldenthread.delivery.models import Action, Progress
from goldenthread.delivery.queries import is_own
from goldenthread.delivery.rules import (
    OVER,
    action_state,
    check_action_move,
    check_owner,
    check_part_of,
    check_span,
)
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
    check_owner(fields.get("owner_person"), fields.get("owner_post"))
    if part_of is not None:
        check_part_of(part_of, partnership_id=partnership_id)
        theme = part_of.theme
        fields |= {"objective": part_of.objective, "measure": part_of.measure}
    if fields.get("state") == Action.State.DONE:
        fields = {"finished_on": clock.today()} | fields
    return kernel.create(
        Action,
        by=by,
        partnership_id=partnership_id,
        theme=theme,
        title=title,
        part_of=part_of,
        position=Action.objects.of(partnership_id).count(),
        **({"state": Action.State.NOT_STARTED} | fields),
    )


@transaction.atomic
def amend_action(
    *,
    by: Viewer,
    action: Action,
    as_of: int | None = None,
    reason: str = "",
    basis: Subject | None = None,
    **fields: Any,
) -> dict[str, list[Any]]:
    """Change an action. One that comes under another theme takes its tasks along.

    Raises Invalid by field, Conflict where somebody changed the same meanwhile, Refused for a state that it cannot
    come into, NotAllowed.
    """
    check_keeps(by, action)
    check_span(fields.get("starts_on", action.starts_on), fields.get("due_on", action.due_on))
    check_owner(fields.get("owner_person", action.owner_person), fields.get("owner_post", action.owner_post))
    if fields.get("part_of") is not None:
        check_part_of(fields["part_of"], partnership_id=action.subject.partnership_id or 0, action=action)
        fields |= {"theme": fields["part_of"].theme}
    if "theme" in fields:
        _move_tasks(action, fields["theme"], by=by, reason=reason)
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
        raise Refused(f"This action is {action_state(action.state)}. Open it again first.")
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


def check_contributes(by: Viewer, action: Action) -> None:
    """Raises NotAllowed unless the viewer may say how the action goes: its keepers, and its owner."""
    check(
        by,
        Right.CONTRIBUTE,
        action.subject.partnership_id or 0,
        scopes=(action.theme_id,),
        own=is_own(by, action),
    )


def check_keeps(by: Viewer, action: Action) -> None:
    """Raises NotAllowed unless the viewer may change the action itself."""
    check(by, Right.KEEP, action.subject.partnership_id or 0, scopes=(action.theme_id,))


def _move_tasks(action: Action, theme: Theme, *, by: Viewer, reason: str) -> None:
    """Bring the tasks of an action under its new theme. Raises Invalid for another partnership's, NotAllowed."""
    if theme.subject.partnership_id != action.subject.partnership_id:
        raise Invalid({"theme": "Choose a theme of the same partnership."})
    check(by, Right.KEEP, theme.subject.partnership_id or 0, scopes=(theme.pk,))
    for task in action.tasks.all():
        amend_action(by=by, action=task, reason=reason, theme=theme)


def _with_state(action: Action, fields: dict[str, Any]) -> dict[str, Any]:
    """The changes with the day that goes with a state: done has a day, what is opened again has none."""
    to = fields.get("state", action.state)
    check_action_move(action, to)
    if to == Action.State.DONE and not fields.get("finished_on", action.finished_on):
        return fields | {"finished_on": clock.today()}
    if to != Action.State.DONE and action.state == Action.State.DONE:
        return fields | {"finished_on": None}
    return fields
