"""Who may take a document in, and what may become of a draft."""

from decimal import Decimal
from typing import Final

from goldenthread.intake.models import Draft
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import check_manage

MOVES: Final[dict[Draft.State, frozenset[Draft.State]]] = {
    Draft.State.OPEN: frozenset({Draft.State.ACCEPTED, Draft.State.DISCARDED}),
    Draft.State.ACCEPTED: frozenset(),
    Draft.State.DISCARDED: frozenset(),
}
"""What a draft may become. Nothing that was decided is undone: the same document can be sent again."""

MOST_DIGITS, MOST_DECIMALS = 18, 6
"""What the database keeps of a number: whole digits, and decimals."""


def is_open(draft: Draft) -> bool:
    """Whether a draft still waits for review."""
    return draft.state == Draft.State.OPEN


def can_move(draft: Draft, to: Draft.State) -> bool:
    """Whether a draft may become this."""
    return to in MOVES[Draft.State(draft.state)]


def check_move(draft: Draft, to: Draft.State) -> None:
    """Raises Refused unless the draft may become this."""
    if not can_move(draft, to):
        raise Refused(
            f"This draft is {Draft.State(draft.state).label.lower()}, so it cannot be {Draft.State(to).label.lower()}."
        )


def check_review(viewer: Viewer, draft: Draft) -> None:
    """Raises NotAllowed unless the viewer manages the partnership of the draft."""
    check_manage(viewer, draft.subject.partnership_id or 0)


def check_size(number: Decimal) -> None:
    """Raises ValueError with a sentence where a number has more digits than can be kept."""
    exponent = number.as_tuple().exponent
    if number.adjusted() >= MOST_DIGITS or (isinstance(exponent, int) and exponent < -MOST_DECIMALS):
        raise ValueError(
            f"{number} is too long. A figure has at most {MOST_DIGITS} digits and {MOST_DECIMALS} decimals."
        )
