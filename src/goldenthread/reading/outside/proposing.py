"""What seems to belong where in a template: by the headings, codes and titles that stand around each blank.

A blank belongs to the measure named in its row, or in its column, or above its block, or over its table; what is
asked and for which period say the headings of its column and row. What is not sure is said as a doubt, and a blank
beside a code that we do not hold is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from goldenthread.reading import archive
from goldenthread.reading.outside.documents import document_layout
from goldenthread.reading.outside.marks import waits
from goldenthread.reading.outside.shapes import (
    Box,
    Grid,
    KnownMeasure,
    Layout,
    Mark,
    Proposal,
    What,
    When,
)
from goldenthread.reading.outside.sheets import address, corner, sheet_layout
from goldenthread.reading.outside.wording import (
    Measures,
    Mention,
    asked,
    asked_of_all,
    is_refused,
    series_in,
    time_in,
)
from goldenthread.reading.rendering import FileKind

LONGEST_HEADING = 160
"""Characters of a cell that can be a heading: longer ones are guidance."""
MOST_PROPOSALS = 5_000


def layout_of(content: bytes) -> Layout:
    """What a template shows. Macros are let through and never run. Raises Unreadable."""
    kind = archive.checked_kind(content, macros=True)
    return (document_layout if kind is FileKind.WORD else sheet_layout)(content)


def propose(layout: Layout, known: Iterable[KnownMeasure]) -> tuple[Proposal, ...]:
    """What seems to belong in each place that waits, in the order of the template."""
    measures = Measures(known)
    found: list[Proposal] = []
    for grid in layout.grids:
        if not grid.hidden:
            found += _Proposer(grid, layout.kind, measures).proposals()
    taken = {(one.part, one.at) for one in found}
    marked = [_of_mark(mark, measures) for mark in layout.marks if not _is_inside(mark, taken)]
    return tuple([*found, *(one for one in marked if one is not None)][:MOST_PROPOSALS])


def not_held(layout: Layout, known: Iterable[KnownMeasure]) -> tuple[str, ...]:
    """The codes that a template asks for and we do not hold, each once."""
    measures = Measures(known)
    named = (
        measures.named_in(box.text) for grid in layout.grids for box in grid.boxes if len(box.text) < 400
    )
    return tuple(dict.fromkeys(one.code for one in named if one is not None and one.measure is None))


def place_of(layout: Layout, grid_name: str, row: int, column: int) -> tuple[str, str, str, bool] | None:
    """A cell by where it stands: (part, at, what it shows, whether a formula of theirs stands there).

    None where the table has none there; a sheet has every cell. A merged cell is found by any of its cells.
    """
    grid = next((one for one in layout.grids if one.name == grid_name), None)
    if grid is None:
        return None
    for box in grid.boxes:
        if box.row <= row <= box.last_row and box.column <= column <= box.last_column:
            return grid.part, box.at, box.text, box.fixed
    if layout.kind is FileKind.EXCEL and corner(address(row, column)):
        return grid.part, address(row, column), "", False
    return None


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a blank, nearest first."""

    left: list[Box]
    above: list[Box]


class _Proposer:
    """Reads one table or sheet."""

    def __init__(self, grid: Grid, kind: FileKind, measures: Measures) -> None:
        self.grid, self.kind, self.measures = grid, kind, measures
        self.shown = [box for box in grid.boxes if not waits(box.text)]
        self.mentions: dict[str, Mention] = {}
        for box in self.shown:
            mention = measures.named_in(box.text) if len(box.text) < 400 else None
            if mention is not None and not box.fixed:
                self.mentions[box.at] = mention
        self.of_row: dict[int, list[Box]] = defaultdict(list)
        self.of_column: dict[int, list[Box]] = defaultdict(list)
        for box in self.shown:
            for row in range(box.row, min(box.last_row, box.row + 2000) + 1):
                self.of_row[row].append(box)
            for column in range(box.column, min(box.last_column, box.column + 500) + 1):
                self.of_column[column].append(box)
        self.rows_of_measures = {
            row
            for box in self.shown
            if box.at in self.mentions
            for row in range(box.row, min(box.last_row, box.row + 2000) + 1)
        }

    def proposals(self) -> Iterator[Proposal]:
        """What seems to belong in each blank."""
        last = max((box.last_column for box in self.shown), default=0)
        for blank in self._blanks():
            if blank.column > last and not any(
                box.last_column == blank.column - 1 for box in self.of_row.get(blank.row, ())
            ):
                continue  # beyond the table: only what a label stands right before
            around = _Around(
                sorted(
                    (box for box in self.of_row.get(blank.row, ()) if box.last_column < blank.column),
                    key=lambda box: -box.last_column,
                ),
                sorted(
                    (
                        box
                        for box in self.of_column.get(blank.column, ())
                        if box.last_row < blank.row and box.last_column >= blank.last_column
                    ),
                    key=lambda box: -box.last_row,
                ),
            )
            found = self._for_measure(blank, around) or self._for_all(blank, around)
            if found is not None:
                yield found

    def _blanks(self) -> Iterator[Box]:
        """The cells that wait. A sheet names few of its blank cells, so those between its texts count too."""
        waiting = [box for box in self.grid.boxes if waits(box.text) and not box.fixed]
        if self.kind is FileKind.WORD or not self.shown:
            yield from waiting
            return
        named = {
            (row, column)
            for box in self.grid.boxes
            for row in range(box.row, box.last_row + 1)
            for column in range(box.column, box.last_column + 1)
        }
        last = max(box.last_column for box in self.shown) + 1
        between = (
            Box(address(row, column), row, column, "")
            for row in sorted(self.of_row)
            for column in range(1, last + 1)
            if (row, column) not in named
        )
        yield from sorted([*waiting, *between], key=lambda box: (box.row, box.column))

    def _for_measure(self, blank: Box, around: _Around) -> Proposal | None:
        by_row = self._best(around.left)
        by_column = self._best(around.above)
        over, doubt = "", ""
        if by_row is not None:
            mention = self.mentions[by_row.at]
            above = [box for box in around.above if not self._is_of_measures(box)]
        elif by_column is not None:
            mention = self.mentions[by_column.at]
            above = [box for box in around.above if box.row > by_column.last_row]
            above += [box for box in around.above if box.last_row < by_column.row]
        else:
            mention_over = self._over(blank)
            if mention_over is None:
                return None
            mention, over = mention_over
            above = around.above
        if mention.measure is None:
            return None
        beside_row = [box for box in around.left if box.at not in self.mentions]
        headings = self._headings(above)
        labels = self._headings(beside_row)
        first, second = (headings, labels) if by_row is not None else (labels, headings)
        if any(is_refused(words) for words in (first or second)[:1]):
            return None
        what = self._asked(first) or (self._asked(second) if by_row or by_column else None)
        if not (what or by_row or by_column):
            return None  # in a block, the words of the row say what is asked
        time = time_in(first) or time_in(second)
        if what is None and time is None:
            return None
        named = by_row or by_column
        texts = [named.text if named else over, *headings, *labels, self.grid.before]
        series = series_in(mention.measure, [text for text in texts if text != mention.measure.title])
        when, label = time or (When.THIS, "")
        return Proposal(
            self.grid.part,
            blank.at,
            self._where(blank, named.text if named else over, headings, labels),
            blank.text,
            what or What.VALUE,
            when,
            label,
            mention.measure.key,
            series.key if series else None,
            beside=" | ".join([*headings, *labels]),
            doubt=mention.doubt or doubt,
        )

    def _best(self, boxes: Sequence[Box]) -> Box | None:
        """The box that names a measure: by its code before by its title, surely before with a doubt, the nearest."""
        named = [box for box in boxes if box.at in self.mentions]

        def rank(box: Box) -> tuple[bool, bool]:
            return not self.mentions[box.at].by_code, bool(self.mentions[box.at].doubt)

        return min(named, key=rank, default=None)

    def _is_of_measures(self, box: Box) -> bool:
        """Whether a box stands in a row of a measure, and so is no heading of the column."""
        return any(
            row in self.rows_of_measures for row in range(box.row, min(box.last_row, box.row + 50) + 1)
        )

    def _over(self, blank: Box) -> tuple[Mention, str] | None:
        """The measure whose block this is: named in the last row above, or over the table."""
        above = [box for box in self.shown if box.at in self.mentions and box.last_row < blank.row]
        if above:
            last = max(above, key=lambda box: (box.last_row, -box.column))
            return self.mentions[last.at], last.text
        mention = self.measures.named_in(self.grid.before) if self.grid.before else None
        return (mention, self.grid.before) if mention is not None else None

    def _headings(self, boxes: Sequence[Box]) -> list[str]:
        """The headings that hold for a blank: the nearest that asks for something, and those next to it."""
        named = [
            box
            for box in boxes
            if len(box.text) <= LONGEST_HEADING and box.at not in self.mentions and not _is_number(box.text)
        ]
        start = next(
            (
                number
                for number, box in enumerate(named)
                if asked(box.text) or time_in([box.text]) or is_refused(box.text)
            ),
            None,
        )
        if start is None:
            return [box.text for box in named[:1]]
        found = [named[start]]
        for box in named[start + 1 :]:
            if not _touch(box, found[-1]):
                break
            found.append(box)
        return [box.text for box in found[:4]]

    def _asked(self, headings: Sequence[str]) -> What | None:
        return next((what for what in map(asked, headings) if what is not None), None)

    def _for_all(self, blank: Box, around: _Around) -> Proposal | None:
        """The period, the date or the partnership, beside or under a label that says so."""
        if blank.row in self.rows_of_measures:
            return None
        labels = [box for box in around.left[:1] if box.last_column == blank.column - 1]
        labels += [
            box
            for box in around.above[:1]
            if box.last_row == blank.row - 1 and not box.text.rstrip().endswith((":", "?"))
        ]
        for box in labels:
            what = asked_of_all(box.text)
            if what is not None:
                where = self._where(blank, box.text, (), ())
                return Proposal(self.grid.part, blank.at, where, blank.text, what, beside=box.text)
        return None

    def _where(self, blank: Box, row: str, headings: Sequence[str], labels: Sequence[str]) -> str:
        """Where a blank is, in the template's own words."""
        parts = [self.grid.name]
        named = [_short(row), *(_short(words) for words in reversed(labels))]
        parts.append("row " + ", ".join(f"“{words}”" for words in dict.fromkeys(filter(None, named))))
        columns = [_short(words) for words in reversed(headings)]
        if columns:
            parts.append(f"column “{' '.join(columns)}”")
        if self.kind is FileKind.EXCEL:
            parts.append(f"cell {blank.at}")
        return ", ".join(parts)


def _of_mark(mark: Mark, measures: Measures) -> Proposal | None:
    """What seems to belong at a mark. One that says nothing we know is shown all the same, for a person to say."""
    words = mark.words
    mention = measures.named_in(words)
    if mention is None and not mark.text.startswith("["):
        mention = measures.named_in(mark.around)
    measure = mention.measure if mention else None
    what = asked(words) if measure else None
    time = time_in([words])
    if measure is None and (what := asked_of_all(words)) is None and _is_idle(mark):
        return None
    if measure is not None and what is None and not is_refused(words):
        what = What.VALUE
    when, label = time or (When.THIS, "")
    series = series_in(measure, [words]) if measure else None
    said = f"{mark.name or 'the text'}: “{_short(mark.around)}”" if mark.text else mark.name
    return Proposal(
        mark.part,
        mark.at,
        f"{said[:1].upper()}{said[1:]}"
        + (f", at “{mark.text}”" if mark.text and mark.text != mark.around else ""),
        mark.text or mark.words,
        what,
        when,
        label,
        measure.key if measure else None,
        series.key if series else None,
        mark.text,
        mark.occurrence,
        _next_to(mark),
        (mention.doubt if mention else "")
        if what is not None
        else "What belongs here is not clear from its words.",
    )


def _is_inside(mark: Mark, taken: set[tuple[str, str]]) -> bool:
    """Whether a mark stands in a cell that something belongs in already."""
    steps = mark.at.split(".")
    return any((mark.part, ".".join(steps[:number])) in taken for number in range(1, len(steps) + 1))


def _is_idle(mark: Mark) -> bool:
    """Whether a mark may be no more than a pair of brackets or a line in a text."""
    return mark.text.startswith(("_", ".", "…", "[")) and not mark.text.startswith("[[")


def _next_to(mark: Mark) -> str:
    """What touches a mark, and the words right after it: a unit there is not written twice."""
    start = -1
    for _ in range(mark.occurrence if mark.text else 0):
        start = mark.around.find(mark.text, start + 1)
    if start < 0:
        return ""
    end = start + len(mark.text)
    touching = mark.around[max(0, start - 2) : start] + " " + mark.around[end : end + 10].split(" ")[0]
    following = re.sub(r"[%£]|per cent", " ", mark.around[end : end + 40])
    return f"{touching} {following}".strip()


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes stand next to each other in a row or a column."""
    return one.last_row + 1 >= other.row and one.last_column + 1 >= other.column


def _is_number(text: str) -> bool:
    """Whether a text is a figure: no heading. A year is one that can be."""
    bare = text.strip().strip("£%").replace(",", "")
    return bare.replace(".", "", 1).lstrip("-").isdigit() and not (len(bare) == 4 and bare.isdigit())


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 70 else words[:69].rstrip() + "…"
