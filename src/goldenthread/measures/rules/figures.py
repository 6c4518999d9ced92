"""A figure as somebody gives it: what may be kept, and what is worked out from its parts."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from goldenthread.kernel.errors import Invalid
from goldenthread.measures.models import Observation

MOST_DIGITS: Final = 18
MOST_DECIMALS: Final = 6
"""What the database holds of a figure: digits before the point, and after it."""

CANNOT_DIVIDE: Final = "The number that it is divided by is zero."


class Given(NamedTuple):
    """A figure as it was given: a value, the two parts of it, or the reason why there is none (`gap`)."""

    value: Decimal | None = None
    gap: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    comment: str = ""


class WorkedOut(NamedTuple):
    """What is kept of a given figure. `value` is None exactly where `gap` says why."""

    value: Decimal | None
    gap: str
    decimals: int
    comment: str


def too_long(number: Decimal) -> str:
    """Why a number cannot be kept, in a sentence; empty where it can."""
    if not number.is_finite():
        return "This is no number."
    if number.adjusted() >= MOST_DIGITS or decimals_typed(number) > MOST_DECIMALS:
        return f"This number is too long: at most {MOST_DIGITS} digits and {MOST_DECIMALS} decimals."
    return ""


def check_fits(**numbers: Decimal | None) -> None:
    """Raises Invalid for each number, named by its field, with more digits than can be kept."""
    wrong = {}
    for name, number in numbers.items():
        if number is not None and (long := too_long(number)):
            wrong[name] = long
    if wrong:
        raise Invalid(wrong)


@lru_cache(maxsize=512)
def multiplier(unit: str) -> Decimal:
    """What a share is multiplied by to be in this unit: 100 for "%", 1,000 for "per 1,000 people", else 1."""
    if unit.strip().startswith("%"):
        return Decimal(100)
    if unit.strip().startswith("‰"):
        return Decimal(1000)
    match = re.search(r"\bper (\d[\d,]*)", unit)
    return Decimal(match[1].replace(",", "")) if match else Decimal(1)


def worked_out(given: Given, *, unit: str, decimals: int | None) -> WorkedOut:
    """The value of what was given, in this unit, or why there is none.

    `decimals` is how many the measure shows, None where it does not say: then as many as were typed, and one for
    what is divided here. A value beside its parts must be what they make at the decimals that it was typed with.
    Raises Invalid where neither or too much was given.
    """
    check_fits(value=given.value, numerator=given.numerator, denominator=given.denominator)
    has_parts = given.numerator is not None or given.denominator is not None
    if given.gap:
        return _gap(given, has_parts)
    if not has_parts:
        if given.value is None:
            raise Invalid({"value": "Give the figure, or say why there is none."})
        return WorkedOut(
            given.value, "", decimals_typed(given.value) if decimals is None else decimals, given.comment
        )
    if given.numerator is None or given.denominator is None:
        missing = "numerator" if given.numerator is None else "denominator"
        raise Invalid({missing: "Give both parts, or none."})
    if given.denominator < 0:
        raise Invalid({"denominator": "This cannot be below zero."})
    shown = (1 if multiplier(unit) > 1 else 2) if decimals is None else decimals
    if given.denominator == 0:
        if given.value is not None:
            raise Invalid({"value": "Nothing can be divided by zero. Leave the figure blank."})
        return WorkedOut(
            None,
            Observation.Gap.CANNOT_COMPUTE,
            shown,
            " ".join(filter(None, (CANNOT_DIVIDE, given.comment))),
        )
    return WorkedOut(_divided(given, given.numerator, given.denominator, unit), "", shown, given.comment)


def _gap(given: Given, has_parts: bool) -> WorkedOut:
    if given.gap not in Observation.Gap.values:
        raise Invalid({"gap": "Choose one from the list."})
    if given.value is not None or has_parts:
        raise Invalid({"gap": "You give a figure and say that there is none. Do one of the two."})
    if not given.comment.strip():
        raise Invalid({"comment": "Say why there is no figure."})
    return WorkedOut(None, given.gap, 0, given.comment)


def _divided(given: Given, numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    exact = numerator * multiplier(unit) / denominator
    if exact.adjusted() >= MOST_DIGITS:
        raise Invalid({"denominator": "The two parts make a number that is too long to keep."})
    if given.value is not None:
        places = Decimal(1).scaleb(-decimals_typed(given.value))
        if exact.quantize(places, rounding=ROUND_HALF_UP) != given.value:
            made = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            raise Invalid({"value": f"The two parts make {made:f}, not {given.value:f}. Which is right?"})
    return exact.quantize(Decimal(1).scaleb(-MOST_DECIMALS), rounding=ROUND_HALF_UP)


def decimals_typed(value: Decimal) -> int:
    """How many decimals a number was written with."""
    text = str(value)  # four times as fast as taking the number apart, and asked of every figure of a file
    if "E" not in text:
        return len(text.partition(".")[2])
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def check_firmness(before: str, after: str, *, no_longer_final: bool) -> None:
    """Raises Invalid where a final figure would become less firm and nobody says that it shall."""
    if after and after not in Observation.Status.values:
        raise Invalid({"status": "Choose one from the list, or leave it open."})
    final = Observation.Status.FINAL
    if before == final and after != final and not no_longer_final:
        raise Invalid(
            {
                "no_longer_final": "The figure so far is final. Say that it is not final any more, or give a final one."
            }
        )


def check_day_received(received_on: date | None, *, today: date) -> None:
    """Raises Invalid where a figure would have been received on a day that has not come."""
    if received_on is not None and received_on > today:
        raise Invalid({"received_on": "This day has not come yet."})


def check_target(value: Decimal | None, words: str) -> None:
    """Raises Invalid unless a target or baseline has a number or words."""
    check_fits(value=value)
    if value is None and not words.strip():
        raise Invalid({"value": "Give the figure, or say in words what was agreed."})


def in_words(value: Decimal, unit: str) -> str:
    """A figure as the audit and a plan write it: "56.1%", "1200 tonnes"."""
    return f"{value:f}" + (unit if unit in {"", "%", "‰"} else f" {unit}")
