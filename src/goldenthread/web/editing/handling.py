"""Show a form, keep what is typed, send it once it is right: the same for every form of a partnership."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format

from goldenthread.kernel import operations, queries
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.access import KEPT, RequestOfViewer
from goldenthread.web.frame import Entry, Link, Stop, Table, faults_of

CONTROL = ("csrfmiddlewaretoken", "decision_on_form", "as_of")
"""What a form sends beside its fields."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a form is for. `button` says what it does ("Amend the target"), `done` that it is done.

    `template` shows the form, `address` is what an unsent one is kept under where the path is too little, and
    `several` says that it changes many records of the partnership. `back` is where one goes after; `subject_id` the record that it changes, so that two editors are told of each
    other. `facts` and `table` stand above the form: what one needs to know to fill it in.
    """

    heading: PartnershipHeading
    title: str
    button: str
    done: str
    back: str
    intro: str = ""
    subject_id: int | None = None
    above: tuple[Stop, ...] = ()
    facts: tuple[Entry, ...] = ()
    table: Table | None = None
    here: str = ""
    template: str = "editing/form.html"
    address: str = ""
    several: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Shown:
    """How the form is shown this time. `theirs` is what others wrote meanwhile, by field."""

    status: int = 200
    theirs: Mapping[str, str] = field(default_factory=dict)
    kept_on: str = ""


def handle(
    request: RequestOfViewer,
    task: Task,
    make_form: Callable[..., forms.Form],
    save: Callable[[dict[str, Any], int | None], str | None],
    *,
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer a form's GET and POST.

    `make_form` takes `data` and `initial` as a Django form does. `save(cleaned, as_of)` calls the operation with
    the version that the form was made from; it may return an address to go to instead of `task.back`. Its Invalid
    goes to the fields, its Conflict shows both texts, every other Refused stands on top: the form keeps all words.
    """
    address = task.address or request.path
    if request.method != "POST":
        return _fresh(request, task, make_form, initial or {})
    decision = request.POST.get("decision_on_form", "")
    if decision == "keep":
        operations.keep_form(address, _typed(request), by=request.viewer)
        messages.success(request, "Kept for you. Nothing is changed until you send it.")
        return redirect(request.get_full_path())
    if decision == "forget":
        operations.forget_form(address, by=request.viewer)
        return redirect(request.get_full_path())
    form = make_form(data=request.POST, initial=dict(initial or {}))
    shown = _Shown(status=422)
    if form.is_valid():
        try:
            with transaction.atomic():  # what one form asks for is done whole or not at all
                onward = save(form.cleaned_data, _as_of(request))
        except (NotAllowed, NotFound):
            operations.keep_form(address, _typed(request), by=request.viewer)
            raise
        except Invalid as problem:
            for name, sentence in problem.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        except Conflict as problem:
            form.add_error(None, str(problem))
            shown = _Shown(status=409, theirs=problem.fields)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            operations.forget_form(address, by=request.viewer)
            messages.success(request, task.done)
            return redirect(onward or task.back)
    return _render(request, task, form, shown)


def _fresh(
    request: RequestOfViewer, task: Task, make_form: Callable[..., forms.Form], initial: Mapping[str, Any]
) -> HttpResponse:
    """The form as it is now, or as its author left it: kept by hand, or when their sign-in ended."""
    address = task.address or request.path
    left = request.session.get(KEPT, {})
    if request.path in left:
        operations.keep_form(address, _fields_of(left[request.path]), by=request.viewer)
        del request.session[KEPT]
    kept = queries.kept_form(address, viewer=request.viewer)
    shown = _Shown(kept_on=date_format(kept.kept_at, "j F, H:i") if kept else "")
    form = make_form(data=None, initial={**initial, **(kept.content if kept else {})})
    return _render(request, task, form, shown)


def _render(request: RequestOfViewer, task: Task, form: forms.Form, shown: _Shown) -> HttpResponse:
    frame = addresses.framed(task.heading, task.title, above=task.above, here=task.here)
    context = {
        "frame": frame,
        "task": task,
        "form": form,
        "as_of": _version(task),
        "rows": [(bound, shown.theirs.get(bound.name)) for bound in form.visible_fields()],
        "meanwhile": [
            Entry(name.replace("_", " ").capitalize(), text)
            for name, text in shown.theirs.items()
            if name not in form.fields
        ],
        "faults": faults_of(form),
        "kept_on": shown.kept_on,
        "back": Link("Go back without changing anything", task.back),
    }
    return render(request, task.template, {**context, **task.context}, status=shown.status)


def _version(task: Task) -> int | str:
    if task.several:
        return queries.latest_event(task.heading.id)
    return queries.version(task.subject_id) if task.subject_id else ""


def _as_of(request: RequestOfViewer) -> int | None:
    sent = request.POST.get("as_of", "")
    return int(sent) if sent.isdigit() else None


def _typed(request: RequestOfViewer) -> dict[str, Any]:
    return _fields_of({name: _one_or_more(request.POST.getlist(name)) for name in request.POST})


def _fields_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if name not in CONTROL}


def _one_or_more(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
