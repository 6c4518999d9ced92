"""What was written to whom."""

from dataclasses import dataclass
from datetime import datetime

from goldenthread.overview.shapes.names import Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message without what stood in it. `state` is a `Message.State`, `purpose` why it was written."""

    id: int
    name: str
    address: str
    title: str
    purpose: str
    state: str
    reason: str
    at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """One page of the messages of a partnership, the newest first.

    `stuck_since` is when the oldest was written that has waited for longer than sending takes, None where none has.
    """

    heading: PartnershipHeading
    messages: tuple[MessageLine, ...]
    page: Page
    stuck_since: datetime | None
