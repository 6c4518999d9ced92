"""Year-end forecast: a straight line through the points so far. It is not a chance and has no limits."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.choosing import broken_on
from goldenthread.reckoning.columns import (
    NO_ROW,
    Breaks,
    Codes,
    Flags,
    Floats,
    Ints,
    Observations,
    Targets,
    at,
    first_that_holds,
    months,
    smallest,
)
from goldenthread.reckoning.rule import Rules
from goldenthread.reckoning.status import STATUS_OF_MARK, Status

RECENT = 4
"""How many periods back the line may start where the year itself has fewer than two points."""


class Why(IntEnum):
    """How a forecast was made, or why there is none."""

    THIS_YEAR = 0
    RECENT = 1
    NO_TARGET = 2
    NO_FIGURE = 3
    COMPLETE = 4
    TOO_OLD = 5
    UNEVEN = 6
    TOO_FEW = 7

    @property
    def words(self) -> str:
        """What people read."""
        return _WORDS[self]


_WORDS = {
    Why.THIS_YEAR: "A straight line through the points of this year so far. It is not a chance.",
    Why.RECENT: "A straight line through the latest points. It is not a chance.",
    Why.NO_TARGET: "No target is for a period that today lies in, so there is no year end to look ahead to.",
    Why.NO_FIGURE: "There is no figure to draw a line from.",
    Why.COMPLETE: "The figure for the end of the year is there.",
    Why.TOO_OLD: "The latest figure is too old to draw a line from.",
    Why.UNEVEN: "The year cannot be divided into periods of the figures' length.",
    Why.TOO_FEW: "A line needs two comparable points, and there are fewer.",
}


_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Forecast:
    """Per series: the figure expected at the year's end, how many points the line goes through, how or why not.

    `made` says where there is one; elsewhere `value` and `points` are zero. `status` is the `Status` that the figure
    would have by the measure's own rule: TOO_EARLY where there is no forecast, CANNOT_COMPUTE where there is no rule.
    `target_row` is the target of the year that today lies in, NO_ROW for none.
    """

    made: Flags
    value: Floats
    points: Ints
    why: Codes
    status: Codes
    target_row: Ints


def forecast(
    observations: Observations,
    latest: Ints,
    targets: Targets,
    rules: Rules,
    *,
    today: int,
    breaks: Breaks | None = None,
) -> Forecast:
    """Where a straight line through the points so far stands at the end of the target's period that today lies in.

    `latest` is the row of each series' latest observation (`choosing.latest`). Least squares through the periods of
    the same length as that one: those in the target's period, or, where they are fewer than two, those of the last
    four periods. The line is read at the last such period of the target's period. What adds up (homes built) is added
    up: what was counted in the target's period, and the line for each period that is left. Never across a break.
    """
    count, series = len(rules), observations.series
    year = _year(targets, count, today)
    first, last = months(observations.start), months(observations.end)
    here, length = at(last, latest), at(last - first, latest) + 1
    points = _comparable(observations, latest, last - first + 1 == length[series], breaks) & (
        last <= here[series]
    )
    steps = last - here[series]
    inside = points & (first >= year.first[series])
    recent = points & (steps > -RECENT * length[series])
    within = _Sums.of(steps, observations.value, series, inside, count)
    uses_year = within.n >= _ENOUGH
    used = within.where(uses_year, _Sums.of(steps, observations.value, series, recent, count))
    ahead = year.last - here
    uneven = rules.adds_up & (((year.last - year.first + 1) % length != 0) | (ahead % length != 0))
    why = first_that_holds(
        [
            (year.row == NO_ROW, Why.NO_TARGET),
            (latest == NO_ROW, Why.NO_FIGURE),
            (ahead <= 0, Why.COMPLETE),
            (year.first - here - 1 > length, Why.TOO_OLD),
            (uneven, Why.UNEVEN),
            (used.n < _ENOUGH, Why.TOO_FEW),
            (uses_year, Why.THIS_YEAR),
        ],
        otherwise=Why.RECENT,
    )
    made = np.isin(why, (Why.THIS_YEAR, Why.RECENT))
    left = _left(within, year, ahead, length)
    value = np.where(rules.adds_up, within.y + used.summed(*left), used.summed(np.ones(count), ahead))
    value = np.where(made, value, 0.0)
    status = _status(made, rules, value, at(targets.value, year.row))
    return Forecast(made, value, np.where(made, used.n, 0).astype(np.int64), why, status, year.row)


def _status(made: Flags, rules: Rules, value: Floats, target: Floats) -> Codes:
    """The status that the forecast would have as a figure."""
    early, cannot = np.uint8(Status.TOO_EARLY), np.uint8(Status.CANNOT_COMPUTE)
    marked = np.where(rules.can_judge, STATUS_OF_MARK[rules.mark(value, target)], cannot)
    return np.where(made, marked, early)


@dataclass(frozen=True, slots=True)
class _Year:
    """Per series: the row of the target whose period today lies in, and its first and last month."""

    row: Ints
    first: Ints
    last: Ints


def _year(targets: Targets, count: int, today: int) -> _Year:
    now = (targets.start <= today) & (targets.end >= today)
    row = smallest(targets.end - targets.start, targets.series, now, count)
    return _Year(row, months(at(targets.start, row)), months(at(targets.end, row)))


def _comparable(observations: Observations, latest: Ints, same_length: Flags, breaks: Breaks | None) -> Flags:
    """The figures that may stand in one line with the latest: for a period of the same length, not across a break."""
    series, broken = observations.series, broken_on(breaks, at(observations.end, latest))
    comparable: Flags = observations.is_number & same_length & (latest != NO_ROW)[series]
    comparable &= observations.start >= broken[series]
    return comparable


@dataclass(frozen=True, slots=True)
class _Sums:
    """What least squares needs, per series: how many points, and the sums of x, y, xx and xy. x is in months."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    xy: Floats

    @classmethod
    def of(cls, x: Ints, y: Floats, series: Ints, among: Flags, count: int) -> "_Sums":
        x, y, series = x[among], y[among], series[among]
        weights = (None, x, y, x * x, x * y)
        return cls(*(np.bincount(series, each, count).astype(np.float64) for each in weights))

    def where(self, here: Flags, other: "_Sums") -> "_Sums":
        """These sums for some series, the others' for the rest."""
        pairs = ((getattr(self, field.name), getattr(other, field.name)) for field in fields(self))
        return _Sums(*(np.where(here, mine, theirs) for mine, theirs in pairs))

    def summed(self, times: Floats, x: Floats | Ints) -> Floats:
        """The line read at so many places whose x add up to this, and added up. Zero where there is no line."""
        spread = self.n * self.xx - self.x * self.x
        enough = spread > 0
        slope = np.where(enough, (self.n * self.xy - self.x * self.y) / np.where(enough, spread, 1), 0)
        level = (self.y - slope * self.x) / np.maximum(self.n, 1)
        return level * times + slope * x


def _left(within: _Sums, year: _Year, ahead: Ints, length: Ints) -> tuple[Floats, Floats]:
    """How many periods of the year have no figure, and the sum of their x."""
    periods = (year.last - year.first + 1) // length
    all_x = periods * ahead - length * (periods * (periods - 1) // 2)
    return periods - within.n, all_x - within.x
