"""RAG-rated action plans: tables with an action, who leads it, by when and how it stands, a row an action.

Headings differ from plan to plan. A column is known by its heading; where the heading does not say, a column of
colours or of "complete" and "on track" is the status, and a column whose words repeat from row to row is the theme.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from goldenthread.reading.cleaning import Row, rows
from goldenthread.reading.plan import Plan, PlannedAction, PlannedTheme
from goldenthread.reading.rendering import Rendering
from goldenthread.reading.tables import header_of

LAYOUT_DOUBT = "The columns of this PDF were guessed from the spaces between words; check this row."
COLOUR_DOUBT = "The status column is empty here; if it was only coloured, the colour could not be read."

_HEADING_LENGTH = 60
"""A heading is short; a longer cell is content."""


class Column(Enum):
    """What a column of an action plan holds. OTHER is kept by nobody: a reference, a cost, a success measure."""

    ACTION = "action"
    DETAIL = "detail"
    OBJECTIVE = "objective"
    THEME = "theme"
    LEAD = "lead"
    DUE = "due"
    STATUS = "status"
    PROGRESS = "progress"
    OTHER = "other"


_HEADINGS = (
    (
        Column.OTHER,
        r"(?:ref(?:erence)?|no|number|id|#|item)\b.*|.*\b(?:number|id|class|cost|budget|resources?|risks?|level|clarity required)\b.*|success.*|measures?(?: of success)?|how will we know.*|outcomes? (?:measure|sought).*|evidence.*|.*_(?:number|class|id)",
    ),
    (
        Column.STATUS,
        r"(?:current )?(?:rag|r/a/g|brag)(?: (?:status|rating))?|(?:current |overall )?status(?: \(?rag\)?)?|rating|achieved|traffic light|on track\??",
    ),
    (
        Column.PROGRESS,
        r"(?:latest |current )?(?:progress|update|position|commentary|comments?|notes)(?: (?:update|report|to date|notes|so far|against .*|and .*))?(?: \(.*\))?|what (?:we have|has been) done.*|latest .*",
    ),
    (
        Column.DUE,
        r"(?:by )?when\??|due(?: date| by)?|deadline|time ?(?:scale|frame|line|table)s?|target (?:completion )?date|(?:completion|end|delivery) date|complete by|to be done by|date|milestones?",
    ),
    (
        Column.LEAD,
        r"(?:action |delivery )?leads?(?: (?:officer|person|organi[sz]ation|agency|partner|body|individual|responsible|member)s?)?(?:\s*(?:/|and|&)\s*.*)?|(?:action |risk )?owners?|responsible(?: (?:officer|person|organi[sz]ation|body|agency|for .*))?|responsibility|who(?: (?:will|is|leads?).*)?\??|accountable.*|by whom\??|(?:lead )?partners?(?: involved)?|officer",
    ),
    (
        Column.THEME,
        r"(?:strategic )?(?:theme|priority(?: area)?|ambition|pillar|strand|workstream|challenge|aim|chapter)s?(?: \d+)?",
    ),
    (
        Column.OBJECTIVE,
        r"(?:strategic |key |our )?(?:objectives?|outcomes?|goals?|what we want to achieve|desired outcomes?|intended outcomes?)",
    ),
    (
        Column.ACTION,
        r"(?:key |agreed |priority |planned |specific )?(?:actions?|activit(?:y|ies)|tasks?|deliverables?|commitments?|projects?|initiatives?|interventions?)(?: (?:required|agreed|planned|title|to be taken|to take|points?|description|we will take|text))?|what(?: (?:we )?will (?:we |be )?(?:do|done)| needs to be done| are we going to do| we.ll do)?\??|we will|how(?: we will do it| will we do it)?\??|.*_title",
    ),
    (Column.DETAIL, r"(?:description|details?|what it means)|.*_text"),
)
_PATTERNS = tuple(
    (column, re.compile(rf"(?:{words})\s*[:?]?$", re.IGNORECASE)) for column, words in _HEADINGS
)
_STATUS = re.compile(
    r"(?:red|amber|green|blue|grey|black|purple|r|a|g|b|rag|complete[d]?|done|closed|achieved|on ?track|off ?track|behind(?: schedule)?|at risk|delayed|overdue"
    r"|not (?:yet )?started|not due|in progress|under ?way|on ?going|started|started but.*|on hold|paused|partly met|met|not met|slipped|green ?/ ?amber|amber ?/ ?(?:red|green)|red ?/ ?amber|n/?a)\s*[.!]?",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"^(?:key|legend|rag (?:key|rating)|note)\b|^(?:red|amber|green|blue|r|a|g|b)\s*(?:=|:|–|-)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Table:
    """A run of table rows with its header, and the heading that stands over it."""

    columns: dict[int, Column]
    body: tuple[Row, ...]
    heading: Row | None
    name: str | None


def read_action_plan(rendering: Rendering) -> Plan | None:
    """The actions of a document with rated action tables, None where it has none."""
    tables = list(_tables(rendering))
    actions = [action for table in tables for action in _actions(table, sure=rendering.sure)]
    if not actions:
        return None
    return Plan(themes=tuple(_themes(actions, tables)), actions=tuple(actions))


def _tables(rendering: Rendering) -> Iterator[_Table]:
    """The action tables of a document. A header that comes again (after a page break) goes on with the same table."""
    sheets = {line.number: (line.table, line.table_name) for line in rendering.lines}
    heading: Row | None = None
    columns: dict[int, Column] | None = None
    body: list[Row] = []
    opened: tuple[int | None, str | None] = (None, None)
    for row in rows(rendering):
        where = sheets.get(row.number, (None, None))
        found = _header(row) if row.is_table else None
        ends = columns is not None and (where[0] != opened[0] or not row.is_table)
        if columns is not None and (ends or (found and found != columns)):
            yield _Table(_with_guesses(columns, body), tuple(body), heading, opened[1])
            columns, body = None, []
            heading = heading if found and not ends else None
        if found:
            columns, opened = found, where
        elif columns is not None:
            body.append(row)
        elif len(row.filled) == 1 and len(row.text) < 120 and not _KEY.match(row.text):
            heading = row
    if columns is not None:
        yield _Table(_with_guesses(columns, body), tuple(body), heading, opened[1])


def _header(row: Row) -> dict[int, Column] | None:
    """The columns of a header row: an action and at least one of lead, due, status and progress."""
    if len(row.filled) < 2 or any(len(row.cells[index]) > _HEADING_LENGTH for index in row.filled):
        return None
    columns: dict[int, Column] = {}
    for index in row.filled:
        columns[index] = _column(row.cells[index], set(columns.values()))
    known = set(columns.values())
    if Column.ACTION not in known and Column.OBJECTIVE in known:
        columns = {index: Column.ACTION if one is Column.OBJECTIVE else one for index, one in columns.items()}
        known = set(columns.values())
    runs_it = known & {Column.LEAD, Column.DUE, Column.STATUS, Column.PROGRESS}
    return columns if Column.ACTION in known and runs_it and header_of(row) is None else None


def _column(text: str, taken: set[Column]) -> Column:
    words = " ".join(text.split()).strip()
    for column, pattern in _PATTERNS:
        if pattern.match(words):
            return column if column not in taken or column is Column.OTHER else Column.OTHER
    return Column.OTHER


def _with_guesses(columns: dict[int, Column], body: Sequence[Row]) -> dict[int, Column]:
    """The columns, with the status and the theme found by what the cells say where no heading says it."""
    guessed = dict(columns)
    others = [index for index, column in columns.items() if column is Column.OTHER]
    values = {
        index: [row.cells[index] for row in body if index < len(row.cells) and row.cells[index]]
        for index in others
    }
    if Column.STATUS not in columns.values():
        for index, cells in values.items():
            if (
                cells
                and sum(_STATUS.fullmatch(cell) is not None for cell in cells) > len(cells) / 2
                and len(cells) > 1
            ):
                guessed[index] = Column.STATUS
                break
    if Column.THEME not in columns.values():
        for index, cells in values.items():
            if guessed[index] is Column.OTHER and len(body) >= 6 and _repeats(cells, len(body)):
                guessed[index] = Column.THEME
                break
    return guessed


def _repeats(cells: Sequence[str], of: int) -> bool:
    """A column whose words come again in runs: longer than a code, far fewer than its rows."""
    if len(cells) < of * 0.8:
        return False
    distinct = Counter(cells)
    runs = 1 + sum(one != other for one, other in itertools.pairwise(cells))
    longest = max(len(cell) for cell in distinct)
    return (
        len(distinct) <= of / 3
        and runs <= len(distinct) * 1.5
        and longest > 15
        and any(" " in cell for cell in distinct)
    )


def _actions(table: _Table, *, sure: bool) -> Iterator[PlannedAction]:
    theme = table.heading.text if table.heading else _sheet_theme(table.name)
    merged: dict[Column, str] = {}
    pending: PlannedAction | None = None
    for row in table.body:
        cells = _cells(row, table.columns)
        if len(row.filled) == 1 and not _goes_on(cells, pending):
            if not _KEY.match(row.text) and len(row.text) < 160:
                theme, merged = row.text, {}
            continue
        if _KEY.match(row.text):
            continue
        for column in (Column.THEME, Column.OBJECTIVE):
            if column in cells:
                merged[column] = cells[column]
        if Column.ACTION not in cells and Column.DETAIL not in cells:
            if pending is not None:
                pending = _joined(pending, cells, row)
            continue
        if pending is not None:
            yield pending
        pending = _action(cells, merged, theme, row, sure=sure, rated=Column.STATUS in table.columns.values())
    if pending is not None:
        yield pending


def _action(
    cells: dict[Column, str],
    merged: dict[Column, str],
    theme: str | None,
    row: Row,
    *,
    sure: bool,
    rated: bool,
) -> PlannedAction:
    text, detail = cells.get(Column.ACTION, ""), cells.get(Column.DETAIL, "")
    if detail and detail not in text:
        text = detail if text and detail.startswith(text) else f"{text}\n{detail}".strip()
    doubts = [None if sure else LAYOUT_DOUBT, COLOUR_DOUBT if rated and Column.STATUS not in cells else None]
    return PlannedAction(
        text=text,
        lines=row.lines,
        theme=merged.get(Column.THEME) or theme,
        objective=merged.get(Column.OBJECTIVE),
        lead=cells.get(Column.LEAD),
        due=cells.get(Column.DUE),
        status=cells.get(Column.STATUS),
        progress=cells.get(Column.PROGRESS),
        doubt=" ".join(doubt for doubt in doubts if doubt) or None,
    )


def _cells(row: Row, columns: dict[int, Column]) -> dict[Column, str]:
    return {
        column: row.cells[index]
        for index, column in columns.items()
        if column is not Column.OTHER and index < len(row.cells) and row.cells[index]
    }


def _goes_on(cells: dict[Column, str], pending: PlannedAction | None) -> bool:
    """A row with one cell: the rest of the row above (its progress, say), or an action without a lead."""
    return bool(cells) and (pending is not None and Column.ACTION not in cells and Column.THEME not in cells)


def _joined(action: PlannedAction, cells: dict[Column, str], row: Row) -> PlannedAction:
    def longer(before: str | None, more: Column) -> str | None:
        return "\n".join(part for part in (before, cells.get(more)) if part) or None

    return PlannedAction(
        text=action.text,
        lines=(action.lines[0], row.number),
        theme=action.theme,
        objective=action.objective,
        lead=longer(action.lead, Column.LEAD),
        due=longer(action.due, Column.DUE),
        status=action.status or cells.get(Column.STATUS),
        progress=longer(action.progress, Column.PROGRESS),
        doubt=action.doubt,
    )


def _sheet_theme(name: str | None) -> str | None:
    """A sheet's name, unless it only says that it is a sheet."""
    if name is None or re.fullmatch(
        r"(?:sheet|tab|table|action ?plan|plan|actions|data)\s*\d*", name, re.IGNORECASE
    ):
        return None
    return name


def _themes(actions: Sequence[PlannedAction], tables: Sequence[_Table]) -> Iterator[PlannedTheme]:
    headings = {table.heading.text: table.heading.lines for table in tables if table.heading}
    first: dict[str, PlannedAction] = {}
    for action in actions:
        if action.theme:
            first.setdefault(action.theme, action)
    for name, action in first.items():
        yield PlannedTheme(name=name, lines=headings.get(name, action.lines))
