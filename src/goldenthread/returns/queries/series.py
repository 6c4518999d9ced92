"""What stands beside a figure that is asked for: the figures before it and the target."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.measures.models import Observation, Period, Target
from goldenthread.returns.models import Return


@dataclass(frozen=True, slots=True)
class Background:
    """The accepted figures of a series in time, the one in force for the period asked about, and its target."""

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
    for target in Target.objects.filter(series__in=list(asked), adoption=None, superseded_at=None):
        units[target.series_id] = target.unit or units.get(target.series_id, "")
        if target.period_id == period.pk:
            targets[target.series_id] = target
    return {
        number: Background(
            tuple(before[series]), now.get(series), targets.get(series), own or units.get(series, "")
        )
        for series, (number, own) in asked.items()
    }
