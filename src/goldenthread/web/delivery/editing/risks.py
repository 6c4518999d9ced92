"""The forms about risks."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery import operations
from goldenthread.delivery import queries as delivery
from goldenthread.overview import queries
from goldenthread.partnership import queries as partnerships
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.delivery import forms
from goldenthread.web.delivery.editing.choosing import FORM, about_of, owned_form, owner
from goldenthread.web.delivery.typed import risk_as_typed
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.frame import Entry, Link


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_risk(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    about = about_of(request, heading, subject_id)
    task = Task(
        heading,
        f"Add a risk: {about.title}",
        "Add this risk",
        "The risk is in the register.",
        addresses.of(heading, "risks"),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        fields = said | owner(request, heading, said)
        operations.add_risk(by=request.viewer, about=about, **fields)

    return handle(request, task, owned_form(forms.RiskForm, request, heading), save)


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_risk(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    risk = delivery.risk(subject_id, partnership_id=heading.id, viewer=request.viewer)
    hang = addresses.of(heading, "hang-risk", risk.pk)
    task = Task(
        heading,
        "Judge this risk",
        "Change this risk",
        "The risk is changed.",
        addresses.of(heading, "risks"),
        subject_id=risk.pk,
        facts=(
            Entry(
                "It hangs on",
                "; ".join(one.title for one in delivery.about_risk(risk, viewer=request.viewer)),
            ),
            Entry("Elsewhere", links=(Link("Let it hang on something else too", hang),)),
        ),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        fields = said | owner(request, heading, said)
        operations.amend_risk(by=request.viewer, risk=risk, as_of=as_of, **fields)

    make = owned_form(forms.RiskForm, request, heading)
    return handle(request, task, make, save, initial=risk_as_typed(risk))


@access(Access.KEEPER)
@require_http_methods(FORM)
def hang_risk(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    risk = delivery.risk(subject_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Let this risk hang on something else too: {risk.title}",
        "Let it hang there too",
        "The risk hangs there too.",
        addresses.of(heading, "risks"),
        subject_id=risk.pk,
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        about = about_of(request, heading, said["about"])
        operations.hang_risk(by=request.viewer, risk=risk, about=[about])

    choices = delivery.risk_choices(risk, viewer=request.viewer)
    return handle(request, task, partial(forms.HangForm, choices), save)


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
        template="delivery/risk_map.html",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        partnership = partnerships.partnership_coded(code, viewer=request.viewer)
        operations.set_risk_map(by=request.viewer, partnership=partnership, levels=said["levels"])

    levels = delivery.risk_map(heading.id)
    initial = {f"cell_{row + 1}_{column + 1}": levels[row][column] for row in range(5) for column in range(5)}
    return handle(request, task, forms.RiskMapForm, save, initial=initial)
