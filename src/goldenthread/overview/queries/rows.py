"""Measures in a list, with their figures: the same number of queries for one measure and for fifty."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import QuerySet

from goldenthread.delivery.models import Action
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import queries as measures
from goldenthread.measures.models import Baseline, Figure, Involvement, Measure, Target
from goldenthread.overview.queries.heading import source_of
from goldenthread.overview.shapes import (
    ActionLine,
    EvidenceLine,
    MeasureRow,
    MeasureStanding,
    Named,
    Page,
    PlaceSeries,
    Standing,
    StatedFigure,
)
from goldenthread.partnership.queries import partnerships
from goldenthread.strategy.models import Evidence, Theme

PAGE_SIZE = 50
"""Rows of a long list on one page: more than a screen, less than a burden."""


def one_page(
    chosen: Sequence[MeasureStanding], number: int, stands: Standing, *, viewer: Viewer
) -> tuple[tuple[MeasureRow, ...], Page]:
    """That page of a list of measures; a number beyond either end gives the nearest page. Six queries."""
    pages = Paginator(chosen, PAGE_SIZE)
    page = pages.get_page(number)
    rows = measure_rows(list(page.object_list), stands, viewer=viewer)
    return rows, Page(number=page.number, pages=pages.num_pages, total=pages.count)


def measure_rows(
    chosen: Sequence[MeasureStanding], stands: Standing, *, viewer: Viewer
) -> tuple[MeasureRow, ...]:
    """These measures as rows, each place with its last baseline and target: six queries."""
    ids = [measure.measure_id for measure in chosen]
    records = {
        measure.pk: measure
        for measure in Measure.objects.visible_to(viewer)
        .filter(pk__in=ids)
        .select_related("subject", "place", "theme")
        .order_by()
    }
    keepers = _keepers(
        (records[one.measure_id] for one in chosen if one.adoption_id and one.measure_id in records), viewer
    )
    series = _by_place(
        ids,
        measures.last_of_each_series(measures.baselines(ids, viewer=viewer), by_period=False, viewer=viewer),
        measures.last_of_each_series(measures.targets(ids, viewer=viewer), by_period=True, viewer=viewer),
    )
    themes = _themes(chosen, viewer)
    leads: dict[int, list[str]] = defaultdict(list)
    for involvement in measures.involvements(ids, viewer=viewer).filter(
        part=Involvement.Part.LEAD_ORGANISATION
    ):
        leads[involvement.measure_id].append(name_of(involvement))
    return tuple(
        MeasureRow(
            id=record.pk,
            code=record.code,
            title=record.title,
            place=record.place.name if record.place else None,
            theme=themes.get(one.theme_id) or Named(record.theme_id, record.theme.title),
            also=tuple(themes[theme] for theme, _ in one.also if theme in themes),
            lead_organisations=tuple(leads[record.pk]),
            target_periods=tuple(record.target_periods),
            series=series[record.pk],
            status=one.status,
            places=stands.of(one),
            kept_by=keepers.get(record.subject.partnership_id or 0, "another partnership")
            if one.adoption_id
            else "",
        )
        for one in chosen
        for record in [records.get(one.measure_id)]
        if record is not None
    )


def _themes(chosen: Sequence[MeasureStanding], viewer: Viewer) -> dict[int, Named]:
    """The themes that these measures hang in: one query."""
    ids = {theme for one in chosen for theme in (one.theme_id, *(other for other, _ in one.also))}
    found = Theme.objects.visible_to(viewer).filter(pk__in=ids).order_by()
    return {pk: Named(pk, title) for pk, title in found.values_list("pk", "title")}


def _keepers(adopted: Iterable[Measure], viewer: Viewer) -> dict[int, str]:
    """The names of the partnerships that keep these measures, as far as the viewer may know of them: one query."""
    ids = {measure.subject.partnership_id for measure in adopted}
    return dict(partnerships(viewer=viewer).filter(pk__in=ids).values_list("pk", "name"))


def series_of(ids: Iterable[int], *, viewer: Viewer) -> dict[int, tuple[PlaceSeries, ...]]:
    """The figures in force of these measures by measure, place by place, in two queries."""
    ids = list(ids)
    return _by_place(ids, measures.baselines(ids, viewer=viewer), measures.targets(ids, viewer=viewer))


def _by_place(
    ids: Iterable[int], baselines: QuerySet[Baseline], targets: QuerySet[Target]
) -> dict[int, tuple[PlaceSeries, ...]]:
    places: dict[int, dict[int, Named]] = defaultdict(dict)
    stated: dict[tuple[str, int, int], list[StatedFigure]] = defaultdict(list)
    for kind, figures in (("baseline", baselines), ("target", targets)):
        for figure in figures:
            measure_id, place = figure.series.measure_id, figure.series.place
            places[measure_id].setdefault(place.pk, Named(place.pk, place.name))
            stated[kind, measure_id, place.pk].append(stated_figure(figure))
    return {
        measure_id: tuple(
            PlaceSeries(
                place=place,
                baselines=tuple(stated["baseline", measure_id, place.id]),
                targets=tuple(sorted(stated["target", measure_id, place.id], key=_when)),
            )
            for place in places[measure_id].values()
        )
        for measure_id in ids
    }


def stated_figure(figure: Figure) -> StatedFigure:
    period = figure.period
    return StatedFigure(
        period=period.label if period else None,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        value=figure.value,
        decimals=figure.decimals,
        unit=figure.unit,
        numerator=as_written(figure.numerator),
        denominator=as_written(figure.denominator),
        change_percent=as_written(figure.change_percent),
        status=figure.status,
        measured_at=figure.measured_at,
        as_written=figure.as_written,
        doubt=figure.doubt,
        source=source_of(figure),
    )


def as_written(number: Decimal | None) -> Decimal | None:
    """A number as it was written, without the zeros that the database adds."""
    return None if number is None else Decimal(format(number.normalize(), "f"))


def name_of(involvement: Involvement) -> str:
    """The name of whoever is involved: an organisation, a post or a person."""
    if involvement.organisation is not None:
        return involvement.organisation.name
    if involvement.post is not None:
        return involvement.post.title
    assert involvement.person is not None, "the database holds that one of the three is set"
    return involvement.person.name


def action_lines(actions: QuerySet[Action]) -> tuple[ActionLine, ...]:
    return tuple(
        ActionLine(
            id=action.pk,
            text=action.title,
            lead=action.lead,
            due=action.due,
            status=action.status,
            progress=action.progress,
            doubt=action.doubt,
            measure=Named(action.measure.pk, action.measure.title) if action.measure else None,
            source=source_of(action),
        )
        for action in actions
    )


def evidence_lines(evidence: QuerySet[Evidence]) -> tuple[EvidenceLine, ...]:
    return tuple(
        EvidenceLine(
            text=statement.text,
            value=statement.value,
            source_named=statement.source_named,
            source=source_of(statement),
        )
        for statement in evidence
    )


def _when(figure: StatedFigure) -> tuple[bool, str]:
    """By the start of the period; figures without one stay behind, in the order of the plan."""
    return figure.period_start is None, str(figure.period_start or "")
