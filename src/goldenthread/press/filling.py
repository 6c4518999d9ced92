"""Fill somebody else's template: bytes and what belongs where in, bytes out, everything else as it was.

Only the parts of the file that hold a place to fill are written anew, and in them only those places; all other
members of the archive are the same bytes. Programs in a file are kept and never run.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from goldenthread.press.document import fill_document
from goldenthread.press.shapes import CannotFill, Filling
from goldenthread.press.workbook import fill_workbook

_WORKBOOK = "xl/workbook.xml"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def filled(content: bytes, fillings: Sequence[Filling]) -> bytes:
    """The template with these places filled. Raises CannotFill where one of them is not there any more."""
    by_part: dict[str, list[Filling]] = defaultdict(list)
    for one in fillings:
        by_part[one.part].append(replace(one, words=legible(one.words)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        missing = by_part.keys() - set(archive.namelist())
        if missing:
            raise CannotFill("A sheet or part of the template is not there any more.")
        if _WORKBOOK in archive.namelist():
            written = fill_workbook(archive, by_part)
        else:
            written = {
                part: _written(fill_document(_parsed(archive.read(part)), wanted))
                for part, wanted in by_part.items()
            }
        return _rewritten(archive, written)


def legible(text: str) -> str:
    """A text that XML can hold: signs that it cannot become spaces."""
    return _UNFIT.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def _rewritten(archive: zipfile.ZipFile, parts: Mapping[str, bytes]) -> bytes:
    """The same archive with other content in these members: their order, names and days stay."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        target.comment = archive.comment
        for member in archive.infolist():
            target.writestr(member, parts.get(member.filename, archive.read(member)))
    return kept.getvalue()
