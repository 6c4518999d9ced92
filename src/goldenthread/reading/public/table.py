"""A public file as a table: whose it is, and its figures one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Final

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.public.figures import PublicFigure, is_marked, number, period_label
from goldenthread.reading.public.headings import GSS, Head, district_in, edition_in, head_of, indicator_key
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
_NONE: Final = frozenset({"NA", "N/A", "All"})
_SEXES: Final = frozenset({"Male", "Female", "Persons"})
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

    def figures(self) -> Iterator[PublicFigure]:
        """Every figure of the file in the order of its rows; crimes are counted by place, month and kind."""
        rows = _figure_rows(self.path, self.name)
        return _counted(rows) if self.source == "police" else (one for one, _ in rows)

    def titled(self) -> Iterator[tuple[PublicFigure, str]]:
        """The figures, each with the words that its indicator goes by."""
        if self.source == "police":
            return ((one, one.indicator) for one in self.figures())
        return _figure_rows(self.path, self.name)


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


def _figure_rows(path: Path, name: str) -> Iterator[tuple[PublicFigure, str]]:
    for head, first, rest in _tables(path):
        read = _reader(head, name.rsplit(".", 1)[0])
        for row in chain((first,), rest):
            yield from read(row)


def _reader(head: Head, file: str) -> Callable[[Numbered], Iterator[tuple[PublicFigure, str]]]:
    """How a row of such a table becomes figures."""
    return _Row(head, file).wide if head.wide else _Row(head, file).long


class _Row:
    """The cells of a row by what they are."""

    def __init__(self, head: Head, file: str) -> None:
        self._head, self._file = head, file
        self._at = head.at
        self._areas = head.areas
        # Places of an edition often have codes of another year.
        self._edition = edition_in(file) if head.source == "deprivation" else ""

    def _cell(self, cells: Sequence[str], role: str) -> str:
        place = self._at.get(role)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def _area(self, cells: Sequence[str]) -> str:
        """The finest official code of the row; empty where there is none."""
        for place in self._areas:
            if place < len(cells) and GSS.fullmatch(code := cells[place].strip()):
                return code
        return ""

    def _period(self, cells: Sequence[str]) -> str:
        first, last = self._cell(cells, "first_day"), self._cell(cells, "last_day")
        if first and last:
            return _between(first, last)
        return period_label(self._cell(cells, "period") or self._edition or self._head.year)

    def long(self, row: Numbered) -> Iterator[tuple[PublicFigure, str]]:
        """One figure a row; rows without a code of a place are none."""
        cells = row.cells
        area = self._area(cells)
        if not area and "crime" not in self._at:
            return
        title = self._title(cells)
        if "crime" in self._at:
            value, note, wrong = "1", "", ""
        else:
            value, note, wrong = self._cell(cells, "value"), self._cell(cells, "note"), ""
        numbers: dict[str, Decimal | None] = {}
        for role, written in (
            ("value", value),
            *((name, self._cell(cells, name)) for name in ("numerator", "denominator", "lower", "upper")),
        ):
            try:
                numbers[role] = number(written)
            except ValueError:
                numbers[role] = None
                if not is_marked(written):
                    wrong = wrong or f"“{written[:40]}” is not a number."
                elif role == "value":
                    note = note or f"The file says “{written}”."
        if numbers["value"] is None and not wrong:
            note = note or "The file gives no figure."
        sex, category = self._cell(cells, "sex"), self._cell(cells, "category")
        if category in _NONE:
            category = ""
        elif category in _SEXES:
            sex, category = category, ""
        code = self._cell(cells, "indicator") or self._cell(cells, "crime").lower() or indicator_key(title)
        yield (
            PublicFigure(
                row.number,
                code,
                area,
                self._period(cells),
                numbers["value"],
                note if numbers["value"] is None else "",
                numbers["numerator"],
                numbers["denominator"],
                numbers["lower"],
                numbers["upper"],
                sex,
                self._cell(cells, "age"),
                category,
                district_in(self._cell(cells, "area_name")) if "crime" in self._at else "",
                wrong,
            ),
            title,
        )

    def _title(self, cells: Sequence[str]) -> str:
        if self._head.dimensions:
            return " · ".join(cells[place].strip() for place in self._head.dimensions if place < len(cells))
        return self._cell(cells, "title") or self._cell(cells, "crime") or self._file

    def wide(self, row: Numbered) -> Iterator[tuple[PublicFigure, str]]:
        """A figure for each column of numbers; the domain, where a column names it, comes before the heading."""
        cells = row.cells
        area = self._area(cells)
        if not area:
            return
        period, domain = self._period(cells), self._cell(cells, "domain")
        for place, key, heading in self._head.wide:
            written = cells[place].strip() if place < len(cells) else ""
            words = f"{domain}: {heading}" if domain else heading
            note = wrong = ""
            value = None
            try:
                value = number(written)
            except ValueError:
                if not is_marked(written):
                    wrong = f"“{written[:40]}” is not a number."
            if value is None and not wrong:
                note = f"The file says “{written}”." if written else "The file gives no figure."
            indicator = f"{indicator_key(domain)} {key}" if domain else key
            yield (
                PublicFigure(row.number, indicator, area, period, value, note, wrong=wrong),
                words,
            )


def _between(first: str, last: str) -> str:
    """The period from a day to a day (2024-01-01)."""
    if first[5:] == "01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    if first[5:] == "04-01" and last[5:] == "03-31" and int(last[:4]) == int(first[:4]) + 1:
        return f"{first[:4]}/{last[2:4]}"
    return f"{first} to {last}"


def _counted(rows: Iterator[tuple[PublicFigure, str]]) -> Iterator[PublicFigure]:
    """Crimes as counts, of each kind and of all, by month: for each small area, and for each district of theirs.

    Held: one number for each of these.
    """
    counts: dict[tuple[str, str, str, str], list[int]] = {}
    for one, _ in rows:
        for kind in (one.indicator, ALL_CRIME):
            for area, district in ((one.area, ""), ("", one.district)):
                if area or district:
                    found = counts.setdefault((kind, area, one.period, district), [one.row, 0])
                    found[1] += 1
    for (kind, area, period, district), (row, count) in counts.items():
        yield PublicFigure(row, kind, area, period, Decimal(count), district=district)
