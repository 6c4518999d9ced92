"""What the search answers."""

from dataclasses import dataclass

from goldenthread.overview.shapes import Named, Page, PartnershipHeading

Parts = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What a hit belongs to, and of which kind that is."""

    kind: str
    subject: Named


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that answers. `snippet` is the piece of its text that does, () where only the title does."""

    id: int
    kind: str
    title: Parts
    snippet: Parts
    under: Hanging | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What answers, best first.

    `looked_for` is False where nothing was typed that can be looked for (no word, or only words like "the").
    `counts` are all that answer by kind, in the order of the names of the kinds; `kind` is the one that was chosen.
    """

    heading: PartnershipHeading
    words: str
    looked_for: bool
    kind: str
    counts: dict[str, int]
    hits: tuple[SearchHit, ...]
    page: Page
