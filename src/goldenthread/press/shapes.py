"""What belongs where in a template."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class CannotFill(Exception):
    """A place of the template is not there, or holds what must stay. Its text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What one place says: `words` for people, and beside them a `number` or a `day` where it is one.

    `part` is the member of the archive. `at` is a cell ("C7"), or in a document which child of which child ("0.3.1").
    `mark` is the text that is replaced there, the `occurrence`-th of its like; without one all of the place is.
    `percent` says that the number counts hundredths: 56.1 means 56.1%.
    """

    part: str
    at: str
    words: str
    number: Decimal | None = None
    percent: bool = False
    day: date | None = None
    mark: str = ""
    occurrence: int = 1


def with_marks_replaced(text: str, wanted: list[Filling]) -> str:
    """A text with each mark replaced by its words. Raises CannotFill where one is not in it."""
    places = sorted(((place_of_mark(text, one), one) for one in wanted), key=lambda pair: -pair[0])
    for start, one in places:
        text = text[:start] + one.words + text[start + len(one.mark) :]
    return text


def place_of_mark(text: str, one: Filling) -> int:
    """Where a mark begins in a text. Raises CannotFill where it is not there."""
    start = -len(one.mark)
    for _ in range(one.occurrence):
        start = text.find(one.mark, start + len(one.mark))
        if start < 0:
            raise CannotFill(f"“{one.mark}” is not in the template any more.")
    return start
