"""What a target means once its baseline was restated: as it was agreed, and read on the new baseline.

Plain arithmetic on columns. A target is agreed as a level, or as a per cent change on the baseline; on a restated
baseline the two no longer say the same, and somebody has to decide which was meant.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Restated:
    """Per target, in the measure's unit and in per cent; NaN where it cannot be computed (a baseline of zero, or none).

    `level` and `change` are what was agreed. `kept_change` is the change that the agreed level means now;
    `moved_level` the level that the agreed change means now.
    """

    level: Floats
    change: Floats
    kept_change: Floats
    moved_level: Floats


def restated(level: Floats, change: Floats, before: Floats, after: Floats) -> Restated:
    """Both readings of targets whose baseline went from `before` to `after`.

    `level` is the agreed level, `change` the agreed change in per cent of the baseline; NaN for the one that was not
    agreed, and it is worked out from the other: change = (level - before) / |before| x 100. All have the same shape.
    The change is taken on the baseline's size, so that more is a positive change below zero too.
    """
    agreed_level = np.where(np.isnan(level), before + np.abs(before) * change / 100, level)
    agreed_change = np.where(np.isnan(change), _change(level, before), change)
    return Restated(
        agreed_level,
        agreed_change,
        _change(agreed_level, after),
        np.where(after == 0, np.nan, after + np.abs(after) * agreed_change / 100),
    )


def _change(level: Floats, base: Floats) -> Floats:
    """The change from a base in per cent of its size; NaN where the base is zero or not known."""
    size = np.where(base == 0, np.nan, np.abs(base))
    found: Floats = (level - base) / size * 100
    return found
