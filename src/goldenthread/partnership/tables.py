"""What an export takes of this room."""

from django.contrib.auth.hashers import make_password

from goldenthread.kernel.tables import Sheet, Table
from goldenthread.kernel.viewer import COMMAND_LINE
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
    Succession,
)
from goldenthread.partnership.queries import places_inside

_OWN = "subject__partnership_id"


def _places_used(partnership_id: int) -> list[int]:
    """The partnership's place and those inside it: its page of places shows them all."""
    place_id = Partnership.objects.values_list("place_id", flat=True).get(pk=partnership_id)
    return [place.pk for place in places_inside(place_id, partnership_id, viewer=COMMAND_LINE)]


TABLES = (
    Table(Place, own=_OWN, reference=("code", "name", "kind", "valid_from", "valid_to"), also=_places_used),
    Table(Succession, along=("old", "new")),
    Table(Partnership, own=_OWN, reference=("code", "name", "year", "illustrative")),
    Table(Organisation, own=_OWN, reference=("name", "short_name")),
    Table(Person, own=_OWN),
    Table(Post, own=_OWN, reference=("title",)),
    Table(Holding, own="post__subject__partnership_id"),
    Table(Group, own=_OWN, reference=("name", "kind")),
    Table(Membership, own="group__subject__partnership_id"),
    Table(Decision, own=_OWN, reference=("title", "words", "decided_on")),
    Table(
        Account,
        stays={
            "password": lambda: make_password(None),
            "last_login": lambda: None,
            "is_superuser": lambda: False,
            "is_staff": lambda: False,
            "groups": lambda: None,
            "user_permissions": lambda: None,
        },
    ),
    Table(Role, own="partnership_id"),
    Table(Invitation, own="partnership_id"),
)

SHEETS = (
    Sheet(
        "decisions",
        Decision,
        {
            "decided on": "decided_on",
            "title": "title",
            "words": "words",
            "group": "group.name",
            "officer": "officer.title",
            "evidence": "evidence",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("decided_on",),
    ),
    Sheet(
        "groups",
        Group,
        {
            "group": "name",
            "kind": "kind",
            "reports to": "reports_to.name",
            "meets": "meets",
            "terms of reference": "terms_of_reference",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("name",),
    ),
    Sheet(
        "seats",
        Membership,
        {
            "group": "group.name",
            "role": "role",
            "person": "person.name",
            "post": "post.title",
            "organisation": "organisation.name",
            "how appointed": "how_appointed",
            "deputy": "deputy",
            "from": "valid_from",
            "to": "valid_to",
            "number": "id",
        },
        order=("group.name", "position"),
    ),
    Sheet(
        "posts",
        Holding,
        {
            "post": "post.title",
            "organisation": "post.organisation.name",
            "person": "person.name",
            "from": "valid_from",
            "to": "valid_to",
            "number": "id",
        },
        order=("post.title",),
    ),
    Sheet(
        "accounts",
        Role,
        {
            "name": "account.name",
            "e-mail": "account.email",
            "role": "kind",
            "only for": "scope.title",
            "may sign in": "account.is_active",
            "number": "id",
        },
        order=("account.email",),
    ),
)
