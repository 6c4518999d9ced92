"""The recent trend of a yearly series over its last five points, as OHID tells it, with the leave-one-out rule.

Proportions: the Cochran-Armitage test, with the slope of the log odds for the direction. All others: the slope weighted
by how sure each figure is. A trend counts where its chi-squared is above the point that chance passes once in 500 times,
and where no single year turns it round.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from scipy.special import gammaincinv, ndtri

from goldenthread.reckoning.columns import Codes, Flags, Floats, Ints, Table, anywhere, first_that_holds

POINTS: Final = 5
THRESHOLD: Final = 2 * float(gammaincinv(0.5, 0.998))
"""The 99.8% point of chi-squared with one degree of freedom: 9.5495."""


class Why(IntEnum):
    """How a trend was found, or why there is none."""

    CLEAR = 0
    NOT_SIGNIFICANT = 1
    ONE_YEAR_TURNS_IT = 2
    TOO_FEW_POINTS = 3
    MISSING = 4
    NO_LIMITS = 5
    NONE_OR_ALL = 6


REASONS: Final = {
    Why.CLEAR: "No outliers and significant trend",
    Why.NOT_SIGNIFICANT: "No significant trend",
    Why.ONE_YEAR_TURNS_IT: "Outlier found",
    Why.TOO_FEW_POINTS: "Not enough data points",
    Why.MISSING: "Missing values",
    Why.NO_LIMITS: "Missing at least one confidence interval value",
    Why.NONE_OR_ALL: "A year counts nobody, or everybody: the odds cannot be worked out",
}
INCREASING, DECREASING = "Increasing", "Decreasing"
NO_CHANGE, NO_ANSWER = "No significant change", "Cannot be calculated"


@dataclass(frozen=True, slots=True)
class Trend:
    """For each series: chi-squared, the slope over t = 1 to 5, the five slopes without one point each, and the reason."""

    chi_squared: Floats
    slope: Floats
    without_one: Table
    why: Codes

    @property
    def words(self) -> list[str]:
        """The trend of each series in words."""
        settled = {Why.NOT_SIGNIFICANT: NO_CHANGE, Why.ONE_YEAR_TURNS_IT: NO_CHANGE}
        return [
            (INCREASING if slope > 0 else DECREASING)
            if why == Why.CLEAR
            else settled.get(Why(why), NO_ANSWER)
            for slope, why in zip(self.slope.tolist(), self.why.tolist(), strict=True)
        ]


def last_points(series: Ints, year: Floats, count: int) -> Ints:
    """The rows of the last five points of each of `count` series in time, -1 in front where there are fewer."""
    order = np.lexsort((year, series))
    sizes = np.bincount(series, minlength=count)
    ends = np.cumsum(sizes)
    place = ends[:, None] - POINTS + np.arange(POINTS)
    there = place >= (ends - sizes)[:, None]
    found: Ints = np.where(there, order[np.where(there, place, 0)] if len(order) else -1, -1)
    return found


def recent_trend(
    year: Table, count: Table, denominator: Table, lower: Table, upper: Table, value: Table, is_proportion: Flags,
    *, confidence: float = 0.95,
) -> Trend:  # fmt: skip
    """The trend of n series from their last five points, tables of n by 5 with NaN for what is missing.

    Of a proportion `count` and `denominator` are used, of all others `value` and its limits at `confidence`.
    """
    time = year - year[:, :1] + 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        odds = np.log(count / (denominator - count))
        spread = (upper - lower) / (2 * float(ndtri(confidence + (1 - confidence) / 2)))
        figure = np.where(is_proportion[:, None], odds, value)
        weight = np.where(is_proportion[:, None], 1.0, spread**-2)
        slope = _slope(time, figure, weight)
        precision = _precision(time, weight)
        chi = np.where(is_proportion, _cochran_armitage(time, count, denominator), slope**2 * precision)
        without = np.stack([_slope(*_but(point, time, figure, weight)) for point in range(POINTS)], axis=1)
        turned = anywhere(np.sign(without) != np.sign(slope)[:, None])
    too_few = anywhere(np.isnan(year))
    needed = np.where(is_proportion[:, None], count + denominator, value)
    missing = anywhere(np.isnan(needed))
    no_limits = ~is_proportion & anywhere(np.isnan(lower + upper))
    why = first_that_holds(
        [
            (too_few, Why.TOO_FEW_POINTS),
            (no_limits, Why.NO_LIMITS),
            (missing, Why.MISSING),
            (~np.isfinite(slope) | ~np.isfinite(chi), Why.NONE_OR_ALL),
            (~(chi > THRESHOLD), Why.NOT_SIGNIFICANT),
            (turned, Why.ONE_YEAR_TURNS_IT),
        ],
        Why.CLEAR,
    )
    unknown = (why == Why.TOO_FEW_POINTS) | (why == Why.MISSING) | (why == Why.NO_LIMITS)
    without[unknown] = np.nan
    return Trend(
        np.where(unknown, np.nan, chi),
        np.where(unknown | ~np.isfinite(slope), np.nan, slope),
        np.where(np.isfinite(without), without, np.nan),
        why,
    )


def _slope(time: Table, figure: Table, weight: Table) -> Floats:
    """The slope of a weighted straight line through each series."""
    total = weight.sum(axis=1)
    middle = (weight * time).sum(axis=1) / total
    level = (weight * figure).sum(axis=1) / total
    apart = time - middle[:, None]
    found: Floats = (weight * apart * (figure - level[:, None])).sum(axis=1) / (weight * apart**2).sum(axis=1)
    return found


def _but(point: int, *tables: Table) -> list[Table]:
    """The same series without one of their points."""
    kept = np.arange(POINTS) != point
    return [table[:, kept] for table in tables]


def _precision(time: Table, weight: Table) -> Floats:
    """One over the variance of that slope."""
    total = weight.sum(axis=1)
    found: Floats = (weight * time**2).sum(axis=1) - (weight * time).sum(axis=1) ** 2 / total
    return found


def _cochran_armitage(time: Table, count: Table, denominator: Table) -> Floats:
    people, cases = denominator.sum(axis=1), count.sum(axis=1)
    at = (denominator * time).sum(axis=1)
    top = people * (people * (count * time).sum(axis=1) - cases * at) ** 2
    found: Floats = top / (cases * (people - cases) * (people * (denominator * time**2).sum(axis=1) - at**2))
    return found


def marker(trend: str, polarity: str) -> str:
    """The trend with whether that is good: "Increasing and getting better"."""
    if polarity not in ("High is good", "Low is good") or trend not in (INCREASING, DECREASING):
        return trend
    better = (trend == INCREASING) == (polarity == "High is good")
    return f"{trend} and getting {'better' if better else 'worse'}"
