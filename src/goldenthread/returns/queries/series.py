"""What stands beside a figure that is asked for: the figures before it and the target."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.measures.models import Observation, Period, Target
from goldenthread.returns.models import Return


@dataclass(frozen=True, slots=True)
class Background:
    """The accepted figures of a series in time, the one in force for the period asked about, and its target.

    A quarter without a target of its own shows that of its year.
    """

    before: tuple[Observation, ...] = ()
    now: Observation | None = None
    target: Target | None = None
    unit: str = ""

    @property
    def last(self) -> Observation | None:
        """The last figure before the period that is asked about."""
        return self.before[-1] if self.before else None


def backgrounds(returns: Iterable[Return], period: Period) -> dict[int, Background]:
    """The background of each return that asks for a figure, by the return: two queries."""
    asked = {one.series.pk: (one.pk, one.series.measure.unit) for one in returns if one.series is not None}
    before: dict[int, list[Observation]] = defaultdict(list)
    now: dict[int, Observation] = {}
    figures = Observation.objects.filter(series__in=list(asked), superseded_at=None).select_related("period")
    for figure in figures.order_by("period__start", "period__label"):
        if figure.period_id == period.pk:
            now[figure.series_id] = figure
        elif period.start is None or (figure.period.start is not None and figure.period.start < period.start):
            before[figure.series_id].append(figure)
    targets: dict[int, Target] = {}
    units: dict[int, str] = {}
    for target in Target.objects.filter(
        series__in=list(asked), adoption=None, superseded_at=None
    ).select_related("period"):
        units[target.series_id] = target.unit or units.get(target.series_id, "")
        if _covers(target.period, period) and _is_closer(target, targets.get(target.series_id)):
            targets[target.series_id] = target
    return {
        number: Background(
            tuple(before[series]), now.get(series), targets.get(series), own or units.get(series, "")
        )
        for series, (number, own) in asked.items()
    }


def _covers(wide: Period | None, period: Period) -> bool:
    """Whether a target's period is the one asked about, or one that it lies in."""
    if wide is None:
        return False
    if None in (wide.start, wide.end, period.start, period.end):
        return wide.pk == period.pk
    return bool(wide.start <= period.start and wide.end >= period.end)  # type: ignore[operator]


def _is_closer(target: Target, other: Target | None) -> bool:
    """Whether a target is for a shorter stretch than another."""
    return other is None or _days(target) < _days(other)


def _days(target: Target) -> int:
    period = target.period
    if period is None or period.start is None or period.end is None:
        return 0
    return (period.end - period.start).days
