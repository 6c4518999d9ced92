"""Places in a text that wait for something."""

import re
from collections import Counter
from collections.abc import Iterator

_NAMED = re.compile(
    r"\{\{\s*(?P<a>[^{}]{1,120}?)\s*\}\}|«\s*(?P<b>[^«»]{1,120}?)\s*»|<<\s*(?P<c>[^<>]{1,120}?)\s*>>"
    r"|\[\[\s*(?P<d>[^\[\]]{1,120}?)\s*\]\]|\$\{\s*(?P<e>[^{}]{1,120}?)\s*\}|\[(?P<f>[^\[\]]{3,120})\]"
)
_BLANK = re.compile(r"_{3,}|\.{6,}|…{2,}")
_LABEL = re.compile(r"[^.;:?!\n\t]*[:]?\s*$")
_TELLS = re.compile(
    r"\s*(?:\[?\s*(?:please |click |tap )?(?:enter|insert|type|add|state|give|complete|choose|tap here|click here|your)\b.*"
    r"|tb[ac]\.?|[£%\s_.…–—\-·\[\]()]*)\s*",
    re.IGNORECASE | re.DOTALL,
)


def marks_in(text: str) -> Iterator[tuple[str, str, int]]:
    """The marks of a text: as written, what it says there, and which of its like it is (from 1).

    A line to write on ("____") says what stands before it.
    """
    counts: Counter[str] = Counter()
    found = sorted([*_NAMED.finditer(text), *_BLANK.finditer(text)], key=lambda match: match.start())
    after = 0
    for match in found:
        if match.start() < after:
            continue
        written = match.group()
        counts[written] += 1
        named = next((words for words in (match.groupdict() or {}).values() if words), "")
        label = _LABEL.search(text[after : match.start()])
        yield (
            written,
            named.replace("_", " ") or (label.group().strip(" :") if label else ""),
            counts[written],
        )
        after = match.end()


def waits(text: str) -> bool:
    """Whether a cell waits to be filled in: it is blank, or says no more than "Insert figure here"."""
    return _TELLS.fullmatch(text) is not None
