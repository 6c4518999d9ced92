"""The mailbox of a demonstration: mail goes into a folder instead of out, to be read on a page."""

import hashlib
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from goldenthread.kernel.errors import NotFound

_NAME: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the mailbox. `name` tells it from others; a message that is sent again takes the place of the first."""

    name: str
    to: str
    title: str
    at: datetime
    text: str


def _folder() -> Path:
    return Path(settings.DATA) / "mailbox"


class EmailBackend(BaseEmailBackend):
    """What `EMAIL_BACKEND` names in a demonstration."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sent = 0
        for mail in email_messages:
            content = mail.message()
            name = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:32]
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
                file.write(content.as_bytes())
            Path(file.name).replace(folder / f"{name}.eml")
            sent += 1
        return sent


def is_open() -> bool:
    """Whether mail goes into the mailbox here."""
    return f"{__name__}.EmailBackend" == settings.EMAIL_BACKEND


def letters() -> list[Letter]:
    """What is in the mailbox, the newest first."""
    found = [_read(path) for path in _folder().glob("*.eml") if _NAME.fullmatch(path.stem)]
    return sorted(found, key=lambda letter: (letter.at, letter.name), reverse=True)


def letter(name: str) -> Letter:
    """One mail. Raises NotFound."""
    path = _folder() / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound("There is no such mail here.")
    return _read(path)


def _read(path: Path) -> Letter:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    return Letter(
        name=path.stem,
        to=str(mail["To"]),
        title=str(mail["Subject"]),
        at=parsedate_to_datetime(str(mail["Date"])).replace(tzinfo=UTC),  # we write it in UTC
        text=str(body.get_content()) if body is not None else "",
    )
