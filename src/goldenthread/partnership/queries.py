"""Named reads of who the partnership is."""

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotFound, Refused
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import PUBLIC, Grant, Viewer
from goldenthread.partnership.models import (
    Account,
    Decision,
    Group,
    Holding,
    Invitation,
    Membership,
    Organisation,
    Partnership,
    Person,
    Place,
    Post,
    Role,
)
from goldenthread.partnership.rules import READS_PRIVATE


def viewer_for(account: Account) -> Viewer:
    """Who this account is to the rooms: two queries at most, whatever it may do."""
    if not account.is_active:
        return PUBLIC
    roles = Role.objects.filter(account=account).values_list("kind", "partnership_id", "scope_id")
    grants = frozenset(Grant(*role) for role in roles)
    return Viewer(
        name=str(account),
        account_id=account.pk,
        person_id=account.person_id,
        post_ids=frozenset(posts_held(account.person_id)) if account.person_id else frozenset(),
        grants=grants,
        partnership_ids=frozenset(grant.partnership_id for grant in grants),
        private_ids=frozenset(grant.partnership_id for grant in grants if grant.role in READS_PRIVATE),
    )


def posts_held(person_id: int) -> QuerySet[Holding, int]:
    """The posts that a person holds today."""
    today = clock.today()
    return (
        Holding.objects.filter(person_id=person_id)
        .filter(Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today))
        .values_list("post_id", flat=True)
    )


def partnerships(*, viewer: Viewer) -> QuerySet[Partnership]:
    """The partnerships that this viewer may know of, by name."""
    return (
        Partnership.objects.visible_to(viewer)
        .select_related("subject", "place", "within__subject")
        .order_by("name")
    )


def partnership_coded(code: str, *, viewer: Viewer) -> Partnership:
    """The partnership of that code. Raises NotFound if the viewer may not know of it."""
    found = partnerships(viewer=viewer).filter(code=code).first()
    if found is None:
        raise NotFound(f"There is no partnership “{code}” here that you can see.")
    return found


def contained(partnership_id: int, *, viewer: Viewer) -> QuerySet[Partnership]:
    """The partnerships inside this one, by name."""
    return partnerships(viewer=viewer).filter(within_id=partnership_id)


def groups(partnership_id: int, *, viewer: Viewer) -> QuerySet[Group]:
    """The groups of a partnership, by name."""
    return Group.objects.visible_to(viewer).of(partnership_id).order_by("name")


def group(group_id: int, *, partnership_id: int, viewer: Viewer) -> Group:
    """One group of a partnership. Raises NotFound."""
    return one(Group, group_id, viewer=viewer, related=("reports_to",), partnership_id=partnership_id)


def post(post_id: int, *, partnership_id: int, viewer: Viewer) -> Post:
    """One post of a partnership. Raises NotFound."""
    return one(Post, post_id, viewer=viewer, related=("organisation",), partnership_id=partnership_id)


def person(person_id: int, *, partnership_id: int, viewer: Viewer) -> Person:
    """One person whom a partnership's plan names. Raises NotFound."""
    return one(Person, person_id, viewer=viewer, partnership_id=partnership_id)


def organisation(organisation_id: int, *, partnership_id: int) -> Organisation:
    """An organisation that a partnership may name: a shared one or its own. Raises NotFound."""
    found = known_organisations(partnership_id).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound("There is no such organisation here.")
    return found


def decision(decision_id: int, *, partnership_id: int, viewer: Viewer) -> Decision:
    """One decision of a partnership. Raises NotFound."""
    return one(Decision, decision_id, viewer=viewer, partnership_id=partnership_id)


def seats(partnership_id: int, *, viewer: Viewer) -> QuerySet[Membership]:
    """The seats in the groups of a partnership on the day that the viewer looks at, in the order they were given."""
    day = timezone.localdate(viewer.as_known) if viewer.as_known else clock.today()
    return Membership.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gte=day),
        group__in=groups(partnership_id, viewer=viewer).order_by(),
    ).select_related("organisation", "person", "post__organisation")


def decisions(partnership_id: int, *, viewer: Viewer) -> QuerySet[Decision]:
    """The decisions of a partnership, the newest first."""
    return (
        Decision.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("group", "officer__organisation")
        .order_by("-decided_on", "-pk")
    )


def roles(partnership_id: int) -> QuerySet[Role]:
    """Every role in a partnership with its account, by the account's name. Only for those who may give roles."""
    return (
        Role.objects.filter(partnership_id=partnership_id)
        .select_related("account__person", "scope", "partnership__subject")
        .order_by("account__name", "account_id", "kind", "pk")
    )


def role_numbered(role_id: int, *, partnership_id: int) -> Role:
    """A role of a partnership. Raises NotFound."""
    found = roles(partnership_id).filter(pk=role_id).first()
    if found is None:
        raise NotFound("There is no such role here.")
    return found


def holding_numbered(holding_id: int, *, partnership_id: int) -> Holding:
    """A holding of a post of a partnership. Raises NotFound."""
    found = (
        Holding.objects.filter(pk=holding_id, post__subject__partnership_id=partnership_id)
        .select_related("post__subject", "person")
        .first()
    )
    if found is None:
        raise NotFound("There is nobody with this post here.")
    return found


def seat_numbered(seat_id: int, *, partnership_id: int) -> Membership:
    """A seat in a group of a partnership. Raises NotFound."""
    found = (
        Membership.objects.filter(pk=seat_id, group__subject__partnership_id=partnership_id)
        .select_related("group__subject", "organisation", "person__subject", "post__subject")
        .first()
    )
    if found is None:
        raise NotFound("There is no such seat here.")
    return found


def places_inside(place_id: int, partnership_id: int, *, viewer: Viewer) -> list[Place]:
    """A place and those inside it at any depth, as far as the viewer may know of them, by kind and name."""
    visible = (
        Place.objects.visible_to(viewer)
        .filter(_shared_or_own(partnership_id))
        .select_related("within")
        .prefetch_related("successors__new", "predecessors__old")
        .order_by("name", "pk")
    )
    by_above: dict[int | None, list[Place]] = {}
    for place in visible:
        by_above.setdefault(place.within_id, []).append(place)
    found = [place for places in by_above.values() for place in places if place.pk == place_id]
    for place in found:
        found += by_above.get(place.pk, [])
    return found


def known_places(partnership_id: int) -> QuerySet[Place]:
    """The places that a partnership's documents may name: shared ones and its own."""
    return Place.objects.filter(_shared_or_own(partnership_id)).order_by("pk")


def known_organisations(partnership_id: int) -> QuerySet[Organisation]:
    """The organisations that a partnership's documents may name: shared ones and its own."""
    return Organisation.objects.filter(_shared_or_own(partnership_id)).order_by("pk")


def known_people(partnership_id: int) -> QuerySet[Person]:
    """The people whom a partnership's documents may name: only its own, as nobody else may learn of them."""
    return Person.objects.of(partnership_id).order_by("pk")


def known_posts(partnership_id: int) -> QuerySet[Post]:
    """The posts of a partnership."""
    return Post.objects.of(partnership_id).order_by("pk")


def post_titled(title: str, *, partnership_id: int, organisation: Organisation) -> Post | None:
    """The post of this title in this organisation."""
    return known_posts(partnership_id).filter(title__iexact=title, organisation=organisation).first()


def _shared_or_own(partnership_id: int) -> Q:
    return Q(subject__partnership_id=None) | Q(subject__partnership_id=partnership_id)


def account_with(email: str) -> Account | None:
    """The account of an e-mail address; capitals make no difference."""
    found: Account | None = Account.objects.filter(email__iexact=email).first()
    return found


_LINKS = Signer(salt="goldenthread.invitation")
NO_SUCH_LINK = "This link does not work. Ask whoever sent it for a new one; what you wrote is kept."


def link_of(invitation: Invitation) -> str:
    """What the address of an invitation says: its number and secret, signed."""
    return _LINKS.sign(f"{invitation.pk}.{invitation.secret}").replace(":", "~")


def invitation_behind(link: str) -> Invitation:
    """The invitation that a link is for. Raises NotFound for one that was never made or was taken back, and Refused
    for one that has ended."""
    try:
        number, _, secret = _LINKS.unsign(link.replace("~", ":")).partition(".")
    except BadSignature:
        raise NotFound(NO_SUCH_LINK) from None
    found = (
        Invitation.objects.filter(pk=int(number), secret=secret, revoked_at=None, about__withdrawn_at=None)
        .select_related("person__subject", "about", "partnership__subject")
        .first()
    )
    if found is None:
        raise NotFound(NO_SUCH_LINK)
    if found.expires_at <= clock.now():
        raise Refused(
            f"This link ended on {timezone.localtime(found.expires_at):%d/%m/%Y}. What you wrote is kept: ask"
            f" {found.partnership.name} for a new link."
        )
    return found


def invitation_numbered(number: int) -> Invitation:
    """An invitation that was not taken back. Raises NotFound."""
    found = Invitation.objects.filter(pk=number, revoked_at=None).first()
    if found is None:
        raise NotFound("This invitation was taken back.")
    return found


def viewer_invited(invitation: Invitation) -> Viewer:
    """Who holds an invitation, to the rooms: they read and answer what they are asked for, and nothing else.

    A door uses it only for the pages of what the invitation is about.
    """
    return Viewer(
        name=invitation.person.name,
        person_id=invitation.person_id,
        post_ids=frozenset(posts_held(invitation.person_id)),
        grants=frozenset({Grant(str(Role.Kind.CONTRIBUTOR), invitation.partnership_id)}),
        partnership_ids=frozenset({invitation.partnership_id}),
    )


def holders_today(post_ids: Iterable[int]) -> dict[int, Person]:
    """Who holds each of these posts today: whoever took it last. A post that is free is left out."""
    today = clock.today()
    found = (
        Holding.objects.filter(post__in=list(post_ids), person__left_on=None)
        .filter(Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today))
        .select_related("person")
        .order_by("pk")
    )
    return {holding.post_id: holding.person for holding in found}
