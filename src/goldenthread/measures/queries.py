"""Named reads of measures and their figures."""

from collections.abc import Iterable

from django.db.models import QuerySet

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Involvement, Measure, MonitoringRoute, Target


def measures(partnership_id: int, *, viewer: Viewer) -> QuerySet[Measure]:
    """The measures of a partnership, in the order of its plan."""
    return (
        Measure.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("place", "theme", "source")
        .order_by("position", "pk")
    )


def baselines(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Baseline]:
    """The baselines in force of these measures: superseded ones are left out."""
    return Baseline.objects.filter(
        superseded_at=None, series__measure__in=_visible(measure_ids, viewer)
    ).select_related("series__place", "period", "source")


def targets(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Target]:
    """The targets in force of these measures: superseded ones are left out."""
    return Target.objects.filter(
        superseded_at=None, series__measure__in=_visible(measure_ids, viewer)
    ).select_related("series__place", "period", "source")


def involvements(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Involvement]:
    """Who leads these measures and who helps."""
    return Involvement.objects.filter(measure__in=_visible(measure_ids, viewer)).select_related(
        "person", "post", "organisation"
    )


def routes(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[MonitoringRoute]:
    """Which bodies look at these measures."""
    return MonitoringRoute.objects.filter(measure__in=_visible(measure_ids, viewer)).select_related("group")


def _visible(measure_ids: Iterable[int], viewer: Viewer) -> QuerySet[Measure]:
    return Measure.objects.visible_to(viewer).filter(pk__in=list(measure_ids)).order_by()
