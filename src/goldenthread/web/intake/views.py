"""Documents: send one, look at what was understood, accept or discard it, publish the plan."""

import re
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goldenthread.intake import operations, queries
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.queries import to_publish
from goldenthread.overview.queries import heading
from goldenthread.partnership.queries import partnership_coded
from goldenthread.reading.errors import Unreadable
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import handle
from goldenthread.web.intake import pages
from goldenthread.web.intake.forms import DocumentForm, PublishForm
from goldenthread.web.intake.uploads import on_disk

FIELD = re.compile(r"field-[a-z0-9_-]+")


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def intake(request: RequestOfViewer, code: str) -> HttpResponse:
    """Send a document, and see which drafts wait."""
    shown = heading(code, viewer=request.viewer)
    form = DocumentForm()
    if request.method == "POST":
        # Reading POST runs the upload handlers, which say whether the document was too large.
        form = DocumentForm(
            request.POST, request.FILES, was_too_large=getattr(request, "is_too_large", False)
        )
    if form.is_bound and form.is_valid():
        try:
            draft = _upload(request, code, form.cleaned_data["document"])
        except (Unreadable, Refused) as problem:
            form.add_error("document", str(problem))
        else:
            return redirect("web:review", code=code, subject_id=draft)
    drafts = queries.open_drafts(shown.id, viewer=request.viewer)
    status = 422 if form.errors else 200
    return render(request, "intake/intake.html", pages.intake(shown, form, drafts), status=status)


def _upload(request: RequestOfViewer, code: str, sent: UploadedFile) -> int:
    """Read what was sent from a file of its own, at most one byte beyond the limit."""
    partnership = partnership_coded(code, viewer=request.viewer)
    with on_disk(sent) as path:
        draft = operations.upload_document(
            path=path,
            name=sent.name or "document",
            partnership=partnership,
            by=request.viewer,
            limit=settings.UPLOAD_LIMIT,
        )
    return int(draft.pk)


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def review(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """The source on the left, what was understood on the right; save, accept or discard."""
    shown = heading(code, viewer=request.viewer)
    draft = queries.draft(subject_id, partnership_id=shown.id, viewer=request.viewer)
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        typed = {
            name[5:]: _as_kept(str(value)) for name, value in request.POST.items() if name.startswith("plan:")
        }
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdigit() else 0
        try:
            draft = operations.edit_draft(draft=draft, by=request.viewer, version=version, edits=typed)
            done = _decide(request, draft, request.POST.get("decision", "save"))
        except Invalid as problem:
            wrong = problem.fields
        except Conflict as problem:
            theirs = queries.edits_since(draft, version, viewer=request.viewer)
            typed, wrong = pages.meanwhile(str(problem), typed, theirs)
        except Refused as problem:
            wrong, typed = {"": str(problem)}, {}
        else:
            messages.success(request, done)
            return redirect(_after(request.POST.get("decision", ""), code, subject_id))
        draft = queries.draft(subject_id, partnership_id=shown.id, viewer=request.viewer)
    difference = queries.draft_difference(draft, viewer=request.viewer)
    context = pages.review(shown, draft, queries.draft_findings(draft), difference, typed, wrong)
    return render(request, "intake/review.html", context, status=422 if wrong else 200)


def _as_kept(typed: str) -> str:
    """What was typed, with our own ends of lines (a browser sends others), without what no database keeps."""
    return typed.replace("\r\n", "\n").replace("\0", "")


def _after(decision: str, code: str, draft_id: int) -> str:
    """Where to go next: on from a closed draft, or back to the field that was named beside "save"."""
    if decision in {"accept", "discard"}:
        return reverse("web:partnership" if decision == "accept" else "web:intake", args=[code])
    field = decision.partition(" ")[2]
    return reverse("web:review", args=[code, draft_id]) + (f"#{field}" if FIELD.fullmatch(field) else "")


def _decide(request: RequestOfViewer, draft: Any, decision: str) -> str:
    """Carry out what the manager chose, and say so."""
    if decision == "accept":
        change = operations.accept_draft(draft=draft, by=request.viewer)
        return pages.accepted(change)
    if decision == "discard":
        operations.discard_draft(draft=draft, by=request.viewer)
        return "The draft was put aside. The document is kept, and you can send it again."
    return "Saved. Nothing is in the plan until you accept it."


@access(Access.PUBLIC)
@require_http_methods(["GET"])
def document(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """A document as text, for the partnership's own people; others are told that there is none."""
    shown = heading(code, viewer=request.viewer)
    kept = queries.document(subject_id, partnership_id=shown.id, viewer=request.viewer)
    return render(request, "intake/document.html", pages.document(shown, kept))


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def publish(request: RequestOfViewer, code: str) -> HttpResponse:
    """Ask what everyone may read from now on, then show it to them."""
    shown = heading(code, viewer=request.viewer)

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.publish_plan(
            partnership=partnership_coded(code, viewer=request.viewer), by=request.viewer, **said
        )

    waiting = list(to_publish(shown.id).exclude(kind="partnership"))
    if shown.published and not waiting:
        return render(request, "intake/published.html", pages.published(shown))
    return handle(request, pages.publishing(shown), partial(PublishForm, waiting), save)
