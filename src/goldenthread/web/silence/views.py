"""The page about who is silent, and the one that hands everything of a person over."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.overview import queries
from goldenthread.partnership import queries as partnerships
from goldenthread.returns import operations
from goldenthread.returns.queries import belongings
from goldenthread.strategy.queries import themes
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.overview.views import page_number
from goldenthread.web.silence import wording
from goldenthread.web.silence.forms import HandOverForm


@access(Access.CONTRIBUTOR)
@require_safe
def silence(request: RequestOfViewer, code: str) -> HttpResponse:
    show = request.GET.get("show", "")
    shown = queries.silent(
        code,
        viewer=request.viewer,
        show=show if show in wording.LISTS else "people",
        why=request.GET.get("why", ""),
        page=page_number(request),
    )
    return render(request, "silence/silence.html", wording.silence(shown))


@access(Access.MANAGER)
@require_http_methods(["GET", "POST"])
def hand_over(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Show everything of a person, and let it be another's in one step."""
    heading = queries.heading(code, viewer=request.viewer)
    person = partnerships.person(subject_id, partnership_id=heading.id, viewer=request.viewer)
    held = belongings(person)
    known = {theme.pk: theme for theme in themes(heading.id, viewer=request.viewer)}
    others = {
        one.pk: one
        for one in partnerships.known_people(heading.id).select_related("subject").order_by("name")
        if one.pk != person.pk and one.left_on is None
    }
    task = Task(
        heading,
        f"Hand over what {person.name} has",
        "Hand it over",
        f"Handed over from {person.name}.",
        addresses.of(heading, "silence"),
        intro=wording.HAND_OVER,
        facts=wording.facts_of(held, heading),
        table=wording.table_of(held, heading),
        here="silence",
    )

    def save(said: dict[str, Any], _: int | None) -> None:
        successor = others.get(said["successor"]) or operations.successor_named(
            by=request.viewer, partnership_id=heading.id, name=said["name"], email=said["email"]
        )
        done = operations.hand_over(
            by=request.viewer,
            person=person,
            successor=successor,
            reason=said["reason"],
            theme=known.get(said["theme"]),
            posts=said.get("posts", False),
            left_on=said["left_on"],
        )
        messages.info(request, wording.handed(done, successor.name))

    make = partial(
        HandOverForm,
        people=[(pk, one.name) for pk, one in others.items()],
        themes=[(pk, theme.title) for pk, theme in known.items()],
        posts=len(held.posts),
    )
    return handle(request, task, make, save, initial={"left_on": person.left_on})
