"""Another partnership's measures in one's own plan: find them, take them in, say what they mean here."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures import forms, pages

FORM = ["GET", "POST"]


@access(Access.MANAGER)
def adoptable(request: RequestOfViewer, code: str) -> HttpResponse:
    """Search the measures of other partnerships."""
    heading = queries.heading(code, viewer=request.viewer)
    words = request.GET.get("words", "")[:200]
    found = measures.adoptable(heading.id, words, viewer=request.viewer)
    return render(request, "measures/adoptable.html", pages.adoptable(heading, words, found))


@access(Access.MANAGER)
@require_http_methods(FORM)
def adopt(request: RequestOfViewer, code: str, series: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    chosen = measures.series_numbered(series, viewer=request.viewer)
    task = Task(
        heading,
        f"Adopt {pages.name_of(chosen.measure)}, {chosen.place.name}",
        "Adopt this measure",
        "The measure is in your plan. Its steward goes on keeping the figures.",
        addresses.of(heading, "measure", chosen.measure_id),
        intro="You see every figure as soon as its steward has it, and set targets of your own.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.adopt(
            by=request.viewer,
            partnership=partnerships.partnership_coded(code, viewer=request.viewer),
            series=chosen,
            **_where(request, heading, said),
        )

    return handle(request, task, _form(request, heading), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_adoption(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading, adoption, task = _adopted(
        request, code, number, "Change where it hangs", "Change this", "The adopted measure is changed."
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.amend_adoption(by=request.viewer, adoption=adoption, **_where(request, heading, said))

    initial = {
        "theme": adoption.theme_id,
        "objective": adoption.objective_id,
        "comment": adoption.comment,
    }
    return handle(request, task, _form(request, heading), save, initial=initial)


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_target(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """A target of one's own for an adopted measure."""
    heading, adoption, task = _adopted(
        request, code, number, "Set a target of your own", "Set this target", "Your target is set."
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        chosen = said.pop("decision", None)
        decision = (
            partnerships.decision(chosen, partnership_id=heading.id, viewer=request.viewer)
            if chosen
            else None
        )
        operations.add_target(
            by=request.viewer,
            series=adoption.series,
            period=operations.period_named(said.pop("period")),
            adoption=adoption,
            decision=decision,
            **said,
        )

    decisions = pages.decision_choices(partnerships.decisions(heading.id, viewer=request.viewer))
    return handle(request, task, partial(forms.TargetForm, decisions=decisions), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def end_adoption(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading, adoption, task = _adopted(
        request, code, number, "Take it out of your plan", "Take it out", "The measure is out of your plan."
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        operations.end_adoption(by=request.viewer, adoption=adoption, reason=said["reason"])
        return addresses.of(heading, "theme", adoption.theme_id)

    return handle(request, task, forms.WhyForm, save)


def _adopted(
    request: RequestOfViewer, code: str, number: int, what: str, button: str, done: str
) -> tuple[PartnershipHeading, Any, Task]:
    heading = queries.heading(code, viewer=request.viewer)
    adoption = measures.adoption_numbered(number, viewer=request.viewer, partnership_id=heading.id)
    measure = adoption.series.measure
    back = addresses.of(heading, "measure", measure.pk)
    return heading, adoption, Task(heading, f"{what}: {pages.name_of(measure)}", button, done, back)


def _form(request: RequestOfViewer, heading: PartnershipHeading) -> Any:
    themes = strategy.themes(heading.id, viewer=request.viewer)
    objectives = strategy.objectives_of(heading.id, viewer=request.viewer)
    return partial(
        forms.AdoptionForm,
        [(theme.pk, theme.title) for theme in themes],
        [(objective.pk, objective.title) for objective in objectives],
    )


def _where(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """What the form says, with records in place of their numbers."""
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    objective = said["objective"]
    return said | {
        "theme": strategy.theme(said["theme"], **here),
        "objective": strategy.objective(objective, **here) if objective else None,
    }
