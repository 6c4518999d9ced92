"""Figures, targets and definition sheets: load, present, answer."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Refused
from goldenthread.kernel.queries import version
from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.measures.rules import SHEET
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.returns import operations as returns
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.editing.one_field import OneField, one_field
from goldenthread.web.measures import forms, pages

FORM = ["GET", "POST"]


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def observe(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Give a figure, with the figures before it beside the form."""
    heading, measure = own(request, code, subject_id)
    measures.check_gives_figures(request.viewer, measure)
    series = list(measures.series_of_measures([measure.pk], viewer=request.viewer))
    known = measures.observations([measure.pk], viewer=request.viewer, breakdowns=True)
    task = Task(
        heading,
        f"Give a figure: {pages.name_of(measure)}",
        "Send this figure",
        "The figure is in. The one before is kept."
        if returns.may_accept(request.viewer, measure)
        else returns.WAITS,
        addresses.of(heading, "measure", measure.pk),
        intro=measure.definition,
        subject_id=measure.pk,
        above=pages.above(heading, measure),
        table=pages.figures_so_far(heading, measure, known, series),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        chosen = measures.series_numbered(
            said.pop("series"), viewer=request.viewer, partnership_id=heading.id
        )
        period = operations.period_named(said.pop("period"))
        said |= {"gap": said["gap"] or "", "status": said["status"] or "", "revision": said["revision"] or ""}
        returns.give_figure(by=request.viewer, series=chosen, period=period, as_of=as_of, **said)

    choices = pages.series_choices(series)
    initial = {name: request.GET[name] for name in ("series", "period") if name in request.GET}
    if len(choices) == 1:
        initial.setdefault("series", str(choices[0][0]))
    return handle(request, task, partial(forms.FigureForm, choices), save, initial=initial)


@access(Access.KEEPER)
@require_http_methods(FORM)
def mark_break(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, measure = own(request, code, subject_id)
    series = list(measures.series_of_measures([measure.pk], viewer=request.viewer))
    task = Task(
        heading,
        f"Mark a break: {pages.name_of(measure)}",
        "Mark this break",
        "The break is marked. Figures before and after it are not compared.",
        addresses.of(heading, "measure", measure.pk),
        intro="A break says that figures from a day on are counted in another way than those before.",
        above=pages.above(heading, measure),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        chosen = measures.series_numbered(
            said.pop("series"), viewer=request.viewer, partnership_id=heading.id
        )
        operations.mark_break(by=request.viewer, series=chosen, **said)

    return handle(request, task, partial(forms.BreakForm, pages.series_choices(series)), save)


@access(Access.PUBLIC)
def targets(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """The baselines and targets of a measure, with a way to change each."""
    heading, measure = own(request, code, subject_id)
    found = list(measures.targets([measure.pk], viewer=request.viewer))
    started = list(measures.baselines([measure.pk], viewer=request.viewer))
    return render(request, "measures/targets.html", pages.targets(heading, measure, found, started))


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_target(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, measure = own(request, code, subject_id)
    series = list(measures.series_of_measures([measure.pk], viewer=request.viewer))
    task = Task(
        heading,
        f"Add a target: {pages.name_of(measure)}",
        "Add this target",
        "The target is added.",
        addresses.of(heading, "targets", measure.pk),
        above=pages.above(heading, measure),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        chosen = measures.series_numbered(
            said.pop("series"), viewer=request.viewer, partnership_id=heading.id
        )
        period = operations.period_named(said.pop("period"))
        operations.add_target(
            by=request.viewer, series=chosen, period=period, **decided(request, heading, said)
        )

    make = partial(forms.TargetForm, pages.series_choices(series), decisions=decisions_of(request, heading))
    return handle(request, task, make, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_target(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Change a target: it keeps what it was, why it changed and the decision behind it."""
    heading = queries.heading(code, viewer=request.viewer)
    target = measures.target_numbered(number, viewer=request.viewer, partnership_id=heading.id)
    measure = target.series.measure
    if target.superseded_at is not None:
        raise Refused("This target was changed meanwhile. Open the measure's targets again.")
    task = Task(
        heading,
        f"Change the target for {target.period}: {pages.name_of(measure)}",
        "Change the target",
        "The target is changed. What it was before, why and by which decision is kept.",
        addresses.of(heading, "targets" if target.adoption_id is None else "measure", measure.pk),
        subject_id=measure.pk,
        above=pages.above(heading, measure),
        facts=pages.target_now(target),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_target(
            by=request.viewer, target=target, as_of=as_of, **decided(request, heading, said)
        )

    make = partial(forms.TargetForm, periods=False, decisions=decisions_of(request, heading))
    return handle(request, task, make, save, initial=pages.target_as_typed(target))


@access(Access.PUBLIC)
def sheet(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """What is counted, and how."""
    heading, measure = own(request, code, subject_id)
    one = None
    if measures.may_keep(request.viewer, measure) and not heading.as_known:
        as_of = version(measure.pk)

        def one(name: str) -> OneField:
            return one_field(heading, "measure", measure.pk, name, getattr(measure, name), as_of)

    return render(
        request,
        "measures/sheet.html",
        pages.sheet(heading, measure, measures.formula_seen(measure, viewer=request.viewer), one)
        | {"checks": measures.rules_of(measure, viewer=request.viewer)},
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def amend_sheet(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, measure = own(request, code, subject_id)
    task = Task(
        heading,
        f"Change the definition sheet: {pages.name_of(measure)}",
        "Change the sheet",
        "The definition sheet is changed.",
        addresses.of(heading, "sheet", measure.pk),
        subject_id=measure.pk,
        above=pages.above(heading, measure),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_measure(by=request.viewer, measure=measure, as_of=as_of, **said)

    initial = {name: getattr(measure, name) for name in SHEET}
    return handle(request, task, forms.SheetForm, save, initial=initial)


@access(Access.PUBLIC)
def figure(request: RequestOfViewer, code: str, series: int, period: int) -> HttpResponse:
    """The whole past of one figure: every version, why it changed, and what was known when."""
    heading = queries.heading(code, viewer=request.viewer)
    chosen = measures.series_numbered(series, viewer=request.viewer)
    about = measures.period_numbered(period)
    past = measures.versions(chosen, about, viewer=request.viewer)
    return render(request, "measures/figure.html", pages.figure(heading, chosen, about, past))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def take_back(request: RequestOfViewer, code: str, series: int, period: int) -> HttpResponse:
    """Undo a figure by saying again what was known before it."""
    heading = queries.heading(code, viewer=request.viewer)
    chosen = measures.series_numbered(series, viewer=request.viewer, partnership_id=heading.id)
    measures.check_gives_figures(request.viewer, chosen.measure)
    about = measures.period_numbered(period)
    current = measures.figure_in_force(chosen, about, viewer=request.viewer)
    task = Task(
        heading,
        f"Take back the figure for {about}: {pages.name_of(chosen.measure)}",
        "Take it back",
        "The figure is taken back. What it said is kept in its past.",
        addresses.of(heading, "measure", chosen.measure_id),
        above=pages.above(heading, chosen.measure),
        facts=pages.take_back_facts(current),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        returns.check_accepts(request.viewer, chosen.measure)
        operations.undo_observation(by=request.viewer, observation=current, reason=said["reason"])

    return handle(request, task, forms.WhyForm, save)


def own(request: RequestOfViewer, code: str, measure_id: int) -> tuple[PartnershipHeading, Any]:
    """The partnership and one of its own measures. Raises NotFound."""
    heading = queries.heading(code, viewer=request.viewer)
    return heading, measures.measure(measure_id, partnership_id=heading.id, viewer=request.viewer)


def decisions_of(request: RequestOfViewer, heading: PartnershipHeading) -> list[tuple[int, str]]:
    return pages.decision_choices(partnerships.decisions(heading.id, viewer=request.viewer))


def decided(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """What the form says, with the decision that was chosen in place of its number."""
    number = said.pop("decision", None)
    decision = (
        partnerships.decision(number, partnership_id=heading.id, viewer=request.viewer) if number else None
    )
    return said | {"decision": decision}
