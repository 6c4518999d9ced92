"""The rule by which a figure is judged against its target, in numbers and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

import numpy as np

from goldenthread.reckoning.columns import Codes, Flags, Floats
from goldenthread.reckoning.wording import number

DEFAULT_TOLERANCE = Decimal(5)
"""Per cent of the target's size, where nobody set another tolerance."""
UNIT, SHARE = "unit", "share"

ROUNDING = 1e-12
"""Figures that differ by less than this share of their size are equal: a double is good for 15 digits."""


class Polarity(IntEnum):
    """Which way is better, as a code for a column."""

    UNKNOWN = 0
    HIGHER = 1
    LOWER = 2
    RANGE = 3
    NONE = 4

    @property
    def key(self) -> str:
        """The word that a record keeps: "", "higher", "lower", "range" or "none"."""
        return "" if self is Polarity.UNKNOWN else self.name.lower()


BY_KEY = {polarity.key: polarity for polarity in Polarity}


class Mark(IntEnum):
    """How a figure stands to its target."""

    MET = 0
    NEAR = 1
    MISSED = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """How one measure is judged. `tolerance` is how far from the target still counts as watch.

    It is in the measure's own unit (`tolerance_kind` "unit") or in per cent of the target's size ("share"; for a
    range, of the end that is passed); None is 5 per cent. `adds_up` says that a part of the year counts only a part
    of the year's figure, as homes built do and a percentage does not.
    """

    polarity: str = ""
    tolerance: Decimal | None = None
    tolerance_kind: str = ""
    range_low: Decimal | None = None
    range_high: Decimal | None = None
    adds_up: bool = False

    def __post_init__(self) -> None:
        if self.polarity not in BY_KEY:
            raise ValueError(f"Not a polarity: {self.polarity}")
        if self.tolerance is not None and (self.tolerance < 0 or self.tolerance_kind not in (UNIT, SHARE)):
            raise ValueError("A tolerance is zero or more, in the unit or as a share.")

    @property
    def is_share(self) -> bool:
        """Whether the tolerance is a percentage of the target."""
        return self.tolerance is None or self.tolerance_kind == SHARE

    def distance(self, target: Decimal) -> Decimal:
        """How far from a target still counts as watch, in the measure's unit. Of a zero target, 5 per cent is nothing."""
        tolerance = DEFAULT_TOLERANCE if self.tolerance is None else self.tolerance
        return abs(target) * tolerance / 100 if self.is_share else tolerance

    def in_words(self, unit: str = "", decimals: int = 0, target: Decimal | None = None) -> str:
        """The rule as a sentence; with its numbers where the target is known."""
        if self.polarity == "range":
            return self._range_in_words(unit, decimals)
        if self.polarity not in ("higher", "lower"):
            return (
                "Neither a higher nor a lower figure is better, so it is not judged."
                if self.polarity == "none"
                else "Nobody has said whether a higher or a lower figure is better, so it is not judged."
            )
        side, way, beyond = (
            ("more", "down", "below") if self.polarity == "higher" else ("less", "up", "above")
        )
        if target is None:
            watch = (
                f"watch {beyond} it by {self._at_most(unit, decimals)} at most; "
                if self.tolerance != 0
                else ""
            )
            return (
                f"On track at the target or {side}; {watch}off track {'further ' if watch else ''}{beyond}."
            )
        distance = self.distance(target)
        edge = target - distance if self.polarity == "higher" else target + distance
        watch = f"watch {way} to {number(edge, unit, decimals)}; " if distance else ""
        return f"On track at {number(target, unit, decimals)} or {side}; {watch}off track {beyond}."

    def _at_most(self, unit: str, decimals: int) -> str:
        tolerance = DEFAULT_TOLERANCE if self.tolerance is None else self.tolerance
        return (
            f"{number(tolerance, '%')} of the target" if self.is_share else number(tolerance, unit, decimals)
        )

    def _range_in_words(self, unit: str, decimals: int) -> str:
        low, high = self.range_low, self.range_high
        if low is None and high is None:
            return "Within a range is better, but nobody has said which range, so it is not judged."
        if high is None or low is None:
            end = low if high is None else high
            polarity = "higher" if high is None else "lower"
            return Rule(polarity, self.tolerance, self.tolerance_kind).in_words(unit, decimals, end)
        edges = (
            f"down to {number(low - self.distance(low), unit, decimals)}" if self.distance(low) else "",
            f"up to {number(high + self.distance(high), unit, decimals)}" if self.distance(high) else "",
        )
        watch = " and ".join(filter(None, edges))
        between = f"On track from {number(low, unit, decimals)} to {number(high, unit, decimals)}; "
        return between + (f"watch {watch}; off track beyond." if watch else "off track outside.")


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules as columns: one row per series. `low` is minus infinity and `high` infinity where a range has no such end."""

    polarity: Codes
    tolerance: Floats
    is_share: Flags
    low: Floats
    high: Floats
    adds_up: Flags

    def __len__(self) -> int:
        return len(self.polarity)

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "Rules":
        """The same as columns."""
        return cls(
            polarity=np.array([BY_KEY[rule.polarity] for rule in rules], np.uint8),
            tolerance=_floats(rules, "tolerance", float(DEFAULT_TOLERANCE)),
            is_share=np.array([rule.is_share for rule in rules], np.bool_),
            low=_floats(rules, "range_low", -np.inf),
            high=_floats(rules, "range_high", np.inf),
            adds_up=np.array([rule.adds_up for rule in rules], np.bool_),
        )

    @property
    def has_range(self) -> Flags:
        """Where within a range is better, and at least one end of it is known."""
        known: Flags = np.isfinite(self.low) | np.isfinite(self.high)
        known &= self.polarity == Polarity.RANGE
        return known

    @property
    def can_judge(self) -> Flags:
        """Where a figure can be better or worse: higher or lower is better, or a range is known."""
        can: Flags = np.isin(self.polarity, (Polarity.HIGHER, Polarity.LOWER)) | self.has_range
        return can

    def outside(self, value: Floats) -> Floats:
        """How far each figure lies outside its range, zero within."""
        return np.abs(value - np.clip(value, self.low, self.high))

    def mark(self, value: Floats, target: Floats) -> Codes:
        """How each figure stands to its target or range, a `Mark` per series.

        Means nothing where a series has no figure, no target or no rule: ask only where all three are there.
        Two figures that differ by less than a million-millionth of their size are equal, so that what is
        computed in binary meets an edge that is written in decimals.
        """
        ranged = self.polarity == Polarity.RANGE
        against = np.where(ranged, np.clip(value, self.low, self.high), target)
        short = np.where(self.polarity == Polarity.LOWER, value - against, against - value)
        short = np.where(ranged, np.abs(short), short)
        tolerance = np.where(self.is_share, np.abs(against) * self.tolerance / 100, self.tolerance)
        rounding = ROUNDING * (np.maximum(np.abs(value), np.abs(against)) + tolerance)
        return (short > rounding).astype(np.uint8) + (short > tolerance + rounding).astype(np.uint8)


def _floats(rules: Sequence[Rule], name: str, otherwise: float) -> Floats:
    found = (getattr(rule, name) for rule in rules)
    return np.array([otherwise if each is None else float(each) for each in found], np.float64)
