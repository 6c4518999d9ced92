"""Means with Student's limits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from goldenthread.reckoning.columns import Floats, Ints, sums
from goldenthread.reckoning.limits.levels import Limits, levels


@dataclass(frozen=True, slots=True)
class Means:
    """For each of g groups: how many rows it has (missing ones too), their sum, deviation, mean and limits."""

    count: Ints
    total: Floats
    deviation: Floats
    limits: Limits


def mean(x: Floats, group: Ints, groups: int, *, confidence: float | Sequence[float] = 0.95) -> Means:
    """The mean of each group, with limits mean ∓ t·s/√n at n - 1 degrees of freedom.

    `group` says for each row of `x` which group it is in, 0 to `groups` - 1. One missing row (NaN) makes its group
    missing; a group of one has a mean and no limits. Student (1908), Biometrika 6, 1-25.
    """
    count = np.bincount(group, minlength=groups)
    total = sums(x, group, groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = total / count
        squares = sums((x - value[group]) ** 2, group, groups)
        deviation = np.sqrt(squares / np.where(count > 1, count - 1, np.nan))
        errors = deviation / np.sqrt(count)
        sizes = np.arange(count.max(initial=0) + 1)  # few sizes, many groups: one deviate for each size
        spreads = [stdtrit(sizes - 1, level.high)[count] * errors for level in levels(confidence)]
    return Means(
        count=count,
        total=total,
        deviation=deviation,
        limits=Limits(
            value=value,
            lower=tuple(value - spread for spread in spreads),
            upper=tuple(value + spread for spread in spreads),
        ),
    )
