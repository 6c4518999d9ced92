"""Freshness: how long ago a figure was expected that is not there."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.columns import (
    LONG_AGO,
    Codes,
    Ints,
    Observations,
    State,
    first_that_holds,
    last_days,
    months,
)

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "school_year": 12}
"""How many months lie between two figures, by the word that a measure keeps."""
GRACE = 42
"""Days after a period's end until its figure is late, where nobody set another number: six weeks."""


class Freshness(IntEnum):
    """How fresh a series is, as a code for a column."""

    FRESH = 0
    LATE = 1
    STALE = 2
    NEVER = 3
    NOT_DUE = 4
    UNKNOWN = 5

    @property
    def key(self) -> str:
        """The name that pages and files use."""
        return self.name.lower().replace("_", "-")

    @property
    def words(self) -> str:
        """What people read."""
        return _WORDS[self]


_WORDS = {
    Freshness.FRESH: "up to date",
    Freshness.LATE: "late: one figure is overdue",
    Freshness.STALE: "stale: more than one figure is overdue",
    Freshness.NEVER: "never given, and overdue",
    Freshness.NOT_DUE: "not due yet",
    Freshness.UNKNOWN: "nobody has said how often a figure is expected",
}


_EVERY = {
    "monthly": "every month",
    "quarterly": "every quarter",
    "half_yearly": "every half year",
    "yearly": "every year",
    "school_year": "every school year",
}


@dataclass(frozen=True, slots=True)
class Freshened:
    """Per series: a `Freshness`; how many periods are overdue; the day from which the oldest of them is late, LONG_AGO
    where nobody knows; and how many days ago that was, zero where nothing is late."""

    freshness: Codes
    periods: Ints
    late_from: Ints
    days: Ints


def last_answers(observations: Observations, count: int, today: int) -> Ints:
    """Per series, the last day of the latest period that has begun and was answered, LONG_AGO for none.

    A figure is an answer, and so is that it cannot be computed; "no figure" is not.
    """
    answered = (observations.state != State.MISSING) & (observations.start <= today)
    last = np.full(count, LONG_AGO, np.int64)
    np.maximum.at(last, observations.series[answered], observations.end[answered])
    return last


def freshness(every: Ints, grace: Ints, answered: Ints, first_end: Ints, *, today: int) -> Freshened:
    """How fresh each series is.

    `every`: months between two figures, 0 where nobody said (`MONTHS`). `grace`: days that are given after a
    period's end. `answered`: the last day of the latest period with an answer (`last_answers`), `first_end`: the last
    day of the first period of all; LONG_AGO for none. The next figure is for the period that ends `every` months
    after the last answer, at a month's end; without any answer it is for the first period. It is late when more than
    `grace` days have passed since that period's end.
    """
    known, ever = every > 0, answered > LONG_AGO
    apart = np.maximum(every, 1)
    first = np.where(ever, months(answered) + apart, months(first_end))
    begins = ever | (first_end > LONG_AGO)
    overdue = np.where(known & begins, _overdue(first, apart, grace, today), 0)
    late_from = np.where(known & begins, last_days(first) + grace + 1, LONG_AGO)
    fresh = first_that_holds(
        [
            (~known, Freshness.UNKNOWN),
            (~ever & ((overdue > 0) | ~begins), Freshness.NEVER),
            (~ever, Freshness.NOT_DUE),
            (overdue == 0, Freshness.FRESH),
            (overdue == 1, Freshness.LATE),
        ],
        otherwise=Freshness.STALE,
    )
    days = np.where(overdue > 0, today - late_from + 1, 0)
    return Freshened(fresh, overdue, late_from, days)


def _overdue(first: Ints, apart: Ints, grace: Ints, today: int) -> Ints:
    """How many periods, from the one that ends in month `first` on, ended more than `grace` days before today."""
    by = today - grace - 1  # a period that ended on this day or earlier is overdue
    month = months(by)
    ended = month - (last_days(month) > by)  # the last month that was over by then
    overdue: Ints = np.maximum((ended - first) // apart + 1, 0)
    return overdue


def in_words(frequency: str, grace: int = GRACE) -> str:
    """The rule as a sentence, by the word that a measure keeps for its frequency."""
    if frequency == "survey":
        return "A figure is expected with every wave of the survey, so no day makes it late."
    if frequency not in MONTHS:
        return "Nobody has said how often a figure is expected, so it is never late."
    return f"A figure is expected {_EVERY[frequency]}. It is late when {grace} days have passed since the period's end."
