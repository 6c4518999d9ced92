"""Life expectancy from deaths and people by age: Chiang's abridged life table with the variance of Silcocks and others.

Chiang, C. L. (1968), Introduction to stochastic processes in biostatistics; Silcocks, P. B. S., Jenner, D. A. and Reza, R.
(2001), Journal of Epidemiology and Community Health 55, 38-43.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Codes, Floats, Table, anywhere, first_that_holds
from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits.levels import Limits, levels

STARTS: Final = (0, 1, *range(5, 95, 5))
"""The ages at which the 20 bands begin; the last is open."""
FEWEST_PEOPLE: Final = 5_000
"""A place with this many people or fewer has no life expectancy: the limits would say nothing."""
WIDEST: Final = 10
"""Years by which 95% limits may lie off before the value is not given."""
_RADIX: Final = 100_000.0
_FIRST_SHARE: Final = 0.1
"""Who dies in the first year lives a tenth of it, in any other band half of it."""
_Z95: Final = 1.96


class Why(IntEnum):
    """Why a place has no life expectancy."""

    GIVEN = 0
    OTHER_BANDS = 1
    NEGATIVE_DEATHS = 2
    NO_PEOPLE = 3
    MORE_DEATHS_THAN_PEOPLE = 4
    FEW_PEOPLE = 5
    NO_DEATHS_IN_THE_LAST_BAND = 6
    TOO_UNSURE = 7


WORDS: Final = {
    Why.GIVEN: "",
    Why.OTHER_BANDS: "It needs the 20 age bands 0, 1, 5, 10 and so on to 90 and over, with no figure missing.",
    Why.NEGATIVE_DEATHS: "A number of deaths is below zero.",
    Why.NO_PEOPLE: "An age band has no people.",
    Why.MORE_DEATHS_THAN_PEOPLE: "An age band has more deaths than people.",
    Why.FEW_PEOPLE: "5,000 people or fewer are too few.",
    Why.NO_DEATHS_IN_THE_LAST_BAND: "Nobody of the oldest died, so nobody can say how long they live.",
    Why.TOO_UNSURE: "It could be 10 years more or less.",
}


@dataclass(frozen=True, slots=True)
class LifeExpectancy:
    """For each place and age at which a band begins, flattened place by place: the years left, with their limits.

    `people` and `deaths` are those of that age and older; `why` is a code for each of the same.
    """

    limits: Limits
    people: Floats
    deaths: Floats
    why: Codes


def life_expectancy(
    people: Table,
    deaths: Table,
    *,
    confidence: float | Sequence[float] = 0.95,
    only_calculable: bool = False,
) -> LifeExpectancy:
    """Years of life left at each of STARTS, for places with `people` and `deaths` in 20 bands each (n by 20).

    With n_i the width of a band and a_i the share of it that who dies in it lives: M = d/p, q = nM/(1 + nM(1 - a)),
    l from 100,000 on, L = n(l' + a·deaths), e = ΣL/l. Where nobody died in the last band the reference gives no
    value but limits without end; with `only_calculable` these are missing too. Raises Unusable for other shapes.
    """
    if people.shape != deaths.shape or people.ndim != 2 or people.shape[1] != len(STARTS):
        raise Unusable(f"Give {len(STARTS)} age bands for each place.")
    reason = _reasons(people, deaths)
    good = reason == Why.GIVEN
    left, error = _tables(np.where(good[:, None], people, 1e6), np.where(good[:, None], deaths, 1e3))
    left[~good], error[~good] = np.nan, np.nan
    why = np.repeat(reason[:, None], len(STARTS), axis=1)
    with np.errstate(invalid="ignore"):
        endless = good[:, None] & ~(deaths[:, -1:] > 0)
        unsure = good[:, None] & (error * _Z95 > WIDEST) & ~endless
    why = np.where(endless, np.uint8(Why.NO_DEATHS_IN_THE_LAST_BAND), why)
    why = np.where(unsure, np.uint8(Why.TOO_UNSURE), why).astype(np.uint8)
    lower, upper = [], []
    with np.errstate(invalid="ignore"):
        for level in levels(confidence):
            low, high = left - level.z * error, left + level.z * error
            if only_calculable:
                low, high = np.where(endless, np.nan, low), np.where(endless, np.nan, high)
            lower.append(low.reshape(-1))
            upper.append(high.reshape(-1))
    value = np.where(unsure | endless, np.nan, left).reshape(-1)
    return LifeExpectancy(
        Limits(value, tuple(lower), tuple(upper)),
        _and_older(people).reshape(-1),
        _and_older(deaths).reshape(-1),
        why.reshape(-1),
    )


def _reasons(people: Table, deaths: Table) -> Codes:
    return first_that_holds(
        [
            (anywhere(np.isnan(people) | np.isnan(deaths)), Why.OTHER_BANDS),
            (anywhere(deaths < 0), Why.NEGATIVE_DEATHS),
            (anywhere(people <= 0), Why.NO_PEOPLE),
            (anywhere(deaths > people), Why.MORE_DEATHS_THAN_PEOPLE),
            (people.sum(axis=1) <= FEWEST_PEOPLE, Why.FEW_PEOPLE),
        ],
        Why.GIVEN,
    )


def _tables(people: Table, deaths: Table) -> tuple[Table, Table]:
    """The years left at each age, and their standard error."""
    share = np.full(len(STARTS), 0.5)
    share[0] = _FIRST_SHARE
    mortality = deaths / people
    width = np.empty_like(people)
    width[:, :-1] = np.diff(STARTS)
    with np.errstate(divide="ignore", invalid="ignore"):
        width[:, -1] = 2 / mortality[:, -1]
        risk = np.where(
            deaths <= people / width / share, width * mortality / (1 + width * mortality * (1 - share)), 1.0
        )
        risk[:, -1] = 1.0
        alive = np.empty_like(people)
        alive[:, 0] = _RADIX
        alive[:, 1:] = _RADIX * np.cumprod(1 - risk[:, :-1], axis=1)
        dying = alive * risk
        after = np.zeros_like(alive)
        after[:, :-1] = alive[:, 1:]
        lived = width * (after + share * dying)
        lived[:, -1] = alive[:, -1] / mortality[:, -1]
        left = np.where(alive > 0, _and_older(lived) / alive, 0.0)  # where nobody is left alive, no years are
        variance = np.where(dying == 0, 0.0, risk**2 * (1 - risk) / deaths)
        variance[:, -1] = 4 / (deaths[:, -1] * mortality[:, -1] ** 2)
        weight = np.empty_like(alive)
        weight[:, :-1] = alive[:, :-1] ** 2 * ((1 - share[:-1]) * width[:, :-1] + left[:, 1:]) ** 2
        weight[:, -1] = (alive[:, -1] / 2) ** 2
        error = np.sqrt(_and_older(variance * weight)) / alive
    return left, error


def _and_older(table: Table) -> Table:
    found: Table = np.cumsum(table[:, ::-1], axis=1)[:, ::-1]
    return found
