"""What the sheets of a workbook show: the cells that the file names, and the text of each."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from goldenthread.reading.archive import BROKEN, DAMAGED
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.excel import MOST_CELLS, column_number, parsed, sheets_of
from goldenthread.reading.outside.marks import marks_in
from goldenthread.reading.outside.shapes import Box, Grid, Layout, Mark
from goldenthread.reading.rendering import FileKind

_ANY = "{*}"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
TOO_WIDE = Unreadable(
    "A sheet of this workbook reaches far beyond its table. Delete the empty rows and columns and send it again."
)


def sheet_layout(content: bytes) -> Layout:
    """The sheets of a workbook. Raises Unreadable where it is damaged or too wide."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            shared = _shared_strings(archive)
            hidden = _hidden(archive)
            grids = tuple(
                _grid(parsed(archive, path), path, name, shared, name in hidden)
                for name, path in sheets_of(archive)
                if path.startswith("xl/worksheets/")
            )
    except (*BROKEN, etree.LxmlError):
        raise DAMAGED from None
    return Layout(FileKind.EXCEL, grids, tuple(_marks(grids)))


def address(row: int, column: int) -> str:
    """A cell as a workbook calls it: "C7"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def corner(reference: str) -> tuple[int, int] | None:
    """The row and column of "C7", from 1; None for what is no cell."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1].upper())
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def _grid(root: etree._Element, path: str, name: str, shared: list[str], hidden: bool) -> Grid:
    spans = dict(_merged(root))
    arrays = [
        _corners(formula.get("ref", "")) for formula in root.iter(f"{_ANY}f") if formula.get("t") == "array"
    ]
    boxes: list[Box] = []
    row = column = 0
    covered = {
        (inner_row, inner_column)
        for (top, left), (rows, columns) in spans.items()
        if rows * columns <= MOST_CELLS
        for inner_row in range(top, top + rows)
        for inner_column in range(left, left + columns)
        if (inner_row, inner_column) != (top, left)
    }
    for element in root.iter(f"{_ANY}row", f"{_ANY}c"):
        if etree.QName(element).localname == "row":
            row, column = int(element.get("r", row + 1)), 0
            continue
        row, column = corner(element.get("r", "")) or (row, column + 1)
        if (row, column) in covered:
            continue
        rows, columns = spans.get((row, column), (1, 1))
        fixed = element.find(f"{_ANY}f") is not None or any(
            first[0] <= row <= last[0] and first[1] <= column <= last[1]
            for first, last in arrays
            if first and last
        )
        boxes.append(Box(address(row, column), row, column, _text(element, shared), rows, columns, fixed))
    if (
        max((box.last_row for box in boxes if box.text), default=0)
        * max((box.last_column for box in boxes if box.text), default=0)
        > MOST_CELLS
    ):
        raise TOO_WIDE
    return Grid(path, f"Sheet “{name}”", tuple(boxes), before=name, hidden=hidden)


def _merged(root: etree._Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The first cell of each merged range, with how many rows and columns it has."""
    total = 0
    for merged in root.iter(f"{_ANY}mergeCell"):
        first, last = _corners(merged.get("ref", ""))
        if first and last:
            rows, columns = last[0] - first[0] + 1, last[1] - first[1] + 1
            total += rows * columns
            if total > MOST_CELLS:
                raise TOO_WIDE
            yield first, (rows, columns)


def _corners(reference: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    first, _, last = reference.partition(":")
    return corner(first), corner(last or first)


def _text(cell: etree._Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_ANY}t"))
    value = cell.find(f"{_ANY}v")
    written = (value.text or "") if value is not None else ""
    if kind == "s" and written.strip().isdigit():
        number = int(written)
        return shared[number] if number < len(shared) else ""
    return written.strip()


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = parsed(archive, "xl/sharedStrings.xml")
    return ["".join(_runs(entry)) for entry in root.iter(f"{_ANY}si")]


def _runs(entry: etree._Element) -> Iterator[str]:
    """The text of an entry, without how its letters are pronounced."""
    for text in entry.iter(f"{_ANY}t"):
        if etree.QName(text.getparent()).localname != "rPh":
            yield text.text or ""


def _hidden(archive: zipfile.ZipFile) -> set[str]:
    return {
        sheet.get("name", "")
        for sheet in parsed(archive, "xl/workbook.xml").iter(f"{_ANY}sheet")
        if sheet.get("state", "visible") != "visible"
    }


def _marks(grids: tuple[Grid, ...]) -> Iterator[Mark]:
    for grid in grids:
        for box in grid.boxes:
            if box.fixed or len(box.text) > 4000:
                continue
            for written, words, occurrence in marks_in(box.text):
                whole = box.text.strip() == written
                name = f"{grid.name}, cell {box.at}"
                yield Mark(grid.part, box.at, "" if whole else written, words, box.text, occurrence, name)
