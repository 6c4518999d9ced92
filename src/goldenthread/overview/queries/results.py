"""Every figure of a partnership's own measures that was ever known, in narrow rows: there may be many thousand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.queries import Worked, derived_figures, hangs_now, placements_there
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.parts import PLACE, adds_up, kind_of_part
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.results import Result, ResultMeasure, ResultSeries, ResultsPage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.reckoning.additive import not_in
from goldenthread.strategy.queries import themes

PAGE_OF_MEASURES = 100
"""Measures on one page of results: enough for most partnerships whole."""
_COLUMNS = (
    *("period__label", "period__start", "value", "gap", "decimals", "status", "comment", "numerator"),
    *("denominator", "illustrative", "known_from", "superseded_at"),
)


def results(code: str, *, viewer: Viewer, theme: str = "", page: int = 1, whole: bool = False) -> ResultsPage:
    """The results of a partnership: a page of measures, or all of them as `whole`. Raises NotFound.

    Eight queries, and a few more where a measure is derived.
    """
    partnership = partnership_coded(code, viewer=viewer)
    found = Measure.objects.visible_to(viewer).of(partnership.pk).filter(hangs_now(viewer))
    found = found.select_related("theme").order_by("theme__position", "position", "pk")
    seen = list(themes(partnership.pk, viewer=viewer))
    if theme.isdigit():
        found = found.filter(_hanging_in([one.pk for one in seen if str(one.pk) == theme], viewer))
    pages = Paginator(found, PAGE_OF_MEASURES)
    shown = pages.get_page(page)
    measures = list(found) if whole else list(shown.object_list)
    return ResultsPage(
        heading=heading_of(partnership, viewer=viewer),
        measures=_measures(measures, {one.pk for one in seen}, partnership.place_id, viewer),
        page=Page(1, 1, len(measures)) if whole else Page(shown.number, pages.num_pages, pages.count),
        themes=tuple(Named(one.pk, one.title) for one in seen),
    )


def _hanging_in(chosen: list[int], viewer: Viewer) -> Q:
    """What hangs in a theme, as its own or as another framework's. A theme that the viewer may not see has nothing."""
    placed = placements_there(viewer).filter(under__in=chosen).values("measure_id")
    return Q(theme__in=chosen) | Q(pk__in=placed)


def _measures(
    measures: list[Measure], themes_seen: set[int], whole_id: int, viewer: Viewer
) -> tuple[ResultMeasure, ...]:
    parts: dict[int, list[_Part]] = defaultdict(list)
    series = Series.objects.filter(measure__in=[one.pk for one in measures])
    for measure_id, pk, place_id, place, breakdown, category in series.order_by(
        "measure_id", "breakdown", "place__name", "category", "pk"
    ).values_list("measure_id", "pk", "place_id", "place__name", "breakdown", "category"):
        parts[measure_id].append(_Part(pk, place_id, place, breakdown, category))
    figures = _figures([one.pk for some in parts.values() for one in some], viewer)
    derived = derived_figures([one.pk for one in measures], viewer=viewer)
    figures |= {pk: [_worked(one) for one in rows] for pk, rows in derived.items()}
    for one in measures:
        if adds_up(one):
            _say_what_is_not_in(parts[one.pk], figures, whole_id)
    return tuple(
        ResultMeasure(
            id=one.pk,
            code=one.code,
            title=one.title,
            unit=one.unit,
            theme=one.theme.title if one.theme_id in themes_seen else "",
            derived=bool(one.formula),
            series=tuple(
                ResultSeries(part.place, part.breakdown, part.category, tuple(figures.get(part.pk, ())))
                for part in parts[one.pk]
            ),
        )
        for one in measures
    )


class _Part(NamedTuple):
    """A series of a measure by what it is of."""

    pk: int
    place_id: int
    place: str
    breakdown: str
    category: str


def _say_what_is_not_in(parts: list[_Part], figures: dict[int, list[Result]], whole_id: int) -> None:
    """Say beside each figure in force of the whole which parts have none for its period."""
    whole = next((one for one in parts if one.place_id == whole_id and not one.breakdown), None)
    if whole is None:
        return
    groups: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for one in parts:
        there = {figure.period for figure in figures.get(one.pk, ()) if _counts(figure)}
        if not one.breakdown and one.place_id != whole_id:
            groups[PLACE][one.place] = there
        elif one.breakdown and one.place_id == whole_id:
            groups[kind_of_part(one.breakdown)][one.category] = there
    figures[whole.pk] = [
        replace(figure, not_in="; ".join(one.in_words() for one in not_in(figure.period, groups)))
        if _counts(figure)
        else figure
        for figure in figures.get(whole.pk, ())
    ]


def _counts(figure: Result) -> bool:
    return figure.value is not None and figure.replaced_at is None


def _figures(series_ids: Iterable[int], viewer: Viewer) -> dict[int, list[Result]]:
    """Every version that was known at the viewer's moment, by series. One query."""
    rows = Observation.objects.filter(series__in=list(series_ids))
    if viewer.as_known is not None:
        rows = rows.filter(known_from__lte=viewer.as_known)
    found: dict[int, list[Result]] = defaultdict(list)
    for series_id, *columns in rows.values_list("series_id", *_COLUMNS):
        columns[-1] = _past(columns[-1], viewer)
        found[series_id].append(Result(*columns))
    for some in found.values():
        some.sort(key=_in_time)
    return found


def _past(moment: datetime | None, viewer: Viewer) -> datetime | None:
    return None if moment is None or (viewer.as_known and moment > viewer.as_known) else moment


def _in_time(one: Result) -> tuple[date, str, datetime]:
    return one.start or date.max, one.period, one.known_from


def _worked(one: Worked) -> Result:
    return Result(
        period=one.period,
        start=one.start,
        value=one.value,
        gap=one.gap,
        decimals=one.decimals,
        status=one.status,
        comment=one.comment,
        numerator=None,
        denominator=None,
        illustrative=one.illustrative,
        known_from=one.known_from,
        replaced_at=None,
    )
