"""Quantiles and life expectancy against the slow, obvious way, and every reason why there is none."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.inequality import Why, life_expectancy, quantiles
from tests.reckoning.inequality import slow

ORDINARY = ([5000.0] * 20, [20.0, 2, 1, 1, 2, 3, 3, 4, 6, 9, 14, 20, 30, 45, 70, 100, 160, 250, 400, 700])


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-5, 12)), max_size=40), st.integers(2, 6), st.booleans()
)
def test_quantiles(rows: list[tuple[int, int]], count: int, highest_first: bool) -> None:
    group = np.array([row[0] for row in rows], dtype=np.int64)
    value = np.array([row[1] for row in rows], dtype=np.float64)
    found = quantiles(value, group, 3, count=count, highest_first=highest_first)
    for number in range(3):
        own = [float(row[1]) for row in rows if row[0] == number]
        got = [None if math.isnan(one) else int(one) for one in found[group == number]]
        assert got == slow.quantile(own, count, highest_first=highest_first)


def test_missing_values_have_no_quantile_and_count_for_none() -> None:
    value = np.array([3.0, np.nan, 1, 2])
    found = quantiles(value, np.zeros(4, np.int64), 1, count=3, highest_first=False)
    assert [None if math.isnan(one) else one for one in found.tolist()] == [3, None, 1, 2]


def test_one_quantile_is_none() -> None:
    with pytest.raises(Unusable, match="2 quantiles or more"):
        quantiles(np.array([1.0]), np.zeros(1, np.int64), 1, count=1)


bands = st.lists(st.tuples(st.integers(700, 9000), st.integers(1, 250)), min_size=20, max_size=20)


@given(bands)
def test_life_expectancy(rows: list[tuple[int, int]]) -> None:
    people, deaths = ([float(row[column]) for row in rows] for column in (0, 1))
    found = life_expectancy(np.array([people]), np.array([deaths]))
    for age, (left, error) in enumerate(slow.years_left(people, deaths)):
        if 1.96 * error <= 9.999:
            assert math.isclose(found.limits.value[age], left, rel_tol=1e-9)
        elif 1.96 * error > 10.001:
            assert math.isnan(found.limits.value[age])
            assert found.why[age] == Why.TOO_UNSURE
        assert math.isclose(
            found.limits.lower[0][age], left - 1.959963984540054 * error, rel_tol=1e-9, abs_tol=1e-9
        )
        assert math.isclose(found.limits.upper[0][age], left + 1.959963984540054 * error, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("band", "people", "deaths", "why"),
    [
        (3, math.nan, 1, Why.OTHER_BANDS),
        (3, 100, math.nan, Why.OTHER_BANDS),
        (3, 100, -1, Why.NEGATIVE_DEATHS),
        (3, 0, 0, Why.NO_PEOPLE),
        (3, 100, 101, Why.MORE_DEATHS_THAN_PEOPLE),
        (19, 100, 0, Why.NO_DEATHS_IN_THE_LAST_BAND),
        (3, 100, 1, Why.GIVEN),
    ],
)
def test_why_there_is_none(band: int, people: float, deaths: float, why: Why) -> None:
    table = np.array(ORDINARY)[:, None, :].repeat(2, axis=1)
    table[0, 1, band], table[1, 1, band] = people, deaths
    found = life_expectancy(table[0], table[1])
    assert found.why.reshape(2, 20)[0].tolist() == [Why.GIVEN] * 20
    assert found.why.reshape(2, 20)[1].tolist() == [why] * 20
    assert np.isnan(found.limits.value[20:]).all() == (why is not Why.GIVEN)


@pytest.mark.parametrize(("each", "why"), [(250.0, Why.FEW_PEOPLE), (250.05, Why.GIVEN)])
def test_five_thousand_people_are_too_few(each: float, why: Why) -> None:
    deaths = np.minimum(np.array([ORDINARY[1]]), 100)
    assert life_expectancy(np.full((1, 20), each), deaths).why[0] == why


def test_limits_without_end_are_missing_where_that_is_asked() -> None:
    people, deaths = np.array([ORDINARY[0]]), np.array([ORDINARY[1]])
    deaths[0, -1] = 0
    assert np.isinf(life_expectancy(people, deaths).limits.upper[0]).all()
    assert np.isnan(life_expectancy(people, deaths, only_calculable=True).limits.upper[0]).all()


def test_other_shapes_are_refused() -> None:
    with pytest.raises(Unusable, match="20 age bands"):
        life_expectancy(np.ones((1, 19)), np.ones((1, 19)))
