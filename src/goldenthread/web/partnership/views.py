"""Load, present, answer; forms go through `web.editing`."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.queries import subject
from goldenthread.overview import queries
from goldenthread.partnership import operations
from goldenthread.partnership import queries as partnerships
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.overview.views import page_number
from goldenthread.web.partnership import forms, pages

FORM = ["GET", "POST"]


@access(Access.ADMINISTRATOR)
def accounts(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.accounts(code, viewer=request.viewer)
    return render(request, "partnership/accounts.html", pages.accounts(shown))


@access(Access.ADMINISTRATOR)
@require_http_methods(FORM)
def give_role(request: RequestOfViewer, code: str) -> HttpResponse:
    """Give somebody a role, and an account where they have none."""
    shown = queries.accounts(code, viewer=request.viewer)
    back = addresses.of(shown.heading, "accounts")

    def save(said: dict[str, Any], _: int | None) -> None:
        scope, person = said.pop("scope"), said.pop("person")
        operations.invite(
            by=request.viewer,
            partnership=partnerships.partnership_coded(code, viewer=request.viewer),
            scope=subject(scope, viewer=request.viewer, partnership_id=shown.heading.id) if scope else None,
            person=partnerships.person(person, partnership_id=shown.heading.id, viewer=request.viewer)
            if person
            else None,
            **said,
        )

    task = Task(
        shown.heading,
        "Give somebody a role",
        "Give this role",
        "The role is given.",
        back,
        intro="They sign in with a code that is sent to their e-mail address, and can choose a password then.",
        facts=pages.what_roles_do(),
    )
    return handle(request, task, partial(forms.RoleForm, shown), save)


@access(Access.ADMINISTRATOR)
@require_http_methods(FORM)
def take_role(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    shown = queries.accounts(code, viewer=request.viewer)
    role = partnerships.role_numbered(number, partnership_id=shown.heading.id)
    task = Task(
        shown.heading,
        f"Take away a role: {pages.role_words(role.get_kind_display(), role.scope.title if role.scope else None)}",
        "Take this role away",
        "The role has ended. Who had it stays in the history.",
        addresses.of(shown.heading, "accounts"),
        intro=f"{role.account} will no longer have this role.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.take_role(by=request.viewer, role=role, reason=said["reason"])

    return handle(request, task, forms.TakeForm, save)


@access(Access.PUBLIC)
def decisions(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.decisions(code, viewer=request.viewer, page=page_number(request))
    return render(request, "partnership/decisions.html", pages.decisions(shown))


@access(Access.PUBLIC)
def decision(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.decision(code, subject_id, viewer=request.viewer)
    return render(request, "partnership/decision.html", pages.decision(shown))


@access(Access.DECIDER)
@require_http_methods(FORM)
def write_decision(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.decisions(code, viewer=request.viewer)
    task = Task(
        shown.heading,
        "Write down a decision",
        "Write it down",
        "The decision is written down. You can name it as the reason for a change.",
        addresses.of(shown.heading, "decisions"),
        here="decisions",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        here, viewer = shown.heading.id, request.viewer
        group, officer = said.pop("group"), said.pop("officer")
        written = operations.record_decision(
            by=request.viewer,
            partnership_id=shown.heading.id,
            group=_group(request, here, group),
            officer=partnerships.post(officer, partnership_id=here, viewer=viewer) if officer else None,
            **said,
        )
        return addresses.of(shown.heading, "decision", written.pk)

    return handle(request, task, partial(forms.DecisionForm, shown), save)


def _group(request: RequestOfViewer, partnership_id: int, group_id: int | None) -> Any:
    if group_id is None:
        return None
    return partnerships.group(group_id, partnership_id=partnership_id, viewer=request.viewer)


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_group(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.governance(code, viewer=request.viewer)
    task = Task(
        shown.heading,
        "Add a group",
        "Add this group",
        "The group is added.",
        addresses.of(shown.heading, "governance"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        above = _group(request, shown.heading.id, said.pop("reports_to"))
        operations.add_group(by=request.viewer, partnership_id=shown.heading.id, reports_to=above, **said)

    return handle(request, task, partial(forms.GroupForm, pages.group_choices(shown)), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_group(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.governance(code, viewer=request.viewer)
    group = partnerships.group(subject_id, partnership_id=shown.heading.id, viewer=request.viewer)
    task = Task(
        shown.heading,
        f"Change {group.name}",
        "Change this group",
        "The group is changed.",
        addresses.of(shown.heading, "governance"),
        subject_id=group.pk,
        table=pages.seats_of(shown, group.pk),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        above = _group(request, shown.heading.id, said.pop("reports_to"))
        operations.amend_group(by=request.viewer, group=group, as_of=as_of, reports_to=above, **said)

    others = [pair for pair in pages.group_choices(shown) if pair[0] != group.pk]
    return handle(request, task, partial(forms.GroupForm, others), save, initial=pages.as_typed(group))


@access(Access.MANAGER)
@require_http_methods(FORM)
def give_seat(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    posts = queries.posts(code, viewer=request.viewer)
    group = partnerships.group(subject_id, partnership_id=posts.heading.id, viewer=request.viewer)
    task = Task(
        posts.heading,
        f"Give a seat in {group.name}",
        "Give this seat",
        "The seat is given.",
        addresses.of(posts.heading, "governance"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        here = posts.heading.id
        organisation, post, person = said.pop("organisation"), said.pop("post"), said.pop("person")
        operations.give_seat(
            by=request.viewer,
            group=group,
            organisation=partnerships.organisation(organisation, partnership_id=here)
            if organisation
            else None,
            post=partnerships.post(post, partnership_id=here, viewer=request.viewer) if post else None,
            person=partnerships.person(person, partnership_id=here, viewer=request.viewer)
            if person
            else None,
            **said,
        )

    organisations = [(o.pk, o.name) for o in partnerships.known_organisations(posts.heading.id)]
    return handle(request, task, partial(forms.SeatForm, organisations, posts), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def end_seat(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    seat = partnerships.seat_numbered(number, partnership_id=heading.id)
    task = Task(
        heading,
        f"End a seat in {seat.group.name}",
        "End this seat",
        "The seat has ended. It still shows on the days before.",
        addresses.of(heading, "governance"),
        intro=pages.seat_words(seat),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.end_seat(by=request.viewer, seat=seat, on=said["on"])

    return handle(request, task, forms.EndForm, save)


@access(Access.PUBLIC)
def places(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.places(code, viewer=request.viewer)
    return render(request, "partnership/places.html", pages.places(shown))


@access(Access.INSIDE)
def posts(request: RequestOfViewer, code: str) -> HttpResponse:
    return render(request, "partnership/posts.html", pages.posts(queries.posts(code, viewer=request.viewer)))


@access(Access.MANAGER)
@require_http_methods(FORM)
def hold_post(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.posts(code, viewer=request.viewer)
    post = partnerships.post(subject_id, partnership_id=shown.heading.id, viewer=request.viewer)
    task = Task(
        shown.heading,
        f"Who takes the post {post.title}?",
        "Take the post",
        "The post has a new holder. What the post leads stays with it.",
        addresses.of(shown.heading, "posts"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        if said["person"]:
            person = partnerships.person(
                said["person"], partnership_id=shown.heading.id, viewer=request.viewer
            )
        else:
            person = operations.add_person(
                by=request.viewer, partnership_id=shown.heading.id, name=said["name"]
            )
        operations.hold_post(by=request.viewer, post=post, person=person, valid_from=said["valid_from"])

    return handle(request, task, partial(forms.HolderForm, shown), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def leave_post(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    holding = partnerships.holding_numbered(number, partnership_id=heading.id)
    task = Task(
        heading,
        f"{holding.person.name} leaves the post {holding.post.title}",
        "Leave the post",
        "The post is free from the day after.",
        addresses.of(heading, "posts"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.leave_post(by=request.viewer, holding=holding, on=said["on"])

    return handle(request, task, forms.EndForm, save)
