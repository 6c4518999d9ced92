"""The whole results: a table on a page, JSON for a program, and a workbook."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from goldenthread.overview import queries
from goldenthread.overview.shapes.results import Result, ResultMeasure, ResultSeries, ResultsPage
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.figures import with_unit
from goldenthread.web.frame import Cell, Column, Empty, Link, Row, Table, turner
from goldenthread.web.measures.workbook import XLSX, as_bytes, legible
from goldenthread.web.overview.views import page_number

HEADINGS = (
    *("Code", "Measure", "Unit", "Theme", "Place", "Breakdown", "Group", "Period", "Figure", "No figure"),
    *("How firm", "Comment", "Number on top", "Divided by", "Illustrative", "Known from", "Replaced at"),
    "Not in this total yet",
)
GAPS = {"missing": "no figure", "cannot_compute": "cannot be computed", "": ""}


@access(Access.PUBLIC)
def results(request: RequestOfViewer, code: str) -> HttpResponse:
    theme = request.GET.get("theme", "")
    shown = queries.results(code, viewer=request.viewer, theme=theme, page=page_number(request))
    return render(request, "overview/results.html", _page(shown, theme))


@access(Access.PUBLIC)
def as_json(request: RequestOfViewer, code: str) -> HttpResponse:
    """Everything, with each figure as text, so that no decimal is lost on the way."""
    shown = queries.results(code, viewer=request.viewer, theme=request.GET.get("theme", ""), whole=True)
    content = {
        "partnership": shown.heading.code,
        "name": shown.heading.name,
        "as_known": shown.heading.as_known,
        "measures": [_measure_as_json(one) for one in shown.measures],
    }
    return _attached(JsonResponse(content), shown, "json")


@access(Access.PUBLIC)
def as_workbook(request: RequestOfViewer, code: str) -> HttpResponse:
    """Everything as one sheet: a row for each figure that was ever known."""
    shown = queries.results(code, viewer=request.viewer, theme=request.GET.get("theme", ""), whole=True)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Results")
    heads = [WriteOnlyCell(sheet, value=words) for words in HEADINGS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in _rows(shown):
        sheet.append([_cell(sheet, value) for value in row])
    return _attached(HttpResponse(as_bytes(book), content_type=XLSX), shown, "xlsx")


def _attached(answer: HttpResponse, shown: ResultsPage, ending: str) -> HttpResponse:
    day = f"-as-known-{shown.heading.as_known.isoformat()}" if shown.heading.as_known else ""
    answer["Content-Disposition"] = f'attachment; filename="{shown.heading.code}-results{day}.{ending}"'
    return answer


def _page(shown: ResultsPage, theme: str) -> dict[str, object]:
    heading = shown.heading
    periods = _periods(shown)
    columns = (Column("Measure"), *(Column(period, figures=True) for period in periods))
    rows = tuple(
        Row(
            Cell(
                f"{measure.code} {measure.title}".strip(),
                addresses.of(heading, "measure", measure.id),
                note=_part(one),
            ),
            tuple(_figure(known.get(period, ()), measure.unit) for period in periods),
        )
        for measure in shown.measures
        for one in measure.series
        for known in (_by_period(one),)
    )
    here = {"theme": theme} if theme.isdigit() else {}
    return {
        "frame": addresses.framed(heading, "All results", here="measures"),
        "table": Table("All results", columns, rows, caption_hidden=True),
        "has_rows": bool(rows and periods),
        "themes": [(str(one.id), one.title) for one in shown.themes],
        "theme": theme,
        "turner": turner(
            shown.page, addresses.elsewhere(heading.code, "results"), {**addresses.kept(heading), **here}
        ),
        "downloads": [
            Link("As a workbook", addresses.of(heading, "results-workbook", **here)),
            Link("As JSON", addresses.of(heading, "results-json", **here)),
        ],
        "kept": addresses.kept(heading),
        "empty": Empty(
            "No figure is in yet",
            "Figures show here as soon as somebody gives one, with all that were replaced.",
        ),
    }


def _periods(shown: ResultsPage) -> list[str]:
    """The periods that any figure is about, in time."""
    found = {
        one.period: (one.start is None, one.start, one.period)
        for measure in shown.measures
        for series in measure.series
        for one in series.figures
    }
    return sorted(found, key=lambda period: found[period])


def _part(one: ResultSeries) -> str:
    return f"{one.place}, {one.category}" if one.category else one.place


def _by_period(series: ResultSeries) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for one in series.figures:
        found.setdefault(one.period, []).append(one)
    return found


def _figure(known: Sequence[Result], unit: str) -> Cell:
    """The figure in force, and under it those that it replaced."""
    if not known:
        return Cell("")
    *past, now = known
    before = ", ".join(_words(one, unit) for one in past)
    marks = [word for word in (now.status if now.status != "final" else "", _illustrative(now)) if word]
    notes = [", ".join(marks), now.not_in, f"before: {before}" if before else ""]
    return Cell(_words(now, unit), note="; ".join(filter(None, notes)), faint=now.value is None)


def _illustrative(one: Result) -> str:
    return "illustrative" if one.illustrative else ""


def _words(one: Result, unit: str) -> str:
    return GAPS[one.gap].capitalize() if one.value is None else with_unit(one.value, unit, one.decimals)


def _measure_as_json(one: ResultMeasure) -> dict[str, object]:
    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "unit": one.unit,
        "theme": one.theme,
        "derived": one.derived,
        "series": [
            {
                "place": series.place,
                "breakdown": series.breakdown,
                "group": series.category,
                "figures": [_figure_as_json(figure) for figure in series.figures],
            }
            for series in one.series
        ],
    }


def _figure_as_json(one: Result) -> dict[str, object]:
    return {
        "period": one.period,
        "value": None if one.value is None else f"{round(one.value, one.decimals):f}",
        "no_figure": one.gap,
        "how_firm": one.status,
        "comment": one.comment,
        "numerator": _exact(one.numerator),
        "denominator": _exact(one.denominator),
        "illustrative": one.illustrative,
        "known_from": one.known_from,
        "replaced_at": one.replaced_at,
        "not_in_this_total_yet": one.not_in,
    }


def _exact(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _rows(shown: ResultsPage) -> Iterator[tuple[object, ...]]:
    for measure in shown.measures:
        for series in measure.series:
            for one in series.figures:
                yield (
                    *(measure.code, measure.title, measure.unit, measure.theme),
                    *(series.place, series.breakdown, series.category, one.period),
                    None if one.value is None else round(one.value, one.decimals),
                    *(GAPS[one.gap], one.status, one.comment, one.numerator, one.denominator),
                    *("yes" if one.illustrative else "", one.known_from, one.replaced_at),
                    one.not_in,
                )


def _cell(sheet: Any, value: object) -> object:
    """A cell; text stays text, whatever it begins with, and a moment is told in the time of the place."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, str) and value[:1] in ("=", "#"):  # openpyxl takes these for formulas and errors
        cell = WriteOnlyCell(sheet, value=legible(value))
        cell.data_type = "s"
        return cell
    return legible(value)
