"""A file becomes its text rendering, whatever it is; a file that is not what it should be is refused in a sentence.

The format is decided by the content, never by the name alone. Files are taken as hostile: nothing is read beyond
the limit, nothing is unpacked beyond what an honest document needs.
"""

import hashlib
from pathlib import Path

from goldenthread.reading import archive
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.excel import excel_lines
from goldenthread.reading.pdf import pdf_grid, pdf_lines
from goldenthread.reading.rendering import FileKind, Line, Rendering
from goldenthread.reading.text import decode, markdown_lines, text_lines
from goldenthread.reading.word import word_lines

DEFAULT_LIMIT = 10 * 1024 * 1024
"""The largest file that is read, in bytes: a long plan with pictures has about a tenth."""

MOST_LINES = 200_000
"""The most line ends in a text: the longest plan has a hundredth of them."""

_OTHER_KINDS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich text file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_NAME = "EncryptedPackage".encode("utf-16-le")


def render(path: Path, *, name: str | None = None, limit: int = DEFAULT_LIMIT) -> Rendering:
    """The text rendering of a file. `name` is what its sender called it; `limit` is in bytes.

    Raises Unreadable where it is missing, empty, too large, damaged, locked, or no kind of file that can be read.
    """
    name = name or path.name
    content = _content(path, limit)
    kind = _kind(content, name)
    lines, notes = _lines(kind, content, path)
    grid = pdf_grid(path, lines) if kind is FileKind.PDF else ()
    if not any(line.text.strip() for line in lines):
        raise Unreadable(
            f"“{name}” has no text in it. If it is a scan, send the file that it was printed from."
        )
    return Rendering(
        file=name,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        lines=lines,
        sure=kind is not FileKind.PDF,
        notes=notes,
        grid=grid,
    )


def office_content(path: Path, *, limit: int = DEFAULT_LIMIT) -> bytes:
    """The bytes of somebody's Word or Excel file, macros and all. Raises Unreadable for any other and beyond the limit."""
    content = _content(path, limit)
    if content.startswith(b"PK"):
        archive.checked_kind(content, macros=True)
        return content
    _kind(content, path.name)
    raise Unreadable("This is no Word or Excel file. Save the template as .docx or .xlsx and send that.")


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except FileNotFoundError:
        raise Unreadable(f"There is no file “{path}”. Check its name and folder.") from None
    except IsADirectoryError:
        raise Unreadable(f"“{path}” is a folder. Name one file in it.") from None
    except OSError as problem:
        raise Unreadable(f"“{path}” could not be opened: {problem.strerror}.") from None
    if len(content) > limit:
        raise Unreadable(
            f"This file is larger than {limit / 1024 / 1024:g} MB, the most that is read. Take the pictures out, or send it in parts."
        )
    if not content:
        raise Unreadable("This file is empty. Save it again and send the new copy.")
    return content


def _kind(content: bytes, name: str) -> FileKind:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"PK"):
        return archive.checked_kind(content)
    if content.startswith(_OLE):
        if _ENCRYPTED_NAME in content:
            raise Unreadable("This file is locked with a password. Save it without one and send it again.")
        raise Unreadable(
            "This is an old Word or Excel file, or not one at all. Save it as .docx or .xlsx and send that."
        )
    for start, what in _OTHER_KINDS:
        if content.startswith(start):
            raise Unreadable(f"This is {what}, not a plan. Send a text, Word, Excel or PDF file.")
    return FileKind.MARKDOWN if name.lower().endswith((".md", ".markdown")) else FileKind.TEXT


def _lines(kind: FileKind, content: bytes, path: Path) -> tuple[list[Line], tuple[str, ...]]:
    if kind is FileKind.WORD:
        return word_lines(content), ()
    if kind is FileKind.EXCEL:
        return excel_lines(content), ()
    if kind is FileKind.PDF:
        return pdf_lines(path), (
            "This PDF was read by the spaces between its words. Check what was understood with care.",
        )
    if content.count(b"\n") + content.count(b"\r") > MOST_LINES:
        raise Unreadable("This file has more lines than any plan. Send the plan alone, without other data.")
    text, notes = decode(content)
    return (markdown_lines if kind is FileKind.MARKDOWN else text_lines)(text), notes
