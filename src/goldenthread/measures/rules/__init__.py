"""What can be kept of a measure and its figures: each refusal is a sentence for the field that it is about."""

from goldenthread.measures.rules.figures import (
    CANNOT_DIVIDE,
    MOST_DIGITS,
    Given,
    check_day_received,
    check_firmness,
    check_fits,
    check_target,
    decimals_typed,
    in_words,
    multiplier,
    worked_out,
)
from goldenthread.measures.rules.formula import check_formula, check_not_needed
from goldenthread.measures.rules.sheet import CHOICES, MOST_SHOWN, SHEET, check_sheet
from goldenthread.measures.rules.told import (
    Change,
    FileTold,
    Refusal,
    TakenIn,
    Tally,
    Told,
    Waiting,
    note_refusal,
)

__all__ = [
    "CANNOT_DIVIDE",
    "CHOICES",
    "MOST_DIGITS",
    "MOST_SHOWN",
    "SHEET",
    "Change",
    "FileTold",
    "Given",
    "Refusal",
    "TakenIn",
    "Tally",
    "Told",
    "Waiting",
    "check_day_received",
    "check_firmness",
    "check_fits",
    "check_formula",
    "check_not_needed",
    "check_sheet",
    "check_target",
    "decimals_typed",
    "in_words",
    "multiplier",
    "note_refusal",
    "worked_out",
]
