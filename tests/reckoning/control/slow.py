"""A control chart in the slow, obvious way: one series, one point after the other, sums by math.fsum."""

import math
from itertools import pairwise


def mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def limits(values: list[float], *, fix_after: int, screened: bool) -> tuple[float, float]:
    """The mean, and how far one average moving range is."""
    counted = values[:fix_after] if fix_after else values
    ranges = [abs(after - before) for before, after in pairwise(counted)]
    usual = mean(ranges)
    if screened:
        usual = mean([one for one in ranges if one < 3.267 * usual])
    return mean(counted), usual


def cause(values: list[float], at: int, middle: float, spread: float) -> str:
    """The special cause of one point."""
    if values[at] > middle + 2.66 * spread:
        return "Above UCL"
    if values[at] < middle - 2.66 * spread:
        return "Below LCL"
    return (
        trend(values, at)
        or two_in_three(values, at, middle, spread)
        or shift(values, at, middle)
        or "Common Cause"
    )


def runs(values: list[float], at: int, length: int) -> list[list[float]]:
    """Every stretch of so many points that holds this one, the last first."""
    starts = range(at, at - length, -1)
    return [
        values[first : first + length] for first in starts if first >= 0 and first + length <= len(values)
    ]


def trend(values: list[float], at: int) -> str:
    for run in runs(values, at, 7):
        steps = [after - before for before, after in pairwise(run)]
        if all(step > 0 for step in steps):
            return "7 Point Trend (Increasing)"
        if all(step < 0 for step in steps):
            return "7 Point Trend (Decreasing)"
    return ""


def two_in_three(values: list[float], at: int, middle: float, spread: float) -> str:
    def near(one: float) -> bool:
        return 2 * (2.66 / 3) * spread < abs(one - middle) <= 2.66 * spread

    for three in runs(values, at, 3) if near(values[at]) else []:
        one_side = all(one > middle for one in three) or all(one < middle for one in three)
        if one_side and sum(map(near, three)) >= 2:
            return "2 in 3 Above CL" if values[at] > middle else "2 in 3 Below CL"
    return ""


def shift(values: list[float], at: int, middle: float) -> str:
    for run in runs(values, at, 7):
        if all(one > middle for one in run):
            return "7 Points Above CL"
        if all(one < middle for one in run):
            return "7 Points Below CL"
    return ""
