"""One measure with everything that hangs on it; the thread page is drawn from the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from goldenthread.delivery.models import Action
from goldenthread.delivery.queries import actions, risks
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.queries import history, one, visible_ids
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import queries as measures
from goldenthread.measures.models import Adoption, Involvement, Measure
from goldenthread.measures.queries import Adopter
from goldenthread.overview.queries.changes import OVER, names
from goldenthread.overview.queries.figures import adopters_targets, target_sums, with_observed
from goldenthread.overview.queries.findings import findings_of
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.history import entries
from goldenthread.overview.queries.parts import observed_sums
from goldenthread.overview.queries.rows import action_lines, name_of, series_of
from goldenthread.overview.queries.standing import kept_under, standing
from goldenthread.overview.shapes import (
    ActionState,
    AdopterLine,
    AlsoUnder,
    Assessment,
    AwaitingFigure,
    EqualityLine,
    FlaggedTarget,
    HistoryEntry,
    HistoryLine,
    MeasurePage,
    MeasureStanding,
    Named,
    PartnershipName,
    PlaceSeries,
    RiskLine,
    Route,
    Standing,
    StatedFigure,
    VintageLine,
)
from goldenthread.partnership.models import Group
from goldenthread.partnership.queries import groups, partnership_coded, partnerships
from goldenthread.returns.queries import awaiting
from goldenthread.strategy.models import Commitment, EqualityImpact, Objective, Theme
from goldenthread.strategy.queries import equality_impacts

MOST_NEIGHBOURS = 12
"""Other measures of the same objective that the page names; the objective's page has them all."""
MOST_HISTORY = 50


def measure(code: str, measure_id: int, *, viewer: Viewer) -> MeasurePage:
    """A measure of the partnership of that code, its own or adopted. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = one(
        Measure,
        measure_id,
        viewer=viewer,
        related=("theme__strategy__source", "objective", "commitment", "place", "source"),
    )
    under = kept_under(partnership.pk, viewer)
    stands = standing(partnership.pk, viewer=viewer, under=under)
    here = next((one for one in stands.measures if one.measure_id == measure_id), None)
    if here is None:
        return _as_it_ended(code, found, partnership.pk, viewer)
    hangs = _hangs(found, here, viewer)
    series, breakdowns = with_observed(found, series_of([found.pk], viewer=viewer)[found.pk], viewer=viewer)
    own_targets = adopters_targets([here.adoption_id] if here.adoption_id else [], viewer=viewer)
    if here.adoption_id:
        series = _as_adopted(series, stands.of(here), own_targets.get(here.adoption_id, ()))
    involved: dict[str, list[str]] = defaultdict(list)
    for involvement in measures.involvements([found.pk], viewer=viewer):
        involved[involvement.part].append(name_of(involvement))
    others = [
        one for one in measures.adopters([found.pk], viewer=viewer) if one.partnership_id != partnership.pk
    ]
    theirs = adopters_targets([one.adoption_id for one in others], viewer=viewer)
    events = list(history(found.pk, viewer=viewer)[:MOST_HISTORY])
    done = actions(partnership.pk, viewer=viewer).filter(measure_id=found.pk)
    return MeasurePage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(hangs.theme.strategy),
        theme=Named(hangs.theme.pk, hangs.theme.title),
        objective=hangs.objective,
        commitment=hangs.commitment,
        id=found.pk,
        code=found.code,
        title=found.title,
        place=found.place.name if found.place else None,
        designated=found.designated,
        doubt=found.doubt,
        placements=tuple((one.framework, one.theme) for one in found.placements.filter(under=None)),
        also=() if here.adoption_id else _also(found.pk, here, viewer),
        leads=tuple(involved[Involvement.Part.LEAD_PERSON]),
        lead_organisations=tuple(involved[Involvement.Part.LEAD_ORGANISATION]),
        partners=tuple(involved[Involvement.Part.KEY_PARTNER]),
        monitoring=found.monitoring,
        routes=_routes(found, partnership.pk, viewer),
        target_periods=() if here.adoption_id else tuple(found.target_periods),
        series=series,
        actions=action_lines(done),
        equality=_equality(found.pk, viewer),
        risks=tuple(
            RiskLine(text=risk.title, shared_with=sharers - 1, source=source_of(risk))
            for risk, sharers in risks(found.pk, viewer=viewer)
        ),
        findings=findings_of(found.pk, partnership.pk, viewer=viewer, under=under),
        history=_history(events),
        source=source_of(found),
        neighbours=_neighbours(hangs.objective, found.pk, stands, viewer),
        unit=found.unit,
        status=here.status,
        places=stands.of(here),
        breakdowns=breakdowns,
        adopters=_adopter_lines(others, theirs),
        kept_by=hangs.kept_by,
        adoption_id=here.adoption_id,
        adopted_comment=hangs.comment,
        vintages=tuple(
            VintageLine(one.title, one.source, one.released_on, one.method, one.known_from)
            for one in measures.vintages([found.pk], viewer=viewer)
        ),
        flagged=() if here.adoption_id else flagged_of(found.pk, viewer=viewer),
        awaiting=() if here.adoption_id else _awaiting(partnership.pk, found.pk, viewer),
        sums=target_sums(
            found,
            partnership.place_id,
            series,
            {one.place_id: theirs.get(one.adoption_id, ()) for one in others},
        ),
        totals=observed_sums(
            found,
            partnership.place_id,
            series,
            breakdowns,
            () if here.adoption_id else measures.series_wanted(found.pk),
        ),
        decided=_decided(found.pk, partnership.pk, viewer),
        sheet=_sheet(found),
        checks=measures.rules_of(found, viewer=viewer),
        formula=measures.formula_seen(found, viewer=viewer),
        inputs=tuple(
            Named(one.pk, f"{one.code} {one.title}") for one in measures.inputs_of(found, viewer=viewer)
        ),
        progress=_progress(done, stands.today),
        may_give_figures=here.adoption_id is None and measures.may_give_figures(viewer, found),
    )


def flagged_of(measure_id: int, *, viewer: Viewer) -> tuple[FlaggedTarget, ...]:
    """The targets of a measure whose baseline was restated since they were agreed."""
    return tuple(
        FlaggedTarget(
            one.target_id, one.period, one.unit, one.decimals, one.before, one.after, one.level, one.change,
            one.kept_change, one.moved_level, one.vintage, one.why_not,
        )
        for one in measures.flagged_targets([measure_id], viewer=viewer)
    )  # fmt: skip


def _awaiting(partnership_id: int, measure_id: int, viewer: Viewer) -> tuple[AwaitingFigure, ...]:
    return tuple(
        AwaitingFigure(
            ", ".join(filter(None, (one.place, one.category))), one.period, one.value, one.decimals, one.unit
        )
        for one in awaiting(partnership_id, viewer=viewer, measure_ids=[measure_id])
    )


def _as_it_ended(code: str, found: Measure, partnership_id: int, viewer: Viewer) -> MeasurePage:
    """A measure that ended with its strategy, as it was known when that stopped counting. Raises NotFound."""
    ended = found.theme.strategy.superseded_at
    last = ended - timedelta(microseconds=1) if ended else None
    own = found.subject.partnership_id == partnership_id
    if not own or last is None or (viewer.as_known is not None and viewer.as_known <= last):
        raise NotFound("There is no measure here that you can see.")
    return measure(code, found.pk, viewer=viewer.at(last))


def _also(measure_id: int, here: MeasureStanding, viewer: Viewer) -> tuple[AlsoUnder, ...]:
    """Where else a measure hangs, as far as the viewer may know of it: two queries."""
    found = list(
        measures.placements_there(viewer)
        .filter(measure=measure_id)
        .exclude(under=here.theme_id)
        .select_related("under__strategy", "objective")
        .order_by("pk")
    )
    numbers = [number for one in found for number in (one.under_id, one.objective_id)]
    seen = visible_ids([*numbers, *(one.under.strategy_id for one in found if one.under)], viewer=viewer)
    return tuple(
        AlsoUnder(
            one.pk,
            Named(one.under.strategy_id, one.under.strategy.title),
            Named(one.under.pk, one.under.title),
            _seen(one.objective, seen),
        )
        for one in found
        if one.under is not None and {one.under_id, one.under.strategy_id} <= seen
    )


@dataclass(frozen=True, slots=True)
class _Hanging:
    """Where a measure hangs in the partnership that looks at it."""

    theme: Theme
    objective: Named | None
    commitment: Named | None
    kept_by: PartnershipName | None = None
    comment: str = ""


def _hangs(found: Measure, here: MeasureStanding, viewer: Viewer) -> _Hanging:
    """Its own theme and objective, or those that the adopter gave it."""
    if here.adoption_id is None:
        # A measure that is public already may have been moved under what is not published yet.
        above = visible_ids((here.objective_id, found.commitment_id), viewer=viewer)
        if here.theme_id != found.theme_id:
            # On the day looked at it hung elsewhere, or its own strategy does not count and another framework's does.
            theme = Theme.objects.select_related("strategy__source").get(pk=here.theme_id)
            objective = Objective.objects.filter(pk=here.objective_id).first()
            return _Hanging(theme, _seen(objective, above), None)
        return _Hanging(found.theme, _seen(found.objective, above), _seen(found.commitment, above))
    adoption = Adoption.objects.select_related("theme__strategy__source", "objective").get(
        pk=here.adoption_id
    )
    above = visible_ids((adoption.objective_id,), viewer=viewer)
    keeper = partnerships(viewer=viewer).filter(pk=found.subject.partnership_id).first()
    return _Hanging(
        adoption.theme,
        _seen(adoption.objective, above),
        None,
        PartnershipName(keeper.code, keeper.name) if keeper else PartnershipName("", "another partnership"),
        adoption.comment,
    )


def _as_adopted(
    series: tuple[PlaceSeries, ...], places: tuple[Assessment, ...], targets: tuple[StatedFigure, ...]
) -> tuple[PlaceSeries, ...]:
    """Only the series that was adopted, with the adopter's own targets in place of the keeper's."""
    adopted = {place.place_id for place in places}
    return tuple(replace(one, targets=targets) for one in series if one.place.id in adopted)


def _adopter_lines(
    others: Iterable[Adopter], targets: Mapping[int, Sequence[StatedFigure]]
) -> tuple[AdopterLine, ...]:
    """The other partnerships that use the measure, with the target that each set last."""
    return tuple(
        AdopterLine(
            PartnershipName(one.code, one.name),
            (targets.get(one.adoption_id) or (None,))[-1],
            one.comment,
        )
        for one in others
    )


def _decided(measure_id: int, partnership_id: int, viewer: Viewer) -> tuple[HistoryEntry, ...]:
    """The changes of this measure that a decision stands behind, where the viewer may see the decision: one query."""
    decisions = Subject.objects.visible_to(viewer).filter(kind="decision")
    events = (
        AuditEvent.objects.filter(
            subject=measure_id, partnership_id=partnership_id, basis__in=decisions.values("pk")
        )
        .select_related("basis")
        .order_by("-id")
    )
    if viewer.as_known is not None:
        events = events.filter(at__lte=viewer.as_known)
    return entries(events[:MOST_HISTORY])


def _sheet(found: Measure) -> tuple[tuple[str, str], ...]:
    """The definition sheet: what is counted and how, as far as somebody said."""
    parts = (
        ("What is counted", found.definition),
        ("Divided", found.numerator_means),
        ("By", found.denominator_means),
        ("Take care", found.caveats),
        ("Unit", found.unit),
        ("Which way is better", found.get_polarity_display()),
        ("What it tells", found.get_counts_display()),
        ("How often", found.get_frequency_display()),
        ("Where the figures come from", found.data_source),
    )
    return tuple((label, str(words)) for label, words in parts if words)


def _progress(done: QuerySet[Action], today: date) -> tuple[ActionState, ...]:
    return tuple(
        ActionState(
            id=action.pk,
            title=action.title,
            state=action.state,
            due_on=action.due_on,
            finished_on=action.finished_on,
            late=action.due_on is not None and action.due_on < today and action.state not in OVER,
        )
        for action in done
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


def _history(events: list[AuditEvent]) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(
            at=event.at,
            who=event.actor_name,
            verb=event.verb,
            reason=event.reason,
            changes=tuple((name, before, after) for name, (before, after) in event.changes.items()),
        )
        for event in events
    )


def _neighbours(
    objective: Named | None, measure_id: int, stands: Standing, viewer: Viewer
) -> tuple[Named, ...]:
    """The other measures of the same objective, in the order of the plan: one query."""
    if objective is None:
        return ()
    ids = [
        one.measure_id
        for one in stands.measures
        if one.objective_id == objective.id and one.measure_id != measure_id
    ][:MOST_NEIGHBOURS]
    named = names(ids, viewer)
    return tuple(named[pk] for pk in ids if pk in named)
