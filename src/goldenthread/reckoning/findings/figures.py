"""The arithmetic behind the findings: what a change, a fraction and a sum ought to give."""

from decimal import Decimal

HUNDRED = Decimal(100)


def half_step(number: Decimal) -> Decimal:
    """Half of the last decimal that is written: 6.2 stands for anything from 6.15 to 6.25."""
    exponent = number.as_tuple().exponent
    return Decimal((0, (5,), exponent - 1)) if isinstance(exponent, int) else Decimal(0)


def change_gives(baseline: Decimal, change_percent: Decimal, value: Decimal) -> bool:
    """Whether a change on a baseline gives a value, within what both were rounded to.

    The baseline is taken as written: a plan that states 6.6% off 6.7 means that 6.7.
    """
    return _meet(_spread(baseline, change_percent), (value - half_step(value), value + half_step(value)))


def changed(baseline: Decimal, change_percent: Decimal) -> Decimal:
    """The level that a change of so many per cent on a baseline gives."""
    return baseline * (HUNDRED + change_percent) / HUNDRED


def fraction_gives(numerator: Decimal, denominator: Decimal, percent: Decimal) -> bool | None:
    """Whether a fraction is a percentage, as rounded; None where the denominator is zero."""
    if denominator == 0:
        return None
    return abs(numerator * HUNDRED / denominator - percent) <= half_step(percent)


def _spread(baseline: Decimal, change_percent: Decimal) -> tuple[Decimal, Decimal]:
    slack = half_step(change_percent)
    ends = [changed(baseline, change_percent - slack), changed(baseline, change_percent + slack)]
    return min(ends), max(ends)


def _meet(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
