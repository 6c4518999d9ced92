"""The slope and the relative index of inequality: how far apart the ends of a place are, from all of its quantiles.

Low, A. and Low, A. (2004), Measuring the gap: quantifying and comparing local health inequalities, Journal of Public
Health 26, 388-395; Mackenbach, J. and Kunst, A. (1997), Social Science and Medicine 44, 757-771.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from goldenthread.reckoning.columns import Floats, Table
from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits.levels import Level, Limits, levels

FEWEST, MOST, USUAL = 5, 100, 10
"""Quantiles that there may be, and above how many a result is doubtful."""
Z95: Final = 1.959964
"""The deviate by which the reference takes 95% limits apart."""


class ValueType(IntEnum):
    """What kind of number the quantiles have: it says on which scale they are sure."""

    OTHER = 0
    RATE = 1
    PROPORTION = 2


@dataclass(frozen=True, slots=True)
class Slope:
    """For each place the slope index, the relative index (both with limits) and the value at the first end."""

    slope: Limits
    relative: Limits
    intercept: Floats


@dataclass(frozen=True, slots=True)
class _Fit:
    """The straight line of each place: its two numbers are these shares of the quantiles' values, by place and quantile."""

    to_intercept: Table
    to_slope: Table

    def of(self, value: Table) -> tuple[Floats, Floats]:
        return (self.to_intercept * value).sum(axis=1), (self.to_slope * value).sum(axis=1)


def slope_index(
    value: Table,
    population: Table,
    error: Table,
    *,
    value_type: ValueType = ValueType.OTHER,
    transform: bool = False,
    multiplier: float = 1,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int | None = None,
    seed: int = 0,
) -> Slope:
    """The slope of a line through the quantiles of each place by how much of its people they hold, of n places.

    `error` is the standard error on the scale of the kind: log for rates, logit for proportions. With `transform` the
    line is fitted on that scale. The slope is `multiplier` times the line's end less its beginning, the relative index
    the one over the other (turned round for a multiplier below zero).

    Without `repetitions` limits are analytic: normal on the fitted scale, by the delta method where errors are on
    another. With them so many lines are drawn at random from `seed`, as the reference does, and limits are order
    statistics: also where it goes wrong, for transformed rates and a multiplier between 0 and 1, whose limits it turns
    round. Raises Unusable for fewer than 5 or more than 100 quantiles, and what is not above zero and has to be.
    """
    _check(value, population, error, value_type, transform=transform)
    fit = _line(population)
    on_scale = transform and value_type is not ValueType.OTHER
    fitted = _there(value, value_type) if on_scale else value
    intercept, slope = fit.of(fitted)
    ends = _Ends(value_type if on_scale else ValueType.OTHER, multiplier)
    found: list[tuple[tuple[Floats, Floats], tuple[Floats, Floats]]] = []
    for level in levels(confidence):
        if repetitions is None:
            spread = error if on_scale or value_type is ValueType.OTHER else _delta(value, error, value_type)
            found.append(_analytic(fit, intercept, slope, spread, ends, level))
    if repetitions is not None:
        found = _simulated(
            fit, value, error, value_type, ends, (intercept, slope), levels(confidence), repetitions, seed
        )
    return Slope(
        Limits(ends.apart(intercept, slope), tuple(s[0] for s, _ in found), tuple(s[1] for s, _ in found)),
        Limits(ends.relative(intercept, slope), tuple(r[0] for _, r in found), tuple(r[1] for _, r in found)),
        ends.first(intercept),
    )


@dataclass(frozen=True, slots=True)
class _Ends:
    """What a line on a scale says of its two ends."""

    scale: ValueType
    multiplier: float

    def apart(self, intercept: Floats, slope: Floats) -> Floats:
        return (_back(intercept + slope, self.scale) - _back(intercept, self.scale)) * self.multiplier

    def relative(self, intercept: Floats, slope: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = _back(intercept + slope, self.scale) / _back(intercept, self.scale)
            return 1 / found if self.multiplier < 0 else found

    def first(self, intercept: Floats) -> Floats:
        """The value at the first end; the reference does not multiply it where nothing was transformed."""
        if self.scale is ValueType.OTHER:
            return intercept
        return _back(intercept, self.scale) * abs(self.multiplier)


def _check(value: Table, population: Table, error: Table, value_type: ValueType, *, transform: bool) -> None:
    if value.shape != population.shape or value.shape != error.shape or value.ndim != 2:
        raise Unusable("Give a value, a population and an error for each quantile of each place.")
    if not FEWEST <= value.shape[1] <= MOST:
        raise Unusable(f"There are {value.shape[1]} quantiles. There may be from {FEWEST} to {MOST}.")
    if not (population > 0).all():
        raise Unusable("Every quantile needs a population above zero.", column="population")
    if np.isnan(value).any() or np.isnan(error).any():
        raise Unusable("Every quantile needs a value and its limits or its standard error.", column="value")
    if value_type is not ValueType.OTHER and not (value > 0).all():
        raise Unusable("Rates and proportions must be above zero.", column="value")
    if value_type is ValueType.PROPORTION and not (value < 1).all():
        raise Unusable("Proportions must be below 1.", column="value")
    if transform and value_type is ValueType.OTHER:
        raise Unusable("Only rates (1) and proportions (2) can be transformed.")


def standard_errors(lower: Table, upper: Table, value_type: ValueType) -> Table:
    """The standard errors behind 95% limits, on the scale of the kind."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return (_there(upper, value_type) - _there(lower, value_type)) / (2 * Z95)


def _line(population: Table) -> _Fit:
    """Least squares weighted by population, from 0 at the one end of the people to 1 at the other."""
    share = population / population.sum(axis=1, keepdims=True)
    middle = np.cumsum(share, axis=1) - share / 2
    level = (share * middle).sum(axis=1, keepdims=True)
    apart = middle - level
    to_slope = share * apart / (share * apart**2).sum(axis=1, keepdims=True)
    return _Fit(share - level * to_slope, to_slope)


def _there(value: Table, scale: ValueType) -> Table:
    """Onto the scale."""
    if scale is ValueType.OTHER:
        return value
    logs: Table = np.log(value if scale is ValueType.RATE else value / (1 - value))
    return logs


def _back(value: NDArray[np.float64], scale: ValueType) -> NDArray[np.float64]:
    """From the scale."""
    if scale is ValueType.OTHER:
        return value
    ratio: NDArray[np.float64] = np.exp(value)
    return ratio if scale is ValueType.RATE else ratio / (1 + ratio)


def _delta(value: Table, error: Table, scale: ValueType) -> Table:
    """Errors on a scale as errors of the values themselves, to the first order."""
    return error * (value if scale is ValueType.RATE else value * (1 - value))


def _analytic(
    fit: _Fit, intercept: Floats, slope: Floats, spread: Table, ends: _Ends, level: Level
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Normal limits of the slope on the fitted scale; of the relative index those of its logarithm."""
    off = level.z * np.sqrt(((fit.to_slope * spread) ** 2).sum(axis=1))
    low, high = slope - off, slope + off
    if ends.scale is not ValueType.OTHER:
        return _about_the_middle(intercept + slope / 2, low, high, ends, turned=ends.multiplier < 0)
    apart = _ordered(ends.multiplier * low, ends.multiplier * high)
    with np.errstate(divide="ignore", invalid="ignore"):
        of_log = (fit.to_intercept + fit.to_slope) / (intercept + slope)[
            :, None
        ] - fit.to_intercept / intercept[:, None]
        width = level.z * np.sqrt(((of_log * spread) ** 2).sum(axis=1))
        relative = ends.relative(intercept, slope)
        return apart, (relative * np.exp(-width), relative * np.exp(width))


def _about_the_middle(
    middle: Floats, low: Floats, high: Floats, ends: _Ends, *, turned: bool
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """The ends of lines with these slopes through the middle of the fitted one."""
    apart, relative = [], []
    for slope in (high, low) if turned else (low, high):
        begin, end = _back(middle - slope / 2, ends.scale), _back(middle + slope / 2, ends.scale)
        apart.append((end - begin) * ends.multiplier)
        relative.append(begin / end if turned else end / begin)
    return (apart[0], apart[1]), (relative[0], relative[1])


def _ordered(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    return np.minimum(one, other), np.maximum(one, other)


def _simulated(
    fit: _Fit,
    value: Table,
    error: Table,
    value_type: ValueType,
    ends: _Ends,
    line: tuple[Floats, Floats],
    wanted: Sequence[Level],
    repetitions: int,
    seed: int,
) -> list[tuple[tuple[Floats, Floats], tuple[Floats, Floats]]]:
    """Limits from lines through quantiles drawn at random.

    All places share the same standard normal draws, and are taken one after the other: time and memory are those of
    one drawing. Only the order statistics that are asked for are put in their place.
    """
    places, quantiles = value.shape
    drawn = np.random.default_rng(seed).standard_normal((repetitions, quantiles))
    found = np.empty((len(wanted), 4, places))
    ranks = [max(round(repetitions * part), 1) - 1 for level in wanted for part in (level.low, level.high)]
    is_linear = ends.scale is not ValueType.OTHER or value_type is ValueType.OTHER
    scale = _there(value, value_type)
    for place in range(places):
        if is_linear:
            slope = line[1][place] + drawn @ (fit.to_slope[place] * error[place])
        else:
            back = _back(scale[place] + error[place] * drawn, value_type)
            slope = back @ fit.to_slope[place]
        if ends.scale is not ValueType.OTHER:
            apart = relative = np.partition(slope, ranks)[ranks]
        else:
            if is_linear:
                intercept = line[0][place] + drawn @ (fit.to_intercept[place] * error[place])
            else:
                intercept = back @ fit.to_intercept[place]
            apart = np.partition(ends.apart(intercept, slope), ranks)[ranks]
            relative = np.partition(ends.relative(intercept, slope), ranks)[ranks]
        found[:, :2, place], found[:, 2:, place] = apart.reshape(-1, 2), relative.reshape(-1, 2)
    if ends.scale is ValueType.OTHER:
        return [((one[0], one[1]), (one[2], one[3])) for one in found]
    turned = ends.multiplier < (1 if ends.scale is ValueType.RATE else 0)
    middle = line[0] + line[1] / 2
    return [_about_the_middle(middle, one[0], one[1], ends, turned=turned) for one in found]
