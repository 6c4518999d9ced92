"""The slope index against ordinary weighted least squares, and gaps against arithmetic written out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.inequality import ValueType, gap, ratio, slope_index, standard_errors

QUANTILES = st.lists(
    st.tuples(st.integers(1, 900), st.integers(1, 99), st.integers(1, 9)), min_size=5, max_size=12
)
Z = 1.959963984540054


def line(population: list[int], fitted: list[float]) -> tuple[float, float, np.ndarray]:
    """The line through the middles of the quantiles by weighted least squares, and how its slope depends on each value."""
    total, passed, middles = sum(population), 0.0, []
    for people in population:
        middles.append((passed + people / 2) / total)
        passed += people
    weight = np.sqrt(np.array(population) / total)
    design = np.column_stack([weight, weight * np.array(middles)])
    solved = np.linalg.pinv(design) * weight
    intercept, slope = solved @ np.array(fitted)
    return float(intercept), float(slope), solved[1]


def table(row: list[float]) -> np.ndarray:
    return np.array([row], dtype=np.float64)


@given(QUANTILES, st.sampled_from([1.0, -1.0, 100.0]))
def test_untransformed(rows: list[tuple[int, int, int]], multiplier: float) -> None:
    people, value, error = ([float(row[column]) for row in rows] for column in range(3))
    intercept, slope, by = line([row[0] for row in rows], value)
    found = slope_index(table(value), table(people), table(error), multiplier=multiplier)
    assert math.isclose(found.slope.value[0], multiplier * slope, rel_tol=1e-7, abs_tol=1e-7)
    assert math.isclose(found.intercept[0], intercept, rel_tol=1e-7, abs_tol=1e-7)
    if abs(intercept) > 1e-3 and abs(intercept + slope) > 1e-3:
        times = (intercept + slope) / intercept
        assert math.isclose(found.relative.value[0], 1 / times if multiplier < 0 else times, rel_tol=1e-5)
    off = abs(multiplier) * Z * math.sqrt(sum((b * e) ** 2 for b, e in zip(by, error, strict=True)))
    assert math.isclose(found.slope.lower[0][0], multiplier * slope - off, rel_tol=1e-7, abs_tol=1e-7)
    assert math.isclose(found.slope.upper[0][0], multiplier * slope + off, rel_tol=1e-7, abs_tol=1e-7)


@given(QUANTILES)
def test_transformed_proportions(rows: list[tuple[int, int, int]]) -> None:
    people, percent, error = ([float(row[column]) for row in rows] for column in range(3))
    value = [one / 100 for one in percent]
    intercept, slope, _ = line([row[0] for row in rows], [math.log(one / (1 - one)) for one in value])
    found = slope_index(
        table(value),
        table(people),
        table([one / 100 for one in error]),
        value_type=ValueType.PROPORTION,
        transform=True,
    )
    first, last = (1 / (1 + math.exp(-one)) for one in (intercept, intercept + slope))
    assert math.isclose(found.slope.value[0], last - first, rel_tol=1e-6, abs_tol=1e-9)
    assert math.isclose(found.relative.value[0], last / first, rel_tol=1e-6)
    assert found.slope.lower[0][0] <= found.slope.upper[0][0]


def test_simulated_limits_come_from_their_seed() -> None:
    columns = [
        table([float(one) for one in row]) for row in ([5, 6, 7, 8, 11], [9, 9, 9, 9, 9], [1, 1, 1, 1, 1])
    ]
    one, same, other = (slope_index(*columns, repetitions=400, seed=seed) for seed in (1, 1, 2))
    assert one.slope.lower[0].tolist() == same.slope.lower[0].tolist() != other.slope.lower[0].tolist()


def test_errors_behind_limits() -> None:
    lower, upper = table([1.0, 2]), table([3.0, 8])
    assert standard_errors(lower, upper, ValueType.OTHER).tolist() == [
        [2 / (2 * 1.959964), 6 / (2 * 1.959964)]
    ]
    assert standard_errors(lower, upper, ValueType.RATE)[0, 1] == pytest.approx(math.log(4) / (2 * 1.959964))


@pytest.mark.parametrize(
    ("change", "how", "said"),
    [
        ({"count": 4}, {}, "There are 4 quantiles"),
        ({"population": 0.0}, {}, "a population above zero"),
        ({"error": math.nan}, {}, "its limits or its standard error"),
        ({"value": 0.0}, {"value_type": ValueType.RATE}, "must be above zero"),
        ({"value": 1.5}, {"value_type": ValueType.PROPORTION}, "must be below 1"),
        ({}, {"transform": True}, "Only rates"),
    ],
)
def test_refused(change: dict[str, float], how: dict[str, object], said: str) -> None:
    count = int(change.get("count", 5))
    columns = {"value": [0.5] * count, "population": [9.0] * count, "error": [0.1] * count}
    for name, number in change.items():
        if name in columns:
            columns[name][2] = number
    with pytest.raises(Unusable, match=said):
        slope_index(*(table(one) for one in columns.values()), **how)  # type: ignore[arg-type]


def test_the_gap_and_how_many_times() -> None:
    """Men in the most deprived areas live 9.2 years less."""
    found = gap(np.array([74.1]), np.array([0.3]), np.array([83.3]), np.array([0.4]))
    assert found.value[0] == pytest.approx(-9.2)
    assert (found.lower[0][0], found.upper[0][0]) == (
        pytest.approx(-9.2 - Z * 0.5),
        pytest.approx(-9.2 + Z * 0.5),
    )
    times = ratio(np.array([30.0, 0]), np.array([3.0, 1]), np.array([10.0, 5]), np.array([1.0, 1]))
    error = math.sqrt(0.1**2 + 0.1**2)
    assert times.value[0] == 3
    assert times.lower[0][0] == pytest.approx(3 * math.exp(-Z * error))
    assert times.upper[0][0] == pytest.approx(3 * math.exp(Z * error))
    assert math.isnan(times.value[1])
