"""Places in fifths by value, as a database's NTILE(5) parts them, and the words for each fifth."""

from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Floats, Ints
from goldenthread.reckoning.comparison.words import HIGH_IS_GOOD, LOW_IS_GOOD, NO_JUDGEMENT

FIFTHS: Final = 5
NOT_COMPARED: Final = "NOT COMPARED"
_GOOD: Final = ("WORST", "WORSE", "MIDDLE", "BETTER", "BEST")
WORDS: Final = {
    HIGH_IS_GOOD: _GOOD,
    LOW_IS_GOOD: tuple(reversed(_GOOD)),
    NO_JUDGEMENT: ("LOWEST", "LOW", "MIDDLE", "HIGH", "HIGHEST"),
}


def quintile(value: Floats, group: Ints, groups: int) -> Ints:
    """The fifth of each row among those of its group, from 1 for the lowest; 0 where there are fewer than five values.

    The first n mod 5 fifths have one place more. Equal values are parted by the order of the rows, so that a fifth
    says little of them; `inequality.quantiles` keeps them together.
    """
    found = np.zeros(len(value), dtype=np.int64)
    rows = np.flatnonzero(~np.isnan(value))
    sizes = np.bincount(group[rows], minlength=groups)
    order = rows[np.lexsort((value[rows], group[rows]))]
    size = sizes[group[order]]
    place = np.arange(len(order)) - np.concatenate([[0], np.cumsum(sizes)[:-1]])[group[order]]
    small, larger = size // FIFTHS, size % FIFTHS
    in_larger = larger * (small + 1)
    number = np.where(
        place < in_larger, place // (small + 1), larger + (place - in_larger) // np.maximum(small, 1)
    )
    found[order] = np.where(size < FIFTHS, 0, number + 1)
    return found


def in_words(quintiles: Ints, polarity: str) -> list[str]:
    """The word for each fifth."""
    return [WORDS[polarity][number - 1] if number else NOT_COMPARED for number in quintiles.tolist()]
