"""An objective: the theme above it, the promises, measures and actions below."""

from goldenthread.delivery.queries import actions
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.overview.queries.heading import heading_of, source_of, strategy_summary
from goldenthread.overview.queries.rows import action_lines, one_page
from goldenthread.overview.queries.standing import counted, counted_by_commitment, standing
from goldenthread.overview.shapes import Named, ObjectivePage
from goldenthread.partnership.queries import partnership_coded
from goldenthread.strategy import queries as strategy
from goldenthread.strategy.models import Objective


def objective(code: str, objective_id: int, *, viewer: Viewer, page: int = 1) -> ObjectivePage:
    """An objective of the partnership of that code. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = one(
        Objective,
        objective_id,
        viewer=viewer,
        related=("theme__strategy__source", "source"),
        partnership_id=partnership.pk,
    )
    promises = strategy.commitments(theme_id=found.theme_id, viewer=viewer).filter(objective_id=objective_id)
    stands = standing(partnership.pk, viewer=viewer)
    under_it = [measure for measure in stands.measures if measure.serves(objective_id)]
    rows, where = one_page(under_it, page, stands, viewer=viewer)
    under = actions(partnership.pk, viewer=viewer).filter(objective_id=objective_id, measure=None)
    return ObjectivePage(
        heading=heading_of(partnership, viewer=viewer),
        strategy=strategy_summary(found.theme.strategy),
        standing=strategy.standing_of(found.theme.strategy, viewer=viewer),
        theme=Named(found.theme_id, found.theme.title),
        id=found.pk,
        title=found.title,
        source=source_of(found),
        commitments=tuple(Named(promise.pk, promise.title) for promise in promises),
        measures=rows,
        page=where,
        actions=action_lines(under),
        counts=counted(under_it),
        by_commitment=counted_by_commitment(under_it),
    )
