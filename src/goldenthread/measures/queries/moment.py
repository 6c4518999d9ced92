"""What is known at the moment that a viewer looks at, which measures they see, and where these hang then."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import LockedPeriod, Measure, Period, Placement, Series
from goldenthread.strategy.queries import in_force as strategy_in_force


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


def placements_there(viewer: Viewer) -> QuerySet[Placement]:
    """Where measures hang beside their own theme at the moment looked at, in strategies in force then."""
    found = Placement.objects.filter(
        strategy_in_force(viewer, prefix="under__strategy__"), under__isnull=False
    )
    if viewer.as_known is None:
        return found.filter(ended_at=None)
    return found.filter(
        Q(placed_at=None) | Q(placed_at__lte=viewer.as_known),
        Q(ended_at=None) | Q(ended_at__gt=viewer.as_known),
    )


def hangs_now(viewer: Viewer) -> Q:
    """The condition of a measure that counts: it hangs, there or somewhere else too, in a strategy in force."""
    elsewhere = placements_there(viewer).filter(measure=OuterRef("pk")).order_by()
    return strategy_in_force(viewer, prefix="theme__strategy__") | Q(Exists(elsewhere))


def check_not_locked(series: Series, period: Period) -> None:
    """Raises Refused where the partnership has closed the period."""
    owner = series.measure.subject.partnership_id
    if LockedPeriod.objects.filter(partnership=owner, period=period).exists():
        raise Refused(
            f"The figures for {period} are closed: the round for it is over. Ask the partnership manager to open it again."
        )
