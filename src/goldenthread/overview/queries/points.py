"""Action points: who does what until when, and whether a second person has closed it."""

from collections.abc import Iterable
from datetime import date

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.models import ActionPoint
from goldenthread.delivery.queries import moves_of
from goldenthread.delivery.rules import WAITING, days_late
from goldenthread.kernel.queries import visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.owned import named_if, owner_of, page_of
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.shapes.delivery import PointLine, PointPage, PointsPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import is_inside


def action_points(code: str, *, viewer: Viewer, page: int = 1) -> PointsPage:
    """The action points of a partnership, those to be done first. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    shown, where = page_of(delivery.action_points(partnership.pk, viewer=viewer), page)
    return PointsPage(
        heading=heading_of(partnership, viewer=viewer),
        points=point_lines(shown, day_of(viewer, partnership.year), partnership.pk, viewer=viewer),
        page=where,
    )


def action_point(code: str, point_id: int, *, viewer: Viewer) -> PointPage:
    """One action point, and what whoever looks may do with it now. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = delivery.action_point(point_id, partnership_id=partnership.pk, viewer=viewer)
    (line,) = point_lines([found], day_of(viewer, partnership.year), partnership.pk, viewer=viewer)
    return PointPage(
        heading_of(partnership, viewer=viewer), line, moves_of(found, viewer), found.done_at, found.closed_at
    )


def point_lines(
    found: Iterable[ActionPoint], today: date, partnership_id: int, *, viewer: Viewer
) -> tuple[PointLine, ...]:
    """These action points; what each is about only where the viewer may know of it. One query more."""
    points = list(found)
    seen = visible_ids((one.about_id for one in points), viewer=viewer)
    inside = is_inside(viewer, partnership_id)
    return tuple(_line(one, today, inside, seen) for one in points)


def _line(one: ActionPoint, today: date, inside: bool, seen: set[int]) -> PointLine:
    waits = one.state in WAITING
    return PointLine(
        id=one.pk,
        title=one.title,
        about=named_if(one.about, seen),
        about_kind=one.about.kind,
        owner=owner_of(one, inside),
        due_on=one.due_on,
        days_late=days_late(one.due_on, today) if waits else 0,
        state=one.state,
        done_by=one.done_by if inside else "",
        closed_by=one.closed_by if inside else "",
    )
