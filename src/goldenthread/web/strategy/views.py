"""Equality, amendments and the next year: load, present, answer."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations as delivery
from goldenthread.kernel.queries import subject
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import operations as people
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import operations
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures.pages import decision_choices
from goldenthread.web.overview.views import page_number
from goldenthread.web.strategy import forms, pages

FORM = ["GET", "POST"]


@access(Access.PUBLIC)
def equality_register(request: RequestOfViewer, code: str) -> HttpResponse:
    state = request.GET.get("state", "")[:20]
    shown = queries.equality_register(code, viewer=request.viewer, page=page_number(request), state=state)
    return render(request, "strategy/register.html", pages.equality_register(shown, state))


@access(Access.PUBLIC)
def equality(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.equality(code, subject_id, viewer=request.viewer)
    return render(request, "strategy/equality.html", pages.equality(shown))


@access(Access.KEEPER)
@require_http_methods(FORM)
def look_at_equality(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    shown = queries.equality(code, subject_id, viewer=request.viewer)
    about = subject(subject_id, viewer=request.viewer, partnership_id=shown.heading.id)
    task = Task(
        shown.heading,
        f"The effect on equality: {about.title}",
        "Keep what was found",
        "What was found is kept.",
        addresses.of(shown.heading, "equality", subject_id),
        intro="Say for each group of people whether this is better or worse for them, and how you know.",
        subject_id=subject_id,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.look_at_equality(by=request.viewer, about=about, as_of=as_of, **said)

    return handle(request, task, forms.EqualityForm, save, initial=pages.equality_as_typed(shown))


@access(Access.PUBLIC)
def amendments(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.amendments(code, viewer=request.viewer, page=page_number(request))
    return render(request, "strategy/amendments.html", pages.amendments(shown))


@access(Access.MANAGER)
@require_http_methods(FORM)
def roll_forward(request: RequestOfViewer, code: str) -> HttpResponse:
    """Start the next year from this one."""
    shown = queries.year_end(code, viewer=request.viewer)
    heading = shown.heading
    if not shown.following:
        return _first_year(request, code, heading)
    task = Task(
        heading,
        f"Start the year {shown.following}",
        f"Start {shown.following}",
        f"The year {shown.following} has begun. Nothing of {heading.year} was changed.",
        addresses.partnership(heading),
        intro=pages.year_end_words(shown),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        number = said.pop("decision")
        here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
        delivery.roll_forward(
            by=request.viewer,
            partnership=partnerships.partnership_coded(code, viewer=request.viewer),
            decision=partnerships.decision(number, **here) if number else None,
            **said,
        )

    decisions = decision_choices(partnerships.decisions(heading.id, viewer=request.viewer))
    return handle(request, task, partial(forms.YearForm, shown, decisions), save)


def _first_year(request: RequestOfViewer, code: str, heading: PartnershipHeading) -> HttpResponse:
    """Say which year the partnership reports on, before there can be a next one."""
    task = Task(
        heading,
        "Which year do you report on?",
        "Report on this year",
        "The year is set. From here you start the next one when it is over.",
        addresses.of(heading, "roll-forward"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        partnership = partnerships.partnership_coded(code, viewer=request.viewer)
        people.report_on(by=request.viewer, partnership=partnership, year=said["year"])

    return handle(request, task, forms.FirstYearForm, save)
