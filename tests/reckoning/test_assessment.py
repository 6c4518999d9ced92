"""Many series at once against the slow and obvious way, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.reckoning.assessment import Assessments, Point, assess_all, assess_one
from goldenthread.reckoning.columns import (
    LONG_AGO,
    NO_ROW,
    Baselines,
    Breaks,
    Observations,
    Observed,
    Promised,
    State,
    Targets,
    day_number,
)
from goldenthread.reckoning.direction import Against, Direction
from goldenthread.reckoning.forecast import Why
from goldenthread.reckoning.freshness import MONTHS, Freshness
from goldenthread.reckoning.rule import Rule, Rules
from goldenthread.reckoning.status import Reason, Status
from tests.reckoning import slow


def stretch(first_month: int, length: int) -> tuple[date, date]:
    """The days of so many months, counted from April 2008."""
    start, after = 3 + first_month, 3 + first_month + length
    return (
        date(2008 + start // 12, start % 12 + 1, 1),
        date(2008 + after // 12, after % 12 + 1, 1) - timedelta(days=1),
    )


QUARTERS = [stretch(3 * number, 3) for number in range(-4, 12)]
YEARS = [stretch(12 * number, 12) for number in range(-1, 3)]
MONTHLY = [stretch(number, 1) for number in range(0, 30, 2)]
PERIODS = QUARTERS + YEARS + MONTHLY + [(date(2009, 1, 12), date(2009, 1, 12))]
TARGET_PERIODS = [*YEARS, stretch(0, 36), *QUARTERS[4:8]]

days = st.dates(date(2007, 4, 1), date(2011, 9, 30))
figures = st.decimals(-200, 200, places=1) | st.sampled_from([Decimal(0), Decimal(100), Decimal(95)])


@dataclass(frozen=True)
class OneSeries:
    points: list[Point]
    targets: list[tuple[date, date, Decimal]]
    rule: Rule
    baseline: tuple[date, Decimal] | None
    breaks: list[date]
    frequency: str


@st.composite
def points(draw: Callable[..., object]) -> Point:
    start, end = draw(st.sampled_from(PERIODS))  # type: ignore[misc]
    kind = draw(st.sampled_from(["figure"] * 6 + ["missing", "cannot"]))
    value = draw(figures) if kind == "figure" else None
    return Point(start, end, value, kind == "cannot", draw(st.booleans()))  # type: ignore[arg-type]


@st.composite
def rules(draw: Callable[..., object]) -> Rule:
    ends = sorted(draw(st.tuples(figures, figures)))  # type: ignore[call-overload]
    low, high = (end if draw(st.integers(0, 4)) else None for end in ends)
    kind = draw(st.sampled_from(["", "unit", "share"]))
    tolerance = draw(st.decimals(0, 20, places=1)) if kind else None
    polarity = draw(st.sampled_from(["higher", "lower", "higher", "lower", "range", "none", ""]))
    return Rule(polarity, tolerance, kind, low, high, draw(st.booleans()))  # type: ignore[arg-type]


def of_periods(row: object) -> object:
    return (row.start, row.end) if isinstance(row, Point) else row[:2]  # type: ignore[index]


series = st.builds(
    OneSeries,
    points=st.lists(points(), max_size=14, unique_by=of_periods),
    targets=st.lists(
        st.tuples(st.sampled_from(TARGET_PERIODS), figures).map(lambda pair: (*pair[0], pair[1])),
        max_size=5,
        unique_by=of_periods,
    ),
    rule=rules(),
    baseline=st.none() | st.tuples(st.sampled_from([end for _, end in QUARTERS[:6]]), figures),
    breaks=st.lists(days, max_size=2, unique=True),
    frequency=st.sampled_from(["", *MONTHS]),
)


def as_columns(many: list[OneSeries], today: date, shuffled: list[int]) -> tuple[Assessments, Observations]:
    """All in one call, the observations in any order, the series interleaved."""
    rows = [
        Observed(
            number,
            each.start,
            each.end,
            each.value,
            State.CANNOT_COMPUTE if each.cannot_compute else State.NUMBER,
            each.soft,
        )
        for number, one in enumerate(many)
        for each in one.points
    ]
    rows.sort(key=lambda row: shuffled[(row.start.month + row.end.year + row.series) % len(shuffled)])
    observations = Observations.of(rows)
    found = assess_all(
        observations,
        Targets.of(Promised(number, *target) for number, one in enumerate(many) for target in one.targets),
        Rules.of([one.rule for one in many]),
        today=day_number(today),
        baselines=Baselines.of([one.baseline for one in many]),
        breaks=Breaks.of((number, day) for number, one in enumerate(many) for day in one.breaks),
        every=np.array([MONTHS.get(one.frequency, 0) for one in many], np.int64),
    )
    return found, observations


@settings(max_examples=150, deadline=None)
@given(st.lists(series, min_size=1, max_size=6), days, st.lists(st.integers(0, 99), min_size=7, max_size=7))
def test_many_series_are_assessed_as_each_is_alone_by_hand(
    many: list[OneSeries], today: date, mixed: list[int]
) -> None:
    found, observations = as_columns(many, today, mixed)

    for number, one in enumerate(many):
        check_status(found, number, one, today)
        check_direction(found, number, one, today)
        check_forecast(found, number, one, today)
        row = found.compared.row[number]
        point = slow.latest(one.points, today)
        assert (row == NO_ROW) == (point is None)
        if point is not None:
            assert observations.series[row] == number
            assert (observations.start[row], observations.end[row]) == (
                day_number(point.start),
                day_number(point.end),
            )


def check_status(found: Assessments, number: int, one: OneSeries, today: date) -> None:
    fresh = found.freshened
    answers = [each.end for each in one.points if each.value is not None or each.cannot_compute]
    months = MONTHS.get(one.frequency, 0)
    starts = [start for start, _, _ in one.targets]
    first_end = slow._month_end(slow.month(min(starts)) + months - 1) if starts and months else None
    kind, overdue, late_from = slow.freshness(max(answers, default=None), first_end, months, 42, today)
    assert (Freshness(fresh.freshness[number]), fresh.periods[number]) == (kind, overdue)
    assert fresh.late_from[number] == (LONG_AGO if late_from is None else day_number(late_from))
    assert fresh.days[number] == ((today - late_from).days + 1 if late_from and overdue else 0)

    first_due = None if answers else late_from
    expected = slow.status(one.points, one.targets, one.rule, today, one.baseline, one.breaks, first_due)
    assert (Status(found.assessed.status[number]), Reason(found.assessed.reason[number])) == expected


def check_direction(found: Assessments, number: int, one: OneSeries, today: date) -> None:
    kind, against, change = slow.direction(one.points, one.rule, today, one.breaks)
    travelled = found.travelled
    assert (Direction(travelled.direction[number]), Against(travelled.against[number])) == (kind, against)
    assert travelled.difference[number] == pytest.approx(float(change or 0), abs=1e-9)


def check_forecast(found: Assessments, number: int, one: OneSeries, today: date) -> None:
    why, value, through, status = slow.forecast(one.points, one.targets, one.rule, today, one.breaks)
    ahead = found.forecast
    assert (Why(ahead.why[number]), ahead.points[number], ahead.made[number]) == (
        why,
        through,
        value is not None,
    )
    assert ahead.value[number] == pytest.approx(float(value or 0), rel=1e-9, abs=1e-9)
    if not _on_an_edge(value, one, today):
        assert Status(ahead.status[number]) == status


def _on_an_edge(value: Fraction | None, one: OneSeries, today: date) -> bool:
    """Whether a forecast, whose last digits are rounded, lies so near an edge that either side is right."""
    if value is None:
        return False
    nudge = Fraction(1, 10**7)
    now = [target for target in one.targets if target[0] <= today <= target[1]]
    promised = Fraction(min(now, key=lambda target: target[1] - target[0])[2])
    if one.rule.polarity not in ("higher", "lower", "range") or slow._unruled(one.rule):
        return False
    return len({slow.mark(value + step, promised, one.rule) for step in (-nudge, Fraction(0), nudge)}) > 1


@settings(max_examples=50, deadline=None)
@given(series, days)
def test_one_series_gets_what_it_gets_among_many(one: OneSeries, today: date) -> None:
    found, _ = as_columns([one, one], today, [0])

    alone = assess_one(
        one.points,
        one.targets,
        one.rule,
        today=today,
        baseline=one.baseline,
        breaks=one.breaks,
        frequency=one.frequency,
    )

    for number in (0, 1):
        assert alone.status == found.assessed.status[number]
        assert alone.reason == found.assessed.reason[number]
        assert alone.direction == found.travelled.direction[number]
        assert alone.compared == found.travelled.against[number]
        assert (alone.change or 0) == found.travelled.difference[number]
        assert (alone.forecast or 0) == found.forecast.value[number]
        assert (alone.forecast_why, alone.forecast_points) == (
            found.forecast.why[number],
            found.forecast.points[number],
        )
        assert alone.forecast_status == found.forecast.status[number]
        assert (alone.freshness, alone.overdue) == (
            found.freshened.freshness[number],
            found.freshened.periods[number],
        )
        assert alone.days_late == found.freshened.days[number]


def test_one_series_says_which_figure_and_target_it_is_about() -> None:
    spring, summer, autumn = QUARTERS[8:11]
    given_points = [Point(*summer, Decimal(82)), Point(*spring, Decimal(80)), Point(*autumn, Decimal(90))]

    found = assess_one(given_points, [(*YEARS[2], Decimal(85))], Rule("higher"), today=date(2009, 8, 1))

    assert (found.latest, found.target, found.earlier) == (0, 0, 1)
    assert (found.against, found.change, found.forecast) == (85.0, 2.0, 86.0)


def test_no_series_at_all_are_no_trouble() -> None:
    found = assess_all(Observations.of([]), Targets.of([]), Rules.of([]), today=day_number(date(2009, 8, 1)))

    assert len(found.assessed.status) == 0


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="of one length"):
        Baselines(np.zeros(2, np.int64), np.zeros(3))
