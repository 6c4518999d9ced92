"""What was observed: the figures in force, every version of one figure, breaks and breakdowns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.queries import history
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Measure, Observation, Period, Series, SeriesBreak, Target
from goldenthread.measures.queries.moment import in_force, seen
from goldenthread.partnership.rules import is_inside


class Observed(NamedTuple):
    """A figure in force. `value` is None exactly where `gap` is "missing" or "cannot_compute"; `comment` says why.

    `revised` says that it replaced an earlier one.
    """

    measure_id: int
    series_id: int
    place_id: int
    breakdown: str
    category: str
    period_id: int
    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    status: str
    numerator: Decimal | None
    denominator: Decimal | None
    illustrative: bool
    known_from: datetime
    supersedes_id: int | None

    @property
    def revised(self) -> bool:
        return self.supersedes_id is not None


_COLUMNS = (
    "series__measure_id",
    "series_id",
    "series__place_id",
    "series__breakdown",
    "series__category",
    "period_id",
    "period__label",
    "period__start",
    "period__end",
    "value",
    "gap",
    "comment",
    "decimals",
    "status",
    "numerator",
    "denominator",
    "illustrative",
    "known_from",
    "supersedes_id",
)
"""The columns of `Observed`, in its order."""


def in_force_of(visible: QuerySet[Measure], *, viewer: Viewer) -> QuerySet[Observation]:
    """The figures in force of these measures, for whoever needs other columns than `Observed` has."""
    return Observation.objects.filter(in_force(viewer), series__measure__in=visible.order_by().values("pk"))


def observations(
    measure_ids: Iterable[int], *, viewer: Viewer, breakdowns: bool = False
) -> tuple[Observed, ...]:
    """The typed figures in force of these measures, by series and then in time: one query.

    `breakdowns` brings those of women, of wards and so on too. Derived figures are in `derived_figures`.
    """
    return _observed(in_force_of(seen(measure_ids, viewer), viewer=viewer), breakdowns)


def _observed(found: QuerySet[Observation], breakdowns: bool) -> tuple[Observed, ...]:
    if not breakdowns:
        found = found.filter(series__breakdown="")
    rows = found.values_list(*_COLUMNS)
    return tuple(sorted(map(Observed._make, rows), key=_in_time))


def _in_time(figure: Observed) -> tuple[int, int, str, str, date, str]:
    return (
        figure.measure_id,
        figure.place_id,
        figure.breakdown,
        figure.category,
        figure.start or date.max,
        figure.period,
    )


def unit_of(series: Series) -> str:
    """The unit of a series' figures: its measure's own, or the one that the plan states its figures in."""
    if series.measure.unit:
        return str(series.measure.unit)
    for kind in (Target, Baseline):
        stated = kind._default_manager.filter(series=series, superseded_at=None).exclude(unit="")
        unit = stated.order_by("-pk").values_list("unit", flat=True).first()
        if unit:
            return str(unit)
    return ""


def in_force_now(series: Series, period: Period) -> Observation | None:
    """The figure of a series and period that nothing superseded yet."""
    return Observation.objects.filter(series=series, period=period, superseded_at=None).first()


def figure_in_force(series: Series, period: Period, *, viewer: Viewer) -> Observation:
    """The figure in force with the one before it. Raises NotFound where there is none, or none that was known then."""
    found = (
        Observation.objects.filter(series=series, period=period, superseded_at=None)
        .select_related("supersedes", "series__place", "series__measure__subject", "period")
        .first()
    )
    if found is None or (viewer.as_known is not None and found.known_from > viewer.as_known):
        raise NotFound("There is no figure for this period.")
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """One row of a figure's past: what was known from when to when, and why it changed.

    `who` gave it and `received_from` whom it came from are empty for those outside the partnership.
    """

    id: int
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    source_named: str
    received_on: date | None
    received_from: str
    reason: str
    revision: str
    asked: str
    explanation: str
    illustrative: bool
    known_from: datetime
    superseded_at: datetime | None
    who: str


def versions(series: Series, period: Period, *, viewer: Viewer) -> tuple[Version, ...]:
    """Every version of the figure of a series and period, the oldest first. Nothing was ever overwritten."""
    if not seen([series.measure_id], viewer).exists():
        raise NotFound("There is no measure here that you can see.")
    rows = Observation.objects.filter(series=series, period=period).order_by("known_from", "pk")
    if viewer.as_known is not None:
        rows = rows.filter(known_from__lte=viewer.as_known)
    inside = is_inside(viewer, series.measure.subject.partnership_id or 0)
    who = _who_gave(series, viewer)
    return tuple(
        Version(
            id=row.pk,
            value=row.value,
            gap=row.gap,
            comment=row.comment,
            decimals=row.decimals,
            numerator=row.numerator,
            denominator=row.denominator,
            status=row.status,
            source_named=row.source_named,
            received_on=row.received_on,
            received_from=row.received_from if inside else "",
            reason=row.reason,
            revision=row.revision,
            asked=row.asked,
            explanation=row.explanation,
            illustrative=row.illustrative,
            known_from=row.known_from,
            superseded_at=_past(row.superseded_at, viewer),
            who=who.get((row.known_from, figure_name(series, period)), ""),
        )
        for row in rows
    )


def figure_name(series: Series, period: Period | None, kind: str = "figure") -> str:
    """What the audit calls a figure: "figure Northshire, women 2008/09"."""
    part = f", {series.category}" if series.category else ""
    return f"{kind} {series.place.name}{part} {period or ''}".strip()


def _past(moment: datetime | None, viewer: Viewer) -> datetime | None:
    """When a row was superseded, as far as it is known at the moment that the viewer looks at."""
    if moment is not None and viewer.as_known is not None and moment > viewer.as_known:
        return None
    return moment


def _who_gave(series: Series, viewer: Viewer) -> dict[tuple[datetime, str], str]:
    """Who gave each figure of a measure, by the moment and the figure's name; a row is known from its event on."""
    events: QuerySet[AuditEvent] = history(series.measure_id, viewer=viewer)
    found = events.filter(verb__startswith="measure.figure_").values_list("at", "changes", "actor_name")
    return {(at, name): who for at, changes, who in found for name in changes}


def breaks(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[SeriesBreak]:
    """Where the figures of these measures stop being comparable with those before, and why."""
    found = SeriesBreak.objects.filter(series__measure__in=seen(measure_ids, viewer).values("pk"))
    if viewer.as_known is not None:
        found = found.filter(known_from__lte=viewer.as_known)
    return found.select_related("series")


def breaks_of(partnership_id: int, *, viewer: Viewer) -> QuerySet[SeriesBreak]:
    """The breaks in the series of a whole partnership."""
    visible = Measure.objects.visible_to(viewer).of(partnership_id).order_by()
    found = SeriesBreak.objects.filter(series__measure__in=visible.values("pk"))
    if viewer.as_known is not None:
        found = found.filter(known_from__lte=viewer.as_known)
    return found.select_related("series")


def series_of_measures(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Series]:
    """The series of these measures: the whole place first, then its parts by name."""
    return (
        Series.objects.filter(measure__in=seen(measure_ids, viewer).values("pk"))
        .select_related("place", "measure__subject")
        .order_by("measure_id", "place__name", "breakdown", "category")
    )


def series_numbered(series_id: int, *, viewer: Viewer, partnership_id: int | None = None) -> Series:
    """One series with its measure. Raises NotFound where the viewer may not know of its measure."""
    found = (
        Series.objects.filter(
            pk=series_id, measure__in=Measure.objects.visible_to(viewer).order_by().values("pk")
        )
        .select_related("place", "measure__subject", "measure__theme", "measure__place")
        .first()
    )
    if found is None or partnership_id not in (None, found.measure.subject.partnership_id):
        raise NotFound("There is no series here that you can see.")
    return found


def period_numbered(period_id: int) -> Period:
    """One period. Raises NotFound."""
    found = Period.objects.filter(pk=period_id).first()
    if found is None:
        raise NotFound("There is no such period.")
    return found


def periods_of(series: Series, *, viewer: Viewer) -> QuerySet[Period]:
    """The periods that a series has a figure or a target for, in time."""
    figures = Observation.objects.filter(in_force(viewer), series=series).values("period")
    aims = Target.objects.filter(in_force(viewer), series=series).values("period")
    return Period.objects.filter(Q(pk__in=figures) | Q(pk__in=aims)).order_by("start", "label")


def series_wanted(measure_id: int) -> list[tuple[int, str, str, str]]:
    """What a figure is wanted for, given or not: (place, its name, breakdown, group), in the order of the names."""
    found = Series.objects.filter(measure=measure_id).order_by("breakdown", "place__name", "category", "pk")
    return list(found.values_list("place_id", "place__name", "breakdown", "category"))
