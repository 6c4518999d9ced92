"""What a plan says, as plain data: the shape that every reader returns and that the JSON shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from goldenthread.reading.rendering import Lines


class ValueStatus(StrEnum):
    """How firm a figure is, as its own cell says."""

    AGREED = "agreed"
    PREDICTED = "predicted"
    PROJECTED = "projected"
    PROPOSED = "proposed"
    TO_BE_RENEGOTIATED = "to_be_renegotiated"
    DEFERRED = "deferred"
    AWAITED = "awaited"
    UNEXPLAINED = "unexplained"


class EqualityState(StrEnum):
    """What a plan says of a measure's equality impact; not done yet is a state, not a blank."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    BLANK = "blank"
    DEFERRED = "deferred"
    REFERS = "refers"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Value:
    """One baseline or target as written in one cell.

    `value` is the level (None where only words, a date or a change is written), in the `unit` beside it.
    `change_percent` is a stated change on the baseline, negative for a reduction.
    """

    lines: Lines
    as_written: str
    place: str | None = None
    period: str | None = None
    measured_at: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    change_percent: Decimal | None = None
    status: ValueStatus | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text and where it stands."""

    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class FrameworkPlacement:
    """One framework line of a measure's block, as written ("LAA 2008-2011 Theme": "Children …")."""

    framework: str
    theme: str


@dataclass(frozen=True, slots=True)
class MonitoringRoute:
    """A body that looks at a measure, and how often where the plan says."""

    body: str
    frequency: str | None = None


@dataclass(frozen=True, slots=True)
class Equality:
    """The equality section of a measure."""

    state: EqualityState
    text: str = ""
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One measure with everything that its block says of it."""

    title: str
    lines: Lines
    theme: str | None = None
    code: str | None = None
    place: str | None = None
    frameworks: tuple[FrameworkPlacement, ...] = ()
    long_term_objective: str | None = None
    short_term_action: str | None = None
    lead_people: tuple[str, ...] = ()
    lead_organisations: tuple[str, ...] = ()
    lead_person_asked: bool = False
    """Whether the template has a place for a lead person (one that is left empty is a gap)."""
    key_partners: tuple[str, ...] = ()
    monitoring: tuple[MonitoringRoute, ...] = ()
    monitoring_text: str = ""
    """The monitoring cell whole: it may hold words on the figures ("targets to be renegotiated")."""
    baselines: tuple[Value, ...] = ()
    targets: tuple[Value, ...] = ()
    blank_targets: tuple[str, ...] = ()
    """The normalised periods of target columns whose cell is empty."""
    actions: tuple[Passage, ...] = ()
    remarks: tuple[Passage, ...] = ()
    """What the table says beside its cells: a definition, a note on figures to come, the context."""
    equality: Equality = Equality(EqualityState.NOT_ASKED)
    risks: tuple[Passage, ...] = ()
    risks_asked: bool = False
    """Whether the template has a risk section at all (one that holds only its prompt is blank)."""
    block: int = 0
    """Measures that share one template have the same number, from 1."""
    designated: bool | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedTheme:
    """A group heading of the plan with its story."""

    name: str
    lines: Lines
    summary: str = ""
    arrangements: str = ""
    innovation: str = ""
    to_follow: bool = False
    """The heading promises a story that is not there."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """A row of a RAG-rated action plan."""

    text: str
    lines: Lines
    theme: str | None = None
    objective: str | None = None
    lead: str | None = None
    due: str | None = None
    status: str | None = None
    progress: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceStatement:
    """A statement about the place with its figure and source."""

    text: str
    lines: Lines
    value: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedStrategy:
    """A community strategy's own statements; its themes and priorities are in the plan's lists."""

    title: str
    years: str | None = None
    vision: str | None = None
    principles: tuple[str, ...] = ()
    evidence: tuple[EvidenceStatement, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A fault that only the reader can see: a baseline table without any title, a section to follow."""

    kind: str
    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Plan:
    """All that was read from one document."""

    strategy: PlannedStrategy | None = None
    themes: tuple[PlannedTheme, ...] = ()
    measures: tuple[PlannedMeasure, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON-ready values: decimals as plain strings, lines as [from, to]."""
        content: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Plan:
        """The plan that `as_json` wrote, perhaps edited since. Raises ValueError where it is no plan."""
        return _ADAPTER.validate_python(content, strict=False)


_ADAPTER = TypeAdapter(Plan)
