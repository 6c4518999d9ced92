"""Who waits for whose answer, for the plan of who is written to; and who was written to already."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Count, Q, QuerySet

from goldenthread.kernel.models import Message
from goldenthread.partnership.models import Invitation, Partnership, Person, Role
from goldenthread.partnership.queries import holders_today
from goldenthread.returns.chasing import Item, Policy, Reader, Rung
from goldenthread.returns.models import Arrangements, Chase, Digest, Return, Round
from goldenthread.returns.rules import UNANSWERED
from goldenthread.returns.working_days import Quiet, country_of

_OPEN = Q(round__opened_at__isnull=False, round__closed_at=None, round__subject__withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that somebody is waited for: the items of the plan, their returns by number, and how to chase."""

    items: tuple[Item, ...]
    returns: dict[int, Return]
    policies: dict[int, Policy]
    partnerships: dict[int, Partnership]


def waiting() -> Waiting:
    """What is open and not answered in every partnership that reminds. A fixed number of queries."""
    partnerships = {
        one.pk: one for one in Partnership.objects.filter(subject__withdrawn_at=None).select_related("place")
    }
    arranged = {one.pk: one for one in Arrangements.objects.all()}
    policies = {
        pk: policy_of(arranged.get(pk) or Arrangements(partnership_id=pk), one.place.code)
        for pk, one in partnerships.items()
        if pk not in arranged or arranged[pk].reminds
    }
    returns = {one.pk: one for one in _unanswered() if one.round.subject.partnership_id in policies}
    readers = _Readers(returns)
    taken, since = _taken()
    items = tuple(
        Item(
            id=one.pk,
            partnership_id=one.round.subject.partnership_id or 0,
            opened_on=one.round.opens_on,
            due_on=one.round.due_on,
            readers=readers.of(one),
            turn=one.turn,
            since=since.get((one.pk, one.turn)),
            taken=frozenset(taken[one.pk]),
        )
        for one in returns.values()
    )
    return Waiting(items, returns, policies, partnerships)


def policy_of(arranged: Arrangements, place_code: str) -> Policy:
    """How a partnership chases, as the plan takes it."""
    return Policy(
        before=tuple(arranged.remind_before),
        after=tuple(arranged.remind_after),
        deputy_after=arranged.deputy_after,
        organisation_after=arranged.organisation_after,
        theme_lead_after=arranged.theme_lead_after,
        quiet=Quiet(
            arranged.holidays_of or country_of(place_code), time(arranged.quiet_from), time(arranged.quiet_to)
        ),
    )


def written_on(day: date) -> frozenset[str]:
    """The addresses that had their mail of a day."""
    return frozenset(Digest.objects.filter(day=day).values_list("address", flat=True))


def chases_of(asked_in: Round) -> QuerySet[Chase]:
    """Who was told what about the returns of a round, the newest first."""
    return (
        Chase.objects.filter(asked__round=asked_in)
        .select_related("digest__message", "asked__subject", "asked__series__place", "asked__milestone")
        .order_by("-digest_id", "asked__position", "pk")
    )


def messages_about(partnership_id: int) -> QuerySet[Digest]:
    """The mails in which somebody was told of a return of a partnership."""
    return Digest.objects.filter(chases__asked__round__subject__partnership_id=partnership_id)


def _unanswered() -> QuerySet[Any]:
    return (
        Return.objects.filter(_OPEN, state__in=UNANSWERED, subject__withdrawn_at=None)
        .select_related(
            "round__subject",
            "round__period",
            "subject",
            "series__place",
            "milestone",
            "contributor",
            "deputy",
            "organisation",
            "post__organisation",
        )
        .annotate(turn=Count("answers"))
        .order_by("round_id", "position", "pk")
    )


def _taken() -> tuple[defaultdict[int, set[tuple[int, str, str]]], dict[tuple[int, int], date]]:
    """The steps that were taken, by return, and the first day of each of its turns.

    A mail that never went because its day was over took no step.
    """
    taken: defaultdict[int, set[tuple[int, str, str]]] = defaultdict(set)
    since: dict[tuple[int, int], date] = {}
    rows = (
        Chase.objects.filter(asked__state__in=UNANSWERED, asked__round__closed_at=None)
        .exclude(digest__message__state=Message.State.TOO_LATE)
        .values_list("asked_id", "turn", "step", "digest__address", "digest__day")
    )
    for asked_id, turn, step, address, day in rows:
        taken[asked_id].add((turn, step, address))
        since[asked_id, turn] = min(day, since.get((asked_id, turn), day))
    return taken, since


class _Readers:
    """Who can be written to about each return, rung by rung. Nobody stands on two rungs."""

    def __init__(self, returns: dict[int, Return]) -> None:
        self._holders = holders_today({one.post_id for one in returns.values() if one.post_id})
        rounds = {one.round.subject_id for one in returns.values()}
        invited: defaultdict[tuple[int, int], list[bool]] = defaultdict(list)
        found = Invitation.objects.filter(about__in=rounds).values_list("person_id", "about_id", "revoked_at")
        for person_id, about_id, revoked_at in found:
            invited[person_id, about_id].append(revoked_at is not None)
        self._shut_out = {key for key, revoked in invited.items() if all(revoked)}
        self._leads = _leads({one.round.subject.partnership_id or 0 for one in returns.values()})

    def of(self, asked: Return) -> dict[Rung, tuple[Reader, ...]]:
        """The readers of a return."""
        first = self._person(asked.contributor, asked) or self._person(self._holder(asked), asked)
        second = self._person(asked.deputy, asked)
        if second is not None and (first is None or asked.handed_on_at is not None):
            first, second = second, first
        organisation = asked.organisation or (asked.post.organisation if asked.post else None)
        lead = [reader for reader in (first,) if reader]
        rungs: dict[Rung, tuple[Reader, ...]] = {}
        seen: set[str] = set()
        for rung, readers in (
            (Rung.ASKED, lead),
            (Rung.DEPUTY, [second] if second else []),
            (Rung.ORGANISATION, [_reader(organisation)] if organisation and organisation.email else []),
            (Rung.THEME_LEAD, self._theme_leads(asked)),
        ):
            new = {reader.address: reader for reader in readers if reader.address not in seen}
            seen |= new.keys()
            if new:
                rungs[rung] = tuple(new.values())
        return rungs

    def _holder(self, asked: Return) -> Person | None:
        return self._holders.get(asked.post_id) if asked.post_id else None

    def _person(self, person: Person | None, asked: Return) -> Reader | None:
        """Somebody who has an address, has not left, and whose link was not taken back."""
        if person is None or not person.email or person.left_on is not None:
            return None
        if (person.pk, asked.round.subject_id) in self._shut_out:
            return None
        return Reader(person.email.lower(), person.name, person_id=person.pk)

    def _theme_leads(self, asked: Return) -> list[Reader]:
        """Whoever leads the theme; where nobody does, the managers."""
        here = self._leads[asked.round.subject.partnership_id or 0]
        leads = [
            one for one in here if one.kind == Role.Kind.THEME_LEAD and one.scope_id in (None, asked.theme_id)
        ]
        managers = [one for one in here if one.kind == Role.Kind.MANAGER]
        return [
            Reader(one.account.email.lower(), str(one.account), account_id=one.account_id)
            for one in leads or managers
        ]


def _leads(partnership_ids: set[int]) -> defaultdict[int, list[Role]]:
    found: defaultdict[int, list[Role]] = defaultdict(list)
    kinds = (Role.Kind.THEME_LEAD, Role.Kind.MANAGER)
    roles = Role.objects.filter(partnership__in=partnership_ids, kind__in=kinds, account__is_active=True)
    for role in roles.select_related("account").order_by("pk"):
        found[role.partnership_id].append(role)
    return found


def _reader(organisation: Any) -> Reader:
    return Reader(organisation.email.lower(), organisation.name)
