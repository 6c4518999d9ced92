"""Many series at once against the slow and obvious way, one at a time."""

import random
import sys
import tracemalloc
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.status import columns, everything
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
MONTHLY = [stretch(number, 1) for number in range(6, 24)]
CALENDARS = [
    QUARTERS,
    YEARS,
    MONTHLY,
    [*QUARTERS, *YEARS],
    [stretch(5 * number, 5) for number in range(7)],
    [*MONTHLY[::2], *YEARS, (date(2009, 1, 12), date(2009, 1, 12))],
]
OTHERS = [stretch(0, 36), *QUARTERS[4:8]]

days = st.dates(date(2008, 1, 1), date(2011, 7, 31)) | st.sampled_from(
    [date(2009, 8, 1), date(2010, 2, 1), date(2011, 3, 31), date(2011, 4, 1)]
)
figures = st.decimals(80, 120, places=1) | st.sampled_from(
    [Decimal(each) for each in (0, 100, 95, 105, -100, -105)]
)


@dataclass(frozen=True)
class OneSeries:
    points: list[Point]
    targets: tuple[tuple[date, date, Decimal], ...]
    rule: Rule
    baseline: tuple[date, Decimal] | None
    breaks: list[date]
    frequency: str


@st.composite
def points(draw: st.DrawFn) -> list[Point]:
    found = []
    calendar = draw(st.sampled_from(CALENDARS))
    for start, end in calendar[: draw(st.integers(1, len(calendar)))]:
        kind = draw(st.sampled_from(["figure"] * 7 + ["absent", "absent", "missing", "cannot"]))
        if kind != "absent":
            value = draw(figures) if kind == "figure" else None
            found.append(Point(start, end, value, kind == "cannot", draw(st.booleans())))
    return found


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    low, high = (
        end if draw(st.integers(0, 4)) else None for end in sorted(draw(st.tuples(figures, figures)))
    )
    kind = draw(st.sampled_from(["", "unit", "share"]))
    tolerance = draw(st.decimals(0, 20, places=1)) if kind else None
    polarity = draw(st.sampled_from([*["higher", "lower"] * 4, "range", "range", "none", ""]))
    return Rule(polarity, tolerance, kind, low, high, draw(st.booleans()))


series = st.builds(
    OneSeries,
    points=points() | st.just([]),
    targets=st.sampled_from([YEARS, YEARS[1:], YEARS[1:3], YEARS[2:], YEARS[3:], OTHERS]).flatmap(
        lambda periods: st.tuples(
            *(figures.map(lambda value, period=period: (*period, value)) for period in periods)
        )
    ),
    rule=rules(),
    baseline=st.none() | st.tuples(st.sampled_from([end for _, end in QUARTERS[:6]]), figures),
    breaks=st.just([]) | st.lists(days, max_size=2, unique=True),
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


@settings(max_examples=60, deadline=None)
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


def invented(chance: random.Random) -> OneSeries:
    """A series as like as not to be whole, on a calendar, with targets for some of its years."""
    calendar = chance.choice(CALENDARS)
    figure = [Decimal(each) / 10 for each in range(900, 1101, 5)] + [Decimal(0), Decimal(-100)]
    kept = [period for period in calendar[: chance.randint(0, len(calendar))] if chance.random() < 0.9]
    gaps = chance.choice([0.0, 0.2])
    found = []
    for start, end in kept:
        kind = chance.choice(["missing", "cannot"]) if chance.random() < gaps else "figure"
        value = chance.choice(figure) if kind == "figure" else None
        found.append(Point(start, end, value, kind == "cannot", chance.random() < 0.2))
    low, high = sorted(chance.choices(figure, k=2))
    kind = chance.choice(["", "unit", "share"])
    return OneSeries(
        points=found,
        targets=tuple(
            (*period, chance.choice(figure))
            for period in chance.choice(
                [YEARS, YEARS[2:], YEARS[3:], [*YEARS, *QUARTERS[4:12]], [stretch(0, 36)], []]
            )
        ),
        rule=Rule(
            chance.choice(["higher", "lower"] * 4 + ["range", "range", "none", ""]),
            Decimal(chance.randint(0, 12)) if kind else None,
            kind,
            chance.choice([low, low, None]),
            chance.choice([high, high, None]),
            chance.random() < 0.3,
        ),
        baseline=chance.choice(
            [None, (QUARTERS[3][1], chance.choice(figure)), (QUARTERS[6][1], Decimal(100))]
        ),
        breaks=[start for start, _ in chance.sample(QUARTERS, chance.choice([0, 0, 0, 1, 2]))],
        frequency=chance.choice(["", *MONTHS]),
    )


@pytest.mark.parametrize(
    "today", [date(2008, 5, 1), date(2009, 11, 23), date(2010, 3, 31), date(2011, 6, 30)]
)
def test_a_thousand_invented_series_are_assessed_as_by_hand(today: date) -> None:
    chance = random.Random(today.toordinal())
    many = [invented(chance) for _ in range(1000)]

    found, _ = as_columns(many, today, list(range(7)))

    for number, one in enumerate(many):
        check_status(found, number, one, today)
        check_direction(found, number, one, today)
        check_forecast(found, number, one, today)


def test_the_invented_series_come_to_every_answer_that_there_is() -> None:
    answers: dict[type, set[int]] = {}
    for today in (date(2008, 5, 1), date(2009, 11, 23), date(2010, 3, 31), date(2011, 6, 30)):
        chance = random.Random(today.toordinal())
        found, _ = as_columns([invented(chance) for _ in range(1000)], today, [0])
        for kind, codes in (
            (Status, found.assessed.status),
            (Reason, found.assessed.reason),
            (Direction, found.travelled.direction),
            (Against, found.travelled.against),
            (Why, found.forecast.why),
            (Freshness, found.freshened.freshness),
        ):
            answers.setdefault(kind, set()).update(codes.tolist())

    assert {kind: set(kind) - codes for kind, codes in answers.items()} == {kind: set() for kind in answers}


def check_status(found: Assessments, number: int, one: OneSeries, today: date) -> None:
    fresh = found.freshened
    begun = [each for each in one.points if each.start <= today]
    answers = [each.end for each in begun if each.value is not None or each.cannot_compute]
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


def cost(count: int) -> tuple[int, int]:
    """How many Python calls so many series take, and how many bytes at the peak."""
    data, calls = columns(count), 0

    def count_calls(_frame: object, event: str, _of: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    tracemalloc.start()
    sys.setprofile(count_calls)
    everything(*data)
    sys.setprofile(None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return calls, peak


def test_ten_times_the_series_take_the_same_steps_and_ten_times_the_memory() -> None:
    cost(1000)  # what is imported and made once

    (few, small), (many, large) = cost(1000), cost(10_000)

    assert few == many
    assert large < 11 * small
