"""A theme: its story, its objectives and promises, one page of its measures, its actions and evidence."""

from collections import defaultdict

from goldenthread.delivery.queries import actions
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.rows import action_lines, evidence_lines, one_page
from goldenthread.overview.queries.standing import counted, counted_by_commitment, kept_under, standing
from goldenthread.overview.queries.timely import scores
from goldenthread.overview.shapes import MeasureStanding, Named, ObjectiveCard, ThemePage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.reckoning.timeliness import Timeliness
from goldenthread.returns.queries import latest_story
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
    under = kept_under(partnership.pk, viewer)
    stands = standing(partnership.pk, viewer=viewer, under=under)
    in_theme = [measure for measure in stands.measures if measure.hangs_in(theme_id)]
    rows, where = one_page(in_theme, page, stands, viewer=viewer)
    return ThemePage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(found.strategy),
        standing=strategy.standing_of(found.strategy, viewer=viewer),
        id=found.pk,
        title=found.title,
        summary=found.summary,
        arrangements=found.arrangements,
        innovation=found.innovation,
        to_follow=found.to_follow,
        source=source_of(found),
        objectives=_objectives(theme_id, promises, in_theme, viewer),
        commitments=tuple(Named(c.pk, c.title) for c in promises if c.objective_id is None),
        measures=rows,
        page=where,
        actions=action_lines(
            actions(partnership.pk, viewer=viewer).filter(theme_id=theme_id, measure=None)[:MOST_ACTIONS]
        ),
        evidence=evidence_lines(strategy.evidence(partnership.pk, viewer=viewer).filter(theme_id=theme_id)),
        counts=counted(in_theme),
        story=_story(theme_id, viewer),
        score=scores(partnership.pk, viewer=viewer, under=under).themes.get(theme_id, Timeliness()),
    )


def _story(theme_id: int, viewer: Viewer) -> Named | None:
    found = latest_story(theme_id, viewer=viewer)
    return Named(found.pk, str(found.round.period)) if found else None


def _objectives(
    theme_id: int, promises: list[Commitment], in_theme: list[MeasureStanding], viewer: Viewer
) -> tuple[ObjectiveCard, ...]:
    """The objectives with their promises and how the measures of each stand: one query."""
    under: dict[int | None, list[Named]] = defaultdict(list)
    for promise in promises:
        under[promise.objective_id].append(Named(promise.pk, promise.title))
    cards = []
    for o in strategy.objectives(theme_id=theme_id, viewer=viewer):
        serving = [measure for measure in in_theme if measure.serves(o.pk)]
        cards.append(
            ObjectiveCard(
                o.pk,
                o.title,
                tuple(under[o.pk]),
                len(serving),
                counted(serving),
                counted_by_commitment(serving),
            )
        )
    return tuple(cards)
