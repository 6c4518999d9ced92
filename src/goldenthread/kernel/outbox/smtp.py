"""Django's SMTP, with one thing more: it knows whether the mail server had begun to take a message."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class _Noting:
    """`handed_over` is True from the moment that a message's content is offered until the next message begins."""

    handed_over = False

    def mail(self, *words: Any, **options: Any) -> Any:
        self.handed_over = False
        return super().mail(*words, **options)  # type: ignore[misc]

    def data(self, content: Any) -> Any:
        self.handed_over = True
        return super().data(content)  # type: ignore[misc]


class NotingSMTP(_Noting, smtplib.SMTP):
    """SMTP, plain or with STARTTLS."""


class NotingSMTPOverTLS(_Noting, smtplib.SMTP_SSL):
    """SMTP over TLS from the beginning."""


class EmailBackend(smtp.EmailBackend):
    """What `EMAIL_BACKEND` names where mail goes out by SMTP."""

    @property
    def connection_class(self) -> Any:
        return NotingSMTPOverTLS if self.use_ssl else NotingSMTP
