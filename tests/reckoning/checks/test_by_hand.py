"""The checks against slow second ways that go through everything by hand."""

from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.checks import (
    Behind,
    Breakdown,
    Level,
    Part,
    Point,
    Proposed,
    Sheet,
    check_figure,
    largest_change,
    limits_of,
)
from goldenthread.reckoning.checks.slips import meant

TODAY = date(2030, 1, 1)
QUARTERS = [(year, quarter) for year in range(2005, 2010) for quarter in range(4)]
VALUES = st.decimals(-50, 50, places=1) | st.none()
DAYS = st.lists(
    st.sampled_from([date(year, month, 1) for year in range(2005, 2010) for month in (1, 4, 7, 10)]),
    max_size=2,
)


def point(year: int, quarter: int, value: Decimal | None) -> Point:
    start = date(year, 1 + 3 * quarter, 1)
    end = date(year, 3 + 3 * quarter, 30 if quarter in (1, 2) else 31)
    return Point(f"{year} Q{quarter + 1}", start, end, value)


def moves(points: list[Point], months: int, breaks: list[date]) -> list[Decimal]:
    """Every change over so many months, found by holding each figure against each."""
    found = []
    for one, other in product(points, points):
        if one.value is None or other.value is None or one.start is None or other.start is None:
            continue
        apart = (other.start.year - one.start.year) * 12 + other.start.month - one.start.month
        if apart == months and not any(one.start < day <= other.start for day in breaks):
            found.append(abs(other.value - one.value))
    return found


@given(values=st.lists(VALUES, min_size=9, max_size=20), breaks=DAYS, value=st.decimals(-60, 60, places=1))
def test_an_unusual_change_is_one_larger_than_every_other(
    values: list[Decimal | None], breaks: list[date], value: Decimal
) -> None:
    points = [point(*QUARTERS[place], one) for place, one in enumerate(values)]
    last = points.pop()
    assert last.start is not None
    proposed = Proposed(last.period, last.start, last.end, value)
    # Scores: no limits, and without a level that a slip could be told from.
    sheet = Sheet(data_type="score", decimals=1)
    found = check_figure(proposed, Behind(tuple(points), tuple(breaks)), limits_of(sheet), today=TODAY)
    comparable = [one for one in points if one.value is not None and one.start is not None]
    comparable = [one for one in comparable if not any(one.start < day <= last.start for day in breaks)]  # type: ignore[operator]
    year_ago = point(last.start.year - 1, (last.start.month - 1) // 3, None).period
    seasonal = (
        any(one.period == year_ago for one in comparable)
        and any((last.start - one.start).days > 725 for one in comparable)  # type: ignore[operator]
        and len(moves(points, 12, breaks)) >= 3
    )
    if seasonal:
        before, months = next(one for one in comparable if one.period == year_ago), 12
    elif comparable:
        before = comparable[-1]
        assert before.start is not None
        months = (last.start.year - before.start.year) * 12 + last.start.month - before.start.month
    else:
        assert found == ()
        return
    assert before.value is not None
    others = moves(points, months, breaks)
    by = abs(value - before.value)
    expected = len(others) >= 3 and by > max(others) and by > Decimal("0.1")
    said = [one.code for one in found]
    assert said in (["largest_change"] if expected else [], ["unit_slip"])


@given(values=st.lists(VALUES, min_size=1, max_size=12))
def test_the_largest_change_of_years_is_that_of_neighbours(values: list[Decimal | None]) -> None:
    points = [
        Point(str(2000 + at), date(2000 + at, 1, 1), date(2000 + at, 12, 31), one)
        for at, one in enumerate(values)
    ]
    found = largest_change(Behind(tuple(points)), 12)
    if found is not None:
        numbers = {int(one.period): one.value for one in points if one.value is not None}
        apart = int(found.later) - int(found.earlier)
        by = [abs(numbers[at + apart] - one) for at, one in numbers.items() if at + apart in numbers]
        assert len(by) >= 3
        assert abs(found.by) == max(by)


@given(
    level=st.lists(st.decimals(20, 90, places=1), min_size=1, max_size=6),
    factor=st.sampled_from([100, 1000]),
    up=st.booleans(),
)
def test_a_figure_that_many_times_off_is_found_and_what_was_meant_is_told(
    level: list[Decimal], factor: int, up: bool
) -> None:
    true = level[0]
    slip = true * factor if up else true / factor
    assert meant(slip, tuple(level), (Decimal(factor),)) == true
    assert meant(true, tuple(level), (Decimal(factor),)) is None


@given(parts=st.lists(st.integers(0, 50) | st.none(), min_size=2, max_size=5), total=st.integers(0, 200))
def test_parts_add_up_to_the_last_one(parts: list[int | None], total: int) -> None:
    breakdown = Breakdown(
        "sex",
        Part("", Decimal(total)),
        tuple(Part(str(at), None if one is None else Decimal(one)) for at, one in enumerate(parts)),
    )
    proposed = Proposed("2008", date(2008, 1, 1), date(2008, 12, 31), Decimal(total))
    found = check_figure(
        proposed, Behind(breakdowns=(breakdown,)), limits_of(Sheet(data_type="count")), today=TODAY
    )
    there = [one for one in parts if one is not None]
    complete = len(there) == len(parts)
    fits = sum(there) == total if complete else not there or sum(there) <= total
    assert [one.code for one in found] == ([] if fits else ["parts"])


@given(
    value=st.decimals(-300, 300, places=2),
    lowest=st.decimals(-100, 0, places=1) | st.none(),
    highest=st.decimals(1, 100, places=1) | st.none(),
)
def test_out_of_range_is_beyond_an_end(
    value: Decimal, lowest: Decimal | None, highest: Decimal | None
) -> None:
    proposed = Proposed("2008", date(2008, 1, 1), date(2008, 12, 31), value)
    limits = limits_of(Sheet(data_type="score", lowest=lowest, highest=highest))
    found = check_figure(proposed, Behind(), limits, today=TODAY)
    beyond = (lowest is not None and value < lowest) or (highest is not None and value > highest)
    assert [(one.code, one.level) for one in found] == ([("out_of_range", Level.ERROR)] if beyond else [])
