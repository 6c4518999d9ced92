"""Strategies in force, drafts and earlier ones: what became of each objective, and what statements they rest on."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.utils import timezone

from goldenthread.kernel.queries import one, visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.strategy import (
    EvidenceRegister,
    EvidenceRow,
    ObjectiveFate,
    StrategyLine,
    StrategyList,
    StrategyPage,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.strategy import queries as strategy
from goldenthread.strategy.models import Outcome, Strategy


def strategy_list(code: str, *, viewer: Viewer) -> StrategyList:
    """Every strategy that the viewer may see: those in force first, then drafts, then earlier ones. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = list(strategy.every_strategy(partnership.pk, viewer=viewer))
    lines = _lines(found, found, viewer)
    order = (strategy.IN_FORCE, strategy.DRAFT, strategy.EARLIER)
    return StrategyList(
        heading_of(partnership, viewer=viewer),
        tuple(sorted(lines, key=lambda line: order.index(line.standing))),
    )


def strategy_page(code: str, strategy_id: int, *, viewer: Viewer) -> StrategyPage:
    """One strategy of the partnership of that code, in force or not. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = one(Strategy, strategy_id, viewer=viewer, related=("decision",), partnership_id=partnership.pk)
    every = list(strategy.every_strategy(partnership.pk, viewer=viewer))
    (line,) = _lines([found], every, viewer)
    heading = heading_of(partnership, viewer=viewer)
    decision = found.decision
    if decision is not None and not visible_ids([decision.pk], viewer=viewer):
        decision = None
    return StrategyPage(
        heading=heading,
        line=line,
        vision=found.vision,
        principles=tuple(found.principles),
        decision=Named(decision.pk, decision.title) if decision else None,
        themes=_themes(found, viewer),
        may_be_followed=heading.may_manage and not heading.as_known and line.standing == strategy.IN_FORCE,
    )


def _lines(found: list[Strategy], every: list[Strategy], viewer: Viewer) -> list[StrategyLine]:
    known = {each.pk: Named(each.pk, each.title) for each in every}
    after = {each.supersedes_id: known[each.pk] for each in every if each.supersedes_id}
    lines = []
    for each in found:
        standing = strategy.standing_of(each, viewer=viewer)
        over = standing == strategy.EARLIER
        lines.append(
            StrategyLine(
                id=each.pk,
                title=each.title,
                years=each.years,
                kind=str(each.get_kind_display()),
                standing=standing,
                follows=known.get(each.supersedes_id or 0) if standing != strategy.DRAFT else None,
                followed_by=after.get(each.pk) if over else None,
                superseded_on=timezone.localdate(each.superseded_at) if over and each.superseded_at else None,
            )
        )
    return lines


def _themes(found: Strategy, viewer: Viewer) -> tuple[tuple[Named, tuple[ObjectiveFate, ...]], ...]:
    """The themes with their objectives and fates, in four queries."""
    objectives = list(strategy.objectives_of_strategy(found.pk, viewer=viewer))
    ends: dict[int, Outcome] = {}
    begins: dict[int, list[tuple[Named, str]]] = defaultdict(list)
    outcomes = list(strategy.outcomes([one.pk for one in objectives], viewer=viewer))
    seen = visible_ids((outcome.becomes_id for outcome in outcomes), viewer=viewer)
    for outcome in outcomes:
        ends[outcome.objective_id] = outcome
        if outcome.becomes_id is not None:
            named = Named(outcome.objective_id, outcome.objective.title)
            begins[outcome.becomes_id].append((named, str(outcome.get_fate_display())))
    under: dict[int, list[ObjectiveFate]] = defaultdict(list)
    for objective in objectives:
        end = ends.get(objective.pk)
        becomes = end.becomes if end and end.becomes_id in seen else None
        under[objective.theme_id].append(
            ObjectiveFate(
                objective=Named(objective.pk, objective.title),
                fate=str(end.get_fate_display()) if end else "",
                becomes=Named(becomes.pk, becomes.title) if becomes else None,
                note=end.note if end else "",
                comes_from=tuple(begins[objective.pk]),
            )
        )
    themes = strategy.themes(found.subject.partnership_id or 0, viewer=viewer, strategy_id=found.pk)
    return tuple((Named(theme.pk, theme.title), tuple(under[theme.pk])) for theme in themes)


def evidence_register(code: str, *, viewer: Viewer, page: int = 1) -> EvidenceRegister:
    """One page of what the strategies in force say of the place. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = strategy.evidence(partnership.pk, viewer=viewer)
    pages = Paginator(found, PAGE_SIZE)
    shown = pages.get_page(page)
    statements = list(shown.object_list)
    seen = visible_ids(
        [number for one in statements for number in (one.theme_id, one.objective_id)], viewer=viewer
    )
    return EvidenceRegister(
        heading=heading_of(partnership, viewer=viewer),
        rows=tuple(
            EvidenceRow(
                id=one.pk,
                text=one.text,
                value=one.value,
                source_named=one.source_named,
                dated=one.dated,
                theme=Named(one.theme.pk, one.theme.title) if one.theme and one.theme_id in seen else None,
                objective=Named(one.objective.pk, one.objective.title)
                if one.objective and one.objective_id in seen
                else None,
            )
            for one in statements
        ),
        unsourced=found.filter(source_named="").count(),
        page=Page(shown.number, pages.num_pages, pages.count),
    )
