"""Who decides, as plain data."""

from dataclasses import dataclass
from datetime import date

from goldenthread.overview.shapes.names import PartnershipHeading


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a group. `holder` is a person or post; either may be missing."""

    id: int
    holder: str
    organisation: str
    role: str
    how_appointed: str
    valid_from: date | None
    valid_to: date | None
    deputy: str


@dataclass(frozen=True, slots=True)
class GroupNode:
    """A group with its seats and the groups that report to it."""

    id: int
    name: str
    kind: str
    meets: str
    terms_of_reference: str
    seats: tuple[Seat, ...]
    measures: int
    groups: tuple["GroupNode", ...]


@dataclass(frozen=True, slots=True)
class Governance:
    """Who reports to whom."""

    heading: PartnershipHeading
    groups: tuple[GroupNode, ...]
    group_count: int
    seat_count: int
