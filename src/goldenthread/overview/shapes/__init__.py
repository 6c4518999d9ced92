"""What the pages are made of: plain data, the same for a page, a file and a test."""

from goldenthread.overview.shapes.figures import MeasureRow, ObservedFigure, PlaceSeries, StatedFigure
from goldenthread.overview.shapes.findings import FindingsPage, FindingsSummary, LiveFinding
from goldenthread.overview.shapes.governance import Governance, GroupNode, Seat
from goldenthread.overview.shapes.measure import EqualityLine, HistoryLine, MeasurePage, RiskLine, Route
from goldenthread.overview.shapes.names import (
    EvidenceLine,
    Named,
    Page,
    PartnershipHeading,
    PartnershipName,
    Source,
    StrategySummary,
)
from goldenthread.overview.shapes.plan import (
    ActionLine,
    Glance,
    ObjectiveCard,
    ObjectivePage,
    PartnershipCard,
    Tally,
    ThemeCard,
    ThemePage,
)

__all__ = [
    "ActionLine",
    "EqualityLine",
    "EvidenceLine",
    "FindingsPage",
    "FindingsSummary",
    "Glance",
    "Governance",
    "GroupNode",
    "HistoryLine",
    "LiveFinding",
    "MeasurePage",
    "MeasureRow",
    "Named",
    "ObjectiveCard",
    "ObjectivePage",
    "ObservedFigure",
    "Page",
    "PartnershipCard",
    "PartnershipHeading",
    "PartnershipName",
    "PlaceSeries",
    "RiskLine",
    "Route",
    "Seat",
    "Source",
    "StatedFigure",
    "StrategySummary",
    "Tally",
    "ThemeCard",
    "ThemePage",
]
