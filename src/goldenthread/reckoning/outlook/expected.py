"""What a series leads to expect, some periods ahead, with how far it was off before.

Yearly series, and others too short to compare like with like: between the latest figure and an exponentially smoothed
level, with a small part of the drift as far as it is steadier than chance. Series with at least two whole years of
quarters or months: each period from the same one a year before, with a small part of what the latest year moved.
Smoothing after Brown (1959), Statistical forecasting for inventory control; shrinking the drift after James and Stein (1961).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from goldenthread.reckoning.columns import Codes, Flags, Floats, Ints, Table
from goldenthread.reckoning.errors import Unusable

FEWEST: Final = 4
"""Points below which nothing is said."""
_ALPHAS: Final = np.arange(0.1, 1.01, 0.1)
_LAST: Final = 0.6
_DRIFT: Final = 0.15
_YEARS_MOVE: Final = 0.2
_FITTED: Final = 0.95
_FITTED_IN_SEASONS: Final = 1.0
"""How much the latest figure counts beside the smoothed level; how much of a steady drift, and of what a year moved, goes
on; and what the errors of fitted points are multiplied by for points that were not fitted. All were chosen on one half of
the series of the backtest and are proven on the other (docs/methods/backtest.md)."""


class Basis(IntEnum):
    """What an outlook rests on, or why there is none."""

    LEVEL_AND_DRIFT = 0
    LIKE_WITH_LIKE = 1
    TOO_SHORT_FOR_SEASONS = 2
    TOO_FEW_POINTS = 3


WORDS: Final = {
    Basis.LEVEL_AND_DRIFT: "From the latest figures and a part of their drift.",
    Basis.LIKE_WITH_LIKE: "From the same time of the year before, and a part of what the latest year moved.",
    Basis.TOO_SHORT_FOR_SEASONS: "There are not two years yet to compare like with like, so this is less sure.",
    Basis.TOO_FEW_POINTS: "Four figures in a row are needed, and there are fewer.",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """For each of g series and each period ahead, the expected figure and its error (both g by `ahead`, NaN for none).

    The error is the scale of a Student's t with `freedom` degrees for each series; `points` is on how many figures
    it rests, `basis` a code of `Basis`.
    """

    value: Table
    error: Table
    freedom: Floats
    points: Ints
    basis: Codes


def outlook(table: Table, *, ahead: int, season: int = 1) -> Outlook:
    """The outlook of g series over the next `ahead` periods.

    `table` is g by n, each row a series in time, its latest figure last and NaN in front of its first; of figures
    before a missing one nothing is used. `season` is how many periods a year has. Raises Unusable for other shapes.
    """
    if table.ndim != 2 or ahead < 1 or season < 1:
        raise Unusable("Give a row for each series, and at least one period ahead.")
    if table.shape[1] == 0:
        table = np.full((len(table), 1), np.nan)
    points = _in_a_row(table)
    level = _smoothed(table, points, ahead)
    if season == 1:
        basis = np.where(points < FEWEST, np.uint8(Basis.TOO_FEW_POINTS), np.uint8(Basis.LEVEL_AND_DRIFT))
        return _without_few(level, points, basis)
    like = _seasonal(table, points, ahead, season)
    whole: Flags = points >= 2 * season + 1
    basis = np.where(whole, np.uint8(Basis.LIKE_WITH_LIKE), np.uint8(Basis.TOO_SHORT_FOR_SEASONS))
    basis = np.where(points < FEWEST, np.uint8(Basis.TOO_FEW_POINTS), basis)
    chosen = tuple(
        np.where(whole.reshape(-1, *[1] * (a.ndim - 1)), a, b) for a, b in zip(like, level, strict=True)
    )
    return _without_few((chosen[0], chosen[1], chosen[2]), points, basis)


def _without_few(found: tuple[Table, Table, Floats], points: Ints, basis: NDArray[np.uint8]) -> Outlook:
    none = basis == Basis.TOO_FEW_POINTS
    value, error, freedom = found
    value[none], error[none] = np.nan, np.nan
    return Outlook(value, error, freedom, points, basis.astype(np.uint8))


def _in_a_row(table: Table) -> Ints:
    """How many figures in a row each series ends with."""
    gaps = np.isnan(table[:, ::-1])
    found: Ints = np.where(gaps.any(axis=1), gaps.argmax(axis=1), table.shape[1]).astype(np.int64)
    return found


def _smoothed(table: Table, points: Ints, ahead: int) -> tuple[Table, Table, Floats]:
    """A smoothed level with its drift, by the smoothing that was nearest one period ahead."""
    series, length = table.shape
    first = length - points
    drift = _DRIFT * _steady(table, points)
    best = np.full(series, np.inf)
    level, spread, weight = np.full(series, np.nan), np.full(series, np.nan), np.full(series, np.nan)
    for alpha in _ALPHAS:
        now, squares = np.full(series, np.nan), np.zeros(series)
        for at in range(length):
            begun, going = first == at, first < at
            off = np.where(going, table[:, at] - now - drift, 0.0)
            squares += off**2
            now = np.where(begun, table[:, at], np.where(going, now + drift + alpha * off, now))
        better = squares < best
        best = np.where(better, squares, best)
        level, weight = np.where(better, now, level), np.where(better, alpha, weight)
    freedom = np.maximum(points - 2.0, 1.0)
    spread = np.sqrt(best / freedom) * np.sqrt(1 + 1 / np.maximum(points, 1)) * _FITTED
    steps = np.arange(1, ahead + 1)
    level = _LAST * table[:, -1] + (1 - _LAST) * level
    value = level[:, None] + drift[:, None] * steps
    return value, spread[:, None] * np.sqrt(1 + (steps - 1) * weight[:, None] ** 2), freedom


def _steady(table: Table, points: Ints) -> Floats:
    """The average step of each series, as far as it is more than the steps vary by chance (Stein's shrinkage)."""
    length = table.shape[1]
    steps = np.diff(table, axis=1)
    there = np.arange(1, length) > (length - points)[:, None]
    count = np.maximum(points - 1, 1)
    mean = np.where(there, steps, 0.0).sum(axis=1) / count
    squares = np.where(there, (steps - mean[:, None]) ** 2, 0.0).sum(axis=1)
    error = squares / np.maximum(count - 1, 1) / count
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = np.where(mean == 0, 0.0, np.maximum(1 - error / mean**2, 0.0))
    found: Floats = mean * kept
    return found


def _seasonal(table: Table, points: Ints, ahead: int, season: int) -> tuple[Table, Table, Floats]:
    """Each period from the same one a year before, with a part of the latest year's average move."""
    series, length = table.shape
    steps = np.arange(1, ahead + 1)
    if length < 2 * season + 1:
        none = np.full((series, ahead), np.nan)
        return none, none.copy(), np.ones(series)
    moved = table[:, season:] - table[:, :-season]
    there = np.arange(length - season) >= (length - points)[:, None]
    latest = np.nan_to_num(moved[:, -season:]).mean(axis=1)
    off = np.where(there, moved - _YEARS_MOVE * latest[:, None], 0.0)
    count = np.maximum(points - season, 1)
    freedom = np.maximum(count - 1.0, 1.0)
    spread = np.sqrt((np.nan_to_num(off) ** 2).sum(axis=1) / freedom) * _FITTED_IN_SEASONS
    years = (steps + season - 1) // season
    value = table[:, length - season + (steps - 1) % season] + _YEARS_MOVE * latest[:, None] * years
    return value, spread[:, None] * np.sqrt(years), freedom
