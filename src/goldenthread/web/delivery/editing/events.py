"""The forms about events."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations
from goldenthread.delivery import queries as delivery
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import forms
from goldenthread.web.delivery.editing.choosing import FORM, organisations
from goldenthread.web.delivery.typed import event_as_typed
from goldenthread.web.editing.handling import Task, handle


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def add_event(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    theme = strategy.theme(subject_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Write down an event: {theme.title}",
        "Write it down",
        "The event is written down.",
        addresses.of(heading, "events"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.add_event(by=request.viewer, theme=theme, **event_fields(request, heading, said))

    return handle(request, task, event_form(request, heading, theme.pk), save)


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def amend_event(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    event = delivery.event(subject_id, partnership_id=heading.id, viewer=request.viewer)
    referrals = list(event.referrals.order_by("pk"))
    task = Task(
        heading,
        f"Change the event: {event.title}",
        "Change this event",
        "The event is changed.",
        addresses.of(heading, "events"),
        subject_id=event.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_event(
            by=request.viewer, event=event, as_of=as_of, **event_fields(request, heading, said)
        )

    make = event_form(request, heading, event.theme_id, len(referrals), why=True)
    return handle(request, task, make, save, initial=event_as_typed(event, referrals))


def event_form(
    request: RequestOfViewer,
    heading: PartnershipHeading,
    theme_id: int,
    referrals: int = 0,
    *,
    why: bool = False,
) -> Any:
    actions = delivery.actions(heading.id, viewer=request.viewer).filter(theme_id=theme_id)
    choices = [(one.pk, one.title) for one in actions]
    return partial(forms.EventForm, organisations(heading), choices, referrals, why)


def event_fields(
    request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]
) -> dict[str, Any]:
    action = said["fields"]["action"]
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    fields: dict[str, Any] = said["fields"]
    return fields | {
        "action": delivery.action(action, **here) if action else None,
        "referrals": [
            (partnerships.organisation(agency, partnership_id=heading.id), people)
            for agency, people in said["referrals"]
        ],
    }
