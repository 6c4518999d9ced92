"""Named reads of the messages."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from goldenthread.kernel import clock
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.outbox.models import Message

PATIENCE: Final = timedelta(hours=1)
"""A message that has waited for longer is stuck: nobody sends, or the mail server does not answer."""

STATES = [(str(state), str(state.label)) for state in Message.State]


def messages(*, state: str = "") -> QuerySet[Message]:
    """Every message of the installation, the newest first; only those in a state where one is given."""
    found = Message.objects.order_by("-created_at", "-pk")
    return found.filter(state=state) if state else found


def counts() -> dict[str, int]:
    """How many messages are in each state."""
    return dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))


def message_numbered(number: int) -> Message:
    """One message. Raises NotFound."""
    found = Message.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(f"There is no message {number}.")
    return found


def stuck_since(partnership_id: int) -> datetime | None:
    """When the oldest message of a partnership was written that should have gone an hour ago; None where none waits."""
    found = Message.objects.filter(
        partnership_id=partnership_id, state=Message.State.WAITING, try_at__lt=clock.now() - PATIENCE
    )
    return found.order_by("created_at").values_list("created_at", flat=True).first()
