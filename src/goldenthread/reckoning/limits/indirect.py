"""Indirectly standardised ratios and rates: events beside those that a reference's rates by age would have made."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldenthread.reckoning.columns import Floats, Ints, sums
from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits.counts import byar, exact
from goldenthread.reckoning.limits.levels import Limits, check_all, levels
from goldenthread.reckoning.limits.rate import EXACT_BELOW


@dataclass(frozen=True, slots=True)
class Indirect:
    """For each group, the events observed and expected, the reference's rate, and the ratio or rate with its limits.

    `reference` is in the unit of the rate; NaN for ratios.
    """

    observed: Floats
    expected: Floats
    reference: Floats
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reference:
    """A place's people by age, with the events and the people of the reference in each band: columns of n rows.

    `group` is the number of each row's group, 0 to `groups` - 1.
    """

    n: Floats
    x_reference: Floats
    n_reference: Floats
    group: Ints
    groups: int

    def __post_init__(self) -> None:
        check_all(~(self.n < 0), "A population cannot be below zero.", column="n")
        check_all(
            ~(self.x_reference < 0),
            "A number of events of the reference cannot be below zero.",
            column="ref_x",
        )
        check_all(self.n_reference > 0, "A population of the reference must be above zero.", column="ref_n")
        bands = np.bincount(self.group, minlength=self.groups)
        if len(bands) and (bands != bands[0]).any():
            row = int(np.flatnonzero(self.group == np.flatnonzero(bands != bands[0])[0])[0])
            raise Unusable("Every group needs the same age bands as the first.", row=row, column="n")

    @property
    def expected(self) -> Floats:
        """The events that the rates of the reference would make; a band without people or events adds none."""
        each = np.nan_to_num(self.n) * np.nan_to_num(self.x_reference) / self.n_reference
        return sums(each, self.group, self.groups)

    @property
    def rate(self) -> Floats:
        """The crude rate of the reference, as a share."""
        events = sums(np.nan_to_num(self.x_reference), self.group, self.groups)
        return events / sums(self.n_reference, self.group, self.groups)


def observed_in(x: Floats, group: Ints, groups: int) -> Floats:
    """The events of each group from those of its rows; missing are none. Raises Unusable below zero."""
    check_all(~(x < 0), "A number of events cannot be below zero.", column="x")
    return sums(np.nan_to_num(x), group, groups)


def indirect_ratio(
    observed: Floats,
    against: Reference,
    *,
    confidence: float | Sequence[float] = 0.95,
    refvalue: float = 1,
) -> Indirect:
    """refvalue·O/E of each group: 1 (or 100) is as many events as the reference's rates would make.

    Limits are the exact ones of O below 10 events and Byar's above, over E. Breslow and Day (1987), volume II, chapter 2.
    """
    return _indirect(
        observed,
        against,
        np.full(against.groups, float(refvalue)),
        confidence,
        np.full(against.groups, np.nan),
    )


def indirect_rate(
    observed: Floats,
    against: Reference,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 100_000,
) -> Indirect:
    """The same ratio times the crude rate of the reference, m·Σx/Σn of it."""
    rate = multiplier * against.rate
    return _indirect(observed, against, rate, confidence, rate)


def _indirect(
    observed: Floats,
    against: Reference,
    scale: Floats,
    confidence: float | Sequence[float],
    reference: Floats,
) -> Indirect:
    expected = against.expected
    few = observed < EXACT_BELOW
    lower, upper = [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for level in levels(confidence):
            exactly, nearly = exact(observed, level), byar(observed, level)
            lower.append(np.where(few, exactly[0], nearly[0]) / expected * scale)
            upper.append(np.where(few, exactly[1], nearly[1]) / expected * scale)
        value = observed / expected * scale
    return Indirect(observed, expected, reference, Limits(value, tuple(lower), tuple(upper)))
