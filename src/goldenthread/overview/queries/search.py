"""The search over everything that a partnership has and uses."""

from collections.abc import Iterable

from django.db.models import F, Model, Q, QuerySet

from goldenthread.delivery.models import Action, ActionPoint, Event, Risk
from goldenthread.kernel import search as engine
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.kernel.words import Question, asked, marked, snippet
from goldenthread.measures.models import Adoption, Involvement, Measure, Series
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes_search import Hanging, SearchHit, SearchPage
from goldenthread.partnership.models import Decision, Membership, Partnership, Place, Post
from goldenthread.partnership.queries import partnership_coded
from goldenthread.strategy.models import Commitment, Evidence, Objective, Theme

LAST_PAGE = 10_000
"""Beyond it no list goes, whatever an address asks for."""

HANGS_ON: dict[str, tuple[type[Model], str]] = {
    "theme": (Theme, "strategy_id"),
    "objective": (Objective, "theme_id"),
    "commitment": (Commitment, "theme_id"),
    "evidence": (Evidence, "theme_id"),
    "measure": (Measure, "theme_id"),
    "action": (Action, "theme_id"),
    "event": (Event, "theme_id"),
    "action_point": (ActionPoint, "about_id"),
    "risk": (Risk, "about"),
    "post": (Post, "organisation_id"),
    "decision": (Decision, "group_id"),
    "place": (Place, "within_id"),
}
"""Where a record of each kind hangs: the field that names it. A kind without a line is shown without."""


def search(code: str, words: str, *, viewer: Viewer, kind: str = "", page: int = 1) -> SearchPage:
    """One page of what answers these words in the partnership of that code, best first. Raises NotFound.

    `kind` is the name of one kind, "" for all. It looks at the words of today, among the records that were there
    on the day that is looked at.
    """
    partnership = partnership_coded(code, viewer=viewer)
    question = asked(words)
    number = min(max(page, 1), LAST_PAGE)
    found = engine.find(
        question,
        _in_reach(partnership, viewer),
        kind=kind,
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )
    total = found.counts.get(kind, 0) if kind else sum(found.counts.values())
    above = _hanging(found.hits, viewer)
    return SearchPage(
        heading=heading_of(partnership, viewer=viewer),
        words=words,
        looked_for=bool(question.words),
        kind=kind,
        counts=dict(sorted(found.counts.items())),
        hits=tuple(_hit(hit, question, above.get(hit.subject_id)) for hit in found.hits),
        page=Page(number, max(1, -(-total // PAGE_SIZE)), total),
    )


def _hit(hit: engine.Hit, question: Question, under: Hanging | None) -> SearchHit:
    return SearchHit(hit.subject_id, hit.kind, marked(hit.head, question), snippet(hit.text, question), under)


def _in_reach(partnership: Partnership, viewer: Viewer) -> QuerySet[Subject]:
    """What a partnership has, what it adopted, and the shared places and organisations that its records name."""
    own = Q(partnership_id=partnership.pk)
    measures = Measure.objects.of(partnership.pk).values("pk")
    adopted = Adoption.objects.filter(partnership=partnership, ended_at=None).values("series__measure")
    series = Series.objects.filter(measure__in=measures)
    shared = Q(partnership_id=None) & (
        Q(pk=partnership.place_id)
        | Q(pk__in=Place.objects.filter(within=partnership.place_id).values("pk"))
        | Q(pk__in=series.values("place"))
        | Q(pk__in=Involvement.objects.filter(measure__in=measures).values("organisation"))
        | Q(pk__in=Membership.objects.filter(group__in=_of(partnership, "group")).values("organisation"))
        | Q(pk__in=Post.objects.of(partnership.pk).values("organisation"))
    )
    return Subject.objects.visible_to(viewer).filter(own | shared | Q(pk__in=adopted))


def _of(partnership: Partnership, kind: str) -> QuerySet[Subject]:
    return Subject.objects.filter(partnership_id=partnership.pk, kind=kind).values("pk")  # type: ignore[return-value]


def _hanging(hits: Iterable[engine.Hit], viewer: Viewer) -> dict[int, Hanging]:
    """What each hit hangs on, as far as the viewer may know of it, in two queries however many kinds there are."""
    ids = [hit.subject_id for hit in hits]
    if not ids:
        return {}
    first, *others = (
        model._base_manager.filter(pk__in=ids).order_by().values_list(F("pk"), F(field))
        for model, field in HANGS_ON.values()
    )
    links: dict[int, int] = {}
    for below, above in first.union(*others, all=True):
        if above is not None:
            links[below] = min(above, links.get(below, above))
    seen = Subject.objects.visible_to(viewer).in_bulk(set(links.values()))
    return {
        below: Hanging(seen[above].kind, Named(above, seen[above].title))
        for below, above in links.items()
        if above in seen
    }
