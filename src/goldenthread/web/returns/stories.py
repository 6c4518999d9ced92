"""Theme stories: a round's list, the page that everybody may read once it is signed off, and writing it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.overview import queries as overview
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.returns import operations, queries
from goldenthread.strategy.queries import theme as theme_numbered
from goldenthread.web import addresses
from goldenthread.web.access import Access, RequestOfViewer, access
from goldenthread.web.editing.fields import Words
from goldenthread.web.editing.handling import Task, handle
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Link, Row, Stop, Table
from goldenthread.web.overview.parts import paragraphs
from goldenthread.web.returns.forms import EmptyForm

FORM = ["GET", "POST"]
SECTIONS = (
    ("progress", "Summary of progress"),
    ("arrangements", "Partnership and delivery arrangements"),
    ("new_ways", "New ways of working"),
)
STANDS = {"writing": "too-early", "submitted": "on-track", "sent_back": "watch", "accepted": "finished"}


class StoryForm(forms.Form):
    """The three parts of a story."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, label in SECTIONS:
            rows = 14 if name == "progress" else 6
            self.fields[name] = Words(label=label, required=False, rows=rows)


class SendStoryBackForm(forms.Form):
    """What to change in a story."""

    to_change = Words(
        label="What should they change?",
        error_messages={"required": "Say what to change, so that they can."},
    )


@access(Access.KEEPER)
@require_safe
def stories(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """The stories of a round: one for each theme that it asks about."""
    heading = overview.heading(code, viewer=request.viewer)
    asked_in = queries.round_numbered(subject_id, partnership_id=heading.id, viewer=request.viewer)
    there = {one.theme_id: one for one in queries.stories(asked_in, viewer=request.viewer)}
    rows = []
    for theme in queries.themes_asked(asked_in):
        story = there.get(theme.pk)
        if story:
            cell = Cell(story.get_state_display(), status=STANDS[story.state])
            link = Cell("Open it", addresses.of(heading, "story", story.pk))
        else:
            cell = Cell("Not begun", faint=True)
            link = Cell("Begin it", addresses.of(heading, "begin-story", asked_in.pk, theme.pk))
        rows.append(Row(Cell(theme.title, addresses.of(heading, "theme", theme.pk)), (cell, link)))
    columns = (Column("Theme"), Column("Its story"), Column("Go on"))
    context = {
        "frame": addresses.framed(
            heading, "Theme stories", here="rounds", above=(_round_stop(heading, asked_in),)
        ),
        "table": Table("Theme stories", columns, tuple(rows), caption_hidden=True) if rows else None,
    }
    return render(request, "returns/stories.html", context)


def _round_stop(heading: PartnershipHeading, asked_in: Any) -> Stop:
    address = addresses.of(heading, "round", asked_in.pk) if "KEEP" in heading.rights else ""
    return Stop("Round", asked_in.title, address)


@access(Access.KEEPER)
@require_http_methods(FORM)
def begin(request: RequestOfViewer, code: str, subject_id: int, theme_id: int) -> HttpResponse:
    """Begin a theme's story: drafted from what came in."""
    heading = overview.heading(code, viewer=request.viewer)
    asked_in = queries.round_numbered(subject_id, partnership_id=heading.id, viewer=request.viewer)
    theme = theme_numbered(theme_id, partnership_id=heading.id, viewer=request.viewer)
    task = Task(
        heading,
        f"Begin the story of {theme.title}",
        "Draft it from what came in",
        "Drafted. Make it yours.",
        addresses.of(heading, "stories", asked_in.pk),
        here="rounds",
        intro="The draft has a sentence for each figure that was accepted, with what was said of it. You change it as you like.",
    )

    def save(said: dict[str, Any], _: int | None) -> str:
        story = operations.begin_story(by=request.viewer, asked_in=asked_in, theme=theme)
        return addresses.of(heading, "write-story", story.pk)

    return handle(request, task, EmptyForm, save)


@access(Access.PUBLIC)
@require_safe
def story(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """A theme's story. Everybody reads it once it is signed off; before, only those inside."""
    heading, found = _found(request, code, subject_id)
    changed = queries.changed_since(found)
    context = {
        "frame": addresses.framed(
            heading,
            found.title,
            kind="Theme story",
            above=(Stop("Theme", found.theme.title, addresses.of(heading, "theme", found.theme_id)),),
        ),
        "parts": [
            (label, paragraphs(getattr(found, name))) for name, label in SECTIONS if getattr(found, name)
        ],
        "mark": (STANDS[found.state], found.get_state_display()) if heading.is_inside else None,
        "to_change": found.to_change if found.state == "sent_back" and heading.is_inside else "",
        "changed": [f"{one.name}: {one.said} when it was written, {one.now} now." for one in changed],
        "sources": [one["text"] for one in found.drafted_from if one.get("observation_id")],
        "moves": _moves(request, heading, found),
    }
    return render(request, "returns/story.html", context)


def _found(request: RequestOfViewer, code: str, subject_id: int) -> tuple[PartnershipHeading, Any]:
    heading = overview.heading(code, viewer=request.viewer)
    return heading, queries.story(subject_id, partnership_id=heading.id, viewer=request.viewer)


def _moves(request: RequestOfViewer, heading: PartnershipHeading, found: Any) -> list[Link]:
    """What may be done with it now."""
    if found.round.closed_at is not None or heading.as_known:
        return []
    pages = []
    if "KEEP" in heading.rights and found.state in ("writing", "sent_back"):
        pages += [("Write it", "write-story"), ("Send it to be signed off", "submit-story")]
    if heading.may_manage and found.state == "submitted":
        pages.append(("Sign it off", "accept-story"))
    if heading.may_manage and found.state in ("submitted", "accepted"):
        pages.append(("Send it back", "send-story-back"))
    return [Link(words, addresses.of(heading, page, found.pk)) for words, page in pages]


@access(Access.KEEPER)
@require_http_methods(FORM)
def write(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Write a story: its three parts as text."""
    heading, found = _found(request, code, subject_id)
    new = len(queries.new_for_story(found))
    task = Task(
        heading,
        f"Write the story of {found.theme.title}",
        "Save the story",
        "Saved.",
        addresses.of(heading, "story", found.pk),
        here="rounds",
        subject_id=found.pk,
        template="returns/write_story.html",
        context={
            "new": f"{counted(new, 'sentence')} could be added about what came in since." if new else "",
            "add": addresses.of(heading, "add-to-story", found.pk),
        },
    )

    def save(said: dict[str, Any], as_of: int | None) -> None:
        operations.write_story(by=request.viewer, story=found, as_of=as_of, **said)

    return handle(
        request, task, StoryForm, save, initial={name: getattr(found, name) for name, _ in SECTIONS}
    )


@access(Access.KEEPER)
@require_POST
def add(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    """Add what came in since to the end of a story."""
    heading, found = _found(request, code, subject_id)
    number = operations.add_what_came(by=request.viewer, story=found)
    messages.success(request, f"{counted(number, 'sentence').capitalize()} added at the end.")
    return redirect(addresses.of(heading, "write-story", found.pk))


@access(Access.KEEPER)
@require_http_methods(FORM)
def submit(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    def save(found: Any, _: dict[str, Any]) -> None:
        operations.submit_story(by=request.viewer, story=found)

    return _move(
        request, code, subject_id, ("Send it to be signed off", "Sent to be signed off."), EmptyForm, save
    )


@access(Access.MANAGER)
@require_http_methods(FORM)
def accept(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    def save(found: Any, _: dict[str, Any]) -> None:
        operations.accept_story(by=request.viewer, story=found)

    return _move(request, code, subject_id, ("Sign it off", "Signed off."), EmptyForm, save)


@access(Access.MANAGER)
@require_http_methods(FORM)
def send_back(request: RequestOfViewer, code: str, subject_id: int) -> HttpResponse:
    def save(found: Any, said: dict[str, Any]) -> None:
        operations.send_story_back(by=request.viewer, story=found, to_change=said["to_change"])

    words = ("Send it back", "Sent back. They see what to change.")
    return _move(request, code, subject_id, words, SendStoryBackForm, save)


def _move(
    request: RequestOfViewer,
    code: str,
    subject_id: int,
    words: tuple[str, str],
    form: Any,
    save: Callable[[Any, dict[str, Any]], None],
) -> HttpResponse:
    heading, found = _found(request, code, subject_id)
    button, done = words
    task = Task(
        heading,
        f"{button}: {found.title}",
        button,
        done,
        addresses.of(heading, "story", found.pk),
        here="rounds",
    )
    return handle(request, task, form, lambda said, _: save(found, said))
