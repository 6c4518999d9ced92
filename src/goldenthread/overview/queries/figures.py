"""The figures of one measure: what was observed in each place, its parts, and whether the parts' targets add up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Count

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, Observation
from goldenthread.measures.queries import (
    breaks,
    derived_figures,
    formers,
    in_force_of,
    series_of_measures,
    targets_of_adoptions,
)
from goldenthread.overview.queries.parts import adds_up
from goldenthread.overview.queries.rows import as_written, stated_figure
from goldenthread.overview.shapes import (
    Breakdown,
    Named,
    ObservedFigure,
    PlaceSeries,
    StatedFigure,
    TargetSum,
)
from goldenthread.partnership.rules import is_inside

Part = tuple[int, str, str]
"""A place and, where it is a part of it, the breakdown and category."""


def with_observed(
    measure: Measure, stated: Sequence[PlaceSeries], *, viewer: Viewer
) -> tuple[tuple[PlaceSeries, ...], tuple[Breakdown, ...]]:
    """The places of a measure with what was observed there, and the figures of their parts: three queries, and a few more for a derived one."""
    seen = _observed(measure, viewer)
    seen |= _derived(measure, viewer)
    named = {one.place.id: one for one in stated}
    for (place, breakdown, _), found in seen.items():
        if not breakdown and place.id not in named:
            named[place.id] = PlaceSeries(place, (), (), ())
        if not breakdown:
            named[place.id] = replace(named[place.id], observed=tuple(found))
    return tuple(named.values()), tuple(_breakdowns(seen))


def _observed(measure: Measure, viewer: Viewer) -> dict[tuple[Named, str, str], list[ObservedFigure]]:
    """What was observed for a measure, part by part and in the order of time."""
    visible = Measure.objects.visible_to(viewer).filter(pk=measure.pk)
    rows = (
        in_force_of(visible, viewer=viewer)
        .select_related("series__place", "period")
        .order_by(
            "series__place__name", "series__breakdown", "series__category", "period__start", "period__label"
        )
    )
    versions = _versions(measure, viewer)
    before_vintage = formers(measure.pk, viewer=viewer)
    broken = defaultdict(list)
    for one in breaks([measure.pk], viewer=viewer):
        broken[one.series_id].append((one.on, one.why))
    inside = is_inside(viewer, measure.subject.partnership_id or 0)
    found: dict[tuple[Named, str, str], list[ObservedFigure]] = defaultdict(list)
    for row in rows:
        series = row.series
        part = (Named(series.place_id, series.place.name), series.breakdown, series.category)
        before = found[part][-1] if found[part] else None
        former = before_vintage.get((row.series_id, row.period_id))
        found[part].append(
            ObservedFigure(
                period_id=row.period_id,
                period=row.period.label,
                start=row.period.start,
                end=row.period.end,
                value=row.value,
                gap=row.gap,
                comment=row.comment,
                decimals=row.decimals,
                unit=measure.unit,
                status=row.status,
                numerator=as_written(row.numerator),
                denominator=as_written(row.denominator),
                illustrative=row.illustrative,
                received_on=row.received_on,
                received_from=row.received_from if inside else "",
                source_named=row.source_named,
                reason=row.reason,
                after_break=_break(before, row.period.start, broken[row.series_id]),
                versions=versions.get((row.series_id, row.period_id), 1),
                series_id=row.series_id,
                former=former.value if former else None,
                vintage=former.vintage if former else "",
            )
        )
    return found


def _derived(measure: Measure, viewer: Viewer) -> dict[tuple[Named, str, str], list[ObservedFigure]]:
    """What a derived measure comes to, place by place."""
    worked = derived_figures([measure.pk], viewer=viewer)
    if not worked:
        return {}
    places = {one.pk: one.place for one in series_of_measures([measure.pk], viewer=viewer)}
    return {
        (Named(places[series_id].pk, places[series_id].name), "", ""): [
            ObservedFigure(
                period_id=one.period_id,
                period=one.period,
                start=one.start,
                end=one.end,
                value=one.value,
                gap=one.gap,
                comment=one.comment,
                decimals=one.decimals,
                unit=measure.unit,
                status=one.status,
                illustrative=one.illustrative,
                derived=True,
            )
            for one in figures
        ]
        for series_id, figures in worked.items()
    }


def _break(before: ObservedFigure | None, start: date | None, broken: list[tuple[date, str]]) -> str:
    """Why a figure is not comparable with the one before; empty where it is, and for the first."""
    if before is None or before.start is None or start is None:
        return ""
    return next((why for on, why in broken if before.start < on <= start), "")


def _versions(measure: Measure, viewer: Viewer) -> dict[tuple[int, int], int]:
    """How many figures were ever known for each series and period."""
    rows = Observation.objects.filter(series__measure=measure)
    if viewer.as_known is not None:
        rows = rows.filter(known_from__lte=viewer.as_known)
    counts = rows.order_by().values_list("series_id", "period_id").annotate(number=Count("pk"))
    return {(series_id, period_id): number for series_id, period_id, number in counts}


def _breakdowns(seen: dict[tuple[Named, str, str], list[ObservedFigure]]) -> Iterable[Breakdown]:
    parts: dict[tuple[Named, str], dict[str, list[ObservedFigure]]] = defaultdict(dict)
    for (place, breakdown, category), found in seen.items():
        if breakdown:
            parts[place, breakdown][category] = found
    for (place, breakdown), categories in parts.items():
        when = {one.period: one.start for found in categories.values() for one in found}
        periods = sorted(when, key=lambda label: (when[label] or date.max, label))
        yield Breakdown(
            breakdown,
            place.title,
            tuple(periods),
            tuple(
                (category, tuple({one.period: one for one in found}.get(label) for label in periods))
                for category, found in categories.items()
            ),
        )


def adopters_targets(adoption_ids: Iterable[int], *, viewer: Viewer) -> dict[int, tuple[StatedFigure, ...]]:
    """The targets that adopters set for themselves, by adoption and in the order of time: one query."""
    adoption_ids = list(adoption_ids)
    if not adoption_ids:
        return {}
    found: dict[int, list[StatedFigure]] = defaultdict(list)
    targets = targets_of_adoptions(adoption_ids, viewer=viewer).order_by("period__start", "position", "pk")
    for target in targets:
        found[target.adoption_id or 0].append(stated_figure(target))
    return {adoption_id: tuple(targets) for adoption_id, targets in found.items()}


def target_sums(
    measure: Measure,
    whole_id: int,
    series: Sequence[PlaceSeries],
    adopted: Mapping[int, Sequence[StatedFigure]],
) -> tuple[TargetSum, ...]:
    """What the targets of the places inside add up to, beside the target of the whole, period by period.

    Only of what adds up: counts and money, not percentages and rates; and only where the whole and at least two
    places have a target. `adopted` are the targets that adopters set for themselves, by the place they stand for: they
    count where the plan itself has none for that place and period.
    """
    if not adds_up(measure):
        return ()
    whole = next((one for one in series if one.place.id == whole_id), None)
    if whole is None:
        return ()
    of_places: dict[tuple[str, int], Decimal] = {}
    stated = [(one.place.id, one.targets) for one in series]
    for place_id, targets in (*adopted.items(), *stated):
        for target in targets:
            if place_id != whole_id and target.value is not None and target.period:
                of_places[target.period, place_id] = target.value
    parts: dict[str, list[Decimal]] = defaultdict(list)
    for (period, _), value in of_places.items():
        parts[period].append(value)
    return tuple(
        TargetSum(
            period=target.period,
            whole=target.value,
            whole_name=whole.place.title,
            parts=sum(parts[target.period], Decimal(0)),
            number=len(parts[target.period]),
            unit=target.unit or measure.unit,
            decimals=target.decimals,
        )
        for target in whole.targets
        if target.period and target.value is not None and len(parts[target.period]) > 1
    )
