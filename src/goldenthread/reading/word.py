"""Word documents: a paragraph or a table row is a line. Deleted text is left out, inserted text is kept."""

import io
import re
from collections.abc import Iterator

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from goldenthread.reading.archive import BROKEN, DAMAGED
from goldenthread.reading.rendering import Line, Style

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_CONTAINERS = frozenset(
    {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag"), qn("w:moveTo")}
)
_LEFT_OUT = frozenset(
    {
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:pPr"),
        qn("w:rPr"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # says a text box a second time
    }
)
_MOST_COLUMNS = 200
"""A row claims its own width; no honest table is wider."""


def word_lines(content: bytes) -> list[Line]:
    """The lines of a document's body, in order. Raises Unreadable where it is damaged."""
    try:
        body = Document(io.BytesIO(content)).element.body
    except (*BROKEN, etree.LxmlError, AttributeError, TypeError):
        raise DAMAGED from None
    if body is None:
        raise DAMAGED
    lines: list[Line] = []
    for element, table in _blocks(body):
        if element.tag == _PARAGRAPH:
            lines.append(Line(len(lines) + 1, _text(element), style=_style(element)))
        else:
            cells = tuple(_cells(element))
            lines.append(
                Line(len(lines) + 1, "\t".join(cell.replace("\n", " ") for cell in cells), cells, table)
            )
    return lines


def _blocks(body: etree._Element) -> Iterator[tuple[etree._Element, int | None]]:
    """The paragraphs and table rows of the body, through content controls, each row with its table's number."""
    tables = 0
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag == _PARAGRAPH:
            yield element, None
        elif element.tag == _TABLE:
            tables += 1
            for row in _children(element, _ROW):
                yield row, tables
        elif element.tag in _CONTAINERS:
            waiting.extend(reversed(element))


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _cells(row: etree._Element) -> Iterator[str]:
    """The cells of a row; one merged over several columns is followed by empty ones, one merged upwards is empty."""
    width = 0
    for cell in _children(row, _CELL):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        columns = _whole(span.get(qn("w:val"))) if span is not None else 1
        goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
        yield "" if goes_on else _cell_text(cell)
        for _ in range(min(columns, _MOST_COLUMNS - width) - 1):
            yield ""
        width += columns
        if width >= _MOST_COLUMNS:
            return


def _cell_text(cell: etree._Element) -> str:
    paragraphs = (_text(paragraph, at_break="\n") for paragraph in cell.iter(_PARAGRAPH))
    return "\n".join(text for text in paragraphs if text.strip())


def _text(paragraph: etree._Element, at_break: str = " ") -> str:
    """The words of a paragraph. A tab in it is a space; a line break too, but in a cell it parts two items."""
    parts: list[str] = []
    for child in paragraph:
        _gather(child, parts, at_break)
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def _gather(element: etree._Element, parts: list[str], at_break: str) -> None:
    waiting = [element]
    while waiting:
        current = waiting.pop()
        if current.tag in _LEFT_OUT:
            continue
        if current.tag == _TEXT:
            parts.append(current.text or "")
        elif current.tag == _TAB:
            parts.append(" ")
        elif current.tag in {_BREAK, _RETURN}:
            parts.append(at_break)
        else:
            waiting.extend(reversed(current))


def _style(paragraph: etree._Element) -> Style:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return Style.PLAIN
    named = properties.find(qn("w:pStyle"))
    name = (named.get(qn("w:val")) or "").lower() if named is not None else ""
    if name.startswith(("heading", "title")):
        return Style.HEADING
    if name.startswith("list") or properties.find(qn("w:numPr")) is not None:
        return Style.BULLET
    return Style.PLAIN


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 1
