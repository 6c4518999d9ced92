"""The gap between the most and the least deprived: how much, and how many times as much."""

import numpy as np

from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.limits.levels import Level, Limits, levels


def gap(
    first: Floats, first_error: Floats, last: Floats, last_error: Floats, *, confidence: float = 0.95
) -> Limits:
    """The value of one end less that of the other, in their own unit, with normal limits of the difference.

    Columns of n places, errors being standard errors of independent figures; missing in, missing out.
    """
    (level,) = levels(confidence)
    off = level.z * np.sqrt(first_error**2 + last_error**2)
    apart = first - last
    return Limits(apart, (apart - off,), (apart + off,))


def ratio(
    first: Floats, first_error: Floats, last: Floats, last_error: Floats, *, confidence: float = 0.95
) -> Limits:
    """The value of one end over that of the other, with limits of its logarithm. Values not above zero have none."""
    (level,) = levels(confidence)
    good = (first > 0) & (last > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(good, first / last, np.nan)
        return _about(times, level, np.sqrt((first_error / first) ** 2 + (last_error / last) ** 2))


def _about(times: Floats, level: Level, error: Floats) -> Limits:
    width = np.exp(level.z * error)
    return Limits(times, (times / width,), (times * width,))
