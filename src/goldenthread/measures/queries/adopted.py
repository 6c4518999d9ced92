"""Series of one partnership in the plan of another: read-only, with a theme, targets and a comment of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption, Measure, Series, Target
from goldenthread.measures.queries.moment import in_force
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
from goldenthread.strategy.queries import in_force as strategy_in_force

MOST_FOUND = 50
"""Series that a search for something to adopt shows; a longer list is narrowed by more words."""


@dataclass(frozen=True, slots=True)
class Steward:
    """The partnership that keeps a series. `code` is empty where the viewer may not open it."""

    id: int
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A series in another partnership's plan. `measure` is the steward's, whose sheet and figures hold."""

    id: int
    theme_id: int
    objective_id: int | None
    comment: str
    adopted_at: datetime
    series: Series
    measure: Measure
    steward: Steward


@dataclass(frozen=True, slots=True)
class Adopter:
    """A partnership that adopted a series, for which place it stands, and what it says about it."""

    adoption_id: int
    series_id: int
    partnership_id: int
    code: str
    name: str
    place_id: int
    theme: str
    comment: str


@dataclass(frozen=True, slots=True)
class Adoptable:
    """A series that a partnership may adopt. `adopted` says that it has done so already."""

    series: Series
    measure: Measure
    steward: Steward
    adopted: bool


def adoptions(partnership_id: int, *, viewer: Viewer) -> tuple[Adopted, ...]:
    """What a partnership adopted and the viewer may see, in the order it did: two queries."""
    found = list(
        adoptions_there(viewer)
        .filter(partnership=partnership_id)
        .select_related("series__measure__subject", "series__place", "theme")
        .order_by("adopted_at", "pk")
    )
    stewards = _stewards((adoption.series.measure for adoption in found), viewer)
    return tuple(_adopted(adoption, stewards) for adoption in found)


def adoption_numbered(adoption_id: int, *, viewer: Viewer, partnership_id: int) -> Adoption:
    """One adoption of a partnership. Raises NotFound where it ended or the viewer may not know of its measure."""
    found = (
        adoptions_there(viewer)
        .filter(pk=adoption_id, partnership=partnership_id)
        .select_related("series__measure__subject", "series__place", "theme__subject", "objective")
        .first()
    )
    if found is None:
        raise NotFound("There is no adopted measure here that you can see.")
    return found


def adopters(measure_ids: Iterable[int], *, viewer: Viewer) -> tuple[Adopter, ...]:
    """Which partnerships adopted series of these measures, as far as the viewer sees their themes: one query."""
    found = (
        adoptions_there(viewer)
        .filter(series__measure__in=list(measure_ids))
        .select_related("partnership", "theme")
        .order_by("partnership__name", "pk")
    )
    return tuple(
        Adopter(
            adoption_id=adoption.pk,
            series_id=adoption.series_id,
            partnership_id=adoption.partnership_id,
            code=adoption.partnership.code,
            name=adoption.partnership.name,
            place_id=adoption.partnership.place_id,
            theme=adoption.theme.title,
            comment=adoption.comment,
        )
        for adoption in found
    )


def targets_of_adoptions(adoption_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Target]:
    """The targets in force that adopters set for themselves."""
    there = adoptions_there(viewer).filter(pk__in=list(adoption_ids)).order_by()
    return Target.objects.filter(in_force(viewer), adoption__in=there.values("pk")).select_related(
        "series__place", "period", "source"
    )


def adoptable(partnership_id: int, words: str, *, viewer: Viewer) -> tuple[Adoptable, ...]:
    """Series of other partnerships whose measure has all these words in its code or title: three queries.

    Only those for a whole place, and no more than MOST_FOUND; no words find the first ones by title.
    """
    visible = Measure.objects.visible_to(viewer).exclude(subject__partnership_id=partnership_id)
    for word in words.split():
        visible = visible.filter(Q(title__icontains=word) | Q(code__icontains=word))
    found = list(
        Series.objects.filter(measure__in=visible.order_by().values("pk"), breakdown="")
        .select_related("place", "measure__subject")
        .order_by("measure__title", "place__name", "pk")[:MOST_FOUND]
    )
    there = Adoption.objects.filter(partnership=partnership_id, series__in=found, ended_at=None)
    taken = set(there.values_list("series_id", flat=True))
    stewards = _stewards((series.measure for series in found), viewer)
    return tuple(
        Adoptable(series, series.measure, stewards[_partnership(series.measure)], series.pk in taken)
        for series in found
    )


def adoptions_there(viewer: Viewer) -> QuerySet[Adoption]:
    """Adoptions that hold at the moment looked at, in a strategy in force, whose measure and theme the viewer sees."""
    there = Theme.objects.visible_to(viewer).filter(strategy_in_force(viewer, prefix="strategy__"))
    found = Adoption.objects.filter(
        series__measure__in=Measure.objects.visible_to(viewer).order_by().values("pk"),
        theme__in=there.order_by().values("pk"),
    )
    if viewer.as_known is None:
        return found.filter(ended_at=None)
    still = Q(ended_at=None) | Q(ended_at__gt=viewer.as_known)
    return found.filter(still, adopted_at__lte=viewer.as_known)


def _adopted(adoption: Adoption, stewards: dict[int, Steward]) -> Adopted:
    measure = adoption.series.measure
    return Adopted(
        id=adoption.pk,
        theme_id=adoption.theme_id,
        objective_id=adoption.objective_id,
        comment=adoption.comment,
        adopted_at=adoption.adopted_at,
        series=adoption.series,
        measure=measure,
        steward=stewards[_partnership(measure)],
    )


def _stewards(measures: Iterable[Measure], viewer: Viewer) -> dict[int, Steward]:
    ids = {_partnership(measure) for measure in measures}
    stewards = {number: Steward(number, "another partnership") for number in ids}
    for steward in Partnership.objects.visible_to(viewer).filter(pk__in=ids):
        stewards[steward.pk] = Steward(steward.pk, steward.name, steward.code)
    return stewards


def _partnership(measure: Measure) -> int:
    return measure.subject.partnership_id or 0
