"""The formula of a derived measure: what it may name, so that it can be worked out."""

from collections import defaultdict
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from goldenthread.kernel.errors import Invalid
from goldenthread.reckoning.formula import Circle, Formula, FormulaError, parse


def check_formula(code: str, text: str, others: Iterable[tuple[str, str]]) -> None:
    """Raises Invalid unless a measure of this code can be worked out by this formula.

    `others` are the code and the formula of every other measure of the partnership. A code is the same in small and
    in capital letters.
    """
    codes: dict[str, str] = {}
    needs: dict[str, set[str]] = defaultdict(set)
    for other, formula in others:
        codes[other.casefold()] = other
        needs[other.casefold()] |= _names(parse(formula)) if formula else set()
    try:
        own = parse(text)
    except FormulaError as problem:
        raise Invalid({"formula": str(problem)}) from None
    for name in own.names:
        if name.casefold() not in codes:
            if name.casefold() == code.casefold():
                raise Invalid({"formula": "A measure cannot be worked out from itself."})
            raise Invalid(
                {
                    "formula": f"There is no measure with the code {name} here. Write codes in square brackets, like [NI 154]."
                }
            )
    needs[code.casefold()] |= _names(own)
    codes[code.casefold()] = code
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as found:
        around = list(reversed(found.args[1]))[1:]
        start = around.index(code.casefold()) if code.casefold() in around else 0
        names = [codes[name] for name in (*around[start:], *around[:start], around[start])]
        raise Invalid({"formula": str(Circle(tuple(names)))}) from None


def check_not_needed(code: str, others: Iterable[tuple[str, str]]) -> None:
    """Raises Invalid where a measure would lose a code by which a formula names it, and none else has it."""
    if any(other.casefold() == code.casefold() for other, _ in others):
        return
    for other, formula in others:
        if formula and code.casefold() in _names(parse(formula)):
            raise Invalid(
                {"code": f"{other or 'Another measure'} is worked out from {code}. Change its formula first."}
            )


def _names(formula: Formula) -> set[str]:
    return {name.casefold() for name in formula.names}
