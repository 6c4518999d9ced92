"""Theme stories: begun from what came in, written by the theme lead, signed off with the round."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import Right, check
from goldenthread.returns.drafting import as_text
from goldenthread.returns.models import Round, Story
from goldenthread.returns.queries import arrangements_of, draft_of_story, new_for_story
from goldenthread.returns.rules import check_open
from goldenthread.strategy.models import Theme

_OPEN = (Story.State.WRITING, Story.State.SENT_BACK)


@transaction.atomic
def begin_story(*, by: Viewer, asked_in: Round, theme: Theme) -> Story:
    """The story of a theme for a round: the one that is there, or a new one drafted from what came in.

    How partners deliver and new ways of working begin with what the theme says now. Raises NotAllowed, Refused.
    """
    _check_writes(by, theme)
    there: Story | None = Story.objects.filter(round=asked_in, theme=theme).first()
    if there is not None:
        return there
    check_open(asked_in)
    draft = draft_of_story(asked_in, theme.pk)
    return kernel.create(
        Story,
        by=by,
        partnership_id=theme.subject.partnership_id,
        title=f"{theme.title}, {asked_in.period}",
        round=asked_in,
        theme=theme,
        progress=as_text(draft),
        arrangements=theme.arrangements,
        new_ways=theme.innovation,
        drafted_from=[asdict(one) for one in draft],
    )


@transaction.atomic
def write_story(*, by: Viewer, story: Story, as_of: int | None = None, **said: Any) -> None:
    """Change the words of a story. Raises Conflict, Refused once it is submitted or its round closed, NotAllowed."""
    _check_writes(by, story.theme)
    check_open(story.round)
    _check_state(story, _OPEN)
    kernel.amend(story, by=by, as_of=as_of, **said)


@transaction.atomic
def add_what_came(*, by: Viewer, story: Story) -> int:
    """Add the sentences about what came in since, at the end; what was written stays. Returns how many are new."""
    _check_writes(by, story.theme)
    check_open(story.round)
    _check_state(story, _OPEN)
    new = new_for_story(story)
    if new:
        kernel.amend(
            story,
            by=by,
            progress="\n\n".join(filter(None, (story.progress, as_text(new)))),
            drafted_from=[*story.drafted_from, *(asdict(one) for one in new)],
        )
    return len(new)


@transaction.atomic
def submit_story(*, by: Viewer, story: Story) -> None:
    """Send a story to be signed off; where no manager signs, it is. Raises Invalid while it says nothing, Refused, NotAllowed."""
    _check_writes(by, story.theme)
    check_open(story.round)
    _check_state(story, _OPEN)
    if not story.progress.strip():
        raise Invalid({"progress": "Write what happened in this theme first."})
    kernel.amend(
        story,
        by=by,
        state=Story.State.SUBMITTED,
        submitted_by=by.name,
        submitted_at=clock.now(),
        to_change="",
    )
    if not arrangements_of(story.subject.partnership_id or 0).manager_signs:
        _accept(story, by=by)


@transaction.atomic
def accept_story(*, by: Viewer, story: Story) -> None:
    """Sign a story off: it is public from then on where its theme is. Raises Refused, NotAllowed."""
    check(by, Right.MANAGE, story.subject.partnership_id or 0)
    check_open(story.round)
    _check_state(story, (Story.State.SUBMITTED,))
    _accept(story, by=by)


def _accept(story: Story, *, by: Viewer) -> None:
    kernel.amend(story, by=by, state=Story.State.ACCEPTED, accepted_by=by.name, accepted_at=clock.now())
    if story.theme.subject.visibility == Visibility.PUBLIC:
        kernel.show_to(Visibility.PUBLIC, Subject.objects.filter(pk=story.pk), by=by, about=story.subject)


@transaction.atomic
def send_story_back(*, by: Viewer, story: Story, to_change: str) -> None:
    """Ask for changes; an accepted story is inside the partnership again. Raises Invalid, Refused, NotAllowed."""
    check(by, Right.MANAGE, story.subject.partnership_id or 0)
    check_open(story.round)
    if not to_change.strip():
        raise Invalid({"to_change": "Say what to change, so that they can."})
    _check_state(story, (Story.State.SUBMITTED, Story.State.ACCEPTED))
    kernel.amend(story, by=by, state=Story.State.SENT_BACK, to_change=to_change.strip())
    kernel.show_to(Visibility.PARTNERSHIP, Subject.objects.filter(pk=story.pk), by=by, about=story.subject)


def _check_writes(by: Viewer, theme: Theme) -> None:
    check(by, Right.KEEP, theme.subject.partnership_id or 0, scopes=(theme.pk,))


def _check_state(story: Story, states: tuple[Story.State, ...]) -> None:
    if story.state not in states:
        raise Refused(f"This story is {Story.State(story.state).label.lower()}, so this cannot be done now.")
