"""Everything that hangs on one person: what they lead, answer for, are asked for and hold."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from goldenthread.delivery.models import Action, ActionPoint, Milestone, Risk
from goldenthread.delivery.rules import OVER, WAITING
from goldenthread.kernel import clock
from goldenthread.measures.models import Involvement
from goldenthread.partnership.models import Holding, Invitation, Membership, Person
from goldenthread.returns.models import Return
from goldenthread.strategy.queries import theme_of


@dataclass(frozen=True, slots=True)
class Belongings:
    """What would be handed over from one person to another; of one theme only, where one is chosen.

    What is over stays with whoever did it: actions that are done, closed action points, returns of closed rounds.
    `posts` and `seats` have no theme: with one chosen there are none.
    """

    measures: tuple[Involvement, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    risks: tuple[Risk, ...]
    points: tuple[ActionPoint, ...]
    returns: tuple[Return, ...]
    posts: tuple[Holding, ...]
    seats: tuple[Membership, ...]
    links: tuple[Invitation, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each, by name."""
        return {name: len(getattr(self, name)) for name in self.__slots__}


def belongings(person: Person, *, theme_id: int | None = None) -> Belongings:
    """Everything of a person that can be handed over: ten queries, and a few for each risk and action point."""
    today = clock.today()
    owned = Q(owner_person=person, subject__withdrawn_at=None)
    of_theme = Q() if theme_id is None else Q(theme=theme_id)
    actions = tuple(
        Action.objects.filter(owned & of_theme)
        .exclude(state__in=OVER)
        .select_related("subject", "theme")
        .order_by("position", "pk")
    )
    returns = (
        Return.objects.filter(Q(contributor=person) | Q(deputy=person), of_theme, round__closed_at=None)
        .exclude(round__subject__withdrawn_at__isnull=False)
        .select_related("round__subject", "round__period", "subject", "theme", "contributor", "deputy")
        .select_related("series__place", "series__measure__subject", "milestone")
        .order_by("round__due_on", "position", "pk")
    )
    measures = Involvement.objects.filter(person=person, measure__subject__withdrawn_at=None).select_related(
        "measure__subject", "measure__theme", "person"
    )
    if theme_id is not None:
        placed = Q(measure__placements__under=theme_id, measure__placements__ended_at=None)
        measures = measures.filter(Q(measure__theme=theme_id) | placed).distinct()
    risks = Risk.objects.filter(owned).select_related("subject").prefetch_related("about").order_by("pk")
    points = ActionPoint.objects.filter(owned, state__in=WAITING).select_related("subject", "about")
    whole = theme_id is None
    return Belongings(
        measures=tuple(measures.order_by("measure__position", "pk")),
        actions=actions,
        milestones=tuple(
            Milestone.objects.filter(action__in=actions, reached_on=None).order_by("due_on", "pk")
        ),
        risks=tuple(one for one in risks if whole or theme_id in map(theme_of, one.about.all())),
        points=tuple(
            one for one in points.order_by("due_on", "pk") if whole or theme_of(one.about) == theme_id
        ),
        returns=tuple(returns),
        posts=_posts(person, today) if whole else (),
        seats=_seats(person, today) if whole else (),
        links=tuple(
            Invitation.objects.filter(person=person, revoked_at=None)
            .select_related("about", "person")
            .order_by("pk")
        ),
    )


def _posts(person: Person, today: date) -> tuple[Holding, ...]:
    found = Holding.objects.filter(_not_over(today), person=person, post__subject__withdrawn_at=None)
    return tuple(found.select_related("post__subject", "post__organisation", "person").order_by("pk"))


def _seats(person: Person, today: date) -> tuple[Membership, ...]:
    found = Membership.objects.filter(_not_over(today), person=person)
    return tuple(
        found.select_related("group__subject", "organisation", "person__subject", "post__subject").order_by(
            "pk"
        )
    )


def _not_over(today: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=today)
