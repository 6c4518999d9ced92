"""A source restates its past: the new figures beside the old ones, and what becomes of targets agreed before."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Refused
from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.overview import queries
from goldenthread.overview.queries.measure import flagged_of
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import AmendmentForm, Choice, Day, Number, Words
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures import pages
from goldenthread.web.measures.views import FORM, decided, decisions_of, own
from goldenthread.web.overview.measure import flagged

Line = tuple[str, Decimal]


class VintageForm(forms.Form):
    """A release, what changed in its method, and the restated figures, one a line."""

    def __init__(self, series: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["title"] = forms.CharField(
            label="Name of the release",
            help_text="2010 release",
            max_length=100,
            error_messages={"required": "Give the release a name, such as “2010 release”."},
        )
        self.fields["source"] = forms.CharField(label="Where it comes from", max_length=300, required=False)
        self.fields["released_on"] = Day(label="Published on", required=False)
        self.fields["method"] = Words(
            label="What changed in how it is counted?",
            rows=3,
            error_messages={"required": "Say what changed in how it is counted."},
        )
        self.fields["series"] = Choice(label="For which place or group", choices=series)
        self.fields["figures"] = Words(
            label="The restated figures, one period a line",
            help_text="Paste two columns, or write 2005 7.9",
            rows=8,
            error_messages={"required": "Give at least one restated figure."},
        )
        self.fields["baseline"] = forms.CharField(
            label="The restated baseline, where it changed too",
            help_text="Its period and figure: 2005 7.9",
            max_length=100,
            required=False,
        )

    def clean_figures(self) -> list[Line]:
        lines = [line for line in str(self.cleaned_data["figures"]).splitlines() if line.strip()]
        found = [_line(line) for line in lines]
        for place, (period, _) in enumerate(found):
            if period in [before for before, _ in found[:place]]:
                raise forms.ValidationError(f"{period} is there twice. Keep one of the two lines.")
        return found

    def clean_baseline(self) -> Line | None:
        written = str(self.cleaned_data["baseline"]).strip()
        return _line(written) if written else None


def _line(line: str) -> Line:
    """A period and its figure. The figure is what stands last."""
    match = re.fullmatch(r"\s*(.+?)[\s,;:=]+([+\-−]?[£\d][\d.,]*%?)\s*", line)
    if match is None:
        raise forms.ValidationError(f"“{line.strip()[:60]}” is not a period and a figure, like 2005 7.9.")
    value = Number(required=True).clean(match[2])
    assert value is not None
    return " ".join(match[1].split()), value


@access(Access.KEEPER)
@require_http_methods(FORM)
def load_vintage(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Load restated figures beside the old ones."""
    heading, measure = own(request, code, subject_id)
    series = list(measures.series_of_measures([measure.pk], viewer=request.viewer))
    known = measures.observations([measure.pk], viewer=request.viewer, breakdowns=True)
    task = Task(
        heading,
        f"Load restated figures: {pages.name_of(measure)}",
        "Load them beside the old ones",
        "The restated figures are in. The ones before are kept and shown beside them.",
        addresses.of(heading, "measure", measure.pk),
        intro="When a source revises its past, its new figures stand beside the old ones: nothing is overwritten. A break"
        " is marked where the two meet, and targets agreed on the old baseline are flagged.",
        subject_id=measure.pk,
        above=pages.above(heading, measure),
        table=pages.figures_so_far(heading, measure, known, series),
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        chosen = measures.series_numbered(
            said.pop("series"), viewer=request.viewer, partnership_id=heading.id
        )
        restated = [
            operations.RestatedFigure(chosen, operations.period_named(period), value)
            for period, value in said.pop("figures")
        ]
        baseline = said.pop("baseline")
        operations.load_vintage(
            by=request.viewer,
            measure=chosen.measure,
            figures=restated,
            baselines=[operations.RestatedFigure(chosen, operations.period_named(baseline[0]), baseline[1])]
            if baseline
            else [],
            **said,
        )

    choices = pages.series_choices(series)
    initial = {"series": str(choices[0][0])} if len(choices) == 1 else {}
    return handle(request, task, partial(VintageForm, choices), save, initial=initial)


class DecideForm(AmendmentForm):
    """Which reading of a target counts."""

    def __init__(self, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["reading"] = forms.ChoiceField(
            label="What counts from now on?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one."},
        )
        self.order_fields(["reading", "reason", "decision"])


@access(Access.MANAGER)
@require_http_methods(FORM)
def confirm_target(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Decide what a target means once its baseline was restated: the agreed number, or the agreed change."""
    heading = queries.heading(code, viewer=request.viewer)
    target = measures.target_numbered(number, viewer=request.viewer, partnership_id=heading.id)
    measure = target.series.measure
    if target.superseded_at is not None:
        raise Refused("This target was changed meanwhile. Open the measure's targets again.")
    both = next((one for one in flagged_of(measure.pk, viewer=request.viewer) if one.id == target.pk), None)
    choices = [("kept", "The agreed number stays")]
    if both is not None and both.moved_level is not None:
        choices.append(("moved", f"The agreed change stays: the target becomes {both.moved_level:f}"))
    task = Task(
        heading,
        f"Which reading of the target for {target.period} counts?",
        "Decide",
        "Decided. What the target was before, why and by which decision is kept.",
        addresses.of(heading, "measure", measure.pk),
        intro=flagged(both, heading)[0] if both else "Its baseline was not restated since it was agreed.",
        subject_id=measure.pk,
        above=pages.above(heading, measure),
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        reading = said.pop("reading")
        told = decided(request, heading, said)
        if reading == "kept" or both is None:
            operations.confirm_target(by=request.viewer, target=target, **told)
        else:
            operations.amend_target(
                by=request.viewer,
                target=target,
                value=both.moved_level,
                status=target.status,
                as_of=as_of,
                **told,
            )

    return handle(request, task, partial(DecideForm, choices, decisions=decisions_of(request, heading)), save)
