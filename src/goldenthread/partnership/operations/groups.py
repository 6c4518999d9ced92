"""Groups, the tree that they stand in, who sits in them from when to when, and what they decide."""

from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Decision, Group, Membership, Organisation, Person, Post
from goldenthread.partnership.rules import Right, check, check_dates, check_reports_to


def add_group(
    *,
    by: Viewer,
    partnership_id: int,
    name: str,
    kind: str,
    meets: str = "",
    terms_of_reference: str = "",
    reports_to: Group | None = None,
) -> Group:
    """A board or group of a partnership. Raises Invalid where there is one of this name."""
    check(by, Right.MANAGE, partnership_id)
    if Group.objects.of(partnership_id).filter(name__iexact=name, subject__withdrawn_at=None).exists():
        raise Invalid({"name": f"There is a group “{name}” already."})
    return kernel.create(
        Group,
        by=by,
        partnership_id=partnership_id,
        name=name,
        kind=kind,
        meets=meets,
        terms_of_reference=terms_of_reference,
        reports_to=reports_to,
    )


def amend_group(*, by: Viewer, group: Group, as_of: int | None = None, **fields: Any) -> None:
    """Change a group. Raises Invalid where it would report to itself, Conflict as `kernel.operations.amend` does."""
    check(by, Right.MANAGE, group.subject.partnership_id or 0)
    if fields.get("reports_to") is not None:
        check_reports_to(group, fields["reports_to"])
    kernel.amend(group, by=by, as_of=as_of, **fields)


@transaction.atomic
def give_seat(
    *,
    by: Viewer,
    group: Group,
    organisation: Organisation | None,
    post: Post | None = None,
    person: Person | None = None,
    role: str,
    how_appointed: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    deputy: str = "",
) -> Membership:
    """A seat in a group, at the end of its list."""
    check(by, Right.MANAGE, group.subject.partnership_id or 0)
    check_dates(valid_from, valid_to)
    if organisation is None and post is None and person is None:
        raise Invalid({"organisation": "Say whose seat it is: an organisation, a post or a person."})
    seat = Membership.objects.create(
        group=group,
        organisation=organisation,
        post=post,
        person=person,
        role=role,
        how_appointed=how_appointed,
        valid_from=valid_from,
        valid_to=valid_to,
        deputy=deputy,
        position=group.memberships.count(),
    )
    kernel.record_event(
        "group.seat_given", subject=group.subject, by=by, changes={_seat_words(seat): [None, seat.role]}
    )
    return seat


@transaction.atomic
def end_seat(*, by: Viewer, seat: Membership, on: date, reason: str = "") -> None:
    """A seat ends: `on` is its last day. Who sat there on an earlier day can still be seen."""
    check(by, Right.MANAGE, seat.group.subject.partnership_id or 0)
    if seat.valid_to is not None and seat.valid_to <= on:
        raise Refused(f"This seat ended on {seat.valid_to:%d/%m/%Y} already.")
    check_dates(seat.valid_from, on)
    seat.valid_to = on
    seat.save(update_fields=["valid_to"])
    kernel.record_event(
        "group.seat_ended",
        subject=seat.group.subject,
        by=by,
        reason=reason,
        changes={_seat_words(seat): [seat.role, None]},
    )


def _seat_words(seat: Membership) -> str:
    holder = seat.person or seat.post
    names = [holder.subject.title if holder else "", seat.organisation.name if seat.organisation else ""]
    return ", ".join(filter(None, names))


def record_decision(
    *,
    by: Viewer,
    partnership_id: int,
    title: str,
    words: str,
    decided_on: date,
    group: Group | None = None,
    officer: Post | None = None,
    evidence: str = "",
    public: bool = False,
) -> Decision:
    """Write down what a group or an officer decided. Raises Invalid unless exactly one of them is named.

    `public` lets everyone read it at once; otherwise the partnership does.
    """
    check(by, Right.DECIDE, partnership_id, scopes=(group.pk,) if group else ())
    if (group is None) == (officer is None):
        raise Invalid({"group": "Name the group that decided, or the officer: one of the two."})
    return kernel.create(
        Decision,
        by=by,
        partnership_id=partnership_id,
        title=title,
        words=words,
        decided_on=decided_on,
        group=group,
        officer=officer,
        evidence=evidence,
        visibility=Visibility.PUBLIC if public else Visibility.PARTNERSHIP,
    )
