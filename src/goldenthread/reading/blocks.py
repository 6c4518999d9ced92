"""What has been gathered of a measure while its block is read, and the measure that it makes."""

import re
from dataclasses import dataclass, field, replace

from goldenthread.reading import names
from goldenthread.reading.cleaning import Row
from goldenthread.reading.periods import find_periods
from goldenthread.reading.plan import (
    Equality,
    EqualityState,
    FrameworkPlacement,
    Passage,
    PlannedMeasure,
    Value,
    ValueStatus,
)
from goldenthread.reading.prompts import answer
from goldenthread.reading.rendering import Lines
from goldenthread.reading.tables import Part, beside_heading
from goldenthread.reading.values import Column, read_cell, standing

LAYOUT_DOUBT = "The columns of this PDF were guessed from the spaces between words; check each cell."

_CODE_TEXT = r"(?P<letters>[A-Z]{1,5})\s?(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)"
_CODE_AT_START = re.compile(rf"{_CODE_TEXT}(?![\w%/])\s*[:.–-]?\s*")
_CODE_IN_BRACKETS = re.compile(r"\s*[\[(](?P<words>[^\[\]()]{0,60}?\b)?" + _CODE_TEXT + r"\s*[\])]")
_NO_NUMBER = re.compile(r"(?:NI|LI|PI)\s+(?=[A-Z%])")
_NOT_AGREED = re.compile(
    r"\bnot (?:an? )?laa\b|\blocal (?:target|indicator|measure)\b|^local\s*[:–-]", re.IGNORECASE
)
_AGREED = re.compile(
    r"\b(?:laa|designated|agreement)\s?\d?\s+(?:improvement )?(?:targets?|indicators?)\b", re.IGNORECASE
)
_LOCAL = re.compile(r"local(?: (?:target|indicator|measure))?\s*[:–-]\s*", re.IGNORECASE)
_TARGET_NOTE = re.compile(
    r"\s*[\[(](?:not )?(?:an? )?(?:laa|local|designated|agreement)\s+(?:improvement )?(?:targets?|indicators?)\b[^\])]*(?:[\])]|$)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|across|for)\s+((?:St\.? )?[A-Z][\w'’-]+(?:\s(?:and|&|upon|on|of|the|[A-Z][\w'’-]+))*)\s*$"
)
_NOT_PLACES = re.compile(
    r"^(?:Year|Key|Stage|English|Maths|Mathematics|Science|Education|Employment|Training|Poverty|Care|Treatment|Work|Sport|School|Need"
    r"|Time|Level|Schools|Children|Council|Housing|Health|Full|Part|Receipt|NHS|Quarter|Hospital|Prison|Crisis|Accommodation)\b"
)
_COUNTS = re.compile(
    r"^(?:the |total |overall )*(?:number|no\.?|count|volume|total|net additional|amount)\b|\bnumber of\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"^\s*(?:the )?(?:%|percentage|proportion|rate)\b", re.IGNORECASE)


@dataclass
class Cell:
    """A cell of figures: its words and the lines that they stand on."""

    words: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    heading: int = 0

    def add(self, text: str, lines: Lines) -> None:
        self.heading = self.heading or lines[0]
        if text:
            self.words.append(text)
            self.lines.extend(lines)

    @property
    def span(self) -> Lines:
        """The lines of its words; of its heading where it is empty."""
        lines = self.lines or [self.heading]
        return (min(lines), max(lines))


@dataclass
class Context:
    """What stands above a measure: its group, frameworks, objective, action and the agreement's target."""

    group: str | None = None
    frameworks: list[FrameworkPlacement] = field(default_factory=list)
    objective: list[str] = field(default_factory=list)
    action: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    target_kind: str = ""
    """The words before it: "LAA Target", "Local Indicator"."""
    target_line: int | None = None
    used: bool = False


@dataclass
class Block:
    """One measure as it is gathered."""

    context: Context
    start: int
    end: int
    number: int
    title: list[str] = field(default_factory=list)
    title_lines: list[int] = field(default_factory=list)
    figures: dict[int, str] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    parts: dict[Part, list[str]] = field(default_factory=dict)
    remarks: list[Passage] = field(default_factory=list)
    actions: list[Passage] = field(default_factory=list)
    equality: Equality = field(default_factory=lambda: Equality(EqualityState.NOT_ASKED))
    risks: tuple[Passage, ...] = ()
    risks_asked: bool = False
    lead_person_asked: bool = False
    action_words: list[str] = field(default_factory=list)
    baseline_period: str | None = None

    @property
    def has_figures(self) -> bool:
        return bool(self.cells)

    def add_title(self, words: str, lines: Lines) -> None:
        self.title.append(words)
        self.title_lines.extend(lines)

    def add_figures(self, row: Row, figures: dict[int, str]) -> None:
        """Open the columns of figures; each keeps what stands beside its heading."""
        self.figures = figures
        for index, period in figures.items():
            cell = self.cells.setdefault(period, Cell())
            cell.add(beside_heading(row.cells[index], period), row.lines)

    def add_parts(self, placed: dict[Part, str], fresh: bool = False) -> None:
        for part, text in placed.items():
            self.parts.setdefault(part, []).append(text)

    def part(self, part: Part) -> str:
        return answer(" ".join(self.parts.get(part, [])))

    def full_title(self) -> str:
        """The title as the plan gives it: the agreement's target line, else the table's own words."""
        own = answer(" ".join(" ".join(self.title).split()))
        return " ".join(" ".join(self.context.target).split()) or own


@dataclass(frozen=True, slots=True)
class Known:
    """Names that stand apart somewhere in the document: they show where a run of names breaks."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def known_in(blocks: list[Block]) -> Known:
    """What the cells of all blocks show of names."""
    people = [name for block in blocks for name in names.people(block.part(Part.LEAD_PERSON)).names]
    cells = [block.part(part) for block in blocks for part in (Part.LEAD_ORGANISATION, Part.PARTNERS)]
    return Known(names.known_names(people), names.known_names(cells))


def measure_from(block: Block, theme: str | None, known: Known, *, sure: bool) -> PlannedMeasure | None:
    """The measure of a block, None where no title is written."""
    written = block.full_title()
    code, title = split_title(written)
    if not title and not code:
        return None
    own = answer(" ".join(" ".join(block.title).split()))
    if block.context.target and own:
        block.remarks.insert(0, Passage(own, (min(block.title_lines), max(block.title_lines))))
    leads = names.people(block.part(Part.LEAD_PERSON), known.people)
    organisations = names.organisations(block.part(Part.LEAD_ORGANISATION))
    partners = names.partners(block.part(Part.PARTNERS), known.organisations)
    monitoring = block.part(Part.MONITORING)
    baselines, targets, blank = _figures_of(block, title)
    on_targets = _speaks_of_targets(monitoring)
    if on_targets:
        targets = _with_standing(targets, monitoring)
    if not sure:
        baselines, targets = _less_sure(baselines), _less_sure(targets)
    doubts = [leads.doubt, organisations.doubt, partners.doubt, None if sure else LAYOUT_DOUBT]
    action = [*block.context.action, block.part(Part.SHORT_TERM), *block.action_words]
    return PlannedMeasure(
        title=title or (code or ""),
        lines=(block.start, max(block.end, block.start)),
        theme=theme,
        code=code,
        place=place_in(title),
        frameworks=tuple(placement for placement in block.context.frameworks if placement.theme),
        long_term_objective=_joined(block.context.objective),
        short_term_action=_joined([words for words in action if words]),
        lead_people=leads.names,
        lead_organisations=organisations.names,
        lead_person_asked=block.lead_person_asked,
        key_partners=partners.names,
        monitoring=() if on_targets else names.routes(monitoring),
        monitoring_text=monitoring,
        baselines=baselines,
        targets=targets,
        blank_targets=blank,
        actions=tuple(block.actions),
        remarks=tuple(block.remarks),
        equality=block.equality,
        risks=block.risks,
        risks_asked=block.risks_asked,
        block=block.number,
        designated=_designated(written, block.context),
        doubt=" ".join(doubt for doubt in doubts if doubt) or None,
    )


def split_title(written: str) -> tuple[str | None, str]:
    """The code ("NI 175") and the title of what stands where a title should."""
    code = None
    title = _LOCAL.sub("", written, count=1) if _LOCAL.match(written) else written
    if match := _CODE_AT_START.match(title):
        code, title = _code(match), title[match.end() :]
    elif match := next((found for found in _CODE_IN_BRACKETS.finditer(title)), None):
        code, title = _code(match), (title[: match.start()] + title[match.end() :])
    title = _TARGET_NOTE.sub("", _NO_NUMBER.sub("", title, count=1) if _NO_NUMBER.match(title) else title)
    title = " ".join(title.split()).strip(" :–-.")
    if title.startswith("(") and title.endswith(")") and title.count("(") == 1:
        title = title[1:-1]
    return code, title


def place_in(title: str) -> str | None:
    """The place that a title ends on ("… in Stevenage"), or None. Titles With Capitals Throughout name none."""
    match = _PLACE.search(title)
    if match is None or _NOT_PLACES.match(match.group(1)):
        return None
    words = re.findall(r"[A-Za-z]{4,}", title[: match.start()])[1:]
    if words and sum(word[0].isupper() for word in words) > len(words) * 0.6:
        return None
    return match.group(1)


def counts_things(title: str) -> bool:
    """Whether a measure counts things, by its own words."""
    return _COUNTS.search(title) is not None and _SHARE.match(title) is None


def _figures_of(block: Block, title: str) -> tuple[tuple[Value, ...], tuple[Value, ...], tuple[str, ...]]:
    counts = counts_things(title)
    baselines: tuple[Value, ...] = ()
    targets: list[Value] = []
    blank: list[str] = []
    for period, cell in block.cells.items():
        column = Column(is_baseline=not period, period=period or block.baseline_period, counts=counts)
        entries = read_cell(" ".join(cell.words), column, cell.span)
        if not period:
            baselines = entries
        elif entries:
            targets.extend(entries)
        else:
            blank.append(period)
    if not counts and _levels_are_counts(baselines, targets):
        return _figures_of_counts(block)
    return baselines, tuple(targets), tuple(blank)


def _levels_are_counts(baselines: tuple[Value, ...], targets: list[Value]) -> bool:
    """Whether a target is a bare percentage while the baseline is none: then that is a change.

    A baseline up to 100 without a unit may be a percentage without its sign.
    """
    return any(
        value.value is not None and value.unit != "%" and (value.unit is not None or value.value > 100)
        for value in baselines
    ) and any(value.unit == "%" and value.numerator is None for value in targets)


def _figures_of_counts(block: Block) -> tuple[tuple[Value, ...], tuple[Value, ...], tuple[str, ...]]:
    return _figures_of(block, "Number of")


def _speaks_of_targets(monitoring: str) -> bool:
    """Whether a monitoring cell names no body but says how firm the targets are ("to be renegotiated")."""
    return re.match(
        r"(?:the )?(?:baselines?|targets?|figures?)\b", monitoring, re.IGNORECASE
    ) is not None and (standing(monitoring) is not None)


def _with_standing(targets: tuple[Value, ...], words: str) -> tuple[Value, ...]:
    """The targets of the years that some words name (of all, where they name none), as firm as these say."""
    years = {time.label for time in find_periods(words)}
    return tuple(
        replace(target, status=standing(words))
        if target.status is ValueStatus.AGREED and (not years or target.period in years)
        else target
        for target in targets
    )


def _less_sure(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(replace(value, doubt=value.doubt or LAYOUT_DOUBT) for value in values)


def _code(match: re.Match[str]) -> str:
    return f"{match['letters']} {match['number']}"


def _designated(written: str, context: Context) -> bool | None:
    if _NOT_AGREED.search(written):
        return False
    if context.target and _NOT_AGREED.search(context.target_kind):
        return False
    if _AGREED.search(written) or (context.target and _AGREED.search(context.target_kind)):
        return True
    return None


def _joined(parts: list[str]) -> str | None:
    return "\n".join(part for part in parts if part) or None
