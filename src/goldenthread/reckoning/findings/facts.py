"""What the rules need to know of a plan, and what they answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

Lines = tuple[int, int]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Kind(StrEnum):
    MISSING_BASELINE = "missing_baseline"
    MISSING_TARGET = "missing_target"
    MISSING_LEAD = "missing_lead"
    BLANK_EQUALITY = "blank_equality"
    BLANK_RISK = "blank_risk"
    TO_FOLLOW = "to_follow"
    UNDECIDED = "undecided"
    DOUBLED = "doubled"
    TARGET_EASIER_THAN_BASELINE = "target_easier_than_baseline"
    PERCENT_MISMATCH = "percent_mismatch"
    FRACTION_MISMATCH = "fraction_mismatch"
    PARTS_NOT_TOTAL = "parts_not_total"
    DATE_CONFLICT = "date_conflict"
    TEXT_CONFLICT = "text_conflict"
    SECOND_FIGURE = "second_figure"
    NO_TITLE = "no_title"


class FigureFacts(Protocol):
    """A baseline or target. `value` is None where no level is written; zero is a number."""

    @property
    def lines(self) -> Lines: ...
    @property
    def as_written(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def period(self) -> str | None: ...
    @property
    def measured_at(self) -> str | None: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def change_percent(self) -> Decimal | None: ...
    @property
    def status(self) -> str | None: ...


class PassageFacts(Protocol):
    """A piece of text and where it stands."""

    @property
    def text(self) -> str: ...
    @property
    def lines(self) -> Lines: ...


class EqualityFacts(Protocol):
    @property
    def state(self) -> str: ...


class MeasureFacts(Protocol):
    """A measure with everything that the rules look at."""

    @property
    def code(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def lines(self) -> Lines: ...
    @property
    def lead_people(self) -> Sequence[str]: ...
    @property
    def lead_organisations(self) -> Sequence[str]: ...
    @property
    def lead_person_asked(self) -> bool: ...
    @property
    def monitoring_text(self) -> str: ...
    @property
    def baselines(self) -> Sequence[FigureFacts]: ...
    @property
    def targets(self) -> Sequence[FigureFacts]: ...
    @property
    def blank_targets(self) -> Sequence[str]: ...
    @property
    def actions(self) -> Sequence[PassageFacts]: ...
    @property
    def remarks(self) -> Sequence[PassageFacts]: ...
    @property
    def equality(self) -> EqualityFacts: ...
    @property
    def risks(self) -> Sequence[Any]: ...
    @property
    def risks_asked(self) -> bool: ...


class ThemeFacts(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def lines(self) -> Lines: ...
    @property
    def to_follow(self) -> bool: ...


class GapFacts(Protocol):
    """A fault that only the reader could see."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def lines(self) -> Lines: ...


class PlanFacts(Protocol):
    @property
    def themes(self) -> Sequence[ThemeFacts]: ...
    @property
    def measures(self) -> Sequence[MeasureFacts]: ...
    @property
    def gaps(self) -> Sequence[GapFacts]: ...


@dataclass(frozen=True, slots=True)
class MeasureReference:
    """Which measure a finding is about. `position` is its place in the plan's list, from 0."""

    code: str | None
    title: str
    lines: Lines
    position: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where, why it matters and who could settle it, in `text`."""

    kind: Kind
    severity: Severity
    measure: MeasureReference | None
    text: str
    lines: Lines
