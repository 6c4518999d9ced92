"""Everything of one person is handed over to another in one step."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.delivery.operations import hand_over_owned
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.operations import hand_over_measures
from goldenthread.partnership.models import Holding, Invitation, Membership, Person
from goldenthread.partnership.operations import (
    add_person,
    amend_person,
    end_seat,
    hold_post,
    invite_to,
    leave_post,
    revoke,
)
from goldenthread.partnership.rules import Right, check
from goldenthread.returns.models import Draft, Return
from goldenthread.returns.operations.rounds import link_ends, record_return
from goldenthread.returns.queries import belongings, writer_named
from goldenthread.strategy.models import Theme


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many of each went from one person to the other. `seats` are those that ended: they go to nobody."""

    measures: int = 0
    actions: int = 0
    milestones: int = 0
    risks: int = 0
    points: int = 0
    returns: int = 0
    posts: int = 0
    seats: int = 0
    links: int = 0
    drafts: int = 0

    @property
    def handed(self) -> dict[str, int]:
        """What there was any of, by name."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@transaction.atomic
def hand_over(
    *,
    by: Viewer,
    person: Person,
    successor: Person,
    reason: str,
    theme: Theme | None = None,
    posts: bool = False,
    left_on: date | None = None,
) -> HandedOver:
    """Let everything of one person be another's: what they lead, answer for and are asked for in open rounds.

    With `theme` only what hangs there. `posts` lets the successor take the posts too, with all that the posts lead;
    `left_on` is the day on which the person left: then their posts and seats end, and no link of theirs opens
    anything. Seats are never handed over: who sits in a group is decided there. What was typed and not sent stays, and
    the successor finds it begun. Done, closed and past things stay with whoever did them.

    Raises Invalid by field, NotAllowed.
    """
    partnership_id = person.subject.partnership_id or 0
    check(by, Right.MANAGE, partnership_id)
    reason = reason.strip()
    _check(person, successor, reason, theme=theme, posts=posts, left_on=left_on)
    held = belongings(person, theme_id=theme.pk if theme else None)
    drafts = sum(
        _hand_over_return(
            asked, person, successor, by=by, reason=reason, by_post=posts or left_on is not None
        )
        for asked in held.returns
    )
    done = HandedOver(
        measures=hand_over_measures(by=by, involvements=held.measures, successor=successor, reason=reason),
        actions=hand_over_owned(by=by, owned=held.actions, successor=successor, reason=reason),
        milestones=len(held.milestones),
        risks=hand_over_owned(by=by, owned=held.risks, successor=successor, reason=reason),
        points=hand_over_owned(by=by, owned=held.points, successor=successor, reason=reason),
        returns=len(held.returns),
        posts=_hand_over_posts(held.posts, successor, by=by, take=posts, left_on=left_on),
        seats=_end_seats(held.seats, by=by, reason=reason, left_on=left_on),
        links=_revoke(held.links, person, by=by, reason=reason, all_of_them=left_on is not None),
        drafts=drafts,
    )
    _invite_again(held.returns, successor, by=by)
    if left_on is not None:
        amend_person(by=by, person=person, left_on=left_on)
    kernel.record_event(
        "person.handed_over",
        subject=person.subject,
        by=by,
        reason=reason,
        changes={"handed over to": [person.name, successor.name]}
        | ({"only of the theme": [None, theme.title]} if theme else {})
        | {name: [count, 0] for name, count in done.handed.items()},
    )
    return done


def _check(
    person: Person,
    successor: Person,
    reason: str,
    *,
    theme: Theme | None,
    posts: bool,
    left_on: date | None,
) -> None:
    partnership_id = person.subject.partnership_id
    if not reason:
        raise Invalid({"reason": "Say in a few words why."})
    if successor.pk == person.pk or successor.subject.partnership_id != partnership_id:
        raise Invalid({"successor": "Choose another person of this partnership."})
    if successor.left_on is not None:
        raise Invalid({"successor": f"{successor.name} has left. Choose somebody who is there."})
    if theme is not None and theme.subject.partnership_id != partnership_id:
        raise Invalid({"theme": "Choose a theme of this partnership."})
    if theme is not None and posts:
        raise Invalid({"posts": "A post is for all themes. Hand over everything, or leave the posts."})
    if theme is not None and left_on is not None:
        raise Invalid({"left_on": "Who left leaves everything. Hand over all themes."})
    if left_on is not None and left_on > clock.today():
        raise Invalid(
            {"left_on": "This day has not come yet. Hand over now, and say on that day that they left."}
        )


def _hand_over_return(
    asked: Return, person: Person, successor: Person, *, by: Viewer, reason: str, by_post: bool
) -> bool:
    """Ask the successor in place of the person. Returns whether something typed was left for them."""
    if asked.contributor_id == person.pk:
        asked.contributor, asked.taken_over_at = successor, clock.now()
        if not by_post:
            asked.post = None  # the one who hands over goes on holding it
    else:
        asked.deputy = successor
    if asked.deputy_id == asked.contributor_id:
        asked.deputy = asked.handed_on_at = None
    asked.save(update_fields=["contributor", "deputy", "post", "handed_on_at", "taken_over_at"])
    record_return(asked, [person.name, successor.name], by=by, verb="round.handed_over", reason=reason)
    left = Draft.objects.filter(asked=asked, writer=writer_named(person.pk)).first()
    if left is None:
        return False
    # What the successor typed themselves stays; what was left stays as it is, too.
    _, begun = Draft.objects.get_or_create(
        asked=asked,
        writer=writer_named(successor.pk),
        defaults={
            "content": left.content,
            "seen": left.seen,
            "begun_by": person.name,
            "kept_at": left.kept_at,
        },
    )
    return begun


def _hand_over_posts(
    held: tuple[Holding, ...], successor: Person, *, by: Viewer, take: bool, left_on: date | None
) -> int:
    """End the holdings where the person left or the posts are taken. Returns how many the successor took."""
    taken = 0
    for holding in held:
        if not take and left_on is None:
            break
        on = left_on or clock.today()
        leave_post(by=by, holding=holding, on=max(on, holding.valid_from or on))
        if take and not Holding.objects.filter(post=holding.post, person=successor, valid_to=None).exists():
            hold_post(by=by, post=holding.post, person=successor, valid_from=on)
            taken += 1
    return taken


def _end_seats(seats: tuple[Membership, ...], *, by: Viewer, reason: str, left_on: date | None) -> int:
    if left_on is None:
        return 0
    for seat in seats:
        end_seat(by=by, seat=seat, on=max(left_on, seat.valid_from or left_on), reason=reason)
    return len(seats)


def _invite_again(returns: tuple[Return, ...], successor: Person, *, by: Viewer) -> None:
    """Give a new link to a successor whose own was taken back once: what is theirs again opens for them again."""
    rounds = {asked.round_id: asked.round for asked in returns}
    links = Invitation.objects.filter(person=successor, about__in=list(rounds))
    taken_back = {link.about_id for link in links if link.revoked_at is not None}
    open_still = {link.about_id for link in links if link.revoked_at is None}
    for number in taken_back - open_still:
        asked_in = rounds[number]
        invite_to(by=by, about=asked_in.subject, person=successor, expires_at=link_ends(asked_in))


def _revoke(
    links: tuple[Invitation, ...], person: Person, *, by: Viewer, reason: str, all_of_them: bool
) -> int:
    """Take back the links that ask their holder for nothing any more; all of them where the person left."""
    revoked = 0
    for link in links:
        asked = Return.objects.filter(round=link.about_id).filter(contributor=person)
        asked |= Return.objects.filter(round=link.about_id).filter(deputy=person)
        if all_of_them or (link.about.kind == "round" and not asked.exists()):
            revoke(by=by, invitation=link, reason=reason)
            revoked += 1
    return revoked


def successor_named(*, by: Viewer, partnership_id: int, name: str, email: str) -> Person:
    """The person of that e-mail address, or a new one. Raises Invalid by field, NotAllowed."""
    check(by, Right.MANAGE, partnership_id)
    name, email = name.strip(), email.strip()
    if not email:
        raise Invalid({"email": "Give their e-mail address, so that they can be asked."})
    found: Person | None = (
        Person.objects.of(partnership_id).filter(email__iexact=email).order_by("pk").first()
    )
    if found is not None:
        return found
    if not name:
        raise Invalid({"name": "Give their name."})
    return add_person(by=by, partnership_id=partnership_id, name=name, email=email)
