"""A workbook or CSV of returns that somebody filled in: the rows of every sheet that has our headings, by heading."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render

RETURN = "Return"
"""The heading of the column that names the return of a row. A sheet without it is not ours and is left alone."""
SEEN = "Seen"
ROUND = "Round"
MOST_ROWS = 20_000
_ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A row: the sheet and row that it stands in, its cells by heading in small letters, and each heading's column."""

    sheet: str
    row: int
    cells: dict[str, str]
    columns: dict[str, str]

    def cell(self, heading: str) -> str:
        """The address of the cell under a heading, of the row's first cell where the sheet has no such column."""
        return f"{self.columns.get(heading.lower(), 'A')}{self.row}"


def read_returns(content: bytes, name: str, *, limit: int) -> tuple[ReturnRow, ...]:
    """The filled rows of a workbook (.xlsx, .xlsm) or CSV. Columns and sheets may stand in any order.

    Raises Unreadable where it cannot be read, has none of our headings, or has more rows than a round.
    """
    if not content:
        raise Unreadable("This file is empty. Save it again and send the new copy.")
    is_book = content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    tables = _sheets(content, name, limit) if is_book else [("", _plain(content))]
    found = [row for sheet, rows in tables for row in _rows(sheet, rows)]
    if not any(_head(rows) is not None for _, rows in tables):
        raise Unreadable(
            f"No row of this file has the heading “{RETURN}”. Download the workbook or the CSV of this round, fill it in"
            " and send that."
        )
    if len(found) > MOST_ROWS:
        raise Unreadable(f"This file has {len(found)} rows. A round has at most {MOST_ROWS}.")
    return tuple(found)


def _sheets(content: bytes, name: str, limit: int) -> list[tuple[str, list[Sequence[str]]]]:
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        rendering = render(Path(file.name), name=name, limit=limit)
    tables: dict[str, list[Sequence[str]]] = {}
    for line in rendering.lines:
        tables.setdefault(line.table_name or "", []).append(line.cells or ())
    return list(tables.items())


def _plain(content: bytes) -> list[Sequence[str]]:
    """The rows of a CSV: by commas, semicolons or tabs, in UTF-8 or as Windows writes it."""
    if b"\x00" in content:
        raise Unreadable(
            "This is neither a workbook nor a CSV. Send the .xlsx or .csv that you downloaded here."
        )
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("This file is not text. Send the .xlsx or .csv that you downloaded here.")
    first = text.split("\n", 1)[0]
    divider = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=divider))
    except csv.Error as problem:
        raise Unreadable(f"This CSV cannot be read: {problem}.") from None


def _head(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row that has our heading."""
    return next(
        (at for at, cells in enumerate(rows) if any(_plainly(cell) == RETURN.lower() for cell in cells)), None
    )


def _rows(sheet: str, rows: Sequence[Sequence[str]]) -> Iterable[ReturnRow]:
    at = _head(rows)
    if at is None:
        return
    headings = [_plainly(cell) for cell in rows[at]]
    columns = {heading: _letter(place) for place, heading in reversed(list(enumerate(headings))) if heading}
    for number, cells in enumerate(rows[at + 1 :], start=at + 2):
        filled = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False) if heading}
        if any(filled.values()):
            yield ReturnRow(sheet, number, filled, columns)


def _plainly(cell: str) -> str:
    return " ".join(cell.split()).lower()


def _letter(place: int) -> str:
    """The name of a column, counted from 0: A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
