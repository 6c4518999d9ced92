"""One measure with everything that hangs on it; the thread page is drawn from the same."""

from collections import defaultdict

from goldenthread.delivery.queries import actions, risks
from goldenthread.kernel.queries import history, one, visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import queries as measures
from goldenthread.measures.models import Involvement, Measure
from goldenthread.overview.queries.findings import all_findings
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.rows import action_lines, name_of, series_of
from goldenthread.overview.shapes import EqualityLine, HistoryLine, MeasurePage, Named, RiskLine, Route
from goldenthread.partnership.models import Group
from goldenthread.partnership.queries import groups, partnership_coded
from goldenthread.strategy.models import Commitment, EqualityImpact, Objective
from goldenthread.strategy.queries import equality_impacts

MOST_NEIGHBOURS = 12
"""Other measures of the same objective that the page names; the objective's page has them all."""
MOST_HISTORY = 50


def measure(code: str, measure_id: int, *, viewer: Viewer) -> MeasurePage:
    """A measure of the partnership of that code. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = one(
        Measure,
        measure_id,
        viewer=viewer,
        related=("theme__strategy__source", "objective", "commitment", "place", "source"),
        partnership_id=partnership.pk,
    )
    # A measure that is public already may have been moved under what is not published yet.
    above = visible_ids((found.objective_id, found.commitment_id), viewer=viewer)
    involved: dict[str, list[str]] = defaultdict(list)
    for involvement in measures.involvements([found.pk], viewer=viewer):
        involved[involvement.part].append(name_of(involvement))
    return MeasurePage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(found.theme.strategy),
        theme=Named(found.theme_id, found.theme.title),
        objective=_seen(found.objective, above),
        commitment=_seen(found.commitment, above),
        id=found.pk,
        code=found.code,
        title=found.title,
        place=found.place.name if found.place else None,
        designated=found.designated,
        doubt=found.doubt,
        placements=tuple((placement.framework, placement.theme) for placement in found.placements.all()),
        leads=tuple(involved[Involvement.Part.LEAD_PERSON]),
        lead_organisations=tuple(involved[Involvement.Part.LEAD_ORGANISATION]),
        partners=tuple(involved[Involvement.Part.KEY_PARTNER]),
        monitoring=found.monitoring,
        routes=_routes(found, partnership.pk, viewer),
        target_periods=tuple(found.target_periods),
        series=series_of([found.pk], viewer=viewer)[found.pk],
        actions=action_lines(actions(partnership.pk, viewer=viewer).filter(measure_id=found.pk)),
        equality=_equality(found.pk, viewer),
        risks=tuple(
            RiskLine(text=risk.title, shared_with=sharers - 1, source=source_of(risk))
            for risk, sharers in risks(found.pk, viewer=viewer)
        ),
        findings=tuple(
            finding
            for finding in all_findings(partnership.pk, viewer=viewer)
            if finding.measure is not None and finding.measure.id == found.pk
        ),
        history=_history(found.pk, viewer),
        source=source_of(found),
        neighbours=_neighbours(found, partnership.pk, viewer),
    )


def _seen(record: Objective | Commitment | None, visible: set[int]) -> Named | None:
    return Named(record.pk, record.title) if record is not None and record.pk in visible else None


def _routes(found: Measure, partnership_id: int, viewer: Viewer) -> tuple[Route, ...]:
    """The bodies that look at the measure, with the groups above each: two queries."""
    by_id = {group.pk: group for group in groups(partnership_id, viewer=viewer)}
    return tuple(
        Route(
            body=route.body,
            frequency=route.frequency,
            group=Named(route.group.pk, route.group.name) if route.group else None,
            reports_to=_above(route.group_id, by_id),
        )
        for route in measures.routes([found.pk], viewer=viewer)
    )


def _above(group_id: int | None, by_id: dict[int, Group]) -> tuple[str, ...]:
    names: list[str] = []
    group = by_id.get(group_id or 0)
    while group is not None and group.reports_to_id is not None and len(names) < len(by_id):
        group = by_id.get(group.reports_to_id)
        if group is not None:
            names.append(group.name)
    return tuple(names)


def _equality(subject_id: int, viewer: Viewer) -> EqualityLine | None:
    impact = equality_impacts([subject_id], viewer=viewer).first()
    if impact is None:
        return None
    label = EqualityImpact.State(impact.state).label
    return EqualityLine(state=impact.state, label=label, text=impact.text, source=source_of(impact))


def _history(subject_id: int, viewer: Viewer) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            at=event.at,
            who=event.actor_name,
            verb=event.verb,
            reason=event.reason,
            changes=tuple((name, before, after) for name, (before, after) in event.changes.items()),
        )
        for event in history(subject_id, viewer=viewer)[:MOST_HISTORY]
    )


def _neighbours(found: Measure, partnership_id: int, viewer: Viewer) -> tuple[Named, ...]:
    if found.objective_id is None:
        return ()
    others = measures.measures(partnership_id, viewer=viewer).filter(objective_id=found.objective_id)
    return tuple(
        Named(other.pk, f"{other.code} {other.title}".strip())
        for other in others.exclude(pk=found.pk)[:MOST_NEIGHBOURS]
    )
