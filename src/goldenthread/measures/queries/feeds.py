"""Which measures public figures fill, and the files that figures were taken from."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Feed, Measure, Release, Series
from goldenthread.measures.queries.moment import hangs_now


def feedable(partnership_id: int, *, viewer: Viewer) -> QuerySet[Measure]:
    """The measures of a partnership that figures can be given to, in the order of the plan."""
    return (
        Measure.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(hangs_now(viewer), subject__withdrawn_at=None, formula="")
        .select_related("subject", "place", "theme")
        .order_by("theme__position", "position", "pk")
    )


def feeds(partnership_id: int) -> QuerySet[Feed]:
    """What fills the measures of a partnership now."""
    return (
        Feed.objects.filter(
            measure__subject__partnership_id=partnership_id,
            measure__subject__withdrawn_at=None,
            ended_at=None,
        )
        .select_related("measure__subject", "measure__place")
        .order_by("pk")
    )


def feed_numbered(number: int, *, partnership_id: int) -> Feed:
    """One of these. Raises NotFound."""
    found = feeds(partnership_id).filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such source of figures here.")
    return found


def releases(partnership_id: int) -> QuerySet[Release]:
    """The files that figures of a partnership were taken from, the last first, with how many are in force."""
    in_force = Count("observations", filter=Q(observations__superseded_at=None))
    return Release.objects.filter(partnership=partnership_id).annotate(figures=in_force).order_by("-pk")


def series_by_place(measure_ids: Iterable[int]) -> dict[tuple[int, int, str, str], int]:
    """The series of these measures, by measure, place, breakdown and category."""
    rows = Series.objects.filter(measure__in=list(measure_ids))
    return {
        (measure, place, breakdown, category): pk
        for pk, measure, place, breakdown, category in rows.values_list(
            "pk", "measure_id", "place_id", "breakdown", "category"
        )
    }


def places_of_series(series_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The measure and the place of each series in words, the part of the people with the place. One query."""
    found = Series.objects.filter(pk__in=set(series_ids)).select_related("measure", "place")
    return {
        one.pk: (
            one.measure.code or one.measure.title,
            ", ".join(filter(None, (one.place.name, one.category))),
        )
        for one in found
    }
