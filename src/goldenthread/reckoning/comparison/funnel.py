"""Funnel plots: which places differ from the average by more than chance, given how large they are.

Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24, 1185-1202.
Limits of expected events are the gamma quantiles that solve what the reference finds by halving: they differ from it
by less than one part in 20,000.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from scipy.special import gammaincinv, ndtri

from goldenthread.reckoning.columns import Codes, Flags, Floats, first_that_holds
from goldenthread.reckoning.limits.counts import byar, exact
from goldenthread.reckoning.limits.levels import Level, check_all
from goldenthread.reckoning.limits.rate import EXACT_BELOW

POINTS: Final = 100
TAILS: Final = (0.025, 0.001)
"""The chance beyond each of the two pairs of limits, on one side."""
FEWEST_STANDARDISED: Final = 10


class Significance(IntEnum):
    """On which side of the funnel a place lies."""

    NOT_SIGNIFICANT = 0
    LOW = 1
    VERY_LOW = 2
    HIGH = 3
    VERY_HIGH = 4
    TOO_FEW_EVENTS = 5
    NOT_COMPARED = 6


WORDS: Final = (
    "Not significant", "Low (0.025)", "Low (0.001)", "High (0.025)", "High (0.001)",
    "Not applicable for events less than 10 for dsrs", "",
)  # fmt: skip
"""The words of the reference, by code."""

Pair = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The two pairs of limits, inner and outer, at each of n sizes."""

    inner: Pair
    outer: Pair


def proportion_limits(average: float, denominator: Floats) -> Funnel:
    """The limits of shares about an average one for so many people, as shares cut at 0 and 1."""
    pairs = []
    for tail in TAILS:
        off = float(ndtri(1 - tail)) * np.sqrt(average * (1 - average) / denominator)
        pairs.append((np.maximum(average - off, 0), np.minimum(average + off, 1)))
    return Funnel(pairs[0], pairs[1])


def expected_limits(observed: Floats) -> Funnel:
    """For observed events, the most expected ones that they are surely fewer than, and the fewest that they are more than.

    The "lower" of a pair is the expectation beside which the observed are low.
    """
    pairs = [(gammaincinv(observed + 1, 1 - tail), gammaincinv(observed, tail)) for tail in TAILS]
    return Funnel(pairs[0], pairs[1])


def proportion_significance(x: Floats, n: Floats) -> Codes:
    """Where each share lies beside the average of all: columns of n rows. Raises Unusable as `limits.proportion` does."""
    check_all(~(x < 0), "A part cannot be below zero.", column="x")
    check_all(~(n <= 0), "A whole must be above zero.", column="n")
    check_all(~(x > n), "A part cannot be more than its whole.", column="x")
    average = float(np.nansum(x) / np.nansum(n))
    funnel = proportion_limits(average, n)
    with np.errstate(invalid="ignore"):
        share = x / n
        low, high = (
            [share < pair[0] for pair in (funnel.inner, funnel.outer)],
            [share > pair[1] for pair in (funnel.inner, funnel.outer)],
        )
    return _told(low, high, np.isnan(share))


def ratio_significance(observed: Floats, expected: Floats) -> Codes:
    """Where each number of events lies beside what was expected, by the exact or Byar's limits of their ratio."""
    check_all(~(observed < 0), "A number of events cannot be below zero.", column="obs")
    check_all(~(expected < 0), "A number of expected events cannot be below zero.", column="exp")
    low, high = [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for tail in TAILS:
            level = Level(1 - 2 * tail)
            few, exactly, nearly = observed < EXACT_BELOW, exact(observed, level), byar(observed, level)
            low.append(np.where(few, exactly[1], nearly[1]) / expected < 1)
            high.append(np.where(few, exactly[0], nearly[0]) / expected > 1)
    return _told(low, high, np.isnan(observed) | np.isnan(expected))


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates as a funnel of events: each place's derived population of one year, and the average rate as a share."""

    denominator: Floats
    average: float


def derived(
    x: Floats, population: Floats, rate: Floats, *, years: float, multiplier: float, standardised: bool
) -> Rates:
    """The population that would make each rate of its events; where there are none the one given, or none at all for a
    standardised rate."""
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.where(x == 0, np.nan if standardised else population, multiplier * x / rate)
    return Rates(whole / years, float(np.nansum(np.where(np.isnan(whole), np.nan, x)) / np.nansum(whole)))


def rate_significance(x: Floats, rates: Rates, *, years: float, standardised: bool) -> Codes:
    """Where each rate lies beside the average of all."""
    found = ratio_significance(x, rates.average * rates.denominator * years)
    if standardised:
        found = np.where(x < FEWEST_STANDARDISED, np.uint8(Significance.TOO_FEW_EVENTS), found).astype(
            np.uint8
        )
    return found


def _told(low: list[Flags], high: list[Flags], missing: Flags) -> Codes:
    return first_that_holds(
        [
            (missing, Significance.NOT_COMPARED),
            (low[1], Significance.VERY_LOW),
            (high[1], Significance.VERY_HIGH),
            (low[0], Significance.LOW),
            (high[0], Significance.HIGH),
        ],
        Significance.NOT_SIGNIFICANT,
    )


def axis(least: float, most: float) -> tuple[float, float]:
    """The ends of an axis for sizes from `least` to `most`: round numbers a little beyond, from 0 where they spread far."""
    start = 0.0 if least < _FAR * most else _rounded(least, 1, math.floor)
    return start, _rounded(most * _ROOM, 2, math.ceil)


_FAR: Final = 0.3
_ROOM: Final = 1.05


def _rounded(number: float, digits: int, to: Callable[[float], int]) -> float:
    """To so many leading digits."""
    unit = 10.0 ** (math.floor(math.log10(number)) + 1 - digits)
    return float(to(round(number / unit, 9)) * unit)


def walk(start: float, end: float) -> Floats:
    """A hundred whole sizes from `start` (1 at least) to `end`, each as many times the one before as is left to go."""
    sizes = [max(start, 1.0)]
    for left in range(POINTS - 1, 0, -1):
        step = (end / sizes[-1]) ** (1 / left)
        sizes.append(max(float(math.floor(sizes[-1] * step + 0.5)), sizes[-1] + 1))
    return np.array(sizes)
