"""Answering a round: the page, what it keeps while somebody types, and handing it on."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.returns import operations
from goldenthread.returns.rules import name_of
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.figures import counted
from goldenthread.web.frame import faults_of
from goldenthread.web.returns import pages
from goldenthread.web.returns.desk import Desk, for_another, signed_in, with_link
from goldenthread.web.returns.form import AnswersForm, Item

FORM = ["GET", "POST"]


@access(Access.PUBLIC)
@require_http_methods(FORM)
def answer_by_link(request: RequestOfViewer, link: str) -> HttpResponse:
    """What a link asks for, without an account."""
    return kept_close(answer(request, with_link(link)))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def answer_signed_in(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """What a round asks of somebody who is signed in."""
    return answer(request, signed_in(request, code, subject_id))


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def answer_for(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    """Answer one return for whoever is asked."""
    return answer(request, for_another(request, code, subject_id, number))


def answer(request: RequestOfViewer, desk: Desk) -> HttpResponse:
    """Show what is asked, keep what is typed, send what is filled in."""
    items = pages.items_of(desk)
    if request.method != "POST":
        return _page(request, desk, AnswersForm(items), items)
    form = AnswersForm(items, data=request.POST)
    if request.POST.get("decision_on_form") == "keep":
        return _keep(request, desk, form, items)
    theirs = _send(request, desk, form, items)
    if form.errors or theirs:
        return _page(request, desk, form, items, theirs, status=409 if theirs else 422)
    return redirect(desk.address())


def _keep(request: RequestOfViewer, desk: Desk, form: AnswersForm, items: list[Item]) -> HttpResponse:
    """Keep what was typed. A script that asks while somebody types is answered with the time."""
    _keep_typed(desk, form, items)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"kept": pages.now_in_words()})
    messages.success(request, "Kept for you. Come back with the same link whenever you like.")
    return redirect(desk.address())


def _keep_typed(desk: Desk, form: AnswersForm, items: list[Item]) -> None:
    typed = form.typed()
    for item in items:
        if item.id in typed:
            operations.keep_draft(by=desk.viewer, asked=item.asked, content=typed[item.id], seen=item.seen)
        elif item.open and item.shown != item.sent:
            operations.forget_draft(by=desk.viewer, asked=item.asked)


def _send(
    request: RequestOfViewer, desk: Desk, form: AnswersForm, items: list[Item]
) -> dict[int, dict[str, str]]:
    """Send every return that was filled in; what is wrong goes to its fields, and is kept as it was typed.

    Returns what others sent meanwhile, by return.
    """
    form.is_valid()
    typed = form.typed()
    given = {item.id: said for item in items if item.id in typed and (said := form.said(item)) is not None}
    together = [
        figure
        for item in items
        if item.id in given and (figure := operations.to_check(item.asked, given[item.id]))
    ]
    sent, theirs = 0, {}
    for item in items:
        said = given.get(item.id)
        if said is None:
            continue
        try:
            operations.submit(
                by=desk.viewer, asked=item.asked, said=said, seen=form.seen(item), together=together
            )
            sent += 1
        except Invalid as problem:
            for name, sentence in problem.fields.items():
                known = f"{name}_{item.id}"
                form.add_error(known if known in form.fields else None, sentence)
        except Conflict as problem:
            theirs[item.id] = problem.fields
            form.see(item, operations.last_number(item.asked))
            form.add_error(None, str(problem))
        except Refused as problem:
            form.add_error(None, f"{name_of(item.asked)}: {problem}")
    if form.errors:
        _keep_wrong(desk, form, items)
    if sent:
        messages.success(request, f"{counted(sent, 'answer').capitalize()} sent. Thank you.")
    elif not form.errors:
        messages.info(request, "You have not filled in anything new yet.")
    return theirs


def _keep_wrong(desk: Desk, form: AnswersForm, items: list[Item]) -> None:
    """Keep what could not be sent, so that a closed page loses nothing."""
    typed = form.typed()
    wrong = {name.rpartition("_")[2] for name in form.errors}
    for item in items:
        if item.id in typed and (str(item.id) in wrong or "__all__" in form.errors):
            try:
                operations.keep_draft(
                    by=desk.viewer, asked=item.asked, content=typed[item.id], seen=form.seen(item)
                )
            except Refused:
                return  # the round was closed meanwhile: the page still shows every word


def _page(
    request: RequestOfViewer,
    desk: Desk,
    form: AnswersForm,
    items: list[Item],
    theirs: dict[int, dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = pages.answering(desk, form, items, theirs or {}) | {"form": form, "faults": faults_of(form)}
    return render(request, "returns/answer.html", context, status=status)


class HandOnForm(forms.Form):
    """What is handed on, and to whom."""

    def __init__(self, returns: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["returns"] = forms.TypedMultipleChoiceField(
            label="What do you hand on?",
            choices=returns,
            coerce=int,
            initial=[number for number, _ in returns],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose what you hand on."},
        )
        self.fields["name"] = forms.CharField(
            label="Who can answer it?", max_length=200, error_messages={"required": "Give the name."}
        )
        self.fields["email"] = forms.EmailField(
            label="Their e-mail address",
            error_messages={
                "required": "Give the e-mail address, so that we can write to them.",
                "invalid": "Write the address like name@council.example.",
            },
        )


@access(Access.PUBLIC)
@require_http_methods(FORM)
def hand_on_by_link(request: RequestOfViewer, link: str) -> HttpResponse:
    """Let somebody else answer, with a link of their own."""
    return kept_close(hand_on(request, with_link(link)))


def kept_close(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: no cache keeps it, no search engine lists it."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@access(Access.CONTRIBUTOR)
@require_http_methods(FORM)
def hand_on_signed_in(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Let somebody else answer."""
    return hand_on(request, signed_in(request, code, subject_id))


def hand_on(request: RequestOfViewer, desk: Desk) -> HttpResponse:
    """Choose what somebody else shall answer, and who."""
    there = {one.pk: one for one in desk.returns if one.state in pages.WAITING_STATES}
    make = partial(HandOnForm, [(number, name_of(one)) for number, one in there.items()])
    form = make(data=request.POST) if request.method == "POST" else make()
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                person = operations.hand_on(
                    by=desk.viewer,
                    asked=[there[number] for number in said["returns"]],
                    name=said["name"],
                    email=said["email"],
                )
            except Invalid as problem:
                for name, sentence in problem.fields.items():
                    form.add_error(name if name in form.fields else None, sentence)
            else:
                messages.success(request, f"Handed on to {person.name}. You may still answer yourself.")
                return redirect(desk.address())
    context = {
        "frame": desk.framed("Hand it on to somebody else"),
        "form": form,
        "faults": faults_of(form),
        "rows": [(bound, None) for bound in form],
        "back": desk.address(),
    }
    return render(request, "returns/hand_on.html", context, status=status)
