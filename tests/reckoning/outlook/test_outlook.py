"""The outlook against a slow, obvious second way, and the proof on series made up."""

import math
import statistics
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.outlook import Basis, chance, interval, outlook
from goldenthread.reckoning.outlook.backtest import is_for_proving, proofs, simulated

SERIES = st.lists(st.integers(-50, 90).map(float), min_size=4, max_size=15)


def slowly(values: list[float], ahead: int) -> tuple[float, float]:
    """The expected figure and its error, one series, one point after the other."""
    steps = [after - before for before, after in pairwise(values)]
    mean = statistics.fmean(steps)
    kept = max(1 - statistics.variance(steps) / len(steps) / mean**2, 0) if mean else 0.0
    drift = 0.15 * mean * kept
    best = (math.inf, 0.0, 0.0)
    for tenth in range(1, 11):
        level, squares = values[0], 0.0
        for value in values[1:]:
            off = value - level - drift
            squares += off * off
            level += drift + tenth / 10 * off
        if squares < best[0] - 1e-9:
            best = (squares, level, tenth / 10)
    freedom = max(len(values) - 2, 1)
    error = 0.95 * math.sqrt(best[0] / freedom) * math.sqrt(1 + 1 / len(values))
    value = 0.6 * values[-1] + 0.4 * best[1] + drift * ahead
    return value, error * math.sqrt(1 + (ahead - 1) * best[2] ** 2)


def padded(*series: list[float]) -> np.ndarray:
    longest = max(map(len, series))
    return np.array([[math.nan] * (longest - len(one)) + one for one in series])


@given(st.lists(SERIES, min_size=1, max_size=3))
def test_series_of_any_lengths_at_once(series: list[list[float]]) -> None:
    found = outlook(padded(*series), ahead=3)
    for row, values in enumerate(series):
        for ahead in (1, 3):
            value, error = slowly(values, ahead)
            assert math.isclose(found.value[row, ahead - 1], value, rel_tol=1e-7, abs_tol=1e-7)
            assert math.isclose(found.error[row, ahead - 1], error, rel_tol=1e-6, abs_tol=1e-6)
        assert (found.points[row], found.basis[row]) == (len(values), Basis.LEVEL_AND_DRIFT)


def test_quarters_are_compared_with_the_same_quarter_of_the_year_before() -> None:
    table = np.array([[10.0, 20, 30, 40, 12, 22, 32, 42, 14]])
    found = outlook(table, ahead=5, season=4)
    moved = 0.2 * 2
    assert found.basis.tolist() == [Basis.LIKE_WITH_LIKE]
    assert found.value[0].tolist() == pytest.approx(
        [22 + moved, 32 + moved, 42 + moved, 14 + moved, 22 + 2 * moved]
    )
    short = outlook(table[:, 1:], ahead=1, season=4)
    assert short.basis.tolist() == [Basis.TOO_SHORT_FOR_SEASONS]


def test_figures_before_a_missing_one_are_not_used() -> None:
    long = np.array([[99.0, math.nan, 1, 2, 3, 4, 5]])
    short = np.array([[1.0, 2, 3, 4, 5]])
    assert outlook(long, ahead=1).value.tolist() == outlook(short, ahead=1).value.tolist()
    assert outlook(long, ahead=1).points.tolist() == [5]


@pytest.mark.parametrize("values", [[], [5.0], [5.0, 6, 7], [5.0, 6, 7, 8, math.nan]])
def test_too_few_points_are_said(values: list[float]) -> None:
    found = outlook(np.array([values]), ahead=2)
    assert found.basis.tolist() == [Basis.TOO_FEW_POINTS]
    assert np.isnan(found.value).all()
    assert np.isnan(chance(found, np.array([5.0]), np.array([True]), ahead=1)).all()


def test_the_chance_is_a_half_at_what_is_expected_and_turns_round() -> None:
    found = outlook(np.array([[5.0, 7, 4, 6, 5, 8]] * 3), ahead=2)
    middle = found.value[:, 1]
    lower, upper = interval(found, 0.8)
    target = np.array([middle[0], lower[1, 1], upper[2, 1]])
    assert chance(found, target, np.array([True] * 3), ahead=2).tolist() == pytest.approx([0.5, 0.9, 0.1])
    assert chance(found, target, np.array([False] * 3), ahead=2).tolist() == pytest.approx([0.5, 0.1, 0.9])


def test_a_series_that_never_moved_meets_its_target_or_does_not() -> None:
    found = outlook(np.full((2, 6), 5.0), ahead=1)
    assert chance(found, np.array([5.0, 5.1]), np.array([True, True]), ahead=1).tolist() == [1, 0]


@pytest.mark.parametrize("how", [{"ahead": 0}, {"ahead": 1, "season": 0}])
def test_refused(how: dict[str, int]) -> None:
    with pytest.raises(Unusable):
        outlook(np.ones((1, 5)), **how)
    with pytest.raises(Unusable):
        interval(outlook(np.ones((1, 5)), ahead=1), 1.0)


@pytest.mark.parametrize("kind", ["walk", "quarters"])
def test_the_stated_share_of_what_came_lies_within(kind: str) -> None:
    series, season = simulated(kind)
    first = proofs(series, season=season)[0]
    assert 0.75 <= first.covered <= 0.85
    assert first.miss < first.straight_line


def test_the_halves_are_fixed() -> None:
    assert [is_for_proving(name) for name in "abcdef"] == [False, False, False, False, True, True]
