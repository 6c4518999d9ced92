"""The words of the pages about messages."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.kernel.outbox.mailbox import Letter
from goldenthread.overview.shapes.messages import MessageLine, MessagesPage
from goldenthread.web import addresses
from goldenthread.web.frame import Cell, Column, Empty, Entry, Frame, Row, Table, turner

NOT_SENT = "This is a demonstration: these mails are not sent to anybody. You can read them here and follow their links."

WORDS = {
    "waiting": "Waiting to be sent",
    "sending": "Being sent",
    "sent": "Sent",
    "failed": "Refused by the mail server",
    "in_doubt": "In doubt: it may have arrived",
    "too_late": "Not sent: it was too late",
    "dropped": "Dropped by hand",
}
"""What became of a message, by its state."""


def messages(shown: MessagesPage) -> dict[str, object]:
    """Every message of a partnership, the newest first; never what stood in it."""
    heading = shown.heading
    columns = (Column("To"), Column("When"), Column("Why"), Column("What became of it"))
    return {
        "frame": addresses.framed(heading, "Messages", here="messages"),
        "table": Table("Messages", columns, tuple(_row(line) for line in shown.messages), True),
        "has_rows": bool(shown.messages),
        "stuck": f"Mail has waited since {_moment(shown.stuck_since)}. The clock may not be running, or the mail server"
        " does not answer. Ask whoever looks after this site."
        if shown.stuck_since
        else "",
        "turner": turner(shown.page, addresses.of(heading, "messages"), {}),
        "empty": Empty(
            "Nobody was written to yet",
            "Every mail to somebody of this partnership is listed here: when a round asks for figures, reminders,"
            " and invitations to sign in. Sign-in codes are not.",
        ),
    }


def _row(line: MessageLine) -> Row:
    became = WORDS[line.state]
    if line.sent_at:
        became = f"{became}, {_moment(line.sent_at)}"
    return Row(
        Cell(line.name or line.address, note=line.address if line.name else ""),
        (
            Cell(_moment(line.at)),
            Cell(line.title, note=line.purpose.capitalize()),
            Cell(became, faint=line.state == "waiting", note=line.reason),
        ),
    )


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")  # type: ignore[arg-type]


def letters(found: list[Letter]) -> dict[str, object]:
    """The mailbox of a demonstration."""
    rows = tuple(
        Row(Cell(one.title, reverse("web:letter", args=[one.name])), (Cell(one.to), Cell(_moment(one.at))))
        for one in found
    )
    return {
        "frame": Frame(title="Mailbox"),
        "not_sent": NOT_SENT,
        "table": Table("Mails", (Column("Mail"), Column("To"), Column("When")), rows, True),
        "has_rows": bool(rows),
        "empty": Empty(
            "No mail yet",
            "Mail comes when somebody asks for a sign-in code, and when a round asks for figures or reminds of them.",
        ),
    }


def letter(one: Letter) -> dict[str, object]:
    """One mail, with its links to follow."""
    return {
        "frame": Frame(title=one.title, kind="Mail"),
        "not_sent": NOT_SENT,
        "entries": (Entry("To", one.to), Entry("When", _moment(one.at))),
        "text": one.text,
        "back": reverse("web:mailbox"),
    }
