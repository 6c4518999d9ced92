"""Named writes of measures and their figures."""

from goldenthread.measures.operations.adopting import adopt, amend_adoption, end_adoption
from goldenthread.measures.operations.catalogue import take_from_catalogue, where_from
from goldenthread.measures.operations.feeding import end_feed, feed_measure
from goldenthread.measures.operations.handing_over import hand_over_measures
from goldenthread.measures.operations.hanging import (
    end_placement,
    follow,
    keep_place,
    place_objective,
    place_under,
)
from goldenthread.measures.operations.locking import lock_period, unlock_period
from goldenthread.measures.operations.observing import mark_break, observe, undo_observation
from goldenthread.measures.operations.several import Outcome, Typed, give_figures
from goldenthread.measures.operations.sheet import (
    add_measure,
    amend_measure,
    set_involvements,
    set_placements,
    set_routes,
)
from goldenthread.measures.operations.stated import (
    add_baseline,
    add_target,
    amend_baseline,
    amend_target,
    confirm_target,
    period_named,
    series_added,
    series_of,
    state_figure,
)
from goldenthread.measures.operations.taking_in import take_in
from goldenthread.measures.operations.vintages import RestatedFigure, load_vintage

__all__ = [
    "Outcome",
    "RestatedFigure",
    "Typed",
    "add_baseline",
    "add_measure",
    "add_target",
    "adopt",
    "amend_adoption",
    "amend_baseline",
    "amend_measure",
    "amend_target",
    "confirm_target",
    "end_adoption",
    "end_feed",
    "end_placement",
    "feed_measure",
    "follow",
    "give_figures",
    "hand_over_measures",
    "keep_place",
    "load_vintage",
    "lock_period",
    "mark_break",
    "observe",
    "period_named",
    "place_objective",
    "place_under",
    "series_added",
    "series_of",
    "set_involvements",
    "set_placements",
    "set_routes",
    "state_figure",
    "take_from_catalogue",
    "take_in",
    "undo_observation",
    "unlock_period",
    "where_from",
]
