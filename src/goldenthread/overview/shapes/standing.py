"""Where each measure stands, as plain data. It is computed, never typed in, and kept in the cache: so it is lean."""

import pickle
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading
from goldenthread.reckoning.status import Status

WORST_FIRST = tuple(status.key for status in Status)
"""Every status, in the order in which it is told: what was judged, the worst first, then what could not be."""


class PeriodRef(NamedTuple):
    """A period by its label and days; `start` and `end` are None where the label names none."""

    id: int
    label: str
    start: date | None
    end: date | None


class Assessment(NamedTuple):
    """Where a measure stands in one place, against its own target or an adopter's.

    `adoption_id` is None for a partnership's own. `status` is one of WORST_FIRST; `reason` and `rule` say in words
    why, and by which rule. `value` is the latest figure, None where there is none (`gap` says which way).
    `target` is what it is compared with. `forecast` is a straight line through the points so far, read at the end
    of `forecast_period`, None where there are too few points (`forecast_reason`). `direction` and `fresh` are in
    words; `silent` says that a figure is overdue. `cells` has a status (its place in WORST_FIRST, 255 for nothing)
    for each period of the Standing.
    """

    measure_id: int
    series_id: int | None
    adoption_id: int | None
    place_id: int
    place: str
    unit: str
    status: str
    reason: str
    rule: str
    value: Decimal | None
    decimals: int
    gap: str
    period: str
    soft: str
    illustrative: bool
    target: Decimal | None
    target_decimals: int
    target_period: str
    forecast: Decimal | None
    forecast_status: str
    forecast_period: str
    forecast_reason: str
    direction: str
    fresh: str
    silent: bool
    cells: bytes
    not_in: str = ""
    """Which parts are not in this total yet, in words; empty for a figure that is no total, or is complete."""


class MeasureStanding(NamedTuple):
    """A measure in a partnership's plan, own or adopted: the worst of its places is its status.

    `answered` says that any place has a figure. `packed` are its places: `Standing.of` unpacks them. `also` are the
    (theme, objective) that it hangs in beside its own, in other frameworks: it is one measure all the same.
    """

    measure_id: int
    adoption_id: int | None
    theme_id: int
    objective_id: int | None
    commitment_id: int | None
    frequency: str
    status: str
    silent: bool
    illustrative: bool
    answered: bool
    packed: bytes
    also: tuple[tuple[int, int | None], ...] = ()

    def hangs_in(self, theme_id: int) -> bool:
        """Whether it hangs in this theme, as its own or as another framework's."""
        return theme_id == self.theme_id or any(theme_id == theme for theme, _ in self.also)

    def serves(self, objective_id: int) -> bool:
        """Whether it measures this objective, its own or another framework's."""
        return objective_id == self.objective_id or any(objective_id == one for _, one in self.also)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where every measure of a partnership stands on a day, in the order of its plan, adopted ones last.

    It is read from the cache for every page, and few pages look at every place: so each measure's places stay packed
    until somebody looks.
    """

    today: date
    periods: tuple[PeriodRef, ...]
    measures: tuple[MeasureStanding, ...]

    def of(self, measure: MeasureStanding) -> tuple[Assessment, ...]:
        """The measure in each of its places."""
        places: tuple[Assessment, ...] = pickle.loads(measure.packed)  # noqa: S301 - packed by ourselves
        return places


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two moments. The first three count measures, the others what was written down."""

    since: date
    turned_off: tuple[Named, ...]
    came_back: tuple[Named, ...]
    answered_first: tuple[Named, ...]
    figures_revised: int
    targets_changed: int


@dataclass(frozen=True, slots=True)
class AwaitedTarget:
    """A target that is still to be set or settled: its measure, status, period, and when it is due, in the plan's words."""

    measure: Named
    status: str
    period: str
    due: str


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What waits for a decision. The tuples hold the first few, the numbers count all."""

    off_track_without_action: tuple[Named, ...]
    off_track_count: int
    awaited: tuple[AwaitedTarget, ...]
    awaited_count: int


@dataclass(frozen=True, slots=True)
class RugRow:
    """One measure across: a status for each column, "" where nothing is asked."""

    measure: Named
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RugGroup:
    theme: Named
    rows: tuple[RugRow, ...]


@dataclass(frozen=True, slots=True)
class RugPage:
    """Measures down, periods or places across. `themes` are the themes that one may choose from."""

    heading: PartnershipHeading
    by: str
    columns: tuple[str, ...]
    groups: tuple[RugGroup, ...]
    themes: tuple[Named, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that was done to a record: who, when, what, from what to what, why and by which decision."""

    id: int
    at: datetime
    who: str
    verb: str
    reason: str
    changes: tuple[tuple[str, object, object], ...]
    decision: Named | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the past of one record, the newest first. `titles` names the records that the changes point at."""

    heading: PartnershipHeading
    subject: Named
    kind: str
    entries: tuple[HistoryEntry, ...]
    titles: dict[int, str]
    page: Page
    undoable: frozenset[int] = frozenset()
    """The entries that changed words and nothing after them: they can be undone."""
