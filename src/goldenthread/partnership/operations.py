"""Named writes of who the partnership is."""

from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import (
    Account,
    Group,
    Membership,
    Organisation,
    Partnership,
    Person,
    Place,
    Post,
    Role,
)
from goldenthread.partnership.queries import post_titled
from goldenthread.partnership.rules import Right, check, check_administer, check_manage


def add_official_place(*, by: Viewer, code: str, name: str, kind: str, within: Place | None = None) -> Place:
    """A place that belongs to no partnership and that everyone may know of."""
    return kernel.create(
        Place,
        by=by,
        partnership_id=None,
        visibility=Visibility.PUBLIC,
        code=code,
        name=name,
        kind=kind,
        within=within,
    )


def found_partnership(
    *, by: Viewer, code: str, name: str, place: Place, within: Partnership | None = None
) -> Partnership:
    """A new partnership. Only the command line may found one in this version."""
    if not by.everywhere:
        check_manage(by, -1)
    return kernel.create(
        Partnership, by=by, partnership_id=None, code=code, name=name, place=place, within=within
    )


def add_place(*, by: Viewer, partnership_id: int, name: str, within: Place) -> Place:
    """A place without an official code that a plan names: known inside this partnership."""
    return kernel.create(Place, by=by, partnership_id=partnership_id, name=name, within=within)


def add_organisation(*, by: Viewer, partnership_id: int | None, name: str, **known: str) -> Organisation:
    """An organisation; shared between partnerships where `partnership_id` is None."""
    visibility = Visibility.PUBLIC if partnership_id is None else Visibility.PARTNERSHIP
    return kernel.create(
        Organisation, by=by, partnership_id=partnership_id, visibility=visibility, name=name, **known
    )


def add_person(*, by: Viewer, partnership_id: int, name: str) -> Person:
    """A person whom a plan names."""
    return kernel.create(Person, by=by, partnership_id=partnership_id, name=name)


def add_post(*, by: Viewer, partnership_id: int, title: str, organisation: Organisation) -> Post:
    """A job that may lead or sit; one a title and organisation."""
    existing = post_titled(title, partnership_id=partnership_id, organisation=organisation)
    return existing or kernel.create(
        Post, by=by, partnership_id=partnership_id, title=title, organisation=organisation
    )


def add_group(
    *, by: Viewer, partnership_id: int, name: str, kind: str, meets: str, terms_of_reference: str
) -> Group:
    """A board or group of a partnership."""
    return kernel.create(
        Group,
        by=by,
        partnership_id=partnership_id,
        name=name,
        kind=kind,
        meets=meets,
        terms_of_reference=terms_of_reference,
    )


@transaction.atomic
def give_seat(
    *,
    by: Viewer,
    group: Group,
    organisation: Organisation | None,
    post: Post | None,
    role: str,
    how_appointed: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    deputy: str = "",
) -> Membership:
    """A seat in a group, at the end of its list."""
    seat = Membership.objects.create(
        group=group,
        organisation=organisation,
        post=post,
        role=role,
        how_appointed=how_appointed,
        valid_from=valid_from,
        valid_to=valid_to,
        deputy=deputy,
        position=group.memberships.count(),
    )
    changes: dict[str, list[Any]] = {
        "seat": [None, seat.pk],
        "post": [None, post],
        "organisation": [None, organisation],
        "role": [None, role],
    }
    kernel.record_event("group.seat_given", subject=group.subject, by=by, changes=changes)
    return seat


@transaction.atomic
def open_account(
    *,
    by: Viewer,
    email: str,
    name: str,
    password: str,
    partnership: Partnership,
    role: str = Role.Kind.MANAGER,
    scope: Subject | None = None,
    person: Person | None = None,
) -> Account:
    """An account with a role. Raises Invalid where the address is taken, NotAllowed as `give_role` does."""
    check(by, Right.GIVE_ROLES, partnership.pk)
    if Account.objects.filter(email__iexact=email).exists():
        raise Invalid({"email": f"There is an account for {email} already."})
    account: Account = Account.objects.create_user(email=email.lower(), password=password, name=name)
    if person is not None:
        account.person = person
        account.save(update_fields=["person"])
    give_role(by=by, account=account, partnership=partnership, role=role, scope=scope)
    return account


@transaction.atomic
def give_role(
    *, by: Viewer, account: Account, partnership: Partnership, role: str, scope: Subject | None = None
) -> Role:
    """A role for an account, for the whole partnership or for one theme or group; the same one is given once.

    Raises NotAllowed unless `by` may give roles; only an administrator makes another.
    """
    check(by, Right.GIVE_ROLES, partnership.pk)
    if role == Role.Kind.ADMINISTRATOR:
        check_administer(by, partnership.pk)
    given, is_new = Role.objects.get_or_create(
        account=account, partnership=partnership, kind=role, scope=scope
    )
    if is_new:
        words = given.get_kind_display() + (f", {scope.title}" if scope else "")
        kernel.record_event(
            "partnership.role_given",
            subject=partnership.subject,
            by=by,
            changes={words: [None, str(account)]},
        )
    return given
