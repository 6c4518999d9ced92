"""Roll-up: how many of each status. Counts only, worst first, so that no red hides under an average."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from goldenthread.reckoning.columns import Codes, Ints
from goldenthread.reckoning.status import Status


def counts(status: Codes, group: Ints, groups: int) -> NDArray[np.int64]:
    """How many series of each group have each status: an array of `groups` rows and one column per `Status`.

    `group` is each series' group, counted from 0. A series in two groups is given twice.
    """
    width = len(Status)
    return np.bincount(group * width + status, minlength=groups * width).reshape(groups, width)


def in_words(row: Sequence[int] | NDArray[np.int64]) -> str:
    """One row of counts as people read it, worst first, nothing left out: "5 off track, 9 watch, 21 on track"."""
    said = [f"{row[status]:,} {status.words}" for status in Status if row[status]]
    return ", ".join(said) or "nothing to count"
