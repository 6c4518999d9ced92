"""Figures as columns: one row per observation or target, with the number of its series.

Days are whole numbers, counted from 1 January 1970 as NumPy counts them. A number, no value yet and cannot be
computed are three states in a column of their own; what stands in `value` beside the last two is never looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Table = NDArray[np.float64]
"""A row for each place or series, a column for each band, quantile or period."""

NO_ROW = -1
LONG_AGO = np.int64(-(2**23))
"""Before any day of any calendar; also "no such day" in a column of days."""
_SPAN = 2**24  # more than the days of any calendar, so that two days fit into one whole number


class State(IntEnum):
    """What a figure is. Zero is a number."""

    NUMBER = 0
    MISSING = 1
    CANNOT_COMPUTE = 2


class Observed(NamedTuple):
    """One observation, to be put into columns. `value` None is missing unless `state` says that it cannot be computed.

    `soft` marks a figure that may still change: provisional or estimated.
    """

    series: int
    start: date
    end: date
    value: Decimal | float | None
    state: State = State.NUMBER
    soft: bool = False


class Promised(NamedTuple):
    """One target with a number, to be put into columns."""

    series: int
    start: date
    end: date
    value: Decimal | float


@dataclass(frozen=True, slots=True)
class Observations:
    """What was observed: n rows in any order, one per series and period. `start` and `end` are days, both included."""

    series: Ints
    start: Ints
    end: Ints
    value: Floats
    state: Codes
    soft: Flags

    def __post_init__(self) -> None:
        _same_length(self.series, self.start, self.end, self.value, self.state, self.soft)

    @classmethod
    def of(cls, rows: Iterable[Observed]) -> "Observations":
        """The same as columns."""
        listed = list(rows)
        return cls(
            series=ints(row.series for row in listed),
            start=ints(day_number(row.start) for row in listed),
            end=ints(day_number(row.end) for row in listed),
            value=np.array([0.0 if row.value is None else float(row.value) for row in listed], np.float64),
            state=np.array(
                [State.MISSING if row.value is None and not row.state else row.state for row in listed],
                np.uint8,
            ),
            soft=np.array([row.soft for row in listed], np.bool_),
        )

    @property
    def is_number(self) -> Flags:
        """Which rows have a figure."""
        number: Flags = self.state == State.NUMBER
        return number


@dataclass(frozen=True, slots=True)
class Targets:
    """What was promised: n rows in any order, each with a number. Of two for one period, the later row counts."""

    series: Ints
    start: Ints
    end: Ints
    value: Floats

    def __post_init__(self) -> None:
        _same_length(self.series, self.start, self.end, self.value)

    @classmethod
    def of(cls, rows: Iterable[Promised]) -> "Targets":
        """The same as columns."""
        listed = list(rows)
        return cls(
            series=ints(row.series for row in listed),
            start=ints(day_number(row.start) for row in listed),
            end=ints(day_number(row.end) for row in listed),
            value=np.array([float(row.value) for row in listed], np.float64),
        )


@dataclass(frozen=True, slots=True)
class Baselines:
    """Where each series starts: one row per series. `day` is the last day of its period, LONG_AGO for none."""

    day: Ints
    value: Floats

    def __post_init__(self) -> None:
        _same_length(self.day, self.value)

    @classmethod
    def of(cls, rows: Iterable[tuple[date, Decimal | float] | None]) -> "Baselines":
        """One pair of day and value per series, or None."""
        listed = list(rows)
        return cls(
            day=ints(int(LONG_AGO) if row is None else day_number(row[0]) for row in listed),
            value=np.array([0.0 if row is None else float(row[1]) for row in listed], np.float64),
        )


@dataclass(frozen=True, slots=True)
class Breaks:
    """From this day on, the figures of a series are not comparable with those before. Any number per series."""

    series: Ints
    day: Ints

    def __post_init__(self) -> None:
        _same_length(self.series, self.day)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, date]]) -> "Breaks":
        """Pairs of series and day as columns."""
        listed = list(rows)
        return cls(ints(series for series, _ in listed), ints(day_number(day) for _, day in listed))


def day_number(day: date) -> int:
    """A day as a whole number, 1 January 1970 being 0."""
    return day.toordinal() - 719_163


def ints(numbers: Iterable[int]) -> Ints:
    """Whole numbers as a column."""
    return np.fromiter(numbers, np.int64)


def months(days: Ints) -> Ints:
    """The month in which each day lies, counted from January 1970."""
    if not len(days):
        return days
    first, last = days.min(), days.max()
    if last - first >= len(days):
        return _months(days)
    table = _months(np.arange(first, last + 1))  # ten times as fast as asking the calendar for each day
    found: Ints = table[days - first]
    return found


def _months(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def last_days(month: Ints) -> Ints:
    """The last day of each month."""
    return (month + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) - 1


def at(column: NDArray[Any], rows: Ints) -> NDArray[Any]:
    """A column's value at a row per series; zero where there is no row."""
    if not len(column):
        return np.zeros(len(rows), column.dtype)
    found = column[rows]
    found[rows == NO_ROW] = 0
    return found


def first_that_holds(cases: Sequence[tuple[Flags, IntEnum]], otherwise: IntEnum) -> Codes:
    """Per series, the code of the first case that holds; `otherwise` where none does."""
    codes = [np.uint8(code) for _, code in cases]
    return np.select([holds for holds, _ in cases], codes, np.uint8(otherwise))


def latest_first(start: Ints, end: Ints) -> Ints:
    """A key that is smallest for the period that ends last; of those that end together, for the longest."""
    return start - end * _SPAN


def smallest(key: Ints, series: Ints, among: Flags, count: int) -> Ints:
    """Per series, the row with the smallest key among some rows, NO_ROW for none. Of equals, the last row."""
    best = np.full(count, np.iinfo(np.int64).max, np.int64)
    np.minimum.at(best, series[among], key[among])
    found = np.flatnonzero(among & (key == best[series]))
    rows = np.full(count, NO_ROW, np.int64)
    rows[series[found]] = found
    return rows


def _same_length(*columns: NDArray[np.generic]) -> None:
    if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
        raise ValueError("The columns must be of one length.")


def sums(value: Floats, group: Ints, groups: int) -> Floats:
    """The sum of each group, `group` being that of each row, 0 to `groups` - 1. One NaN makes its group's sum NaN."""
    return np.bincount(group, weights=value, minlength=groups).astype(np.float64)


def anywhere(table: NDArray[np.bool_]) -> Flags:
    """Whether it holds somewhere in each row of a table."""
    found: Flags = np.logical_or.reduce(table, axis=1)
    return found
