"""Formulas of derived measures: read into a tree, and nothing in them is ever run.

    [NI 154] / [households] * 100      sum(A, B, C)      max(A - B, 0)

A name is a measure's code in square brackets, or plain letters. There are numbers, + - * / (also × ÷ −), round
brackets, and sum, min and max.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import NamedTuple

LONGEST = 500
"""Characters of the longest formula."""
DEEPEST = 20
"""How many brackets may be open at once."""
FUNCTIONS = ("sum", "min", "max")

_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|\.\d+)|\[(?P<code>[^\[\]]*)\]|(?P<word>[^\W\d_]\w*)|(?P<sign>[-+*/×÷−(),])"
)
_SAME_SIGN = {"×": "*", "÷": "/", "−": "-"}
_END = "the end"


class FormulaError(ValueError):
    """A formula that cannot be read: what is wrong, and at which character, counted from 1."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(f"Character {position}: {what}")
        self.what = what
        self.position = position


class Circle(ValueError):
    """Derived measures that need each other: `names` in the order of need, the first again at the end."""

    def __init__(self, names: tuple[str, ...]) -> None:
        needs = ", and ".join(f"{name} needs {other}" for name, other in pairwise(names))
        super().__init__(f"These formulas go round in a circle: {needs}.")
        self.names = names


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """Another measure, by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class Apply:
    """A sign ("+", "-", "*", "/", or "-" with one part) or a function on its parts."""

    what: str
    parts: "tuple[Node, ...]"


Node = Number | Name | Apply


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was understood. `names` are the measures it needs, each once, in the order of the text."""

    text: str
    root: Node
    names: tuple[str, ...]


def parse(text: str) -> Formula:
    """Understand a formula. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError(f"A formula has {LONGEST} characters at most.", LONGEST + 1)
    reader = _Reader(tuple(_tokens(text)))
    root = reader.sum()
    if reader.next.kind != _END:
        raise FormulaError(f"“{reader.next.text}” is not expected here.", reader.next.position)
    names = tuple(dict.fromkeys(_names(root)))
    if not names:
        raise FormulaError("A formula names at least one measure, such as [NI 154].", 1)
    return Formula(text, root, names)


def renamed(formula: Formula, names: Mapping[str, str]) -> Formula:
    """The same formula with other names for its measures. Two that get one name become one."""

    def with_new(node: Node) -> Node:
        if isinstance(node, Name):
            return Name(names[node.code])
        if isinstance(node, Apply):
            return Apply(node.what, tuple(with_new(part) for part in node.parts))
        return node

    return Formula(
        formula.text, with_new(formula.root), tuple(dict.fromkeys(names[name] for name in formula.names))
    )


def order(formulas: Mapping[str, Formula]) -> list[str]:
    """The derived measures, each after those that it needs. Raises Circle where they need each other.

    `formulas` has the formula of each derived measure by its code; names of other measures may stand in them.
    """
    needs = {code: [name for name in formula.names if name in formulas] for code, formula in formulas.items()}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as found:
        raise Circle(tuple(reversed(found.args[1]))) from None


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormulaError(_unreadable(text, position), position + 1)
        kind = str(match.lastgroup)
        found = match[kind]
        yield _Token(kind, _SAME_SIGN.get(found, found), position + 1)
        position = match.end()
    yield _Token(_END, _END, len(text) + 1)


def _unreadable(text: str, position: int) -> str:
    if text[position] == "[":
        return "This square bracket is not closed."
    return f"“{text[position]}” means nothing in a formula."


class _Reader:
    """Reads a tree from tokens, by recursive descent: a sum of products of parts."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def sees(self, sign: str) -> bool:
        return self.next.kind == "sign" and self.next.text == sign

    def take(self) -> _Token:
        token = self.next
        self.place += 1
        return token

    def sum(self) -> Node:
        return self._chain("+-", lambda: self._chain("*/", self.part))

    def _chain(self, signs: str, part: Callable[[], Node]) -> Node:
        left = part()
        while self.next.kind == "sign" and self.next.text in signs:
            sign = self.take().text
            left = Apply(sign, (left, part()))
        return left

    def part(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "code":
            return self._code(token)
        if token.kind == "word":
            return self._function(token) if self.sees("(") else Name(token.text)
        if token.text == "-":
            return Apply("-", (self._deeper(self.part, token),))
        if token.text == "(":
            return self._bracketed(token)
        raise FormulaError(
            f"A number, a measure or a bracket is expected here, not {_shown(token)}.", token.position
        )

    def _code(self, token: _Token) -> Node:
        code = " ".join(token.text.split())
        if not code:
            raise FormulaError("There is no measure between these square brackets.", token.position)
        return Name(code)

    def _bracketed(self, opening: _Token) -> Node:
        inside = self._deeper(self.sum, opening)
        self._close(opening)
        return inside

    def _function(self, token: _Token) -> Node:
        if token.text not in FUNCTIONS:
            raise FormulaError(f"There is no “{token.text}”. There are sum, min and max.", token.position)
        opening = self.take()
        parts = [self._deeper(self.sum, opening)]
        while self.sees(","):
            self.take()
            parts.append(self._deeper(self.sum, opening))
        self._close(opening)
        return Apply(token.text, tuple(parts))

    def _deeper(self, read: Callable[[], Node], opening: _Token) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(f"More than {DEEPEST} brackets or signs are open here.", opening.position)
        found = read()
        self.depth -= 1
        return found

    def _close(self, opening: _Token) -> None:
        if self.next.kind == _END:
            raise FormulaError("This bracket is not closed.", opening.position)
        if not self.sees(")"):
            raise FormulaError(f"“{self.next.text}” is not expected here.", self.next.position)
        self.take()


def _shown(token: _Token) -> str:
    return token.text if token.kind == _END else f"“{token.text}”"


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.code
    elif isinstance(node, Apply):
        for part in node.parts:
            yield from _names(part)
