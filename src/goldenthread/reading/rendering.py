"""The text rendering of a document: numbered lines, each with its cells where it was a table row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Lines = tuple[int, int]
"""The first and last line of a passage, both counted from 1 and both included."""


class FileKind(StrEnum):
    """The kinds of file that can be read, as the JSON names them."""

    TEXT = "text"
    MARKDOWN = "markdown"
    WORD = "docx"
    EXCEL = "xlsx"
    PDF = "pdf"


class Style(StrEnum):
    """What the file itself says a line is, where it says so (a Word style, a Markdown mark)."""

    PLAIN = "plain"
    HEADING = "heading"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a line of text, a Word paragraph, a Word table row or a spreadsheet row.

    `cells` is None outside tables. A row's `text` is its cells joined by tabs. A cell may hold line breaks
    ("\\n") where the source cell had several paragraphs. `table` numbers the table or sheet that a row
    stands in, from 1, and is None outside tables and for tab-separated text, where nothing says so.
    """

    number: int
    text: str
    cells: tuple[str, ...] | None = None
    table: int | None = None
    table_name: str | None = None
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Rendering:
    """A document as lines. `sure` is False where the layout had to be guessed (a PDF).

    `notes` are plain sentences that the person should see, such as that the file was in an old encoding.
    """

    file: str
    kind: FileKind
    sha256: str
    lines: Sequence[Line]
    sure: bool = True
    notes: tuple[str, ...] = ()
    grid: Sequence[str] = ()
    """Where `sure` is False: the same lines and words, each word as far from the left as it stands on the page."""

    @property
    def text(self) -> str:
        """All lines, as the left side of the review shows them."""
        return "\n".join(line.text for line in self.lines)
