"""The past of one record: who changed what, when, from what to what, and why. For the partnership's own people."""

from collections.abc import Iterable

from django.core.paginator import Paginator

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.kinds import all_kinds
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.queries import history as events_of
from goldenthread.kernel.queries import words_before
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.standing import HistoryEntry, HistoryPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, check

POINTERS = frozenset(
    [
        "theme",
        "objective",
        "commitment",
        "place",
        "measure",
        "part_of",
        "owner_person",
        "owner_post",
        "organisation",
        "reports_to",
        "supersedes",
        "group",
        "officer",
        "strategy",
        "source",
        "continues",
        "within",
        "person",
        "post",
        "about",
        "document",
        "partnership",
        "series_measure",
    ]
)
"""Fields whose value is the number of another record."""


def history(code: str, subject_id: int, *, viewer: Viewer, page: int = 1) -> HistoryPage:
    """One page of the past of a record of the partnership of that code, the newest first. Raises NotFound, NotAllowed."""
    partnership = partnership_coded(code, viewer=viewer)
    check(viewer, Right.READ, partnership.pk)
    subject = Subject.objects.visible_to(viewer).filter(pk=subject_id, partnership_id=partnership.pk).first()
    if subject is None:
        raise NotFound("There is no record here that you can see.")
    pages = Paginator(events_of(subject_id, viewer=viewer), PAGE_SIZE)
    shown = pages.get_page(page)
    events = list(shown.object_list)
    labels = {kind.name: kind.label for kind in all_kinds()}
    return HistoryPage(
        heading=heading_of(partnership, viewer=viewer),
        subject=Named(subject.pk, subject.title),
        kind=labels.get(subject.kind, subject.kind),
        entries=entries(events),
        undoable=_undoable(events) if shown.number == 1 and viewer.as_known is None else frozenset(),
        titles=titles(events, viewer),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def _undoable(events: Iterable[AuditEvent]) -> frozenset[int]:
    """Of the newest things that were done, the changes of words that nothing came after."""
    touched: set[str] = set()
    found = set()
    for event in events:
        if words_before(event) and not touched & event.changes.keys():
            found.add(event.pk)
        touched |= event.changes.keys()
    return frozenset(found)


def entries(events: Iterable[AuditEvent]) -> tuple[HistoryEntry, ...]:
    """Events as plain data; their basis must have been selected with them."""
    return tuple(
        HistoryEntry(
            id=event.pk,
            at=event.at,
            who=event.actor_name,
            verb=event.verb,
            reason=event.reason,
            changes=tuple((name, before, after) for name, (before, after) in event.changes.items()),
            decision=Named(event.basis.pk, event.basis.title) if event.basis else None,
        )
        for event in events
    )


def titles(events: Iterable[AuditEvent], viewer: Viewer) -> dict[int, str]:
    """The titles of the records that these changes point at, as far as the viewer may know of them: one query."""
    wanted: set[int] = set()
    for event in events:
        for name, pair in event.changes.items():
            if name in POINTERS:
                wanted.update(value for value in pair if isinstance(value, int))
            if event.verb == "visibility.changed" and name.isdigit():
                wanted.add(int(name))
    return dict(Subject.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", "title"))
