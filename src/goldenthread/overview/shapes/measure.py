"""One measure with everything that hangs on it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from goldenthread.overview.shapes.figures import ObservedFigure, PlaceSeries, StatedFigure
from goldenthread.overview.shapes.findings import LiveFinding
from goldenthread.overview.shapes.names import (
    Named,
    PartnershipHeading,
    PartnershipName,
    Source,
    StrategySummary,
)
from goldenthread.overview.shapes.plan import ActionLine
from goldenthread.overview.shapes.standing import Assessment, HistoryEntry
from goldenthread.reckoning.additive import Added, NotIn


@dataclass(frozen=True, slots=True)
class Route:
    """A body that looks at a measure; `reports_to` names the groups above it, nearest first."""

    body: str
    frequency: str
    group: Named | None
    reports_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EqualityLine:
    """What is known of a measure's effect on people with protected characteristics."""

    state: str
    label: str
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk and how many other subjects share it."""

    text: str
    shared_with: int
    source: Source | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Something that was done to a record. `changes` is (field, before, after)."""

    at: datetime
    who: str
    verb: str
    reason: str
    changes: tuple[tuple[str, object, object], ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The figures of parts of a place: `periods` across, (category, a figure or None for each period) down."""

    name: str
    place: str
    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ObservedFigure | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class AdopterLine:
    """Another partnership that uses the series, its own target in words, and its comment."""

    name: PartnershipName
    target: StatedFigure | None
    comment: str


@dataclass(frozen=True, slots=True)
class TargetSum:
    """What the targets of the places inside add up to, beside that of the whole, in a period."""

    period: str
    whole: Decimal
    whole_name: str
    parts: Decimal
    number: int
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class PartsSum:
    """What the parts of a place add up to in a period, beside what was observed for the whole; and who is not in it."""

    period: str
    whole_name: str
    added: Added
    not_in: NotIn | None
    unit: str
    decimals: int


@dataclass(frozen=True, slots=True)
class ActionState:
    """How an action stands, as the partnership keeps it. `late`: it is due and not done."""

    id: int
    title: str
    state: str
    due_on: date | None
    finished_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class AlsoUnder:
    """A place of a measure in another framework."""

    id: int
    framework: Named
    theme: Named
    objective: Named | None


@dataclass(frozen=True, slots=True)
class VintageLine:
    """A release in which a source restated its past, and what changed in how it counts."""

    title: str
    source: str
    released_on: date | None
    method: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class FlaggedTarget:
    """A target whose baseline was restated, with both readings: levels in `unit`, changes in per cent.

    None is what cannot be computed; `why_not` says why.
    """

    id: int
    period: str
    unit: str
    decimals: int
    before: Decimal | None
    after: Decimal | None
    level: Decimal | None
    change: Decimal | None
    kept_change: Decimal | None
    moved_level: Decimal | None
    vintage: str
    why_not: str


@dataclass(frozen=True, slots=True)
class AwaitingFigure:
    """A figure that was sent and that nobody signed off yet; no value where there is none."""

    where: str
    period: str
    value: Decimal | None
    decimals: int
    unit: str


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One measure with everything that hangs on it; also what the thread page is drawn from."""

    heading: PartnershipHeading
    strategy: StrategySummary
    theme: Named
    objective: Named | None
    commitment: Named | None
    id: int
    code: str
    title: str
    place: str | None
    designated: bool | None
    doubt: str
    placements: tuple[tuple[str, str], ...]
    """As its plan writes them: (framework, theme)."""
    leads: tuple[str, ...]
    lead_organisations: tuple[str, ...]
    partners: tuple[str, ...]
    monitoring: str
    routes: tuple[Route, ...]
    target_periods: tuple[str, ...]
    series: tuple[PlaceSeries, ...]
    actions: tuple[ActionLine, ...]
    equality: EqualityLine | None
    risks: tuple[RiskLine, ...]
    findings: tuple[LiveFinding, ...]
    history: tuple[HistoryLine, ...]
    source: Source | None
    neighbours: tuple[Named, ...]
    """The other measures of the same objective."""
    also: tuple[AlsoUnder, ...] = ()
    """Where else it hangs, in other frameworks in force."""
    unit: str = ""
    status: str = ""
    places: tuple[Assessment, ...] = ()
    """Where it stands in each of its places."""
    breakdowns: tuple[Breakdown, ...] = ()
    adopters: tuple[AdopterLine, ...] = ()
    kept_by: PartnershipName | None = None
    """The partnership that keeps it, where it is adopted; its `code` is empty where the viewer may not open it."""
    adoption_id: int | None = None
    adopted_comment: str = ""
    sums: tuple[TargetSum, ...] = ()
    totals: tuple[PartsSum, ...] = ()
    """Where parts are missing in a total, or do not add up to it."""
    decided: tuple[HistoryEntry, ...] = ()
    """The changes that a decision stands behind, the newest first."""
    sheet: tuple[tuple[str, str], ...] = ()
    """The definition sheet, as (what, words); blank ones are left out."""
    checks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """How its figures are checked, as (place, sentences); the place is empty where all are checked alike."""
    formula: str = ""
    """How it is worked out from others, as far as the viewer may know; empty for a measure whose figures are given."""
    inputs: tuple[Named, ...] = ()
    """The measures that the formula names, as far as the viewer may know of them."""
    progress: tuple[ActionState, ...] = ()
    vintages: tuple[VintageLine, ...] = ()
    """The releases in which its source restated the past, the newest first."""
    flagged: tuple[FlaggedTarget, ...] = ()
    """Targets agreed on a baseline that was restated since."""
    awaiting: tuple[AwaitingFigure, ...] = ()
    """What was sent and waits to be signed off; empty for who may not see it."""
    may_give_figures: bool = False
