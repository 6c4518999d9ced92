"""What is wrong with a plan, as plain data."""

from dataclasses import dataclass

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading, Source


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
class FindingsPage:
    """One page of the findings of a partnership, after the filter. Without a plan there is nothing to judge."""

    heading: PartnershipHeading
    has_plan: bool
    summary: FindingsSummary
    findings: tuple[LiveFinding, ...]
    page: Page
