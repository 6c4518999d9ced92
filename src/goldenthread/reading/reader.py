"""Which kind of plan a document is, and the plan that it makes."""

from collections.abc import Callable

from goldenthread.reading.action_plan import read_action_plan
from goldenthread.reading.agreement import read_agreement
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.plan import Plan
from goldenthread.reading.rendering import Rendering
from goldenthread.reading.strategy import read_strategy

NO_PLAN = (
    "This file was read, but no plan was found in it: no measures with baselines and targets, no rated actions and no"
    " strategy. Check that it is the right file; if it is, see which headings and tables a plan needs in the guide."
)

READERS: tuple[Callable[[Rendering], Plan | None], ...] = (read_strategy, read_action_plan)
"""The readers of the other kinds, asked in this order when a document has no measures."""


def read_plan(rendering: Rendering) -> Plan:
    """The plan of a document. Raises Unreadable where it is no plan."""
    agreement = read_agreement(rendering)
    if agreement.measures:
        return agreement
    for read in READERS:
        plan = read(rendering)
        if plan is not None:
            return plan
    raise Unreadable(NO_PLAN)
