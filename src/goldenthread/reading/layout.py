"""Rows from a text that keeps only its layout (a PDF): cells are what stands below one another.

Nothing in such a text says what a cell is. The words of a table's heading show where its columns start, and under
"Baseline" the years do; where the lines below leave an upright strip of the page empty beside one of these, the
cells of those lines start there. All of it is a guess, which is why whoever reads it is told so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from goldenthread.reading.cleaning import Row, row_of
from goldenthread.reading.headings import group_heading, labelled, section_of
from goldenthread.reading.rendering import Line, Rendering
from goldenthread.reading.tables import continues_header, header_of

_GAP = re.compile(r" {2,}")
_YEAR = re.compile(r"(?<![\w(/.-])(?:20)?\d\d ?[/–-] ?(?:20)?\d{2}(?![\w)/.])|\bYear \d\b")
_BASELINE = re.compile(r"(?:^\s*| {2})Baseline\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–•○▪*]|\d{1,2}[.)])\s")
MOST_LINES = 200
"""The most lines that one row or paragraph is put together from."""
_BROKEN_WORD = re.compile(r"[a-z]-$")
_LONG = 0.7
"""A line this much of the widest one goes on in the next."""


def layout_rows(rendering: Rendering) -> list[Row]:
    """The rows of a layout: paragraphs and table rows, each with all the lines that it stands on."""
    grid = rendering.grid or tuple(line.text for line in rendering.lines)
    return [row for row in _Layout(list(rendering.lines), grid).rows() if row.filled]


class _Layout:
    def __init__(self, lines: list[Line], grid: Sequence[str]) -> None:
        self.lines = lines
        self.grid = {line.number: text for line, text in zip(lines, grid, strict=True)}
        """By line number, the words where they stand on the page."""
        self.widest = max((len(line.text.rstrip()) for line in lines), default=0)
        self.columns: list[int] = []
        """Where the columns of the last heading start."""

    def rows(self) -> Iterator[Row]:
        position = 0
        while position < len(self.lines):
            if not row_of(self.lines[position]).filled:
                position += 1
                continue
            chunk = self._chunk(position)
            if header := self._header_at(position):
                chunk, self.columns = header
                yield self._table_row(chunk, self.columns)
            elif _heads_figures(chunk[0].text):
                yield self._figures(chunk)
            elif starts := self._section_starts(position):
                yield self._table_row(chunk, starts)
            elif self.columns and self._leads_to_figures(position + len(chunk)):
                yield self._table_row(chunk, self._fitted(self.columns, chunk))
            else:
                chunk = self._paragraph(position)
                yield _joined(chunk)
            position += len(chunk)

    # Where a chunk of lines ends ------------------------------------------------------------------------

    def _chunk(self, position: int) -> list[Line]:
        """The lines up to the next empty one or the next one that opens something."""
        chunk = [self.lines[position]]
        is_figures = _heads_figures(chunk[0].text)
        for index in range(position + 1, min(len(self.lines), position + MOST_LINES)):
            line = self.lines[index]
            says_it_again = is_figures and _BASELINE.search(line.text) and not _year_starts(line.text)
            if not line.text.strip() or (self._opens(index) and not says_it_again):
                break
            chunk.append(line)
        return chunk

    def _opens(self, position: int) -> bool:
        """Whether a line starts something new: figures, a heading, a label, an item of a list."""
        text = self.lines[position].text
        is_spaced = _GAP.search(text.strip()) is not None
        row = row_of(self.lines[position])
        if not row.filled or _heads_figures(text) or (_BULLET.match(text) and not is_spaced):
            return True
        if is_spaced:
            return self._header_at(position) is not None or bool(self._section_starts(position))
        return (
            section_of(row.text) is not None
            or labelled(row) is not None
            or group_heading(row, None) is not None
        )

    def _section_starts(self, position: int) -> list[int]:
        """Where the two cells of a line start whose second one opens a section ("Actions:" beside the short-term action)."""
        line = self.lines[position]
        cells = [*re.finditer(r"\S+(?: \S+)*", line.text)]
        if len(cells) != 2 or section_of(cells[1].group()) is None:
            return []
        return self._on_grid(line, [cell.start() for cell in cells])

    def _header_at(self, position: int) -> tuple[list[Line], list[int]] | None:
        """The lines of a table's heading and where its columns start, or None."""
        line = self.lines[position]
        indent = len(line.text) - len(line.text.lstrip())
        starts = [indent, *[gap.end() for gap in _GAP.finditer(line.text.rstrip()) if gap.start() > indent]]
        if len(starts) < 2:
            return None
        columns = self._on_grid(line, starts)
        chunk = self._header_chunk(position, columns)
        return (chunk, columns) if header_of(self._table_row(chunk, columns)) else None

    def _header_chunk(self, position: int, columns: list[int]) -> list[Line]:
        """A heading and the lines that end its words ("Lead" over "Agency")."""
        chunk = [self.lines[position]]
        for line in self.lines[position + 1 : position + MOST_LINES]:
            row = self._table_row([line], columns)
            if not row.filled or not continues_header(row):
                break
            chunk.append(line)
        return chunk

    def _leads_to_figures(self, position: int) -> bool:
        """Whether the next line that says something is a row of figures: then what stands above is its title."""
        for line in self.lines[position : position + 4]:
            if line.text.strip():
                return _heads_figures(line.text)
        return False

    def _paragraph(self, position: int) -> list[Line]:
        """A paragraph: lines as long as the page allows go on in the next one."""
        chunk = [self.lines[position]]
        for before, line in pairwise(self._chunk(position)):
            goes_on = len(before.text.rstrip()) >= _LONG * self.widest or line.text.strip()[:1].islower()
            if not goes_on:
                break
            chunk.append(line)
        return chunk

    # Rows -----------------------------------------------------------------------------------------------

    def _figures(self, chunk: list[Line]) -> Row:
        """The row of baseline and targets, its cells as the template has them: what stands on either side stays apart."""
        text = chunk[0].text
        heading = _BASELINE.search(text)
        start = heading.end() - len("baseline") if heading else len(text) - len(text.lstrip())
        own = self._on_grid(chunk[0], [start, *_year_starts(text)])
        before = [start for start in self.columns if start + 2 < own[0]]
        after = [start for start in self.columns if start > own[-1] + 5]
        # What is left of "Baseline" is one cell, however many columns of the heading stand there.
        starts = [*before[:1], *self._fitted(own, chunk), *after]
        cells = self._cells(chunk, starts)
        left, rest = len(before[:1]), len(before[:1]) + len(own)
        names = max(0, len(self.columns) - left - 1)
        apart = [""] * (names - len(after)) + cells[rest:]
        return _row(chunk, [*cells[:rest], *[""] * max(0, 4 - len(own)), *apart])

    def _table_row(self, chunk: list[Line], starts: list[int]) -> Row:
        return _row(chunk, self._cells(chunk, starts))

    def _words(self, line: Line) -> list[tuple[str, int]]:
        """The words of a line and where each starts on the grid."""
        return [(match.group(), match.start()) for match in re.finditer(r"\S+", self.grid[line.number])]

    def _on_grid(self, line: Line, starts: list[int]) -> list[int]:
        """Places in a line's text as places on the grid: its words are the same and in the same order."""
        words = [match.start() for match in re.finditer(r"\S+", line.text)]
        grid = [start for _, start in self._words(line)]
        if len(words) != len(grid):
            return starts
        return [grid[words.index(start)] for start in starts if start in words]

    def _fitted(self, columns: list[int], chunk: list[Line]) -> list[int]:
        """Where the cells of some lines start: by each column, at the edge of an empty strip if there is one near."""
        begun = {start for line in chunk for _, start in self._words(line)}
        straight = sum(bool(begun & {column - 1, column, column + 1}) for column in columns[1:])
        if straight * 2 >= len(columns) - 1 or straight > 1:
            return columns
        taken = {
            place
            for line in chunk
            for word, start in self._words(line)
            for place in range(start, start + len(word))
        }
        edges = sorted(edge for edge in begun if edge - 1 not in taken and edge - 2 not in taken)
        fitted = columns[:1]
        following = [*columns[2:], columns[-1] + 40]
        for before, column, after in zip(columns, columns[1:], following, strict=False):
            near = [edge for edge in edges if (before + column) / 2 < edge < (column + after) / 2]
            fitted.append(min(near, key=lambda edge: abs(edge - column)) if near else column)
        return fitted

    def _cells(self, chunk: list[Line], starts: list[int]) -> list[str]:
        """The words of each cell, over all lines of a chunk. A word belongs to the cell that it starts in."""
        cells: list[list[str]] = [[] for _ in starts]
        for line in chunk:
            begun: set[int] = set()
            last = 0
            for word, place in self._words(line):
                slack = (
                    1 if place - last > 2 else 0
                )  # a cell's edge wanders by one, a word inside it does not
                column = max((i for i, start in enumerate(starts) if start <= place + slack), default=0)
                last = place + len(word)
                if column not in begun and cells[column] and _BROKEN_WORD.search(cells[column][-1]):
                    cells[column][-1] += word
                else:
                    cells[column].append(word)
                begun.add(column)
        return [" ".join(words) for words in cells]


def _heads_figures(text: str) -> bool:
    """Whether a line starts a row of figures: "Baseline" at its start, or after a gap and before years."""
    heading = _BASELINE.search(text)
    if heading is None:
        return False
    return not text[: heading.start()].strip() or len(_year_starts(text)) > 1


def _year_starts(text: str) -> list[int]:
    """Where the years of a row of figures stand: they follow one another, the first after a gap or "Baseline" itself."""
    heading = _BASELINE.search(text)
    years = list(_YEAR.finditer(text, heading.end() if heading else 0))
    runs: list[list[re.Match[str]]] = []
    for year in years:
        if runs and _number(year) == _number(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    best = max(runs, key=len, default=[])
    if (
        len(best) > 2
        and not _is_apart(text, best[0])
        and _is_apart(text, best[1])
        and re.search(r"\d", text[: best[0].start()])
    ):
        best = best[1:]  # "29% 07/08   08/09 26%": the first is the baseline's own
    if len(best) < 3:
        best = [year for year in best if _is_apart(text, year) or year is not best[0]]
    return [year.start() for year in best]


def _number(year: re.Match[str]) -> int:
    return int(re.sub(r"^(?:20)?(\d\d).*", r"\1", year.group().replace("Year ", "0")))


def _is_apart(text: str, year: re.Match[str]) -> bool:
    before = text[: year.start()]
    return before.endswith("  ") or re.fullmatch(r"\s*baseline\s*", before, re.IGNORECASE) is not None


def _row(chunk: list[Line], cells: list[str]) -> Row:
    cleaned = row_of(Line(chunk[0].number, "\t".join(cells), cells=tuple(cells)))
    return Row(chunk[0].number, cleaned.cells, is_table=True, last=chunk[-1].number)


def _joined(chunk: list[Line]) -> Row:
    row = row_of(Line(chunk[0].number, " ".join(line.text.strip() for line in chunk)))
    return Row(row.number, row.cells, False, row.is_heading, row.is_bullet, chunk[-1].number)
