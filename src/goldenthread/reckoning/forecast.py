"""Year-end forecast: a straight line through the points so far. It is not a chance and has no limits."""

from dataclasses import dataclass
from enum import IntEnum

from goldenthread.reckoning.columns import Breaks, Codes, Floats, Ints, Observations, Targets
from goldenthread.reckoning.rule import Rules

CALLED = "a straight line through the points so far, not a chance"
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


@dataclass(frozen=True, slots=True)
class Forecast:
    """Per series: the figure expected at the year's end, how many points the line goes through, how or why not.

    `status` is the `Status` that this figure would have by the measure's own rule; TOO_EARLY where there is no
    forecast, CANNOT_COMPUTE where there is no rule. `target_row` is the target of the year that today lies in.
    `value` means nothing where `made` is false.
    """

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
    """Where a straight line through the points so far stands at the end of the target's period that today lies in."""
    raise NotImplementedError
