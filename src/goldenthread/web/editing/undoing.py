"""A change of words is undone by another change, which says what stood there before."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.kernel import queries as kernel
from goldenthread.kernel.errors import Refused
from goldenthread.overview import queries
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.editing.writers import WRITERS
from goldenthread.web.frame import Entry


class UndoForm(forms.Form):
    """Why a change is undone."""

    reason = forms.CharField(
        label="Why", max_length=500, error_messages={"required": "Say in a few words why you undo it."}
    )


@access(Access.CONTRIBUTOR)
@require_http_methods(["GET", "POST"])
def undo(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    """Say again what the words said before a change."""
    heading = queries.heading(code, viewer=request.viewer)
    subject = kernel.subject(subject_id, viewer=request.viewer, partnership_id=heading.id)
    event = kernel.amendment(number, subject_id=subject_id, viewer=request.viewer)
    before = kernel.words_before(event)
    if not before or subject.kind not in WRITERS:
        raise Refused("Only a change of words can be undone here. Change the record itself.")
    find, amend, called = WRITERS[subject.kind]
    task = Task(
        heading,
        f"Undo a change: {subject.title}",
        "Undo this change",
        "It says again what it said before. Both changes stay in its past.",
        addresses.of(heading, "history", subject.pk),
        facts=tuple(
            Entry(f"{name.replace('_', ' ').capitalize()} becomes again", words, missing="Blank")
            for name, words in before.items()
        ),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        record = find(subject.pk, partnership_id=heading.id, viewer=request.viewer)
        amend(by=request.viewer, as_of=event.pk, reason=said["reason"], **{called: record}, **before)

    return handle(request, task, partial(UndoForm), save)
