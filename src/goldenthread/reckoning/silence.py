"""Silence: who never answered, and how many rounds somebody missed in a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

ROW = 2
"""So many missed rounds in a row, and somebody is called silent."""

RULE = (
    "Somebody missed a round when its due day has passed and they sent nothing for it, nor did the deputy whom they"
    " handed it on to. Who missed the last two rounds that asked them is silent; so is who never answered any, and who"
    " left. What somebody else sent for them does not count as their answer. Who takes over has two weeks."
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One round that asked somebody: when it was due, how much it asked, and how much of it they answered."""

    due_on: date
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Silence:
    """How silent somebody is. `missed` counts the rounds in a row, from the last one back, that they answered nothing of.

    `never`: a round's day passed and they have never answered anything.
    """

    missed: int = 0
    never: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether they never answered, or missed two rounds in a row."""
        return self.never or self.missed >= ROW


def silence(turns: Iterable[Turn], today: date, *, ever: bool) -> Silence:
    """How silent somebody is whom these rounds asked. `ever` says that they answered something at some time.

    A round that is not due yet says nothing, whichever way, but for an answer to it: who answers now is not silent.
    """
    known = list(turns)
    if any(turn.answered and turn.due_on >= today for turn in known):
        return Silence()
    past = sorted(
        (turn for turn in known if turn.asked and turn.due_on < today), key=lambda turn: turn.due_on
    )
    missed = _run([turn.answered == 0 for turn in reversed(past)])
    answered = ever or any(turn.answered for turn in known)
    return Silence(missed, never=bool(past) and not answered)


def _run(flags: Sequence[bool]) -> int:
    """How many of these hold from the first one on."""
    return next((place for place, holds in enumerate(flags) if not holds), len(flags))
