"""A partnership on one page."""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q

from goldenthread.delivery.queries import actions
from goldenthread.kernel import clock
from goldenthread.kernel.queries import to_publish
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Baseline, Involvement, Target
from goldenthread.measures.queries import in_force, measures
from goldenthread.overview.queries.changes import changes, last_time, names, to_decide
from goldenthread.overview.queries.findings import findings_summary
from goldenthread.overview.queries.heading import heading_of, strategy_summary
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.rows import evidence_lines
from goldenthread.overview.queries.standing import DAY, counted, kept_under, standing
from goldenthread.overview.shapes import (
    Glance,
    MeasureStanding,
    Named,
    PartnershipName,
    Standing,
    Tally,
    ThemeCard,
)
from goldenthread.partnership.queries import contained, partnership_coded
from goldenthread.partnership.rules import is_inside
from goldenthread.strategy.models import Commitment, Objective
from goldenthread.strategy.queries import evidence, strategies, themes

Part = TypeVar("Part")

MOST_SILENT = 10
"""Silent measures that the page names; the list behind it has all."""


def glance(code: str, *, viewer: Viewer, since: str = "", framework: int | None = None) -> Glance:
    """The partnership of that code at a glance; `since` is the day of last time. Raises NotFound.

    `framework` is the strategy whose themes are shown; without one, those of every strategy in force. The counts
    are of the whole partnership either way, and a measure that hangs in two frameworks is in them once.
    """
    partnership = partnership_coded(code, viewer=viewer)
    under = kept_under(partnership.pk, viewer)
    stands = standing(partnership.pk, viewer=viewer, under=under)
    silent = [measure.measure_id for measure in stands.measures if measure.silent]
    told = silent[:MOST_SILENT] if is_inside(viewer, partnership.pk) else []
    named = names(told, viewer)
    frameworks = list(strategies(partnership.pk, viewer=viewer))
    strategy = next(iter(frameworks), None)
    chosen = next((one.pk for one in frameworks if one.pk == framework), None)
    cards = _theme_cards(partnership.pk, stands, viewer, chosen)
    shown = {card.id for card in cards}
    heading = heading_of(partnership, viewer=viewer)
    waits = heading.published and heading.may_manage and viewer.as_known is None
    return Glance(
        heading=heading,
        strategy=strategy_summary(strategy) if strategy else None,
        themes=cards,
        frameworks=tuple(Named(one.pk, one.title) for one in frameworks),
        framework=chosen,
        outside=sum(not any(map(measure.hangs_in, shown)) for measure in stands.measures),
        tally=_kept(f"tally:{under}", lambda: _tally(partnership.pk, viewer)),
        findings=findings_summary(partnership.pk, viewer=viewer, under=under),
        evidence=evidence_lines(evidence(partnership.pk, viewer=viewer)),
        contains=tuple(
            PartnershipName(inner.code, inner.name) for inner in contained(partnership.pk, viewer=viewer)
        ),
        as_known=viewer.as_known or clock.now(),
        counts=counted(stands.measures),
        changes=changes(partnership.pk, last_time(since, under.day), viewer=viewer, under=under),
        to_decide=_kept(f"decide:{under}", lambda: to_decide(partnership.pk, stands, viewer=viewer)),
        silent=tuple(named[pk] for pk in told if pk in named),
        silent_count=len(silent),
        answered=sum(measure.answered for measure in stands.measures),
        to_publish=_kept(f"publish:{under}", to_publish(partnership.pk).count) if waits else 0,
    )


def _kept(key: str, reckon: Callable[[], Part]) -> Part:
    """What the cache has under this key, else reckoned and kept there."""
    kept: Part | None = reckoned.get(key)
    if kept is None:
        kept = reckon()
        reckoned.set(key, kept, DAY)
    return kept


def _theme_cards(
    partnership_id: int, stands: Standing, viewer: Viewer, framework: int | None
) -> tuple[ThemeCard, ...]:
    """The themes of a framework, or of all, with what hangs in each and how it stands, in four queries."""
    under: dict[int, list[MeasureStanding]] = defaultdict(list)
    for measure in stands.measures:
        for theme_id in dict.fromkeys((measure.theme_id, *(theme for theme, _ in measure.also))):
            under[theme_id].append(measure)
    counts = {
        name: dict(
            found.order_by().values("theme_id").annotate(count=Count("pk")).values_list("theme_id", "count")
        )
        for name, found in (
            ("objectives", Objective.objects.visible_to(viewer).of(partnership_id)),
            ("commitments", Commitment.objects.visible_to(viewer).of(partnership_id)),
            ("actions", actions(partnership_id, viewer=viewer)),
        )
    }
    return tuple(
        ThemeCard(
            id=theme.pk,
            strategy_id=theme.strategy_id,
            title=theme.title,
            to_follow=theme.to_follow,
            objectives=counts["objectives"].get(theme.pk, 0),
            commitments=counts["commitments"].get(theme.pk, 0),
            measures=len(under[theme.pk]),
            actions=counts["actions"].get(theme.pk, 0),
            counts=counted(under[theme.pk]),
        )
        for theme in themes(partnership_id, viewer=viewer)
        if framework in (None, theme.strategy_id)
    )


def _tally(partnership_id: int, viewer: Viewer) -> Tally:
    """How many measures have a figure to start from, one to reach, and a lead; in one query."""
    baseline = Baseline.objects.filter(in_force(viewer), series__measure=OuterRef("pk"), value__isnull=False)
    target = Target.objects.filter(in_force(viewer), series__measure=OuterRef("pk"), adoption=None).filter(
        Q(value__isnull=False) | Q(change_percent__isnull=False)
    )
    lead = Involvement.objects.filter(measure=OuterRef("pk")).exclude(part=Involvement.Part.KEY_PARTNER)
    counts = (
        measures(partnership_id, viewer=viewer)
        .order_by()
        .aggregate(
            measures=Count("pk"),
            with_baseline=Count("pk", filter=Exists(baseline)),
            with_target=Count("pk", filter=Exists(target)),
            with_lead=Count("pk", filter=Exists(lead)),
        )
    )
    return Tally(**counts)
