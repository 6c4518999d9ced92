"""Who is silent: who owes what, who never answers, who left, which measures nobody leads, and how fresh figures are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Window
from django.db.models.functions import RowNumber

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotAllowed
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.queries.silent_facts import known_silence
from goldenthread.overview.queries.standing import kept_under
from goldenthread.overview.queries.timely import scores
from goldenthread.overview.shapes.names import Named, Page
from goldenthread.overview.shapes.silence import Owed, ScoreLine, Scores, SilencePage, SilentPerson
from goldenthread.partnership.models import Organisation
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, may, may_somewhere
from goldenthread.returns.models import Return
from goldenthread.returns.rules import UNANSWERED, name_of
from goldenthread.strategy.models import Theme

WAYS: Final = ("left", "never", "missed", "waiting")
"""The ways of being silent, the worst first."""

MOST_NAMED: Final = 3
"""So many of the things that somebody owes are named; the others are counted."""
_ORDER: Final = ("round__due_on", "position", "pk")


def silent(code: str, *, viewer: Viewer, show: str = "people", why: str = "", page: int = 1) -> SilencePage:
    """Who is silent, to a manager in the whole partnership, to others in their own organisations.

    `show` is people, measures or fresh; `why` one of `WAYS`. Raises NotFound, and NotAllowed to who may neither manage
    nor give figures. The number of queries does not depend on how many people and measures there are.
    """
    partnership = partnership_coded(code, viewer=viewer)
    if not may_somewhere(viewer, Right.CONTRIBUTE, partnership.pk):
        raise NotAllowed("Only the manager, and organisations that give figures, see who is silent.")
    under = kept_under(partnership.pk, viewer)
    known = known_silence(partnership.pk, viewer, under)
    own = None if may(viewer, Right.MANAGE, partnership.pk) else known.organisations_of(viewer)
    people = [one for one in known.people if _theirs(one.organisations, own)]
    orphans = [one for one in known.orphans if _theirs(one.organisations, own)]
    chosen = [one for one in people if why not in WAYS or why in ways(one)]
    lists: dict[str, list[Any]] = {"people": chosen, "measures": orphans}
    pages = Paginator(lists.get(show, []), PAGE_SIZE)
    shown = pages.get_page(page)
    found: list[Any] = list(shown.object_list)
    themes, organisations = _score_lines(
        partnership.pk, scores(partnership.pk, viewer=viewer, under=under), own
    )
    return SilencePage(
        heading=heading_of(partnership, viewer=viewer),
        own=None if own is None else tuple(known.named[pk] for pk in sorted(own) if pk in known.named),
        show=show,
        why=why,
        counts={way: sum(way in ways(one) for one in people) for way in WAYS},
        orphans=len(orphans),
        nobody_asked=known.nobody_asked if own is None else 0,
        people=_with_owed(found) if show == "people" else (),
        measures=tuple(found) if show == "measures" else (),
        themes=themes if show == "fresh" else (),
        organisations=organisations if show == "fresh" else (),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def ways(person: SilentPerson) -> frozenset[str]:
    """In which of the `WAYS` somebody is silent."""
    found = {
        "left": person.left_on is not None,
        "never": person.never,
        "missed": person.missed > 1,
        "waiting": person.owes > 0,
    }
    return frozenset(way for way, holds in found.items() if holds)


def _theirs(organisations: Iterable[Named], own: frozenset[int] | None) -> bool:
    return own is None or any(one.id in own for one in organisations)


def _with_owed(people: list[SilentPerson]) -> tuple[SilentPerson, ...]:
    """These people with the first few things that each of them owes: one query."""
    owed: dict[int, list[Owed]] = defaultdict(list)
    rows = (
        Return.objects.filter(
            contributor__in=[one.id for one in people if one.owes],
            round__closed_at=None,
            round__subject__withdrawn_at=None,
            round__opened_at__isnull=False,
            round__due_on__lt=clock.today(),
            state__in=UNANSWERED,
        )
        .annotate(place=Window(RowNumber(), partition_by="contributor", order_by=_ORDER))
        .filter(place__lte=MOST_NAMED)
        .select_related("round", "subject", "series__place", "series__measure", "milestone")
        .order_by(*_ORDER)
    )
    for one in rows:
        owed[one.contributor_id or 0].append(
            Owed(
                one.pk,
                Named(one.round_id, one.round.title),
                name_of(one),
                one.round.due_on,
                one.state == Return.State.SENT_BACK,
            )
        )
    return tuple(replace(one, owed=tuple(owed[one.id])) for one in people)


def _score_lines(
    partnership_id: int, known: Scores, own: frozenset[int] | None
) -> tuple[tuple[ScoreLine, ...], tuple[ScoreLine, ...]]:
    """The scores by name, the worst first: two queries."""
    themes = Theme.objects.filter(pk__in=list(known.themes)).values_list("pk", "title")
    leading = Organisation.objects.filter(pk__in=[pk for pk in known.organisations if pk])
    organisations: dict[int | None, str] = {None: "No lead organisation is named"}
    organisations |= dict(leading.values_list("pk", "name"))
    return (
        _ordered(ScoreLine(pk, title, known.themes[pk]) for pk, title in themes),
        _ordered(
            ScoreLine(pk, organisations[pk], score)
            for pk, score in known.organisations.items()
            if pk in organisations and (own is None or pk in own)
        ),
    )


def _ordered(lines: Iterable[ScoreLine]) -> tuple[ScoreLine, ...]:
    """The worst first; those of whom nothing was expected last."""

    def key(line: ScoreLine) -> tuple[Any, ...]:
        percent = line.score.percent
        return (percent is None, percent or 0, -line.score.missing, line.name)

    return tuple(sorted(lines, key=key))
