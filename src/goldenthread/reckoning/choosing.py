"""Which observation of a series counts today, and what it is held against."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.columns import (
    LONG_AGO,
    NO_ROW,
    Baselines,
    Breaks,
    Codes,
    Flags,
    Floats,
    Ints,
    Observations,
    Targets,
    at,
    first_that_holds,
    latest_first,
    smallest,
)
from goldenthread.reckoning.rule import Rules

_AFTER_ANY = 2**23  # after any day of any calendar, and longer than any period


class Basis(IntEnum):
    """What a figure is held against."""

    NOTHING = 0
    TARGET = 1
    INTERIM = 2
    LATER = 3
    RANGE = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """Per series: the observation that counts, and what it is held against.

    `row` and `target_row` are rows of the observations and targets, NO_ROW for none. `value` is the figure to hold
    against: the target, or where the straight line to a later target stands. `whole`: the observation's period is
    the target's; `reached`: it ends with the target's; `over`: the target's period is over; `last`: no target is for a later period;
    `due`: a figure could be expected by now, which matters where there is none.
    """

    row: Ints
    basis: Codes
    value: Floats
    target_row: Ints
    whole: Flags
    reached: Flags
    over: Flags
    last: Flags
    due: Flags


def latest(observations: Observations, count: int, today: int) -> Ints:
    """The observation that counts, per series: of those whose period has begun, the one that ends last.

    Of two that end on one day, the longer counts (a year before its last quarter); of two for one period, the later
    row. It counts even when it says that there is no figure. `count` is the number of series; `today` a day.
    """
    key = latest_first(observations.start, observations.end)
    return smallest(key, observations.series, observations.start <= today, count)


def compare(
    observations: Observations,
    targets: Targets,
    rules: Rules,
    *,
    today: int,
    baselines: Baselines | None = None,
    breaks: Breaks | None = None,
    first_due: Ints | None = None,
) -> Compared:
    """What the figure that counts is held against, for each series of `rules`.

    The target whose period contains the observation's, the shortest of several. Else, where a later target exists,
    the straight line from the baseline's last day to that target's last day, read on the observation's last day:
    not where the baseline is missing, not earlier, or before a break in the series. Counts are not scaled.
    A figure could be expected from the day `first_due` on (LONG_AGO: unknown), else from the day after the
    earliest target's period, else always.
    """
    count = len(rules)
    row = latest(observations, count, today)
    start, end, has = at(observations.start, row), at(observations.end, row), row != NO_ROW
    target_row, contains = _target_of(targets, start, end, has)
    found = target_row != NO_ROW
    target_end, target = at(targets.end, target_row), at(targets.value, target_row)
    line = _line(baselines or _no_baselines(count), end, target_end, target, broken_on(breaks, end))
    inside, can_draw = found & contains, np.isfinite(line)
    ranged = rules.has_range
    basis = first_that_holds(
        [
            (ranged & has, Basis.RANGE),
            (inside, Basis.TARGET),
            (found & can_draw, Basis.INTERIM),
            (found, Basis.LATER),
        ],
        otherwise=Basis.NOTHING,
    )
    return Compared(
        row=row,
        basis=basis,
        value=np.where(basis == Basis.INTERIM, np.where(can_draw, line, 0.0), target),
        target_row=target_row,
        whole=inside & (start == at(targets.start, target_row)) & (end == target_end),
        reached=inside & (end == target_end),
        over=found & (target_end < today),
        last=found & (target_end == _per_series(np.maximum, targets.end, targets.series, count, LONG_AGO)),
        due=_due(targets, first_due, count, today),
    )


def broken_on(breaks: Breaks | None, end: Ints) -> Ints:
    """The last break of each series up to a day, LONG_AGO for none. Comparable is what starts on that day or later."""
    if breaks is None:
        return np.full(len(end), LONG_AGO, np.int64)
    before = breaks.day <= end[breaks.series]
    return _per_series(np.maximum, breaks.day[before], breaks.series[before], len(end), LONG_AGO)


def _target_of(targets: Targets, start: Ints, end: Ints, has: Flags) -> tuple[Ints, Flags]:
    """Per series: the target for a period (the shortest that contains it, else the next later), and if it contains it."""
    series = targets.series
    contains = (targets.start <= start[series]) & (targets.end >= end[series])
    later = (targets.end > end[series]) & ~contains
    key = np.where(contains, targets.end - targets.start, _AFTER_ANY + targets.end)
    row = smallest(key, series, (contains | later) & has[series], len(start))
    return row, at(contains, row)


def _line(baselines: Baselines, end: Ints, target_end: Ints, target: Floats, broken: Ints) -> Floats:
    """Where the straight line from baseline to target stands at the end of a period, NaN where none can be drawn."""
    usable = (
        (baselines.day > LONG_AGO) & (baselines.day < end) & (end < target_end) & (broken <= baselines.day)
    )
    run = np.where(usable, target_end - baselines.day, 1)
    share = np.where(usable, (end - baselines.day) / run, np.nan)
    return baselines.value + (target - baselines.value) * share


def _due(targets: Targets, first_due: Ints | None, count: int, today: int) -> Flags:
    """Whether a figure could be expected by now."""
    never = np.int64(_AFTER_ANY)
    earliest = _per_series(np.minimum, targets.end, targets.series, count, never)
    by_target = np.where(earliest == never, LONG_AGO, earliest + 1)
    if first_due is None:
        return by_target <= today
    return np.where(first_due == LONG_AGO, by_target, first_due) <= today


def _per_series(pick: np.ufunc, days: Ints, series: Ints, count: int, otherwise: np.int64) -> Ints:
    """The least or greatest day per series."""
    found = np.full(count, otherwise, np.int64)
    pick.at(found, series, days)
    return found


def _no_baselines(count: int) -> Baselines:
    return Baselines(np.full(count, LONG_AGO, np.int64), np.zeros(count))
