"""Measures down, periods or places across: where the trouble is, and since when."""

from collections.abc import Sequence

from django.core.paginator import Paginator

from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.changes import names
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.standing import standing
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.standing import (
    WORST_FIRST,
    MeasureStanding,
    RugGroup,
    RugPage,
    RugRow,
    Standing,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.strategy.queries import themes

ROWS = 100
COLUMNS = 12
"""Periods that stand side by side: the newest."""
NOTHING = 255


def rug(
    code: str, *, viewer: Viewer, page: int = 1, by: str = "", theme: int | None = None, frequency: str = ""
) -> RugPage:
    """One page of the rug of a partnership, after the filter. `by` is "places" or periods. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    stands = standing(partnership.pk, viewer=viewer)
    all_themes = [Named(theme.pk, theme.title) for theme in themes(partnership.pk, viewer=viewer)]
    order = {one.id: place for place, one in enumerate(all_themes)}
    chosen = sorted(
        (
            measure
            for measure in stands.measures
            if measure.theme_id in order
            and (theme is None or measure.hangs_in(theme))
            and frequency in ("", measure.frequency)
        ),
        key=lambda measure: order[measure.theme_id],
    )
    pages = Paginator(chosen, ROWS)
    shown = pages.get_page(page)
    rows = list(shown.object_list)
    columns, statuses = _across_places(rows, stands) if by == "places" else _across_periods(rows, stands)
    return RugPage(
        heading=heading_of(partnership, viewer=viewer),
        by="places" if by == "places" else "periods",
        columns=columns,
        groups=_groups(rows, statuses, all_themes, names((m.measure_id for m in rows), viewer)),
        themes=tuple(all_themes),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def _across_periods(
    rows: Sequence[MeasureStanding], stands: Standing
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The newest periods that these measures have anything in, and the worst of each measure's places in each."""
    worst = [_worst(measure, stands) for measure in rows]
    used = [
        place
        for place in range(len(stands.periods))
        if any(cells[place] != NOTHING for cells in worst if cells)
    ][-COLUMNS:]
    labels = tuple(stands.periods[place].label for place in used)
    return labels, [tuple(_status(cells[place]) if cells else "" for place in used) for cells in worst]


def _worst(measure: MeasureStanding, stands: Standing) -> bytes:
    places = stands.of(measure)
    if len(places) <= 1:
        return places[0].cells if places else b""
    return bytes(map(min, *(place.cells for place in places)))


def _across_places(
    rows: Sequence[MeasureStanding], stands: Standing
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The places that these measures have, and how each measure stands there now."""
    by_place = [{place.place: place.status for place in stands.of(measure)} for measure in rows]
    columns = tuple(sorted({name for places in by_place for name in places}))
    return columns, [tuple(places.get(name, "") for name in columns) for places in by_place]


def _status(cell: int) -> str:
    return WORST_FIRST[cell] if cell < len(WORST_FIRST) else ""


def _groups(
    rows: Sequence[MeasureStanding],
    statuses: Sequence[tuple[str, ...]],
    all_themes: Sequence[Named],
    named: dict[int, Named],
) -> tuple[RugGroup, ...]:
    under: dict[int, list[RugRow]] = {}
    for measure, across in zip(rows, statuses, strict=True):
        if measure.measure_id in named:
            under.setdefault(measure.theme_id, []).append(RugRow(named[measure.measure_id], across))
    return tuple(RugGroup(theme, tuple(under[theme.id])) for theme in all_themes if theme.id in under)
