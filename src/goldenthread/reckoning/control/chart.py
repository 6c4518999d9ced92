"""XmR control charts of many series at once, as "Making Data Count" of the NHS in England draws them.

Wheeler, D. J. (2003), Making sense of data; the rules and their order are those of the NHS-R community's chart.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Flags, Floats, Ints
from goldenthread.reckoning.control.runs import run_lengths
from goldenthread.reckoning.errors import Unusable

SPREAD: Final = 2.66
"""Limits lie this many average moving ranges off the mean: three divided by the 1.128 of ranges of two."""
NEAR: Final = 2 * (SPREAD / 3)
SCREEN: Final = 3.267
"""Moving ranges of this many times their average and more are left out of it."""
RUN: Final = 7
"""Points in a row that are a signal: on one side of the mean, or each above (or below) the one before."""
FEWEST_FIXED: Final = 12
SHORT_BELOW: Final = 13
"""Limits of a group with fewer points than these are only a trial."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn and told of each point: columns of n rows; NaN limits are missing.

    `counted` are the values that the limits are worked out from; `side` is -1, 0 or 1 of the mean. `known` says where
    there are limits, so that `outside` and `near` mean something. The signals are -1, 0 or 1: `outlying` beyond a
    limit, `trending` in a run of rises or falls, `two_in_three` near a limit with another beside it, `shifted` in a
    run on one side.
    """

    counted: Floats
    mean: Floats
    lower: Floats
    upper: Floats
    side: Ints
    known: Flags
    outside: Flags
    near: Flags
    outlying: Ints
    trending: Ints
    two_in_three: Ints
    shifted: Ints
    is_short: Flags


def chart(
    value: Floats, group: Ints, groups: int, *, fix_after: Ints, screened: Flags, careful: bool = False
) -> Chart:
    """The chart of each group of points: rows in the order of group and time, `group` from 0 to `groups` - 1.

    For each group, `fix_after` is the number of points after which its limits stand still (0 for never) and `screened`
    whether unusual moving ranges are left out of their average. Without `careful` the reference is reproduced where it
    goes wrong: a constant series has no limits, and one with a single change has limits on its mean. With it, a
    series whose usual moving range is zero keeps its average range, round its median. Raises Unusable for rows out of order and for limits fixed
    after fewer than 12 points.
    """
    if (np.diff(group) < 0).any():
        raise Unusable("The rows must be in the order of their groups.")
    if ((fix_after != 0) & (fix_after < FEWEST_FIXED)).any():
        raise Unusable(f"Limits can be fixed after {FEWEST_FIXED} points or more.")
    sizes = np.bincount(group, minlength=groups)
    place = np.arange(len(value)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    fixed = fix_after[group]
    counted = np.where((fixed > 0) & (place >= fixed), np.nan, value)
    mean = _means(counted, group, groups)
    ranges = np.full(len(value), np.nan)
    ranges[1:] = np.where(group[1:] == group[:-1], np.abs(np.diff(counted)), np.nan)
    average = _means(ranges, group, groups)
    with np.errstate(invalid="ignore"):
        usual = _means(np.where(ranges >= SCREEN * average[group], np.nan, ranges), group, groups)
    if careful:
        # Constant but for a few changes: what it mostly is, and not a mean that they pull off it, is the middle.
        still = ~(usual > 0)
        mean = np.where(still & screened, _medians(counted, group, groups), mean)
        usual = np.where(still, average, usual)
    average = np.where(screened, usual, average)
    middle, spread = mean[group], average[group]
    lower, upper = middle - SPREAD * spread, middle + SPREAD * spread
    known = ~np.isnan(lower) & ~np.isnan(value)
    with np.errstate(invalid="ignore"):
        outside = (value > upper) | (value < lower)
        near = ~outside & ((value > middle + NEAR * spread) | (value < middle - NEAR * spread))
        side = np.nan_to_num(np.sign(value - middle)).astype(np.int64)
        outlying = np.where(value > upper, 1, np.where(value < lower, -1, 0))
    return Chart(
        counted=counted,
        mean=middle,
        lower=lower,
        upper=upper,
        side=side,
        known=known,
        outside=outside,
        near=near,
        outlying=outlying,
        trending=_trending(value, group),
        two_in_three=_two_in_three(near, side, group),
        shifted=np.where(run_lengths(side, group) >= RUN, side, 0),
        is_short=(sizes < SHORT_BELOW)[group],
    )


def _means(value: Floats, group: Ints, groups: int) -> Floats:
    """The mean of what is there in each group, NaN for none: in extended precision and twice, so that a series on its
    mean lies on it to the last bit."""
    rows = np.flatnonzero(~np.isnan(value))
    found = np.full(groups, np.nan)
    if not len(rows):
        return found
    kept, of_row = value[rows].astype(np.longdouble), group[rows]
    begins = np.flatnonzero(np.diff(of_row, prepend=-1))
    counts = np.diff(begins, append=len(rows))
    mean = np.add.reduceat(kept, begins) / counts
    rest = np.add.reduceat(kept - np.repeat(mean, counts), begins) / counts
    found[of_row[begins]] = (mean + rest).astype(np.float64)
    return found


def _medians(value: Floats, group: Ints, groups: int) -> Floats:
    """The median of what is there in each group, NaN for none."""
    rows = np.flatnonzero(~np.isnan(value))
    sizes = np.bincount(group[rows], minlength=groups)
    order = rows[np.lexsort((value[rows], group[rows]))]
    begins = np.cumsum(sizes) - sizes
    found = np.full(groups, np.nan)
    there = sizes > 0
    low, high = (begins + (sizes - 1) // 2)[there], (begins + sizes // 2)[there]
    found[there] = (value[order[low]] + value[order[high]]) / 2
    return found


def _trending(value: Floats, group: Ints) -> Ints:
    """1 in a run of seven points that rise, -1 in one that falls; where two runs meet, the later one."""
    steps = np.zeros(len(value), dtype=np.int64)
    if len(value) < RUN:
        return steps
    with np.errstate(invalid="ignore"):
        same = group[1:] == group[:-1]
        steps[:-1] = np.where(same, np.nan_to_num(np.sign(np.diff(value))), 0).astype(np.int64)
    edges = np.where(run_lengths(steps, group) >= RUN - 1, steps, 0)
    before = np.zeros_like(edges)
    before[1:] = edges[:-1]
    found: Ints = np.where(edges != 0, edges, before)
    return found


def _two_in_three(near: Flags, side: Ints, group: Ints) -> Ints:
    """The side of points near a limit in some three in a row on one side of the mean, of which two are near."""
    count = len(near)
    holds = np.zeros(count, dtype=np.bool_)
    if count >= 3:
        first, second, third = slice(0, count - 2), slice(1, count - 1), slice(2, count)
        one_side = (side[first] == side[second]) & (side[second] == side[third]) & (side[first] != 0)
        together = (group[first] == group[third]) & one_side
        holds[: count - 2] = together & (near[first].astype(int) + near[second] + near[third] >= 2)
    within = holds.copy()
    within[1:] |= holds[:-1]
    within[2:] |= holds[:-2]
    found: Ints = np.where(near & within, side, 0)
    return found
