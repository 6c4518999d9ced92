"""Which formulas of a workbook hang on cells that were filled: what they came to before is not so any more.

A formula whose cells cannot be told from its text (a name, a table, an address that is itself worked out, a formula
that cells share) is taken to hang on any.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

Place = tuple[int, int]
_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_RANGE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"(?:\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?"
    r"|\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})|\$?(\d{1,7}):\$?(\d{1,7}))(?![\w(.])"
)
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*\(")
_ANYWHERE = re.compile(r"\b(?:INDIRECT|OFFSET)\(", re.IGNORECASE)
_CONSTANT = re.compile(r"\b(?:TRUE|FALSE)\b", re.IGNORECASE)
_LEFT_OVER = re.compile(r"[^\W\d_]|[\[\]#]")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet's name and the formulas of its cells; an empty one is taken to hang on any cell."""

    name: str
    formulas: Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class _Range:
    part: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, part: str, place: Place) -> bool:
        row, column = place
        return part == self.part and self.top <= row <= self.bottom and self.left <= column <= self.right


def dependent_cells(sheets: Mapping[str, Cells], filled: Mapping[str, set[Place]]) -> dict[str, set[Place]]:
    """By sheet, the cells whose formulas hang on a filled cell, straight or through others."""
    parts = {cells.name.casefold(): part for part, cells in sheets.items()}
    waiting = {
        (part, place): ranges_of(formula, part, parts)
        for part, cells in sheets.items()
        for place, formula in cells.formulas.items()
    }
    stale: dict[str, set[Place]] = defaultdict(set)
    news = [(part, place) for part, places in filled.items() for place in places]
    for key in [key for key, ranges in waiting.items() if ranges is None]:
        del waiting[key]
        stale[key[0]].add(key[1])
        news.append(key)
    while news and waiting:
        hit = [
            key
            for key, ranges in waiting.items()
            if any(one.holds(part, place) for one in ranges or () for part, place in news)
        ]
        for part, place in hit:
            del waiting[part, place]
            stale[part].add(place)
        news = hit
    return dict(stale)


def ranges_of(formula: str, part: str, parts: Mapping[str, str]) -> list[_Range] | None:
    """The cells that a formula names; None where that cannot be told from its text."""
    bare = _TEXTS.sub('""', formula)
    if not bare or _ANYWHERE.search(bare):
        return None
    found: list[_Range] = []
    rest: list[str] = []
    after = 0
    for match in _RANGE.finditer(bare):
        quoted, plain, *ends = match.groups()
        name = (quoted or "").replace("''", "'") or plain
        where = parts.get(name.casefold()) if name else part
        if where is None:
            return None
        found.append(_range(where, ends))
        rest.append(bare[after : match.start()])
        after = match.end()
    left = _CONSTANT.sub("", _FUNCTION.sub("(", " ".join([*rest, bare[after:]])))
    return None if _LEFT_OVER.search(left) else found


def _range(part: str, ends: list[str | None]) -> _Range:
    left, top, right, bottom, first_column, last_column, first_row, last_row = ends
    if left and top:
        return _in_order(part, int(top), _column(left), int(bottom or top), _column(right or left))
    if first_column and last_column:
        return _in_order(part, 1, _column(first_column), LAST_ROW, _column(last_column))
    return _in_order(part, int(first_row or 1), 1, int(last_row or LAST_ROW), LAST_COLUMN)


def _in_order(part: str, row: int, column: int, other_row: int, other_column: int) -> _Range:
    return _Range(
        part, min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column)
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
