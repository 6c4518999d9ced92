"""Outside templates: send one, fill it for a period, download it, note that it was sent."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.overview.queries import heading
from goldenthread.partnership.queries import partnership_coded
from goldenthread.publishing import operations, queries
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning.periods import last_quarter
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.intake.uploads import on_disk
from goldenthread.web.publishing import forms, pages

FORM = ["GET", "POST"]


@access(Access.MANAGER)
@require_safe
def templates(request: RequestOfViewer, code: str) -> HttpResponse:
    """The templates of a partnership."""
    shown = heading(code, viewer=request.viewer)
    lines = queries.templates(shown.id, viewer=request.viewer)
    return render(request, "publishing/templates.html", pages.templates(shown, lines))


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_template(request: RequestOfViewer, code: str) -> HttpResponse:
    """Send a template for the first time."""
    shown = heading(code, viewer=request.viewer)
    partnership = partnership_coded(code, viewer=request.viewer)

    def keep(said: dict[str, Any], path: Path, name: str) -> Any:
        return operations.add_template(
            by=request.viewer,
            partnership=partnership,
            title=said["title"],
            asked_by=said["asked_by"],
            path=path,
            name=name,
            limit=settings.UPLOAD_LIMIT,
        )

    frame = addresses.framed(shown, "Send somebody’s template", here="templates")
    return _upload(request, code, forms.TemplateForm, keep, frame)


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_version(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Send the new file of a template that they changed."""
    shown = heading(code, viewer=request.viewer)
    found = queries.template(subject_id, partnership_id=shown.id, viewer=request.viewer)

    def keep(said: dict[str, Any], path: Path, name: str) -> Any:
        return operations.add_version(
            by=request.viewer, template=found, path=path, name=name, limit=settings.UPLOAD_LIMIT
        )

    frame = addresses.framed(
        shown, f"Send the new file of {found.title}", here="templates", above=pages.above(shown)
    )
    return _upload(request, code, forms.FileForm, keep, frame)


def _upload(
    request: RequestOfViewer,
    code: str,
    make_form: Callable[..., Any],
    keep: Callable[[dict[str, Any], Path, str], Any],
    frame: Any,
) -> HttpResponse:
    form = make_form()
    if request.method == "POST":
        form = make_form(request.POST, request.FILES, was_too_large=getattr(request, "is_too_large", False))
        if form.is_valid():
            try:
                version = _kept(form.cleaned_data, keep)
            except Invalid as problem:
                for name, sentence in problem.fields.items():
                    form.add_error(name, sentence)
            except (Unreadable, Refused) as problem:
                form.add_error("file", str(problem))
            else:
                return redirect("web:template-places", code=code, number=version.pk)
    context = {"frame": frame, "form": form}
    return render(request, "publishing/send.html", context, status=422 if form.errors else 200)


def _kept(said: dict[str, Any], keep: Callable[[dict[str, Any], Path, str], Any]) -> Any:
    """Read what was sent from a file of its own, at most one byte beyond the limit."""
    sent: UploadedFile = said["file"]
    with on_disk(sent) as path:
        return keep(said, path, sent.name or "template")


@access(Access.MANAGER)
@require_safe
def template(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """One template: its files, and every copy that was filled."""
    shown = heading(code, viewer=request.viewer)
    found = queries.template(subject_id, partnership_id=shown.id, viewer=request.viewer)
    context = pages.template(shown, found, list(queries.versions(found)), list(queries.copies(found)))
    return render(request, "publishing/template.html", context)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_template(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Change what a template is called."""
    shown = heading(code, viewer=request.viewer)
    found = queries.template(subject_id, partnership_id=shown.id, viewer=request.viewer)
    task = Task(
        shown,
        f"Change {found.title}",
        "Change it",
        "It is changed.",
        addresses.of(shown, "template", found.pk),
        subject_id=found.pk,
        above=pages.above(shown),
        here="templates",
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_template(by=request.viewer, template=found, as_of=as_of, **said)

    initial = {"title": found.title, "asked_by": found.asked_by}
    return handle(request, task, forms.NameForm, save, initial=initial)


@access(Access.MANAGER)
@require_http_methods(FORM)
def withdraw(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Fill a template no more."""
    shown = heading(code, viewer=request.viewer)
    found = queries.template(subject_id, partnership_id=shown.id, viewer=request.viewer)
    task = Task(
        shown,
        f"Fill {found.title} no more",
        "Fill it no more",
        "It is not filled any more. What was filled is kept.",
        addresses.of(shown, "templates"),
        above=pages.above(shown),
        here="templates",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.withdraw_template(by=request.viewer, template=found, reason=said["reason"])

    return handle(request, task, forms.StopForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def fill(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Fill a template for a period."""
    shown = heading(code, viewer=request.viewer)
    found = queries.template(subject_id, partnership_id=shown.id, viewer=request.viewer)
    task = Task(
        shown,
        f"Fill {found.title}",
        "Fill it",
        "The template is filled. Look through it before you send it.",
        addresses.of(shown, "template", found.pk),
        intro="Only figures that were accepted go in. Where there is none, it says so in words.",
        above=pages.above(shown),
        here="templates",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        filled = operations.fill(by=request.viewer, template=found, period=said["period"])
        return addresses.of(shown, "filled-template", filled.pk)

    return handle(request, task, forms.PeriodForm, save, initial={"period": last_quarter(clock.today())})


@access(Access.MANAGER)
@require_safe
def copy(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """One filled copy: what changed since the one sent last, and where everything in it is from."""
    shown = heading(code, viewer=request.viewer)
    found = queries.copy_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    before = queries.last_sent_before(found)
    changes = queries.changes(found, before) if before else ()
    context = pages.copy(shown, found, before, changes, list(queries.said(found)))
    return render(request, "publishing/copy.html", context)


@access(Access.MANAGER)
@require_http_methods(FORM)
def mark_sent(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Note that a copy was sent."""
    shown = heading(code, viewer=request.viewer)
    found = queries.copy_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    task = Task(
        shown,
        f"{found.version.template.title} for {found.period} was sent",
        "Note that it was sent",
        "It is noted. The next copy says what has changed since this one.",
        addresses.of(shown, "filled-template", found.pk),
        intro="Golden Thread does not send it. Send it as you always do, and note it here.",
        above=pages.above(shown, found.version.template),
        here="templates",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.mark_sent(by=request.viewer, copy=found, **said)

    initial = {"sent_to": found.version.template.asked_by, "sent_on": clock.today()}
    return handle(request, task, forms.SentForm, save, initial=initial)


@access(Access.MANAGER)
@require_safe
def download_version(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """A template as they sent it."""
    shown = heading(code, viewer=request.viewer)
    found = queries.version_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    return _file(found.content, found.file_name)


@access(Access.MANAGER)
@require_safe
def download_copy(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """A filled copy."""
    shown = heading(code, viewer=request.viewer)
    found = queries.copy_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    return _file(found.content, found.file_name)


def _file(content: Any, name: str) -> HttpResponse:
    """A file to keep, never to open in the page."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(bytes(content), content_type=kind, headers={"Content-Disposition": disposition})
