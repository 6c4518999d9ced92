"""Named reads of the messages."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.outbox.models import Message

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


def those_numbered(numbers: Iterable[int]) -> dict[int, Message]:
    """Messages by their number."""
    return Message.objects.in_bulk(list(numbers))
