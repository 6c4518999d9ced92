"""A measure in two frameworks at once: place it under another one's theme, and take it out again."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures import forms, pages
from goldenthread.web.strategy.frameworks import decided, decisions

FORM = ["GET", "POST"]
INTRO = "It goes on hanging where it hangs. It shows on both pages, and in every total it is counted once."


@access(Access.MANAGER)
@require_http_methods(FORM)
def place_measure(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    measure = measures.measure(subject_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Place it in another framework too: {pages.name_of(measure)}",
        "Place it there too",
        "It hangs in both frameworks now.",
        addresses.of(heading, "measure", measure.pk),
        intro=INTRO,
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.place_under(by=request.viewer, measure=measure, **_where(request, heading, said))

    return handle(request, task, _form(request, heading, measure.theme.strategy_id), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def place_objective(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Place every measure of an objective in another framework."""
    heading = queries.heading(code, viewer=request.viewer)
    objective = strategy.objective(subject_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Place its measures in another framework too: {objective.title}",
        "Place them there too",
        "Its measures hang in both frameworks now.",
        addresses.of(heading, "objective", objective.pk),
        intro=INTRO,
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        where = _where(request, heading, said)
        operations.place_objective(
            by=request.viewer, objective=objective, there=where.pop("objective"), **where
        )

    return handle(request, task, _form(request, heading, objective.theme.strategy_id), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def end_placement(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    placement = measures.placement_numbered(number, viewer=request.viewer, partnership_id=heading.id)
    task = Task(
        heading,
        f"Take it out of {placement.framework}: {pages.name_of(placement.measure)}",
        "Take it out there",
        "It no longer hangs there. An earlier day goes on showing it.",
        addresses.of(heading, "measure", placement.measure_id),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.end_placement(by=request.viewer, placement=placement, reason=said["reason"])

    return handle(request, task, forms.WhyForm, save)


def _form(request: RequestOfViewer, heading: PartnershipHeading, but: int) -> Any:
    """The themes and objectives of every strategy in force except the one it hangs in."""
    themes = strategy.themes(heading.id, viewer=request.viewer).select_related("strategy")
    objectives = strategy.objectives_of(heading.id, viewer=request.viewer)
    return partial(
        forms.PlacementForm,
        [
            (theme.pk, f"{theme.title} ({theme.strategy.title})")
            for theme in themes
            if theme.strategy_id != but
        ],
        [(one.pk, one.title) for one in objectives if one.theme.strategy_id != but],
        decisions=decisions(request, heading),
    )


def _where(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """What the form says, with records in place of their numbers."""
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    objective = said["objective"]
    return decided(request, heading, said) | {
        "theme": strategy.theme(said["theme"], **here),
        "objective": strategy.objective(objective, **here) if objective else None,
    }
