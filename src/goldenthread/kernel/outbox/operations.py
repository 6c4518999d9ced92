"""Writing a message down, sending it, and what somebody may do about one that did not go."""

import logging
import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid, parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.models import Subject
from goldenthread.kernel.outbox import slots
from goldenthread.kernel.outbox.models import Message
from goldenthread.kernel.outbox.rules import (
    LEASE,
    MOST_TRIES,
    MOVES,
    Outcome,
    check_move,
    outcome_of,
    wait_after,
    words_of,
)

log = logging.getLogger("goldenthread.outbox")
State = Message.State


def post(
    *,
    to: str,
    title: str,
    text: str,
    purpose: str,
    links: Sequence[slots.Slot] = (),
    name: str = "",
    partnership_id: int | None = None,
    about: Subject | None = None,
    account_id: int | None = None,
    person_id: int | None = None,
    holds_a_secret: bool = False,
    expires_at: datetime | None = None,
) -> Message:
    """Write a message down, to be sent. Call it inside the transaction of what it tells of: it goes if that does.

    `purpose` says why in a word or two ("reminder"). `text` is plain; links that let somebody in are slots (`links`).
    """
    now = clock.now()
    return Message.objects.create(
        message_id=make_msgid(domain=_domain()),
        to_address=to,
        to_name=name,
        title=" ".join(title.split())[:250],
        text=text,
        links=[list(one) for one in links],
        holds_a_secret=holds_a_secret,
        purpose=purpose,
        partnership_id=partnership_id,
        about=about,
        account_id=account_id,
        person_id=person_id,
        state=State.WAITING,
        created_at=now,
        try_at=now,
        expires_at=expires_at,
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


@dataclass(slots=True)
class Delivered:
    """How a round of sending went: how many messages came to which end, and why none could be tried."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    in_doubt: int = 0
    too_late: int = 0
    unreachable: str = ""


class Sender(Protocol):
    """One of Django's ways to send mail, as `get_connection` gives it."""

    def open(self) -> object: ...

    def close(self) -> None: ...

    def send_messages(self, email_messages: Any) -> object: ...


def deliver(*, only: Message | None = None, sender: Sender | None = None, at_most: int = 1000) -> Delivered:
    """Send what waits, or one message, over one connection. Safe beside others who do the same.

    Each message is taken (and that committed) before the mail server hears of it, and how it went is committed before
    the next. Call it outside any transaction.
    """
    done = Delivered(in_doubt=settle_abandoned(), too_late=_give_up_late())
    sender = sender or get_connection()
    claim = f"{socket.gethostname()[:16]}-{os.getpid()}-{secrets.token_hex(4)}"
    if not _waiting(only).exists():
        return done
    with closing(sender):
        for _ in range(at_most):
            try:
                sender.open()
            except (OSError, ValueError) as problem:
                done.unreachable = words_of(problem)
                log.warning("mail server unreachable", extra={"reason": done.unreachable})
                break
            message = _take(claim, only)
            if message is None:
                break
            _send(message, sender, done)
    return done


def _waiting(only: Message | None) -> QuerySet[Message]:
    now = clock.now()
    found = Message.objects.filter(state=State.WAITING, try_at__lte=now)
    found = found.filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return found.filter(pk=only.pk) if only is not None else found


def _take(claim: str, only: Message | None) -> Message | None:
    """The next message, marked as being sent by us; None where none waits that is not another's."""
    with transaction.atomic(durable=True):
        waiting = _waiting(only).order_by("try_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        # SQLite: the transaction is IMMEDIATE, so nobody else reads to write before we have written.
        message = waiting.first()
        if message is None:
            return None
        message.state, message.claim, message.claimed_at = State.SENDING, claim, clock.now()
        message.tries += 1
        message.save(update_fields=["state", "claim", "claimed_at", "tries"])
        return message


def _send(message: Message, sender: Sender, done: Delivered) -> None:
    try:
        sender.send_messages([_mail(message, sender)])
    except Exception as problem:
        handed_over = bool(getattr(getattr(sender, "connection", None), "handed_over", False))
        outcome = outcome_of(problem, handed_over=handed_over)
        _settle(message, outcome, words_of(problem), done)
        with _quietly():
            sender.close()  # what state the connection is in nobody knows
    else:
        _keep(message, State.SENT, reason="", sent_at=clock.now())
        done.sent += 1


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except Exception as problem:
        log.warning("mail connection not closed", extra={"reason": words_of(problem)})


def _mail(message: Message, sender: Any) -> EmailMessage:
    return EmailMessage(
        subject=message.title,
        body=slots.filled(message.text, message.links),
        to=[_named(message)],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        connection=sender,
    )


def _named(message: Message) -> str:
    name = "".join(mark for mark in message.to_name if mark.isprintable() and mark not in '"\\<>')
    return f'"{name}" <{message.to_address}>' if name else message.to_address


def _settle(message: Message, outcome: Outcome, reason: str, done: Delivered) -> None:
    if outcome is Outcome.DOUBT:
        _keep(message, State.IN_DOUBT, reason=reason)
        done.in_doubt += 1
    elif outcome is Outcome.LATER and message.tries < MOST_TRIES:
        _keep(message, State.WAITING, reason=reason, try_at=clock.now() + wait_after(message.tries), claim="")
        done.later += 1
    else:
        _keep(message, State.FAILED, reason=reason)
        done.failed += 1
    # The reason may name an address: it stays in the record and out of the log.
    log.warning("message not sent", extra={"number": message.pk, "outcome": outcome.value})


def _keep(message: Message, state: Message.State, **fields: Any) -> None:
    """Write down how a try of ours went, unless somebody settled the message meanwhile."""
    before = [move.before for move in MOVES if move.after == state]
    if message.holds_a_secret and state != State.WAITING:
        fields["text"] = ""
    with transaction.atomic(durable=True):
        Message.objects.filter(pk=message.pk, claim=message.claim, state__in=before).update(
            state=state, **fields
        )


def settle_abandoned() -> int:
    """Mark what a sender took and never spoke of again: it may have been sent, so nobody repeats it unasked.

    Returns how many there were.
    """
    abandoned = Message.objects.filter(state=State.SENDING, claimed_at__lt=clock.now() - LEASE)
    abandoned.filter(holds_a_secret=True).update(text="")
    return abandoned.update(state=State.IN_DOUBT, reason="The sender broke off while it was sending this.")


def _give_up_late() -> int:
    late = Message.objects.filter(state=State.WAITING, expires_at__lte=clock.now())
    late.filter(holds_a_secret=True).update(text="")
    return late.update(state=State.TOO_LATE)


@transaction.atomic
def retry(message: Message) -> None:
    """Send a message again, with the Message-ID that it had. Raises Refused for one that is not to be repeated.

    Call it for a message in doubt only where somebody asked for that very one.
    """
    message = _locked(message)
    check_move(message, State.WAITING)
    if message.holds_a_secret:
        raise Refused(f"What message {message.pk} said is no longer kept. Let its reader ask for a new one.")
    message.state, message.try_at, message.claim = State.WAITING, clock.now(), ""
    message.expires_at = None
    message.tries = 0
    message.save(update_fields=["state", "try_at", "claim", "expires_at", "tries"])


@transaction.atomic
def drop(message: Message, *, reason: str = "") -> None:
    """Never send a message. Raises Refused for one that was sent or is being sent."""
    message = _locked(message)
    check_move(message, State.DROPPED)
    message.state = State.DROPPED
    message.reason = reason or message.reason
    if message.holds_a_secret:
        message.text = ""
    message.save(update_fields=["state", "reason", "text"])


def doubt_what_waits(*, reason: str) -> int:
    """Mark every message that waits as in doubt: what a backup or an export holds may have been sent since."""
    return Message.objects.filter(state__in=[State.WAITING, State.SENDING]).update(
        state=State.IN_DOUBT, reason=reason
    )


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update().get(pk=message.pk)
