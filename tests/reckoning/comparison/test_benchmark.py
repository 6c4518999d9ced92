"""Benchmarks, goals and fifths against rules written out one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.comparison import Side, in_words
from goldenthread.reckoning.comparison.benchmark import (
    by_both_limits,
    by_control_limits,
    by_limits,
    by_two_limits,
    control_limits,
)
from goldenthread.reckoning.comparison.goals import in_range, single, single_with_limits
from goldenthread.reckoning.comparison.quintiles import in_words as fifth_in_words
from goldenthread.reckoning.comparison.quintiles import quintile

number = st.integers(-3, 12).map(float) | st.just(math.nan)


def col(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


@given(number, number, number, number, number)
def test_limits(lower: float, upper: float, wide: float, high: float, benchmark: float) -> None:
    if math.isnan(lower + upper + benchmark):
        expected = Side.NOT_COMPARED
    else:
        expected = Side.BELOW if upper < benchmark else Side.ABOVE if lower > benchmark else Side.SIMILAR
    assert by_limits(col(lower), col(upper), col(benchmark)).tolist() == [expected]
    if math.isnan(wide + high) or expected is Side.NOT_COMPARED:
        twice = Side.NOT_COMPARED
    else:
        twice = Side.FAR_BELOW if high < benchmark else Side.FAR_ABOVE if wide > benchmark else expected
    found = by_two_limits(col(lower), col(upper), col(wide), col(high), col(benchmark))
    assert found.tolist() == [twice]


@given(number, number, number, number)
def test_both_limits(lower: float, upper: float, low: float, high: float) -> None:
    expected = Side.BELOW if upper < low else Side.ABOVE if lower > high else Side.SIMILAR
    if math.isnan(lower + upper + low + high):
        expected = Side.NOT_COMPARED
    assert by_both_limits(col(lower), col(upper), col(low), col(high)).tolist() == [expected]


@given(st.integers(1, 99), st.integers(1, 5000))
def test_control_limits_are_the_roots_of_the_test_of_a_share(percent: int, people: int) -> None:
    lower, upper = control_limits(col(percent), col(people), 1.96)
    share = percent / 100
    for limit in (lower[0] / 100, upper[0] / 100):
        assert math.isclose(abs(limit - share), 1.96 * math.sqrt(limit * (1 - limit) / people), rel_tol=1e-6)
    assert by_control_limits(col(percent), lower, upper).tolist() == [Side.SIMILAR]


@given(number, number, number, st.booleans())
def test_goals(value: float, lower: float, upper: float, low_is_good: bool) -> None:
    goal, low = 5.0, np.array([low_is_good])
    polarity = ["Low is good" if low_is_good else "High is good"]
    met = value <= goal if low_is_good else value >= goal
    expected = "Not compared" if math.isnan(value) else "Better" if met else "Worse"
    assert in_words(single(col(value), col(goal), low), polarity) == [expected]
    surely = upper <= goal if low_is_good else lower >= goal
    never = lower > goal if low_is_good else upper < goal
    expected = "Better" if surely else "Worse" if never else "Similar"
    if math.isnan(lower + upper):
        expected = "Not compared"
    assert in_words(single_with_limits(col(lower), col(upper), col(goal), low), polarity) == [expected]


@pytest.mark.parametrize(
    ("value", "high", "low"),
    [(1, "Worse", "Better"), (2, "Similar", "Similar"), (3, "Similar", "Similar"), (4, "Better", "Worse")],
)
def test_a_range_is_met_at_its_upper_end(value: float, high: str, low: str) -> None:
    ends = col(2), col(4)
    assert in_words(in_range(col(value), *ends, np.array([False])), ["High is good"]) == [high]
    assert in_words(in_range(col(value), *ends, np.array([True])), ["Low is good"]) == [low]


@given(st.lists(st.integers(0, 1000), min_size=0, max_size=33, unique=True))
def test_fifths(values: list[int]) -> None:
    found = quintile(col(*values), np.zeros(len(values), np.int64), 1)
    if len(values) < 5:
        assert found.tolist() == [0] * len(values)
        return
    small, larger = divmod(len(values), 5)
    sizes = [small + (fifth < larger) for fifth in range(5)]
    numbers = [fifth + 1 for fifth in range(5) for _ in range(sizes[fifth])]
    expected = dict(zip(sorted(values), numbers, strict=True))
    assert found.tolist() == [expected[value] for value in values]


def test_words_of_fifths() -> None:
    assert fifth_in_words(np.array([0, 1, 5]), "High is good") == ["NOT COMPARED", "WORST", "BEST"]
    assert fifth_in_words(np.array([1, 5]), "Low is good") == ["BEST", "WORST"]


def test_words_turn_round_where_low_is_good() -> None:
    codes = np.array(list(Side), dtype=np.uint8)
    assert in_words(codes, ["Low is good"] * 6) == [
        "Not compared",
        "Best",
        "Better",
        "Similar",
        "Worse",
        "Worst",
    ]
    assert in_words(codes, ["No judgement"] * 6)[1:] == ["Lowest", "Lower", "Similar", "Higher", "Highest"]
