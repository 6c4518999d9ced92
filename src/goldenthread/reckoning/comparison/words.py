"""What a comparison found, and the words for it: which depend on whether high figures are good."""

from enum import IntEnum
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Codes, Flags


class Side(IntEnum):
    """On which side of what it is compared with a figure lies, and how far."""

    NOT_COMPARED = 0
    FAR_BELOW = 1
    BELOW = 2
    SIMILAR = 3
    ABOVE = 4
    FAR_ABOVE = 5


HIGH_IS_GOOD, LOW_IS_GOOD, NO_JUDGEMENT = POLARITIES = ("High is good", "Low is good", "No judgement")
_GOOD: Final = ("Not compared", "Worst", "Worse", "Similar", "Better", "Best")
WORDS: Final = {
    HIGH_IS_GOOD: _GOOD,
    LOW_IS_GOOD: ("Not compared", *reversed(_GOOD[1:])),
    NO_JUDGEMENT: ("Not compared", "Lowest", "Lower", "Similar", "Higher", "Highest"),
}
"""By polarity, the word for each side."""


def sides(*, below: Flags, above: Flags, compared: Flags, far: bool = False) -> Codes:
    """The side of each row, near or far, of n rows."""
    low, high = (Side.FAR_BELOW, Side.FAR_ABOVE) if far else (Side.BELOW, Side.ABOVE)
    found = np.where(below, np.uint8(low), np.where(above, np.uint8(high), np.uint8(Side.SIMILAR)))
    return np.where(compared, found, np.uint8(Side.NOT_COMPARED)).astype(np.uint8)


def in_words(codes: Codes, polarity: list[str]) -> list[str]:
    """The word for each row by its polarity. Raises KeyError for none of POLARITIES."""
    return [WORDS[kind][code] for code, kind in zip(codes.tolist(), polarity, strict=True)]
