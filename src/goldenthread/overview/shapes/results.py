"""The whole results of a partnership as plain data: every figure that was ever known, series by series."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class Result:
    """A figure as it was known from a moment on. `value` is None exactly where `gap` says why.

    `replaced_at` is when another one took its place, None for the figure in force; a derived figure has no past.
    """

    period: str
    start: date | None
    value: Decimal | None
    gap: str
    decimals: int
    status: str
    comment: str
    numerator: Decimal | None
    denominator: Decimal | None
    illustrative: bool
    known_from: datetime
    replaced_at: datetime | None
    not_in: str = ""
    """Which parts are not in this total yet, in words; empty for a figure that is no total, or is complete."""


@dataclass(frozen=True, slots=True)
class ResultSeries:
    """The figures of one place, or of one part of it, in the order of time and then as they became known."""

    place: str
    breakdown: str
    category: str
    figures: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class ResultMeasure:
    """A measure with all its series."""

    id: int
    code: str
    title: str
    unit: str
    theme: str
    derived: bool
    series: tuple[ResultSeries, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The results of some measures of a partnership, in the order of the plan."""

    heading: PartnershipHeading
    measures: tuple[ResultMeasure, ...]
    page: Page
    themes: tuple[Named, ...]
