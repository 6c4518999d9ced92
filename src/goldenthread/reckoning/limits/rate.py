"""Rates of events in a population: exact limits for few events, Byar's for more."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.limits.counts import byar, exact
from goldenthread.reckoning.limits.levels import Limits, check_all, levels

EXACT_BELOW: Final = 10
"""From this many events on Byar's limits are close enough to the exact ones."""


def rate(
    x: Floats, n: Floats, *, confidence: float | Sequence[float] = 0.95, multiplier: float = 100_000
) -> Limits:
    """m·x/n for each row: `x` events in a population of `n`, columns of the same length, with limits of the count.

    A row with either missing (NaN) is missing. x may be more than n. Raises Unusable where x is below zero or n not
    above zero.
    """
    check_all(~(x < 0), "A number of events cannot be below zero.", column="x")
    check_all(~(n <= 0), "A population must be above zero.", column="n")
    few = x < EXACT_BELOW
    lower, upper = [], []
    for level in levels(confidence):
        exactly, nearly = exact(x, level), byar(x, level)
        lower.append(np.where(few, exactly[0], nearly[0]) / n * multiplier)
        upper.append(np.where(few, exactly[1], nearly[1]) / n * multiplier)
    return Limits(value=x / n * multiplier, lower=tuple(lower), upper=tuple(upper))
