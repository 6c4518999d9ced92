"""What stands on top of every page of a partnership."""

from django.utils import timezone

from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.shapes import Named, PartnershipHeading, PartnershipName, Source, StrategySummary
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, can_manage, is_inside, may_somewhere
from goldenthread.strategy.models import FromDocument, Strategy


def heading(code: str, *, viewer: Viewer) -> PartnershipHeading:
    """The heading of the partnership of that code. Raises NotFound. One query."""
    return heading_of(partnership_coded(code, viewer=viewer), viewer=viewer)


def heading_of(partnership: Partnership, *, viewer: Viewer) -> PartnershipHeading:
    within = partnership.within
    return PartnershipHeading(
        id=partnership.pk,
        code=partnership.code,
        name=partnership.name,
        place=Named(partnership.place_id, partnership.place.name),
        within=PartnershipName(within.code, within.name) if within else None,
        published=partnership.subject.visibility == Visibility.PUBLIC,
        is_inside=is_inside(viewer, partnership.pk),
        may_manage=can_manage(viewer, partnership.pk),
        rights=frozenset(right.name for right in Right if may_somewhere(viewer, right, partnership.pk)),
        year=partnership.year,
        illustrative=partnership.illustrative,
        as_known=timezone.localdate(viewer.as_known) if viewer.as_known else None,
    )


def source_of(record: FromDocument) -> Source | None:
    """Where a record was read. Its source must have been selected with it."""
    if record.source is None:
        return None
    lines = None
    if record.source_from is not None and record.source_to is not None:
        lines = (record.source_from, record.source_to)
    return Source(document=_named(record.source), lines=lines)


def strategy_summary(strategy: Strategy) -> StrategySummary:
    return StrategySummary(
        id=strategy.pk,
        title=strategy.title,
        years=strategy.years,
        vision=strategy.vision,
        principles=tuple(strategy.principles),
        source=source_of(strategy),
    )


def _named(subject: Subject) -> Named:
    return Named(subject.pk, subject.title)
