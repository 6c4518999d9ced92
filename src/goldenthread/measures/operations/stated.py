"""Named writes of measures and their figures."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import (
    Baseline,
    Involvement,
    Measure,
    MonitoringRoute,
    Period,
    Placement,
    Series,
    Target,
)
from goldenthread.partnership.models import Decision, Group, Organisation, Person, Place, Post
from goldenthread.reckoning.periods import span

FigureKind = TypeVar("FigureKind", Baseline, Target)


def series_of(measure: Measure, place: Place) -> Series:
    """The series of a measure for a place, made where it is new."""
    return Series.objects.get_or_create(measure=measure, place=place)[0]


def period_named(label: str) -> Period:
    """The period of a label, made with its dates where it is new."""
    dates: tuple[date | None, date | None] = span(label) or (None, None)
    return Period.objects.get_or_create(label=label, defaults={"start": dates[0], "end": dates[1]})[0]


@transaction.atomic
def state_figure(
    kind: type[FigureKind],
    *,
    by: Viewer,
    series: Series,
    supersedes: FigureKind | None = None,
    reason: str = "",
    decision: Decision | None = None,
    **stated: Any,
) -> FigureKind:
    """State a baseline or target. The one that it supersedes stays, marked as such: nothing is overwritten."""
    moment = clock.now()
    if supersedes is not None:
        supersedes.superseded_at = moment
        supersedes.save(update_fields=["superseded_at"])
    figure = kind._default_manager.create(
        series=series, supersedes=supersedes, known_from=moment, decision=decision, **stated
    )
    name = kind._meta.model_name
    before = supersedes.as_written if supersedes else None
    kernel.record_event(
        f"measure.{name}_{'amended' if supersedes else 'stated'}",
        subject=series.measure.subject,
        by=by,
        reason=reason,
        changes={f"{name} {series.place.name} {figure.period or ''}".strip(): [before, figure.as_written]},
        basis=decision.subject if decision else None,
    )
    return figure


@transaction.atomic
def set_involvements(
    measure: Measure, part: Involvement.Part, holders: Iterable[tuple[str, Person | Post | Organisation]]
) -> None:
    """Who has this part in a measure, as (name as written, holder) in order.

    Who had it before is in the audit event of the amendment.
    """
    Involvement.objects.filter(measure=measure, part=part).delete()
    Involvement.objects.bulk_create(
        Involvement(
            measure=measure,
            part=part,
            as_written=written,
            position=position,
            person=holder if isinstance(holder, Person) else None,
            post=holder if isinstance(holder, Post) else None,
            organisation=holder if isinstance(holder, Organisation) else None,
        )
        for position, (written, holder) in enumerate(holders)
    )


@transaction.atomic
def set_placements(measure: Measure, placements: Sequence[tuple[str, str]]) -> None:
    """Where a measure hangs, as (framework, theme), in order."""
    Placement.objects.filter(measure=measure).delete()
    Placement.objects.bulk_create(
        Placement(measure=measure, framework=framework, theme=theme, position=position)
        for position, (framework, theme) in enumerate(placements)
    )


@transaction.atomic
def set_routes(measure: Measure, routes: Sequence[tuple[str, str, Group | None]]) -> None:
    """Which bodies look at a measure, as (body, frequency, group), in order."""
    MonitoringRoute.objects.filter(measure=measure).delete()
    MonitoringRoute.objects.bulk_create(
        MonitoringRoute(measure=measure, body=body, frequency=frequency, group=group, position=position)
        for position, (body, frequency, group) in enumerate(routes)
    )
