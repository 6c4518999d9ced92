"""The forms about action points: set, change, done, closed by a second person."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations
from goldenthread.delivery import queries as delivery
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import forms
from goldenthread.web.delivery.editing.choosing import FORM, about_of, owned_form, owner
from goldenthread.web.delivery.typed import point_as_typed
from goldenthread.web.editing.handling import Task, handle


@access(Access.FOLLOWER)
@require_http_methods(FORM)
def set_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    about = about_of(request, heading, subject_id)
    task = Task(
        heading,
        f"Set an action point: {about.title}",
        "Set this action point",
        "The action point is set.",
        addresses.of(heading, "action-points"),
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        fields = said | owner(request, heading, said)
        point = operations.set_action_point(by=request.viewer, about=about, **fields)
        return addresses.of(heading, "action-point", point.pk)

    return handle(request, task, owned_form(forms.PointForm, request, heading), save)


@access(Access.FOLLOWER)
@require_http_methods(FORM)
def amend_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, point = _point(request, code, subject_id)
    back = addresses.of(heading, "action-point", point.pk)
    task = Task(
        heading,
        f"Change the action point: {point.title}",
        "Change this action point",
        "The action point is changed.",
        back,
        subject_id=point.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        fields = said | owner(request, heading, said)
        operations.amend_action_point(by=request.viewer, point=point, as_of=as_of, **fields)

    make = owned_form(forms.PointForm, request, heading)
    return handle(request, task, make, save, initial=point_as_typed(point))


@access(Access.INSIDE)
@require_http_methods(FORM)
def finish_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    said = ("It is done", "It is said to be done. A second person closes it.")
    return _move(
        request, code, subject_id, operations.finish_action_point, said, "What was done", needed=False
    )


@access(Access.VERIFIER)
@require_http_methods(FORM)
def close_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    said = ("Close it", "The action point is closed.")
    return _move(request, code, subject_id, operations.close_action_point, said, "How you know", needed=False)


@access(Access.VERIFIER)
@require_http_methods(FORM)
def reopen_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    said = ("Open it again", "The action point is open again.")
    return _move(request, code, subject_id, operations.reopen_action_point, said, "Why", needed=True)


@access(Access.FOLLOWER)
@require_http_methods(FORM)
def drop_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    said = ("Drop it", "The action point is dropped. It stays on record.")
    return _move(request, code, subject_id, operations.drop_action_point, said, "Why", needed=True)


def _move(
    request: RequestOfViewer,
    code: str,
    subject_id: int,
    operation: Any,
    said: tuple[str, str],
    label: str,
    *,
    needed: bool,
) -> HttpResponse:
    """Bring an action point into another state."""
    heading, point = _point(request, code, subject_id)
    button, done = said
    back = addresses.of(heading, "action-point", point.pk)
    task = Task(heading, f"{button}: {point.title}", button, done, back, subject_id=point.pk)

    def save(typed: dict[str, Any], _: int | None) -> None:
        operation(by=request.viewer, point=point, reason=typed["reason"])

    return handle(request, task, partial(forms.ReasonForm, label, needed), save)


def _point(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = queries.heading(code, viewer=request.viewer)
    return heading, delivery.action_point(subject_id, partnership_id=heading.id, viewer=request.viewer)
