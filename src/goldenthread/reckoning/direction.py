"""Direction of travel: the latest figure against an earlier one of the same kind, in one series."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.choosing import broken_on
from goldenthread.reckoning.columns import (
    NO_ROW,
    Breaks,
    Codes,
    Floats,
    Ints,
    Observations,
    State,
    at,
    first_that_holds,
    months,
    smallest,
)
from goldenthread.reckoning.rule import ROUNDING, Polarity, Rules

_YEAR = 12


class Direction(IntEnum):
    """Which way a measure goes, as a code for a column."""

    IMPROVING = 0
    WORSENING = 1
    STEADY = 2
    UNKNOWN = 3

    @property
    def key(self) -> str:
        """The name that pages and files use."""
        return self.name.lower()


class Against(IntEnum):
    """What the latest figure was compared with, or why with nothing."""

    YEAR_AGO = 0
    PREVIOUS = 1
    NO_FIGURE = 2
    NO_EARLIER = 3
    BREAK = 4

    @property
    def words(self) -> str:
        """What people read."""
        return _WORDS[self]


_WORDS = {
    Against.YEAR_AGO: "compared with the same period of the year before",
    Against.PREVIOUS: "compared with the period before",
    Against.NO_FIGURE: "the latest period has no figure to compare",
    Against.NO_EARLIER: "there is no earlier figure for a period of the same length",
    Against.BREAK: "the earlier figures are from before a break in the series, so they are not comparable",
}


@dataclass(frozen=True, slots=True)
class Travelled:
    """Per series: a `Direction`, what the figure was compared `Against`, the row of that, and how much it changed.

    `row` is NO_ROW and `difference` zero where nothing was compared. Where nobody said which way is better, the
    difference is there and the direction is unknown.
    """

    direction: Codes
    against: Codes
    row: Ints
    difference: Floats


def travel(observations: Observations, latest: Ints, rules: Rules, breaks: Breaks | None = None) -> Travelled:
    """The direction of each series, from the row of its latest observation (`choosing.latest`).

    It is compared with the same period of the year before; where that has no figure, or the periods are years or
    longer, with the last earlier period of the same length that has one. Never across a break.
    """
    series, first, last = observations.series, months(observations.start), months(observations.end)
    here, length = at(last, latest), at(last - first, latest)
    is_number = (latest != NO_ROW) & (at(observations.state, latest) == State.NUMBER)
    same = (
        observations.is_number & (last - first == length[series]) & (last < here[series]) & is_number[series]
    )
    broken = broken_on(breaks, at(observations.end, latest))
    comparable = same & (observations.start >= broken[series])
    year_ago = (length[series] < _YEAR - 1) & (last == here[series] - _YEAR)
    row = smallest(np.where(year_ago, -_YEAR, here[series] - last), series, comparable, len(latest))
    found, earlier = row != NO_ROW, np.zeros(len(latest), np.bool_)
    earlier[series[same]] = True
    against = first_that_holds(
        [
            (~is_number, Against.NO_FIGURE),
            (found & at(year_ago, row), Against.YEAR_AGO),
            (found, Against.PREVIOUS),
            (earlier, Against.BREAK),
        ],
        otherwise=Against.NO_EARLIER,
    )
    now, then = at(observations.value, latest), at(observations.value, row)
    direction = np.where(found, _direction(now, then, rules), np.uint8(Direction.UNKNOWN))
    return Travelled(direction, against, row, np.where(found, now - then, 0.0))


def _direction(now: Floats, then: Floats, rules: Rules) -> Codes:
    """Whether a figure is better than another, by polarity; within a range, whether it is nearer to the range."""
    gain = np.select(
        [rules.polarity == Polarity.HIGHER, rules.polarity == Polarity.LOWER, rules.has_range],
        [now - then, then - now, rules.outside(then) - rules.outside(now)],
        np.nan,
    )
    rounding = ROUNDING * np.maximum(np.abs(now), np.abs(then))
    return first_that_holds(
        [
            (gain > rounding, Direction.IMPROVING),
            (gain < -rounding, Direction.WORSENING),
            (np.abs(gain) <= rounding, Direction.STEADY),
        ],
        otherwise=Direction.UNKNOWN,
    )
