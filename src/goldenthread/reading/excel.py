"""Excel workbooks: a row is a line, numbered on from sheet to sheet; a percentage is shown as one."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.reading.archive import BROKEN, DAMAGED
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import Line

MOST_CELLS = 1_000_000
"""Cells that all sheets together may span: one lost cell in the last corner of a sheet claims 17 thousand million."""

_ANY = "{*}"
"""Any namespace: strict workbooks have another one, and the reader of values minds none."""
_PERCENT_FORMATS = frozenset({9, 10})
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def excel_lines(content: bytes) -> list[Line]:
    """The rows of every sheet, empty ones too. Raises Unreadable where the workbook is damaged or too wide."""
    try:
        percentages = _percentages(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        lines: list[Line] = []
        for number, name in enumerate(workbook.sheet_names, 1):
            shown_as_percent = percentages.get(name, frozenset())
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for index, row in enumerate(rows):
                cells = tuple(
                    _shown(value, (index, column) in shown_as_percent) for column, value in enumerate(row)
                )
                text = "\t".join(cell.replace("\n", " ") for cell in cells).rstrip("\t")
                lines.append(Line(len(lines) + 1, text, cells, number, name))
        return lines
    except (*BROKEN, CalamineError, etree.LxmlError):
        raise DAMAGED from None


def _shown(value: object, is_percentage: bool) -> str:
    """A cell as a person sees it, without the noise of binary fractions."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{_number(value * 100)}%" if is_percentage else _number(value)
    if isinstance(value, datetime):
        return value.strftime("%-d %B %Y") if value.time() == time(0) else value.strftime("%-d %B %Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%-d %B %Y")
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).strip()


def _number(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _percentages(content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """By sheet, the cells (row, column; from 0) that are shown as percentages. Checks how far each sheet spans.

    The reader of values does not say how they are shown, and 0.29 shown as 29% is 29%.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = _percent_styles(archive)
        found: dict[str, frozenset[tuple[int, int]]] = {}
        room = MOST_CELLS
        for name, path in sheets_of(archive):
            found[name], spanned = _percent_cells(archive, path, styles, room)
            room -= spanned
        return found


def sheets_of(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the member of each sheet."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    members = {member.lower(): member for member in archive.namelist()}
    for sheet in parsed(archive, "xl/workbook.xml").iter(f"{_ANY}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = relations.get(identity, "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        yield sheet.get("name", ""), members[path.lower()]


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The style numbers that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = parsed(archive, "xl/styles.xml")
    own = {
        int(form.get("numFmtId", "0"))
        for form in root.iter(f"{_ANY}numFmt")
        if "%" in re.sub(r'"[^"]*"', "", form.get("formatCode", ""))
    }
    formats = root.find(f"{_ANY}cellXfs")
    return frozenset(
        number
        for number, style in enumerate(formats if formats is not None else ())
        if int(style.get("numFmtId", "0")) in _PERCENT_FORMATS | own
    )


def _percent_cells(
    archive: zipfile.ZipFile, path: str, styles: frozenset[int], room: int
) -> tuple[frozenset[tuple[int, int]], int]:
    """The cells shown as percentages, and how many cells the sheet spans: no more than there is room for.

    A cell or row that does not say where it stands follows the one before it.
    """
    found: set[tuple[int, int]] = set()
    row = column = last_row = last_column = 0
    with archive.open(path) as file:
        tags = (f"{_ANY}row", f"{_ANY}c")
        steps = etree.iterparse(
            file, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
        )
        for event, element in steps:
            if event == "end":
                element.clear()
            elif etree.QName(element).localname == "row":
                row, column = int(element.get("r", row + 1)), 0
            else:
                if match := _REFERENCE.fullmatch(element.get("r", "")):
                    row, column = int(match[2]), column_number(match[1].upper())
                else:
                    column += 1
                last_row, last_column = max(last_row, row), max(last_column, column)
                if int(element.get("s", "0")) in styles:
                    found.add((row - 1, column - 1))
    if last_row * last_column > room:
        raise Unreadable(
            "A sheet of this workbook reaches far beyond its table. Delete the empty rows and columns and send it again."
        )
    return frozenset(found), last_row * last_column


def column_number(letters: str) -> int:
    """Which column, from 1, some letters name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parsed(archive: zipfile.ZipFile, path: str) -> etree._Element:
    """The XML of a member; nothing outside it is ever read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(path), parser)
