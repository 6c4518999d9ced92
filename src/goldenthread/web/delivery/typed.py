"""Records as their forms have them."""

from collections.abc import Iterable
from typing import Any


def action_as_typed(action: Any, milestones: Iterable[Any], quantities: Iterable[Any]) -> dict[str, Any]:
    """An action as its form has it."""
    names = ("title", "state", "starts_on", "due_on", "condition")
    typed = {name: getattr(action, name) for name in names}
    typed |= {name: getattr(action, f"{name}_id") for name in ("owner_person", "owner_post", "organisation")}
    for n, one in enumerate(milestones, start=1):
        typed |= {
            f"milestone_id_{n}": one.pk,
            f"milestone_{n}": one.title,
            f"milestone_due_{n}": one.due_on,
        }
    for n, one in enumerate(quantities, start=1):
        delivered = None if one.delivered is None else one.delivered.normalize()
        typed |= {
            f"what_{n}": one.what,
            f"phase_{n}": one.phase,
            f"planned_{n}": one.planned.normalize(),
            f"delivered_{n}": delivered,
        }
    return typed


def risk_as_typed(risk: Any) -> dict[str, Any]:
    """A risk as its form has it."""
    names = [f"{what}_{when}" for what in ("likelihood", "impact") for when in ("before", "now", "aim")]
    typed = {name: getattr(risk, name) for name in (*names, "title", "mitigation", "review_on")}
    return typed | {"owner_person": risk.owner_person_id, "owner_post": risk.owner_post_id}


def event_as_typed(event: Any, referrals: Iterable[Any]) -> dict[str, Any]:
    """An event as its form has it."""
    names = ("title", "held_on", "attendances", "individuals", "note")
    typed = {name: getattr(event, name) for name in names} | {"action": event.action_id}
    for n, one in enumerate(referrals, start=1):
        typed |= {f"agency_{n}": one.organisation_id, f"people_{n}": one.people}
    return typed


def point_as_typed(point: Any) -> dict[str, Any]:
    """An action point as its form has it."""
    return {
        "title": point.title,
        "due_on": point.due_on,
        "owner_person": point.owner_person_id,
        "owner_post": point.owner_post_id,
    }
