"""What was held, and how many came."""

from collections.abc import Iterable

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.models import Event
from goldenthread.kernel.queries import visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.owned import named_if, page_of
from goldenthread.overview.shapes.delivery import EventLine, EventsPage
from goldenthread.partnership.queries import partnership_coded


def events(code: str, *, viewer: Viewer, page: int = 1) -> EventsPage:
    """What was held, with how many came in all. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = delivery.events(partnership.pk, viewer=viewer)
    attendances, counted, referred = delivery.event_sums(found)
    shown, where = page_of(found, page)
    return EventsPage(
        heading=heading_of(partnership, viewer=viewer),
        events=event_lines(shown, viewer=viewer),
        page=where,
        attendances=attendances,
        counted=counted,
        referred=referred,
    )


def event_lines(found: Iterable[Event], *, viewer: Viewer) -> tuple[EventLine, ...]:
    """These events; the theme and the action of each only where the viewer may know of them. One query more."""
    events = list(found)
    seen = visible_ids((pk for one in events for pk in (one.theme_id, one.action_id)), viewer=viewer)
    return tuple(_line(one, seen) for one in events)


def _line(one: Event, seen: set[int]) -> EventLine:
    return EventLine(
        id=one.pk,
        title=one.title,
        held_on=one.held_on,
        theme=named_if(one.theme, seen),
        action=named_if(one.action, seen),
        attendances=one.attendances,
        individuals=one.individuals,
        referrals=tuple((referral.organisation.name, referral.people) for referral in one.referrals.all()),
        note=one.note,
    )
