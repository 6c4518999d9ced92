"""Figures as a file tells them, one a row, and what became of each when the file was taken in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Told(NamedTuple):
    """What a row of a file says for a series and a period: a value, its two parts, or `gap` and in `comment` why.

    `source` is where the figure comes from in words; `decimals` how many it is shown with where its measure does not
    say (None: as many as were written). Named as columns are, in the order of a tuple, since there are many.
    """

    row: int
    series_id: int
    period: str
    value: Decimal | None = None
    gap: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    decimals: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    status: str = ""
    comment: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FileTold:
    """The file itself: its name, the SHA-256 of its bytes, and whose release it is as far as anybody says."""

    file_name: str
    sha256: str
    publisher: str = ""
    dataset: str = ""
    edition: str = ""
    released_on: date | None = None


class Change(NamedTuple):
    """A figure that is new, or another than before (`before` is empty for a new one). Both in words, with units."""

    row: int
    series_id: int
    period: str
    before: str
    after: str


class Waiting(NamedTuple):
    """A row that is kept only once somebody answers what the checks ask of it."""

    row: int
    series_id: int
    period: str
    sentence: str


@dataclass(slots=True)
class Tally:
    """How many figures of one measure were new, revised, or the same as before."""

    new: int = 0
    revised: int = 0
    same: int = 0


@dataclass(slots=True)
class Refusal:
    """A sentence, how many rows it was said of, and the first of these."""

    rows: int = 0
    first: list[int] = field(default_factory=list)

    @property
    def where(self) -> str:
        """The rows in words: "(row 4)", "(rows 4, 7 and 120 more)"."""
        more = f" and {self.rows - len(self.first):,} more" if self.rows > len(self.first) else ""
        return f"(row{'s' if self.rows > 1 else ''} {', '.join(map(str, self.first))}{more})"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file: counts by measure, the first changes (at most `MOST_LISTED` of each kind) and refusals.

    `refused` maps a sentence to the rows that it is about, `waiting` are the first of `waiting_rows` that the checks
    ask something of. `release_id` is None where nothing was kept.
    """

    release_id: int | None
    tallies: Mapping[int, Tally]
    new: tuple[Change, ...]
    revised: tuple[Change, ...]
    refused: Mapping[str, Refusal]
    waiting: tuple[Waiting, ...] = ()
    waiting_rows: int = 0

    def count(self, what: str) -> int:
        """How many figures were "new", "revised" or the "same"."""
        return sum(getattr(tally, what) for tally in self.tallies.values())

    @property
    def refused_rows(self) -> int:
        return sum(refusal.rows for refusal in self.refused.values())


MOST_LISTED = 2_000
"""How many changes of a kind are told one by one, so that a report of any file stays small."""
MOST_ROWS_NAMED = 20
"""How many rows are named beside each sentence that refuses them."""


def note_refusal(refused: dict[str, Refusal], sentence: str, row: int) -> None:
    """Add a row to those that a sentence is said of."""
    refusal = refused.setdefault(sentence, Refusal())
    refusal.rows += 1
    if len(refusal.first) < MOST_ROWS_NAMED:
        refusal.first.append(row)
