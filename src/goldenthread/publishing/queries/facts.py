"""Everything that the slots of a template ask for, read at once: the number of queries is the same for any template."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Involvement, Measure, Observation, Series, Target
from goldenthread.measures.queries import (
    adoptions,
    baselines,
    derived_figures,
    in_force_of,
    involvements,
    series_of_measures,
    targets,
    targets_of_adoptions,
)
from goldenthread.overview.queries.standing import standing
from goldenthread.overview.shapes import Assessment
from goldenthread.partnership.models import Partnership
from goldenthread.reckoning.periods import span

Stated = TypeVar("Stated", Baseline, Target)
When = tuple[date, date] | str
"""A period by its days, or by its label where it has none: "2009/10 Q1" and "Q1 2009/10" are one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in force. `observation` is None for one that is worked out from others."""

    period: str
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    status: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    observation: Observation | None = None
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the measures that a template asks for."""

    whole: dict[int, Series]
    """The series that is meant where a slot names only the measure."""
    figures: dict[tuple[int, When], Figure]
    targets: dict[tuple[int, When], Target]
    baselines: dict[int, Baseline]
    units: dict[int, str]
    """The unit that the plan states the figures of a series in, where the measure says none."""
    leads: dict[int, list[str]]
    organisations: dict[int, list[str]]
    standing: dict[int, Assessment]
    """Where each series stands, by its number."""


def when_of(label: str, start: date | None = None, end: date | None = None) -> When:
    """A period as a key."""
    if start is not None and end is not None:
        return start, end
    return span(label) or label


def facts_of(partnership: Partnership, measure_ids: Iterable[int], *, viewer: Viewer) -> Facts:
    """What is known of these measures. `viewer` is the partnership itself."""
    ids = list(measure_ids)
    adopted = [one for one in adoptions(partnership.pk, viewer=viewer) if one.measure.pk in set(ids)]
    whole = _whole(partnership, ids, [one.series for one in adopted], viewer)
    named = _last_of(baselines(ids, viewer=viewer).order_by("position", "pk"))
    goals = _by_period(targets(ids, viewer=viewer).order_by("position", "pk"))
    goals |= _by_period(
        targets_of_adoptions([one.id for one in adopted], viewer=viewer).order_by("position", "pk")
    )
    leads, organisations = _involved(ids, viewer)
    units = {series_id: one.unit for series_id, one in named.items() if one.unit}
    units |= {series_id: one.unit for (series_id, _), one in goals.items() if one.unit}
    return Facts(
        whole=whole,
        figures=_figures(ids, viewer),
        targets=goals,
        baselines=named,
        units=units,
        leads=leads,
        organisations=organisations,
        standing=_standing(partnership, ids, viewer),
    )


def _whole(
    partnership: Partnership, ids: list[int], adopted: list[Series], viewer: Viewer
) -> dict[int, Series]:
    """For each measure the series of the place that it is about, of the partnership's own, or the only one."""
    found: dict[int, Series] = {one.measure_id: one for one in adopted}
    by_measure: dict[int, list[Series]] = defaultdict(list)
    for one in series_of_measures(ids, viewer=viewer):
        if not one.breakdown:
            by_measure[one.measure_id].append(one)
    for measure_id, series in by_measure.items():
        if measure_id in found:
            continue
        here = series[0].measure.place_id or partnership.place_id
        found[measure_id] = next((one for one in series if one.place_id == here), series[0])
    return found


def _figures(ids: list[int], viewer: Viewer) -> dict[tuple[int, When], Figure]:
    visible = Measure.objects.visible_to(viewer).filter(pk__in=ids)
    found: dict[tuple[int, When], Figure] = {}
    for row in in_force_of(visible, viewer=viewer).select_related("period"):
        found[row.series_id, when_of(row.period.label, row.period.start, row.period.end)] = Figure(
            period=row.period.label,
            value=row.value,
            gap=row.gap,
            comment=row.comment,
            decimals=row.decimals,
            status=row.status,
            numerator=row.numerator,
            denominator=row.denominator,
            observation=row,
            known_on=row.received_on or timezone.localdate(row.known_from),
        )
    for series_id, worked in derived_figures(ids, viewer=viewer).items():
        for one in worked:
            found[series_id, when_of(one.period, one.start, one.end)] = Figure(
                period=one.period,
                value=one.value,
                gap=one.gap,
                comment=one.comment,
                decimals=one.decimals,
                status=one.status,
                known_on=timezone.localdate(one.known_from),
            )
    return found


def _by_period(stated: Iterable[Target]) -> dict[tuple[int, When], Target]:
    return {
        (one.series_id, when_of(one.period.label, one.period.start, one.period.end)): one
        for one in stated
        if one.period is not None
    }


def _last_of(stated: Iterable[Stated]) -> dict[int, Stated]:
    return {one.series_id: one for one in stated}


def _involved(ids: list[int], viewer: Viewer) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    leads: dict[int, list[str]] = defaultdict(list)
    organisations: dict[int, list[str]] = defaultdict(list)
    for one in involvements(ids, viewer=viewer):
        if one.part == Involvement.Part.LEAD_PERSON:
            leads[one.measure_id].append(str(one.person or one.post or one.as_written))
        elif one.part == Involvement.Part.LEAD_ORGANISATION:
            organisations[one.measure_id].append(str(one.organisation or one.as_written))
    return leads, organisations


def _standing(partnership: Partnership, ids: list[int], viewer: Viewer) -> dict[int, Assessment]:
    stands = standing(partnership.pk, viewer=viewer)
    return {
        place.series_id: place
        for measure in stands.measures
        if measure.measure_id in set(ids)
        for place in stands.of(measure)
        if place.series_id is not None
    }
