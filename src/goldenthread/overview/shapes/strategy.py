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
