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
"""Cells that a sheet may span: one lost cell in the last corner of a sheet claims 17 thousand million."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PERCENT_FORMATS = frozenset({9, 10})
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


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
        return {name: _percent_cells(archive, path, styles) for name, path in _sheets(archive)}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the member of each sheet."""
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    for sheet in _parsed(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = relations.get(identity, "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in archive.namelist():
            yield sheet.get("name", ""), path


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The style numbers that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = _parsed(archive, "xl/styles.xml")
    own = {
        int(form.get("numFmtId", "0"))
        for form in root.iter(f"{_MAIN}numFmt")
        if "%" in re.sub(r'"[^"]*"', "", form.get("formatCode", ""))
    }
    formats = root.find(f"{_MAIN}cellXfs")
    return frozenset(
        number
        for number, style in enumerate(formats if formats is not None else ())
        if int(style.get("numFmtId", "0")) in _PERCENT_FORMATS | own
    )


def _percent_cells(archive: zipfile.ZipFile, path: str, styles: frozenset[int]) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    last_row = last_column = 0
    with archive.open(path) as file:
        for _, cell in etree.iterparse(file, tag=f"{_MAIN}c", resolve_entities=False, no_network=True):
            if match := _REFERENCE.fullmatch(cell.get("r", "")):
                row, column = int(match[2]), _column(match[1])
                last_row, last_column = max(last_row, row), max(last_column, column)
                if int(cell.get("s", "0")) in styles:
                    found.add((row - 1, column - 1))
            cell.clear()
    if last_row * last_column > MOST_CELLS:
        raise Unreadable(
            "A sheet of this workbook reaches far beyond its table. Delete the empty rows and columns and send it again."
        )
    return frozenset(found)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _parsed(archive: zipfile.ZipFile, path: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(path), parser)
