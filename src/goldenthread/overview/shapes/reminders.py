"""Who was told what about the returns of a round."""

from dataclasses import dataclass
from datetime import date

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One thing that somebody was told about one return. `rung` is who was told, `step` why ("due", "after 3"…).

    `state` is what became of the mail (`Message.State`).
    """

    day: date
    name: str
    address: str
    rung: int
    step: str
    about: Named
    state: str


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """One page of what was told about a round, or about the one return `only`, the newest first."""

    heading: PartnershipHeading
    round: Named
    lines: tuple[ReminderLine, ...]
    page: Page
    only: Named | None
