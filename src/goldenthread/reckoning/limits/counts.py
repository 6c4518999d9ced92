"""Limits of a count of independent events, which is taken to be Poisson."""

import numpy as np
from scipy.special import gammaincinv

from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.limits.levels import Level


def exact(count: Floats, level: Level) -> tuple[Floats, Floats]:
    """The exact limits of counts: half the chi-squared quantiles at 2x and 2x + 2 degrees of freedom.

    A count may be a fraction. Missing (NaN) stays missing. Garwood, F. (1936), Biometrika 28, 437-442.
    """
    lower = np.where(count == 0, 0.0, gammaincinv(count, level.low))
    return lower, gammaincinv(count + 1, level.high)


def byar(count: Floats, level: Level) -> tuple[Floats, Floats]:
    """Byar's limits of counts: x(1 - 1/9x - z/3√x)³ and, with x + 1 for x, (x + 1)(1 - 1/9(x + 1) + z/3√(x + 1))³.

    A lower limit that falls below zero is missing, and so are both limits of no events. Breslow and Day (1987),
    Statistical methods in cancer research, volume II, page 69.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = count * (1 - 1 / (9 * count) - level.z / (3 * np.sqrt(count))) ** 3
    more = count + 1
    upper = more * (1 - 1 / (9 * more) + level.z / (3 * np.sqrt(more))) ** 3
    return np.where(lower < 0, np.nan, lower), upper
