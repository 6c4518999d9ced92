"""Named reads of who the partnership is."""

from django.db.models import Q, QuerySet

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.viewer import PUBLIC, Grant, Viewer
from goldenthread.partnership.models import (
    Account,
    Decision,
    Group,
    Holding,
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


def seats(partnership_id: int, *, viewer: Viewer) -> QuerySet[Membership]:
    """Every seat in the groups of a partnership, in the order they were given."""
    return Membership.objects.filter(
        group__in=groups(partnership_id, viewer=viewer).order_by()
    ).select_related("organisation", "person", "post__organisation")


def decisions(partnership_id: int, *, viewer: Viewer) -> QuerySet[Decision]:
    """The decisions of a partnership, the newest first."""
    return (
        Decision.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("group", "officer__organisation")
        .order_by("-decided_on", "-pk")
    )


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
