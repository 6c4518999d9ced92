"""Events: what was held, how many came, and to whom people were passed on."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from goldenthread.delivery.models import Event, Referral
from goldenthread.delivery.rules import MOST_PEOPLE, TOO_MANY, check_counts
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Organisation
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Theme


@transaction.atomic
def add_event(
    *, by: Viewer, theme: Theme, title: str, referrals: Sequence[tuple[Organisation, int]] = (), **fields: Any
) -> Event:
    """Something that was held, with its referrals as (agency, people). Raises Invalid by field, NotAllowed."""
    check(by, Right.CONTRIBUTE, theme.subject.partnership_id or 0, scopes=(theme.pk,))
    _check(fields)
    event = kernel.create(
        Event,
        by=by,
        partnership_id=theme.subject.partnership_id,
        theme=theme,
        title=title,
        **fields,
    )
    _refer(event, referrals, by=by)
    return event


@transaction.atomic
def amend_event(
    *,
    by: Viewer,
    event: Event,
    referrals: Sequence[tuple[Organisation, int]] | None = None,
    as_of: int | None = None,
    reason: str = "",
    **fields: Any,
) -> None:
    """Change an event, and its referrals where they are given. Raises Invalid by field, Conflict, NotAllowed."""
    check(by, Right.CONTRIBUTE, event.subject.partnership_id or 0, scopes=(event.theme_id,))
    _check(
        {name: fields.get(name, getattr(event, name)) for name in ("held_on", "attendances", "individuals")}
    )
    kernel.amend(event, by=by, as_of=as_of, reason=reason, **fields)
    if referrals is not None:
        _refer(event, referrals, by=by, as_of=as_of, reason=reason)


def _check(fields: dict[str, Any]) -> None:
    check_counts(fields.get("attendances"), fields.get("individuals"))
    if fields["held_on"] > clock.today():
        raise Invalid({"held_on": "That day has not come yet. Write it down once it was held."})


def _refer(
    event: Event,
    referrals: Sequence[tuple[Organisation, int]],
    *,
    by: Viewer,
    as_of: int | None = None,
    reason: str = "",
) -> None:
    names = [organisation.name for organisation, _ in referrals]
    if len(set(names)) != len(names):
        raise Invalid({"referrals": "Each agency stands once: add its people together."})
    if any(people > MOST_PEOPLE for _, people in referrals):
        raise Invalid({"referrals": TOO_MANY})
    before = [
        f"{one.organisation.name}: {one.people}"
        for one in event.referrals.select_related("organisation").order_by("pk")
    ]
    after = [f"{organisation.name}: {people}" for organisation, people in referrals]
    if before == after:
        return
    if as_of is not None:
        kernel.check_unchanged(event, as_of, {"referrals": after})
    event.referrals.all().delete()
    Referral.objects.bulk_create(
        Referral(event=event, organisation=organisation, people=people) for organisation, people in referrals
    )
    kernel.record_event(
        "event.referred", subject=event.subject, by=by, reason=reason, changes={"referrals": [before, after]}
    )
