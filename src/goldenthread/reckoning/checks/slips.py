"""Slips of the unit: 0.45 for 45%, pounds for thousands of pounds, per 1,000 for per 100,000."""

from decimal import Decimal, localcontext
from typing import Final

from goldenthread.reckoning.checks.facts import Behind, Check, Level, Proposed, exactly, length, shown
from goldenthread.reckoning.checks.limits import Limits

FACTORS: Final = (Decimal(100), Decimal(1000), Decimal(1_000_000))
"""By how much a slip of the unit goes wrong, up or down."""
WHOLE_FACTORS: Final = FACTORS[1:]
"""The same for what comes in whole numbers: a hundredfold count is no slip of the unit."""
OUTSIDE: Final = Decimal(10)
"""A figure this many times above the largest or below the smallest is far outside what the series was."""
NEAR: Final = Decimal("3.2")
"""What is meant lies at most this many times above the largest or below the smallest."""


def meant(value: Decimal, level: tuple[Decimal, ...], factors: tuple[Decimal, ...]) -> Decimal | None:
    """What was meant where `value` is a slip of the unit, beside the figures of `level`; None where it is none.

    The sign does not matter. Zero is no slip, and zeros in `level` tell nothing of its size.
    """
    sizes = sorted(abs(one) for one in level if one)
    if not value or not sizes:
        return None
    with localcontext(prec=40):
        size, least, most, middle = abs(value), sizes[0], sizes[-1], sizes[len(sizes) // 2]
        if least / OUTSIDE <= size <= most * OUTSIDE:
            return None
        scaled = (value * factor if size < least else value / factor for factor in factors)
        near = [one for one in scaled if least / NEAR <= abs(one) <= most * NEAR]
        return min(near, key=lambda one: max(abs(one) / middle, middle / abs(one)), default=None)


def level_of(proposed: Proposed, behind: Behind) -> tuple[Decimal, ...]:
    """The figures that a slip would show against: the comparable ones of the series, else its targets and baselines."""
    own = length(proposed.start, proposed.end)
    start = proposed.start
    figures = tuple(
        point.value
        for point in behind.points
        if point.value
        and point.period != proposed.period
        and length(point.start, point.end) == own
        and (start is None or point.start is None or not behind.broken(point.start, start))
    )
    return figures or tuple(aim for aim in behind.aims if aim)


def suspected(proposed: Proposed, behind: Behind, limits: Limits) -> Decimal | None:
    """What was meant, where the figure looks like a slip of the unit: a figure that the measure can have."""
    if proposed.value is None:
        return None
    level = level_of(proposed, behind)
    if level:
        found = meant(proposed.value, level, WHOLE_FACTORS if limits.whole else FACTORS)
        return found if found is not None and limits.allow(found) else None
    # Nothing is known of the series: the shape of a share as a fraction of one is told by itself.
    as_fraction = limits.share and not proposed.has_parts and 0 < proposed.value < 1
    return proposed.value * 100 if as_fraction else None


def unit_slip(proposed: Proposed, behind: Behind, limits: Limits) -> Check | None:
    """A warning where a figure looks like a slip of the unit."""
    found = suspected(proposed, behind, limits)
    if found is None or proposed.value is None:
        return None
    given = exactly(proposed.value, limits.unit) if not proposed.has_parts else _made(proposed.value, limits)
    return Check(
        "unit_slip",
        Level.WARNING,
        proposed.field,
        f"{given} is far from {_beside(proposed, behind, limits)}. Did you mean {suggestion(found, limits)}?"
        " If it is right, say why.",
        nearest(proposed, behind, limits),
    )


def _made(value: Decimal, limits: Limits) -> str:
    return f"The two parts make {shown(value, limits.unit, max(limits.decimals, 2))}, and this"


def _beside(proposed: Proposed, behind: Behind, limits: Limits) -> str:
    level = level_of(proposed, behind)
    if not level:
        return "what a percentage mostly is"
    middle = sorted(level, key=abs)[len(level) // 2]
    has_figures = any(point.value and point.period != proposed.period for point in behind.points)
    what = "the figures so far" if has_figures else "the target or the baseline"
    return (
        f"{what}, which {'are' if has_figures else 'is'} about {shown(middle, limits.unit, limits.decimals)}"
    )


def suggestion(value: Decimal, limits: Limits) -> str:
    """What was meant, in words."""
    return exactly(value.normalize().quantize(Decimal(1).scaleb(-6)).normalize(), limits.unit)


MOST_SHOWN: Final = 8
"""Earlier figures that a check shows."""


def nearest(proposed: Proposed, behind: Behind, limits: Limits) -> tuple[tuple[str, str], ...]:
    """The nearest figures of the series in periods as long as this one, in time."""
    own = length(proposed.start, proposed.end)
    known = [
        (point.start, point.period, point.value)
        for point in behind.points
        if point.value is not None
        and point.start is not None
        and point.period != proposed.period
        and length(point.start, point.end) == own
    ]
    start = proposed.start
    if start is not None:
        known.sort(key=lambda one: (abs((one[0] - start).days), one[0]))
    return tuple(
        (period, shown(value, limits.unit, limits.decimals))
        for _, period, value in sorted(known[:MOST_SHOWN])
    )
