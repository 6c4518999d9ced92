"""The figures of one period that a viewer may give, in a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.queries.moment import hangs_now
from goldenthread.measures.queries.rights import own_ids
from goldenthread.partnership.rules import Right, may
from goldenthread.reckoning.freshness import MONTHS
from goldenthread.reckoning.periods import span


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A series with the figure of a period as it is, and the one before it. `value` is None where there is none."""

    series: Series
    measure: Measure
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    status: str
    before: Decimal | None
    before_period: str
    before_decimals: int


def figure_rows(
    partnership_id: int, period: str, *, viewer: Viewer, theme_id: int | None = None
) -> list[FigureRow]:
    """The series of a partnership whose figures for the period of this name the viewer may give, in the order of the plan.

    Not those that are worked out from others, nor those whose sheet says that they are counted in other stretches.
    Four queries.
    """
    visible = Measure.objects.visible_to(viewer).of(partnership_id).filter(hangs_now(viewer), formula="")
    if theme_id is not None:
        visible = visible.filter(theme_id=theme_id)
    own = own_ids(viewer)
    dates = span(period)
    measures = {
        one.pk: one
        for one in visible.select_related("subject", "theme").order_by("theme__position", "position", "pk")
        if _fits(one, dates)
        and may(viewer, Right.CONTRIBUTE, partnership_id, scopes=(one.theme_id,), own=one.pk in own)
    }
    order = {pk: place for place, pk in enumerate(measures)}
    series = sorted(
        Series.objects.filter(measure__in=list(measures)).select_related("place", "measure__subject"),
        key=lambda one: (order[one.measure_id], one.breakdown, one.category, one.place.name),
    )
    now = {
        one.series_id: one
        for one in Observation.objects.filter(series__in=series, period__label=period, superseded_at=None)
    }
    before = _before(series, dates)
    return [_row(one, measures[one.measure_id], now.get(one.pk), before.get(one.pk)) for one in series]


def _fits(measure: Measure, dates: tuple[date, date] | None) -> bool:
    expected = MONTHS.get(measure.frequency)
    return expected is None or dates is None or _months(*dates) == expected


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _before(series: Iterable[Series], dates: tuple[date, date] | None) -> dict[int, Observation]:
    """The last figure of each series before these dates, of periods as long as they are."""
    if dates is None:
        return {}
    earlier = Observation.objects.filter(
        series__in=list(series), superseded_at=None, period__end__lt=dates[0], value__isnull=False
    ).select_related("period")
    found: dict[int, Observation] = {}
    for one in earlier.order_by("period__start", "pk"):
        start, end = one.period.start, one.period.end
        if start is not None and end is not None and _months(start, end) == _months(*dates):
            found[one.series_id] = one
    return found


def _row(series: Series, measure: Measure, now: Observation | None, before: Observation | None) -> FigureRow:
    return FigureRow(
        series=series,
        measure=measure,
        value=now.value if now else None,
        gap=now.gap if now else "",
        comment=now.comment if now else "",
        decimals=now.decimals if now else 0,
        status=now.status if now else "",
        before=before.value if before else None,
        before_period=str(before.period) if before else "",
        before_decimals=before.decimals if before else 0,
    )
