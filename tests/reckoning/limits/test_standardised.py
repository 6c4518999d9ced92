"""Standardised rates against a slow, obvious second way: one area and one band after the other."""

import math
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits import (
    Reference,
    direct,
    direct_of_repeated,
    indirect_rate,
    indirect_ratio,
    observed_in,
)

Z = 1.959963984540054
Bands = list[tuple[int, int, int, int]]
"""An area, its events, people and standard population of a band."""


def byar(count: float) -> tuple[float, float]:
    low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3


def close(one: float, other: float) -> bool:
    return (math.isnan(one) and math.isnan(other)) or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


bands = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 400), st.integers(500, 9000), st.integers(1, 7000)),
    min_size=1,
    max_size=30,
)


def columns(rows: Bands) -> list[np.ndarray]:
    return [np.array(column, dtype=np.float64) for column in zip(*(row[1:] for row in rows), strict=True)]


@given(bands)
def test_direct(rows: Bands) -> None:
    group = np.array([row[0] for row in rows])
    found = direct(*columns(rows), group, 4)
    for area in range(4):
        own = [row[1:] for row in rows if row[0] == area]
        if not own:
            continue
        count = sum(x for x, _, _ in own)
        if count < 10:
            assert math.isnan(found.limits.value[area])
            continue
        weights = sum(w for _, _, w in own)
        value = sum(w * x / n for x, n, w in own) / weights
        spread = math.sqrt(sum(w * w * x / (n * n) for x, n, w in own) / weights**2 / count)
        low, high = byar(count)
        assert close(found.count[area], count)
        assert close(found.population[area], sum(n for _, n, _ in own))
        assert close(found.limits.value[area], 100_000 * value)
        assert close(found.limits.lower[0][area], 100_000 * (value + spread * (low - count)))
        assert close(found.limits.upper[0][area], 100_000 * (value + spread * (high - count)))


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(500, 900), st.integers(1, 70)), min_size=2, max_size=6)
)
def test_repeated_events_are_counted_with_the_square_of_how_often(own: list[tuple[int, int, int]]) -> None:
    """Each band has people with one event (half of them) and with three."""
    rows = [(band, often, x // often, n, w) for band, (x, n, w) in enumerate(own) for often in (1, 3)]
    band, often, people, n, w = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    found = direct_of_repeated(people, often, n, w, band.astype(np.int64), np.zeros(len(rows), np.int64), 1)
    events = sum(row[1] * row[2] for row in rows)
    assert found.count.tolist() == [events]
    assert found.population.tolist() == [sum(n for _, n, _ in own)]
    if events < 10:
        return
    weights = sum(w for _, _, w in own)
    value = sum(row[4] * row[1] * row[2] / row[3] for row in rows) / weights
    variance = sum(row[1] ** 2 * row[4] ** 2 * row[2] / row[3] ** 2 for row in rows) / weights**2
    low, _ = byar(events)
    assert close(found.limits.value[0], 100_000 * value)
    assert close(found.limits.lower[0][0], 100_000 * (value + math.sqrt(variance / events) * (low - events)))


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 900), st.integers(0, 50), st.integers(900, 9000)),
        min_size=1,
        max_size=8,
    )
)
def test_indirect(rows: list[tuple[int, int, int, int]]) -> None:
    x, n, ref_x, ref_n = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    group = np.zeros(len(rows), np.int64)
    against = Reference(n, ref_x, ref_n, group, 1)
    observed = sum(row[0] for row in rows)
    expected = sum(row[1] * row[2] / row[3] for row in rows)
    ratio = indirect_ratio(observed_in(x, group, 1), against, refvalue=100)
    rate = indirect_rate(observed_in(x, group, 1), against)
    reference = 100_000 * sum(row[2] for row in rows) / sum(row[3] for row in rows)
    assert close(ratio.expected[0], expected)
    assert close(rate.reference[0], reference)
    if expected > 0:
        assert close(ratio.limits.value[0], 100 * observed / expected)
        assert close(rate.limits.value[0], reference * observed / expected)
        if observed >= 10:
            low, high = byar(observed)
            assert close(ratio.limits.lower[0][0], 100 * low / expected)
            assert close(rate.limits.upper[0][0], reference * high / expected)


def test_missing_events_are_none_and_missing_people_expect_none() -> None:
    group = np.zeros(2, np.int64)
    found = direct(np.array([20, np.nan]), np.array([100.0, 100]), np.array([1.0, 1]), group, 1)
    assert (found.count.tolist(), found.population.tolist()) == ([20], [200])
    against = Reference(np.array([100, np.nan]), np.array([5.0, 5]), np.array([50.0, 50]), group, 1)
    assert against.expected.tolist() == [10]
    assert observed_in(np.array([3, np.nan]), group, 1).tolist() == [3]


@pytest.mark.parametrize(
    ("x", "n", "weight", "column"),
    [(-1, 1, 1, "x"), (1, 0, 1, "n"), (1, np.nan, 1, "n"), (1, 1, -1, "stdpop"), (1, 1, np.nan, "stdpop")],
)
def test_direct_refuses(x: float, n: float, weight: float, column: str) -> None:
    one = np.zeros(1, np.int64)
    with pytest.raises(Unusable) as refused:
        direct(np.array([x]), np.array([n]), np.array([weight]), one, 1)
    assert (refused.value.row, refused.value.column) == (0, column)


def test_of_two_areas_each_keeps_its_own() -> None:
    found: dict[int, list[float]] = defaultdict(list)
    group = np.array([1, 0, 1])
    x, n, w = np.array([20.0, 30, 40]), np.array([100.0, 100, 100]), np.array([1.0, 1, 3])
    for area, value in enumerate(direct(x, n, w, group, 2, multiplier=1).limits.value):
        found[area].append(round(float(value), 10))
    assert found == {0: [0.3], 1: [0.35]}
