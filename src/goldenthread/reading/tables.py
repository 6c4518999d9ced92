"""The tables of a delivery plan: which column a cell stands in, also where a row has lost or gained cells."""

import re
from dataclasses import dataclass, field
from enum import Enum

from goldenthread.reading.cleaning import Row
from goldenthread.reading.periods import find_periods, normalise


class Part(Enum):
    """What a column of the template holds."""

    SHORT_TERM = "short term action"
    MEASURE = "measure and target"
    LEAD_PERSON = "lead individual"
    LEAD_ORGANISATION = "lead agency"
    PARTNERS = "key partners"
    MONITORING = "monitoring"


TEMPLATE = (Part.MEASURE, Part.LEAD_PERSON, Part.LEAD_ORGANISATION, Part.PARTNERS, Part.MONITORING)
"""The columns where a heading gives only the first."""

_HEADS = (
    (Part.SHORT_TERM, r"short[- ]?term(?: actions?| priorit\w+)?|priority action"),
    (
        Part.MEASURE,
        r"(?:performance |key )?(?:measures?|indicators?)(?:\s?(?:and|&|/)\s?(?:targets?|indicators?))?(?:\s*:.*)?",
    ),
    (
        Part.LEAD_PERSON,
        r"lead (?:individual|officer|person|name|contact|manager)(?:\(?s\)?)?|(?:responsible|accountable) (?:officer|person)|lead person(?:nel)?|named lead",
    ),
    (
        Part.LEAD_ORGANISATION,
        r"lead (?:agenc(?:y|ies)|organi[sz]ations?|bod(?:y|ies)|partner|authority)|responsible (?:agency|organi[sz]ation)",
    ),
    (
        Part.PARTNERS,
        r"(?:key |other |supporting |delivery )?partners?(?: organi[sz]ations?| agencies)?|partners? involved",
    ),
    (
        Part.MONITORING,
        r"how will (?:we|progress|this|it)\b.*|monitor(?:ed|ing)\b.*|monitoring (?:progress|arrangements?|route)|reporting (?:route|arrangements)",
    ),
)
_HEAD_PATTERNS = tuple(
    (part, re.compile(rf"(?:{words})\s*[:?]?$", re.IGNORECASE | re.DOTALL)) for part, words in _HEADS
)
_TITLE_LINE = re.compile(
    r"measures?\s?(?:and|&|/)\s?targets?\s*(?::|$)|(?:performance |key )?(?:measure|indicator)s?\s*:",
    re.IGNORECASE,
)
_HEAD_REST = re.compile(
    r"(?:short[- ]term(?: actions?)?|term(?: actions?)?|actions?|individual(?:\(?s\)?)?|lead|agenc(?:y|ies)|key|partners?|(?:(?:will )?(?:we )?monitor )?progress|(?:will )?(?:we )?monitor|officer|organi[sz]ation"
    r"|targets?|measures?(?: and targets?)?|we|how will we(?: monitor)?(?: progress)?|lead agency|key partners|lead individual(?:\(?s\)?)?)\s*\??",
    re.IGNORECASE,
)
_BASELINE = re.compile(r"baselines?\b\s*[:–-]?\s*", re.IGNORECASE)
_TARGET_HEAD = re.compile(r"(?:targets?|milestone)(?: for| by)?\s*[:–-]?\s*", re.IGNORECASE)


@dataclass
class Header:
    """A table's columns from left to right, and how wide its own row was.

    `title` is what stands beside "Measure and Target:" in the heading itself. `figures` maps a cell to its
    column in a table with one measure a row; it is empty for the template's own, a table a measure.
    """

    parts: tuple[Part, ...]
    width: int
    starts: dict[int, Part]
    title: str = ""
    figures: dict[int, str] = field(default_factory=dict)
    baseline_period: str | None = None
    """The period that such a table's heading gives for all its baselines ("Baseline (2010/11)")."""


def header_of(row: Row) -> Header | None:
    """The header that a row is, or None."""
    starts: dict[int, Part] = {}
    for index in row.filled:
        part = _head(row.cells[index], set(starts.values()))
        if part is not None:
            starts[index] = part
    text = row.cells[row.filled[0]]
    alone = len(row.filled) == 1 and _TITLE_LINE.match(text) is not None
    if Part.MEASURE not in starts.values() or (len(starts) < 2 and not alone):
        return None
    figures = figure_columns(row)
    measure = next(index for index, part in starts.items() if part is Part.MEASURE)
    title = row.cells[measure].partition(":")[2].strip()
    if alone:
        return Header(TEMPLATE, len(TEMPLATE), {}, title=title)
    flat = figures if measure not in figures else {}
    dated = next(
        (leading_period(beside_heading(row.cells[index], "")) for index in flat if not flat[index]), None
    )
    return Header(tuple(starts.values()), len(row.cells), starts, title, flat, dated)


def continues_header(row: Row) -> bool:
    """Whether a row right after a header only ends the header's own words."""
    return all(_HEAD_REST.fullmatch(row.cells[index]) for index in row.filled)


def figure_columns(row: Row) -> dict[int, str]:
    """The cells of a row that head columns of figures: "" for a baseline, else the target's period.

    Empty unless the row has a baseline cell. A cell may hold its first figures beside its heading.
    """
    found: dict[int, str] = {}
    for index in row.filled:
        text = row.cells[index]
        if _BASELINE.match(text) and "" not in found.values():
            found[index] = ""
        elif "" in found.values() and (period := leading_period(text)) and not _speaks_of_several(text):
            found[index] = period
    return found if "" in found.values() else {}


def leading_period(text: str) -> str | None:
    """The period that a target column's heading starts with, or None."""
    rest = _TARGET_HEAD.sub("", text, count=1) if _TARGET_HEAD.match(text) else text
    times = find_periods(rest[:24], dotted=True)
    if times and not rest[: times[0].start].strip(" ("):
        return times[0].label
    return (
        normalise(rest.split()[0]) if rest.split() and re.fullmatch(r"['’]\d{2}", rest.split()[0]) else None
    )


def _speaks_of_several(text: str) -> bool:
    """A sentence about the targets of several years, not the heading of one ("Target for 2008/9, 2009/10 and …")."""
    return _TARGET_HEAD.match(text) is not None and len(find_periods(text[:60])) > 1


def beside_heading(text: str, period: str) -> str:
    """What a figure cell says after its heading."""
    if not period:
        return _BASELINE.sub("", text, count=1).strip()
    rest = _TARGET_HEAD.sub("", text, count=1) if _TARGET_HEAD.match(text) else text
    times = find_periods(rest[:24], dotted=True)
    return rest[times[0].end :].lstrip(" ):–-").rstrip() if times else rest


def place_cells(row: Row, header: Header, figures: dict[int, str]) -> dict[Part, str]:
    """What a row says in each column except the figures. Cells that fit no column are left out.

    Rows of one table differ in width: some cells of the original were split or lost on the way.
    """
    cells = {index: row.cells[index] for index in row.filled if index not in figures}
    mapping = _mapping(row, header, figures)
    placed: dict[Part, str] = {}
    taken = {mapping[index] for index in cells if index in mapping}
    for index, text in cells.items():
        part = mapping.get(index)
        if part is None or not _fits(text, part):
            better = _by_content(text, header, part)
            part = better if part is None or better not in taken else part
        if part is None and figures:
            part = Part.MEASURE  # among the figures and none of them: whoever asks decides what it is
        if part is not None:
            placed[part] = f"{placed[part]} {text}" if part in placed else text
    return placed


def _head(text: str, taken: set[Part]) -> Part | None:
    words = " ".join(text.split())
    if re.fullmatch(r"lead\(?s?\)?", words, re.IGNORECASE):
        return Part.LEAD_ORGANISATION if Part.LEAD_PERSON in taken else Part.LEAD_PERSON
    if re.fullmatch(r"key", words, re.IGNORECASE):
        return Part.PARTNERS
    for part, pattern in _HEAD_PATTERNS:
        if part not in taken and pattern.match(words):
            return part
    return None


def _mapping(row: Row, header: Header, figures: dict[int, str]) -> dict[int, Part]:
    """Which part each position of a row belongs to, by how wide the row is."""
    parts, width = header.parts, len(row.cells)
    between = [index for index in range(width) if index not in header.starts and index not in figures]
    lost_its_end = width < header.width and not any(row.cells[index] for index in between)
    if header.starts and (width == header.width or lost_its_end):
        mapping, current = {}, None
        for index in range(width):
            current = header.starts.get(index, current)
            if current is not None:
                mapping[index] = current
        return mapping
    if width == len(parts):
        return dict(enumerate(parts))
    if Part.MEASURE not in parts:
        return {}
    if width == 1:
        return {0: parts[0]}
    measure = parts.index(Part.MEASURE)
    spread = max(len(figures), 4)
    wide = [*parts[:measure], *[Part.MEASURE] * spread, *parts[measure + 1 :]]
    if width in {len(wide), len(wide) + 1, len(wide) - 1}:
        return dict(enumerate(wide))
    return {}


def _fits(text: str, part: Part) -> bool:
    """Whether a text could stand in a column: names are short, and a frequency is no organisation."""
    if part in {Part.PARTNERS, Part.LEAD_PERSON, Part.LEAD_ORGANISATION} and _MONITORS.search(text):
        return part is Part.PARTNERS and len(text) > 160
    if part is Part.MONITORING:
        return not _are_people(text)
    if part is Part.LEAD_PERSON:
        return len(text) < 240 and not re.match(
            r"(?:reduce|increase|improve|support|provide|ensure|children)\b", text, re.IGNORECASE
        )
    return True


_MONITORS = re.compile(r"\b(?:annual|quarterly|monthly|termly|half[- ]yearly)\b|\b(?:Monitor|monitored)\b")
_BODY = re.compile(
    r"\b(?:Board|Group|Panel|Partnership|Forum|Network|Executive|Committee|Cabinet|Council|Team|Unit|Trust|Police|Service|Survey"
    r"|Report|Review|Meeting|Scrutiny|Monitor|Authority|Agency|Assembly|Alliance|Programme)s?\b"
)
_PEOPLE = re.compile(
    r"[A-Z][a-z'’-]+ [A-Z][A-Za-z'’-]+(?:\s*(?:/|&|and)\s*[A-Z][a-z'’-]+ [A-Z][A-Za-z'’-]+)*"
)


def _are_people(text: str) -> bool:
    return _PEOPLE.fullmatch(text) is not None and _BODY.search(text) is None


def _by_content(text: str, header: Header, refused: Part | None) -> Part | None:
    """Where a cell that fits its own column badly belongs, by what it says."""
    if _MONITORS.search(text) and len(text) <= 160:
        return Part.MONITORING
    if _are_people(text):
        return Part.LEAD_PERSON
    if refused is Part.LEAD_PERSON and Part.SHORT_TERM in header.parts:
        return Part.SHORT_TERM
    return refused
