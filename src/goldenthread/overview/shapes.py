"""What the pages are made of: plain data, the same for a page, a file and a test."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its subject id and title."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: a document and its lines, both counted from 1 and included."""

    document: Named
    lines: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A baseline or target as the plan states it. Zero, no value and no figure asked are three.

    `value` is None where the plan has only words, a date or a change; `decimals` is how many it wrote.
    `period` is None where the plan gives none.
    """

    period: str | None
    period_start: date | None
    value: Decimal | None
    decimals: int
    unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    change_percent: Decimal | None
    status: str
    measured_at: str
    as_written: str
    doubt: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class PlaceSeries:
    """The figures of a measure for one place, baselines first to last, targets first to last."""

    place: Named
    baselines: tuple[StatedFigure, ...]
    targets: tuple[StatedFigure, ...]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in a list, with the last explained baseline and target of each place."""

    id: int
    code: str
    title: str
    place: str | None
    theme: Named
    lead_organisations: tuple[str, ...]
    target_periods: tuple[str, ...]
    series: tuple[PlaceSeries, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Where in a long list we are. Pages count from 1."""

    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PartnershipCard:
    """A partnership as the front page shows it."""

    id: int
    code: str
    name: str
    place: str
    within: Named | None
    published: bool
    strategy: str | None
    themes: int
    measures: int


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """A theme as the glance shows it."""

    id: int
    title: str
    to_follow: bool
    objectives: int
    commitments: int
    measures: int
    actions: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures of a plan have a baseline figure, a target for any period, and a lead."""

    measures: int
    with_baseline: int
    with_target: int
    with_lead: int


@dataclass(frozen=True, slots=True)
class LiveFinding:
    """Something that is wrong with the plan as it stands now."""

    kind: str
    severity: str
    text: str
    measure: Named | None
    measure_code: str
    theme: str | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class FindingsSummary:
    """How many findings there are, by severity and by kind."""

    by_severity: dict[str, int]
    by_kind: dict[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class PartnershipName:
    """A partnership by its code and name."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PartnershipHeading:
    """What every page of a partnership says on top.

    `is_inside`, `may_manage` and `rights` (names of `partnership.rules.Right` held on some of it) are about who is
    looking; `as_known` is the earlier day whose knowledge they asked for. `year` is the year reported on,
    `illustrative` says that results are invented for demonstration.
    """

    id: int
    code: str
    name: str
    place: Named
    within: PartnershipName | None
    published: bool
    is_inside: bool
    may_manage: bool
    rights: frozenset[str] = frozenset()
    year: str = ""
    illustrative: bool = False
    as_known: date | None = None


@dataclass(frozen=True, slots=True)
class StrategySummary:
    """A strategy's own statements."""

    id: int
    title: str
    years: str
    vision: str
    principles: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A statement about the place with its figure and source."""

    text: str
    value: str
    source_named: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Glance:
    """A partnership on one page, as known at `as_known`."""

    heading: PartnershipHeading
    strategy: StrategySummary | None
    themes: tuple[ThemeCard, ...]
    tally: Tally
    findings: FindingsSummary
    evidence: tuple[EvidenceLine, ...]
    contains: tuple[PartnershipName, ...]
    as_known: datetime


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as the plan states it, in the plan's own words."""

    id: int
    text: str
    lead: str
    due: str
    status: str
    progress: str
    doubt: str
    measure: Named | None
    source: Source | None


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """An objective with what is promised under it."""

    id: int
    title: str
    commitments: tuple[Named, ...]
    measures: int


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A theme: its story, objectives, promises and one page of its measures and actions."""

    heading: PartnershipHeading
    strategy: StrategySummary
    id: int
    title: str
    summary: str
    arrangements: str
    innovation: str
    to_follow: bool
    source: Source | None
    objectives: tuple[ObjectiveCard, ...]
    commitments: tuple[Named, ...]
    """Priorities that stand straight under the theme."""
    measures: tuple[MeasureRow, ...]
    page: Page
    actions: tuple[ActionLine, ...]
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """An objective: the theme above, the promises, measures and actions below."""

    heading: PartnershipHeading
    strategy: StrategySummary
    theme: Named
    id: int
    title: str
    source: Source | None
    commitments: tuple[Named, ...]
    measures: tuple[MeasureRow, ...]
    page: Page
    actions: tuple[ActionLine, ...]


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


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """One page of the findings of a partnership, after the filter. Without a plan there is nothing to judge."""

    heading: PartnershipHeading
    has_plan: bool
    summary: FindingsSummary
    findings: tuple[LiveFinding, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a group. `holder` is a person or post; either may be missing."""

    id: int
    holder: str
    organisation: str
    role: str
    how_appointed: str
    valid_from: date | None
    valid_to: date | None
    deputy: str


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A group with its seats and the groups that report to it."""

    id: int
    name: str
    kind: str
    meets: str
    terms_of_reference: str
    seats: tuple[Seat, ...]
    measures: int
    groups: tuple["GroupNode", ...]


@dataclass(frozen=True, slots=True)
class Governance:
    """Who reports to whom."""

    heading: PartnershipHeading
    groups: tuple[GroupNode, ...]
    group_count: int
    seat_count: int
