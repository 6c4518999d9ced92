"""Several figures of one period at once: in a table on a page, or in a workbook down and up."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.kernel import operations as kernel
from goldenthread.kernel import queries as kept
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.measures.queries import FigureRow
from goldenthread.measures.rules import CHOICES
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.figures_workbook import TypedRow, read_figures
from goldenthread.reading.files import render as read_file
from goldenthread.reckoning.periods import last_quarter, span
from goldenthread.returns import operations as returns
from goldenthread.returns.queries import arrangements_of
from goldenthread.strategy.queries import themes
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import AskedFor, Choice, Number, ask
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.figures import counted, with_unit
from goldenthread.web.frame import Cell, Column, Row, Table
from goldenthread.web.intake.forms import too_large
from goldenthread.web.intake.uploads import on_disk
from goldenthread.web.measures import pages
from goldenthread.web.measures.workbook import FIRMNESS, REVISIONS, XLSX, written

FORM = ["GET", "POST"]
NOT_HERE = "You may not give this figure, or it is not counted for this period."


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what it is about, and the fields to fill in."""

    name: str
    href: str
    part: str
    before: str
    cells: tuple[tuple[str, tuple[forms.BoundField, ...]], ...]
    """The label of each cell and its fields; a cell without fields has nothing to fill in."""


class FiguresForm(forms.Form):
    """A figure and a comment for each series; only what a person changed is sent on."""

    def __init__(self, heading: PartnershipHeading, rows: Sequence[FigureRow], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._heading, self._rows = heading, rows
        for row in rows:
            number, name = row.series.pk, f"{pages.name_of(row.measure)}, {pages.part_of(row.series)}"
            shown = "" if row.value is None else f"{round(row.value, row.decimals):f}"
            self.fields[f"value_{number}"] = _named(Number(required=False, initial=shown), "Figure", name)
            comment = forms.CharField(
                required=False, initial=row.comment, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"comment_{number}"] = _named(comment, "What happened", name)
            if row.value is not None or row.gap:
                self.fields[f"revision_{number}"] = _named(
                    Choice(choices=CHOICES["revision"], empty="It replaces none", required=False),
                    "Of what kind it is",
                    name,
                )
                self.fields[f"reason_{number}"] = _named(
                    forms.CharField(required=False, max_length=500), "Why it replaces the one before", name
                )
            self.fields[f"explanation_{number}"] = _named(
                AskedFor((self.data or self.initial).get(f"explanation_{number}")),
                "What is unusual about it",
                name,
            )
            # What was shown: a row that somebody else changed meanwhile and this person did not is left alone.
            for was, initial in (("shown", shown), ("said", row.comment)):
                self.fields[f"{was}_{number}"] = forms.CharField(
                    required=False, initial=initial, widget=forms.HiddenInput, strip=False
                )

    @property
    def rows(self) -> list[Line]:
        """The rows of the table."""
        return [
            Line(
                pages.name_of(row.measure),
                addresses.of(self._heading, "measure", row.measure.pk),
                pages.part_of(row.series),
                _before(row),
                tuple(
                    (label, tuple(self._shown(names, row.series.pk)))
                    for label, names in (
                        ("Figure", ("value",)),
                        ("What happened", ("comment", "explanation")),
                        ("Why it replaces the one before", ("revision", "reason")),
                    )
                ),
            )
            for row in self._rows
        ]

    def _shown(self, names: Sequence[str], number: int) -> Iterator[forms.BoundField]:
        for name in names:
            key = f"{name}_{number}"
            if key in self.fields and not self[key].is_hidden:
                yield self[key]

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        ask(self, field)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        typed = []
        for row in self._rows:
            number = row.series.pk
            written = str(self.data.get(f"value_{number}", "")).strip()
            comment = said.get(f"comment_{number}", "")
            as_shown = (said.get(f"shown_{number}", ""), " ".join(said.get(f"said_{number}", "").split()))
            if (written, " ".join(comment.split())) == as_shown or f"value_{number}" in self.errors:
                continue
            typed.append(
                operations.Typed(
                    row.series,
                    said.get(f"value_{number}"),
                    comment,
                    said.get(f"reason_{number}", ""),
                    revision=said.get(f"revision_{number}") or "",
                    explanation=said.get(f"explanation_{number}", ""),
                )
            )
        return {"typed": typed}


def _named(field: forms.Field, label: str, of: str) -> forms.Field:
    field.label = label
    field.widget.attrs["aria-label"] = f"{label}: {of}"
    return field


def _before(row: FigureRow) -> str:
    if row.before is None:
        return ""
    return f"{with_unit(row.before, row.measure.unit, row.before_decimals)} ({row.before_period})"


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def several(request: RequestOfViewer, code: str) -> HttpResponse:
    """The figures of a period in a table."""
    heading = queries.heading(code, viewer=request.viewer)
    period, theme = _chosen(request, heading)
    rows = _rows(request, heading, period, theme)
    task = Task(
        heading,
        f"Give the figures for {period}",
        "Save what I changed",
        "The figures are in. Those before are kept."
        if _all_count_at_once(request, heading, rows)
        else "Sent. What you do not sign off yourself counts once it is signed off.",
        addresses.of(heading, "mine"),
        template="measures/several.html",
        address=addresses.of(heading, "several-figures", period=period, theme=theme),
        several=True,
        context={
            "period": period,
            "theme": theme,
            "themes": [(str(one.pk), one.title) for one in themes(heading.id, viewer=request.viewer)],
            "workbook": addresses.of(heading, "figures-workbook", period=period, theme=theme),
        },
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        if not said["typed"]:
            raise Refused("You changed no figure yet.")
        outcome = returns.give_figures(by=request.viewer, period=period, typed=said["typed"], as_of=as_of)
        if outcome.meanwhile:
            theirs = {f"value_{number}": words for number, words in outcome.meanwhile.items()}
            raise Conflict(
                "Somebody changed some of the same figures while you were writing. Nothing of yours is lost, and"
                f" nothing is saved yet: compare, and send again. They wrote: {'; '.join(theirs.values())}.",
                theirs,
            )
        if outcome.wrong:
            raise Invalid(
                {
                    f"{field}_{number}": sentence
                    for number, wrong in outcome.wrong.items()
                    for field, sentence in wrong.items()
                }
            )

    return handle(request, task, partial(FiguresForm, heading, rows), save)


def _all_count_at_once(
    request: RequestOfViewer, heading: PartnershipHeading, rows: Sequence[FigureRow]
) -> bool:
    arranged = arrangements_of(heading.id)
    return all(returns.may_accept(request.viewer, row.measure, arranged) for row in rows)


@access(Access.CONTRIBUTOR)
@require_safe
def download(request: RequestOfViewer, code: str) -> HttpResponse:
    """The figures of a period as a workbook to fill in."""
    heading = queries.heading(code, viewer=request.viewer)
    period, theme = _chosen(request, heading)
    rows = _rows(request, heading, period, theme)
    content = written(heading, period, rows, kept.latest_event(heading.id))
    name = f"{heading.code}-figures-{slugify(period.replace('/', '-'))}.xlsx"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


class WorkbookForm(forms.Form):
    """A workbook of figures that somebody filled in."""

    workbook = forms.FileField(
        label="Your workbook",
        help_text="The .xlsx that you downloaded here.",
        error_messages={
            "required": "Choose the workbook that you filled in.",
            "empty": "This file is empty. Save it again and send the new copy.",
        },
    )


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def workbook(request: RequestOfViewer, code: str) -> HttpResponse:
    """Send a workbook back, see what it would change, and let it."""
    heading = queries.heading(code, viewer=request.viewer)
    decision = request.POST.get("workbook_decision", "")
    form, status = WorkbookForm(), 200
    if decision == "forget":
        kernel.forget_form(request.path, by=request.viewer)
        return redirect(request.path)
    if decision == "take":
        return _take(request, heading)
    if request.method == "POST":
        form = WorkbookForm(request.POST, request.FILES)
        if getattr(request, "is_too_large", False):
            form.add_error("workbook", too_large())
        if form.is_valid():
            try:
                _keep(request, heading, form.cleaned_data["workbook"])
                return redirect(request.path)
            except Unreadable as problem:
                form.add_error("workbook", str(problem))
        status = 422
    period, theme = _chosen(request, heading)
    context = {
        "frame": addresses.framed(heading, "Figures as a workbook", here="mine"),
        "form": form,
        "period": period,
        "preview": _preview(request, heading),
        "download": addresses.of(heading, "download-figures", period=period, theme=theme),
        "table_href": addresses.of(heading, "several-figures", period=period, theme=theme),
    }
    return render(request, "measures/workbook.html", context, status=status)


def _keep(request: RequestOfViewer, heading: PartnershipHeading, sent: Any) -> None:
    """Read what was sent from a file of its own, and keep what it says until it is decided on. Raises Unreadable."""
    with on_disk(sent) as path:
        rendering = read_file(path, name=sent.name, limit=settings.UPLOAD_LIMIT)
    read = read_figures(rendering)
    if read.partnership != heading.code:
        raise Unreadable(
            f"This workbook is of the partnership “{read.partnership}”. Send it there, or download the one of this."
        )
    if span(read.period) is None:
        raise Unreadable(f"Sheet About: “{read.period[:40]}” is no period. Download the workbook again.")
    if not read.rows:
        raise Unreadable(
            "Nothing is changed in this workbook. Fill the yellow cells in, save it, and send it again."
        )
    kernel.keep_form(request.path, asdict(read), by=request.viewer)


@dataclass(frozen=True, slots=True)
class _Trial:
    """What a kept workbook would do."""

    period: str
    content: dict[str, Any]
    rows: list[TypedRow]
    series: dict[int, FigureRow]
    outcome: operations.Outcome


def _tried(request: RequestOfViewer, heading: PartnershipHeading, *, trial: bool) -> _Trial | None:
    """Give the figures of the workbook that this person sent; a trial keeps none. None where none is kept."""
    found = kept.kept_form(request.path, viewer=request.viewer)
    if found is None:
        return None
    content = found.content
    rows = [TypedRow(**row) for row in content["rows"]]
    series = {row.series.pk: row for row in _rows(request, heading, content["period"], "")}
    typed, wrong = [], {}
    for row in rows:
        number = int(row.series[:18])
        if number not in series:
            wrong[number] = {"value": NOT_HERE}
            continue
        try:
            typed.append(_typed(row, series[number]))
        except Invalid as problem:
            wrong[number] = dict(problem.fields)
    outcome = returns.give_figures(
        by=request.viewer,
        period=content["period"],
        typed=typed,
        as_of=content["as_of"],
        trial=trial,
    )
    whole = operations.Outcome(outcome.changed, outcome.wrong | wrong, outcome.meanwhile)
    return _Trial(content["period"], content, rows, series, whole)


def _typed(row: TypedRow, there: FigureRow) -> operations.Typed:
    """A row as it is given. Raises Invalid for what is no number, and no firmness."""
    if row.firmness and row.firmness not in FIRMNESS:
        raise Invalid({"status": f"“{row.firmness[:40]}” is not one of {', '.join(FIRMNESS)}."})
    if row.revision and row.revision not in REVISIONS:
        raise Invalid({"revision": f"“{row.revision[:40]}” is not one of {', '.join(REVISIONS)}."})
    try:
        value = Number(required=False).clean(row.figure)
    except forms.ValidationError as problem:
        raise Invalid({"value": " ".join(problem.messages)}) from None
    return operations.Typed(
        there.series,
        value,
        row.comment,
        row.reason,
        FIRMNESS.get(row.firmness, ""),
        revision=REVISIONS.get(row.revision, ""),
        explanation=row.explanation,
    )


def _preview(request: RequestOfViewer, heading: PartnershipHeading) -> dict[str, object] | None:
    """What a workbook that was sent would change, and what is wrong in it, by sheet and cell."""
    tried = _tried(request, heading, trial=True)
    if tried is None:
        return None
    changed, wrong = set(tried.outcome.changed), tried.outcome.wrong
    same = len(tried.rows) - len(changed) - len(wrong)
    words = [f"{counted(len(changed), 'figure').capitalize()} for {tried.period} would be saved."]
    if wrong:
        words.append(f"{counted(len(wrong), 'row').capitalize()} cannot be: see what is wrong.")
    if same:
        words.append(f"{counted(same, 'row').capitalize()} say what is there already.")
    table_rows = [
        Row(
            Cell(_name(tried, row)),
            (
                Cell(_as_it_is(tried.series.get(int(row.series[:18])))),
                Cell(row.figure or f"No figure: {row.comment}"),
                Cell(_problem(row, wrong.get(int(row.series[:18]))) or "Will be saved"),
            ),
        )
        for row in tried.rows
        if int(row.series[:18]) in changed or int(row.series[:18]) in wrong
    ]
    columns = (Column("Measure"), Column("Now"), Column("In your workbook"), Column("What happens"))
    button = "Save the figures that are right" if wrong else f"Save {counted(len(changed), 'figure')}"
    return {
        "words": " ".join(words),
        "table": Table("What would change", columns, tuple(table_rows), caption_hidden=True)
        if table_rows
        else None,
        "button": button if changed else "",
    }


def _name(tried: _Trial, row: TypedRow) -> str:
    there = tried.series.get(int(row.series[:18]))
    return f"{pages.name_of(there.measure)}, {pages.part_of(there.series)}" if there else f"Row {row.row}"


def _as_it_is(there: FigureRow | None) -> str:
    if there is None or there.value is None:
        return "No figure"
    return with_unit(there.value, there.measure.unit, there.decimals)


def _problem(row: TypedRow, wrong: dict[str, str] | None) -> str:
    if not wrong:
        return ""
    return " ".join(f"{row.cell(field)}: {sentence}" for field, sentence in wrong.items())


def _take(request: RequestOfViewer, heading: PartnershipHeading) -> HttpResponse:
    """Save what is right. What is wrong stays on the page."""
    tried = _tried(request, heading, trial=False)
    if tried is None:
        return redirect(request.path)
    left = [row for row in tried.content["rows"] if int(row["series"][:18]) in tried.outcome.wrong]
    messages.success(request, f"{counted(len(tried.outcome.changed), 'figure').capitalize()} saved.")
    if left:
        kernel.keep_form(request.path, tried.content | {"rows": left}, by=request.viewer)
        return redirect(request.path)
    kernel.forget_form(request.path, by=request.viewer)
    return redirect(addresses.of(heading, "mine"))


def _chosen(request: RequestOfViewer, heading: PartnershipHeading) -> tuple[str, str]:
    """The period and theme that were asked for; the last quarter that ends by today where none was, or none that we know."""
    period = " ".join(request.GET.get("period", "").split())
    if span(period) is None:
        period = last_quarter(queries.day_of(request.viewer, heading.year) + timedelta(days=1))
    theme = request.GET.get("theme", "")
    return period, theme if theme.isdigit() else ""


def _rows(request: RequestOfViewer, heading: PartnershipHeading, period: str, theme: str) -> list[FigureRow]:
    return measures.figure_rows(
        heading.id,
        period,
        viewer=request.viewer,
        theme_id=int(theme[:18]) if theme else None,
    )
