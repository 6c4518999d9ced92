"""The rows of a public file, one after the other, however long it is: a CSV, or every sheet of a workbook."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.reading import archive
from goldenthread.reading.archive import BROKEN, DAMAGED
from goldenthread.reading.errors import Unreadable

_ENCODINGS = ("utf-8-sig", "cp1252")
_SNIFFED = 1 << 16


class Numbered(NamedTuple):
    """A row with its number in the file (from 1), and the sheet that it stands in."""

    number: int
    cells: Sequence[str]
    sheet: str = ""


def rows_of(path: Path) -> Iterator[Numbered]:
    """The rows of a file as text. Raises Unreadable where it is neither a CSV nor a workbook, or is damaged."""
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
    except OSError as problem:
        raise Unreadable(f"“{path.name}” cannot be opened: {problem.strerror}.") from None
    if not start:
        raise Unreadable("This file is empty. Download it again.")
    if start.startswith(b"PK"):
        return _of_workbook(path)
    if b"\x00" in start:
        raise Unreadable("This is neither a CSV nor an Excel workbook (.xlsx). Download it as one of these.")
    return _of_csv(path, start)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as 64 letters and digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_csv(path: Path, start: bytes) -> Iterator[Numbered]:
    encoding = _encoding(path)
    first = next((line for line in start.decode(encoding, "replace").splitlines() if line.strip()), "")
    divider = max(",;\t", key=first.count)
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, delimiter=divider)
        try:
            for cells in rows:
                if cells:
                    yield Numbered(rows.line_num, cells)
        except csv.Error as problem:
            raise Unreadable(f"Line {rows.line_num} of this CSV cannot be read: {problem}.") from None


def _encoding(path: Path) -> str:
    """UTF-8, or what Windows writes."""
    for encoding in _ENCODINGS:
        with path.open(encoding=encoding) as file:
            if _decodes(file):
                return encoding
    raise Unreadable("This file is not text. Download it again as a CSV.")


def _decodes(file: TextIO) -> bool:
    try:
        while file.read(1 << 20):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _of_workbook(path: Path) -> Iterator[Numbered]:
    content = path.read_bytes()
    archive.checked_kind(content, macros=True)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
                written = [_written(cell) for cell in cells]
                if any(written):
                    yield Numbered(number, written, name)
    except (*BROKEN, CalamineError):
        raise DAMAGED from None


def _written(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
