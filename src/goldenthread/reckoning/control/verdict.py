"""What a control chart says: the special cause of each point, how the series varies, and whether it will meet a target."""

from enum import IntEnum
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Codes, Floats, Ints, first_that_holds
from goldenthread.reckoning.control.chart import Chart


class Cause(IntEnum):
    """Why a point is not chance; of several, the first. Odd codes are high, even ones low."""

    COMMON = 0
    ABOVE_LIMIT = 1
    BELOW_LIMIT = 2
    RISING = 3
    FALLING = 4
    TWO_IN_THREE_ABOVE = 5
    TWO_IN_THREE_BELOW = 6
    SEVEN_ABOVE = 7
    SEVEN_BELOW = 8


CAUSES: Final = (
    "Common Cause", "Above UCL", "Below LCL", "7 Point Trend (Increasing)", "7 Point Trend (Decreasing)",
    "2 in 3 Above CL", "2 in 3 Below CL", "7 Points Above CL", "7 Points Below CL",
)  # fmt: skip
"""The words of the reference, by code."""
INCREASE, DECREASE, NEUTRAL = DIRECTIONS = ("increase", "decrease", "neutral")
_POINTS: Final = {
    (INCREASE, 1): "special_cause_improvement",
    (INCREASE, -1): "special_cause_concern",
    (DECREASE, 1): "special_cause_concern",
    (DECREASE, -1): "special_cause_improvement",
    (NEUTRAL, 1): "special_cause_neutral_high",
    (NEUTRAL, -1): "special_cause_neutral_low",
}
PASS, FAIL = "consistent_pass", "consistent_fail"
COMMON_POINT: Final = "common_cause"
_VARIATION: Final = {
    (INCREASE, 1): "improvement_high",
    (INCREASE, -1): "concern_low",
    (DECREASE, 1): "concern_high",
    (DECREASE, -1): "improvement_low",
    (NEUTRAL, 1): "neutral_high",
    (NEUTRAL, -1): "neutral_low",
}


def causes(found: Chart) -> Codes:
    """The special cause of each point."""
    return first_that_holds(
        [
            (found.outlying == 1, Cause.ABOVE_LIMIT),
            (found.outlying == -1, Cause.BELOW_LIMIT),
            (found.trending == 1, Cause.RISING),
            (found.trending == -1, Cause.FALLING),
            (found.two_in_three == 1, Cause.TWO_IN_THREE_ABOVE),
            (found.two_in_three == -1, Cause.TWO_IN_THREE_BELOW),
            (found.shifted == 1, Cause.SEVEN_ABOVE),
            (found.shifted == -1, Cause.SEVEN_BELOW),
        ],
        Cause.COMMON,
    )


def tendencies(cause: Codes) -> Ints:
    """1 for causes that are high, -1 for those that are low, 0 for none."""
    found: Ints = np.where(cause == 0, 0, np.where(cause % 2 == 1, 1, -1)).astype(np.int64)
    return found


def point_types(tendency: Ints, direction: list[str]) -> list[str]:
    """Whether each point is better, worse, or chance: by the direction that is better."""
    return [
        _POINTS.get((way, one), COMMON_POINT) for way, one in zip(direction, tendency.tolist(), strict=True)
    ]


def variations(tendency: Ints, direction: list[str]) -> list[str]:
    """How each series varies, by its last point."""
    return [
        _VARIATION.get((way, one), COMMON_POINT)
        for way, one in zip(direction, tendency.tolist(), strict=True)
    ]


def assurances(target: Floats, lower: Floats, upper: Floats, direction: list[str]) -> list[str]:
    """Whether each series will meet its target by its limits: PASS, FAIL or "inconsistent"; blank for no target."""
    with np.errstate(invalid="ignore"):
        place = np.where(target > upper, 1, np.where(target < lower, -1, 0))
    words = {(INCREASE, 1): FAIL, (INCREASE, -1): PASS, (DECREASE, 1): PASS, (DECREASE, -1): FAIL}
    return [
        "" if np.isnan(aim) or way == NEUTRAL else words.get((way, one), "inconsistent")
        for aim, way, one in zip(target.tolist(), direction, place.tolist(), strict=True)
    ]
