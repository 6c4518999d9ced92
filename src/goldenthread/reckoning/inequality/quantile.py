"""Places in groups of equal number by rank, such as fifths from the most to the least deprived."""

import numpy as np

from goldenthread.reckoning.columns import Floats, Ints
from goldenthread.reckoning.errors import Unusable


def quantiles(
    value: Floats, group: Ints, groups: int, *, count: int = 10, highest_first: bool = True
) -> Floats:
    """The quantile of each row among those of its group: 1 holds the highest values, or the lowest.

    `value` and `group` (0 to `groups` - 1) are columns of n rows; the answer is one too. Equal values share a quantile,
    so that sizes can be uneven. NaN for a missing value, and for a whole group with fewer values than quantiles.
    With N values in a group and r the rank of a value, ties getting the smallest, the quantile is
    k + 1 - ⌈(N + 1 - r) / (N / k)⌉ rounded down, and 1 where that is 0: as the reference package does it.
    Raises Unusable for a count below 2.
    """
    if count < 2:
        raise Unusable("A file is parted into 2 quantiles or more.")
    found = np.full(len(value), np.nan)
    rows = np.flatnonzero(~np.isnan(value))
    if not len(rows):
        return found
    sizes = np.bincount(group[rows], minlength=groups)
    key = -value[rows] if highest_first else value[rows]
    order = np.lexsort((key, group[rows]))
    sorted_rows, sorted_group, sorted_key = rows[order], group[rows][order], key[order]
    first_of_group = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    place = np.arange(len(rows))
    begins = np.ones(len(rows), dtype=bool)
    begins[1:] = (sorted_group[1:] != sorted_group[:-1]) | (sorted_key[1:] != sorted_key[:-1])
    first_of_tie = np.maximum.accumulate(np.where(begins, place, 0))
    rank = first_of_tie - first_of_group[sorted_group] + 1
    size = sizes[sorted_group].astype(np.float64)
    number = np.maximum(np.floor(count + 1 - np.ceil((size + 1 - rank) / (size / count))), 1)
    found[sorted_rows] = np.where(size < count, np.nan, number)
    return found


def too_small(value: Floats, group: Ints, groups: int, *, count: int) -> Ints:
    """The groups with fewer values than quantiles."""
    sizes = np.bincount(group[~np.isnan(value)], minlength=groups)
    found: Ints = np.flatnonzero(sizes < count)
    return found
