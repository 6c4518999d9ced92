"""Named writes: keep a template, say what belongs where, fill it, note that it was sent."""

from goldenthread.publishing.operations.filling import Outcome, fill, fill_all, mark_sent
from goldenthread.publishing.operations.templates import (
    add_slot,
    add_template,
    add_version,
    amend_template,
    confirm,
    set_slots,
    withdraw_template,
)

__all__ = [
    "Outcome",
    "add_slot",
    "add_template",
    "add_version",
    "amend_template",
    "confirm",
    "fill",
    "fill_all",
    "mark_sent",
    "set_slots",
    "withdraw_template",
]
