"""Links that let one person do one thing without an account: made, prolonged, taken back."""

from datetime import datetime

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Invitation, Person
from goldenthread.partnership.rules import new_secret


@transaction.atomic
def invite_to(*, by: Viewer, about: Subject, person: Person, expires_at: datetime) -> Invitation:
    """The invitation of a person to something: the one that is there, prolonged, or a new one.

    The room whose thing it is decides who may invite to it.
    """
    found = Invitation.objects.select_for_update().filter(about=about, person=person, revoked_at=None).first()
    if found is not None:
        extend(invitation=found, until=expires_at)
        return found
    invitation = Invitation.objects.create(
        partnership_id=about.partnership_id,
        person=person,
        about=about,
        secret=new_secret(),
        made_at=clock.now(),
        expires_at=expires_at,
    )
    kernel.record_event("person.invited", subject=about, by=by, changes={"invited": [None, person.name]})
    return invitation


def extend(*, invitation: Invitation, until: datetime) -> None:
    """Let a link work until that moment, where it would end before."""
    if invitation.expires_at < until:
        invitation.expires_at = until
        invitation.save(update_fields=["expires_at"])


@transaction.atomic
def revoke(*, by: Viewer, invitation: Invitation, reason: str = "") -> None:
    """Take a link back: from this moment it opens nothing."""
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    kernel.record_event(
        "person.invitation_revoked",
        subject=invitation.about,
        by=by,
        reason=reason,
        changes={"invited": [invitation.person.name, None]},
    )
