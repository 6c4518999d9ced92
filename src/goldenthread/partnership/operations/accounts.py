"""Partnerships, who may sign in to them, and what for."""

from typing import Any, Final

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.models import Subject
from goldenthread.kernel.outbox.operations import post
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Account, Partnership, Person, Place, Role
from goldenthread.partnership.queries import account_with
from goldenthread.partnership.rules import Right, check, check_administer, check_manage, check_year


def found_partnership(
    *,
    by: Viewer,
    code: str,
    name: str,
    place: Place,
    within: Partnership | None = None,
    year: str = "",
    illustrative: bool = False,
) -> Partnership:
    """A new partnership. Only the command line may found one in this version."""
    if not by.everywhere:
        check_manage(by, -1)
    return kernel.create(
        Partnership,
        by=by,
        partnership_id=None,
        code=code,
        name=name,
        place=place,
        within=within,
        year=year,
        illustrative=illustrative,
    )


def report_on(*, by: Viewer, partnership: Partnership, year: str, illustrative: bool | None = None) -> None:
    """Say which year a partnership reports on ("2009/10"), and whether its results are invented."""
    check_manage(by, partnership.pk)
    check_year(year)
    flag: dict[str, Any] = {} if illustrative is None else {"illustrative": illustrative}
    kernel.amend(partnership, by=by, year=year, **flag)


@transaction.atomic
def open_account(
    *,
    by: Viewer,
    email: str,
    name: str,
    password: str | None,
    partnership: Partnership,
    role: str = Role.Kind.MANAGER,
    scope: Subject | None = None,
    person: Person | None = None,
) -> Account:
    """An account with a role; without a password its owner signs in by an e-mailed code.

    Raises Invalid where the address is taken, NotAllowed as `give_role` does.
    """
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
def invite(
    *,
    by: Viewer,
    partnership: Partnership,
    email: str,
    name: str,
    role: str,
    scope: Subject | None = None,
    person: Person | None = None,
) -> Account:
    """A role for whoever has this e-mail address, and an account where they have none yet.

    Raises Invalid where the person has an account already that is another's, NotAllowed as `give_role` does.
    """
    check(by, Right.GIVE_ROLES, partnership.pk)
    known = account_with(email)
    holder = Account.objects.filter(person=person).first() if person else None
    if holder is not None and holder != known:
        raise Invalid({"person": f"{person} signs in as {holder.email} already."})
    if known is None:
        known = open_account(
            by=by,
            email=email,
            name=name,
            password=None,
            partnership=partnership,
            role=role,
            scope=scope,
            person=person,
        )
    else:
        if person is not None and known.person_id is None:
            known.person = person
            known.save(update_fields=["person"])
        give_role(by=by, account=known, partnership=partnership, role=role, scope=scope)
    _tell(known, partnership, role=role, by=by)
    return known


def _tell(account: Account, partnership: Partnership, *, role: str, by: Viewer) -> None:
    """Write to somebody who was given a role how they sign in."""
    post(
        to=account.email,
        name=account.name,
        title=f"You can sign in to {partnership.name}",
        text=INVITED.format(
            name=account.name,
            by=by.name,
            partnership=partnership.name,
            role=Role.Kind(role).label.lower(),
        ),
        links=[("sign-in", 0)],
        purpose="invitation to sign in",
        partnership_id=partnership.pk,
        account_id=account.pk,
        person_id=account.person_id,
    )


INVITED: Final = """Hello {name},

{by} made you {role} of {partnership} on Golden Thread.

Sign in here with your e-mail address. You need no password: we send you a code.

[[1]]

If you did not expect this, ask {by}.
"""


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
    if scope is not None and (scope.partnership_id != partnership.pk or scope.kind not in ("theme", "group")):
        raise Invalid({"scope": "A role is for a theme or a group of this partnership, or for all of it."})
    given, is_new = Role.objects.get_or_create(
        account=account, partnership=partnership, kind=role, scope=scope
    )
    if is_new:
        _record(given, [None, str(account)], by=by, verb="partnership.role_given")
    return given


@transaction.atomic
def take_role(*, by: Viewer, role: Role, reason: str = "") -> None:
    """A role ends. The audit event keeps who had it.

    Raises NotAllowed as `give_role` does, and Refused for the last one who may give roles: somebody has to.
    """
    check(by, Right.GIVE_ROLES, role.partnership_id)
    if role.kind == Role.Kind.ADMINISTRATOR:
        check_administer(by, role.partnership_id)
    givers = (Role.Kind.ADMINISTRATOR, Role.Kind.MANAGER)
    others = Role.objects.filter(partnership=role.partnership_id, kind__in=givers, scope=None)
    if role.kind in givers and not others.exclude(pk=role.pk).exists():
        raise Refused("This is the last one who may give roles. Give the role to somebody else first.")
    _record(role, [str(role.account), None], by=by, verb="partnership.role_taken", reason=reason)
    role.delete()


def _record(role: Role, pair: list[str | None], *, by: Viewer, verb: str, reason: str = "") -> None:
    words = role.get_kind_display() + (f", {role.scope.title}" if role.scope else "")
    kernel.record_event(
        verb, subject=role.partnership.subject, by=by, reason=reason, changes={words: list(pair)}
    )
