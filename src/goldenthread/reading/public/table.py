"""A public file as a table: whose it is, and its figures one after the other."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Final

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.public.figures import PublicFigure
from goldenthread.reading.public.headings import Head, head_of
from goldenthread.reading.public.lines import Labels, Lines
from goldenthread.reading.public.rows import Numbered, rows_of, sum_of

PUBLISHERS: Final = {
    "fingertips": "OHID Fingertips",
    "ons": "Office for National Statistics",
    "police": "police.uk",
    "deprivation": "Indices of Deprivation",
    "table": "",
}
"""By the key of a source, who publishes it; empty where the headings do not tell."""
ALL_CRIME: Final = "all crimes"
_MOST_BEFORE: Final = 60
"""Rows that may stand above the headings."""


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A file of public figures. `figures` reads it from the beginning each time it is asked; memory does not grow."""

    path: Path
    name: str
    source: str
    sha256: str = field(repr=False)

    @property
    def publisher(self) -> str:
        return PUBLISHERS[self.source]

    def figures(self, wanted: Collection[str] | None = None) -> Iterator[PublicFigure]:
        """The figures of the indicators that are wanted (None: of all) in the order of the rows.

        Crimes are counted by place, month and kind.
        """
        if self.source == "police":
            found = chain.from_iterable(
                lines.figures(row, None) for lines, row in _lines(self.path, self.name)
            )
            return (one for one in _counted(found) if wanted is None or one.indicator in wanted)
        return chain.from_iterable(lines.figures(row, wanted) for lines, row in _lines(self.path, self.name))

    def labels(self) -> Iterator[Labels]:
        """What each figure is about, without its numbers."""
        if self.source == "police":
            return (
                Labels(one.indicator, one.indicator, one.area, district=one.district)
                for one in self.figures()
            )
        return chain.from_iterable(lines.labels(row) for lines, row in _lines(self.path, self.name))


def open_public(path: Path, *, name: str | None = None) -> PublicTable:
    """Know a file by its headings. Raises Unreadable where no row of it heads a table with codes of places."""
    name = name or path.name
    for head, _, _ in _tables(path):
        return PublicTable(path, name, head.source, sum_of(path))
    raise Unreadable(
        f"“{name}” has no column with official codes of places (such as E07000098) beside figures. Send the file as you"
        " downloaded it from Fingertips, the ONS, police.uk or the Indices of Deprivation."
    )


def _tables(path: Path) -> Iterator[tuple[Head, Numbered, Iterator[Numbered]]]:
    """Each table of a file: its headings, its first row and the rows after it, which are to be used up before the next."""
    rows = rows_of(path)
    sheet: str | None = None
    before: Numbered | None = None
    passed = 0
    for row in rows:
        if row.sheet != sheet:
            sheet, before, passed = row.sheet, None, 0
        if before is not None and passed <= _MOST_BEFORE:
            head = head_of(before.cells, row.cells)
            if head is not None:
                follow = _Rest(rows, row.sheet)
                yield head, row, follow
                left = follow.after
                if left is None:
                    return
                sheet, before, passed = left.sheet, left, 0
                continue
        before, passed = row, passed + 1


class _Rest(Iterator[Numbered]):
    """The rows that are left of a sheet; `after` is the first row of the next, None at the end of the file."""

    def __init__(self, rows: Iterator[Numbered], sheet: str) -> None:
        self._rows, self._sheet = rows, sheet
        self._over = False
        self._after: Numbered | None = None

    def __next__(self) -> Numbered:
        if self._over:
            raise StopIteration
        row = next(self._rows, None)
        if row is None or row.sheet != self._sheet:
            self._over, self._after = True, row
            raise StopIteration
        return row

    @property
    def after(self) -> Numbered | None:
        for _ in self:
            pass
        return self._after


def _lines(path: Path, name: str) -> Iterator[tuple[Lines, Numbered]]:
    """Every row below headings, with how it is read."""
    for head, first, rest in _tables(path):
        lines = Lines(head, name.rsplit(".", 1)[0])
        for row in chain((first,), rest):
            yield lines, row


def _counted(rows: Iterable[PublicFigure]) -> Iterator[PublicFigure]:
    """Crimes as counts, of each kind and of all, by month: for each small area, and for each district of theirs.

    Held: one number for each of these.
    """
    counts: dict[tuple[str, str, str, str], list[int]] = {}
    for one in rows:
        for kind in (one.indicator, ALL_CRIME):
            for area, district in ((one.area, ""), ("", one.district)):
                if area or district:
                    found = counts.setdefault((kind, area, one.period, district), [one.row, 0])
                    found[1] += 1
    for (kind, area, period, district), (row, count) in counts.items():
        yield PublicFigure(row, kind, area, period, Decimal(count), district=district)
