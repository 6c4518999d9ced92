"""Figures as pages show them: what a plan states, and what was observed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.overview.shapes.names import Named, Source
from goldenthread.overview.shapes.standing import Assessment


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
    period_end: date | None = None


@dataclass(frozen=True, slots=True)
class ObservedFigure:
    """What was observed in a period. `value` is None exactly where `gap` is "missing" or "cannot_compute".

    `after_break` is why it is not comparable with the figure before, empty where it is. `versions` counts the
    figures that were ever known for the period. `received_from` and `source_named` are empty for those outside.
    """

    period_id: int
    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    unit: str
    status: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    illustrative: bool = False
    received_on: date | None = None
    received_from: str = ""
    source_named: str = ""
    reason: str = ""
    after_break: str = ""
    versions: int = 1
    former: Decimal | None = None
    """What it was before a vintage restated it; None where none did, or nothing was there."""
    vintage: str = ""
    """The vintage that restated it."""
    derived: bool = False
    series_id: int = 0
    """The series whose page has every version of it; 0 for one that is worked out and has none."""


@dataclass(frozen=True, slots=True)
class PlaceSeries:
    """The figures of a measure for one place: baselines, targets and what was observed, each first to last."""

    place: Named
    baselines: tuple[StatedFigure, ...]
    targets: tuple[StatedFigure, ...]
    observed: tuple[ObservedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in a list, with the last explained baseline and target of each place, and where it stands.

    `kept_by` is the partnership that keeps it where it is adopted.
    """

    id: int
    code: str
    title: str
    place: str | None
    theme: Named
    lead_organisations: tuple[str, ...]
    target_periods: tuple[str, ...]
    series: tuple[PlaceSeries, ...]
    status: str = ""
    places: tuple[Assessment, ...] = ()
    kept_by: str = ""
    also: tuple[Named, ...] = ()
    """Themes of other frameworks that it hangs in too."""
