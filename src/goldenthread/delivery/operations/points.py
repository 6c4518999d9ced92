"""Action points: set on anything, done by one person, closed by a second."""

from datetime import date
from typing import Any

from goldenthread.delivery.models import ActionPoint
from goldenthread.delivery.queries import point_scopes
from goldenthread.delivery.rules import check_owner, check_point_move, check_second_person, is_point_owner
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Person, Post
from goldenthread.partnership.rules import Right, check, may

_S = ActionPoint.State


def set_action_point(
    *,
    by: Viewer,
    about: Subject,
    title: str,
    due_on: date | None = None,
    owner_person: Person | None = None,
    owner_post: Post | None = None,
) -> ActionPoint:
    """Set a small thing to do about anything. Raises Invalid by field, NotAllowed."""
    partnership_id = about.partnership_id or 0
    check(by, Right.FOLLOW_UP, partnership_id, scopes=point_scopes(about))
    check_owner(owner_person, owner_post)
    return kernel.create(
        ActionPoint,
        by=by,
        partnership_id=partnership_id,
        about=about,
        title=title,
        due_on=due_on,
        owner_person=owner_person,
        owner_post=owner_post,
    )


def amend_action_point(
    *, by: Viewer, point: ActionPoint, as_of: int | None = None, reason: str = "", **fields: Any
) -> dict[str, list[Any]]:
    """Change what has to be done, by whom or until when, while it is open. Raises Refused, Invalid, Conflict, NotAllowed."""
    check(by, Right.FOLLOW_UP, _partnership(point), scopes=point_scopes(point.about))
    if point.state != _S.OPEN:
        raise Refused("Only an action point that is open can be changed. Open it again first.")
    check_owner(fields.get("owner_person", point.owner_person), fields.get("owner_post", point.owner_post))
    return kernel.amend(point, by=by, as_of=as_of, reason=reason, **fields)


def finish_action_point(*, by: Viewer, point: ActionPoint, reason: str = "") -> None:
    """Say that it is done: its owner may, and whoever may set one. A second person closes it."""
    if not is_point_owner(point, by) and not may(
        by, Right.FOLLOW_UP, _partnership(point), scopes=point_scopes(point.about)
    ):
        raise NotAllowed("Only whoever has to do it, or who may set action points, may say that it is done.")
    _move(
        point,
        _S.DONE,
        by=by,
        reason=reason,
        done_by=by.name,
        done_by_account=by.account_id,
        done_at=clock.now(),
    )


def close_action_point(*, by: Viewer, point: ActionPoint, reason: str = "") -> None:
    """Close it as a second person. Raises Refused for the one who did it or said so, NotAllowed."""
    check(by, Right.VERIFY, _partnership(point), scopes=point_scopes(point.about))
    check_point_move(point, _S.CLOSED)
    check_second_person(point, by)
    _move(
        point,
        _S.CLOSED,
        by=by,
        reason=reason,
        closed_by=by.name,
        closed_by_account=by.account_id,
        closed_at=clock.now(),
    )


def reopen_action_point(*, by: Viewer, point: ActionPoint, reason: str) -> None:
    """It is not done after all, or was dropped too early. Raises Invalid without a reason."""
    check(by, Right.VERIFY, _partnership(point), scopes=point_scopes(point.about))
    _check_reason(reason)
    _move(point, _S.OPEN, by=by, reason=reason, done_by="", done_by_account=None, done_at=None)


def drop_action_point(*, by: Viewer, point: ActionPoint, reason: str) -> None:
    """It will not be done. Raises Invalid without a reason."""
    check(by, Right.FOLLOW_UP, _partnership(point), scopes=point_scopes(point.about))
    _check_reason(reason)
    _move(point, _S.DROPPED, by=by, reason=reason)


def _move(point: ActionPoint, to: str, *, by: Viewer, reason: str, **fields: Any) -> None:
    check_point_move(point, to)
    kernel.amend(point, by=by, reason=reason, state=to, **fields)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "Say why in a few words."})


def _partnership(point: ActionPoint) -> int:
    return point.subject.partnership_id or 0
