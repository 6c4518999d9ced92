"""How a record of each kind is found and changed, for what is changed one field at a time."""

from collections.abc import Callable
from typing import Any

from goldenthread.delivery import operations as doing
from goldenthread.delivery import queries as delivery
from goldenthread.measures import operations as measuring
from goldenthread.measures import queries as measures
from goldenthread.strategy import operations as planning
from goldenthread.strategy import queries as strategy

WRITERS: dict[str, tuple[Callable[..., Any], Callable[..., Any], str]] = {
    "strategy": (strategy.strategy, planning.amend_words, "record"),
    "theme": (strategy.theme, planning.amend_words, "record"),
    "objective": (strategy.objective, planning.amend_words, "record"),
    "commitment": (strategy.commitment, planning.amend_words, "record"),
    "evidence": (strategy.statement, planning.amend_words, "record"),
    "measure": (measures.measure, measuring.amend_measure, "measure"),
    "action": (delivery.action, doing.amend_action, "action"),
    "action_point": (delivery.action_point, doing.amend_action_point, "point"),
    "event": (delivery.event, doing.amend_event, "event"),
    "risk": (delivery.risk, doing.amend_risk, "risk"),
}
"""By kind: the query that finds a record, the operation that changes it, and what that calls it."""
