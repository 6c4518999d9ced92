"""The largest change that a series ever made, and whether a new figure goes beyond it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from goldenthread.reckoning.checks.facts import Behind, Check, Level, Proposed, length, month, shown
from goldenthread.reckoning.checks.limits import Limits
from goldenthread.reckoning.checks.slips import nearest

FEWEST_CHANGES: Final = 3
"""Changes that a series must have made before one can be called the largest."""
YEAR: Final = 12


class Dated(NamedTuple):
    """A number and the period that it is of."""

    period: str
    start: date
    value: Decimal


class Change(NamedTuple):
    """A change from one period to another."""

    earlier: str
    later: str
    by: Decimal


def comparable(behind: Behind, own: int, *, but: str = "") -> dict[int, Dated]:
    """The numbers of periods of `own` months, by the month that each begins in; not that of the period `but`."""
    return {
        month(point.start): Dated(point.period, point.start, point.value)
        for point in behind.points
        if point.start is not None
        and point.value is not None
        and point.period != but
        and own
        and length(point.start, point.end) == own
    }


def changes_over(known: Mapping[int, Dated], distance: int, behind: Behind) -> list[Change]:
    """Every change from a period to the one `distance` months on, across no break, in time."""
    return [
        Change(known[at - distance].period, known[at].period, known[at].value - known[at - distance].value)
        for at in sorted(known)
        if at - distance in known and not behind.broken(known[at - distance].start, known[at].start)
    ]


def distance_for(start: date, own: int, known: Mapping[int, Dated], behind: Behind) -> int:
    """Over how many months a figure is compared; 0 where there is nothing to compare it with.

    The same quarter or month of the year before, once the series has two years; else the last figure before, or
    for the first of all the one after.
    """
    at = month(start)
    usable = sorted(key for key in known if key != at and not behind.broken(known[key].start, start))
    has_two_years = own < YEAR and at - YEAR in usable and usable[0] <= at - 2 * YEAR
    if has_two_years and len(changes_over(known, YEAR, behind)) >= FEWEST_CHANGES:
        return YEAR
    before = [key for key in usable if key < at]
    if before:
        return at - before[-1]
    return usable[0] - at if usable else 0


def largest_change(behind: Behind, months: int) -> Change | None:
    """The largest change so far of a series counted every `months` months, from each figure to the next.

    Like quarter with like quarter once there are two years of them. None before it has made enough changes.
    """
    known = comparable(behind, months)
    if not known:
        return None
    last = max(known)
    distance = distance_for(known[last].start, months, known, behind)
    found = changes_over(known, distance, behind) if distance else []
    return max(found, key=lambda one: abs(one.by)) if len(found) >= FEWEST_CHANGES else None


def unusual_change(proposed: Proposed, behind: Behind, limits: Limits) -> Check | None:
    """A warning where a figure changes by more than the series ever did, or than its sheet calls usual."""
    own = length(proposed.start, proposed.end)
    if proposed.value is None or proposed.start is None or not own:
        return None
    known = comparable(behind, own, but=proposed.period)
    distance = distance_for(proposed.start, own, known, behind)
    made = _made(proposed, proposed.start, proposed.value, known, distance, behind)
    if made is None or abs(made.by) <= Decimal(1).scaleb(-limits.decimals):
        return None
    if limits.largest_change is not None:
        if abs(made.by) <= limits.largest_change:
            return None
        rule = f"The largest usual change of this measure is {moved(limits.largest_change, limits)}."
        return _warning(proposed, made, rule, behind, limits)
    so_far = changes_over(known, distance, behind)
    if len(so_far) < FEWEST_CHANGES:
        return None
    largest = max(so_far, key=lambda one: abs(one.by))
    if abs(made.by) <= abs(largest.by):
        return None
    rule = (
        f"The largest change so far was {moved(largest.by, limits)}, from {largest.earlier} to {largest.later}."
        if largest.by
        else "It never changed so far."
    )
    return _warning(proposed, made, rule, behind, limits)


def _made(
    proposed: Proposed,
    start: date,
    value: Decimal,
    known: Mapping[int, Dated],
    distance: int,
    behind: Behind,
) -> Change | None:
    """The larger of the changes that the figure makes: from the one before, and to the one after."""
    if not distance:
        return None
    found = []
    for at, is_before in ((month(start) - distance, True), (month(start) + distance, False)):
        other = known.get(at)
        if other is None or behind.broken(other.start, start):
            continue
        if is_before:
            found.append(Change(other.period, proposed.period, value - other.value))
        else:
            found.append(Change(proposed.period, other.period, other.value - value))
    return max(found, key=lambda one: abs(one.by), default=None)


def _warning(proposed: Proposed, made: Change, rule: str, behind: Behind, limits: Limits) -> Check:
    way = "up" if made.by > 0 else "down"
    sentence = f"From {made.earlier} to {made.later} this goes {way} by {moved(made.by, limits)}. {rule} Say what happened."
    return Check("largest_change", Level.WARNING, proposed.field, sentence, nearest(proposed, behind, limits))


def moved(by: Decimal, limits: Limits) -> str:
    """A change in words: "3.2 points" of a percentage, else in its unit."""
    if limits.unit.strip().startswith("%"):
        return f"{shown(abs(by), '', limits.decimals)} points"
    return shown(abs(by), limits.unit, limits.decimals)
