"""Plain text and Markdown: the lines exactly as an editor numbers them."""

import re

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import Line

OLD_ENCODING = (
    "This file is not in Unicode. It was read as Windows text (cp1252): check £ signs and quotation marks."
)

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and notes on how it was read. Raises Unreadable if it is not text."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    notes: tuple[str, ...] = ()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Unreadable(
                "This text file is damaged: its end is missing. Save it again and send the new copy."
            ) from None
        text, notes = content.decode("cp1252", errors="replace"), (OLD_ENCODING,)
    odd = sum(character < " " and character not in "\t\n\r\f\x0b" for character in text) + text.count(
        "\ufffd"
    )
    if "\x00" in text or odd > len(text) // 200 + 2:
        raise Unreadable(
            "This is not a text, Word, Excel or PDF file, so it cannot be read. Save the plan as one of these and send it again."
        )
    return text, notes


def text_lines(text: str) -> list[Line]:
    """One Line a line of the file; the last one only if it says something."""
    parts = re.split(r"\r\n|\r|\n", text)
    if parts and not parts[-1]:
        parts.pop()
    return [Line(number, part) for number, part in enumerate(parts, 1)]


def markdown_lines(text: str) -> list[Line]:
    """As `text_lines`, with the rows of pipe tables split into cells."""
    return [_with_cells(line) for line in text_lines(text)]


def _with_cells(line: Line) -> Line:
    bare = line.text.strip()
    if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
        cells = tuple(cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", bare[1:-1]))
        return Line(line.number, line.text, cells=cells)
    return line
