"""What the pages of a plan are made of: partnership, theme and objective."""

from dataclasses import dataclass
from datetime import datetime

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
