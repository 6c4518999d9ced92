"""Totals in running text: a sum of money and the list that says what it is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from goldenthread.reckoning.findings.facts import Lines, PassageFacts
from goldenthread.reckoning.findings.figures import half_step

_MONEY = re.compile(r"£\s?(\d+(?:,\d{3})*(?:\.\d+)?)\s?(million|billion|thousand|bn|m|k)?\b", re.IGNORECASE)
_INTRODUCES = re.compile(
    r"\b(?:break ?down|broken down|made up|consist\w*|compris\w*|split|divided|shared|allocated)\b.*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_PART = re.compile(rf"^\D*{_MONEY.pattern}[.;,]?$", re.IGNORECASE)
_IS_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_LONGEST_PART = 80
_SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}


@dataclass(frozen=True, slots=True)
class UnequalSum:
    """A total in pounds, what its parts add up to, and where the two stand."""

    total: Decimal
    added: Decimal
    lines: Lines


def unequal_sums(passages: Sequence[PassageFacts]) -> Iterator[UnequalSum]:
    """Every list of sums of money that does not add up to the total before it, within what they were rounded to.

    The total is the one sum in the sentence that introduces the list ("its breakdown is as follows:"), else in the
    passage before it. Where either names several sums, nobody can tell which is the total, and nothing is said; nor
    where too little adds up and the list may go on with a part that has no sum yet.
    """
    for position, passage in enumerate(passages):
        if not _INTRODUCES.search(passage.text):
            continue
        start = passage if _only_sum(passage) or not position else passages[position - 1]
        total = _only_sum(start)
        rest = passages[position + 1 :]
        items = list(takewhile(lambda item: _PART.match(item.text.strip()), rest))
        parts = [part for item in items if not _IS_TOTAL.search(item.text) and (part := _only_sum(item))]
        if total is None or len(parts) < 2:
            continue
        added = sum((amount for amount, _ in parts), Decimal(0))
        slack = total[1] + sum(step for _, step in parts)
        goes_on = added < total[0] and any(map(_may_be_a_part, rest[len(items) : len(items) + 1]))
        if abs(added - total[0]) > slack and not goes_on:
            yield UnequalSum(total[0], added, (start.lines[0], items[-1].lines[1]))


def _may_be_a_part(passage: PassageFacts) -> bool:
    return len(passage.text) < _LONGEST_PART and not passage.text.rstrip().endswith((".", ":"))


def _only_sum(passage: PassageFacts) -> tuple[Decimal, Decimal] | None:
    """The one sum of money that a passage names, in pounds, and how far it may be rounded; None for none or several."""
    found = _MONEY.findall(passage.text)
    if len(found) != 1:
        return None
    digits, scale = found[0]
    amount, times = Decimal(digits.replace(",", "")), _SCALES.get(scale.lower(), 1)
    return amount * times, half_step(amount) * times


def in_pounds(amount: Decimal) -> str:
    """A sum as a sentence says it: £247 million, £91,000."""
    million = Decimal(10**6)
    if amount >= million:
        return f"£{(amount / million).normalize():f} million"
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"
