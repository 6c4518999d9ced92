"""Delivery plans on an area agreement's template: group stories, and a block of tables a measure.

The plan is read once from top to bottom. A measure is anchored by its row of "Baseline" and target years; what
stands above it since the last one is its heading, what stands below is its actions. Equality and risk sections
may be shared: each belongs to every measure above it since the last such section.
"""

import re
from dataclasses import replace

from goldenthread.reading.blocks import Block, Cell, Context, known_in, measure_from
from goldenthread.reading.cleaning import Row, fold, rows
from goldenthread.reading.equality import equality_from
from goldenthread.reading.figures import figures
from goldenthread.reading.groups import Group
from goldenthread.reading.headings import (
    GroupHeading,
    Label,
    Labelled,
    Section,
    group_heading,
    labelled,
    section_of,
)
from goldenthread.reading.layout import layout_rows
from goldenthread.reading.passages import add_passage, joined_passages
from goldenthread.reading.plan import FrameworkPlacement, Gap, Passage, Plan
from goldenthread.reading.prompts import answer
from goldenthread.reading.rendering import FileKind, Rendering
from goldenthread.reading.tables import Header, Part, continues_header, figure_columns, header_of, place_cells
from goldenthread.reading.themes import theme_names, theme_of
from goldenthread.reading.values import standing

STORIES = (Section.SUMMARY, Section.ARRANGEMENTS, Section.INNOVATION)


def read_agreement(rendering: Rendering) -> Plan:
    """The plan of a document on the template; one without measures where it is not such a plan."""
    return _Reader(_rows_of(rendering), sure=rendering.sure).read()


def _rows_of(rendering: Rendering) -> list[Row]:
    """The rows of a rendering, put together from the layout where nothing else says what a cell is."""
    found = rows(rendering) if rendering.sure else layout_rows(rendering)
    if rendering.kind is FileKind.EXCEL:
        found = [_narrowed(row) for row in found]
    return [part for row in found for part in _parts_of(row)]


def _narrowed(row: Row) -> Row:
    """A row of a sheet, which is as wide as the widest, without the empty cells at its end."""
    cells = row.cells[: row.filled[-1] + 1]
    return replace(row, cells=cells, is_table=len(cells) > 1)


def _parts_of(row: Row) -> list[Row]:
    """A row whose one cell holds several labels or sections, one to a paragraph, as a row for each."""
    if len(row.filled) != 1 or "\n" not in row.text:
        return [row]
    (index,) = row.filled
    parts = [
        replace(row, cells=tuple(piece if i == index else "" for i in range(len(row.cells))))
        for piece in row.text.split("\n")
    ]
    opens = any(labelled(part) or section_of(part.text) for part in parts[1:])
    return parts if opens else [row]


class _Reader:
    """Where we are in the plan, and what was gathered so far."""

    def __init__(self, plan_rows: list[Row], *, sure: bool) -> None:
        self.rows = plan_rows
        self.sure = sure
        self.groups: list[Group] = []
        self.blocks: list[Block] = []
        self.gaps: list[Gap] = []
        self.context = Context()
        self.header: Header | None = None
        self.in_header = False
        self.block: Block | None = None
        self.section: Section | None = None
        self.label: Label | None = None
        self.naming = False
        self.shared: list[Passage] = []
        self.since_equality: list[Block] = []
        self.since_risk: list[Block] = []

    def read(self) -> Plan:
        for position, row in enumerate(self.rows):
            following = self.rows[position + 1] if position + 1 < len(self.rows) else None
            self._take(row, following)
        self._close_section()
        return self._plan()

    def _take(self, row: Row, following: Row | None) -> None:
        if self.naming:
            self._name_group(row)
        elif heading := group_heading(row, following):
            self._open_group(heading, row)
        elif found := labelled(row):
            self._take_label(found, row)
        elif header := header_of(row):
            self._open_table(header, row)
        elif self.in_header and self.header and continues_header(row):
            return
        elif figures := figure_columns(row):
            self._take_figures(row, figures)
        elif opened := self._section_opened(row):
            self._open_section(*opened, row)
        elif self._starts_untitled_row(row, following):
            self._open_block(row)
            self._take_title(row)
        else:
            self._take_content(row)

    # Groups ---------------------------------------------------------------------------------------------

    def _open_group(self, heading: GroupHeading, row: Row) -> None:
        self._close_section()
        self.block = None
        self.header = None
        self.in_header = False
        self.label = None
        self.groups.append(Group(heading.name, *row.lines, heading.to_follow))
        self.context = Context(group=heading.name)
        self.naming = not heading.name

    def _name_group(self, row: Row) -> None:
        self.naming = False
        self.groups[-1].name = row.text
        self.groups[-1].end = row.lines[1]
        self.context.group = row.text

    # Labels ---------------------------------------------------------------------------------------------

    def _take_label(self, found: Labelled, row: Row) -> None:
        self._close_section()
        self.in_header = False
        self.block = None
        self.label = found.label
        if self.context.used or self._already_said(found):
            self.context = self._next_context(found.label)
        if found.label is Label.FRAMEWORK:
            self.context.frameworks.append(FrameworkPlacement(found.name, ""))
        if found.label is Label.TARGET:
            self.context.target = []
            self.context.target_kind = found.name
            self.context.target_line = row.number
        self._label_words(found.value)

    def _already_said(self, found: Labelled) -> bool:
        """Whether the block above already has this label: then a new block begins."""
        if found.label is Label.FRAMEWORK:
            return any(fold(placement.framework) == fold(found.name) for placement in self.context.frameworks)
        said = {
            Label.OBJECTIVE: self.context.objective,
            Label.ACTION: self.context.action,
            Label.TARGET: self.context.target,
        }
        return bool(said[found.label])

    def _next_context(self, label: Label) -> Context:
        """The context of a new block: what is not said again stays."""
        last = self.context
        kept = Context(group=last.group)
        if label is not Label.FRAMEWORK:
            kept.frameworks = list(last.frameworks)
        if label in {Label.ACTION, Label.TARGET}:
            kept.objective = list(last.objective)
        if label is Label.TARGET:
            kept.action = list(last.action)
        return kept

    def _label_words(self, words: str) -> None:
        words = answer(words)
        if not words:
            return
        if self.label is Label.FRAMEWORK:
            last = self.context.frameworks[-1]
            theme = f"{last.theme} {words}".strip()
            self.context.frameworks[-1] = FrameworkPlacement(last.framework, " ".join(theme.split()))
        elif self.label is Label.OBJECTIVE:
            self.context.objective.append(words)
        elif self.label is Label.ACTION:
            self.context.action.append(words)
        elif self.label is Label.TARGET:
            self.context.target.append(words)

    # Tables ---------------------------------------------------------------------------------------------

    def _open_table(self, header: Header, row: Row) -> None:
        self._close_section()
        self.label = None
        self.header = header
        self.in_header = True
        self.block = None
        if header.figures:
            return
        block = self._open_block(row)
        if header.title:
            block.add_title(header.title, row.lines)

    def _open_block(self, row: Row) -> Block:
        start = self.context.target_line if self.context.target_line and not self.context.used else row.number
        block = Block(self.context, start, row.lines[1], len(self.blocks) + 1)
        self.block = block
        self.section = None
        self.context.used = True
        if self.header is None:
            self.header = Header((), 0, {})
        block.lead_person_asked = Part.LEAD_PERSON in self.header.parts
        return block

    def _starts_untitled_row(self, row: Row, following: Row | None) -> bool:
        """A row of a measure that stands without its own heading: a table row right above a row of figures."""
        if self.header is None or not row.is_table:
            return False
        if self.header.figures:
            return Part.MEASURE in place_cells(row, self.header, self.header.figures)
        if following is None or (self.block is not None and not self.block.has_figures):
            return False
        return len(row.filled) >= 2 and bool(figure_columns(following)) and header_of(following) is None

    def _take_title(self, row: Row) -> None:
        assert self.block is not None
        assert self.header is not None
        figures = self.header.figures
        placed = place_cells(row, self.header, figures) if self.header.parts else {Part.MEASURE: row.text}
        title = placed.pop(Part.MEASURE, "")
        if title:
            self.block.add_title(title, row.lines)
        self.block.add_parts(placed)
        self.block.end = row.lines[1]
        if figures:
            self._keep(self.block)
            self.block.baseline_period = self.header.baseline_period
            for index, period in figures.items():
                cell = self.block.cells.setdefault(period, Cell())
                cell.add(row.cells[index] if index < len(row.cells) else "", row.lines)

    def _take_figures(self, row: Row, figures: dict[int, str]) -> None:
        if self.block is None or self.block.has_figures:
            self._close_section()
            self.block = None
            if not (self.context.target and not self.context.used):
                self._untitled(row)
                return
            self._open_block(row)
        assert self.block is not None
        block = self.block
        block.add_figures(row, figures)
        if self.header and self.header.parts:
            self._add_beside_figures(row)
        block.end = row.lines[1]
        self.in_header = False
        if not block.full_title():
            self._untitled(row)
            self.block = None
            return
        self._keep(block)

    def _keep(self, block: Block) -> None:
        self.blocks.append(block)
        self.since_equality.append(block)
        self.since_risk.append(block)

    def _untitled(self, row: Row) -> None:
        self.section = None
        self.gaps.append(
            Gap(
                "no_title",
                "A table of baseline and targets stands here without the name of a measure.",
                row.lines,
            )
        )

    # Sections -------------------------------------------------------------------------------------------

    def _section_opened(self, row: Row) -> tuple[Section, str, Row] | None:
        """The section that the first telling cell of a row opens, and what follows it in that row."""
        for index in row.filled[:2]:
            if row.is_bullet:
                return None
            if found := section_of(row.cells[index]):
                section, rest = found
                if section in STORIES and (self.block is not None or not self.groups):
                    return None
                others = tuple("" if i <= index else cell for i, cell in enumerate(row.cells))
                return section, rest, replace(row, cells=others)
        return None

    def _open_section(self, section: Section, rest: str, others: Row, row: Row) -> None:
        self._close_section()
        self.label = None
        self.in_header = False
        self.section = section
        first = row.cells[row.filled[0]]
        if self.block and section is Section.ACTIONS and section_of(first) is None:
            self.block.action_words.append(first)
        self._section_words(rest, row)
        for index in others.filled:
            self._section_words(others.cells[index], row)

    def _section_words(self, words: str, row: Row) -> None:
        words = answer(words)
        if not words or self.section is None:
            return
        if self.section in STORIES:
            if self.groups:
                self.groups[-1].story.setdefault(self.section, []).append(words)
                self.groups[-1].end = row.lines[1]
            return
        passages = [Passage(item, row.lines) for item in words.split("\n")]
        if self.section in {Section.EQUALITY, Section.RISK}:
            self.shared.extend(passages)
        elif self.block is not None:
            into = self.block.actions if self.section is Section.ACTIONS else self.block.remarks
            for passage in passages:
                add_passage(into, passage, is_new=row.is_bullet)
            self.block.end = row.lines[1]

    def _close_section(self) -> None:
        """Give a shared section to the measures above it."""
        if self.section is Section.EQUALITY:
            for block in self.since_equality:
                block.equality = equality_from(self.shared)
            self.since_equality = []
        elif self.section is Section.RISK:
            for block in self.since_risk:
                block.risks, block.risks_asked = tuple(joined_passages(self.shared)), True
            self.since_risk = []
        self.shared = []
        self.section = None

    # Everything else ------------------------------------------------------------------------------------

    def _take_content(self, row: Row) -> None:
        if (self.label is not None and not row.is_table) or (self.label is not None and len(row.filled) == 1):
            self._label_words(row.text)
        elif self.section is not None:
            self._take_section_row(row)
        elif self.block is not None and not self.block.has_figures:
            if row.is_table or not self.block.title or row.text[0].islower():
                self._take_title(row)
            else:
                self.block.remarks.append(Passage(row.text, row.lines))
        elif self.block is not None:
            self._take_more_figures(row)

    def _take_section_row(self, row: Row) -> None:
        block = self.block
        for index in row.filled:
            leading = (
                index == 0 and len(row.cells) > 1 and block is not None and self.section is Section.ACTIONS
            )
            if leading and self.header and self.header.parts[:1] == (Part.SHORT_TERM,):
                block.action_words.append(answer(row.cells[index]))  # type: ignore[union-attr]
            else:
                self._section_words(row.cells[index], row)

    def _take_more_figures(self, row: Row) -> None:
        """A row below the figures and above the actions: cells that go on, or a remark."""
        block, header = self.block, self.header
        assert block is not None
        assert header is not None
        if row.is_table and any(
            _is_prose(row.cells[index]) for index in block.figures if index in row.filled
        ):
            # The heading "Actions" is missing: no figure is this long.
            self.section = Section.ACTIONS
            self._take_section_row(row)
            return
        block.end = row.lines[1]
        if self._is_lone_baseline(row):
            block.cells[""].add(row.text, row.lines)
            return
        if not row.is_table or (len(row.filled) == 1 and self._is_remark(row)):
            block.remarks.append(Passage(row.text, row.lines))
            return
        for index, period in block.figures.items():
            if index in row.filled:
                block.cells[period].add(row.cells[index], row.lines)
        self._add_beside_figures(row)

    def _is_lone_baseline(self, row: Row) -> bool:
        """A short line that says a figure, or how firm one is, below an empty baseline: its row lost the empty cells."""
        if row.is_table or self.block is None or self.block.cells[""].words or len(row.text) > 80:
            return False
        says = next(figures(row.text), None) is not None or standing(row.text) is not None
        return says and not row.is_bullet and not self._is_remark(row)

    def _add_beside_figures(self, row: Row) -> None:
        """The cells of a row of figures that are none: what stands among these is of the action, or a remark."""
        block, header = self.block, self.header
        assert block is not None
        assert header is not None
        placed = place_cells(row, header, block.figures)
        if stray := placed.pop(Part.MEASURE, ""):
            if Part.SHORT_TERM in header.parts:
                placed[Part.SHORT_TERM] = f"{placed.get(Part.SHORT_TERM, '')} {stray}".strip()
            else:
                block.remarks.append(Passage(stray, row.lines))
        block.add_parts(placed)

    def _is_remark(self, row: Row) -> bool:
        """Words alone that speak of the targets, standing in the first column by accident."""
        text = row.text.lower()
        return not re.search(r"\d", text) and "target" in text and "baseline" not in text

    # The plan -------------------------------------------------------------------------------------------

    def _plan(self) -> Plan:
        names = theme_names([group.name for group in self.groups], self.blocks)
        known = known_in(self.blocks)
        measures = [
            measure_from(block, names.get(theme_of(block) or ""), known, sure=self.sure)
            for block in self.blocks
        ]
        themes: dict[str, Group] = {}
        for group in self.groups:
            name = names.get(group.name, group.name)
            if name in themes:
                themes[name].take(group)
            else:
                themes[name] = group
        return Plan(
            themes=tuple(group.as_theme(name) for name, group in themes.items()),
            measures=tuple(measure for measure in measures if measure is not None),
            gaps=tuple(self.gaps),
        )


def _is_prose(text: str) -> bool:
    return len(text) > 160 or text.count("\n") > 2
