"""What is known of a partnership's silence, before it is narrowed to who looks: kept until something is written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone

from goldenthread.delivery.models import Action, ActionPoint, Risk
from goldenthread.delivery.rules import OVER, WAITING
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Involvement, Measure
from goldenthread.measures.queries import hangs_now
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.standing import DAY, Under
from goldenthread.overview.shapes.names import Named
from goldenthread.overview.shapes.silence import Orphan, SilentPerson
from goldenthread.partnership.models import Holding, Membership, Organisation, Person
from goldenthread.reckoning.silence import Turn, silence
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.rules import UNANSWERED

TO_TAKE_OVER: Final = timedelta(days=14)
"""How long somebody has who took over from another, before it counts that they did not answer."""


@dataclass(slots=True)
class Known:
    """Everything about a partnership's silence, before it is narrowed to who looks."""

    people: list[SilentPerson]
    orphans: list[Orphan]
    nobody_asked: int
    named: dict[int, Named] = field(default_factory=dict)
    belong: dict[int, frozenset[int]] = field(default_factory=dict)

    def organisations_of(self, viewer: Viewer) -> frozenset[int]:
        """The organisations that a viewer belongs to: see docs/decisions/0022."""
        return self.belong.get(viewer.person_id or 0, frozenset())


def known_silence(partnership_id: int, viewer: Viewer, under: Under) -> Known:
    today = clock.today()
    key = f"silence:{under}:{today}"
    kept: Known | None = reckoned.get(key)
    if kept is None:
        kept = _reckon(partnership_id, viewer, today)
        reckoned.set(key, kept, DAY)
    return kept


def _reckon(partnership_id: int, viewer: Viewer, today: date) -> Known:
    people = {
        row[0]: row
        for row in Person.objects.of(partnership_id).order_by("name").values_list("pk", "name", "left_on")
    }
    held = _Held.of(partnership_id, viewer, today, {pk for pk, row in people.items() if _gone(row[2], today)})
    belong, named = _belonging(partnership_id, held, today)
    turns = _turns(partnership_id)
    owed = _owed(partnership_id, today)
    last = _last_answers(partnership_id)
    found = []
    for pk, (_, name, left_on) in people.items():
        stands = silence(turns.get(pk, ()), today, ever=pk in last)
        gone = left_on if _gone(left_on, today) and (held.count[pk] or pk in owed) else None
        owes, since = owed.get(pk, (0, None))
        if gone or stands.is_silent or owes:
            found.append(
                SilentPerson(
                    id=pk,
                    name=name,
                    organisations=tuple(named[one] for one in sorted(belong[pk])),
                    left_on=gone,
                    never=stands.never,
                    missed=stands.missed,
                    silent=stands.is_silent,
                    owes=owes,
                    since=since,
                    has=held.count[pk],
                    last_answer=last.get(pk),
                )
            )
    found.sort(key=_worst_first)
    nobody = Return.objects.filter(
        _asked_in(partnership_id), round__closed_at=None, contributor=None, deputy=None, state__in=UNANSWERED
    )
    return Known(found, held.orphans(named, people), nobody.count(), named, belong)


def _worst_first(one: SilentPerson) -> tuple[Any, ...]:
    return (one.left_on is None, not one.never, -one.missed, one.since or date.max, -one.owes, one.name)


def _gone(left_on: date | None, today: date) -> bool:
    return left_on is not None and left_on <= today


def _asked_in(partnership_id: int) -> Q:
    return Q(
        round__subject__partnership_id=partnership_id,
        round__subject__withdrawn_at=None,
        round__opened_at__isnull=False,
    )


def _turns(partnership_id: int) -> dict[int, list[Turn]]:
    """Each round that asked somebody, by the person: how much it asked, and what they or their deputy answered.

    Who takes over from somebody else has two weeks before it counts that they did not answer.
    """
    theirs = Q(answers__given_by_person=F("contributor")) | Q(answers__given_by_person=F("deputy"))
    rows = (
        Return.objects.filter(_asked_in(partnership_id), contributor__isnull=False)
        .exclude(state=Return.State.WITHDRAWN)
        .order_by()
        .values_list("contributor", "round", "round__due_on")
        .annotate(
            asked=Count("pk", distinct=True),
            answered=Count("pk", distinct=True, filter=theirs),
            taken=Max("taken_over_at"),
        )
    )
    turns: dict[int, list[Turn]] = defaultdict(list)
    for person, _, due_on, asked, answered, taken in rows:
        if taken is not None:
            due_on = max(due_on, timezone.localdate(taken) + TO_TAKE_OVER)
        turns[person].append(Turn(due_on, asked, answered))
    return turns


def _owed(partnership_id: int, today: date) -> dict[int, tuple[int, date]]:
    """How many returns of open rounds each person is overdue with, and since when."""
    rows = (
        Return.objects.filter(
            _asked_in(partnership_id),
            contributor__isnull=False,
            round__closed_at=None,
            round__due_on__lt=today,
            state__in=UNANSWERED,
        )
        .order_by()
        .values_list("contributor")
        .annotate(owes=Count("pk"), since=Min("round__due_on"))
    )
    return {person: (owes, since) for person, owes, since in rows}


def _last_answers(partnership_id: int) -> dict[int, datetime]:
    rows = (
        Answer.objects.filter(
            asked__round__subject__partnership_id=partnership_id, given_by_person__isnull=False
        )
        .order_by()
        .values_list("given_by_person")
        .annotate(last=Max("given_at"))
    )
    return dict(rows)


@dataclass(slots=True)
class _Held:
    """Who leads which measure, and how much each person leads and answers for."""

    measures: dict[int, tuple[str, str, Named]]
    leads: dict[int, list[tuple[int | None, int | None, str]]]
    """Per measure: (person, post, the post's title) of each lead."""
    organisations: dict[int, list[int]]
    gone: set[int]
    holders: dict[int, set[int]]
    """Who holds each post today."""
    count: dict[int, int]

    @classmethod
    def of(cls, partnership_id: int, viewer: Viewer, today: date, gone: set[int]) -> "_Held":
        there = (
            Measure.objects.visible_to(viewer)
            .of(partnership_id)
            .filter(hangs_now(viewer))
            .order_by("theme__position", "position", "pk")
        )
        measures = {
            row[0]: (row[1], row[2], Named(row[3], row[4]))
            for row in there.values_list("pk", "code", "title", "theme_id", "theme__title")
        }
        leads: dict[int, list[tuple[int | None, int | None, str]]] = defaultdict(list)
        organisations: dict[int, list[int]] = defaultdict(list)
        count: dict[int, int] = defaultdict(int)
        involved = Involvement.objects.filter(
            measure__subject__partnership_id=partnership_id,
            part__in=(Involvement.Part.LEAD_PERSON, Involvement.Part.LEAD_ORGANISATION),
        ).order_by("position", "pk")
        for measure_id, person, post, title, organisation in involved.values_list(
            "measure_id", "person_id", "post_id", "post__title", "organisation_id"
        ):
            if organisation:
                organisations[measure_id].append(organisation)
            else:
                leads[measure_id].append((person, post, title or ""))
                if person and measure_id in measures:
                    count[person] += 1
        _count_owned(partnership_id, count)
        return cls(measures, leads, organisations, gone, _holders(partnership_id, today), count)

    def orphans(
        self, named: dict[int, Named], people: dict[int, tuple[int, str, date | None]]
    ) -> list[Orphan]:
        """The measures with no living owner, in the order of the plan."""
        found = []
        for measure_id, (code, title, theme) in self.measures.items():
            leads = self.leads.get(measure_id, [])
            if any(self._lives(person, post) for person, post, _ in leads):
                continue
            found.append(
                Orphan(
                    measure_id,
                    code,
                    title,
                    theme,
                    tuple(named[one] for one in self.organisations.get(measure_id, ()) if one in named),
                    _why(leads, people),
                )
            )
        return found

    def _lives(self, person: int | None, post: int | None) -> bool:
        if person is not None:
            return person not in self.gone
        return bool(self.holders.get(post or 0, set()) - self.gone)


def _why(
    leads: Sequence[tuple[int | None, int | None, str]], people: dict[int, tuple[int, str, date | None]]
) -> str:
    """Why a measure has no living owner: nobody is named, they left, nobody holds the post."""
    if not leads:
        return "No person or post is named"
    told = []
    for person, _, title in leads:
        if person is not None and person in people:
            told.append(f"{people[person][1]} left on {people[person][2]:%d/%m/%Y}")
        else:
            told.append(f"Nobody holds the post {title}")
    return "; ".join(told)


def _holders(partnership_id: int, today: date) -> dict[int, set[int]]:
    holders: dict[int, set[int]] = defaultdict(set)
    rows = Holding.objects.filter(_there(today), post__subject__partnership_id=partnership_id)
    for post, person in rows.values_list("post_id", "person_id"):
        holders[post].add(person)
    return holders


def _count_owned(partnership_id: int, count: dict[int, int]) -> None:
    """Add how many actions, risks and action points each person answers for that are not over: three queries."""
    for model, still in (
        (Action, ~Q(state__in=OVER)),
        (Risk, Q()),
        (ActionPoint, Q(state__in=WAITING)),
    ):
        rows = model._default_manager.filter(
            still,
            subject__partnership_id=partnership_id,
            subject__withdrawn_at=None,
            owner_person__isnull=False,
        )
        for person, number in rows.order_by().values_list("owner_person").annotate(Count("pk")):
            count[person] += number


def _there(today: date) -> Q:
    return Q(Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today))


def _belonging(
    partnership_id: int, held: _Held, today: date
) -> tuple[dict[int, frozenset[int]], dict[int, Named]]:
    """Which organisations each person belongs to, and their names: four queries.

    By the posts and seats that they hold today; who holds none, by those that they held last or, without any, by the
    lead organisation of what they lead and are asked for (docs/decisions/0022).
    """
    now: dict[int, set[int]] = defaultdict(set)
    before: dict[int, set[int]] = defaultdict(set)
    posts = Holding.objects.filter(post__subject__partnership_id=partnership_id)
    seats = Membership.objects.filter(
        group__subject__partnership_id=partnership_id, person__isnull=False, organisation__isnull=False
    )
    for rows in (
        posts.values_list("person_id", "post__organisation_id", "valid_from", "valid_to"),
        seats.values_list("person_id", "organisation_id", "valid_from", "valid_to"),
    ):
        for person, organisation, first, last in rows:
            is_there = (first is None or first <= today) and (last is None or last >= today)
            (now if is_there else before)[person].add(organisation)
    leading: dict[int, set[int]] = defaultdict(set)
    for measure_id, leads in held.leads.items():
        for lead, _, _ in leads:
            if lead:
                leading[lead] |= set(held.organisations.get(measure_id, ()))
    asked = Return.objects.filter(
        _asked_in(partnership_id), contributor__isnull=False, organisation__isnull=False
    )
    for contributor, theirs in asked.order_by().values_list("contributor", "organisation").distinct():
        if contributor and theirs:
            leading[contributor].add(theirs)
    belong: dict[int, frozenset[int]] = defaultdict(frozenset)
    for one in {*now, *before, *leading}:
        belong[one] = frozenset(now[one] or before[one] or leading[one])
    wanted = {one for ones in belong.values() for one in ones}
    wanted |= {one for ones in held.organisations.values() for one in ones}
    names = Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")
    return belong, {pk: Named(pk, name) for pk, name in names}
