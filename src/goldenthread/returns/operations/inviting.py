"""The links by which people answer a round without an account."""

from collections.abc import Iterable

from django.db import transaction

from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Invitation, Person
from goldenthread.partnership.operations import invite_to
from goldenthread.partnership.rules import Right, check
from goldenthread.returns.models import Return, Round
from goldenthread.returns.operations.rounds import link_ends
from goldenthread.returns.rules import UNANSWERED, check_open


@transaction.atomic
def invite(*, by: Viewer, asked_in: Round, person: Person) -> Invitation:
    """The link of one person for one round: the one they have, or a new one.

    Raises Invalid for somebody whom the round asks nothing, Refused once it is closed, NotAllowed.
    """
    check(by, Right.MANAGE, asked_in.subject.partnership_id or 0)
    check_open(asked_in)
    if person.pk not in {one.pk for one in people_asked(asked_in)}:
        raise Invalid({"person": f"This round asks {person.name} for nothing."})
    return invite_to(by=by, about=asked_in.subject, person=person, expires_at=link_ends(asked_in))


def people_asked(asked_in: Round, *, unanswered: bool = False) -> list[Person]:
    """Whom a round asks, contributors and deputies, each once; only those who have not answered all, if asked so."""
    returns = Return.objects.filter(round=asked_in).exclude(state=Return.State.WITHDRAWN)
    if unanswered:
        returns = returns.filter(state__in=UNANSWERED)
    people: dict[int, Person] = {}
    for one in returns.select_related("contributor__subject", "deputy__subject").order_by("position", "pk"):
        people |= _numbered(one.contributor, one.deputy)
    return list(people.values())


def _numbered(*people: Person | None) -> dict[int, Person]:
    return {person.pk: person for person in people if person is not None}


def links(asked_in: Round, people: Iterable[Person]) -> dict[int, Invitation]:
    """The links that people have for a round and that still open it, by the person."""
    found = Invitation.objects.filter(about=asked_in.subject, person__in=list(people), revoked_at=None)
    return {one.person_id: one for one in found}
