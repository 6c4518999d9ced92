"""Actions in a list."""

from collections.abc import Iterable

from goldenthread.overview.shapes import ActionLine
from goldenthread.web.frame import Cell, Column, Row, Table

STATES = {
    "": "",
    "not_started": "Not started",
    "under_way": "Under way",
    "done": "Done",
    "stopped": "Stopped",
    "carried_on": "Carried on next year",
}
"""How an action stands, as the partnership keeps it."""


def action_table(actions: Iterable[ActionLine], caption: str) -> Table | None:
    """Actions in the plan's own words; columns that no action fills are left out."""
    actions = tuple(actions)
    if not actions:
        return None
    parts = [("Lead", "lead"), ("By when", "due"), ("Status", "status"), ("Progress", "progress")]
    filled = [(head, name) for head, name in parts if any(getattr(action, name) for action in actions)]
    rows = tuple(
        Row(
            Cell(action.text),
            tuple(
                Cell(getattr(action, name) or "Not stated", faint=not getattr(action, name))
                for _, name in filled
            ),
        )
        for action in actions
    )
    return Table(
        caption, (Column("Action"), *(Column(head) for head, _ in filled)), rows, caption_hidden=True
    )
