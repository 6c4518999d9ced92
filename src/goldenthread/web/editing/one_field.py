"""One field of a record, changed where it stands: no long form for a small thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from goldenthread.delivery.queries import point_scopes
from goldenthread.delivery.rules import states_from
from goldenthread.kernel import queries as kernel
from goldenthread.kernel.errors import NotFound
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.rules import Right, check
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import Choice, Day
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.editing.writers import WRITERS
from goldenthread.web.measures.forms import SheetForm

SHEET = (
    *("definition", "numerator_means", "denominator_means", "unit", "decimals", "data_type", "polarity"),
    *("counts", "frequency", "data_source", "formula", "caveats"),
)
"""What of a definition sheet is changed alone: not the tolerance and the range, whose two fields go together."""


def _state(value: Any) -> forms.Field:
    return Choice(label="How it stands", choices=states_from(value), empty="Not stated", required=bool(value))


def _day(label: str) -> Callable[[Any], forms.Field]:
    return lambda _: Day(label=label, required=False)


def _of_the_sheet(name: str) -> Callable[[Any], forms.Field]:
    return lambda _: SheetForm().fields[name]


FIELDS: dict[str, dict[str, Callable[[Any], forms.Field]]] = {
    "action": {"state": _state, "due_on": _day("It is due on"), "starts_on": _day("It starts on")},
    "action_point": {"due_on": _day("Until when")},
    "measure": {name: _of_the_sheet(name) for name in SHEET},
}
"""By kind and name: the field for a value as it is now."""
BACK = {"measure": "sheet", "action": "action", "action_point": "action-point"}


@dataclass(frozen=True, slots=True)
class OneField:
    """A field to change where it stands: where it is sent, and from which version of the record."""

    action: str
    field: forms.BoundField
    as_of: int


def one_field(
    heading: PartnershipHeading, kind: str, subject_id: int, name: str, value: Any, as_of: int
) -> OneField:
    """The field of a record that stands on a page."""
    form = _form(kind, name, value, initial={name: value}, auto_id=f"one_{subject_id}_%s")
    return OneField(addresses.of(heading, "change-one", subject_id, name), form[name], as_of)


def _form(kind: str, name: str, value: Any, **kwargs: Any) -> forms.Form:
    form = forms.Form(**kwargs)
    form.fields[name] = FIELDS[kind][name](value)
    return form


def _asked_of(kind: str, record: Any) -> tuple[Right, tuple[int | None, ...]]:
    """The right that it takes to change a record, and where one has to hold it."""
    if kind == "action_point":
        return Right.FOLLOW_UP, point_scopes(record.about)
    return Right.KEEP, (record.theme_id,)


@access(Access.CONTRIBUTOR)
@require_http_methods(["GET", "POST"])
def change_one(request: RequestOfViewer, code: str, subject_id: int, name: str) -> HttpResponse:
    """Change it, or say on a page of its own why not."""
    heading = queries.heading(code, viewer=request.viewer)
    subject = kernel.subject(subject_id, viewer=request.viewer, partnership_id=heading.id)
    if name not in FIELDS.get(subject.kind, {}):
        raise NotFound("There is no such field here.")
    find, amend, called = WRITERS[subject.kind]
    record = find(subject.pk, partnership_id=heading.id, viewer=request.viewer)
    right, scopes = _asked_of(subject.kind, record)
    check(request.viewer, right, heading.id, scopes=scopes)
    before = getattr(record, name)
    task = Task(
        heading,
        f"Change one thing: {subject.title}",
        "Save this",
        "It is changed. What it was before is in its past.",
        addresses.of(heading, BACK[subject.kind], subject.pk),
        subject_id=subject.pk,
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        value = (said[name] or "") if isinstance(before, str) else said[name]
        amend(by=request.viewer, as_of=as_of, **{called: record, name: value})

    def make(**kwargs: Any) -> forms.Form:
        return _form(subject.kind, name, before, **kwargs)

    return handle(request, task, make, save, initial={name: before})
