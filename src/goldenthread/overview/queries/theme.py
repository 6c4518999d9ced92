"""A theme: its story, its objectives and promises, one page of its measures, its actions and evidence."""

from collections import defaultdict

from django.db.models import Count

from goldenthread.delivery.queries import actions
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure
from goldenthread.measures.queries import measures
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.rows import action_lines, evidence_lines, measure_rows, one_page
from goldenthread.overview.shapes import Named, ObjectiveCard, ThemePage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.strategy import queries as strategy
from goldenthread.strategy.models import Commitment, Theme

MOST_ACTIONS = 50
"""Actions that stand straight under a theme and fit on its page; those of a measure are on the measure's."""


def theme(code: str, theme_id: int, *, viewer: Viewer, page: int = 1) -> ThemePage:
    """A theme of the partnership of that code. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = one(
        Theme, theme_id, viewer=viewer, related=("strategy__source", "source"), partnership_id=partnership.pk
    )
    promises = list(strategy.commitments(theme_id=theme_id, viewer=viewer))
    in_theme = measures(partnership.pk, viewer=viewer).filter(theme_id=theme_id)
    shown, where = one_page(in_theme, page)
    return ThemePage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(found.strategy),
        id=found.pk,
        title=found.title,
        summary=found.summary,
        arrangements=found.arrangements,
        innovation=found.innovation,
        to_follow=found.to_follow,
        source=source_of(found),
        objectives=_objectives(theme_id, promises, viewer),
        commitments=tuple(Named(c.pk, c.title) for c in promises if c.objective_id is None),
        measures=measure_rows(shown, viewer=viewer),
        page=where,
        actions=action_lines(
            actions(partnership.pk, viewer=viewer).filter(theme_id=theme_id, measure=None)[:MOST_ACTIONS]
        ),
        evidence=evidence_lines(strategy.evidence(partnership.pk, viewer=viewer).filter(theme_id=theme_id)),
    )


def _objectives(theme_id: int, promises: list[Commitment], viewer: Viewer) -> tuple[ObjectiveCard, ...]:
    """The objectives with their promises and how many measures each has: two queries."""
    found = strategy.objectives(theme_id=theme_id, viewer=viewer)
    counted = Measure.objects.visible_to(viewer).filter(theme_id=theme_id).order_by().values("objective_id")
    counts = dict(counted.annotate(count=Count("pk")).values_list("objective_id", "count"))
    under: dict[int | None, list[Named]] = defaultdict(list)
    for promise in promises:
        under[promise.objective_id].append(Named(promise.pk, promise.title))
    return tuple(ObjectiveCard(o.pk, o.title, tuple(under[o.pk]), counts.get(o.pk, 0)) for o in found)
