"""Whether the parts of a breakdown fit their total."""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import Final

from goldenthread.reckoning.checks.facts import Breakdown, Check, Level, Part, Proposed, shown
from goldenthread.reckoning.checks.limits import Limits
from goldenthread.reckoning.wording import listed

_DIGITS: Final = 60  # more than any sum of stored figures has, so that nothing is rounded


def breakdowns_that_do_not_fit(
    proposed: Proposed, breakdowns: Iterable[Breakdown], limits: Limits
) -> list[Check]:
    """A warning for each breakdown whose parts do not add up to the total, or do not lie around it."""
    return [
        Check("parts", Level.WARNING, proposed.field, f"{sentence} Say why, or mend one of them.")
        for one in breakdowns
        if (sentence := _wrong(one, limits))
    ]


def _wrong(one: Breakdown, limits: Limits) -> str:
    if one.total is None or one.total.value is None or len(one.parts) < 2:
        return ""
    if limits.adds_up:
        return _sum(one, limits, one.total.value, [part.value for part in one.parts], "", limits.unit)
    if not limits.lies_between:
        return ""
    return _sums_of_parts(one, limits, one.total) or _between(one, limits, one.total.value)


def _sums_of_parts(one: Breakdown, limits: Limits, total: Part) -> str:
    """Of shares and rates, the numbers on top add up, and those that they are divided by."""
    for attribute, what in (("numerator", "The numbers on top"), ("denominator", "The numbers divided by")):
        whole: Decimal | None = getattr(total, attribute)
        parts = [getattr(part, attribute) for part in one.parts]
        if whole is None or any(
            number is None and part.value is not None for number, part in zip(parts, one.parts, strict=True)
        ):
            return ""
        if sentence := _sum(one, limits, whole, parts, what, ""):
            return sentence
    return ""


def _sum(
    one: Breakdown, limits: Limits, total: Decimal, values: list[Decimal | None], what: str, unit: str
) -> str:
    missing = [part.name for part, value in zip(one.parts, values, strict=True) if value is None]
    there = [value for value in values if value is not None]
    if len(missing) == len(values):
        return ""
    with localcontext(prec=_DIGITS):
        added = sum(there, Decimal(0))
        difference = added - total
    if abs(difference) <= _tolerance([*there, total], limits):
        return ""
    if missing and (difference < 0 or min(there) < 0):
        return ""  # the others may make up for it
    decimals = _decimals([*there, total])
    way = "more" if difference > 0 else "less"
    return (
        f"{what or 'The parts'} by {one.name} add up to {shown(added, unit, decimals)}, which is"
        f" {shown(abs(difference), unit, decimals)} {way} than the total of {shown(total, unit, decimals)}."
        + _named(missing)
    )


def _named(missing: list[str]) -> str:
    if not missing:
        return ""
    return f" And {listed(missing)} {'has' if len(missing) == 1 else 'have'} no figure yet."


def _tolerance(numbers: list[Decimal], limits: Limits) -> Decimal:
    """What rounding alone can make: half of the last decimal of each number. Whole numbers add up exactly."""
    decimals = _decimals(numbers)
    exact = decimals == 0 and (limits.whole or limits.kind != "money")
    return Decimal(0) if exact else Decimal("0.5").scaleb(-decimals) * len(numbers)


def _decimals(numbers: list[Decimal]) -> int:
    """The decimals that the numbers are written with."""
    exponents = [one.normalize().as_tuple().exponent for one in numbers]
    return max([0, *(-one for one in exponents if isinstance(one, int))])


def _between(one: Breakdown, limits: Limits, total: Decimal) -> str:
    values = [(part.value, part.name) for part in one.parts if part.value is not None]
    if len(values) < len(one.parts):
        return ""  # a part without a figure may lie beyond
    lowest, highest = min(values), max(values)
    spare = Decimal(1).scaleb(-limits.decimals)
    if lowest[0] - spare <= total <= highest[0] + spare:
        return ""

    def said(value: Decimal) -> str:
        return shown(value, limits.unit, limits.decimals)

    return (
        f"The total of {said(total)} must lie between its parts by {one.name}: the lowest is {said(lowest[0])}"
        f" ({lowest[1]}), the highest {said(highest[0])} ({highest[1]})."
    )
