"""All the checks of one figure, the graver first, so that one mistake is one message."""

from datetime import date
from decimal import Decimal

from goldenthread.reckoning.checks.changes import unusual_change
from goldenthread.reckoning.checks.facts import Behind, Check, Level, Point, Proposed, exactly, shown
from goldenthread.reckoning.checks.limits import Limits
from goldenthread.reckoning.checks.parts import breakdowns_that_do_not_fit
from goldenthread.reckoning.checks.slips import nearest, suggestion, suspected, unit_slip


def check_figure(proposed: Proposed, behind: Behind, limits: Limits, *, today: date) -> tuple[Check, ...]:
    """What is to be asked of a figure before it counts. Empty where nothing is.

    An error stands alone: what else could be said of a wrong figure follows from it. A figure that says what is in
    force already is asked nothing about its value again.
    """
    if proposed.start is not None and proposed.start > today:
        return (Check("future", Level.ERROR, "period", f"{proposed.period} has not begun yet."),)
    standing = behind.standing(proposed.period)
    if standing is not None and standing.value == proposed.value:
        return _less_firm(proposed, standing)
    error = _upside_down(proposed, limits) or _out_of_range(proposed, behind, limits) or _not_whole(
        proposed, behind, limits
    )  # fmt: skip
    if error is not None:
        return (error,)
    found = list(_of_value(proposed, behind, limits))
    if standing is not None:
        if standing.value is not None:
            found.append(_revised(proposed, standing.value, limits))
        found.extend(_less_firm(proposed, standing))
    return tuple(found)


def _of_value(proposed: Proposed, behind: Behind, limits: Limits) -> list[Check]:
    if proposed.value is None:
        return []
    slip = unit_slip(proposed, behind, limits)
    if slip is not None:
        return [slip]
    change = unusual_change(proposed, behind, limits)
    wrong = breakdowns_that_do_not_fit(proposed, behind.breakdowns, limits)
    return [change, *wrong] if change is not None else wrong


def _upside_down(proposed: Proposed, limits: Limits) -> Check | None:
    top, bottom = proposed.numerator, proposed.denominator
    if not limits.share or top is None or bottom is None or top <= bottom or bottom <= 0:
        return None
    return Check(
        "numerator_above",
        Level.ERROR,
        "numerator",
        f"The number on top, {exactly(top)}, is above the number it is divided by, {exactly(bottom)}."
        " A part cannot be more than its whole. Are the two the wrong way round?",
    )


def _out_of_range(proposed: Proposed, behind: Behind, limits: Limits) -> Check | None:
    value = proposed.value
    if value is None or limits.allow(value):
        return None
    if limits.lowest is not None and value < limits.lowest:
        end, limit = "below the lowest", limits.lowest
    else:
        end, limit = "above the highest", limits.highest or Decimal(0)
    given = (
        shown(value, limits.unit, max(limits.decimals, 2))
        if proposed.has_parts
        else exactly(value, limits.unit)
    )
    found = suspected(proposed, behind, limits)
    hint = f" Did you mean {suggestion(found, limits)}?" if found is not None else ""
    return Check(
        "out_of_range",
        Level.ERROR,
        proposed.field,
        f"{given} is {end} that this measure can be, {exactly(limit, limits.unit)}.{hint}",
        nearest(proposed, behind, limits) if hint else (),
    )


def _not_whole(proposed: Proposed, behind: Behind, limits: Limits) -> Check | None:
    value = proposed.value
    if value is None or not limits.whole or value == value.to_integral_value():
        return None
    found = suspected(proposed, behind, limits)
    hint = f" Did you mean {suggestion(found, limits)}?" if found is not None else ""
    return Check(
        "not_whole",
        Level.ERROR,
        proposed.field,
        f"This is counted in whole numbers, and {exactly(value)} is none.{hint}",
    )


def _revised(proposed: Proposed, before: Decimal, limits: Limits) -> Check:
    after = (
        "no figure" if proposed.value is None else shown(proposed.value, limits.unit, _places(before, limits))
    )
    was = shown(before, limits.unit, _places(before, limits))
    return Check(
        "revised",
        Level.WARNING,
        "revision",
        f"{proposed.period} has a figure already: {was}. You replace it by {after}. Is it a correction, late data or a"
        " new method?",
    )


def _places(value: Decimal, limits: Limits) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(limits.decimals, min(-exponent if isinstance(exponent, int) else 0, 2))


def _less_firm(proposed: Proposed, standing: Point) -> tuple[Check, ...]:
    if standing.status != "final" or proposed.status == "final":
        return ()
    now = proposed.status or "not stated to be final"
    return (
        Check(
            "less_firm",
            Level.WARNING,
            "status",
            f"The figure for {proposed.period} is final, and yours is {now}. Say why it is not final any more.",
        ),
    )
