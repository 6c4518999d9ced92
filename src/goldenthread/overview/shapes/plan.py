"""What the pages of a plan are made of: partnership, theme and objective."""

from dataclasses import dataclass, field
from datetime import date, datetime

from goldenthread.overview.shapes.figures import MeasureRow
from goldenthread.overview.shapes.findings import FindingsSummary
from goldenthread.overview.shapes.names import (
    EvidenceLine,
    Named,
    Page,
    PartnershipHeading,
    PartnershipName,
    Source,
    StrategySummary,
)
from goldenthread.overview.shapes.standing import Changes, ToDecide
from goldenthread.reckoning.timeliness import Timeliness


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
    counts: dict[str, int] = field(default_factory=dict)
    """How many of its measures have each status, the worst first."""
    strategy_id: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures of a plan have a baseline figure, a target for any period, and a lead."""

    measures: int
    with_baseline: int
    with_target: int
    with_lead: int


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
    counts: dict[str, int]
    """How many measures have each status, the worst first."""
    changes: Changes
    to_decide: ToDecide
    silent: tuple[Named, ...]
    """The first few measures whose figure is overdue; empty for those outside the partnership."""
    silent_count: int
    answered: int
    """How many measures have any figure."""
    to_publish: int
    """How many records wait for the manager to publish them; 0 for everybody else, and before the plan is public."""
    frameworks: tuple[Named, ...] = ()
    """The strategies in force, the newest first."""
    framework: int | None = None
    """The one whose themes are shown; None for all."""
    outside: int = 0
    """How many measures hang in none of the themes shown."""


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
    counts: dict[str, int] = field(default_factory=dict)
    by_commitment: dict[int, dict[str, int]] = field(default_factory=dict)


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
    counts: dict[str, int] = field(default_factory=dict)
    standing: str = "in force"
    """Of its strategy, at the moment looked at: "in force", "draft" or "earlier"."""
    score: Timeliness = field(default_factory=Timeliness)
    """How many of the figures that were expected in the last twelve months came in time."""
    story: Named | None = None
    """The last story of it that was signed off."""


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
    counts: dict[str, int] = field(default_factory=dict)
    by_commitment: dict[int, dict[str, int]] = field(default_factory=dict)
    standing: str = "in force"
    """Of its strategy, at the moment looked at: "in force", "draft" or "earlier"."""


@dataclass(frozen=True, slots=True)
class MeasureList:
    """The measures of a partnership, after a filter. `counts` are those of the whole partnership."""

    heading: PartnershipHeading
    counts: dict[str, int]
    silent: int
    themes: tuple[Named, ...]
    measures: tuple[MeasureRow, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action of the person who looks."""

    id: int
    title: str
    state: str
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """An open round that asks the person who looks for something: how many answers they still owe, and by when."""

    round_id: int
    title: str
    due_on: date
    waiting: int
    late: bool


@dataclass(frozen=True, slots=True)
class MinePage:
    """What the person who looks answers for in a partnership. `known` is False for an account that is nobody in the plan."""

    heading: PartnershipHeading
    known: bool
    measures: tuple[MeasureRow, ...]
    actions: tuple[OwnAction, ...]
    asked: tuple[AskedOfMe, ...] = ()
