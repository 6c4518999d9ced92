"""The rules by which a series is checked, in words, with the numbers that follow from its figures of today."""

from collections import Counter

from goldenthread.reckoning.checks.changes import FEWEST_CHANGES, largest_change, moved
from goldenthread.reckoning.checks.facts import Behind, exactly, length
from goldenthread.reckoning.checks.limits import Limits

ALWAYS = (
    "A figure that replaces another says whether it is a correction, late data or a new method.",
    "A final figure that becomes less firm says why.",
)


def in_words(limits: Limits, behind: Behind, *, months: int = 0) -> tuple[str, ...]:
    """The rules of a series, one sentence each. `months` is how many lie between two figures, 0 where not stated."""
    return (
        *_ends(limits),
        *(("It is a whole number.",) if limits.whole else ()),
        *(("The number on top is not above the number it is divided by.",) if limits.share else ()),
        "A figure that looks like a slip of the unit (such as 0.45 for 45) is asked about.",
        _change(limits, behind, months),
        *_parts(limits),
        *ALWAYS,
    )


def _ends(limits: Limits) -> tuple[str, ...]:
    low, high = (
        None if end is None else exactly(end, limits.unit) for end in (limits.lowest, limits.highest)
    )
    stated = "" if limits.lowest_stated or limits.highest_stated else " That follows from the kind of number."
    if low is not None and high is not None:
        return (f"It lies from {low} to {high}.{stated}",)
    if low is not None:
        return (f"It is {low} or more.{stated}",)
    if high is not None:
        return (f"It is {high} or less.{stated}",)
    return ("No lowest or highest is stated.",)


def _change(limits: Limits, behind: Behind, months: int) -> str:
    if limits.largest_change is not None:
        return (
            f"A change of more than {moved(limits.largest_change, limits)} is asked about: the sheet says so."
        )
    largest = largest_change(behind, months) or largest_change(behind, _usual_months(behind))
    if largest is None:
        return f"A change larger than any so far is asked about, once there are {FEWEST_CHANGES} changes to say so."
    if not largest.by:
        return "A change is asked about: the figures never changed so far."
    return (
        "A change larger than any so far is asked about. Largest change so far:"
        f" {moved(largest.by, limits)}, from {largest.earlier} to {largest.later}."
    )


def _usual_months(behind: Behind) -> int:
    """How long the periods are that the series has figures for: the commonest, the shorter of two."""
    found = Counter(length(point.start, point.end) for point in behind.points if point.value is not None)
    found.pop(0, None)
    return min(found, key=lambda months: (-found[months], months), default=0)


def _parts(limits: Limits) -> tuple[str, ...]:
    if limits.adds_up:
        return ("The parts of a breakdown add up to the total.",)
    if limits.lies_between:
        return (
            "The total lies between the lowest and the highest part of a breakdown, and the numbers behind them add up.",
        )
    return ("The parts of a breakdown are not held against the total.",)
