"""Named writes of what the partnership does, and what could stop it."""

from goldenthread.delivery.operations.actions import (
    add_action,
    amend_action,
    check_contributes,
    say_progress,
)
from goldenthread.delivery.operations.carrying_on import carry_on
from goldenthread.delivery.operations.events import add_event, amend_event
from goldenthread.delivery.operations.handing_over import hand_over_owned
from goldenthread.delivery.operations.planned import reach_milestone, set_milestones, set_quantities
from goldenthread.delivery.operations.points import (
    amend_action_point,
    close_action_point,
    drop_action_point,
    finish_action_point,
    reopen_action_point,
    set_action_point,
)
from goldenthread.delivery.operations.risks import add_risk, amend_risk, hang_risk, set_risk_map
from goldenthread.delivery.operations.roll_forward import RolledForward, roll_forward

__all__ = [
    "RolledForward",
    "add_action",
    "add_event",
    "add_risk",
    "amend_action",
    "amend_action_point",
    "amend_event",
    "amend_risk",
    "carry_on",
    "check_contributes",
    "close_action_point",
    "drop_action_point",
    "finish_action_point",
    "hand_over_owned",
    "hang_risk",
    "reach_milestone",
    "reopen_action_point",
    "roll_forward",
    "say_progress",
    "set_action_point",
    "set_milestones",
    "set_quantities",
    "set_risk_map",
]
