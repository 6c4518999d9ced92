"""Measures as the plan has them: who leads them, who looks at them, their baselines and targets."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import (
    Baseline,
    Figure,
    Involvement,
    Measure,
    MonitoringRoute,
    Placement,
    Target,
)
from goldenthread.measures.queries.moment import hangs_now, in_force, placements_there, seen

FigureKind = TypeVar("FigureKind", Baseline, Target)


def measures(partnership_id: int, *, viewer: Viewer) -> QuerySet[Measure]:
    """The measures of a partnership that hang in a strategy in force, in the order of its plan."""
    return (
        Measure.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(hangs_now(viewer))
        .select_related("place", "theme", "source")
        .order_by("position", "pk")
    )


FACTS = (
    "series__measure_id",
    "period__label",
    "place_as_written",
    "measured_at",
    "value",
    "decimals",
    "unit",
    "numerator",
    "denominator",
    "change_percent",
    "status",
    "as_written",
    "source_from",
    "source_to",
)
"""What the findings need of a figure."""


def figure_facts(kind: type[FigureKind], partnership_id: int, *, viewer: Viewer) -> QuerySet[FigureKind, Any]:
    """The figures in force of a whole partnership, each a named tuple of FACTS: there may be many thousand.

    A baseline that its source restated is the one that was agreed: what the plan says is held against its own words.
    """
    visible = Measure.objects.visible_to(viewer).of(partnership_id).filter(hangs_now(viewer)).order_by()
    if kind is Baseline:
        agreed = Q(superseded_by__vintage__isnull=False) & in_force(viewer, prefix="superseded_by__")
        found = kind._default_manager.filter(
            in_force(viewer) | agreed, series__measure__in=visible.values("pk"), vintage=None
        )
    else:
        found = _in_force(kind, visible, viewer)
    return found.select_related(None).values_list(*FACTS, named=True)


def involvements_of(partnership_id: int, *, viewer: Viewer) -> QuerySet[Involvement]:
    """Who leads the measures of a whole partnership and who helps."""
    visible = Measure.objects.visible_to(viewer).of(partnership_id).order_by()
    return Involvement.objects.filter(measure__in=visible).select_related("person", "post", "organisation")


def baselines(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Baseline]:
    """The baselines in force of these measures: superseded ones are left out."""
    return _in_force(Baseline, seen(measure_ids, viewer), viewer)


def targets(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Target]:
    """The targets in force that the stewards of these measures set: superseded ones are left out."""
    return _in_force(Target, seen(measure_ids, viewer), viewer).filter(adoption=None)


def measure(measure_id: int, *, viewer: Viewer, partnership_id: int) -> Measure:
    """One of a partnership's own measures. Raises NotFound."""
    return one(Measure, measure_id, viewer=viewer, related=("theme", "place"), partnership_id=partnership_id)


def targets_of_year(partnership_id: int, year: str, *, viewer: Viewer) -> QuerySet[Target]:
    """A partnership's own targets in force for a year."""
    visible = Measure.objects.visible_to(viewer).of(partnership_id).filter(hangs_now(viewer)).order_by()
    return Target.objects.filter(
        in_force(viewer), adoption=None, period__label=year, series__measure__in=visible.values("pk")
    )


def targets_to_carry_on(
    partnership_id: int, year: str, following: str, *, viewer: Viewer
) -> QuerySet[Target]:
    """This year's targets in force whose series has none for the following year: a partnership's own and adopted."""
    other = ~Q(subject__partnership_id=partnership_id)
    visible = Measure.objects.visible_to(viewer).filter(other | hangs_now(viewer)).order_by().values("pk")
    there = Target.objects.filter(in_force(viewer), period__label=following)
    own = Q(adoption=None, series__measure__subject__partnership_id=partnership_id)
    adopted = Q(adoption__partnership=partnership_id, adoption__ended_at=None)
    return (
        Target.objects.filter(
            in_force(viewer), own | adopted, period__label=year, series__measure__in=visible
        )
        .exclude(adoption=None, series__in=there.filter(adoption=None).values("series"))
        .exclude(adoption__in=there.filter(adoption__isnull=False).values("adoption"))
        .select_related("series__measure__subject", "series__place", "period", "adoption__theme__subject")
        .order_by("series__measure__position", "series__place__name", "pk")
    )


def target_numbered(target_id: int, *, viewer: Viewer, partnership_id: int) -> Target:
    """One target of a partnership, its own or one of an adoption of its. Raises NotFound."""
    found = (
        Target.objects.filter(pk=target_id, series__measure__in=Measure.objects.visible_to(viewer).order_by())
        .filter(
            Q(adoption=None, series__measure__subject__partnership_id=partnership_id)
            | Q(adoption__partnership=partnership_id)
        )
        .select_related("series__place", "series__measure__subject", "period", "adoption__theme__subject")
        .first()
    )
    if found is None:
        raise NotFound("There is no target here that you can see.")
    return found


def baseline_numbered(baseline_id: int, *, viewer: Viewer, partnership_id: int) -> Baseline:
    """One baseline of a partnership's own measures. Raises NotFound."""
    visible = Measure.objects.visible_to(viewer).of(partnership_id).order_by()
    found = (
        Baseline.objects.filter(pk=baseline_id, series__measure__in=visible.values("pk"))
        .select_related("series__place", "series__measure__subject", "period")
        .first()
    )
    if found is None:
        raise NotFound("There is no baseline here that you can see.")
    return found


def taken_from_catalogue(partnership_id: int, *, viewer: Viewer) -> dict[str, Measure]:
    """A partnership's measures that were taken from the catalogue, by the key of their entry."""
    found = Measure.objects.visible_to(viewer).of(partnership_id).exclude(catalogue_entry="")
    return {measure.catalogue_entry: measure for measure in found.select_related("subject").order_by("pk")}


def placement_numbered(placement_id: int, *, viewer: Viewer, partnership_id: int) -> Placement:
    """One place of a measure of a partnership in a second framework. Raises NotFound."""
    found = (
        placements_there(viewer)
        .filter(pk=placement_id, measure__in=Measure.objects.visible_to(viewer).of(partnership_id).order_by())
        .select_related("measure__subject", "under__strategy", "objective")
        .first()
    )
    if found is None:
        raise NotFound("This measure does not hang there.")
    return found


def last_of_each_series(
    figures: QuerySet[FigureKind], *, by_period: bool, viewer: Viewer
) -> QuerySet[FigureKind]:
    """The last explained figure of each series: by its period, or by its place in the plan."""
    explained = (
        figures.model._default_manager.filter(in_force(viewer), series=OuterRef("series"))
        .exclude(status=Figure.Status.UNEXPLAINED)
        .filter(**({"adoption": None} if figures.model is Target else {}))
    )
    order = F("period__start").desc(nulls_last=True) if by_period else F("position").desc()
    return figures.filter(pk=Subquery(explained.order_by(order, "-pk").values("pk")[:1]))


def involvements(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Involvement]:
    """Who leads these measures and who helps."""
    return Involvement.objects.filter(measure__in=seen(measure_ids, viewer)).select_related(
        "person", "post", "organisation"
    )


def routes(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[MonitoringRoute]:
    """Which bodies look at these measures."""
    return MonitoringRoute.objects.filter(measure__in=seen(measure_ids, viewer)).select_related("group")


def _in_force(kind: type[FigureKind], visible: QuerySet[Measure], viewer: Viewer) -> QuerySet[FigureKind]:
    """The figures of these measures that nothing supersedes, of the whole place."""
    return kind._default_manager.filter(
        in_force(viewer), series__measure__in=visible.values("pk"), series__breakdown=""
    ).select_related("series__place", "period", "source")
