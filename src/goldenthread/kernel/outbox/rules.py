"""What may become of a message: its moves, when it is tried again, and what a broken send means."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Final

from goldenthread.kernel.errors import Refused
from goldenthread.kernel.outbox.models import Message

_S = Message.State


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where a message goes, and when."""

    before: Message.State
    after: Message.State
    when: str


MOVES: Final = (
    Move(_S.WAITING, _S.SENDING, "a sender takes it; written down before the mail server hears of it"),
    Move(_S.WAITING, _S.TOO_LATE, "its time has passed"),
    Move(_S.WAITING, _S.DROPPED, "somebody drops it"),
    Move(_S.WAITING, _S.IN_DOUBT, "it comes from a backup or an export: it may have been sent since"),
    Move(_S.SENDING, _S.SENT, "the mail server took it"),
    Move(_S.SENDING, _S.WAITING, "the mail server refused it for now, before it had it"),
    Move(_S.SENDING, _S.FAILED, "the mail server refused it for good, or too often"),
    Move(_S.SENDING, _S.IN_DOUBT, "the connection or the sender broke while the mail server had it"),
    Move(_S.IN_DOUBT, _S.SENT, "a slow sender comes to its end after all"),
    Move(_S.IN_DOUBT, _S.WAITING, "somebody asks for it by its number"),
    Move(_S.IN_DOUBT, _S.DROPPED, "somebody drops it"),
    Move(_S.FAILED, _S.WAITING, "somebody asks for it again"),
    Move(_S.FAILED, _S.DROPPED, "somebody drops it"),
    Move(_S.TOO_LATE, _S.DROPPED, "somebody drops it"),
)
"""Every move that there is. What was sent stays sent; what was dropped stays dropped."""

LEASE: Final = timedelta(minutes=10)
"""After so long a sender that has not said how it went is taken for dead: a try takes a minute or two at most."""

MOST_TRIES: Final = 12
"""After so many refusals for now a message counts as refused."""

PATIENCE: Final = timedelta(minutes=2)
LONGEST_PATIENCE: Final = timedelta(hours=6)


class Outcome(Enum):
    """How a try ended that did not end well."""

    LATER = "refused for now"
    NEVER = "refused for good"
    DOUBT = "in doubt"


def can_move(before: str, after: str) -> bool:
    """Whether a message may come from one state into another."""
    return any(move.before == before and move.after == after for move in MOVES)


def check_move(message: Message, after: Message.State) -> None:
    """Raises Refused for a move that is not in the table."""
    if not can_move(message.state, after):
        raise Refused(
            f"Message {message.pk} is “{message.get_state_display().lower()}”: this cannot be done."
        )


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many refusals for now: twice as long each time, six hours at most."""
    doubled: int = 2 ** min(tries - 1, 20)
    return min(PATIENCE * doubled, LONGEST_PATIENCE)


def outcome_of(problem: Exception, *, handed_over: bool) -> Outcome:
    """What a broken try means. `handed_over`: the mail server had begun to take the message itself.

    A server that answers with a code has decided, and its code says for how long. A connection that breaks before
    the message is handed over has sent nothing; one that breaks after it may have.
    """
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
        return Outcome.NEVER if all(code >= 500 for code in codes) else Outcome.LATER
    if isinstance(problem, smtplib.SMTPResponseException):
        return Outcome.NEVER if problem.smtp_code >= 500 else Outcome.LATER
    if handed_over:
        return Outcome.DOUBT
    return Outcome.LATER if isinstance(problem, OSError) else Outcome.NEVER


def words_of(problem: Exception) -> str:
    """What went wrong, as the log keeps it: one line, without what was in the message."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_text(words)}" for code, words in problem.recipients.values())
    elif isinstance(problem, smtplib.SMTPResponseException):
        said = f"{problem.smtp_code} {_text(problem.smtp_error)}"
    else:
        said = str(problem) or type(problem).__name__
    return " ".join(said.split())[:500]


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
