"""A place beside a goal: one number, one number and the place's limits, or a range."""

import numpy as np

from goldenthread.reckoning.columns import Codes, Flags, Floats
from goldenthread.reckoning.comparison.words import Side

# Sides are told as if high were good, which `low_is_good` turns round: so that "at the goal" is met from either side.


def single(value: Floats, goal: Floats, low_is_good: Flags) -> Codes:
    """Whether a goal is met: at it or better. Columns of n rows."""
    with np.errstate(invalid="ignore"):
        met = np.where(low_is_good, value <= goal, value >= goal)
    return _told(met, ~met, low_is_good, value, goal)


def single_with_limits(lower: Floats, upper: Floats, goal: Floats, low_is_good: Flags) -> Codes:
    """Whether a goal is surely met or surely missed; similar between."""
    with np.errstate(invalid="ignore"):
        met = np.where(low_is_good, upper <= goal, lower >= goal)
        missed = np.where(low_is_good, lower > goal, upper < goal)
    return _told(met, missed, low_is_good, lower, upper, goal)


def in_range(value: Floats, low: Floats, high: Floats, low_is_good: Flags) -> Codes:
    """Below a range, in it, or at its upper end and beyond."""
    with np.errstate(invalid="ignore"):
        below, above = value < low, value >= high
    met, missed = np.where(low_is_good, below, above), np.where(low_is_good, above, below)
    return _told(met, missed, low_is_good, value, low, high)


def _told(met: Flags, missed: Flags, low_is_good: Flags, *there: Floats) -> Codes:
    good = np.where(low_is_good, np.uint8(Side.BELOW), np.uint8(Side.ABOVE))
    bad = np.where(low_is_good, np.uint8(Side.ABOVE), np.uint8(Side.BELOW))
    found = np.where(met, good, np.where(missed, bad, np.uint8(Side.SIMILAR)))
    return np.where(np.isnan(np.stack(there)).any(axis=0), np.uint8(Side.NOT_COMPARED), found).astype(
        np.uint8
    )
