"""Proportions with Wilson's limits."""

from collections.abc import Sequence

import numpy as np

from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.limits.levels import Level, Limits, check_all, levels


def proportion(
    x: Floats, n: Floats, *, confidence: float | Sequence[float] | None = 0.95, multiplier: float = 1
) -> Limits:
    """m·x/n for each row, with Wilson's score limits m(2x + z² ∓ z√(z² + 4x(1 - x/n))) / 2(n + z²).

    `x` of `n` are columns of the same length; 100 for `multiplier` gives percentages. A row with either missing (NaN)
    is missing. Without a level of confidence (None) there are no limits. At 100% confidence the limits are nothing and all, whatever is missing, as in the reference.
    Raises Unusable where x is below zero or above n, or n is not above zero.
    Wilson, E. B. (1927), Journal of the American Statistical Association 22, 209-212.
    """
    check_all(~(x < 0), "A part cannot be below zero.", column="x")
    check_all(~(n <= 0), "A whole must be above zero.", column="n")
    check_all(~(x > n), "A part cannot be more than its whole.", column="x")
    both = [_wilson(x, n, level) for level in (() if confidence is None else levels(confidence))]
    return Limits(
        value=x / n * multiplier,
        lower=tuple(lower * multiplier for lower, _ in both),
        upper=tuple(upper * multiplier for _, upper in both),
    )


def _wilson(x: Floats, n: Floats, level: Level) -> tuple[Floats, Floats]:
    if level.share == 1:
        return np.zeros_like(x), np.ones_like(x)
    squared = level.z**2
    middle = 2 * x + squared
    spread = level.z * np.sqrt(squared + 4 * x * (1 - x / n))
    whole = 2 * (n + squared)
    return (middle - spread) / whole, (middle + spread) / whole
