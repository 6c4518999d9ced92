"""Small documents for the tests, made as the programs make them."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def word(path: Path, *blocks: str | Rows, style: str | None = None) -> Path:
    """A Word file: a text is a paragraph ("# " a heading, "- " a bullet), rows are a table."""
    document = Document()
    for block in blocks:
        if not isinstance(block, str):
            table = document.add_table(rows=len(block), cols=max(len(row) for row in block))
            for index, row in enumerate(block):
                for column, value in enumerate(row):
                    table.cell(index, column).text = str(value)
        elif block.startswith("# "):
            document.add_heading(block[2:])
        elif block.startswith("- "):
            document.add_paragraph(block[2:], style="List Bullet")
        else:
            document.add_paragraph(block, style=style)
    document.save(str(path))
    return path


def excel(path: Path, sheets: dict[str, Rows]) -> Path:
    """An Excel file with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive with these members."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def with_member(path: Path, name: str, content: bytes) -> Path:
    """The same archive with a member replaced or added."""
    with zipfile.ZipFile(path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    path.write_bytes(zipped(members | {name: content}))
    return path


def pdf(path: Path, lines: Sequence[str]) -> Path:
    """The smallest PDF that shows these lines in a typewriter face."""
    shown = "".join(
        f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*\n" for line in lines
    )
    stream = f"BT /F1 8 Tf 10 TL 20 800 Td\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(
        b"%010d 00000 n \n" % offset for offset in offsets
    )
    path.write_bytes(content + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return path
