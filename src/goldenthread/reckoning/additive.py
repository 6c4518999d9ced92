"""Whether the parts add up to the whole: targets by district and the county's, exact to the last decimal."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum

from goldenthread.reckoning.wording import listed, number

_DIGITS = 60  # more than any sum of stored figures has, so that nothing is rounded


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

    def in_words(self, unit: str = "", decimals: int = 0) -> str:
        """What came out, as a sentence with its numbers."""

        def said(value: Decimal | None) -> str:
            return number(value or Decimal(0), unit, decimals)

        if self.outcome is Sum.NOT_ADDED:
            return "Percentages, rates and averages are not added up."
        if self.outcome is Sum.NO_PARTS:
            return "There are no parts to add up."
        has = "has" if len(self.missing) == 1 else "have"
        parts = f"{listed(self.missing)} {has} no figure. The others" if self.missing else "The parts"
        if self.outcome is Sum.NO_TOTAL:
            return f"{parts} add up to {said(self.added)}. There is no total to compare this with."
        if not self.difference:
            return f"{parts} add up to the total of {said(self.total)}."
        way = "more" if self.difference > 0 else "less"
        by = f"{said(abs(self.difference))} {way} than the total of {said(self.total)}"
        return f"{parts} add up to {said(self.added)}, which is {by}."


@dataclass(frozen=True, slots=True)
class NotIn:
    """The parts that are not in a total yet. `what` says what the parts are ("place"), `number` how many there are."""

    what: str
    names: tuple[str, ...]
    number: int

    def in_words(self) -> str:
        """The parts by name: "2 of 10 places are not in it yet: Dacorum and Hertsmere"."""
        if len(self.names) == self.number:
            return f"none of its {self.number} {self.what}s is in it yet"
        are = "is" if len(self.names) == 1 else "are"
        return f"{len(self.names)} of {self.number} {self.what}s {are} not in it yet: {listed(self.names)}"


def not_in(period: Hashable, groups: Mapping[str, Mapping[str, Collection[Hashable]]]) -> tuple[NotIn, ...]:
    """Which parts are not in the total of a period, kind by kind.

    `groups` has, by what the parts are, each part's name with the periods for which it has a figure. A single part is
    no total, and parts of which none ever had a figure are not what the total was made from.
    """
    found = []
    for what, parts in groups.items():
        names = tuple(name for name, periods in parts.items() if period not in periods)
        if names and len(parts) > 1 and any(parts.values()):
            found.append(NotIn(what, names, len(parts)))
    return tuple(found)


def add_up(parts: Mapping[str, Decimal | None], total: Decimal | None, *, additive: bool) -> Added:
    """The parts, by name, against their total. `additive` is false for percentages, rates and averages."""
    if not additive:
        return Added(Sum.NOT_ADDED, total, None, None, ())
    missing = tuple(name for name, value in parts.items() if value is None)
    there = [value for value in parts.values() if value is not None]
    if not there:
        return Added(Sum.NO_PARTS, total, None, None, missing)
    with localcontext(prec=_DIGITS):
        added = sum(there, Decimal(0))
        difference = None if total is None else added - total
    return Added(_outcome(difference, missing), total, added, difference, missing)


def _outcome(difference: Decimal | None, missing: tuple[str, ...]) -> Sum:
    if difference is None:
        return Sum.NO_TOTAL
    if missing:
        return Sum.PARTS_MISSING
    return Sum.DIFFERS if difference else Sum.AGREES
