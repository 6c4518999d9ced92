"""Timeliness: of the figures that were expected in the last twelve months, how many came by their late day."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from goldenthread.reckoning.columns import LONG_AGO, Ints, last_days, months
from goldenthread.reckoning.freshness import GRACE

WINDOW = 365
"""How many days back a figure's late day may lie for it to count."""
NEVER_CAME = np.int64(2**23)
"""The day on which a figure came that never did: after any day of any calendar."""
DEFAULT_END = 2
"""The month, counted from January as 0, in which stretches end where no figure and no target says: the financial year."""

RULE = (
    f"A figure is expected for every stretch of the measure's frequency. It comes in time when it is there {GRACE} days"
    " after the stretch's last day. Of those whose day fell in the last 12 months, this is the share that came in time."
    " Measures that nobody has given a frequency, or that wait for a survey, are not counted."
)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How many expected figures came in time, came later, and are not there yet."""

    in_time: int = 0
    late: int = 0
    missing: int = 0

    @property
    def expected(self) -> int:
        """How many figures were expected at all."""
        return self.in_time + self.late + self.missing

    @property
    def percent(self) -> int | None:
        """The share that came in time, in whole per cent, never rounded up to 100; None where nothing was expected."""
        return 100 * self.in_time // self.expected if self.expected else None

    def in_words(self) -> str:
        """The score as a sentence with its numbers."""
        percent = self.percent
        if percent is None:
            return "Nothing was expected in the last 12 months"
        came = "figure" if self.expected == 1 else "figures"
        return f"{self.in_time} of {self.expected} expected {came} came in time ({percent}%)"


@dataclass(frozen=True, slots=True)
class Scored:
    """Per series: how many expected figures came in time, came late, and are missing."""

    in_time: Ints
    late: Ints
    missing: Ints

    def of(self, series: Iterable[int]) -> Timeliness:
        """The score of some series together, each counted once."""
        rows = np.array(sorted(set(series)), np.int64)
        return Timeliness(*(int(column[rows].sum()) for column in (self.in_time, self.late, self.missing)))


def timeliness(
    every: Ints,
    first_end: Ints,
    begins: Ints,
    *,
    series: Ints,
    end: Ints,
    came: Ints,
    today: int,
    grace: int = GRACE,
) -> Scored:
    """Score each series on the figures whose late day fell in the `WINDOW` days up to today.

    `every`: months between two figures, 0 where none is expected. `first_end`: the last day of the first period that
    is known of the series, which says in which months its stretches end; LONG_AGO for none. `begins`: the day before
    whose stretch nothing is expected. The other three are rows of what came: its series, the last day of its period,
    the day on which a figure for it first came.
    """
    count = len(every)
    late_by = today - grace - 1  # a stretch that ended on this day is late from today on
    months_back = months(np.array([late_by - WINDOW, late_by], np.int64))
    month = np.arange(months_back[0], months_back[1] + 1)
    ends = last_days(month)
    known = first_end > LONG_AGO
    anchor = np.where(known, months(np.where(known, first_end, 0)), DEFAULT_END)
    starts = np.where(known, first_end, begins)
    apart = np.maximum(every, 1)
    wanted = (
        (every > 0)[:, None]
        & ((month[None, :] - anchor[:, None]) % apart[:, None] == 0)
        & (ends > late_by - WINDOW)[None, :]
        & (ends <= late_by)[None, :]
        & (ends[None, :] >= starts[:, None])
    )
    first = np.full((count, len(month)), NEVER_CAME, np.int64)
    if len(series):
        at = months(end) - month[0]
        inside = (at >= 0) & (at < len(month))
        np.minimum.at(first, (series[inside], at[inside]), came[inside])
    in_time = wanted & (first <= (ends + grace)[None, :])
    there = wanted & (first <= today)
    return Scored(in_time.sum(axis=1), (there & ~in_time).sum(axis=1), (wanted & ~there).sum(axis=1))
