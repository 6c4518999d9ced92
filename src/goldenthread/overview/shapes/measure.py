"""One measure with everything that hangs on it."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.overview.shapes.figures import PlaceSeries
from goldenthread.overview.shapes.findings import LiveFinding
from goldenthread.overview.shapes.names import Named, PartnershipHeading, Source, StrategySummary
from goldenthread.overview.shapes.plan import ActionLine


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
