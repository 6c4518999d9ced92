"""The forms about what is done: each loads, hands over to `web.editing`, and calls one operation."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations
from goldenthread.delivery import queries as delivery
from goldenthread.kernel.queries import subject
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import forms, pages
from goldenthread.web.editing.handling import Task, handle

FORM = ["GET", "POST"]


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

    return handle(request, task, _action_form(request, heading), save, initial={"state": "not_started"})


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_task(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, whole = _action(request, code, subject_id)
    task = Task(
        heading,
        f"Add a task: {whole.title}",
        "Add this task",
        "The task is added.",
        addresses.of(heading, "action", whole.pk),
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        return _added(request, heading, said, theme=whole.theme, part_of=whole)

    return handle(request, task, _action_form(request, heading), save, initial={"state": "not_started"})


def _added(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any], **under: Any) -> str:
    fields = (
        said["fields"] | _owner(request, heading, said["fields"]) | _organisation(heading, said["fields"])
    )
    added = operations.add_action(by=request.viewer, **under, **fields)
    operations.set_milestones(by=request.viewer, action=added, milestones=said["milestones"])
    operations.set_quantities(by=request.viewer, action=added, quantities=said["quantities"])
    return addresses.of(heading, "action", added.pk)


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_action(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, action = _action(request, code, subject_id)
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
        fields = said["fields"] | _owner(request, heading, said["fields"])
        fields |= _organisation(heading, said["fields"])
        operations.amend_action(by=request.viewer, action=action, as_of=as_of, **fields)
        operations.set_milestones(by=request.viewer, action=action, milestones=said["milestones"])
        operations.set_quantities(by=request.viewer, action=action, quantities=said["quantities"])

    make = _action_form(request, heading, len(milestones), len(quantities))
    return handle(request, task, make, save, initial=pages.action_as_typed(action, milestones, quantities))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def say_progress(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, action = _action(request, code, subject_id)
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
    return handle(request, task, partial(forms.ProgressForm, rows), save)


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_risk(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    about = _about(request, heading, subject_id)
    task = Task(
        heading,
        f"Add a risk: {about.title}",
        "Add this risk",
        "The risk is in the register.",
        addresses.of(heading, "risks"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        fields = said | _owner(request, heading, said)
        operations.add_risk(by=request.viewer, about=about, scope=strategy.theme_of(about), **fields)

    return handle(request, task, _owned_form(forms.RiskForm, request, heading), save)


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_risk(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    risk = delivery.risk(subject_id, partnership_id=heading.id, viewer=request.viewer)
    scope = next((strategy.theme_of(one) for one in risk.about.all()), None)
    task = Task(
        heading,
        "Judge this risk",
        "Change this risk",
        "The risk is changed.",
        addresses.of(heading, "risks"),
        subject_id=risk.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        fields = said | _owner(request, heading, said)
        operations.amend_risk(by=request.viewer, risk=risk, as_of=as_of, scope=scope, **fields)

    make = _owned_form(forms.RiskForm, request, heading)
    return handle(request, task, make, save, initial=pages.risk_as_typed(risk))


@access(Access.MANAGER)
@require_http_methods(FORM)
def risk_map(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    task = Task(
        heading,
        "How risks are read",
        "Read risks this way",
        "The map is changed. Every risk is read by it from now on.",
        addresses.of(heading, "risks"),
        intro="Each risk is judged by how likely it is and how bad. This says what the two make together.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        partnership = partnerships.partnership_coded(code, viewer=request.viewer)
        operations.set_risk_map(by=request.viewer, partnership=partnership, levels=said["levels"])

    levels = delivery.risk_map(heading.id)
    initial = {f"cell_{row + 1}_{column + 1}": levels[row][column] for row in range(5) for column in range(5)}
    return handle(request, task, forms.RiskMapForm, save, initial=initial)


@access(Access.FOLLOWER)
@require_http_methods(FORM)
def set_point(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    about = _about(request, heading, subject_id)
    task = Task(
        heading,
        f"Set an action point: {about.title}",
        "Set this action point",
        "The action point is set.",
        addresses.of(heading, "action-points"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.set_action_point(by=request.viewer, about=about, **(said | _owner(request, heading, said)))

    return handle(request, task, _owned_form(forms.PointForm, request, heading), save)


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
    heading = queries.heading(code, viewer=request.viewer)
    point = delivery.action_point(subject_id, partnership_id=heading.id, viewer=request.viewer)
    button, done = said
    back = addresses.of(heading, "action-points")
    task = Task(heading, f"{button}: {point.title}", button, done, back, subject_id=point.pk)

    def save(typed: dict[str, Any], _: int | None) -> None:
        operation(by=request.viewer, point=point, reason=typed["reason"])

    return handle(request, task, partial(forms.ReasonForm, label, needed), save)


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
        operations.add_event(by=request.viewer, theme=theme, **_event_fields(request, heading, said))

    return handle(request, task, _event_form(request, heading, theme.pk), save)


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
            by=request.viewer, event=event, as_of=as_of, **_event_fields(request, heading, said)
        )

    make = _event_form(request, heading, event.theme_id, len(referrals))
    return handle(request, task, make, save, initial=pages.event_as_typed(event, referrals))


def _action(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = queries.heading(code, viewer=request.viewer)
    return heading, delivery.action(subject_id, partnership_id=heading.id, viewer=request.viewer)


def _about(request: RequestOfViewer, heading: PartnershipHeading, subject_id: int) -> Any:
    """The record of this partnership that something is to hang on. Raises NotFound."""
    return subject(subject_id, viewer=request.viewer, partnership_id=heading.id)


def _people(request: RequestOfViewer, heading: PartnershipHeading) -> tuple[Any, Any]:
    posts = partnerships.known_posts(heading.id).select_related("organisation")
    return (
        [(one.pk, one.name) for one in partnerships.known_people(heading.id)],
        [(one.pk, f"{one.title}, {one.organisation.name}") for one in posts],
    )


def _organisations(heading: PartnershipHeading) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in partnerships.known_organisations(heading.id)]


def _owned_form(form: Any, request: RequestOfViewer, heading: PartnershipHeading) -> Any:
    return partial(form, *_people(request, heading))


def _action_form(
    request: RequestOfViewer, heading: PartnershipHeading, milestones: int = 0, quantities: int = 0
) -> Any:
    people, posts = _people(request, heading)
    return partial(forms.ActionForm, people, posts, _organisations(heading), milestones, quantities)


def _event_form(
    request: RequestOfViewer, heading: PartnershipHeading, theme_id: int, referrals: int = 0
) -> Any:
    actions = delivery.actions(heading.id, viewer=request.viewer).filter(theme_id=theme_id)
    choices = [(one.pk, one.title) for one in actions]
    return partial(forms.EventForm, _organisations(heading), choices, referrals)


def _owner(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """The owner as records in place of their numbers."""
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    person, post = said["owner_person"], said["owner_post"]
    return {
        "owner_person": partnerships.person(person, **here) if person else None,
        "owner_post": partnerships.post(post, **here) if post else None,
    }


def _organisation(heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    number = said["organisation"]
    found = partnerships.organisation(number, partnership_id=heading.id) if number else None
    return {"organisation": found}


def _event_fields(
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
