"""Strategies, what follows each, and the statements they rest on: load, answer."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goldenthread.kernel.errors import Refused
from goldenthread.measures import operations as measures
from goldenthread.overview import queries
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.partnership import queries as partnerships
from goldenthread.strategy import operations
from goldenthread.strategy import queries as strategy
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import AmendmentForm
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.measures.pages import decision_choices
from goldenthread.web.overview.views import page_number
from goldenthread.web.strategy import framework_forms as forms
from goldenthread.web.strategy import framework_pages as pages

FORM = ["GET", "POST"]


@access(Access.PUBLIC)
def strategies(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.strategy_list(code, viewer=request.viewer)
    return render(request, "strategy/strategies.html", pages.strategies(shown))


@access(Access.PUBLIC)
def one(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """One strategy, and what became of each of its objectives."""
    shown = queries.strategy_page(code, subject_id, viewer=request.viewer)
    return render(request, "strategy/strategy.html", pages.strategy(shown))


@access(Access.PUBLIC)
def evidence_register(request: RequestOfViewer, code: str) -> HttpResponse:
    shown = queries.evidence_register(code, viewer=request.viewer, page=page_number(request))
    return render(request, "strategy/evidence.html", pages.evidence_register(shown))


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_strategy(request: RequestOfViewer, code: str) -> HttpResponse:
    heading = queries.heading(code, viewer=request.viewer)
    task = Task(
        heading,
        "Add a strategy",
        "Add this strategy",
        "It is added. Give it its themes and objectives.",
        addresses.of(heading, "strategies"),
        intro="The next strategy, or a second framework beside the one in force, such as an area agreement.",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        partnership = partnerships.partnership_coded(code, viewer=request.viewer)
        added = operations.add_strategy(
            by=request.viewer, partnership=partnership, **decided(request, heading, said)
        )
        return addresses.of(heading, "strategy", added.pk)

    return handle(request, task, partial(forms.StrategyForm, decisions=decisions(request, heading)), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def add_theme(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, found = _strategy(request, code, subject_id)
    task = Task(
        heading,
        f"Add a theme: {found.title}",
        "Add this theme",
        "The theme is added.",
        addresses.of(heading, "strategy", subject_id),
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        added = operations.add_theme(by=request.viewer, strategy=found, **decided(request, heading, said))
        return addresses.of(heading, "theme", added.pk)

    return handle(request, task, partial(forms.ThemeForm, decisions=decisions(request, heading)), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def put_into_force(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    heading, found = _strategy(request, code, subject_id)
    task = Task(
        heading,
        f"Put it into force: {found.title}",
        "Put it into force",
        "It counts from now on.",
        addresses.of(heading, "strategy", subject_id),
        intro="Its themes and measures count from today, beside what is in force. Where it takes the place of another"
        " strategy, open that one and say what follows it.",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        operations.put_into_force(by=request.viewer, strategy=found, **decided(request, heading, said))

    return handle(request, task, partial(AmendmentForm, decisions=decisions(request, heading)), save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def follow(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Say what takes the place of a strategy, and what becomes of each of its objectives."""
    heading, old = _strategy(request, code, subject_id)
    if old.superseded_at is not None:
        raise Refused("Another strategy has taken the place of this one already.")
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    following = list(strategy.strategies_to_follow(old.pk, heading.id, viewer=request.viewer))
    asked = {
        "objectives": list(strategy.objectives_of_strategy(old.pk, viewer=request.viewer)),
        "themes": list(strategy.themes(heading.id, viewer=request.viewer, strategy_id=old.pk)),
        "following": following,
        "new_themes": [
            (one, theme)
            for one in following
            for theme in strategy.themes(heading.id, viewer=request.viewer, strategy_id=one.pk)
        ],
        "new_objectives": [
            (one, objective)
            for one in following
            for objective in strategy.objectives_of_strategy(one.pk, viewer=request.viewer)
        ],
    }
    task = Task(
        heading,
        f"What follows {old.title}?",
        "Let it take its place",
        "The next strategy has begun. What became of each objective is on record.",
        addresses.of(heading, "strategy", old.pk),
        intro=pages.follow_words(bool(following)),
        subject_id=old.pk,
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        new = strategy.strategy(said.pop("new"), **here)
        themes = {
            number: strategy.theme(after, **here) for number, after in said.pop("themes").items() if after
        }
        measures.follow(by=request.viewer, old=old, new=new, themes=themes, **decided(request, heading, said))

    form = partial(forms.FollowForm, asked, decisions=decisions(request, heading))
    return handle(request, task, form, save)


def _strategy(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = queries.heading(code, viewer=request.viewer)
    return heading, strategy.strategy(subject_id, partnership_id=heading.id, viewer=request.viewer)


def decisions(request: RequestOfViewer, heading: PartnershipHeading) -> list[tuple[int, str]]:
    """The decisions that may stand behind a change."""
    return decision_choices(partnerships.decisions(heading.id, viewer=request.viewer))


def decided(request: RequestOfViewer, heading: PartnershipHeading, said: dict[str, Any]) -> dict[str, Any]:
    """What a form says, with the decision that was chosen in place of its number."""
    number = said.pop("decision", None)
    here: dict[str, Any] = {"partnership_id": heading.id, "viewer": request.viewer}
    return said | {"decision": partnerships.decision(number, **here) if number else None}
