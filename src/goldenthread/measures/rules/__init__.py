"""What can be kept of a measure and its figures: each refusal is a sentence for the field that it is about."""

from goldenthread.measures.rules.figures import (
    CANNOT_DIVIDE,
    Given,
    check_day_received,
    check_firmness,
    check_fits,
    check_target,
    in_words,
    multiplier,
    worked_out,
)
from goldenthread.measures.rules.sheet import CHOICES, MOST_SHOWN, SHEET, check_sheet

__all__ = [
    "CANNOT_DIVIDE",
    "CHOICES",
    "MOST_SHOWN",
    "SHEET",
    "Given",
    "check_day_received",
    "check_firmness",
    "check_fits",
    "check_sheet",
    "check_target",
    "in_words",
    "multiplier",
    "worked_out",
]
