"""The front page: the partnerships that this viewer may know of."""

from django.db.models import Count, OuterRef, QuerySet, Subquery

from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure
from goldenthread.measures.queries import hangs_now
from goldenthread.overview.shapes import Named, PartnershipCard
from goldenthread.partnership.queries import partnerships
from goldenthread.strategy.models import Strategy, Theme
from goldenthread.strategy.queries import in_force


def front(*, viewer: Viewer) -> tuple[PartnershipCard, ...]:
    """Every partnership that this viewer may know of, by name, in one query."""
    strategies = Strategy.objects.visible_to(viewer).filter(in_force(viewer))
    found = partnerships(viewer=viewer).annotate(
        strategy_title=Subquery(
            strategies.filter(subject__partnership_id=OuterRef("pk"))
            .order_by("-subject__created_at", "-pk")
            .values("title")[:1]
        ),
        theme_count=_count(Theme.objects.visible_to(viewer).filter(in_force(viewer, prefix="strategy__"))),
        measure_count=_count(Measure.objects.visible_to(viewer).filter(hangs_now(viewer))),
    )
    return tuple(
        PartnershipCard(
            id=partnership.pk,
            code=partnership.code,
            name=partnership.name,
            place=partnership.place.name,
            within=Named(partnership.within.pk, partnership.within.name) if partnership.within else None,
            published=partnership.subject.visibility == Visibility.PUBLIC,
            strategy=partnership.strategy_title,
            themes=partnership.theme_count or 0,
            measures=partnership.measure_count or 0,
        )
        for partnership in found
    )


def _count(records: QuerySet[Theme] | QuerySet[Measure]) -> Subquery:
    per_partnership = (
        records.filter(subject__partnership_id=OuterRef("pk"))
        .order_by()
        .values("subject__partnership_id")
        .annotate(count=Count("pk"))
    )
    return Subquery(per_partnership.values("count"))
