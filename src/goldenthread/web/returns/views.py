"""The pages on which rounds are kept and returns signed off."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.kernel import clock
from goldenthread.measures.operations import period_named
from goldenthread.overview import queries
from goldenthread.overview.queries.rounds import ready_to_sign
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership.queries import link_of, partnership_coded
from goldenthread.publishing.operations import fill_all
from goldenthread.returns import operations
from goldenthread.returns import queries as returns
from goldenthread.returns.rules import KINDS, brief, name_of
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.figures import counted
from goldenthread.web.overview.views import number, page_number
from goldenthread.web.returns import forms, wording

FORM = ["GET", "POST"]


@access(Access.KEEPER)
@require_safe
def rounds(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.rounds(code, viewer=request.viewer, page=page_number(request))
    return render(request, "returns/rounds.html", wording.rounds(shown))


@access(Access.KEEPER)
@require_safe
def round_(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    layer = request.GET.get("layer", "")
    shown = queries.round_page(
        code,
        subject_id,
        viewer=request.viewer,
        stands=request.GET.get("standing", ""),
        theme_id=number(request.GET.get("theme", "")),
        layer=layer if layer in wording.LAYERS else "operational",
        page=page_number(request),
    )
    return render(request, "returns/round.html", wording.round_(shown))


@access(Access.KEEPER)
@require_safe
def return_(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    shown = queries.return_page(code, subject_id, number, viewer=request.viewer)
    return render(request, "returns/return.html", wording.return_(shown))


def _found(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = queries.heading(code, viewer=request.viewer)
    return heading, returns.round_numbered(subject_id, partnership_id=heading.id, viewer=request.viewer)


@access(Access.KEEPER)
@require_http_methods(FORM)
def sign_off(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    def save(asked: Any, said: dict[str, Any]) -> None:
        operations.sign_off(by=request.viewer, asked=asked, seen=said["seen"])

    words = ("Sign it off", "Sign it off", "Signed off.")
    return _about_return(request, code, subject_id, number, words, forms.SeenForm, save)


@access(Access.KEEPER)
@require_http_methods(FORM)
def send_back(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    def save(asked: Any, said: dict[str, Any]) -> None:
        operations.send_back(by=request.viewer, asked=asked, to_change=said["to_change"], seen=said["seen"])

    words = ("Send it back", "Send it back", "Sent back. They see what to change.")
    return _about_return(request, code, subject_id, number, words, forms.SendBackForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def withdraw(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    def save(asked: Any, said: dict[str, Any]) -> None:
        operations.withdraw_return(by=request.viewer, asked=asked, reason=said["reason"])

    words = ("Ask for it no more", "Ask for it no more", "It is asked for no more.")
    return _about_return(request, code, subject_id, number, words, forms.ReasonForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def ask_again(request: RequestOfViewer, code: str, subject_id: int, number: int) -> HttpResponse:
    def save(asked: Any, said: dict[str, Any]) -> None:
        operations.ask_again(by=request.viewer, asked=asked, reason=said["reason"])

    words = ("Ask for it after all", "Ask for it", "It is asked for again.")
    return _about_return(request, code, subject_id, number, words, forms.ReasonForm, save)


def _about_return(
    request: RequestOfViewer,
    code: str,
    subject_id: int,
    number: int,
    words: tuple[str, str, str],
    form: Any,
    save: Callable[[Any, dict[str, Any]], None],
) -> HttpResponse:
    """A form about one return, with what was sent above it."""
    heading, asked_in = _found(request, code, subject_id)
    asked = returns.return_numbered(number, asked_in=asked_in)
    shown = wording.return_(queries.return_page(code, subject_id, number, viewer=request.viewer))
    last = returns.answers([asked]).get(asked.pk)
    title, button, done = words
    task = Task(
        heading,
        f"{title}: {name_of(asked)}",
        button,
        done,
        addresses.of(heading, "return", asked_in.pk, asked.pk),
        here="rounds",
        table=shown["answers"],  # type: ignore[arg-type]
    )
    return handle(
        request,
        task,
        form,
        lambda said, _: save(asked, said),
        initial={"seen": last.number if last else 0},
    )


@access(Access.KEEPER)
@require_http_methods(FORM)
def sign_off_many(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, asked_in = _found(request, code, subject_id)
    ready = {
        one.pk: one
        for one in ready_to_sign(asked_in, returns.arrangements_of(heading.id), viewer=request.viewer)
    }
    sent = returns.answers(list(ready.values()))
    choices = [(pk, f"{name_of(one)}: {brief(sent[pk])}") for pk, one in ready.items()]
    task = Task(
        heading,
        "Sign off what is unremarkable",
        "Sign these off",
        "Signed off.",
        addresses.of(heading, "round", asked_in.pk),
        here="rounds",
        intro="Take the tick away from what you want to look at first.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        signed = operations.sign_off_many(by=request.viewer, returns=[ready[pk] for pk in said["returns"]])
        for pk, sentence in signed.refused.items():
            messages.warning(request, f"{name_of(ready[pk])}: {sentence}")

    return handle(request, task, partial(forms.SignManyForm, choices), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def make_round(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    partnership = partnership_coded(code, viewer=request.viewer)
    task = Task(
        heading,
        "Make a round by hand",
        "Make this round",
        "The round is made.",
        addresses.of(heading, "rounds"),
        here="rounds",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        period = period_named(said.pop("period"))
        made = operations.make_round(by=request.viewer, partnership=partnership, period=period, **said)
        if made.opens_on <= clock.today():
            operations.tick(by=request.viewer, partnership=partnership)
        return addresses.of(heading, "round", made.pk)

    return handle(request, task, forms.RoundForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def amend_round(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, asked_in = _found(request, code, subject_id)
    task = Task(
        heading,
        f"Change {asked_in.title}",
        "Change this round",
        "The round is changed.",
        addresses.of(heading, "round", asked_in.pk),
        subject_id=asked_in.pk,
        here="rounds",
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.amend_round(by=request.viewer, asked_in=asked_in, as_of=as_of, **said)

    initial = {name: getattr(asked_in, name) for name in ("title", "opens_on", "due_on")}
    return handle(request, task, forms.AmendRoundForm, save, initial=initial)


@access(Access.MANAGER)
@require_http_methods(FORM)
def close_round(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, asked_in = _found(request, code, subject_id)
    (card,) = queries.rounds_cards([asked_in])
    unanswered = card.asked - card.count("accepted")
    task = Task(
        heading,
        f"Close {asked_in.title}",
        "Close this round",
        "The round is closed, and its figures are locked.",
        addresses.of(heading, "round", asked_in.pk),
        here="rounds",
        intro=f"{counted(unanswered, 'return')} of {card.asked} are not accepted and stay as they are. Nobody can"
        f" give or change a figure for {asked_in.period} until the round is opened again.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.close_round(by=request.viewer, asked_in=asked_in)
        filled = fill_all(by=request.viewer, partnership_id=heading.id, period_label=str(asked_in.period))
        if filled.copies:
            messages.info(request, f"{counted(len(filled.copies), 'template')} filled for {asked_in.period}.")
        for title, sentence in filled.refused:
            messages.warning(request, f"The template “{title}” was not filled: {sentence}")

    return handle(request, task, forms.EmptyForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def reopen_round(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, asked_in = _found(request, code, subject_id)
    task = Task(
        heading,
        f"Open {asked_in.title} again",
        "Open it again",
        "The round is open again.",
        addresses.of(heading, "round", asked_in.pk),
        here="rounds",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.reopen_round(by=request.viewer, asked_in=asked_in, reason=said["reason"])

    return handle(request, task, forms.ReasonForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def links(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Whom a round asks, and the link of each: made here for those who cannot be written to."""
    heading, asked_in = _found(request, code, subject_id)
    people = operations.people_asked(asked_in)
    if request.method == "POST":
        for person in people:
            operations.invite(by=request.viewer, asked_in=asked_in, person=person)
        messages.success(request, f"{counted(len(people), 'link')} made.")
        return redirect(request.path)
    there = operations.links(asked_in, people)
    shown = [(person, _absolute(request, there.get(person.pk))) for person in people]
    return render(request, "returns/links.html", wording.links(heading, asked_in, shown))


def _absolute(request: RequestOfViewer, invitation: Any) -> str:
    return request.build_absolute_uri(f"/return/{link_of(invitation)}/") if invitation else ""


@access(Access.MANAGER)
@require_safe
def schedules(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    shown = wording.schedules(heading, returns.schedules(heading.id), KINDS)
    return render(request, "returns/schedules.html", shown)


@access(Access.MANAGER)
@require_http_methods(FORM)
def set_schedule(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    partnership = partnership_coded(code, viewer=request.viewer)
    task = Task(
        heading,
        "Say how often rounds come",
        "Set it",
        "It is set. The clock makes the rounds.",
        addresses.of(heading, "schedules"),
        here="rounds",
        intro="Set it once for each frequency. A new setting takes the place of the one before; rounds stay.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.set_schedule(by=request.viewer, partnership=partnership, **said)
        operations.tick(by=request.viewer, partnership=partnership)

    return handle(request, task, forms.ScheduleForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def end_schedule(request: RequestOfViewer, code: str, number: int) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    schedule = returns.schedule_numbered(number, partnership_id=heading.id)
    task = Task(
        heading,
        f"Make no more rounds: {schedule.get_frequency_display().lower()}",
        "Stop it",
        "No more rounds are made. Those that were made stay.",
        addresses.of(heading, "schedules"),
        here="rounds",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.end_schedule(by=request.viewer, schedule=schedule)

    return handle(request, task, forms.EmptyForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def arrangements(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    partnership = partnership_coded(code, viewer=request.viewer)
    now = returns.arrangements_of(heading.id)
    task = Task(
        heading,
        "Who signs off",
        "Save",
        "Saved.",
        addresses.of(heading, "rounds"),
        here="rounds",
        intro="Each step is optional. Nothing is public before its last step is done; without any step, what is sent"
        " counts at once.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.arrange(by=request.viewer, partnership=partnership, **said)

    names = ("theme_lead_signs", "manager_signs", "board_sees_awaiting")
    return handle(
        request,
        task,
        forms.ArrangementsForm,
        save,
        initial={name: getattr(now, name) for name in names},
    )
