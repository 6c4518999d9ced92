"""A source revises its past: the restated figures are loaded beside the old ones, with the break that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Measure, Observation, Period, Series, SeriesBreak, Vintage
from goldenthread.measures.operations.observing import keep_row, mark_break
from goldenthread.measures.operations.stated import state_figure
from goldenthread.measures.queries.observed import in_force_now
from goldenthread.measures.queries.rights import check_keeps
from goldenthread.measures.rules import check_fits, in_words
from goldenthread.measures.rules.figures import decimals_typed


@dataclass(frozen=True, slots=True)
class RestatedFigure:
    """A figure as the new vintage has it."""

    series: Series
    period: Period
    value: Decimal


@transaction.atomic
def load_vintage(
    *,
    by: Viewer,
    measure: Measure,
    title: str,
    method: str,
    figures: Sequence[RestatedFigure],
    source: str = "",
    released_on: date | None = None,
    baselines: Sequence[RestatedFigure] = (),
    illustrative: bool = False,
) -> Vintage:
    """Load restated figures beside the old ones, which stay and are shown as the vintage before.

    A break is marked where restated figures meet such as were not; restated `baselines` supersede the old ones, and
    targets agreed on those are flagged until somebody decides. It is the lawful way past a closed period: nothing is
    overwritten, and the reason is `method`. Raises Invalid by field, Refused for a derived measure, NotAllowed.
    """
    check_keeps(by, measure)
    if measure.formula:
        raise Refused("This measure is worked out from others. Restate those.")
    _check(measure, title, method, [*figures, *baselines])
    vintage = Vintage.objects.create(
        measure=measure,
        title=title.strip(),
        source=source.strip(),
        released_on=released_on,
        method=method.strip(),
        known_from=clock.now(),
    )
    for series in dict.fromkeys(one.series for one in figures):
        Series.objects.select_for_update().get(pk=series.pk)
        own = [one for one in figures if one.series == series]
        for one in own:
            _restate(one, vintage, by=by, illustrative=illustrative)
        _mark_breaks(series, own, vintage, by=by)
    for one in baselines:
        _restate_baseline(one, vintage, by=by)
    return vintage


def _check(measure: Measure, title: str, method: str, restated: Sequence[RestatedFigure]) -> None:
    if not title.strip():
        raise Invalid({"title": "Give the release a name, such as “2010 release”."})
    if not method.strip():
        raise Invalid({"method": "Say what changed in how it is counted."})
    if not restated:
        raise Invalid({"figures": "Give at least one restated figure."})
    if Vintage.objects.filter(measure=measure, title__iexact=title.strip()).exists():
        raise Invalid({"title": f"There is a vintage “{title.strip()}” already."})
    for one in restated:
        check_fits(figures=one.value)
        if one.series.measure_id != measure.pk:
            raise Invalid({"figures": "Choose series of this measure."})
        if one.period.start is not None and one.period.start > clock.today():
            raise Invalid({"figures": f"{one.period} has not begun yet."})


def _restate(one: RestatedFigure, vintage: Vintage, *, by: Viewer, illustrative: bool) -> None:
    before = in_force_now(one.series, one.period)
    after = Observation(
        series=one.series,
        period=one.period,
        value=one.value,
        decimals=_decimals(one),
        status=before.status if before else "",
        comment=before.comment if before else "",
        source_named=vintage.source,
        received_on=clock.today(),
        reason=f"{vintage.title}: {vintage.method}",
        revision=Observation.Revision.NEW_METHOD,
        vintage=vintage,
        illustrative=illustrative,
    )
    keep_row(after, before, by=by, verb="measure.figure_restated")


def _decimals(one: RestatedFigure) -> int:
    own = one.series.measure.decimals
    return decimals_typed(one.value) if own is None else own


def _mark_breaks(series: Series, own: Sequence[RestatedFigure], vintage: Vintage, *, by: Viewer) -> None:
    """Mark where figures of this vintage stand beside such as are not, before and after them."""
    restated = {one.period.pk for one in own}
    rows = Observation.objects.filter(series=series, superseded_at=None, period__start__isnull=False)
    starts = [(row.period.start, row.period_id in restated) for row in rows.select_related("period")]
    in_time = sorted(starts, key=lambda one: one[0] or date.min)
    known = set(SeriesBreak.objects.filter(series=series).values_list("on", flat=True))
    for (_, was), (start, now) in pairwise(in_time):
        if was != now and start is not None and start not in known:
            mark_break(by=by, series=series, on=start, why=f"{vintage.title}: {vintage.method}")


def _restate_baseline(one: RestatedFigure, vintage: Vintage, *, by: Viewer) -> None:
    before = Baseline.objects.filter(series=one.series, superseded_at=None).order_by("pk").first()
    unit = before.unit if before else one.series.measure.unit
    state_figure(
        Baseline,
        by=by,
        series=one.series,
        supersedes=before,
        reason=f"{vintage.title}: {vintage.method}",
        period=one.period,
        value=one.value,
        unit=unit,
        decimals=decimals_typed(one.value),
        as_written=in_words(one.value, unit),
        status=before.status if before else "",
        place_as_written=before.place_as_written if before else "",
        position=before.position if before else 0,
        vintage=vintage,
    )
