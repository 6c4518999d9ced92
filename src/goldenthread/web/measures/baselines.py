"""Where a measure started from: stated where the plan had nothing, or changed with a reason."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Refused
from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.overview import queries
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures import forms, pages
from goldenthread.web.measures.views import FORM, decided, decisions_of, own


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_baseline(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, measure = own(request, code, subject_id)
    series = list(measures.series_of_measures([measure.pk], viewer=request.viewer))
    task = Task(
        heading,
        f"State a baseline: {pages.name_of(measure)}",
        "State this baseline",
        "The baseline is stated.",
        addresses.of(heading, "targets", measure.pk),
        above=pages.above(heading, measure),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        chosen = measures.series_numbered(
            said.pop("series"), viewer=request.viewer, partnership_id=heading.id
        )
        period = operations.period_named(said.pop("period"))
        operations.add_baseline(
            by=request.viewer, series=chosen, period=period, **decided(request, heading, said)
        )

    make = partial(forms.BaselineForm, pages.series_choices(series), decisions=decisions_of(request, heading))
    return handle(request, task, make, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_baseline(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Change a baseline: it keeps what it was, why it changed and the decision behind it."""
    heading = queries.heading(code, viewer=request.viewer)
    baseline = measures.baseline_numbered(number, viewer=request.viewer, partnership_id=heading.id)
    measure = baseline.series.measure
    if baseline.superseded_at is not None:
        raise Refused("This baseline was changed meanwhile. Open the measure's targets again.")
    task = Task(
        heading,
        f"Change the baseline: {pages.name_of(measure)}",
        "Change the baseline",
        "The baseline is changed. What it was before, why and by which decision is kept.",
        addresses.of(heading, "targets", measure.pk),
        subject_id=measure.pk,
        above=pages.above(heading, measure),
        facts=pages.baseline_now(baseline),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_baseline(
            by=request.viewer, baseline=baseline, as_of=as_of, **decided(request, heading, said)
        )

    make = partial(forms.BaselineForm, decisions=decisions_of(request, heading))
    typed = pages.target_as_typed(baseline)
    return handle(request, task, make, save, initial={"value": typed["value"], "words": typed["words"]})
