"""Directly standardised rates: what a place's rate would be if its people were as old as a standard population."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Floats, Ints, sums
from goldenthread.reckoning.limits.counts import byar
from goldenthread.reckoning.limits.levels import Limits, check_all, levels

FEWEST: Final = 10
"""With fewer events than these in all, a rate is not given: a few would move it too far."""


@dataclass(frozen=True, slots=True)
class Direct:
    """For each group, the events and the people in all, and the rate with its limits (NaN below FEWEST events)."""

    count: Floats
    population: Floats
    limits: Limits


def direct(
    x: Floats,
    n: Floats,
    weight: Floats,
    group: Ints,
    groups: int,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 100_000,
) -> Direct:
    """m·Σ(w·x/n)/Σw for each group of age bands, with Dobson's limits.

    `x` events among `n` people of each band, `weight` the people of the band in the standard population, `group` the
    number of each row's group (0 to `groups` - 1), all columns of the same length. Missing x are no events. The
    variance is Σ(w²·x/n²)/(Σw)²; limits are the rate + m·√(variance/O)·(Byar's limit of O - O) of O events.
    Raises Unusable where x or a weight is below zero, n not above zero, or n or a weight is missing.
    Dobson, A. and others (1991), Statistics in Medicine 10, 457-462.
    """
    x = _checked(x, n, weight)
    whole = sums(weight, group, groups)
    variance = _variances(x, n, weight, group, whole)
    return _standardised(x, n, weight, group, whole, variance, sums(n, group, groups), confidence, multiplier)


def direct_of_repeated(
    people: Floats,
    frequency: Floats,
    n: Floats,
    weight: Floats,
    band: Ints,
    group: Ints,
    groups: int,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 100_000,
) -> Direct:
    """The same for events that happen to one person several times: `people` had `frequency` events each.

    One row for each group, age band (`band`, whole numbers) and frequency. The variance is Σ f²·Var(people with f
    events), as people are independent and their events are not. Raises Unusable as `direct`, and where rows of one
    band of a group have other people or weights.
    """
    people = _checked(people, n, weight)
    pairs = np.stack([group, band], axis=1)
    _, first, of_band = np.unique(pairs, axis=0, return_index=True, return_inverse=True)
    of_band = of_band.reshape(-1)
    same = (n == n[first][of_band]) & (weight == weight[first][of_band])
    check_all(same, "Rows of one age band must have the same population and standard population.", column="n")
    frequencies, of_frequency = np.unique(frequency, return_inverse=True)
    part = group * len(frequencies) + of_frequency.reshape(-1)
    shares = _variances(people, n, weight, part, sums(weight, part, groups * len(frequencies))).reshape(
        groups, len(frequencies)
    )
    variance = np.nansum(shares * frequencies**2, axis=1)
    events = sums(people * frequency, of_band, len(first))
    return _standardised(
        events, n[first], weight[first], group[first], sums(weight[first], group[first], groups), variance,
        sums(n[first], group[first], groups),
        confidence, multiplier,
    )  # fmt: skip


def _checked(x: Floats, n: Floats, weight: Floats) -> Floats:
    """The events with none for missing."""
    check_all(~(x < 0), "A number of events cannot be below zero.", column="x")
    check_all(~np.isnan(n), "Every age band needs its population.", column="n")
    check_all(n > 0, "A population must be above zero.", column="n")
    check_all(~np.isnan(weight), "Every age band needs its standard population.", column="stdpop")
    check_all(weight >= 0, "A standard population cannot be below zero.", column="stdpop")
    return np.nan_to_num(x)


def _variances(x: Floats, n: Floats, weight: Floats, group: Ints, whole: Floats) -> Floats:
    """The variance of the rate of each group, `whole` being the sum of its weights."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = sums(weight**2 * x / n**2, group, len(whole)) / whole**2
    return found


def _standardised(
    x: Floats, n: Floats, weight: Floats, group: Ints, whole: Floats, variance: Floats, population: Floats,
    confidence: float | Sequence[float], multiplier: float,
) -> Direct:  # fmt: skip
    count = sums(x, group, len(whole))
    few = count < FEWEST
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(few, np.nan, multiplier * sums(weight * x / n, group, len(whole)) / whole)
        spread = multiplier * np.sqrt(variance / count)
    lower, upper = [], []
    for level in levels(confidence):
        low, high = byar(count, level)
        lower.append(value + spread * (low - count))
        upper.append(value + spread * (high - count))
    return Direct(count, population, Limits(value, tuple(lower), tuple(upper)))
