"""Vintages of a measure, what figures were before them, and the targets that rest on a baseline restated since."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import QuerySet

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Observation, Target, Vintage
from goldenthread.measures.queries.moment import in_force, seen
from goldenthread.reckoning.restated import restated


def vintages(measure_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Vintage]:
    """The vintages of these measures, the newest first, as far as they were known."""
    found = Vintage.objects.filter(measure__in=seen(measure_ids, viewer).values("pk"))
    if viewer.as_known is not None:
        found = found.filter(known_from__lte=viewer.as_known)
    return found.order_by("-known_from", "-pk")


@dataclass(frozen=True, slots=True)
class Former:
    """What a figure was before a vintage restated it."""

    value: Decimal | None
    decimals: int
    vintage: str


def formers(measure_id: int, *, viewer: Viewer) -> dict[tuple[int, int], Former]:
    """What each figure in force that a vintage restated was before it, by series and period: one query."""
    restated_now = (
        Observation.objects.filter(in_force(viewer), series__measure=measure_id, vintage__isnull=False)
        .exclude(supersedes=None)
        .values_list("series_id", "period_id", "supersedes__value", "supersedes__decimals", "vintage__title")
    )
    return {
        (series, period): Former(value, decimals, title)
        for series, period, value, decimals, title in restated_now
    }


@dataclass(frozen=True, slots=True)
class Flagged:
    """A target that was agreed on a baseline which was restated since, with both readings.

    Levels are in `unit`, changes in per cent; None where they cannot be computed, and `why_not` says why.
    """

    target_id: int
    series_id: int
    period: str
    unit: str
    decimals: int
    before: Decimal | None
    after: Decimal | None
    level: Decimal | None
    change: Decimal | None
    kept_change: Decimal | None
    moved_level: Decimal | None
    vintage: str
    why_not: str


def flagged_targets(measure_ids: Iterable[int], *, viewer: Viewer) -> list[Flagged]:
    """The targets in force that were agreed before their baseline was restated by a vintage. Three queries.

    The flag goes once somebody decides: a target that is stated again after the restatement is not in it.
    """
    visible = seen(measure_ids, viewer).values("pk")
    now: dict[int, Baseline] = {
        one.series_id: one
        for one in Baseline.objects.filter(
            in_force(viewer), series__measure__in=visible, vintage__isnull=False
        ).select_related("vintage")
    }
    if not now:
        return []
    found = Target.objects.filter(in_force(viewer), series__in=list(now)).select_related(
        "period", "series__measure"
    )
    targets = [
        target
        for target in found.order_by("period__start", "pk")
        if target.known_from < now[target.series_id].known_from
        and (target.value is not None or target.change_percent is not None)
    ]
    if not targets:
        return []
    then = _baselines_then(targets)
    rows = [
        (
            # A target that states a change is read as that change: a level beside it only followed from it.
            _float(target.value if target.change_percent is None else None),
            _float(target.change_percent),
            _float(then[target.pk]),
            _float(now[target.series_id].value),
        )
        for target in targets
    ]
    both = restated(*(np.array(column, np.float64) for column in zip(*rows, strict=True)))
    return [
        _flagged(
            target,
            then[target.pk],
            now[target.series_id],
            both.level[at],
            both.change[at],
            both.kept_change[at],
            both.moved_level[at],
        )
        for at, target in enumerate(targets)
    ]


def _baselines_then(targets: Iterable[Target]) -> dict[int, Decimal | None]:
    """The baseline that was known when each target was agreed, by the target: one query."""
    asked = list(targets)
    every = Baseline.objects.filter(series__in=[target.series_id for target in asked]).order_by("known_from")
    then: dict[int, Decimal | None] = {target.pk: None for target in asked}
    for baseline in every:
        for target in asked:
            if baseline.series_id == target.series_id and baseline.known_from <= target.known_from:
                then[target.pk] = baseline.value
    return then


def _float(value: Decimal | None) -> float:
    return float("nan") if value is None else float(value)


def _flagged(
    target: Target,
    before: Decimal | None,
    baseline: Baseline,
    level: float,
    change: float,
    kept: float,
    moved: float,
) -> Flagged:
    decimals = max(target.decimals, baseline.decimals)
    found = [_rounded(one, decimals) for one in (level, moved)]
    why_not = ""
    if before is None:
        why_not = "There was no baseline before, so nobody can say what the target meant."
    elif 0 in (before, baseline.value):
        why_not = "A baseline of zero has no per cent."
    return Flagged(
        target_id=target.pk,
        series_id=target.series_id,
        period=str(target.period or ""),
        unit=target.unit or target.series.measure.unit,
        decimals=decimals,
        before=before,
        after=baseline.value,
        level=target.value if target.value is not None else found[0],
        change=_rounded(change, 1) if target.change_percent is None else target.change_percent,
        kept_change=_rounded(kept, 1),
        moved_level=found[1],
        vintage=baseline.vintage.title if baseline.vintage else "",
        why_not=why_not,
    )


def _rounded(value: float, decimals: int) -> Decimal | None:
    return None if np.isnan(value) else round(Decimal(str(value)), decimals)
