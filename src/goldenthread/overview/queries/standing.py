"""Where every measure of a partnership stands, kept until something is written (docs/decisions/0007).

Judging a thousand series takes longer than a page may take. The outcome is kept under everything that it hangs on:
the last thing done in the partnership or in one whose measures it adopted, what the viewer may see, the moment whose
knowledge they ask for, and the day.
"""

import pickle
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption
from goldenthread.overview.queries.facts import Facts, facts
from goldenthread.overview.queries.judging import judge
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.shapes.standing import WORST_FIRST, Assessment, MeasureStanding, Standing
from goldenthread.partnership.models import Partnership
from goldenthread.reckoning.periods import span

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Under:
    """What a reckoning is kept under, and the day that it is for."""

    key: str
    day: date

    def __str__(self) -> str:
        return self.key


def standing(partnership_id: int, *, viewer: Viewer, under: Under | None = None) -> Standing:
    """Where every measure of a partnership stands, as far as this viewer sees it: two queries where it is kept.

    `under` is what `kept_under` says, for a page that has asked it already.
    """
    under = under or kept_under(partnership_id, viewer)
    key = f"standing:{under}"
    kept: Standing | None = reckoned.get(key)
    if kept is None:
        kept = _judged(facts(partnership_id, viewer=viewer), under.day)
        reckoned.set(key, kept, DAY)
    return kept


def kept_under(partnership_id: int, viewer: Viewer) -> Under:
    """What a reckoning of a partnership's measures hangs on: another answer only where this is another."""
    stewards = (
        Adoption.objects.filter(partnership=partnership_id)
        .values_list("series__measure__subject__partnership_id", flat=True)
        .distinct()
    )
    around = sorted({partnership_id, *(pk for pk in stewards if pk is not None)})
    events = AuditEvent.objects.filter(partnership_id__in=around).order_by("-id").values("id")
    partnership = Partnership.objects.filter(pk=partnership_id)
    year, last = partnership.values_list("year", Subquery(events[:1])).get()
    sight = "all" if viewer.everywhere else _sight(around, viewer)
    moment = viewer.as_known.isoformat() if viewer.as_known else ""
    day = day_of(viewer, year)
    return Under(f"{partnership_id}:{last or 0}:{sight}:{moment}:{day}", day)


def _sight(around: Iterable[int], viewer: Viewer) -> str:
    inside = ",".join(str(pk) for pk in around if pk in viewer.partnership_ids)
    private = ",".join(str(pk) for pk in around if pk in viewer.private_ids)
    return f"{inside}/{private}"


def day_of(viewer: Viewer, year: str) -> date:
    """The day that a partnership which reports on `year` is judged on: the one looked at, but none after its year.

    A partnership stays in its year until it starts the next one: then the new year's targets count.
    """
    looked_at = timezone.localdate(viewer.as_known) if viewer.as_known else clock.today()
    dates = span(year)
    return min(looked_at, dates[1]) if dates else looked_at


def _judged(known: Facts, today: date) -> Standing:
    periods, assessments = judge(known, today)
    under: dict[tuple[int, int | None], list[Assessment]] = {}
    for assessment in assessments:
        under.setdefault((assessment.measure_id, assessment.adoption_id), []).append(assessment)
    hanging = {
        (measure_id, None): (sheet.theme_id, sheet.objective_id, sheet.commitment_id)
        for measure_id, sheet in known.sheets.items()
        if measure_id in known.own
    } | {
        (place.measure_id, place.adoption_id): (place.theme_id, place.objective_id, place.commitment_id)
        for place in known.places
    }
    measures: list[MeasureStanding] = []
    for (measure_id, adoption_id), (theme_id, objective_id, commitment_id) in hanging.items():
        places = tuple(under.get((measure_id, adoption_id), ()))
        measures.append(
            MeasureStanding(
                measure_id=measure_id,
                adoption_id=adoption_id,
                theme_id=theme_id,
                objective_id=objective_id,
                commitment_id=commitment_id,
                frequency=known.sheets[measure_id].frequency,
                status=worst(place.status for place in places),
                silent=any(place.silent for place in places),
                illustrative=any(place.illustrative for place in places),
                answered=any(place.value is not None for place in places),
                packed=pickle.dumps(places, pickle.HIGHEST_PROTOCOL),
                also=known.also.get(measure_id, ()) if adoption_id is None else (),
            )
        )
    return Standing(today, tuple(periods), tuple(measures))


def worst(statuses: Iterable[str]) -> str:
    """The worst of these; a place without a figure or too early does not hide how the others stand."""
    return min(statuses, key=WORST_FIRST.index, default="no-figure")


def counted(measures: Iterable[MeasureStanding]) -> dict[str, int]:
    """How many measures have each status, the worst first; those that none has are left out."""
    found = Counter(measure.status for measure in measures)
    return {status: found[status] for status in WORST_FIRST if found[status]}


def counted_by_commitment(measures: Iterable[MeasureStanding]) -> dict[int, dict[str, int]]:
    """The same for each commitment that any of these measures serves."""
    under: dict[int, list[MeasureStanding]] = {}
    for measure in measures:
        if measure.commitment_id is not None:
            under.setdefault(measure.commitment_id, []).append(measure)
    return {commitment_id: counted(found) for commitment_id, found in under.items()}
