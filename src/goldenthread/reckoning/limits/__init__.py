"""Confidence limits of proportions, rates and means, on columns.

The formulas, their sources and their traps are told in docs/methods/limits.md.
"""

from goldenthread.reckoning.limits.counts import byar, exact
from goldenthread.reckoning.limits.levels import Level, Limits, levels
from goldenthread.reckoning.limits.mean import Means, mean
from goldenthread.reckoning.limits.proportion import proportion
from goldenthread.reckoning.limits.rate import EXACT_BELOW, rate

__all__ = [
    "EXACT_BELOW",
    "Level",
    "Limits",
    "Means",
    "byar",
    "exact",
    "levels",
    "mean",
    "proportion",
    "rate",
]
