"""The forms about actions, their tasks, and how they go."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations
from goldenthread.delivery import queries as delivery
from goldenthread.delivery.rules import OVER
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import forms, pages
from goldenthread.web.delivery.editing.choosing import (
    FORM,
    one_action,
    organisation,
    organisations,
    owned_form,
    owner,
)
from goldenthread.web.delivery.typed import action_as_typed
from goldenthread.web.editing.handling import Task, handle


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_action(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    theme = strategy.theme(subject_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Add an action: {theme.title}",
        "Add this action",
        "The action is added.",
        addresses.of(heading, "theme", theme.pk),
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        return _added(request, heading, said, theme=theme)

    return handle(request, task, action_form(request, heading), save, initial={"state": "not_started"})


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_task(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, whole = one_action(request, code, subject_id)
    task = Task(
        heading,
        f"Add a task: {whole.title}",
        "Add this task",
        "The task is added.",
        addresses.of(heading, "action", whole.pk),
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        return _added(request, heading, said, theme=whole.theme, part_of=whole)

    return handle(request, task, action_form(request, heading), save, initial={"state": "not_started"})


def _added(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any], **under: Any) -> str:
    fields = said["fields"] | owner(request, heading, said["fields"]) | organisation(heading, said["fields"])
    added = operations.add_action(by=request.viewer, **under, **fields)
    operations.set_milestones(by=request.viewer, action=added, milestones=said["milestones"])
    operations.set_quantities(by=request.viewer, action=added, quantities=said["quantities"])
    return addresses.of(heading, "action", added.pk)


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_action(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, action = one_action(request, code, subject_id)
    milestones, quantities = list(delivery.milestones_of(action)), list(delivery.quantities_of(action))
    task = Task(
        heading,
        f"Change the action: {action.title}",
        "Change this action",
        "The action is changed.",
        addresses.of(heading, "action", action.pk),
        subject_id=action.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        fields = said["fields"] | owner(request, heading, said["fields"])
        fields |= organisation(heading, said["fields"])
        operations.amend_action(by=request.viewer, action=action, as_of=as_of, **fields)
        lists = {"by": request.viewer, "action": action, "as_of": as_of}
        operations.set_milestones(milestones=said["milestones"], **lists)
        operations.set_quantities(quantities=said["quantities"], **lists)

    make = action_form(request, heading, action.state, len(milestones), len(quantities))
    return handle(request, task, make, save, initial=action_as_typed(action, milestones, quantities))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def say_progress(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, action = one_action(request, code, subject_id)
    operations.check_contributes(request.viewer, action)
    milestones = {one.pk: one for one in delivery.milestones_of(action)}
    task = Task(
        heading,
        f"Say how it goes: {action.title}",
        "Send this",
        "Thank you. What was said before is kept.",
        addresses.of(heading, "action", action.pk),
        subject_id=action.pk,
        facts=pages.said_before(action, delivery.progress_of(action, viewer=request.viewer)),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        reached = {number: said.pop(f"reached_{number}") for number in milestones}
        operations.say_progress(by=request.viewer, action=action, **(said | {"state": said["state"] or ""}))
        for number, day in reached.items():
            if milestones[number].reached_on != day:
                operations.reach_milestone(by=request.viewer, milestone=milestones[number], on=day)

    rows = [(one.pk, one.title, one.reached_on) for one in milestones.values()]
    initial = {"state": "under_way"} if action.state in OVER else None
    return handle(request, task, partial(forms.ProgressForm, rows, action.state), save, initial=initial)


def action_form(
    request: RequestOfViewer,
    heading: PartnershipHeading,
    state: str = "",
    milestones: int = 0,
    quantities: int = 0,
) -> Any:
    form = owned_form(forms.ActionForm, request, heading)
    return partial(form, organisations(heading), state, milestones, quantities)
