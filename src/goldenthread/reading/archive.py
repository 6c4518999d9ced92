"""Word and Excel files are zip archives; an honest one has few members and does not swell."""

import io
import zipfile
import zlib

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import FileKind

MOST_MEMBERS = 2_000
MOST_UNPACKED = 120 * 1024 * 1024
"""Bytes of XML that a document may unpack to: the largest honest plans have a tenth."""
MOST_SWELLING = 200
"""How many times its packed size a large member may unpack to; XML of tables swells 20 to 60 times."""
SMALL = 1024 * 1024
"""A member up to this size is harmless however it swells."""

DAMAGED = Unreadable(
    "This file is damaged or only half of it arrived. Open it, save it again and send the new copy."
)


BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    RuntimeError,
    KeyError,
)
"""What the readers of archives raise where a byte is wrong."""


def checked_kind(content: bytes, *, macros: bool = False) -> FileKind:
    """Which kind of document a zip archive is. Raises Unreadable where it is none, locked, or not safe to open.

    `macros` lets a file through that holds programs: somebody else's template, which is kept and never run.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            _check_size(members)
            if any(member.flag_bits & 0x1 for member in members):
                raise Unreadable(
                    "This file is locked with a password. Save it without one and send it again."
                )
            if not macros and any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unreadable(
                    "This file holds macros, which are programs. Save it as .docx or .xlsx without them and send that."
                )
            kind = _kind(names)
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_member(archive, member)
            return kind
    except BROKEN:
        raise DAMAGED from None


def _check_size(members: list[zipfile.ZipInfo]) -> None:
    swollen = any(
        member.file_size > SMALL and member.file_size > MOST_SWELLING * max(member.compress_size, 1)
        for member in members
    )
    if swollen or len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable(
            "This file unpacks to far more than a plan needs, so it was not opened. Save the plan alone and send that."
        )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member whole, which also checks its sum, and refuse declarations that XML documents of plans never have."""
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) > member.file_size or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DAMAGED


def _kind(names: set[str]) -> FileKind:
    if "word/document.xml" in names:
        return FileKind.WORD
    if "xl/workbook.xml" in names:
        return FileKind.EXCEL
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable("This is an OpenDocument file. Save it as .docx or .xlsx and send that.")
    if "[Content_Types].xml" in names:
        raise DAMAGED
    raise Unreadable("This is a zip archive, not a Word or Excel file. Unpack it and send the plan itself.")
