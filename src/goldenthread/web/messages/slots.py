"""Where the links in mails lead. They are made as a mail is sent, and kept nowhere."""

from django.conf import settings
from django.urls import reverse

from goldenthread.kernel.outbox.slots import register
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.queries import invitation_numbered, link_of
from goldenthread.returns.queries import round_anywhere


def register_all() -> None:
    """Say how each slot of a mail is filled."""
    register("answer", answer)
    register("round", round_)
    register("sign-in", sign_in)


def answer(number: int) -> str:
    """The page on which the holder of an invitation answers. Raises NotFound for one that was taken back."""
    return _address("web:link-answer", link_of(invitation_numbered(number)))


def round_(number: int) -> str:
    """The page of a round, for those who sign in."""
    asked_in, code = round_anywhere(number, viewer=COMMAND_LINE)
    return _address("web:round", code, asked_in.pk)


def sign_in(_: int) -> str:
    """The page on which one signs in by a code."""
    return _address("account_request_login_code")


def _address(name: str, *words: object) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=words)}"
