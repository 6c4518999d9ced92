"""The definition sheet of a measure: what may stand in it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.db.models import TextChoices

from goldenthread.kernel.errors import Invalid
from goldenthread.measures.models import Figure, Measure, Observation
from goldenthread.measures.rules.figures import too_long

MOST_SHOWN: Final = 6
"""Decimals that a figure is kept and shown with."""

SHEET: Final = (
    "code",
    "title",
    "definition",
    "numerator_means",
    "denominator_means",
    "caveats",
    "unit",
    "decimals",
    "data_type",
    "polarity",
    "counts",
    "frequency",
    "data_source",
    "tolerance",
    "tolerance_kind",
    "range_low",
    "range_high",
    "lowest",
    "highest",
    "largest_change",
    "whole_numbers",
    "parts_add_up",
    "formula",
)
"""The fields of a definition sheet. What is not in it is changed by loading a plan."""

MOST_LETTERS: Final = {"code": 40, "unit": 60, "data_source": 300, "formula": 500}
"""What the database holds of each."""

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "data_type": Measure.DataType,
    "polarity": Measure.Polarity,
    "counts": Measure.Counts,
    "frequency": Measure.Frequency,
    "tolerance_kind": Measure.ToleranceKind,
}


CHOICES: Final = {
    name: [(str(one.value), str(one.label)) for one in kind] for name, kind in _CHOICES.items()
} | {
    "gap": [
        (str(Observation.Gap.MISSING), "No, not yet"),
        (str(Observation.Gap.CANNOT_COMPUTE), "No, it cannot be computed"),
    ],
    "status": [(str(one), str(one.label).capitalize()) for one in Observation.Status],
    "revision": [(str(one), str(one.label)) for one in Observation.Revision],
    "target_status": [
        (str(one), str(one.label).capitalize())
        for one in Figure.Status
        if one not in (Figure.Status.UNEXPLAINED, Figure.Status.PREDICTED, Figure.Status.PROJECTED)
    ],
}
"""What may be chosen for each field, as (value, words)."""


def check_sheet(sheet: Mapping[str, Any]) -> None:
    """Raises Invalid with a sentence for each field that cannot be kept. `sheet` is the whole sheet as it would be.

    The names in a formula are checked apart, as they need the other measures.
    """
    wrong = {
        **_wrong_words(sheet),
        **_wrong_choices(sheet),
        **_wrong_tolerance(sheet),
        **_wrong_range(sheet),
        **_wrong_limits(sheet),
    }
    decimals = sheet.get("decimals")
    if decimals is not None and not 0 <= decimals <= MOST_SHOWN:
        wrong["decimals"] = f"Show between 0 and {MOST_SHOWN} decimals."
    if sheet.get("denominator_means") and not sheet.get("numerator_means"):
        wrong["numerator_means"] = "You say what it is divided by. Say what is divided too."
    if wrong:
        raise Invalid(wrong)


def _wrong_words(sheet: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    if not str(sheet.get("title") or "").strip():
        wrong["title"] = "Give the measure a title."
    for name, most in MOST_LETTERS.items():
        if len(sheet.get(name) or "") > most:
            wrong[name] = f"This is too long: at most {most} letters."
    return wrong


def _wrong_choices(sheet: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: "Choose one from the list, or leave it open."
        for name, choices in _CHOICES.items()
        if sheet.get(name) and sheet[name] not in choices.values
    }


def _wrong_tolerance(sheet: Mapping[str, Any]) -> dict[str, str]:
    tolerance: Decimal | None = sheet.get("tolerance")
    kind = sheet.get("tolerance_kind")
    if tolerance is None:
        return {"tolerance": "Say how far from the target still counts, in numbers."} if kind else {}
    if tolerance < 0:
        return {"tolerance": "This cannot be below zero. Zero means that only the target itself counts."}
    if long := too_long(tolerance):
        return {"tolerance": long}
    if not kind:
        return {
            "tolerance_kind": "Say whether this is in the measure's own unit or a percentage of the target."
        }
    if kind == Measure.ToleranceKind.SHARE and tolerance > 100:
        return {"tolerance": "At most 100% of the target."}
    return {}


def _wrong_range(sheet: Mapping[str, Any]) -> dict[str, str]:
    low, high = sheet.get("range_low"), sheet.get("range_high")
    wrong = {}
    for name, limit in (("range_low", low), ("range_high", high)):
        if limit is not None and (long := too_long(limit)):
            wrong[name] = long
    if sheet.get("polarity") == Measure.Polarity.RANGE:
        if low is None and high is None:
            wrong["range_low"] = "Say from where to where it is right: one end at least."
    elif low is not None or high is not None:
        wrong["polarity"] = "You give a range, so choose “Within a range is better”, or take the range out."
    if low is not None and high is not None and high < low:
        wrong["range_high"] = "The upper end lies below the lower end."
    return wrong


def _wrong_limits(sheet: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the rules by which figures are checked."""
    limits = {name: sheet.get(name) for name in ("lowest", "highest", "largest_change")}
    wrong = {name: long for name, limit in limits.items() if limit is not None and (long := too_long(limit))}
    low, high, change = limits.values()
    if low is not None and high is not None and high < low:
        wrong["highest"] = "The highest lies below the lowest."
    if change is not None and change <= 0:
        wrong["largest_change"] = "A change is more than zero. Leave it blank to go by the figures so far."
    return wrong
