"""PDF files through poppler's pdftotext, which keeps the layout with spaces. Never as sure as the file itself."""

import shutil
import subprocess
from pathlib import Path

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import Line
from goldenthread.reading.text import text_lines

SECONDS = 30
MOST_TEXT = 20 * 1024 * 1024
POINTS = "3"
"""How wide a place of the grid is, in points: narrower than any letter."""


def pdf_lines(path: Path) -> list[Line]:
    """The lines of a PDF. Raises Unreadable where it is damaged, locked or a scan, or pdftotext is not installed."""
    return text_lines(_text(path))


def pdf_grid(path: Path, lines: list[Line]) -> tuple[str, ...]:
    """The same lines with each word as far from the left as it stands on the page; none where they differ.

    The layout itself pushes words together to keep lines short, so that a column wanders from line to line.
    """
    grid = tuple(line.text for line in text_lines(_text(path, "-fixed", POINTS)))
    same = len(grid) == len(lines) and all(
        text.split() == line.text.split() for text, line in zip(grid, lines, strict=True)
    )
    return grid if same else ()


def _text(path: Path, *options: str) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        raise Unreadable(
            "PDF files cannot be read here until poppler-utils is installed. Send the Word file instead."
        )
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, a resolved path, no shell
            [program, "-layout", *options, "-enc", "UTF-8", str(path.resolve()), "-"],
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(
            "This PDF took too long to read. Send the Word file that it was made from."
        ) from None
    if b"Incorrect password" in done.stderr:
        raise Unreadable("This PDF is locked with a password. Save it without one and send it again.")
    if done.returncode != 0 or len(done.stdout) > MOST_TEXT:
        raise Unreadable(
            "This PDF is damaged or only half of it arrived. Save it again and send the new copy."
        )
    return done.stdout.decode("utf-8", errors="replace").replace("\f", "")
