"""Funnels against sums of probabilities, one term after the other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.comparison.funnel import (
    Significance,
    axis,
    derived,
    expected_limits,
    proportion_limits,
    proportion_significance,
    rate_significance,
    ratio_significance,
    walk,
)


def at_most(count: int, expected: float) -> float:
    """The chance of at most so many events where so many are expected."""
    return sum(math.exp(-expected + k * math.log(expected) - math.lgamma(k + 1)) for k in range(count + 1))


@given(st.integers(1, 120))
def test_expected_events_at_which_the_observed_are_as_rare_as_said(observed: int) -> None:
    found = expected_limits(np.array([float(observed)]))
    for tail, (low, high) in ((0.025, found.inner), (0.001, found.outer)):
        assert at_most(observed, low[0]) == pytest.approx(tail, rel=1e-7)
        assert 1 - at_most(observed - 1, high[0]) == pytest.approx(tail, rel=1e-6)


@given(st.integers(0, 9), st.integers(1, 400))
def test_few_events_are_significant_exactly_where_they_are_rare(observed: int, tenths: int) -> None:
    expected = tenths / 10
    below, above = at_most(observed, expected), 1 - (at_most(observed - 1, expected) if observed else 0)
    if min(abs(below - 0.025), abs(below - 0.001), abs(above - 0.025), abs(above - 0.001)) < 1e-9:
        return
    want = Significance.NOT_SIGNIFICANT
    for tail, low, high in (
        (0.025, Significance.LOW, Significance.HIGH),
        (0.001, Significance.VERY_LOW, Significance.VERY_HIGH),
    ):
        want = low if below < tail else high if above < tail else want
    assert ratio_significance(np.array([float(observed)]), np.array([expected])).tolist() == [want]


def test_shares_lie_beside_their_own_average() -> None:
    x, n = np.array([50.0, 50, 500, 1, np.nan]), np.array([100.0, 100, 1000, 100, 100])
    average = 601 / 1400
    found = proportion_limits(average, np.array([100.0]))
    off = 1.959963984540054 * math.sqrt(average * (1 - average) / 100)
    assert found.inner[0][0] == pytest.approx(average - off)
    assert found.inner[1][0] == pytest.approx(average + off)
    assert proportion_significance(x, n).tolist()[3:] == [Significance.VERY_LOW, Significance.NOT_COMPARED]


def test_rates_of_no_events_keep_their_population_unless_they_are_standardised() -> None:
    columns = np.array([0.0, 30]), np.array([900.0, 900]), np.array([0.0, 1000])
    crude = derived(*columns, years=3, multiplier=100_000, standardised=False)
    assert (crude.denominator.tolist(), crude.average) == ([300, 1000], 30 / 3900)
    standardised = derived(*columns, years=3, multiplier=100_000, standardised=True)
    assert math.isnan(standardised.denominator[0])
    assert (
        rate_significance(columns[0], standardised, years=3, standardised=True)[0]
        == Significance.TOO_FEW_EVENTS
    )


@given(st.floats(1, 90_000), st.floats(1.0, 9.0))
def test_an_axis_holds_all_sizes_between_round_ends(least: float, times: float) -> None:
    start, end = axis(least, least * times)
    assert start <= least * (1 + 1e-8)
    assert end >= least * times * (1 - 1e-8)
    sizes = walk(start, end)
    assert len(sizes) == 100
    assert (np.diff(sizes) >= 1).all()
    assert sizes[0] == max(start, 1)
