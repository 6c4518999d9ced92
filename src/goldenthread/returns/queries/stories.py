"""Theme stories and what they are drafted from: what was accepted in a round, theme by theme."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from goldenthread.kernel import queries as kernel
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Observation
from goldenthread.measures.rules import in_words
from goldenthread.returns.drafting import Came, Sentence, drafted, new_since
from goldenthread.returns.models import Answer, Return, Round, Story
from goldenthread.returns.queries.found import answers, returns_of
from goldenthread.returns.queries.series import Background, backgrounds
from goldenthread.returns.rules import name_of
from goldenthread.strategy.models import Theme


def stories(asked_in: Round, *, viewer: Viewer) -> QuerySet[Story]:
    """The stories of a round in the order of their themes."""
    found: QuerySet[Story] = Story.objects.visible_to(viewer).filter(round=asked_in)
    return found.select_related("theme__subject", "subject").order_by("theme__position", "pk")


def story(story_id: int, *, partnership_id: int, viewer: Viewer) -> Story:
    """One story. Raises NotFound."""
    related = ("theme__subject", "round__subject", "round__period")
    return kernel.one(Story, story_id, viewer=viewer, related=related, partnership_id=partnership_id)


def latest_story(theme_id: int, *, viewer: Viewer) -> Story | None:
    """The last accepted story of a theme that the viewer may see."""
    found: Story | None = (
        Story.objects.visible_to(viewer)
        .filter(theme=theme_id, state=Story.State.ACCEPTED)
        .select_related("round__period")
        .order_by("-round__due_on", "-pk")
        .first()
    )
    return found


def themes_asked(asked_in: Round) -> list[Theme]:
    """The themes that a round asks about, in order."""
    ids = Return.objects.filter(round=asked_in).exclude(theme=None).order_by().values("theme")
    return list(Theme.objects.filter(pk__in=ids).select_related("subject").order_by("position", "pk"))


def draft_of_story(asked_in: Round, theme_id: int) -> list[Sentence]:
    """The sentences that a round's accepted returns make for a theme, and what nothing came in for. Six queries."""
    asked = list(returns_of(asked_in).filter(theme=theme_id).exclude(state=Return.State.WITHDRAWN))
    accepted = [one for one in asked if one.state == Return.State.ACCEPTED]
    sent = answers(accepted)
    known = backgrounds(accepted, asked_in.period)
    missing = [name_of(one) for one in asked if one.state != Return.State.ACCEPTED]
    return drafted(
        [_came(one, sent[one.pk], known.get(one.pk)) for one in accepted if one.pk in sent], missing
    )


def _came(one: Return, answer: Answer, known: Background | None) -> Came:
    now, last, target = (known.now, known.last, known.target) if known else (None, None, None)
    unit = known.unit if known else ""
    reached = answer.also.get("reached_on")
    scores = [answer.also.get(name) for name in ("likelihood_now", "impact_now")]
    return Came(
        return_id=one.pk,
        kind=one.kind,
        name=name_of(one),
        period=str(one.round.period),
        figure=_figure(now, unit),
        before=_figure(last, unit),
        before_period=str(last.period) if last else "",
        target=in_words(round(target.value, target.decimals), unit)
        if target and target.value is not None
        else "",
        nothing_because=answer.nothing_because,
        comment=" ".join(filter(None, (answer.what_happened, answer.why, answer.what_next))),
        percent=answer.also.get("percent"),
        reached_on=f"{date.fromisoformat(reached):%-d %B %Y}" if reached else "",
        judged=f"likelihood {scores[0]}, impact {scores[1]}" if None not in scores else "",
        observation_id=now.pk if now else None,
    )


def _figure(row: Observation | None, unit: str) -> str:
    return in_words(round(row.value, row.decimals), unit) if row and row.value is not None else ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that a story tells and that changed since: what it says, and what it is now."""

    name: str
    said: str
    now: str


def changed_since(story: Story) -> list[Changed]:
    """The figures of a story's draft that are others now. Two queries."""
    told = {one["return_id"]: one for one in story.drafted_from if one.get("observation_id")}
    asked = {one.pk: one for one in returns_of(story.round).filter(pk__in=list(told), series__isnull=False)}
    known = backgrounds(list(asked.values()), story.round.period)
    found = []
    for number, one in asked.items():
        now = _figure(known[number].now, known[number].unit) or "no figure"
        if now != told[number]["said"]:
            found.append(Changed(name_of(one), told[number]["said"], now))
    return found


def new_for_story(story: Story) -> list[Sentence]:
    """The sentences about what came in since a story was drafted."""
    return new_since(draft_of_story(story.round, story.theme_id), story.drafted_from)
