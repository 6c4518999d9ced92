"""RAG-rated action plans: tables with an action, who leads it, by when and how it stands, a row an action.

Headings differ from plan to plan. A column is known by its heading; where the heading does not say, a column of
colours or of "complete" and "on track" is the status, and a column whose words repeat from row to row is the theme.
"""

from __future__ import annotations

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
        r"(?:(?:current|latest|overall|q[1-4]|quarter [1-4]) )?(?:b?ragb?|r[ /]a[ /]g)(?: (?:status|rating))?|(?:current |overall )?status(?: \(?rag\)?)?|rating|achieved|traffic light|on track\??",
    ),
    (
        Column.PROGRESS,
        r"(?:latest |current )?(?:progress|update|position|commentary|comments?|notes)(?: (?:update|report|to date|notes|so far|against .*|and .*))?(?: \(.*\))?|(?:progress|position) (?:as )?at .*|(?:(?:q|quarter )[1-4] |monthly |quarterly )?updates?(?: .{1,25})?|what (?:we have|has been) done.*|latest .*",
    ),
    (
        Column.DUE,
        r"(?:by )?when(?: by)?\??|due(?: date| by)?|date due|completed? by|(?:target )?completion|target date for .*|deadline|time ?(?:scale|frame|line|table)s?|target (?:completion )?date|(?:completion|end|delivery) date|to be done by|date|milestones?",
    ),
    (
        Column.LEAD,
        r"(?:action |delivery |named |accountable |responsible )?leads?(?: (?:officer|person|organi[sz]ation|agency|partner|body|individual|responsible|member)s?)?(?:\s*(?:/|and|&)\s*.*)?|(?:action |risk )?owners?|responsible(?: (?:officer|person|organi[sz]ation|body|agency|for .*))?|responsibility|who(?: (?:will|is|leads?).*)?\??|accountable.*|by whom?\??|led by|who.s (?:responsible|leading)\??|(?:lead |delivery )?partners?(?: involved)?|officer",
    ),
    (
        Column.THEME,
        r"(?:strategic )?(?:theme|priority(?: area)?|ambition|pillar|strand|workstream|challenge|aim|chapter)s?(?: \d+| theme)?",
    ),
    (
        Column.OBJECTIVE,
        r"(?:strategic |key |our )?(?:objectives?|outcomes?|goals?|what we want to achieve|(?:desired|intended|expected) outcomes?)",
    ),
    (
        Column.ACTION,
        r"(?:key |agreed |priority |planned |specific |proposed )?(?:actions?|activit(?:y|ies)|tasks?|deliverables?|commitments?|projects?|initiatives?|interventions?)(?: (?:required|agreed|planned|title|to be taken|to take|points?|description|we will take|to achieve .{1,30}|text))?|what(?: (?:we )?will (?:we |be )?(?:do|done)| needs to be done| are we going to do| we.ll do)?\??|next steps|we will|how(?: we will do it| will we do it)?\??|.*_title",
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


_SAYS_ACTION = re.compile(r"action|what (?:we )?will|we will|commitment|_title", re.IGNORECASE)
_GRANT = re.compile(
    r"\b(?:amount|award(?:ed)?|grants?|applicant|funding|budget|spend|salary)\b", re.IGNORECASE
)
"""Money beside a "project" makes a list of grants or a budget, not an action plan."""
_OBJECTIVE = re.compile(
    r"(?:(?:strategic|key) )?(?:objective|outcome|goal)\s*\d*(?:\.\d+)*\s*[:.–-]", re.IGNORECASE
)
_PLAN = re.compile(r"\bplan\b", re.IGNORECASE)
_MINUTES = re.compile(
    r"\b(?:minutes of|apologies|matters arising|declarations? of interests?|date of next meeting|in attendance)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Headings:
    """The lines that stand over a table: its theme, and its objective where a line says that it is one."""

    theme: Row | None = None
    objective: Row | None = None

    def under(self, row: Row, *, is_title: bool) -> _Headings:
        """These headings with one more line. The first line of a document that names a plan is its title."""
        if is_title and _PLAN.search(row.text):
            return self
        return _Headings(self.theme, row) if _OBJECTIVE.match(row.text) else _Headings(row)


@dataclass(frozen=True, slots=True)
class _Table:
    """A run of table rows with its header, and the heading that stands over it."""

    columns: dict[int, Column]
    body: tuple[Row, ...]
    headings: _Headings
    name: str | None


def read_action_plan(rendering: Rendering) -> Plan | None:
    """The actions of a document with rated action tables, None where it has none or is the minutes of a meeting."""
    texts = [row.text for row in rows(rendering) if len(row.text) < 200]
    if len({found[0].lower() for text in texts if (found := _MINUTES.search(text))}) > 1:
        return None
    tables = list(_tables(rendering))
    actions = [action for table in tables for action in _actions(table, sure=rendering.sure)]
    if not actions:
        return None
    return Plan(themes=tuple(_themes(actions, tables)), actions=tuple(actions))


def _tables(rendering: Rendering) -> Iterator[_Table]:
    """The action tables of a document. A header that comes again (after a page break) goes on with the same table."""
    sheets = {line.number: (line.table, line.table_name) for line in rendering.lines}
    content = rows(rendering)
    headings = _Headings()
    opened: tuple[int | None, str | None] = (None, None)
    columns: dict[int, Column] | None = None
    head: Row | None = None
    body: list[Row] = []
    for row in content:
        where = sheets.get(row.number, (None, None))
        found = _header(row) if row.is_table else None
        if columns is not None and head is not None:
            same = row.is_table and (where == opened or _continues(row, head, opened, where))
            if not same or (found and found != columns):
                yield _Table(_with_guesses(columns, body), tuple(body), headings, opened[1])
                columns, body = None, []
                if not same:
                    headings = _Headings()
        if found and columns is None:
            columns, opened, head = found, where, row
        elif columns is not None and head is not None:
            if not body and not found and (whole := _second_line(columns, head, row)):
                columns = whole
            elif not found:
                body.append(row)
        elif _names_a_table(row, headings.theme):
            headings = headings.under(row, is_title=row is content[0])
    if columns is not None:
        yield _Table(_with_guesses(columns, body), tuple(body), headings, opened[1])


def _continues(
    row: Row, head: Row, opened: tuple[int | None, str | None], where: tuple[int | None, str | None]
) -> bool:
    """Whether a Word table right behind another goes on with it: as wide, and with nothing between them."""
    return opened[1] is None and where[1] is None and len(row.cells) == len(head.cells)


def _second_line(columns: dict[int, Column], head: Row, row: Row) -> dict[int, Column] | None:
    """The columns with the second line of a heading that takes two, None where the row is no such line."""
    action = next(index for index, column in columns.items() if column is Column.ACTION)
    if action in row.filled or any(len(row.cells[index]) > _HEADING_LENGTH for index in row.filled):
        return None
    whole = dict(columns)
    for index in row.filled:
        first = head.cells[index] if index < len(head.cells) else ""
        taken = set(whole.values())
        if whole.get(index, Column.OTHER) is Column.OTHER:
            joined = _column(f"{first} {row.cells[index]}", taken)
            whole[index] = joined if joined is not Column.OTHER else _column(row.cells[index], taken)
    return whole if set(whole.values()) > set(columns.values()) else None


def _names_a_table(row: Row, before: Row | None) -> bool:
    """A line that could stand over a table: no key, and no sentence under a heading of the file's own."""
    if len(row.filled) != 1 or len(row.text) >= 120 or _KEY.match(row.text):
        return False
    return row.is_heading or (not (before and before.is_heading) and not row.text.endswith((".", ";")))


def _header(row: Row) -> dict[int, Column] | None:
    """The columns of a header row: an action and at least one of lead, due, status and progress."""
    if len(row.filled) < 2 or any(len(row.cells[index]) > _HEADING_LENGTH for index in row.filled):
        return None
    columns: dict[int, Column] = {}
    for index in row.filled:
        columns[index] = _column(row.cells[index], set(columns.values()))
    _prefer_lead(columns, row)
    known = set(columns.values())
    if Column.ACTION not in known and Column.OBJECTIVE in known:
        columns = {index: Column.ACTION if one is Column.OBJECTIVE else one for index, one in columns.items()}
        known = set(columns.values())
    runs_it = known & {Column.LEAD, Column.DUE, Column.STATUS, Column.PROGRESS}
    says_action = any(_SAYS_ACTION.search(row.cells[i]) for i, one in columns.items() if one is Column.ACTION)
    if not says_action and (len(runs_it) < 2 or any(_GRANT.search(row.cells[i]) for i in row.filled)):
        return None
    return columns if Column.ACTION in known and runs_it and header_of(row) is None else None


def _prefer_lead(columns: dict[int, Column], row: Row) -> None:
    """Where partners stand before the lead, the lead is the lead."""
    leads = [index for index, column in columns.items() if column is Column.LEAD]
    later = [index for index in row.filled if columns[index] is Column.OTHER]
    if leads and "lead" not in row.cells[leads[0]].lower() and "partner" in row.cells[leads[0]].lower():
        better = next((index for index in later if _column(row.cells[index], set()) is Column.LEAD), None)
        if better is not None:
            columns[leads[0]], columns[better] = Column.OTHER, Column.LEAD


def _column(text: str, taken: set[Column]) -> Column:
    words = " ".join(text.replace("(s)", "s").split())
    plain = " ".join(re.sub(r"\([^()]*\)", " ", words).split())
    for one in (words, plain, plain.partition("/")[0].strip()):
        for column, pattern in _PATTERNS:
            if pattern.match(one):
                return column if column not in taken else Column.OTHER
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
    headings = table.headings
    theme = headings.theme.text if headings.theme else _sheet_theme(table.name)
    merged: dict[Column, str] = {Column.OBJECTIVE: headings.objective.text} if headings.objective else {}
    pending: PlannedAction | None = None
    for row in table.body:
        cells = _cells(row, table.columns)
        goes_on = pending is not None and _goes_on(row, cells, table.columns)
        if _is_merged(row) and not goes_on and not _is_lone_action(row, table.columns):
            text = row.cells[row.filled[0]]
            if _OBJECTIVE.match(text):
                merged[Column.OBJECTIVE] = text
            elif not _KEY.match(text) and len(text) < 160:
                theme, merged = text, {}
            continue
        if _KEY.match(row.text) or _STATUS.fullmatch(cells.get(Column.ACTION, "")):
            continue
        for column in (Column.THEME, Column.OBJECTIVE):
            if column in cells:
                merged[column] = cells[column]
        if goes_on or (Column.ACTION not in cells and Column.DETAIL not in cells):
            if pending is not None:
                pending = _joined(pending, cells, row)
            continue
        if pending is not None:
            yield pending
        pending = _action(cells, merged, theme, row, sure=sure, rated=Column.STATUS in table.columns.values())
    if pending is not None:
        yield pending


def _is_merged(row: Row) -> bool:
    """One cell that says something, or one text in every cell (a row merged across the table)."""
    return len(row.filled) == 1 or len({row.cells[index] for index in row.filled}) == 1


def _is_lone_action(row: Row, columns: dict[int, Column]) -> bool:
    """An action of which nothing else is known: in its own column, beside a first column that is empty."""
    return (
        len(row.filled) == 1
        and row.filled[0] > 0
        and 0 in columns
        and (columns.get(row.filled[0]) is Column.ACTION)
    )


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


def _goes_on(row: Row, cells: dict[Column, str], columns: dict[int, Column]) -> bool:
    """A row with one cell that is the rest of the row above: its progress, say, or the end of its sentence."""
    if len(row.filled) != 1 or not cells:
        return False
    if _is_lone_action(row, columns):
        return re.match(r"[a-z(&,;–-]", row.text) is not None
    return Column.ACTION not in cells and Column.THEME not in cells and Column.OBJECTIVE not in cells


def _joined(action: PlannedAction, cells: dict[Column, str], row: Row) -> PlannedAction:
    def longer(before: str | None, more: Column) -> str | None:
        return "\n".join(part for part in (before, cells.get(more)) if part) or None

    return PlannedAction(
        text=longer(action.text, Column.ACTION) or "",
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
    over = [table.headings.theme for table in tables if table.headings.theme]
    merged = [row for table in tables for row in table.body if _is_merged(row)]
    headings = {row.cells[row.filled[0]]: row.lines for row in reversed([*over, *merged])}
    first: dict[str, PlannedAction] = {}
    for action in actions:
        if action.theme:
            first.setdefault(action.theme, action)
    for name, action in first.items():
        yield PlannedTheme(name=name, lines=headings.get(name, action.lines))
