"""Rounds and returns, as those who keep them read them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes.names import Named, Page
from goldenthread.overview.shapes.rounds import (
    AnswerLine,
    PastFigure,
    ReturnLine,
    ReturnPage,
    RoundCard,
    RoundPage,
    RoundsPage,
    ThemeLine,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, may
from goldenthread.returns import queries as returns
from goldenthread.returns.models import Answer, Arrangements, Return, Round
from goldenthread.returns.rules import (
    Standing,
    brief,
    can_move,
    may_answer,
    may_sign,
    name_of,
    next_step,
    standing,
    state_on,
    unremarkable,
)


def rounds(code: str, *, viewer: Viewer, page: int = 1) -> RoundsPage:
    """The rounds of a partnership, the last due first. Raises NotFound. Five queries."""
    partnership = partnership_coded(code, viewer=viewer)
    pages = Paginator(returns.rounds(partnership.pk, viewer=viewer), PAGE_SIZE)
    shown = pages.get_page(page)
    found = list(shown.object_list)
    return RoundsPage(
        heading=heading_of(partnership, viewer=viewer),
        rounds=cards(found),
        page=Page(shown.number, pages.num_pages, pages.count),
        steps=steps_in_words(returns.arrangements_of(partnership.pk)),
    )


def round_page(
    code: str,
    round_id: int,
    *,
    viewer: Viewer,
    stands: str = "",
    theme_id: int | None = None,
    layer: str = "operational",
    page: int = 1,
) -> RoundPage:
    """One round: every return (operational), how the themes stand (executive), or the whole (strategic).

    `stands` keeps the returns that stand like this, `theme_id` those of a theme. Raises NotFound. The number of
    queries does not depend on how much is asked.
    """
    partnership = partnership_coded(code, viewer=viewer)
    asked_in = returns.round_numbered(round_id, partnership_id=partnership.pk, viewer=viewer)
    arrangements = returns.arrangements_of(partnership.pk)
    every = returns.returns_of(asked_in)
    chosen = _chosen(every, asked_in, stands, theme_id)
    pages = Paginator(chosen, PAGE_SIZE)
    shown = pages.get_page(page)
    found = list(shown.object_list) if layer == "operational" else []
    (card,) = cards([asked_in])
    return RoundPage(
        heading=heading_of(partnership, viewer=viewer),
        card=card,
        lines=lines_of(found, arrangements, viewer=viewer),
        themes=_themes(asked_in) if layer == "executive" else (),
        page=Page(shown.number, pages.num_pages, pages.count),
        standing=stands,
        theme_id=theme_id,
        layer=layer,
        steps=steps_in_words(arrangements),
        nobody=every.filter(contributor=None, deputy=None, state=Return.State.ASKED).count(),
        ready=_ready(asked_in, arrangements, viewer),
    )


def return_page(code: str, round_id: int, return_id: int, *, viewer: Viewer) -> ReturnPage:
    """One return with everything that was sent for it. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    asked_in = returns.round_numbered(round_id, partnership_id=partnership.pk, viewer=viewer)
    asked = returns.return_numbered(return_id, asked_in=asked_in)
    arrangements = returns.arrangements_of(partnership.pk)
    known = returns.backgrounds([asked], asked_in.period).get(asked.pk)
    (card,) = cards([asked_in])
    (line,) = lines_of([asked], arrangements, viewer=viewer)
    target = known.target if known else None
    return ReturnPage(
        heading=heading_of(partnership, viewer=viewer),
        card=card,
        line=line,
        unit=known.unit if known else "",
        answers=tuple(_answer(one) for one in asked.answers.order_by("-number")),
        before=tuple(_past(one) for one in reversed(known.before)) if known else (),
        target=str(target.as_written) if target else "",
        to_change=asked.to_change,
        submitted=_signed(asked.submitted_by, asked.submitted_at),
        checked=_signed(asked.checked_by, asked.checked_at),
        accepted=_signed(asked.accepted_by, asked.accepted_at),
        moves=_moves(asked, arrangements, viewer),
    )


def ready_to_sign(asked_in: Round, arrangements: Arrangements, *, viewer: Viewer) -> list[Return]:
    """The submitted returns with nothing remarkable whose next step this viewer may take. Two queries."""
    waiting = list(returns.returns_of(asked_in).filter(state=Return.State.SUBMITTED))
    sent = returns.answers(waiting)
    return [
        one
        for one in waiting
        if may_sign(viewer, one, arrangements) and one.pk in sent and unremarkable(sent[one.pk])
    ]


def _ready(asked_in: Round, arrangements: Arrangements, viewer: Viewer) -> int:
    """How many `ready_to_sign` has, without reading what each is about. Two queries."""
    waiting = (
        Return.objects.filter(round=asked_in, state=Return.State.SUBMITTED)
        .select_related("subject")
        .only("theme", "checked_at", "state", "subject__partnership_id")
    )
    mine = {one.pk for one in waiting if may_sign(viewer, one, arrangements)}
    said = Answer.objects.filter(asked__round=asked_in, asked__state=Return.State.SUBMITTED)
    last = {
        one.asked_id: unremarkable(one)
        for one in said.only("asked", "nothing_because", "explanation", "revision").order_by("number")
    }
    return sum(last.get(number, False) for number in mine)


def lines_of(
    found: Iterable[Return], arrangements: Arrangements, *, viewer: Viewer
) -> tuple[ReturnLine, ...]:
    """These returns as lines of a list: one query."""
    asked = list(found)
    sent = returns.answers(asked)
    today = clock.today()
    return tuple(_line(one, sent.get(one.pk), arrangements, today, viewer) for one in asked)


def cards(found: Iterable[Round]) -> tuple[RoundCard, ...]:
    """These rounds with how their returns stand: one query."""
    asked_in = list(found)
    today = clock.today()
    counts: dict[int, Counter[Standing]] = defaultdict(Counter)
    by_number = {one.pk: one for one in asked_in}
    states = Return.objects.filter(round__in=list(by_number)).values_list("round", "state")
    for number, state, count in states.order_by().annotate(count=Count("pk")):
        one = by_number[number]
        counts[number][state_on(state, opens_on=one.opens_on, due_on=one.due_on, today=today)] += count
    return tuple(
        RoundCard(
            id=one.pk,
            title=one.title,
            period=str(one.period),
            frequency=str(one.get_frequency_display()),
            layer=one.layer,
            opens_on=one.opens_on,
            due_on=one.due_on,
            closed_at=one.closed_at,
            counts=_counts(counts[one.pk]),
        )
        for one in asked_in
    )


def steps_in_words(arrangements: Arrangements) -> str:
    """Who signs a return off, in a sentence."""
    if arrangements.theme_lead_signs and arrangements.manager_signs:
        return "The theme lead checks what was sent, then the partnership manager accepts it."
    if arrangements.theme_lead_signs:
        return "The theme lead accepts what was sent."
    if arrangements.manager_signs:
        return "The partnership manager accepts what was sent."
    return "What was sent counts at once: nobody signs it off."


def _counts(counted: Counter[Standing]) -> tuple[tuple[str, int], ...]:
    return tuple((one.key, counted[one]) for one in Standing if counted[one])


def _themes(asked_in: Round) -> tuple[ThemeLine, ...]:
    today = clock.today()
    names: dict[int | None, Named | None] = {None: None}
    counts: dict[int | None, Counter[Standing]] = defaultdict(Counter)
    found = Return.objects.filter(round=asked_in).order_by("theme__position", "theme")
    for theme, title, state, count in found.values_list("theme", "theme__title", "state").annotate(
        count=Count("pk")
    ):
        names[theme] = Named(theme, title) if theme is not None else None
        at = state_on(state, opens_on=asked_in.opens_on, due_on=asked_in.due_on, today=today)
        counts[theme][at] += count
    return tuple(ThemeLine(names[theme], _counts(counted)) for theme, counted in counts.items())


def _chosen(every: QuerySet[Return], asked_in: Round, stands: str, theme_id: int | None) -> QuerySet[Return]:
    """The returns that stand like this on this day. A word that is no standing keeps them all."""
    if theme_id is not None:
        every = every.filter(theme=theme_id)
    today = clock.today()
    states = [
        state
        for state in Return.State.values
        if state_on(state, opens_on=asked_in.opens_on, due_on=asked_in.due_on, today=today).key == stands
    ]
    if stands == "nobody":
        return every.filter(contributor=None, deputy=None).filter(~Q(state=Return.State.WITHDRAWN))
    return every.filter(state__in=states) if stands in {one.key for one in Standing} else every


def _line(
    one: Return, sent: Answer | None, arrangements: Arrangements, today: date, viewer: Viewer
) -> ReturnLine:
    stands = standing(one, today)
    is_late = stands in (Standing.OVERDUE, Standing.SENT_BACK) and today > one.round.due_on
    submitted = one.state == Return.State.SUBMITTED
    return ReturnLine(
        id=one.pk,
        kind=one.kind,
        name=name_of(one),
        about=Named(one.subject_id, one.subject.title),
        theme=Named(one.theme_id, one.theme.title) if one.theme and one.theme_id else None,
        who=one.contributor.name if one.contributor else "",
        deputy=one.deputy.name if one.deputy else "",
        organisation=one.organisation.name if one.organisation else "",
        standing=stands.key,
        waits_for=next_step(one, arrangements) if submitted else "",
        said=brief(sent, one.series.measure.unit if one.series else "") if sent else "",
        remark=_remark(sent),
        days_late=(today - one.round.due_on).days if is_late else 0,
        may_sign=submitted and may_sign(viewer, one, arrangements),
        number=sent.number if sent else 0,
    )


def _remark(sent: Answer | None) -> str:
    if sent is None:
        return ""
    if sent.nothing_because:
        return "Nothing to report yet"
    return sent.explanation


def _answer(one: Answer) -> AnswerLine:
    return AnswerLine(
        number=one.number,
        who=one.given_by,
        when=one.given_at,
        value=one.value,
        numerator=one.numerator,
        denominator=one.denominator,
        status=one.status,
        nothing_because=one.nothing_because,
        words="\n".join(filter(None, (one.what_happened, one.why, one.what_next))),
        questions=one.questions,
        explanation=one.explanation,
        revision=one.revision,
        also=tuple((name, str(value)) for name, value in one.also.items()),
    )


def _past(one: Any) -> PastFigure:
    return PastFigure(str(one.period), one.value, one.gap, one.decimals, one.comment)


def _signed(name: str, at: Any) -> Any:
    return (name, at) if at is not None else None


def _moves(asked: Return, arrangements: Arrangements, viewer: Viewer) -> frozenset[str]:
    """What this viewer may do with a return now."""
    if asked.round.closed_at is not None:
        return frozenset()
    now = standing(asked, clock.today())
    signs = may_sign(viewer, asked, arrangements)
    manages = may(viewer, Right.MANAGE, asked.subject.partnership_id or 0)
    allowed = {
        "sign-off": now is Standing.SUBMITTED and signs,
        "send-back": can_move(now, Standing.SENT_BACK) and signs,
        "withdraw": can_move(now, Standing.WITHDRAWN) and manages,
        "ask-again": now is Standing.WITHDRAWN and manages,
        "answer": can_move(now, Standing.SUBMITTED) and may_answer(viewer, asked),
    }
    return frozenset(name for name, may_now in allowed.items() if may_now)
