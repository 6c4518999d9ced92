"""Confidence limits of proportions, rates, means and standardised rates, on columns.

The formulas, their sources and their traps are told in docs/methods/limits.md.
"""

from goldenthread.reckoning.limits.counts import byar, exact
from goldenthread.reckoning.limits.direct import FEWEST, Direct, direct, direct_of_repeated
from goldenthread.reckoning.limits.indirect import (
    Indirect,
    Reference,
    indirect_rate,
    indirect_ratio,
    observed_in,
)
from goldenthread.reckoning.limits.levels import Level, Limits, levels
from goldenthread.reckoning.limits.mean import Means, mean
from goldenthread.reckoning.limits.proportion import proportion
from goldenthread.reckoning.limits.rate import EXACT_BELOW, rate

__all__ = [
    "EXACT_BELOW",
    "FEWEST",
    "Direct",
    "Indirect",
    "Level",
    "Limits",
    "Means",
    "Reference",
    "byar",
    "direct",
    "direct_of_repeated",
    "exact",
    "indirect_rate",
    "indirect_ratio",
    "levels",
    "mean",
    "observed_in",
    "proportion",
    "rate",
]
