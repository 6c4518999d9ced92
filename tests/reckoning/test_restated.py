"""What a target means once its baseline was restated: against a slow second implementation in fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.restated import restated

NUMBERS = st.integers(-10_000, 10_000).map(lambda number: number / 4)
UNKNOWN = float("nan")


def _column(value: float) -> np.ndarray:
    return np.array([value])


def _both(level: float, change: float, before: float, after: float) -> tuple[float, float, float, float]:
    found = restated(_column(level), _column(change), _column(before), _column(after))
    return (
        float(found.level[0]),
        float(found.change[0]),
        float(found.kept_change[0]),
        float(found.moved_level[0]),
    )


def _slow(level: float | None, change: float | None, before: float, after: float) -> list[Fraction | None]:
    """The same by hand, one target at a time."""
    old, new = Fraction(before), Fraction(after)
    agreed_level = Fraction(level) if level is not None else old + abs(old) * Fraction(change or 0) / 100
    agreed_change = (
        Fraction(change)
        if change is not None
        else None
        if old == 0
        else (agreed_level - old) / abs(old) * 100
    )
    kept = None if new == 0 else (agreed_level - new) / abs(new) * 100
    moved = None if new == 0 or agreed_change is None else new + abs(new) * agreed_change / 100
    return [agreed_level, agreed_change, kept, moved]


@given(NUMBERS, st.booleans(), NUMBERS, NUMBERS)
def test_both_readings_agree_with_going_by_hand(
    agreed: float, is_change: bool, before: float, after: float
) -> None:
    level, change = (None, agreed) if is_change else (agreed, None)
    found = _both(UNKNOWN if level is None else level, UNKNOWN if change is None else change, before, after)
    for fast, slow in zip(found, _slow(level, change, before, after), strict=True):
        if slow is None:
            assert math.isnan(fast)
        else:
            assert fast == pytest.approx(float(slow), rel=1e-9, abs=1e-9)


def test_a_cut_of_a_tenth_on_a_restated_baseline() -> None:
    # 8 tonnes a head, to be cut to 7.2; the source restates 8 to 9
    assert _both(7.2, UNKNOWN, 8, 9) == pytest.approx((7.2, -10, -20, 8.1))
    assert _both(UNKNOWN, -10, 8, 9) == pytest.approx((7.2, -10, -20, 8.1))


@pytest.mark.parametrize(("before", "after"), [(UNKNOWN, 9.0), (8.0, UNKNOWN)])
def test_without_a_baseline_nothing_is_made_up(before: float, after: float) -> None:
    level, change, kept, moved = _both(7.2, UNKNOWN, before, after)
    assert level == 7.2
    assert math.isnan(change) == math.isnan(before)
    assert math.isnan(kept) == math.isnan(after)
    assert math.isnan(moved)
