"""Recent trends against a slow, obvious second way: one series after the other, sums written out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.comparison.trend import (
    DECREASING,
    INCREASING,
    NO_ANSWER,
    NO_CHANGE,
    THRESHOLD,
    Why,
    last_points,
    marker,
    recent_trend,
)

EMPTY = [math.nan] * 5
YEARS = [2001.0, 2002, 2003, 2004, 2005]


def slope(points: list[tuple[float, float, float]]) -> float:
    """The slope of a line through (time, figure, weight): numerator and denominator of least squares."""
    total = sum(w for _, _, w in points)
    top = total * sum(w * t * y for t, y, w in points) - sum(w * t for t, _, w in points) * sum(
        w * y for _, y, w in points
    )
    return top / (total * sum(w * t * t for t, _, w in points) - sum(w * t for t, _, w in points) ** 2)


def surely(points: list[tuple[float, float, float]]) -> bool:
    """Whether no slope is so near to zero that its sign is that of a rounding error."""
    parts = [points, *(points[:left_out] + points[left_out + 1 :] for left_out in range(5))]
    return min(abs(slope(part)) for part in parts) > 1e-9


def told(points: list[tuple[float, float, float]], chi: float) -> str:
    whole = slope(points)
    if not chi > THRESHOLD:
        return NO_CHANGE
    for left_out in range(5):
        if math.copysign(1, slope(points[:left_out] + points[left_out + 1 :])) != math.copysign(1, whole):
            return NO_CHANGE
    return INCREASING if whole > 0 else DECREASING


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(401, 2000)), min_size=5, max_size=5))
def test_proportions(rows: list[tuple[int, int]]) -> None:
    count, people = ([float(row[column]) for row in rows] for column in (0, 1))
    found = recent_trend(
        *(np.array([row]) for row in (YEARS, count, people, EMPTY, EMPTY, EMPTY)), np.array([True])
    )
    points = [(t + 1, math.log(c / (d - c)), 1.0) for t, (c, d) in enumerate(rows)]
    n, cases = sum(people), sum(count)
    at = sum(d * (t + 1) for t, (_, d) in enumerate(rows))
    top = n * (n * sum(c * (t + 1) for t, (c, _) in enumerate(rows)) - cases * at) ** 2
    chi = top / (cases * (n - cases) * (n * sum(d * (t + 1) ** 2 for t, (_, d) in enumerate(rows)) - at**2))
    assert math.isclose(found.chi_squared[0], chi, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(found.slope[0], slope(points), rel_tol=1e-7, abs_tol=1e-9)
    if abs(chi - THRESHOLD) > 1e-6 and surely(points):
        assert found.words == [told(points, chi)]


@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(1, 90)), min_size=5, max_size=5))
def test_others(rows: list[tuple[int, int]]) -> None:
    value = [row[0] / 10 for row in rows]
    spread = [row[1] / 10 for row in rows]
    lower = [v - 1.959963984540054 * s for v, s in zip(value, spread, strict=True)]
    upper = [v + 1.959963984540054 * s for v, s in zip(value, spread, strict=True)]
    found = recent_trend(
        *(np.array([row]) for row in (YEARS, EMPTY, EMPTY, lower, upper, value)), np.array([False])
    )
    points = [(t + 1, v, 1 / s**2) for t, (v, s) in enumerate(zip(value, spread, strict=True))]
    total = sum(w for _, _, w in points)
    variance = total / (total * sum(w * t * t for t, _, w in points) - sum(w * t for t, _, w in points) ** 2)
    chi = slope(points) ** 2 / variance
    assert math.isclose(found.chi_squared[0], chi, rel_tol=1e-7, abs_tol=1e-9)
    if abs(chi - THRESHOLD) > 1e-6 and surely(points):
        assert found.words == [told(points, chi)]


def test_the_last_five_points_in_time_whatever_the_order_of_the_rows() -> None:
    series = np.array([1, 0, 1, 1, 1, 1, 1], dtype=np.int64)
    year = np.array([2009.0, 2001, 2003, 2007, 2005, 2004, 2008])
    assert last_points(series, year, 2).tolist() == [[-1, -1, -1, -1, 1], [5, 4, 3, 6, 0]]


@pytest.mark.parametrize(
    ("proportion", "columns", "why"),
    [
        (True, {"year": [math.nan, 2002, 2003, 2004, 2005]}, Why.TOO_FEW_POINTS),
        (True, {"count": [1, 2, math.nan, 4, 5]}, Why.MISSING),
        (True, {"denominator": [9, 9, 9, 9, math.nan]}, Why.MISSING),
        (True, {"count": [0, 2, 3, 4, 5]}, Why.NONE_OR_ALL),
        (True, {"count": [9, 2, 3, 4, 5], "denominator": [9.0] * 5}, Why.NONE_OR_ALL),
        (False, {"value": [1, 2, math.nan, 4, 5]}, Why.MISSING),
        (False, {"lower": [1, 2, math.nan, 4, 5]}, Why.NO_LIMITS),
    ],
)
def test_why_it_cannot_be_calculated(proportion: bool, columns: dict[str, list[float]], why: Why) -> None:
    given_ = {
        "year": YEARS, "count": [1, 2, 3, 4, 5], "denominator": [20.0] * 5, "lower": [0.0] * 5, "upper": [9.0] * 5,
        "value": [1, 2, 3, 4, 5],
    } | columns  # fmt: skip
    found = recent_trend(
        *(np.array([row], dtype=np.float64) for row in given_.values()), np.array([proportion])
    )
    assert (found.why.tolist(), found.words) == ([why], [NO_ANSWER])


def test_one_year_that_turns_it_is_no_trend() -> None:
    count = [100.0, 100, 100, 99, 300]
    found = recent_trend(
        *(np.array([row]) for row in (YEARS, count, [1000.0] * 5, EMPTY, EMPTY, EMPTY)), np.array([True])
    )
    assert (found.why.tolist(), found.words) == ([Why.ONE_YEAR_TURNS_IT], [NO_CHANGE])


@pytest.mark.parametrize(
    ("trend", "polarity", "words"),
    [
        (INCREASING, "High is good", "Increasing and getting better"),
        (DECREASING, "High is good", "Decreasing and getting worse"),
        (INCREASING, "No judgement", INCREASING),
        (NO_CHANGE, "Low is good", NO_CHANGE),
    ],
)
def test_markers(trend: str, polarity: str, words: str) -> None:
    assert marker(trend, polarity) == words
