"""Whether the parts add up to the whole: targets by district and the county's, exact to the last decimal."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from goldenthread.reckoning.wording import number


class Sum(Enum):
    """What comes out when parts are held against their total."""

    AGREES = "agrees"
    DIFFERS = "differs"
    PARTS_MISSING = "parts missing"
    NO_TOTAL = "no total"
    NO_PARTS = "no parts"
    NOT_ADDED = "not added"


@dataclass(frozen=True, slots=True)
class Added:
    """What the parts give. `added` is the sum of the parts that are there, None where nothing is added.

    `difference` is `added` less the total; `missing` names the parts without a figure.
    """

    outcome: Sum
    total: Decimal | None
    added: Decimal | None
    difference: Decimal | None
    missing: tuple[str, ...]


def add_up(parts: Mapping[str, Decimal | None], total: Decimal | None, *, additive: bool) -> Added:
    """The parts, by name, against their total. `additive` is false for percentages, rates and averages."""
    raise NotImplementedError
