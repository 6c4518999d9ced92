"""What is done, what is late, and what could stop it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.models import Action, ActionPoint, Event, Risk
from goldenthread.delivery.rules import LEVELS, OVER, days_late, level
from goldenthread.kernel.queries import visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.delivery import (
    ActionPage,
    ActionRow,
    ActionsPage,
    EventLine,
    EventsPage,
    LateLine,
    LatePage,
    MilestoneLine,
    PointLine,
    PointsPage,
    ProgressLine,
    QuantityLine,
    RiskRegister,
    RiskRow,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, is_inside, may
from goldenthread.strategy.queries import themes

WHENS = ("before", "now", "aim")
_KINDS = {"action": "Action", "milestone": "Milestone", "point": "Action point", "risk": "Risk review"}


def actions(
    code: str, *, viewer: Viewer, page: int = 1, theme: str = "", state: str = "", whose: str = ""
) -> ActionsPage:
    """One page of the actions of a partnership; `state` may be "late" too, `whose` "mine". Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    today = day_of(viewer, partnership.year)
    everything = delivery.actions(partnership.pk, viewer=viewer).select_related(
        "theme", "source", "measure", *delivery.OWNERS
    )
    late = delivery.late_actions(partnership.pk, today, viewer=viewer).order_by()
    found = everything
    if theme.isdigit():
        found = found.filter(theme_id=int(theme[:18]))
    if state == "late":
        found = found.filter(pk__in=late.values("pk"))
    elif state:
        found = found.filter(state="" if state == "unknown" else state)
    if whose == "mine":
        found = found.filter(delivery.own(viewer))
    shown, where = _page(found, page)
    rows = _action_rows(shown, today, viewer, partnership.pk)
    return ActionsPage(
        heading=heading_of(partnership, viewer=viewer),
        actions=rows,
        page=where,
        themes=tuple(Named(one.pk, one.title) for one in themes(partnership.pk, viewer=viewer)),
        late=late.count(),
    )


def action(code: str, action_id: int, *, viewer: Viewer) -> ActionPage:
    """One action with everything that hangs on it, in a fixed number of queries. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = delivery.action(action_id, partnership_id=partnership.pk, viewer=viewer)
    today, inside = day_of(viewer, partnership.year), is_inside(viewer, partnership.pk)
    after = Action.objects.filter(continues=found).first()
    around = (found.objective, found.measure, found.part_of, found.continues, after)
    seen = visible_ids((one.pk for one in around if one is not None), viewer=viewer)
    tasks = delivery.actions(partnership.pk, viewer=viewer).filter(part_of=found)
    rows = _action_rows(
        [found, *tasks.select_related("theme", *delivery.OWNERS)], today, viewer, partnership.pk
    )
    levels = delivery.risk_map(partnership.pk)
    over = found.state in OVER
    scopes = (found.theme_id,)
    return ActionPage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(found.theme.strategy),
        theme=Named(found.theme_id, found.theme.title),
        objective=_seen(found.objective, seen),
        measure=_seen(found.measure, seen),
        part_of=_seen(found.part_of, seen),
        continues=_seen(found.continues, seen),
        continued_by=_seen(after, seen),
        row=rows[0],
        lead=found.lead,
        progress_as_written=found.progress,
        condition=found.condition,
        starts_on=found.starts_on,
        finished_on=found.finished_on,
        doubt=found.doubt,
        source=source_of(found),
        tasks=rows[1:],
        milestones=tuple(
            MilestoneLine(
                one.pk,
                one.title,
                one.due_on,
                one.reached_on,
                0 if over or one.reached_on else days_late(one.due_on, today),
            )
            for one in delivery.milestones_of(found)
        ),
        quantities=tuple(
            QuantityLine(one.what, one.phase, one.planned, one.delivered)
            for one in delivery.quantities_of(found)
        ),
        said=tuple(
            ProgressLine(one.said_at, one.said_by if inside else "", one.text, one.percent, one.illustrative)
            for one in delivery.progress_of(found, viewer=viewer)
        ),
        events=tuple(
            _event(one) for one in delivery.events(partnership.pk, viewer=viewer).filter(action=found)
        ),
        risks=_risks(
            delivery.risks_of(partnership.pk, viewer=viewer).filter(about=found.subject),
            levels,
            today,
            inside,
            viewer,
        ),
        points=tuple(
            _point(one, today, inside)
            for one in delivery.action_points(partnership.pk, viewer=viewer).filter(about=found.subject)
        ),
        may_say=may(
            viewer,
            Right.CONTRIBUTE,
            partnership.pk,
            scopes=scopes,
            own=delivery.is_own(viewer, found),
        ),
        may_keep=may(viewer, Right.KEEP, partnership.pk, scopes=scopes),
    )


def risk_register(code: str, *, viewer: Viewer) -> RiskRegister:
    """The risks of a partnership and its map. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    levels = delivery.risk_map(partnership.pk)
    rows = _risks(
        delivery.risks_of(partnership.pk, viewer=viewer),
        levels,
        day_of(viewer, partnership.year),
        is_inside(viewer, partnership.pk),
        viewer,
    )
    counted = Counter(row.scores[1] for row in rows)
    return RiskRegister(
        heading=heading_of(partnership, viewer=viewer),
        risks=tuple(sorted(rows, key=_worst_first)),
        cells=tuple(
            tuple((name, counted[likelihood, impact]) for impact, name in enumerate(row, start=1))
            for likelihood, row in enumerate(levels, start=1)
        ),
        unjudged=counted[None],
    )


def action_points(code: str, *, viewer: Viewer, page: int = 1) -> PointsPage:
    """The action points of a partnership, those to be done first. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    shown, where = _page(
        delivery.action_points(partnership.pk, viewer=viewer).order_by("-state", "due_on", "pk"), page
    )
    inside = is_inside(viewer, partnership.pk)
    return PointsPage(
        heading=heading_of(partnership, viewer=viewer),
        points=tuple(_point(one, day_of(viewer, partnership.year), inside) for one in shown),
        page=where,
    )


def events(code: str, *, viewer: Viewer, page: int = 1) -> EventsPage:
    """What was held, with how many came in all. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = delivery.events(partnership.pk, viewer=viewer)
    attendances, counted, referred = delivery.event_sums(found)
    shown, where = _page(found, page)
    return EventsPage(
        heading=heading_of(partnership, viewer=viewer),
        events=tuple(_event(one) for one in shown),
        page=where,
        attendances=attendances,
        counted=counted,
        referred=referred,
    )


def late(code: str, *, viewer: Viewer, page: int = 1) -> LatePage:
    """Everything that is late in a partnership, the latest first, in a fixed number of queries. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    today, inside = day_of(viewer, partnership.year), is_inside(viewer, partnership.pk)
    lines = [
        _late("action", Named(one.pk, one.title), one.theme.title, _owner(one, inside), one.due_on, today)
        for one in delivery.late_actions(partnership.pk, today, viewer=viewer)
    ]
    lines += [
        _late(
            "milestone",
            Named(one.action_id, one.title),
            one.action.title,
            _owner(one.action, inside),
            one.due_on,
            today,
        )
        for one in delivery.late_milestones(partnership.pk, today, viewer=viewer)
    ]
    waiting = delivery.action_points(partnership.pk, viewer=viewer).filter(
        state__in=(ActionPoint.State.OPEN, ActionPoint.State.DONE), due_on__lt=today
    )
    lines += [
        _late("point", Named(one.pk, one.title), one.about.title, _owner(one, inside), one.due_on, today)
        for one in waiting
    ]
    lines += [
        _late("risk", Named(one.pk, one.title), "", _owner(one, inside), one.review_on, today)
        for one in delivery.risks_of(partnership.pk, viewer=viewer).filter(review_on__lt=today)
    ]
    pages = Paginator(sorted(lines, key=lambda line: (-line.days, line.what.title)), PAGE_SIZE)
    shown = pages.get_page(page)
    return LatePage(
        heading=heading_of(partnership, viewer=viewer),
        lines=tuple(shown.object_list),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def _late(kind: str, what: Named, of: str, owner: str, due_on: date | None, today: date) -> LateLine:
    assert due_on is not None, "what has no day is never late"
    return LateLine(_KINDS[kind], what, of, owner, due_on, days_late(due_on, today))


def _page(found: Any, number: int) -> tuple[list[Any], Page]:
    pages = Paginator(found, PAGE_SIZE)
    page = pages.get_page(number)
    return list(page.object_list), Page(page.number, pages.num_pages, pages.count)


def _action_rows(
    found: Sequence[Action], today: date, viewer: Viewer, partnership_id: int
) -> tuple[ActionRow, ...]:
    """These actions with the last thing that was said of each: one query more."""
    said = delivery.last_progress((one.pk for one in found), viewer=viewer)
    inside = is_inside(viewer, partnership_id)
    return tuple(
        ActionRow(
            id=one.pk,
            title=one.title,
            theme=Named(one.theme_id, one.theme.title),
            owner=_owner(one, inside) or one.lead,
            state=one.state,
            status=one.status,
            due_on=one.due_on,
            due=one.due,
            days_late=0 if one.state in OVER else days_late(one.due_on, today),
            last_said=said[one.pk].text if one.pk in said else one.progress,
        )
        for one in found
    )


def _owner(owned: Action | ActionPoint | Risk, inside: bool) -> str:
    """Who answers for it: a post to everyone, a person only to the partnership's own people."""
    if owned.owner_post is not None:
        return f"{owned.owner_post.title}, {owned.owner_post.organisation.name}"
    if owned.owner_person is not None:
        return owned.owner_person.name if inside else "A person whom the partnership knows"
    return ""


def _event(one: Event) -> EventLine:
    return EventLine(
        id=one.pk,
        title=one.title,
        held_on=one.held_on,
        theme=Named(one.theme_id, one.theme.title),
        action=Named(one.action.pk, one.action.title) if one.action else None,
        attendances=one.attendances,
        individuals=one.individuals,
        referrals=tuple((referral.organisation.name, referral.people) for referral in one.referrals.all()),
        note=one.note,
    )


def _point(one: ActionPoint, today: date, inside: bool) -> PointLine:
    waits = one.state in (ActionPoint.State.OPEN, ActionPoint.State.DONE)
    return PointLine(
        id=one.pk,
        title=one.title,
        about=Named(one.about_id, one.about.title),
        about_kind=one.about.kind,
        owner=_owner(one, inside),
        due_on=one.due_on,
        days_late=days_late(one.due_on, today) if waits else 0,
        state=one.state,
        done_by=one.done_by if inside else "",
        closed_by=one.closed_by if inside else "",
    )


def _risks(
    found: Iterable[Risk],
    levels: Sequence[Sequence[str]],
    today: date,
    inside: bool,
    viewer: Viewer,
) -> tuple[RiskRow, ...]:
    risks = list(found)
    seen = visible_ids((about.pk for risk in risks for about in risk.about.all()), viewer=viewer)
    return tuple(
        RiskRow(
            id=risk.pk,
            title=risk.title,
            about=tuple(Named(one.pk, one.title) for one in risk.about.all() if one.pk in seen),
            levels=tuple(level(levels, *_pair(risk, when)) for when in WHENS),  # type: ignore[arg-type]
            scores=tuple(_score(risk, when) for when in WHENS),  # type: ignore[arg-type]
            owner=_owner(risk, inside),
            mitigation=risk.mitigation,
            review_on=risk.review_on,
            days_late=days_late(risk.review_on, today),
        )
        for risk in risks
    )


def _pair(risk: Risk, when: str) -> tuple[int | None, int | None]:
    return getattr(risk, f"likelihood_{when}"), getattr(risk, f"impact_{when}")


def _score(risk: Risk, when: str) -> tuple[int, int] | None:
    likelihood, impact = _pair(risk, when)
    return None if likelihood is None or impact is None else (likelihood, impact)


def _worst_first(row: RiskRow) -> tuple[int, int, int]:
    """The worst level now first, then by likelihood times impact; what is not judged stands last."""
    now = row.scores[1]
    if now is None:
        return len(LEVELS), 0, row.id
    return len(LEVELS) - 1 - LEVELS.index(row.levels[1]), -now[0] * now[1], row.id


def _seen(record: Any, visible: set[int]) -> Named | None:
    return Named(record.pk, record.title) if record is not None and record.pk in visible else None
