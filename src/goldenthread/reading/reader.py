"""Which kind of plan a document is, and the plan that it makes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from goldenthread.reading.action_plan import read_action_plan
from goldenthread.reading.agreement import read_agreement
from goldenthread.reading.cleaning import fold
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.plan import Plan, PlannedTheme
from goldenthread.reading.rendering import Rendering
from goldenthread.reading.strategy import read_strategy

NO_PLAN = (
    "This file was read, but no plan was found in it: no measures with baselines and targets, no rated actions and no"
    " strategy. Check that it is the right file; if it is, see which headings and tables a plan needs in the guide."
)

READERS: tuple[Callable[[Rendering], Plan | None], ...] = (read_strategy, read_action_plan)
"""The readers of the other kinds, both asked when a document has no measures."""


def read_plan(rendering: Rendering) -> Plan:
    """The plan of a document. Raises Unreadable where it is no plan."""
    agreement = read_agreement(rendering)
    if agreement.measures:
        return agreement
    found = [plan for read in READERS if (plan := read(rendering)) is not None]
    if not found:
        raise Unreadable(NO_PLAN)
    return _together(found)


def _together(plans: Sequence[Plan]) -> Plan:
    """A strategy and the action plan behind it in the same document, as one plan; a theme of both stands once."""
    themes: dict[str, PlannedTheme] = {}
    for theme in (theme for plan in plans for theme in plan.themes):
        themes.setdefault(fold(theme.name), theme)
    actions = tuple(action for plan in plans for action in plan.actions)
    return replace(plans[0], themes=tuple(themes.values()), actions=actions)
