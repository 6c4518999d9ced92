"""Organisations, people, and the posts that they hold."""

from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Holding, Organisation, Person, Post
from goldenthread.partnership.queries import post_titled
from goldenthread.partnership.rules import Right, check, check_dates


def add_organisation(*, by: Viewer, partnership_id: int | None, name: str, **known: Any) -> Organisation:
    """An organisation; shared between partnerships where `partnership_id` is None."""
    visibility = Visibility.PUBLIC if partnership_id is None else Visibility.PARTNERSHIP
    return kernel.create(
        Organisation, by=by, partnership_id=partnership_id, visibility=visibility, name=name, **known
    )


def amend_organisation(
    *, by: Viewer, organisation: Organisation, as_of: int | None = None, **known: Any
) -> None:
    """Change what is known of an organisation of one's own. Raises NotAllowed for a shared one."""
    check(by, Right.MANAGE, organisation.subject.partnership_id or 0)
    kernel.amend(organisation, by=by, as_of=as_of, **known)


def add_person(*, by: Viewer, partnership_id: int, name: str, email: str = "") -> Person:
    """A person whom a plan names."""
    return kernel.create(Person, by=by, partnership_id=partnership_id, name=name, email=email)


def amend_person(*, by: Viewer, person: Person, as_of: int | None = None, **known: Any) -> None:
    """Change what is known of a person: the name, the e-mail address, the day on which they left."""
    check(by, Right.MANAGE, person.subject.partnership_id or 0)
    kernel.amend(person, by=by, as_of=as_of, **known)


def add_post(*, by: Viewer, partnership_id: int, title: str, organisation: Organisation) -> Post:
    """A job that may lead or sit; one a title and organisation."""
    existing = post_titled(title, partnership_id=partnership_id, organisation=organisation)
    return existing or kernel.create(
        Post, by=by, partnership_id=partnership_id, title=title, organisation=organisation
    )


@transaction.atomic
def hold_post(
    *, by: Viewer, post: Post, person: Person, valid_from: date | None = None, valid_to: date | None = None
) -> Holding:
    """Somebody takes a post. Raises Invalid where the days are in the wrong order, Refused if they hold it already."""
    check(by, Right.MANAGE, post.subject.partnership_id or 0)
    check_dates(valid_from, valid_to)
    if Holding.objects.filter(post=post, person=person, valid_to=None).exists():
        raise Refused(f"{person.name} holds this post already.")
    holding = Holding.objects.create(post=post, person=person, valid_from=valid_from, valid_to=valid_to)
    kernel.record_event("post.taken", subject=post.subject, by=by, changes={"holder": [None, person.name]})
    return holding


@transaction.atomic
def leave_post(*, by: Viewer, holding: Holding, on: date) -> None:
    """Somebody leaves a post: `on` is their last day in it. The post stays, and what it leads stays with it."""
    check(by, Right.MANAGE, holding.post.subject.partnership_id or 0)
    check_dates(holding.valid_from, on)
    holding.valid_to = on
    holding.save(update_fields=["valid_to"])
    kernel.record_event(
        "post.left", subject=holding.post.subject, by=by, changes={"holder": [holding.person.name, None]}
    )
