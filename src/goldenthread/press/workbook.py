"""Places in a workbook: a cell gets its number, day or words and keeps its style; formulas work themselves out anew.

The sheets are changed as XML, because a program that reads and writes whole workbooks loses what it does not know:
charts, pictures, newer rules of colour, programs.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from lxml import etree

from goldenthread.press.recalculating import Cells, dependent_cells
from goldenthread.press.shapes import CannotFill, Filling, with_marks_replaced

_ANY = "{*}"
_WORKBOOK = "xl/workbook.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PERCENT, _DAYS, _TEXT = frozenset({9, 10}), frozenset({*range(14, 18), 22}), 49
_LOOKS_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MOST_LETTERS = 32_767
"""What a cell can hold."""


def fill_workbook(archive: zipfile.ZipFile, wanted: Mapping[str, Sequence[Filling]]) -> dict[str, bytes]:
    """The members of a workbook that change when these places are filled, as they become. Raises CannotFill."""
    if not wanted:
        return {}
    workbook = _parsed(archive.read(_WORKBOOK))
    formats = _Formats(archive, _counts_from_1904(workbook))
    sheets = {name: _Sheet(archive.read(name)) for name in archive.namelist() if _SHEET.fullmatch(name)}
    shared = _shared_strings(archive)
    filled: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for part, those in wanted.items():
        if part not in sheets:
            raise CannotFill("A sheet of the template is not there any more.")
        by_cell: dict[str, list[Filling]] = defaultdict(list)
        for one in those:
            by_cell[one.at].append(one)
        for at, fillings in by_cell.items():
            filled[part].add(sheets[part].fill(at, fillings, formats, shared))
    stale = dependent_cells(_formulas(archive, workbook, sheets), filled)
    forgotten = {part for part, cells in stale.items() if sheets[part].forget(cells)}
    changed = forgotten | wanted.keys()
    written = {part: _written(sheets[part].root) for part in changed}
    if any(sheet.has_formulas for sheet in sheets.values()):
        written[_WORKBOOK] = _written(_worked_out_when_opened(workbook))
    return written


class _Sheet:
    """One sheet as XML."""

    def __init__(self, content: bytes) -> None:
        self.root = _parsed(content)
        self.rows: dict[int, etree._Element] = {}
        self.cells: dict[tuple[int, int], etree._Element] = {}
        row = column = 0
        for element in self.root.iterfind(f"{_ANY}sheetData/{_ANY}row"):
            row, column = int(element.get("r", row + 1)), 0
            self.rows[row] = element
            for cell in element.iterfind(f"{_ANY}c"):
                place = _place(cell.get("r", ""))
                column = place[1] if place else column + 1
                self.cells[row, column] = cell

    @property
    def has_formulas(self) -> bool:
        return self.root.find(f".//{_ANY}sheetData/{_ANY}row/{_ANY}c/{_ANY}f") is not None

    def fill(self, at: str, wanted: list[Filling], formats: "_Formats", shared: list[str]) -> tuple[int, int]:
        """Put what is wanted into a cell. Returns its row and column."""
        place = _place(at)
        if place is None:
            raise CannotFill(f"“{at}” is no cell.")
        cell = self.cells.get(place)
        if cell is None:
            cell = self._new_cell(*place)
        if cell.find(f"{_ANY}f") is not None:
            raise CannotFill(f"Cell {at} holds a formula of the template, which works itself out.")
        if wanted[0].mark:
            _say(cell, with_marks_replaced(_text(cell, shared), wanted))
            return place
        one, style = wanted[-1], int(cell.get("s", "0"))
        number = formats.number(one, style)
        if number is None:
            _say(cell, one.words)
        else:
            _clear(cell)
            etree.SubElement(cell, f"{{{etree.QName(cell).namespace}}}v").text = number
        return place

    def forget(self, cells: Iterable[tuple[int, int]]) -> bool:
        """Leave out what formulas came to before: it is not so any more. Returns whether any had come to something."""
        forgotten = False
        for place in cells:
            cell = self.cells[place]
            for value in cell.findall(f"{_ANY}v"):
                if value.text:
                    cell.remove(value)
                    cell.attrib.pop("t", None)
                    forgotten = True
        return forgotten

    def _new_cell(self, row: int, column: int) -> etree._Element:
        """A cell that the file did not name yet, in the style of its row or column."""
        data = self.root.find(f"{_ANY}sheetData")
        namespace = etree.QName(data).namespace
        if row not in self.rows:
            made = etree.Element(f"{{{namespace}}}row", r=str(row))
            later = [number for number in self.rows if number > row]
            if later:
                self.rows[min(later)].addprevious(made)
            else:
                data.append(made)
            self.rows[row] = made
        cell = etree.Element(f"{{{namespace}}}c", r=f"{_letters(column)}{row}")
        style = self._style_around(self.rows[row], column)
        if style:
            cell.set("s", style)
        later = [other for in_row, other in self.cells if in_row == row and other > column]
        if later:
            self.cells[row, min(later)].addprevious(cell)
        else:
            last = [other for in_row, other in self.cells if in_row == row]
            if last:
                self.cells[row, max(last)].addnext(cell)
            else:
                self.rows[row].insert(0, cell)
        self.cells[row, column] = cell
        return cell

    def _style_around(self, row: etree._Element, column: int) -> str:
        if row.get("s"):
            return str(row.get("s"))
        for one in self.root.iterfind(f"{_ANY}cols/{_ANY}col"):
            if int(one.get("min", "0")) <= column <= int(one.get("max", "0")):
                return str(one.get("style", ""))
        return ""


class _Formats:
    """How the styles of a workbook show what stands in a cell."""

    def __init__(self, archive: zipfile.ZipFile, from_1904: bool) -> None:
        self._first_day = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        self._codes: list[tuple[int, str]] = []
        if "xl/styles.xml" in archive.namelist():
            root = _parsed(archive.read("xl/styles.xml"))
            own = {
                int(form.get("numFmtId", "0")): form.get("formatCode", "")
                for form in root.iter(f"{_ANY}numFmt")
            }
            for style in root.iterfind(f"{_ANY}cellXfs/{_ANY}xf"):
                number = int(style.get("numFmtId", "0"))
                self._codes.append((number, re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", own.get(number, ""))))

    def number(self, one: Filling, style: int) -> str | None:
        """The number that a cell of this style gets; None where it gets words."""
        known, code = self._codes[style] if style < len(self._codes) else (0, "")
        if known == _TEXT or code == "@":
            return None
        if one.day is not None:
            shows_days = known in _DAYS or re.search(r"[dy]", code, re.IGNORECASE) is not None
            return str((one.day - self._first_day).days) if shows_days else None
        if one.number is None:
            return None
        as_share = one.percent and (known in _PERCENT or "%" in code)
        return _plain(one.number / 100 if as_share else one.number)


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _say(cell: etree._Element, words: str) -> None:
    """Words in a cell itself, so that the strings which cells share stay as they are."""
    _clear(cell)
    words = words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 1] + "…"
    if not words:
        return
    namespace = etree.QName(cell).namespace
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, f"{{{namespace}}}is"), f"{{{namespace}}}t")
    text.text = _LOOKS_LIKE_AN_ESCAPE.sub("_x005F_", words)
    text.set(_SPACE, "preserve")


def _clear(cell: etree._Element) -> None:
    cell.attrib.pop("t", None)
    for name in ("v", "is"):
        for child in cell.findall(f"{_ANY}{name}"):
            cell.remove(child)


def _text(cell: etree._Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_ANY}t"))
    value = cell.find(f"{_ANY}v")
    written = (value.text or "") if value is not None else ""
    if cell.get("t") == "s" and written.isdigit() and int(written) < len(shared):
        return shared[int(written)]
    return written


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [
        "".join(
            text.text or ""
            for text in entry.iter(f"{_ANY}t")
            if etree.QName(text.getparent()).localname != "rPh"
        )
        for entry in _parsed(archive.read("xl/sharedStrings.xml")).iter(f"{_ANY}si")
    ]


def _formulas(
    archive: zipfile.ZipFile, workbook: etree._Element, sheets: Mapping[str, _Sheet]
) -> dict[str, Cells]:
    """By sheet, its name and the formulas of its cells. A formula that cells share is given to each as it stands."""
    relations = {
        one.get("Id"): one.get("Target", "").removeprefix("/")
        for one in _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    }
    names: dict[str, str] = {}
    for sheet in workbook.iter(f"{_ANY}sheet"):
        target = relations.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), ""), "")
        names[target if target.startswith("xl/") else f"xl/{target}"] = sheet.get("name", "")
    found: dict[str, Cells] = {}
    for part, sheet in sheets.items():
        formulas: dict[tuple[int, int], str] = {}
        for place, cell in sheet.cells.items():
            formula = cell.find(f"{_ANY}f")
            if formula is not None:
                # Cells that share a formula do not repeat it: what they hang on is not known.
                formulas[place] = (
                    "" if formula.get("t") in {"shared", "array", "dataTable"} else formula.text or ""
                )
        found[part] = Cells(names.get(part, ""), formulas)
    return found


def _counts_from_1904(workbook: etree._Element) -> bool:
    properties = workbook.find(f"{_ANY}workbookPr")
    return properties is not None and properties.get("date1904") in {"1", "true"}


def _worked_out_when_opened(workbook: etree._Element) -> etree._Element:
    """The workbook told to work out every formula when it is opened."""
    found = workbook.find(f"{_ANY}calcPr")
    if found is None:
        found = etree.Element(f"{{{etree.QName(workbook).namespace}}}calcPr")
        before = [one for one in workbook if etree.QName(one).localname in _BEFORE_CALCULATION]
        before[-1].addnext(found)
    found.set("fullCalcOnLoad", "1")
    return workbook


_BEFORE_CALCULATION = frozenset(
    {
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "AlternateContent",
        "workbookProtection",
        "bookViews",
        "sheets",
    }
    | {"functionGroups", "externalReferences", "definedNames", "revisionPtr"}
)


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference.upper())
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written
