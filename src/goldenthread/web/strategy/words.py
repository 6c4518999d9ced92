"""The forms that amend the strategy: every one asks why, and by which decision."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import operations
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures.pages import decision_choices
from goldenthread.web.strategy import forms
from goldenthread.web.strategy.frameworks import decided, decisions

FORM = ["GET", "POST"]


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_strategy(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    fields = ("title", "years", "starts_on", "ends_on", "vision")
    return _amend(
        request,
        code,
        partial(strategy.strategy, subject_id),
        "Change the strategy",
        forms.StrategyForm,
        initial=lambda one: (
            {name: getattr(one, name) for name in fields} | {"principles": "\n".join(one.principles)}
        ),
        back=lambda heading, _: addresses.partnership(heading),
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_theme(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    fields = ("title", "summary", "arrangements", "innovation")
    return _amend(
        request,
        code,
        partial(strategy.theme, subject_id),
        "Change the theme",
        forms.ThemeForm,
        initial=lambda one: {name: getattr(one, name) for name in fields},
        back=lambda heading, one: addresses.of(heading, "theme", one.pk),
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_objective(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    return _amend(
        request,
        code,
        partial(strategy.objective, subject_id),
        "Change the objective",
        partial(forms.TitleForm, "The objective"),
        initial=lambda one: {"title": one.title},
        back=lambda heading, one: addresses.of(heading, "objective", one.pk),
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_commitment(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    return _amend(
        request,
        code,
        partial(strategy.commitment, subject_id),
        "Change the promise",
        partial(forms.TitleForm, "The promise"),
        initial=lambda one: {"title": one.title},
        back=lambda heading, one: addresses.of(heading, "theme", one.theme_id),
    )


def _amend(
    request: RequestOfViewer,
    code: str,
    load: Callable[..., Any],
    what: str,
    form: Any,
    *,
    initial: Callable[[Any], dict[str, Any]],
    back: Callable[[PartnershipHeading, Any], str],
) -> HttpResponse:
    """One record of the strategy in its form: with why it changes, and the decision behind it."""
    heading = queries.heading(code, viewer=request.viewer)
    record = load(partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        what,
        what,
        "It is changed. What it said before, why and by which decision is kept.",
        back(heading, record),
        subject_id=record.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        number = said.pop("decision", None)
        here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
        operations.amend_words(
            by=request.viewer,
            record=record,
            decision=partnerships.decision(number, **here) if number else None,
            as_of=as_of,
            **said,
        )

    decisions = decision_choices(partnerships.decisions(heading.id, viewer=request.viewer))
    return handle(request, task, partial(form, decisions=decisions), save, initial=initial(record))


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_objective(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    return _add(
        request,
        code,
        subject_id,
        "Add an objective",
        partial(forms.NewForm, "The objective"),
        operations.add_objective,
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_commitment(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    objectives = strategy.objectives(theme_id=subject_id, viewer=request.viewer)
    choices = [(one.pk, one.title) for one in objectives]
    form = partial(forms.NewForm, "The promise", choices)
    return _add(request, code, subject_id, "Add a promise", form, operations.add_commitment)


@access(Access.KEEPER)
@require_http_methods(FORM)
def add_evidence(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    objectives = strategy.objectives(theme_id=subject_id, viewer=request.viewer)
    form = partial(forms.EvidenceForm, [(one.pk, one.title) for one in objectives])

    def add(*, title: str, **said: Any) -> Any:
        return operations.add_evidence(text=title, **said)

    return _add(request, code, subject_id, "Add what we know of the place", form, add)


def _add(
    request: RequestOfViewer, code: str, theme_id: int, what: str, form: Any, operation: Callable[..., Any]
) -> HttpResponse:
    """Something new under a theme."""
    heading = queries.heading(code, viewer=request.viewer)
    theme = strategy.theme(theme_id, partnership_id=heading.id, viewer=request.viewer)
    back = addresses.of(heading, "theme", theme.pk)
    task = Task(heading, f"{what}: {theme.title}", what, "It is added.", back)

    def save(said: dict[str, Any], _: int | None) -> None:
        if said.get("objective"):
            here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
            said["objective"] = strategy.objective(said["objective"], **here)
        operation(by=request.viewer, theme=theme, **decided(request, heading, said))

    return handle(request, task, partial(form, decisions=decisions(request, heading)), save)
