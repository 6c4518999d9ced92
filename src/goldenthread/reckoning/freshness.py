"""Freshness: how long ago a figure was expected that is not there."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.columns import (
    LONG_AGO,
    Codes,
    Floats,
    Ints,
    Observations,
    State,
    last_days,
    months,
)

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
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


@dataclass(frozen=True, slots=True)
class Freshened:
    """Per series: a `Freshness`; how many periods are overdue; the day from which the oldest of them is late, LONG_AGO
    where nobody knows; and how many days ago that was, zero where nothing is late."""

    freshness: Codes
    periods: Ints
    late_from: Ints
    days: Ints
