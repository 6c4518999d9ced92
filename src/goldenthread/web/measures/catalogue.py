"""The catalogue: browse and search what others have defined, and take a measure of it into one's plan."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread import catalogue
from goldenthread.kernel.errors import NotFound
from goldenthread.measures import operations
from goldenthread.measures import queries as measures
from goldenthread.measures.rules import CHOICES
from goldenthread.overview import queries
from goldenthread.overview.shapes import Page, PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Stop, Table, turner
from goldenthread.web.measures import forms
from goldenthread.web.overview.views import page_number
from goldenthread.web.strategy.frameworks import decided, decisions

CHECKED = {
    "all": "Read in the source",
    "title": "Its title was read in the source; the rest is from memory or left open",
    "nothing": "Nobody has checked it: it is from memory",
}
PAGE_SIZE = 50


@access(Access.MANAGER)
def browse(request: RequestOfViewer, code: str) -> HttpResponse:
    """Search the catalogue, in one framework or in all."""
    heading = queries.heading(code, viewer=request.viewer)
    words, framework = request.GET.get("words", "")[:200], request.GET.get("framework", "")[:50]
    taken = measures.taken_from_catalogue(heading.id, viewer=request.viewer)
    plan = measures.measures(heading.id, viewer=request.viewer)
    coded = {one.code.casefold(): one for one in plan if one.code}
    taken |= {
        one.key: coded[one.code.casefold()]
        for one in catalogue.matching("", "")
        if one.key not in taken and one.code.casefold() in coded
    }
    shown = _browse(heading, words, framework, page_number(request), taken)
    return render(request, "measures/catalogue.html", shown)


def _browse(
    heading: PartnershipHeading, words: str, framework: str, number: int, taken: Mapping[str, Any]
) -> dict[str, object]:
    found = catalogue.matching(words, framework)
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = Page(min(max(number, 1), pages), pages, len(found))
    titles = {one.key: one.title for one in catalogue.frameworks()}
    chosen = next((one for one in catalogue.frameworks() if one.key == framework), None)
    columns = (
        Column("Measure"),
        Column("Unit"),
        Column("Better"),
        Column("Framework"),
        Column("In your plan"),
    )
    rows = tuple(
        Row(
            Cell(f"{one.code} {one.title}", _to(heading, one)),
            (
                Cell(one.unit or "Not stated", faint=not one.unit),
                Cell(_better(one) or "Not stated", faint=not one.polarity),
                Cell(titles[one.framework]),
                Cell("Yes", addresses.of(heading, "measure", taken[one.key].pk))
                if one.key in taken
                else Cell("No", faint=True),
            ),
        )
        for one in found[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE]
    )
    keep = {name: value for name, value in (("words", words), ("framework", framework)) if value}
    return {
        "frame": addresses.framed(heading, "The catalogue of measures", here="measures"),
        "words": words,
        "frameworks": [(key, title, key == framework) for key, title in titles.items()],
        "about": _about(chosen) if chosen else (),
        "found": f"{counted(len(found), 'measure').capitalize()}",
        "table": Table("Measures of the catalogue", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "turner": turner(page, addresses.elsewhere(heading.code, "catalogue"), keep),
        "empty": Empty("Nothing is found", "Use fewer words, or look in all frameworks."),
    }


def _about(one: catalogue.Framework) -> tuple[Entry, ...]:
    return (
        Entry("About it", one.about),
        Entry("For", f"{one.place}, {one.years}"),
        Entry("Published by", one.publisher),
        Entry("Source", links=(Link(one.source, one.source),)),
        Entry("Licence", links=(Link(one.licence, one.licence_url),)),
    )


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def take(request: RequestOfViewer, code: str, framework: str, entry: str) -> HttpResponse:
    """One entry of the catalogue, and where in the plan it goes."""
    heading = queries.heading(code, viewer=request.viewer)
    found = catalogue.entry_keyed(framework, entry)
    if found is None:
        raise NotFound("There is no such measure in the catalogue.")
    of, one = found
    task = Task(
        heading,
        f"{one.code} {one.title}",
        "Take it into the plan",
        "The measure is in your plan, with its definition sheet.",
        addresses.of(heading, "catalogue"),
        above=(Stop("Catalogue", of.title, addresses.of(heading, "catalogue", framework=of.key)),),
        facts=_facts(of, one),
        here="measures",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
        objective = said["objective"]
        told = decided(request, heading, said) | {
            "theme": strategy.theme(said["theme"], **here),
            "objective": strategy.objective(objective, **here) if objective else None,
        }
        measure = operations.take_from_catalogue(
            by=request.viewer,
            partnership=partnerships.partnership_coded(code, viewer=request.viewer),
            framework=of,
            entry=one,
            **told,
        )
        return addresses.of(heading, "measure", measure.pk)

    themes = strategy.themes(heading.id, viewer=request.viewer)
    objectives = strategy.objectives_of(heading.id, viewer=request.viewer)
    form = partial(
        forms.PlacementForm,
        [(theme.pk, theme.title) for theme in themes],
        [(objective.pk, f"{objective.title} ({objective.theme.title})") for objective in objectives],
        decisions=decisions(request, heading),
    )
    return handle(request, task, form, save)


def _facts(of: catalogue.Framework, one: catalogue.Entry) -> tuple[Entry, ...]:
    return (
        Entry("What is counted", one.definition),
        Entry("Unit", one.unit),
        Entry("Kind of number", _choice("data_type", one.data_type)),
        Entry("Which way is better", _better(one)),
        Entry("How often", _choice("frequency", one.frequency)),
        Entry("Where the figures come from", one.data_source),
        Entry("Take care", one.note, missing="Nothing is known"),
        Entry("Source", one.source),
        Entry("How far it was checked", CHECKED[one.checked]),
        Entry("Licence", links=(Link(of.licence, of.licence_url),)),
    )


def _better(one: catalogue.Entry) -> str:
    return _choice("polarity", one.polarity)


def _choice(name: str, value: str) -> str:
    return dict(CHOICES[name]).get(value, "")


def _to(heading: PartnershipHeading, one: catalogue.Entry) -> str:
    return addresses.of(heading, "catalogue-entry", one.framework, one.slug)
