"""What the pages about the strategy's words, equality and the next year are made of: plain data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.overview.shapes import HistoryEntry, Named, Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class EqualityRow:
    """How far the effect of one record on people with protected characteristics has been looked at.

    `state` is empty where nobody has: that is shown as "not looked at yet", never as a blank.
    """

    about: Named
    kind: str
    state: str
    depth: str
    done_on: date | None
    review_on: date | None
    days_late: int
    worse_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EqualityRegister:
    """One page of the register, after the filter, and how many are in each state."""

    heading: PartnershipHeading
    rows: tuple[EqualityRow, ...]
    counts: dict[str, int]
    page: Page


@dataclass(frozen=True, slots=True)
class EffectLine:
    """The effect on people with one protected characteristic."""

    characteristic: str
    label: str
    effect: str
    effect_label: str
    evidence: str
    mitigation: str


@dataclass(frozen=True, slots=True)
class EqualityPage:
    """What is known of the effect of one record, characteristic by characteristic; all nine are there."""

    heading: PartnershipHeading
    row: EqualityRow
    text: str
    effects: tuple[EffectLine, ...]


@dataclass(frozen=True, slots=True)
class AmendmentsPage:
    """One page of what was amended with a reason or by a decision, the newest first."""

    heading: PartnershipHeading
    entries: tuple[tuple[Named, str, HistoryEntry], ...]
    """(record, kind, what was done)"""
    names: dict[int, str]
    page: Page


@dataclass(frozen=True, slots=True)
class TargetToCarry:
    """A target of this year whose series has none for the next."""

    id: int
    measure: Named
    place: str
    words: str
    value: Decimal | None
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class ActionToCarry:
    """An action that is not over."""

    id: int
    title: str
    theme: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What the next year would start with. `kept` targets are in the plan for it already."""

    heading: PartnershipHeading
    following: str
    kept: int
    targets: tuple[TargetToCarry, ...]
    actions: tuple[ActionToCarry, ...]
    over: int
    reviews: int


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """A strategy in the list. `standing` is "in force", "draft" or "earlier" at the moment that is looked at."""

    id: int
    title: str
    years: str
    kind: str
    standing: str
    follows: Named | None
    followed_by: Named | None
    superseded_on: date | None
    """The day on which another took its place; None where none has."""


@dataclass(frozen=True, slots=True)
class StrategyList:
    heading: PartnershipHeading
    strategies: tuple[StrategyLine, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveFate:
    """An objective with what became of it, and what it goes on from. `fate` is empty where it still counts."""

    objective: Named
    fate: str
    becomes: Named | None
    note: str
    comes_from: tuple[tuple[Named, str], ...]
    """Objectives of the strategy before that go on as this one, each with its fate."""


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """One strategy: its themes and objectives, and what became of each where another took its place."""

    heading: PartnershipHeading
    line: StrategyLine
    vision: str
    principles: tuple[str, ...]
    decision: Named | None
    themes: tuple[tuple[Named, tuple[ObjectiveFate, ...]], ...]
    may_be_followed: bool
    """Whether whoever looks may say what takes its place."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A statement of evidence, and what rests on it: an objective, a theme, or the whole strategy."""

    id: int
    text: str
    value: str
    source_named: str
    dated: str
    theme: Named | None
    objective: Named | None


@dataclass(frozen=True, slots=True)
class EvidenceRegister:
    """One page of what a partnership knows of its place; `unsourced` counts statements without a source."""

    heading: PartnershipHeading
    rows: tuple[EvidenceRow, ...]
    unsourced: int
    page: Page
