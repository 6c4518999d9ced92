"""What belongs where in a template: look through what the reader proposed, change it, point at more."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Invalid
from goldenthread.overview.queries import heading
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.queries import partnership_coded
from goldenthread.publishing import operations, queries
from goldenthread.publishing.rules import WHENS, Chosen
from goldenthread.reading.outside.proposing import layout_of
from goldenthread.reading.outside.sheets import corner
from goldenthread.reading.rendering import FileKind
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.figures import counted
from goldenthread.web.publishing import forms, pages

FORM = ["GET", "POST"]


@access(Access.MANAGER)
@require_http_methods(FORM)
def places(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Every place of a template with what seems to belong there."""
    shown = heading(code, viewer=request.viewer)
    version = queries.version_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    slots, choices = list(queries.slots(version)), _choices(request, code)
    task = Task(
        shown,
        f"What belongs where in {version.template.title}",
        "Save",
        "Saved. Nothing is filled until you say that the places are right.",
        addresses.of(shown, "template-places", version.pk),
        subject_id=version.template_id,
        above=pages.above(shown, version.template),
        here="templates",
        template="publishing/places.html",
        context={
            "count": counted(len(slots), "place"),
            "version": version,
            "doubts": sum(bool(slot.doubt) for slot in slots),
            "not_held": ", ".join(version.not_held),
            "more": addresses.of(shown, "add-template-place", version.pk),
            **_lists(choices),
        },
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        operations.set_slots(by=request.viewer, version=version, chosen=said["chosen"])
        if "confirm" not in request.POST:
            return task.back
        operations.confirm(by=request.viewer, version=version)
        return addresses.of(shown, "template", version.template_id)

    return handle(request, task, partial(forms.PlacesForm, slots, choices), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_place(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    """Point at one more cell."""
    shown = heading(code, viewer=request.viewer)
    version = queries.version_numbered(number, partnership_id=shown.id, viewer=request.viewer)
    choices = _choices(request, code)
    grids = [grid.name for grid in layout_of(bytes(version.content)).grids]
    task = _adding(shown, version, choices)

    def save(said: dict[str, Any], _: int | None) -> None:
        row, column = _cell(said)
        choice = said["of"]
        when, label = forms.read_when(said["when"])
        operations.add_slot(
            by=request.viewer,
            version=version,
            grid=said["grid"],
            row=row,
            column=column,
            chosen=Chosen(
                str(said["what"]),
                choice.measure if choice else None,
                choice.series if choice else None,
                when,
                label,
            ),
        )

    make_form = partial(forms.PlaceForm, grids, version.kind == FileKind.EXCEL.value, choices)
    return handle(request, task, make_form, save)


def _adding(shown: PartnershipHeading, version: Any, choices: Any) -> Task:
    return Task(
        shown,
        f"Add a place in {version.template.title}",
        "Add this place",
        "The place is in the list.",
        addresses.of(shown, "template-places", version.pk),
        above=pages.above(shown, version.template),
        here="templates",
        template="publishing/place.html",
        context=_lists(choices),
    )


def _cell(said: dict[str, Any]) -> tuple[int, int]:
    """The row and column that somebody named. Raises Invalid for what is no cell."""
    if "cell" not in said:
        return said["row"], said["column"]
    found = corner(said["cell"])
    if found is None:
        raise Invalid({"cell": f"“{said['cell']}” is no cell. Write it like C7."})
    return found


def _choices(request: RequestOfViewer, code: str) -> tuple[queries.Choice, ...]:
    return queries.choices(partnership_coded(code, viewer=request.viewer), viewer=request.viewer)


def _lists(choices: tuple[queries.Choice, ...]) -> dict[str, Any]:
    """What the fields offer while one types."""
    return {"measures": [forms.words_of(one) for one in choices], "periods": [words for _, words in WHENS]}
