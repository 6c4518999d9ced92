"""What a line says, without the leftovers of the program that made it: tags, marks and bullets."""

import html
import re
from dataclasses import dataclass

from goldenthread.reading.rendering import Line, Lines, Rendering, Style

_BREAKS = re.compile(r"</?(?:p|ul|ol|li|br|div)\b[^<>]{0,400}>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z][a-z0-9]{0,20}\b[^<>]{0,400}>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*|__")
_ITALIC = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])")
_BULLETS = re.compile(r"[•○●▪■◦·\uf0b7\uf0a7]")
_LEADING_MARK = re.compile(r"^\s*(?:[-–*]\s+)+")
_HASHES = re.compile(r"^\s*#{1,6}\s+")
_RULE = re.compile(r"^[\s\-–—_=|:+]*$")
_PDF_GAP = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line made ready: `cells` has one entry for plain text, several for a table row.

    A cell's items (bullets, paragraphs) are separated by "\\n".
    """

    number: int
    cells: tuple[str, ...]
    is_table: bool
    is_heading: bool = False
    is_bullet: bool = False
    last: int = 0
    """The last line of a row that was put together from several; 0 where it is one line."""

    @property
    def lines(self) -> Lines:
        return (self.number, max(self.number, self.last))

    @property
    def filled(self) -> tuple[int, ...]:
        """The positions of the cells that say something."""
        return tuple(index for index, cell in enumerate(self.cells) if cell)

    @property
    def text(self) -> str:
        """All that the row says, cells joined by a space."""
        return " ".join(cell for cell in self.cells if cell)


def rows(rendering: Rendering) -> list[Row]:
    """The lines of a rendering, cleaned; those that say nothing (blank, ruled) are left out."""
    cleaned = (row_of(line, by_spacing=not rendering.sure) for line in rendering.lines)
    return [row for row in cleaned if row.filled]


def clean(text: str) -> str:
    """A text without tags, marks and doubled spaces; its items one to a line."""
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))
    text = _ITALIC.sub(r"\1", _STRONG.sub("", text))
    text = _BULLETS.sub("\n", text)
    items = (re.sub(r"\s+", " ", _LEADING_MARK.sub("", item)).strip() for item in text.split("\n"))
    return "\n".join(item for item in items if item)


def fold(text: str) -> str:
    """A name as it is compared: no case, no "and" or "&", no initials in brackets, no punctuation."""
    text = re.sub(r"\([A-Z][A-Za-z&]{1,7}\)", " ", text)
    text = re.sub(r"&|\band\b", " ", text.lower())
    return " ".join(re.findall(r"[^\W_]+", text))


def row_of(line: Line, *, by_spacing: bool = False) -> Row:
    """A line, cleaned. `by_spacing` takes wide gaps for the edges of cells."""
    if line.cells is not None:
        parts: list[str] = list(line.cells)
    elif "\t" in line.text:
        parts = line.text.split("\t")
    elif by_spacing and _PDF_GAP.search(line.text.strip()):
        parts = _PDF_GAP.split(line.text.strip())
    else:
        parts = [line.text]
    marked = _LEADING_MARK.match(parts[0]) is not None or _BULLETS.match(parts[0].strip()) is not None
    is_heading = line.style is Style.HEADING or parts[0].lstrip().startswith("#")
    parts[0] = _HASHES.sub("", parts[0])
    cells = tuple("" if _RULE.match(part) else clean(part) for part in parts)
    return Row(
        number=line.number,
        cells=cells,
        is_table=len(parts) > 1,
        is_heading=is_heading,
        is_bullet=line.style is Style.BULLET or (marked and not any(part.strip() for part in parts[1:])),
    )
