"""One figure of a public file, and how its cells are read."""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from goldenthread.reading.periods import normalise

MOST_DECIMALS = 6
_PLACES = Decimal(1).scaleb(-MOST_DECIMALS)
_MARKED = re.compile(
    r"\[?[a-z*:.–—-]{1,2}\]?|n/?a|null|none|not (?:available|applicable)|suppressed", re.IGNORECASE
)
"""What publishers write where there is no figure: "*", "[c]", "..", "NA"."""
_QUARTER = re.compile(r"(\d{4})\s?[ -]?\s?Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?(?: 00:00:00)?")
_SHORT_MONTH = re.compile(r"([A-Za-z]{3})-(\d{2})")
_YEAR_ENDING = re.compile(
    r"(?:year|12 months) ending (?:in )?(?:\d{1,2} )?(march|december) (\d{4})", re.IGNORECASE
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class PublicFigure(NamedTuple):
    """What a row says: of which indicator, place and period, and the figure or why there is none.

    `indicator` is the publisher's code, or the words of the heading in small letters where there is none; `area` the
    official code of the place, `district` the name of the district where crimes of its
    small areas are counted together. `value` is
    None where `note` says why. `wrong` is a sentence where the row cannot be understood.
    """

    row: int
    indicator: str
    area: str
    period: str
    value: Decimal | None
    note: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    sex: str = ""
    age: str = ""
    category: str = ""
    district: str = ""
    wrong: str = ""


@lru_cache(maxsize=8192)  # a file names few periods, again and again
def period_label(written: str) -> str:
    """The label of a period as the record writes it; as it was written where it is no time that is known.

    "2015 - 17" is three calendar years, "2015/16" and "2015-16" a financial year, "2021 Q1" the quarter from January.
    """
    text = re.sub(r"\.0$", "", " ".join(written.split()))
    if match := _QUARTER.fullmatch(text):
        year, quarter = int(match[1]), int(match[2])
        first, number = (year - 1, 4) if quarter == 1 else (year, quarter - 1)
        return f"{first}/{(first + 1) % 100:02d} Q{number}"
    if (match := _MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12:
        return f"{_NAMES[int(match[2]) - 1]} {match[1]}"
    if (match := _SHORT_MONTH.fullmatch(text)) and match[1].capitalize() in _NAMES:
        return f"{match[1].capitalize()} 20{match[2]}"
    if match := _YEAR_ENDING.fullmatch(text):
        year = int(match[2])
        return str(year) if match[1].lower() == "december" else f"{year - 1}/{year % 100:02d}"
    return normalise(text) or text


def number(written: str) -> Decimal | None:
    """A number as it stands in a cell, to six decimals; None for an empty cell. Raises ValueError for other words."""
    text = written.strip()
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(written) from None
    if not found.is_finite():
        raise ValueError(written)
    is_long = "e" in text or "E" in text or len(text) - text.find(".") > MOST_DECIMALS
    if is_long and found.adjusted() < 21 and found != (short := found.quantize(_PLACES)):
        return short
    return found


def is_marked(written: str) -> bool:
    """Whether a cell says in its publisher's way that there is no figure."""
    return _MARKED.fullmatch(written.strip()) is not None
