"""Derived measures: a formula worked out on columns, with every missing input named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from goldenthread.reckoning.columns import Codes, Flags, Floats, State
from goldenthread.reckoning.formula import Apply, Formula, Name, Node, Number, order
from goldenthread.reckoning.wording import listed

_ROUNDING = 1e-14  # a difference that is a smaller share than this of what it was taken from is no difference


@dataclass(frozen=True, slots=True)
class Values:
    """Figures with their `State`, one a row. `value` is looked at only where the state is NUMBER."""

    value: Floats
    state: Codes


@dataclass(frozen=True, slots=True)
class Derived:
    """What a formula gives, one a row: a figure, missing, or cannot be computed.

    `missing` and `cannot` say which inputs have no figure and which cannot be computed: one row a figure, one column
    for each of `names`. `divided` marks rows where something would be divided by zero. An input that is missing makes
    the whole missing, whatever else is wrong: there is no sum of a part.
    """

    value: Floats
    state: Codes
    names: tuple[str, ...]
    missing: Flags
    cannot: Flags
    divided: Flags

    @property
    def values(self) -> Values:
        """The figures, as the input of another formula."""
        return Values(self.value, self.state)

    def missing_names(self, row: int) -> tuple[str, ...]:
        """The inputs that have no figure in a row."""
        return self._named(self.missing[row])

    def why(self, row: int, called: Mapping[str, str] | None = None) -> str:
        """Why a row has no figure, as a sentence; empty where it has one. `called` says how to call each input."""
        if self.state[row] == State.NUMBER:
            return ""
        if self.state[row] == State.MISSING:
            return f"There is no figure for {self._listed(self.missing[row], called)}."
        if self.cannot[row].any():
            return f"{self._listed(self.cannot[row], called)} cannot be computed."
        if self.divided[row]:
            return "It would be divided by zero."
        return "The figure is too large to compute."

    def _listed(self, marked: NDArray[np.bool_], called: Mapping[str, str] | None) -> str:
        names = self._named(marked)
        return listed(tuple(dict.fromkeys(called[name] if called else name for name in names)))

    def _named(self, marked: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(name for name, here in zip(self.names, marked, strict=True) if here)


def evaluate(formula: Formula, inputs: Mapping[str, Values]) -> Derived:
    """Work a formula out, row by row in one pass. `inputs` has a column of one length for each of its names."""
    columns = [inputs[name] for name in formula.names]
    missing = np.stack([column.state == State.MISSING for column in columns], axis=1)
    cannot = np.stack([column.state == State.CANNOT_COMPUTE for column in columns], axis=1)
    divided = np.zeros(len(missing), np.bool_)
    known = {
        name: np.where(column.state == State.NUMBER, column.value, 0.0)
        for name, column in zip(formula.names, columns, strict=True)
    }
    with np.errstate(over="ignore", invalid="ignore"):
        value = _worked(formula.root, known, divided)
    whole = ~missing.any(axis=1) & ~cannot.any(axis=1)
    divided &= whole
    is_number = whole & ~divided & np.isfinite(value)
    state = np.where(missing.any(axis=1), np.uint8(State.MISSING), np.uint8(State.CANNOT_COMPUTE))
    state[is_number] = State.NUMBER
    return Derived(np.where(is_number, value, 0.0), state, formula.names, missing, cannot, divided)


def evaluate_all(formulas: Mapping[str, Formula], given: Mapping[str, Values]) -> dict[str, Derived]:
    """Work out derived measures that may need each other, each after those that it needs. Raises Circle.

    `formulas` has each derived measure's formula by its code; `given` a column for every other name in them.
    """
    columns, found = dict(given), {}
    for code in order(formulas):
        found[code] = evaluate(formulas[code], columns)
        columns[code] = found[code].values
    return found


def _worked(node: Node, known: Mapping[str, Floats], divided: Flags) -> Floats:
    """The figures of a node; rows where it divides by zero are marked in `divided`."""
    if isinstance(node, Number):
        return np.full(len(divided), float(node.value))
    if isinstance(node, Name):
        return known[node.code]
    return _applied(node, [_worked(part, known, divided) for part in node.parts], divided)


def _applied(node: Apply, parts: list[Floats], divided: Flags) -> Floats:
    if node.what == "/":
        zero = parts[1] == 0
        divided |= zero
        return parts[0] / np.where(zero, 1.0, parts[1])
    if node.what == "-" and len(parts) == 1:
        return -parts[0]
    return reduce(_TOGETHER[node.what], parts)


def _added(left: Floats, right: Floats) -> Floats:
    """The sum; nothing where all that is left is what binary made of the decimals, as in 0.1 + 0.2 - 0.3."""
    total = left + right
    return np.where(np.abs(total) <= _ROUNDING * np.abs(left), 0.0, total)


def _subtracted(left: Floats, right: Floats) -> Floats:
    return _added(left, -right)


_TOGETHER: dict[str, Callable[[Floats, Floats], Floats]] = {
    "+": _added,
    "-": _subtracted,
    "*": np.multiply,
    "sum": _added,
    "min": np.minimum,
    "max": np.maximum,
}
