"""`goldenthread outbox`: what is on its way out, what did not go, and what to do about it."""

import argparse
from typing import TYPE_CHECKING, Any

from goldenthread.jobs.setting import wake
from goldenthread.kernel.errors import Refused

if TYPE_CHECKING:
    from goldenthread.kernel.outbox.models import Message

SHOWN = 50


def add_to(commands: Any) -> None:
    """Add `outbox` to the command line."""
    outbox = commands.add_parser(
        "outbox",
        help="show the messages that were written, and send again what did not go",
        description="Shows messages, the newest first. What is in doubt may have been sent: it goes again only by its "
        "number, under the Message-ID that it had.",
    )
    outbox.add_argument(
        "--state", metavar="STATE", default="", help="show only those in a state, such as in_doubt"
    )
    outbox.add_argument("--all", action="store_true", help=f"show all, not only the last {SHOWN}")
    outbox.add_argument(
        "--retry", metavar="NUMBER|all-failed", help="send a message again, or all that were refused"
    )
    outbox.add_argument("--forget", metavar="NUMBER", type=int, help="never send this message")
    outbox.add_argument("--send", action="store_true", help="send what waits now")
    outbox.set_defaults(run=_outbox)


def _outbox(asked: argparse.Namespace) -> int:
    wake()
    from goldenthread.kernel.outbox import operations, queries

    operations.settle_abandoned()
    if asked.state and asked.state not in dict(queries.STATES):
        raise Refused(f"There is no state “{asked.state}”. Choose from {', '.join(dict(queries.STATES))}.")
    if asked.retry:
        _retry(asked.retry)
    if asked.forget is not None:
        operations.drop(queries.message_numbered(asked.forget))
        print(f"Message {asked.forget} is dropped.")
    if asked.send:
        print(said(operations.deliver()))
    if not (asked.retry or asked.forget is not None or asked.send):
        _show(asked.state, everything=asked.all)
    return 0


def _retry(which: str) -> None:
    from goldenthread.kernel.outbox import operations, queries

    if which == "all-failed":
        chosen = [
            message for message in queries.messages(state="failed").reverse() if not message.holds_a_secret
        ]
    elif which.isdigit():
        chosen = [queries.message_numbered(int(which))]
    else:
        raise Refused(f"“{which}” is no number of a message. Give a number, or all-failed.")
    for message in chosen:
        operations.retry(message)
    print(f"{len(chosen)} {'message waits' if len(chosen) == 1 else 'messages wait'} to be sent again.")


def said(done: Any) -> str:
    """How a round of sending went, in a line."""
    parts = [f"{done.sent} sent"]
    for number, words in (
        (done.later, "to be tried later"),
        (done.failed, "refused"),
        (done.in_doubt, "in doubt"),
        (done.too_late, "too late"),
    ):
        if number:
            parts.append(f"{number} {words}")
    if done.unreachable:
        parts.append(f"the mail server does not answer: {done.unreachable}")
    return f"{', '.join(parts)}."


def _show(state: str, *, everything: bool) -> None:
    from goldenthread.kernel.outbox import queries

    counts = queries.counts()
    print(
        ", ".join(f"{label.lower()} {counts[name]}" for name, label in queries.STATES if name in counts)
        or "empty"
    )
    found = queries.messages(state=state)
    for message in found if everything else found[:SHOWN]:
        print(_line(message))


def _line(message: "Message") -> str:
    when = f"{message.created_at:%Y-%m-%d %H:%M}"
    reason = f"  ({message.reason})" if message.reason else ""
    return (
        f"{message.pk:>6}  {message.state:<9} {when}  {message.to_address}  {message.purpose}: {message.title}"
        f"  {message.message_id}{reason}"
    )
