"""Limits beside a slow second way to find them, and what has none."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits import byar, exact, levels, mean, proportion, rate
from tests.reckoning import golden
from tests.reckoning.limits import slow

LEVELS = some.sampled_from([0.9, 0.95, 0.98, 0.998])


def column(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array(values, dtype=float)


@given(some.integers(1, 5000).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n))), LEVELS)
def test_wilsons_limits_are_the_shares_that_are_just_not_rejected(
    parts: tuple[int, int], level: float
) -> None:
    x, n = parts
    found = proportion(column(x), column(n), confidence=level)
    lower, upper = slow.wilson(x, n, level)
    assert found.value[0] == pytest.approx(x / n)
    assert found.lower[0][0] == pytest.approx(lower, abs=1e-7)
    assert found.upper[0][0] == pytest.approx(upper, abs=1e-7)


@given(some.integers(0, 9), some.integers(1, 10**6), LEVELS)
def test_the_limits_of_few_events_are_exact(x: int, n: int, level: float) -> None:
    found = rate(column(x), column(n), confidence=level, multiplier=1000)
    lower, upper = slow.poisson(x, level)
    assert found.lower[0][0] == pytest.approx(lower / n * 1000, rel=1e-7, abs=1e-9)
    assert found.upper[0][0] == pytest.approx(upper / n * 1000, rel=1e-7)


@given(some.integers(10, 200))
def test_byars_limits_come_within_a_hundredth_of_the_exact_ones(x: int) -> None:
    found = rate(column(x), column(1), confidence=0.95, multiplier=1)
    lower, upper = slow.poisson(x, 0.95)
    assert found.lower[0][0] == pytest.approx(lower, rel=0.01)
    assert found.upper[0][0] == pytest.approx(upper, rel=0.01)
    assert found.lower[0][0] == byar(column(x), levels(0.95)[0])[0][0]


@given(some.lists(some.tuples(some.integers(0, 3), some.floats(-1e6, 1e6)), min_size=1, max_size=40))
def test_means_by_group_are_those_of_each_group_alone(rows: list[tuple[int, float]]) -> None:
    found = mean(column(*(x for _, x in rows)), np.array([group for group, _ in rows]), 4)
    for group in range(4):
        alone = [x for of, x in rows if of == group]
        assert found.count[group] == len(alone)
        if alone:
            assert found.limits.value[group] == pytest.approx(statistics.fmean(alone), rel=1e-9, abs=1e-6)
        if len(alone) > 1:
            assert found.deviation[group] == pytest.approx(statistics.stdev(alone), rel=1e-6, abs=1e-6)
        else:
            assert np.isnan(found.limits.lower[0][group])


def test_the_limits_of_a_count_are_those_of_the_reference() -> None:
    wrong = []
    for row in golden.rows("phe/byars_exact_limits.csv"):
        (level,) = levels(float(row["confidence"]))
        count = column(float(row["x"]))
        got = dict(
            zip(
                ("byars_lower", "byars_upper", "exact_lower", "exact_upper"),
                (float(one[0]) for pair in (byar(count, level), exact(count, level)) for one in pair),
                strict=True,
            )
        )
        wrong += [
            (row["x"], name)
            for name, value in got.items()
            if golden.differ(row[name], "" if np.isnan(value) else repr(value))
        ]
    assert wrong == []


def test_what_is_missing_stays_missing() -> None:
    for found in (
        proportion(column(np.nan, 1), column(10, np.nan)),
        rate(column(np.nan, 1), column(10, np.nan)),
    ):
        assert np.isnan([*found.value, *found.lower[0], *found.upper[0]]).all()
    one_missing = mean(column(1, np.nan), np.array([0, 0]), 1)
    assert one_missing.count[0] == 2
    assert np.isnan([one_missing.total[0], one_missing.limits.value[0], one_missing.limits.lower[0][0]]).all()


def test_nothing_is_less_sure_than_everything() -> None:
    found = proportion(column(3, np.nan), column(10, 10), confidence=1, multiplier=100)
    assert found.lower[0].tolist() == [0, 0]
    assert found.upper[0].tolist() == [100, 100]


@pytest.mark.parametrize(
    ("asked", "labels"), [(0.95, ["95%"]), (95, ["95%"]), ((0.95, 99.8), ["95%", "99.8%"])]
)
def test_a_level_is_a_share_or_a_percentage(asked: float, labels: list[str]) -> None:
    assert [level.label for level in levels(asked)] == labels


@pytest.mark.parametrize("asked", [0, 0.5, 0.899, 1.5, 89, 100.5, ()])
def test_other_levels_are_refused(asked: float) -> None:
    with pytest.raises(Unusable):
        levels(asked)


@pytest.mark.parametrize(
    ("method", "x", "n", "column_named"),
    [
        (proportion, -1, 4, "x"),
        (proportion, 5, 4, "x"),
        (proportion, 0, 0, "n"),
        (rate, -1, 4, "x"),
        (rate, 0, 0, "n"),
        (rate, 0, -4, "n"),
    ],
)
def test_what_no_limits_can_be_of_is_refused_by_row(
    method: type, x: float, n: float, column_named: str
) -> None:
    with pytest.raises(Unusable) as refused:
        method(column(1, x), column(2, n))
    assert (refused.value.row, refused.value.column) == (1, column_named)


def test_more_events_than_people_are_a_rate() -> None:
    assert rate(column(6), column(3), multiplier=1).value.tolist() == [2]
