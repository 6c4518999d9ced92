"""The limits once more, one number at a time, found by halving instead of by formula."""

import math
from collections.abc import Callable
from statistics import NormalDist


def wilson(x: int, n: int, level: float) -> tuple[float, float]:
    """The two shares p whose own test would just not reject x of n: |x/n - p| = z√(p(1 - p)/n)."""
    z = NormalDist().inv_cdf((1 + level) / 2)

    def rejected(p: float) -> bool:
        return (x / n - p) ** 2 > z * z * p * (1 - p) / n

    return _halve(lambda p: not rejected(p), 0.0, x / n), _halve(rejected, x / n, 1.0)


def poisson(x: int, level: float) -> tuple[float, float]:
    """The two means at which x events or more, and x events or fewer, would have half of what the level leaves."""
    beyond = (1 - level) / 2

    def at_most(events: int, mean: float) -> float:
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(events + 1))

    lower = 0.0 if x == 0 else _halve(lambda mean: 1 - at_most(x - 1, mean) >= beyond, 1e-12, x + 1.0)
    return lower, _halve(lambda mean: at_most(x, mean) <= beyond, max(x, 1e-12), 10.0 * x + 50)


def _halve(holds: Callable[[float], bool], low: float, high: float) -> float:
    """The point between, from which on `holds` holds."""
    for _ in range(200):
        middle = (low + high) / 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
