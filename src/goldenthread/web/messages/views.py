"""Load, present, answer."""

from django.http import HttpResponse
from django.shortcuts import render

from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.outbox import mailbox
from goldenthread.overview import queries
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.messages import pages
from goldenthread.web.overview.views import page_number


@access(Access.MANAGER)
def messages(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.messages(code, viewer=request.viewer, page=page_number(request))
    return render(request, "messages/messages.html", pages.messages(shown))


@access(Access.PUBLIC)
def letters(request: RequestOfViewer) -> HttpResponse:
    """The mailbox of a demonstration."""
    _check_open()
    return render(request, "messages/mailbox.html", pages.letters(mailbox.letters()))


@access(Access.PUBLIC)
def letter(request: RequestOfViewer, name: str) -> HttpResponse:
    """One mail in the mailbox of a demonstration."""
    _check_open()
    return render(request, "messages/letter.html", pages.letter(mailbox.letter(name)))


def _check_open() -> None:
    if not mailbox.is_open():
        raise NotFound("Mail goes out of here by post: there is no mailbox to look into.")
