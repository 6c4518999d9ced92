"""What a Word document shows: its tables with merged cells, nested ones too, and the places in its texts that wait."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from goldenthread.reading.archive import BROKEN, DAMAGED
from goldenthread.reading.excel import parsed
from goldenthread.reading.outside.marks import marks_in
from goldenthread.reading.outside.shapes import Box, Grid, Layout, Mark
from goldenthread.reading.rendering import FileKind

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
_ANY = "{*}"


def document_layout(content: bytes) -> Layout:
    """The tables and texts of a document, its headers and footers. Raises Unreadable where it is damaged."""
    grids: list[Grid] = []
    marks: list[Mark] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
            for part in sorted(parts, key=lambda name: (name != "word/document.xml", name)):
                root = parsed(archive, part)
                grids += _grids(root, part, len(grids))
                marks += _marks(root, part)
    except (*BROKEN, etree.LxmlError):
        raise DAMAGED from None
    return Layout(FileKind.WORD, tuple(grids), tuple(marks))


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _at(element: etree._Element) -> str:
    """Where an element stands: which child of which child of the root, from 0."""
    steps: list[str] = []
    while (parent := element.getparent()) is not None:
        steps.append(str(parent.index(element)))
        element = parent
    return ".".join(reversed(steps))


def _grids(root: etree._Element, part: str, before: int) -> Iterator[Grid]:
    heading = ""
    number = before
    for element in root.iter(f"{_ANY}p", f"{_ANY}tbl"):
        if _name(element) == "p":
            if not any(_name(above) == "tc" for above in element.iterancestors()):
                heading = own_text(element).strip() or heading
            continue
        number += 1
        yield Grid(part, f"Table {number}", tuple(_boxes(element)), before=heading)


def _boxes(table: etree._Element) -> list[Box]:
    """The cells of a table; what is merged downwards is one, found at its first row."""
    boxes: list[Box] = []
    open_below: dict[int, int] = {}
    for row_number, row in enumerate(_inside(table, "tr"), 1):
        column = 1 + _grid_before(row)
        for cell in _inside(row, "tc"):
            width = _property(cell, "gridSpan", 1)
            merge = cell.find(f"{_ANY}tcPr/{_ANY}vMerge")
            if merge is not None and _value(merge, "continue") != "restart" and column in open_below:
                above = boxes[open_below[column]]
                boxes[open_below[column]] = Box(
                    above.at, above.row, above.column, above.text, row_number - above.row + 1, above.columns
                )
            else:
                open_below.pop(column, None)
                if merge is not None:
                    open_below[column] = len(boxes)
                boxes.append(Box(_at(cell), row_number, column, _cell_text(cell), 1, width))
            column += width
    return boxes


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _inside(child, name)


def _grid_before(row: etree._Element) -> int:
    found = row.find(f"{_ANY}trPr/{_ANY}gridBefore")
    return _number(found, 0)


def _property(cell: etree._Element, name: str, otherwise: int) -> int:
    return max(1, _number(cell.find(f"{_ANY}tcPr/{_ANY}{name}"), otherwise))


def _number(element: etree._Element | None, otherwise: int) -> int:
    written = "" if element is None else _value(element, "")
    return min(int(written), 1000) if written.isdigit() else otherwise


def _value(element: etree._Element, otherwise: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}val")), otherwise)


def _cell_text(cell: etree._Element) -> str:
    """The text of a cell, without that of tables inside it."""
    lines = [
        own_text(paragraph)
        for paragraph in cell.iter(f"{_ANY}p")
        if next(above for above in paragraph.iterancestors() if _name(above) == "tc") is cell
    ]
    return "\n".join(lines).strip()


def own_text(paragraph: etree._Element) -> str:
    """The text of a paragraph as it is shown, without that of a text box inside it. Deleted words are left out."""
    words: list[str] = []
    for element in paragraph.iter(f"{_ANY}t", f"{_ANY}tab", f"{_ANY}br"):
        if next(above for above in element.iterancestors() if _name(above) == "p") is not paragraph:
            continue
        if _name(element) == "t":
            words.append(element.text or "")
        elif _name(element.getparent()) == "r":
            words.append("\t" if _name(element) == "tab" else "\n")
    return "".join(words)


def _marks(root: etree._Element, part: str) -> Iterator[Mark]:
    """Places in paragraphs, and the fields of forms that are named: content controls inside a text."""
    controls = set()
    for control in root.iter(f"{_ANY}sdt"):
        named = _control_name(control)
        if named and not any(True for _ in control.iter(f"{_ANY}tc", f"{_ANY}tbl")):
            controls.update(control.iter(f"{_ANY}p"))
            above = next((one for one in control.iterancestors() if _name(one) == "p"), control)
            around = own_text(above) if _name(above) == "p" else ""
            yield Mark(part, _at(control), "", named, around or named, name=f"the field “{named}”")
    for paragraph in root.iter(f"{_ANY}p"):
        if paragraph in controls:
            continue
        text = own_text(paragraph)
        for written, words, occurrence in marks_in(text[:4000]):
            yield Mark(part, _at(paragraph), written, words, text, occurrence, _place(part))


def _control_name(control: etree._Element) -> str:
    for name in ("alias", "tag"):
        found = control.find(f"{_ANY}sdtPr/{_ANY}{name}")
        if found is not None and _value(found, "").strip():
            return _value(found, "").replace("_", " ").strip()
    return ""


def _place(part: str) -> str:
    if part.startswith("word/header"):
        return "the head of the page"
    return "the foot of the page" if part.startswith("word/footer") else "the text"
