"""The limits of a measure's figures: what its sheet states, and what follows from the kind of number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

HUNDRED: Final = Decimal(100)

_A_DIFFERENCE = re.compile(
    r"(?<!climate )\bchanges?\b|\b(reductions?|increases?|decreases?|growth|gaps?|differences?|net|balance)\b",
    re.IGNORECASE,
)
"""Words of what may lie below zero or above 100%: a change of something, not a share of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a definition sheet says that the checks need. Blank and None are "not stated"."""

    title: str = ""
    data_type: str = ""
    unit: str = ""
    decimals: int | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None
    largest_change: Decimal | None = None
    whole: bool | None = None
    parts_add_up: bool | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How the figures of a series are checked. None is no limit.

    `share` says that a figure is a part of a whole (its number on top cannot be above the one it is divided by);
    `lowest_stated` and `highest_stated` that the sheet says so and it does not only follow from the kind of number.
    `adds_up` says that the parts of a breakdown add up to the total, `lies_between` that the total lies between them.
    """

    kind: str
    unit: str
    decimals: int
    lowest: Decimal | None
    highest: Decimal | None
    lowest_stated: bool
    highest_stated: bool
    largest_change: Decimal | None
    whole: bool
    share: bool
    difference: bool
    adds_up: bool
    lies_between: bool

    def allow(self, value: Decimal) -> bool:
        """Whether a figure lies within the ends."""
        return (self.lowest is None or self.lowest <= value) and (
            self.highest is None or value <= self.highest
        )


def limits_of(sheet: Sheet, known: Iterable[Decimal] = (), *, decimals: int = 0) -> Limits:
    """The limits of a series. `known` are its figures, targets and baselines: what they contradict does not hold.

    `decimals` is how many its figures are shown with where the sheet does not say.
    """
    values = tuple(known)
    kind = sheet.data_type or _kind_of_unit(sheet.unit)
    difference = bool(_A_DIFFERENCE.search(f"{sheet.title} {sheet.unit}"))
    low, high = _usual_ends(kind, difference)
    if any(value < 0 for value in values):
        low = None
    if any(value > HUNDRED for value in values):
        high = None
    lowest = low if sheet.lowest is None else sheet.lowest
    highest = high if sheet.highest is None else sheet.highest
    if (
        lowest is not None and highest is not None and lowest > highest
    ):  # what is stated wins over what is usual
        lowest, highest = sheet.lowest, sheet.highest
    whole = sheet.whole
    if whole is None:
        whole = kind == "count" and all(value == value.to_integral_value() for value in values)
    parts = sheet.parts_add_up is not False
    return Limits(
        kind=kind,
        unit=sheet.unit,
        decimals=decimals if sheet.decimals is None else sheet.decimals,
        lowest=lowest,
        highest=highest,
        lowest_stated=sheet.lowest is not None,
        highest_stated=sheet.highest is not None,
        largest_change=sheet.largest_change,
        whole=whole,
        share=kind == "percentage" and not difference and highest is not None and highest <= HUNDRED,
        difference=difference,
        adds_up=parts
        and (kind in ("count", "money") or (sheet.parts_add_up is True and kind in ("", "score"))),
        lies_between=parts and not difference and kind in ("percentage", "rate", "average"),
    )


def _kind_of_unit(unit: str) -> str:
    """The kind of number that a unit shows where the sheet states none."""
    plain = unit.strip().casefold()
    if re.match(r"%|per ?cent\b", plain):
        return "percentage"
    if re.search(r"\bper \d", plain) or plain.startswith("‰"):
        return "rate"
    return "money" if plain.startswith("£") else ""


def _usual_ends(kind: str, difference: bool) -> tuple[Decimal | None, Decimal | None]:
    if difference:
        return None, None
    if kind == "percentage":
        return Decimal(0), HUNDRED
    return (Decimal(0), None) if kind in ("count", "rate") else (None, None)
