"""What is known at the moment that a viewer looks at, and which measures they see."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure


def in_force(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition of what is known at the moment that the viewer looks at: what nothing superseded by then."""
    moment = viewer.as_known
    if moment is None:
        return Q(**{f"{prefix}superseded_at": None})
    return Q(**{f"{prefix}known_from__lte": moment}) & (
        Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gt": moment})
    )


def seen(measure_ids: Iterable[int], viewer: Viewer) -> QuerySet[Measure]:
    """Those of these measures that the viewer may know of."""
    return Measure.objects.visible_to(viewer).filter(pk__in=list(measure_ids)).order_by()
