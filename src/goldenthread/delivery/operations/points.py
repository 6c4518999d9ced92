"""Action points: set on anything, done by one person, closed by a second."""

from datetime import date
from typing import Any

from goldenthread.delivery.models import ActionPoint
from goldenthread.delivery.rules import check_point_move, check_second_person
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, NotAllowed
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
    check(by, Right.FOLLOW_UP, partnership_id, scopes=(about.pk,))
    if owner_person is not None and owner_post is not None:
        raise Invalid({"owner_post": "Choose the person or the post, not both: one owner."})
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


def finish_action_point(*, by: Viewer, point: ActionPoint, reason: str = "") -> None:
    """Say that it is done: its owner may, and whoever may set one. A second person closes it."""
    is_owner = (point.owner_person_id is not None and point.owner_person_id == by.person_id) or (
        point.owner_post_id is not None and point.owner_post_id in by.post_ids
    )
    if not is_owner and not may(by, Right.FOLLOW_UP, _partnership(point), scopes=(point.about_id,)):
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
    check(by, Right.VERIFY, _partnership(point), scopes=(point.about_id,))
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
    check(by, Right.VERIFY, _partnership(point), scopes=(point.about_id,))
    _check_reason(reason)
    _move(point, _S.OPEN, by=by, reason=reason, done_by="", done_by_account=None, done_at=None)


def drop_action_point(*, by: Viewer, point: ActionPoint, reason: str) -> None:
    """It will not be done. Raises Invalid without a reason."""
    check(by, Right.FOLLOW_UP, _partnership(point), scopes=(point.about_id,))
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
