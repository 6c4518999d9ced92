"""How timely figures come, of themes and of the organisations that lead measures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from django.db.models import Min
from django.db.models.functions import Coalesce, TruncDate

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Involvement, Observation, Series, Target
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.standing import DAY, Under, kept_under, standing
from goldenthread.overview.shapes.silence import Scores
from goldenthread.overview.shapes.standing import MeasureStanding
from goldenthread.reckoning.columns import LONG_AGO, Ints, day_number, ints
from goldenthread.reckoning.freshness import MONTHS
from goldenthread.reckoning.timeliness import Scored, timeliness


def scores(partnership_id: int, *, viewer: Viewer, under: Under | None = None) -> Scores:
    """How timely the partnership's own figures are, as far as this viewer sees them: two queries where it is kept.

    Figures that are worked out from others and those of adopted measures are not expected of anybody here.
    """
    under = under or kept_under(partnership_id, viewer)
    key = f"timely:{under}"
    kept: Scores | None = reckoned.get(key)
    if kept is None:
        own = [
            one
            for one in standing(partnership_id, viewer=viewer, under=under).measures
            if one.adoption_id is None
        ]
        kept = _scores(own, under.day, viewer)
        reckoned.set(key, kept, DAY)
    return kept


def _scores(own: list[MeasureStanding], day: date, viewer: Viewer) -> Scores:
    series, scored = _scored([one.measure_id for one in own], day, viewer)
    rows: dict[int, list[int]] = defaultdict(list)
    for row, (_, measure_id) in enumerate(series):
        rows[measure_id].append(row)
    themes: dict[int, list[int]] = defaultdict(list)
    for one in own:
        for theme_id in {one.theme_id, *(theme for theme, _ in one.also)}:
            themes[theme_id] += rows[one.measure_id]
    organisations: dict[int | None, list[int]] = defaultdict(list)
    leads = lead_organisations(rows)
    nobody: list[int | None] = [None]
    for measure_id, there in rows.items():
        for organisation_id in leads.get(measure_id, nobody):
            organisations[organisation_id] += there
    return Scores(
        whole=scored.of(range(len(series))),
        themes={theme_id: scored.of(there) for theme_id, there in themes.items()},
        organisations={number: scored.of(there) for number, there in organisations.items()},
    )


def lead_organisations(measure_ids: Iterable[int]) -> dict[int, list[int | None]]:
    """The organisations that lead each measure: one query."""
    led: dict[int, list[int | None]] = defaultdict(list)
    rows = Involvement.objects.filter(
        measure__in=list(measure_ids), part=Involvement.Part.LEAD_ORGANISATION
    ).order_by("position", "pk")
    for measure_id, organisation_id in rows.values_list("measure_id", "organisation_id"):
        if organisation_id not in led[measure_id]:
            led[measure_id].append(organisation_id)
    return led


def _scored(measure_ids: list[int], day: date, viewer: Viewer) -> tuple[list[tuple[int, int]], Scored]:
    """The series for whole places as (series, measure), and the score of each: three queries."""
    there = Series.objects.filter(measure__in=measure_ids, breakdown="", measure__formula="")
    rows = list(there.values_list("pk", "measure_id", "measure__frequency", "measure__subject__created_at"))
    row_of = {row[0]: number for number, row in enumerate(rows)}
    came = _came(row_of, viewer)
    targets = Target.objects.filter(
        series__in=there.values("pk"), adoption=None, superseded_at=None, period__start__isnull=False
    )
    every = np.array([MONTHS.get(row[2], 0) for row in rows], np.int64)
    first = _first_ends(
        every,
        {
            row_of[series]: start
            for series, start in targets.order_by().values_list("series").annotate(Min("period__start"))
        },
        came,
    )
    begins = np.array([day_number(row[3].date()) for row in rows], np.int64)
    scored = timeliness(
        every,
        first,
        begins,
        series=ints(row for row, _, _ in came),
        end=ints(day_number(end) for _, end, _ in came),
        came=ints(day_number(on) for _, _, on in came),
        today=day_number(day),
    )
    return [(row[0], row[1]) for row in rows], scored


def _came(row_of: Mapping[int, int], viewer: Viewer) -> list[tuple[int, date, date]]:
    """When the first figure came for each series and period, as (row, last day of the period, day).

    That it cannot be computed is an answer; that there is no figure yet is none.
    """
    found = Observation.objects.filter(series__in=list(row_of), period__end__isnull=False)
    if viewer.as_known is not None:
        found = found.filter(known_from__lte=viewer.as_known)
    firsts = (
        found.exclude(gap=Observation.Gap.MISSING)
        .order_by()
        .values_list("series_id", "period__end")
        .annotate(first=Min(Coalesce("received_on", TruncDate("known_from"))))
    )
    return [(row_of[series], end, first) for series, end, first in firsts]


def _first_ends(every: Ints, aims: Mapping[int, date], came: list[tuple[int, date, date]]) -> Ints:
    """The last day of the first period of each series: of a figure, or of the first stretch of its first target."""
    first = np.full(len(every), LONG_AGO, np.int64)
    for row, start in aims.items():
        months = start.year * 12 + start.month - 1 + max(int(every[row]), 1)
        first[row] = day_number(date(months // 12, months % 12 + 1, 1)) - 1
    for row, end, _ in came:
        number = day_number(end)
        if first[row] == LONG_AGO or number < first[row]:
            first[row] = number
    return first
