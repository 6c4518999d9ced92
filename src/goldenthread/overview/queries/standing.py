"""Where every measure of a partnership stands, kept until something is written (docs/decisions/0007).

Judging a thousand series takes longer than a page may take. The outcome is kept under everything that it hangs on:
the last thing done in the partnership or in one whose measures it adopted, what the viewer may see, the moment whose
knowledge they ask for, and the day.
"""

import pickle
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption
from goldenthread.overview.queries.facts import Facts, facts
from goldenthread.overview.queries.judging import judge
from goldenthread.overview.shapes.standing import WORST_FIRST, Assessment, MeasureStanding, Standing

DAY = 24 * 60 * 60


def standing(partnership_id: int, *, viewer: Viewer, under: str = "") -> Standing:
    """Where every measure of a partnership stands, as far as this viewer sees it: two queries where it is kept.

    `under` is what `kept_under` says, for a page that has asked it already.
    """
    key = f"standing:{under or kept_under(partnership_id, viewer)}"
    kept: Standing | None = cache.get(key)
    if kept is None:
        kept = _judged(facts(partnership_id, viewer=viewer), day_of(viewer))
        cache.set(key, kept, DAY)
    return kept


def kept_under(partnership_id: int, viewer: Viewer) -> str:
    """What a reckoning of a partnership's measures hangs on: another answer only where this is another."""
    stewards = (
        Adoption.objects.filter(partnership=partnership_id)
        .values_list("series__measure__subject__partnership_id", flat=True)
        .distinct()
    )
    around = sorted({partnership_id, *(pk for pk in stewards if pk is not None)})
    last = AuditEvent.objects.filter(partnership_id__in=around).order_by("-id").values_list("id", flat=True)
    sight = "all" if viewer.everywhere else _sight(around, viewer)
    moment = viewer.as_known.isoformat() if viewer.as_known else ""
    return f"{partnership_id}:{last.first() or 0}:{sight}:{moment}:{day_of(viewer)}"


def _sight(around: Iterable[int], viewer: Viewer) -> str:
    inside = ",".join(str(pk) for pk in around if pk in viewer.partnership_ids)
    private = ",".join(str(pk) for pk in around if pk in viewer.private_ids)
    return f"{inside}/{private}"


def day_of(viewer: Viewer) -> date:
    """The day that the viewer looks at."""
    return timezone.localdate(viewer.as_known) if viewer.as_known else clock.today()


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
