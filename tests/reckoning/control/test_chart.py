"""Control charts against the slow, obvious way, and the rules one by one."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.control import (
    CAUSES,
    assurances,
    causes,
    chart,
    point_types,
    tendencies,
    variations,
)
from goldenthread.reckoning.errors import Unusable
from tests.reckoning.control import slow

HIGH_LOW = st.lists(st.integers(-4, 12).map(float), min_size=1, max_size=30)
RUNNING = st.lists(st.integers(-1, 3), min_size=1, max_size=30).map(
    lambda steps: [float(sum(steps[: at + 1])) for at in range(len(steps))]
)


def drawn(
    *series: list[float], fix_after: int = 0, screened: bool = True, careful: bool = False
) -> list[list[str]]:
    """The causes of the points of each series, all charted together."""
    group = np.repeat(np.arange(len(series)), [len(one) for one in series])
    value = np.array([value for one in series for value in one])
    every = np.ones(len(series), dtype=np.int64)
    found = causes(
        chart(
            value,
            group,
            len(series),
            fix_after=every * fix_after,
            screened=every == screened,
            careful=careful,
        )
    )
    return [[CAUSES[code] for code in found[group == number].tolist()] for number in range(len(series))]


@given(st.lists(HIGH_LOW | RUNNING, min_size=1, max_size=3), st.sampled_from([0, 12, 15]), st.booleans())
def test_limits_and_causes(series: list[list[float]], fix_after: int, screened: bool) -> None:
    group = np.repeat(np.arange(len(series)), [len(one) for one in series])
    value = np.array([value for one in series for value in one])
    every = np.ones(len(series), dtype=np.int64)
    found = chart(value, group, len(series), fix_after=every * fix_after, screened=every == screened)
    told = [CAUSES[code] for code in causes(found).tolist()]
    at = 0
    for one in series:
        middle, spread = slow.limits(one, fix_after=fix_after, screened=screened)
        assert found.mean[at] == middle
        assert math.isclose(found.upper[at], middle + 2.66 * spread, rel_tol=1e-12, abs_tol=1e-12) or (
            math.isnan(spread) and math.isnan(found.upper[at])
        )
        edges = [abs(abs(value - middle) - k * spread) < 1e-9 for value in one for k in (2.66, 2 * 2.66 / 3)]
        if not any(edges):
            assert told[at : at + len(one)] == [
                slow.cause(one, place, middle, spread) for place in range(len(one))
            ]
        at += len(one)


def test_a_point_that_is_missing_is_no_signal_and_breaks_a_run() -> None:
    values = [1.0, 2, 3, math.nan, 4, 5, 6, 7, 8]
    (found,) = drawn(values)
    assert found[3] == "Common Cause"
    assert "7 Point Trend (Increasing)" not in found


@pytest.mark.parametrize(("count", "flagged"), [(6, 0), (7, 7)])
def test_seven_points_that_rise_are_a_trend_and_all_of_them_are_told(count: int, flagged: int) -> None:
    values = [5.0, 4, 5, 4, 5, 4, *(3.0 + 0.5 * step for step in range(count))]
    (found,) = drawn(values)
    assert found.count("7 Point Trend (Increasing)") == flagged


def test_where_a_rise_meets_a_fall_the_fall_is_told() -> None:
    values = [50.0, 20, 60, *range(31, 38), *range(36, 30, -1), 20, 60]
    (found,) = drawn(values)
    assert found[3:9] == ["7 Point Trend (Increasing)"] * 6
    assert found[9:16] == ["7 Point Trend (Decreasing)"] * 7


@given(HIGH_LOW | RUNNING, HIGH_LOW | RUNNING)
def test_series_do_not_run_into_each_other(one: list[float], other: list[float]) -> None:
    assert drawn(one, other) == [drawn(one)[0], drawn(other)[0]]


def test_two_points_near_a_limit_count_together_only_in_one_series() -> None:
    quiet = [4.0, 6] * 7
    near = [*quiet, 9.5]
    assert drawn(near)[0][-1] == drawn([9.5, 9.5, *quiet])[0][2] == "Common Cause"
    for series in ([near, [9.5, 9.5, *quiet]],):
        assert drawn(*series) == [drawn(one)[0] for one in series]


def test_with_care_constant_and_nearly_constant_series_make_sense() -> None:
    assert drawn([5.0] * 9, careful=True) == [["Common Cause"] * 9]
    one_change = [5.0] * 9 + [9.0] + [5.0] * 9
    assert (
        set(drawn(one_change)[0]) == {"Above UCL", "Below LCL"} or "Common Cause" not in drawn(one_change)[0]
    )
    assert [word != "Common Cause" for word in drawn(one_change, careful=True)[0]].count(True) == 1


@pytest.mark.parametrize("fixed", [1, 11])
def test_limits_are_fixed_after_twelve_points_or_more(fixed: int) -> None:
    with pytest.raises(Unusable, match="12 points or more"):
        drawn([1.0, 2], fix_after=fixed)


def test_rows_out_of_order_are_refused() -> None:
    with pytest.raises(Unusable, match="in the order of their groups"):
        chart(np.ones(2), np.array([1, 0]), 2, fix_after=np.zeros(2, np.int64), screened=np.ones(2, np.bool_))


def test_what_is_better_depends_on_the_direction() -> None:
    tendency = tendencies(np.array([1, 2, 0], dtype=np.uint8))
    assert tendency.tolist() == [1, -1, 0]
    for way, words in {
        "increase": ["special_cause_improvement", "special_cause_concern", "common_cause"],
        "decrease": ["special_cause_concern", "special_cause_improvement", "common_cause"],
        "neutral": ["special_cause_neutral_high", "special_cause_neutral_low", "common_cause"],
    }.items():
        assert point_types(tendency, [way] * 3) == words
    assert variations(tendency, ["decrease"] * 3) == ["concern_high", "improvement_low", "common_cause"]


@pytest.mark.parametrize(
    ("target", "up", "down"),
    [
        (11, "consistent_fail", "consistent_pass"),
        (10, "inconsistent", "inconsistent"),
        (5, "inconsistent", "inconsistent"),
        (-1, "consistent_pass", "consistent_fail"),
        (math.nan, "", ""),
    ],
)
def test_whether_a_target_will_be_met(target: float, up: str, down: str) -> None:
    columns = [np.full(3, number) for number in (target, 0.0, 10.0)]
    assert assurances(*columns, ["increase", "decrease", "neutral"]) == [up, down, ""]
