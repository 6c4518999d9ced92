"""Periods whose figures are closed: locked and opened again by the room that closes a round."""

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.measures.models import LockedPeriod, Period


@transaction.atomic
def lock_period(*, partnership_id: int, period: Period) -> None:
    """No figure of this partnership for this period is given, changed or taken back from now on."""
    LockedPeriod.objects.get_or_create(
        partnership_id=partnership_id, period=period, defaults={"locked_at": clock.now()}
    )


@transaction.atomic
def unlock_period(*, partnership_id: int, period: Period) -> None:
    """Figures of this period may be given again."""
    LockedPeriod.objects.filter(partnership_id=partnership_id, period=period).delete()
