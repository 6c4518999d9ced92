"""Small numbers kept from the public: hidden, and others with them where a total would give them away.

A count of one to seven people may tell who they are. It is hidden; what is shown is rounded; and where a hidden count
could be worked out from its totals, or nearly so, the next smallest are hidden too, until it cannot.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from goldenthread.reckoning.columns import Codes, Flags, Floats
from goldenthread.reckoning.errors import Unusable

Table = NDArray[np.int64]
_DETERMINED: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts above zero and below `hide_below` are hidden, others rounded to the nearest `round_to` (1 for none).

    The usual rule is that of NHS England: 1 to 7 hidden, all others to the nearest 5. Zero is shown.
    """

    hide_below: int = 8
    round_to: int = 5

    def __post_init__(self) -> None:
        if self.hide_below < 1 or self.round_to < 1:
            raise Unusable("Counts are hidden below a whole number, and rounded to one, from 1 on.")

    @property
    def words(self) -> str:
        """The rule as a page states it."""
        hidden = (
            f"Counts from 1 to {self.hide_below - 1} are hidden"
            if self.hide_below > 1
            else "No count is hidden"
        )
        rounded = f"; others are rounded to the nearest {self.round_to}" if self.round_to > 1 else ""
        return f"{hidden}{rounded}. More are hidden where a total would give a hidden one away."


USUAL: Final = Rule()


class State(IntEnum):
    """What became of a cell."""

    SHOWN = 0
    SMALL = 1
    HIDDEN_WITH_IT = 2


@dataclass(frozen=True, slots=True)
class Published:
    """A table as the public may see it: rounded counts, NaN for hidden ones, and why. The last of each line is its total."""

    value: Floats
    state: Codes


def published(counts: Table, rule: Rule = Rule()) -> Published:
    """A list of n counts, or a table of n by m, with its totals: what may be shown of it.

    The answer has one more of each dimension, for the totals. Afterwards no hidden count can be worked out exactly from
    what is shown, and the hidden counts of a line whose total is shown are `rule.hide_below` together at least. Raises
    Unusable for counts below zero and other shapes.
    """
    if counts.ndim not in (1, 2) or 0 in counts.shape:
        raise Unusable("Give a list of counts, or a table of them.")
    if (counts < 0).any():
        raise Unusable("A count cannot be below zero.")
    whole = _with_totals(counts)
    lines = _lines(whole.shape)
    flat = whole.reshape(-1)
    small: Flags = (flat > 0) & (flat < rule.hide_below)
    hidden = small.copy()
    while (place := _next(flat, hidden, lines, rule)) is not None:
        hidden[place] = True
    state = np.where(
        small, np.uint8(State.SMALL), np.where(hidden, np.uint8(State.HIDDEN_WITH_IT), np.uint8(0))
    )
    rounded = np.floor(flat / rule.round_to + 0.5) * rule.round_to
    value = np.where(hidden, np.nan, rounded)
    return Published(value.reshape(whole.shape), state.reshape(whole.shape).astype(np.uint8))


def hide_rates(rate: Floats, state: Codes) -> Floats:
    """Rates of the same cells: hidden where their counts are."""
    return np.where(state == State.SHOWN, rate, np.nan)


def _with_totals(counts: Table) -> Table:
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def _lines(shape: tuple[int, ...]) -> list[Table]:
    """The cells of each sum, the total last."""
    numbers = np.arange(int(np.prod(shape))).reshape(shape)
    return [numbers] if len(shape) == 1 else [*numbers, *numbers.T]


def _next(flat: Table, hidden: Flags, lines: list[Table], rule: Rule) -> int | None:
    """The next cell to be hidden; None where all that is hidden is safe."""
    for line in lines:
        parts, total = line[:-1], line[-1]
        apart = hidden[parts]
        if apart.any() and not hidden[total] and flat[parts][apart].sum() < rule.hide_below:
            return _smallest(flat, hidden, line)
    given_away = _given_away(hidden, lines)
    for line in lines:
        if np.isin(line, given_away).any() and not hidden[line].all():
            return _smallest(flat, hidden, line)
    return None


def _smallest(flat: Table, hidden: Flags, line: Table) -> int:
    """The cell of a line that tells least: the smallest part above zero, else one of zero, else the total."""
    parts = [int(cell) for cell in line[:-1] if not hidden[cell]]
    if not parts:
        return int(line[-1])
    return min(parts, key=lambda cell: (flat[cell] == 0, flat[cell], cell))


def _given_away(hidden: Flags, lines: list[Table]) -> Table:
    """The hidden cells that the sums determine: those that no other solution of them changes."""
    places = np.flatnonzero(hidden)
    if not len(places):
        return places
    sums = np.zeros((len(lines), len(hidden)))
    for number, line in enumerate(lines):
        sums[number, line[:-1]], sums[number, line[-1]] = 1, -1
    _, sizes, ways = np.linalg.svd(sums[:, places])
    rank = int((sizes > _DETERMINED).sum())
    free = ways[rank:]
    found: Table = places[(np.abs(free) < _DETERMINED).all(axis=0)]
    return found
