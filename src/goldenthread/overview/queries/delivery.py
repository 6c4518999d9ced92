"""What is done, and what is late."""

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.models import Action, ActionPoint, Risk
from goldenthread.delivery.rules import OVER, WAITING, days_late
from goldenthread.kernel.queries import version, visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.events import event_lines
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.owned import named_if, owner_of, page_of
from goldenthread.overview.queries.points import point_lines
from goldenthread.overview.queries.risks import risk_rows
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.delivery import (
    ActionPage,
    ActionRow,
    ActionsPage,
    LateLine,
    LatePage,
    MilestoneLine,
    ProgressLine,
    QuantityLine,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, is_inside, may
from goldenthread.strategy.queries import equality_due, themes

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
    shown, where = page_of(found, page)
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
    strategy = found.theme.strategy
    around = (strategy, found.theme, found.objective, found.measure, found.part_of, found.continues, after)
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
        strategy=strategy_summary(strategy) if strategy.pk in seen else None,
        theme=named_if(found.theme, seen),
        objective=named_if(found.objective, seen),
        measure=named_if(found.measure, seen),
        part_of=named_if(found.part_of, seen),
        continues=named_if(found.continues, seen),
        continued_by=named_if(after, seen),
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
        events=event_lines(
            delivery.events(partnership.pk, viewer=viewer).filter(action=found), viewer=viewer
        ),
        risks=risk_rows(
            delivery.risks_of(partnership.pk, viewer=viewer).filter(about=found.subject),
            levels,
            today,
            inside,
            viewer,
        ),
        points=point_lines(
            delivery.action_points(partnership.pk, viewer=viewer).filter(about=found.subject),
            today,
            partnership.pk,
            viewer=viewer,
        ),
        may_say=may(
            viewer,
            Right.CONTRIBUTE,
            partnership.pk,
            scopes=scopes,
            own=delivery.is_own(viewer, found),
        ),
        may_keep=may(viewer, Right.KEEP, partnership.pk, scopes=scopes),
        version=version(found.pk),
    )


def late(code: str, *, viewer: Viewer, page: int = 1) -> LatePage:
    """Everything that is late in a partnership, the latest first, in a fixed number of queries. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    today, inside = day_of(viewer, partnership.year), is_inside(viewer, partnership.pk)
    actions = list(delivery.late_actions(partnership.pk, today, viewer=viewer))
    points = list(
        delivery.action_points(partnership.pk, viewer=viewer).filter(state__in=WAITING, due_on__lt=today)
    )
    seen = visible_ids([one.theme_id for one in actions] + [one.about_id for one in points], viewer=viewer)
    waiting: list[tuple[str, Action | ActionPoint | Risk, str, Named | None, date | None]] = [
        ("action", one, one.title, named_if(one.theme, seen), one.due_on) for one in actions
    ]
    waiting += [
        ("milestone", one.action, one.title, Named(one.action_id, one.action.title), one.due_on)
        for one in delivery.late_milestones(partnership.pk, today, viewer=viewer)
    ]
    waiting += [("point", one, one.title, named_if(one.about, seen), one.due_on) for one in points]
    waiting += [
        ("risk", one, one.title, None, one.review_on)
        for one in delivery.risks_of(partnership.pk, viewer=viewer).filter(review_on__lt=today)
    ]
    looked_at = equality_due(partnership.pk, today, viewer=viewer)
    lines = [
        LateLine(
            "Effect on equality", Named(one.about_id, one.about.title), "", "", due, days_late(due, today)
        )
        for one in looked_at
        if (due := one.review_on) is not None
    ]
    lines += [
        LateLine(
            _KINDS[kind],
            Named(owned.pk, title),
            of.title if of else "",
            owner_of(owned, inside),
            due_on,
            days_late(due_on, today),
        )
        for kind, owned, title, of, due_on in waiting
        if due_on is not None
    ]
    pages = Paginator(sorted(lines, key=lambda line: (-line.days, line.what.title)), PAGE_SIZE)
    shown = pages.get_page(page)
    return LatePage(
        heading=heading_of(partnership, viewer=viewer),
        lines=tuple(shown.object_list),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def _action_rows(
    found: Sequence[Action], today: date, viewer: Viewer, partnership_id: int
) -> tuple[ActionRow, ...]:
    """These actions with the last thing that was said of each, and no theme that is hidden: two queries more."""
    seen = visible_ids({one.theme_id for one in found}, viewer=viewer)
    said = delivery.last_progress((one.pk for one in found), viewer=viewer)
    inside = is_inside(viewer, partnership_id)
    return tuple(
        ActionRow(
            id=one.pk,
            title=one.title,
            theme=named_if(one.theme, seen),
            owner=owner_of(one, inside) or one.lead,
            state=one.state,
            status=one.status,
            due_on=one.due_on,
            due=one.due,
            days_late=0 if one.state in OVER else days_late(one.due_on, today),
            last_said=said[one.pk].text if one.pk in said else one.progress,
        )
        for one in found
    )
