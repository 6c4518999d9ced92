"""What it takes to judge where measures stand, in narrow rows: there may be many thousand figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import (
    Adoption,
    Baseline,
    Measure,
    Observation,
    Period,
    Series,
    SeriesBreak,
    Target,
)
from goldenthread.measures.queries import derived_figures, hangs_now, in_force, placements_there
from goldenthread.measures.queries.adopted import adoptions_there
from goldenthread.overview.queries.parts import ADDS_UP
from goldenthread.overview.shapes.standing import PeriodRef
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
from goldenthread.strategy.queries import in_force as strategy_in_force


class Sheet(NamedTuple):
    """What a measure's definition says about judging it."""

    id: int
    theme_id: int
    objective_id: int | None
    commitment_id: int | None
    unit: str
    decimals: int | None
    polarity: str
    frequency: str
    tolerance: Decimal | None
    tolerance_kind: str
    range_low: Decimal | None
    range_high: Decimal | None
    data_type: str


class Place(NamedTuple):
    """One row to judge: a measure in a place, the partnership's own or adopted."""

    series_id: int
    measure_id: int
    place_id: int
    place: str
    adoption_id: int | None
    theme_id: int
    objective_id: int | None
    commitment_id: int | None


class Seen(NamedTuple):
    """A figure in force."""

    period_id: int
    value: Decimal | None
    gap: str
    decimals: int
    status: str
    illustrative: bool


class Aim(NamedTuple):
    """A baseline or target in force. `value` is None where it is words, a date or a change."""

    period_id: int | None
    value: Decimal | None
    decimals: int
    status: str
    unit: str
    change_percent: Decimal | None


@dataclass(slots=True)
class Facts:
    """Everything that is known of a partnership's measures at a moment. Figures are by series; targets by series and adoption."""

    sheets: dict[int, Sheet]
    own: frozenset[int]
    """The measures that the partnership keeps itself."""
    also: dict[int, tuple[tuple[int, int | None], ...]]
    """Where a measure hangs beside the theme of its sheet, as (theme, objective)."""
    places: list[Place]
    periods: dict[int, PeriodRef]
    seen: dict[int, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    targets: dict[tuple[int, int | None], list[Aim]] = field(default_factory=lambda: defaultdict(list))
    baselines: dict[int, list[Aim]] = field(default_factory=lambda: defaultdict(list))
    breaks: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    whole_id: int = 0
    """The place of the partnership: what is observed there is a total of its parts."""
    groups: list[tuple[int, str, str, int | None]] = field(default_factory=list)
    """The groups of the whole place with a period each that they have a figure for: (measure, breakdown, group, period)."""


def facts(partnership_id: int, *, viewer: Viewer) -> Facts:
    """The facts of a partnership's own measures in force and of those that it adopted, in thirteen queries, and a few
    more for derived ones."""
    own = Measure.objects.visible_to(viewer).of(partnership_id).filter(hangs_now(viewer)).order_by()
    adopted = adoptions_there(viewer).filter(partnership=partnership_id).order_by()
    measures = Measure.objects.filter(
        Q(pk__in=own.values("pk")) | Q(series__adoptions__in=adopted.values("pk"))
    )
    sheets = {
        row[0]: Sheet._make(row)
        for row in measures.order_by("position", "pk").values_list(*_columns(Sheet)).distinct()
    }
    series = _series(own, adopted)
    own_ids = frozenset(own.values_list("pk", flat=True))
    also = _hang(sheets, own_ids, partnership_id, viewer)
    found = Facts(
        sheets=sheets,
        own=own_ids,
        also=also,
        places=_places(partnership_id, sheets, own, viewer),
        periods={
            row[0]: PeriodRef._make(row) for row in Period.objects.values_list("id", "label", "start", "end")
        },
    )
    _read(found, series, adopted.values("pk"), viewer)
    _read_groups(found, partnership_id, own, viewer)
    for series_id, worked in derived_figures(sheets, viewer=viewer).items():
        found.seen[series_id] = [
            Seen(one.period_id, one.value, one.gap, one.decimals, one.status, one.illustrative)
            for one in worked
        ]
    return found


def _hang(
    sheets: dict[int, Sheet], own: frozenset[int], partnership_id: int, viewer: Viewer
) -> dict[int, tuple[tuple[int, int | None], ...]]:
    """Let each own measure hang in a strategy in force; returns where else it does: two queries."""
    current = set(
        Theme.objects.filter(
            strategy_in_force(viewer, prefix="strategy__"), subject__partnership_id=partnership_id
        ).values_list("pk", flat=True)
    )
    placed: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rows = placements_there(viewer).filter(measure__subject__partnership_id=partnership_id)
    for measure_id, theme_id, objective_id in rows.order_by("pk").values_list(
        "measure_id", "under_id", "objective_id"
    ):
        if measure_id in own:
            placed[measure_id].append((theme_id or 0, objective_id))
    for measure_id, where in placed.items():
        sheet = sheets[measure_id]
        if sheet.theme_id not in current:
            first, *where[:] = where
            sheets[measure_id] = sheet._replace(theme_id=first[0], objective_id=first[1], commitment_id=None)
    return {measure_id: tuple(where) for measure_id, where in placed.items() if where}


def _columns(of: type[Sheet]) -> tuple[str, ...]:
    return ("pk", *of._fields[1:])


def _series(own: QuerySet[Measure], adopted: QuerySet[Adoption, Any]) -> QuerySet[Series]:
    """The series for whole places that the partnership keeps or adopted."""
    return Series.objects.filter(
        Q(measure__in=own.values("pk")) | Q(adoptions__in=adopted.values("pk")), breakdown=""
    )


def _places(
    partnership_id: int, sheets: dict[int, Sheet], own: QuerySet[Measure], viewer: Viewer
) -> list[Place]:
    """The rows to judge: own measures in the order of the plan, then the adopted ones in the order of adoption."""
    rows = (
        Series.objects.filter(measure__in=own.values("pk"), breakdown="")
        .order_by("place__name", "pk")
        .values_list("pk", "measure_id", "place_id", "place__name")
    )
    by_measure: dict[int, list[Place]] = defaultdict(list)
    for series_id, measure_id, place_id, place in rows:
        sheet = sheets[measure_id]
        by_measure[measure_id].append(
            Place(
                series_id,
                measure_id,
                place_id,
                place,
                None,
                sheet.theme_id,
                sheet.objective_id,
                sheet.commitment_id,
            )
        )
    places = [place for measure_id in sheets for place in by_measure[measure_id]]
    adopted = (
        adoptions_there(viewer)
        .filter(partnership=partnership_id)
        .order_by("adopted_at", "pk")
        .values_list(
            "series_id",
            "series__measure_id",
            "series__place_id",
            "series__place__name",
            "pk",
            "theme_id",
            "objective_id",
        )
    )
    places += [Place(*row, None) for row in adopted]
    return places


def _read(found: Facts, series: QuerySet[Series], adopted: QuerySet[Adoption, Any], viewer: Viewer) -> None:
    """Fill in figures, targets, baselines and breaks: four queries."""
    of_these = Q(series__in=series.values("pk")) & in_force(viewer)
    for row in Observation.objects.filter(of_these).values_list("series_id", *Seen._fields):
        found.seen[row[0]].append(Seen._make(row[1:]))
    for row in (
        Target.objects.filter(of_these)
        .filter(Q(adoption=None) | Q(adoption__in=adopted))
        .order_by("position", "pk")
        .values_list("series_id", "adoption_id", *Aim._fields)
    ):
        found.targets[row[0], row[1]].append(Aim._make(row[2:]))
    for row in (
        Baseline.objects.filter(of_these).order_by("position", "pk").values_list("series_id", *Aim._fields)
    ):
        found.baselines[row[0]].append(Aim._make(row[1:]))
    breaks = SeriesBreak.objects.filter(series__in=series.values("pk"))
    if viewer.as_known is not None:
        breaks = breaks.filter(known_from__lte=viewer.as_known)
    for series_id, day in breaks.values_list("series_id", "on"):
        found.breaks[series_id].append(day)


def _read_groups(found: Facts, partnership_id: int, own: QuerySet[Measure], viewer: Viewer) -> None:
    """The groups of the whole place of what adds up, and for which periods each has a figure: two queries."""
    found.whole_id = Partnership.objects.values_list("place_id", flat=True).get(pk=partnership_id)
    of_the_whole = Series.objects.filter(measure__in=own.values("pk"), place=found.whole_id).exclude(
        breakdown=""
    )
    known = in_force(viewer, prefix="observations__") & Q(observations__value__isnull=False)
    found.groups = list(
        of_the_whole.filter(Q(measure__data_type="") | Q(measure__data_type__in=ADDS_UP))
        .annotate(seen=FilteredRelation("observations", condition=known))
        .order_by("measure_id", "breakdown", "category", "pk")
        .values_list("measure_id", "breakdown", "category", "seen__period_id")
    )
