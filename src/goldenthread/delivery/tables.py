"""What an export takes of this room."""

from goldenthread.delivery.models import (
    Action,
    ActionPoint,
    Event,
    Milestone,
    Progress,
    Quantity,
    Referral,
    Risk,
    RiskMap,
)
from goldenthread.kernel.tables import Sheet, Table

_OWN = "subject__partnership_id"
_OF_ACTION = "action__subject__partnership_id"

TABLES = (
    Table(Action, own=_OWN, reference=("title",)),
    Table(Progress, own=_OF_ACTION),
    Table(Milestone, own=_OF_ACTION),
    Table(Quantity, own=_OF_ACTION),
    Table(Event, own=_OWN, reference=("title", "held_on")),
    Table(Referral, own="event__subject__partnership_id"),
    Table(ActionPoint, own=_OWN, accounts=("done_by_account", "closed_by_account")),
    Table(Risk, own=_OWN, reference=("title",)),
    Table(RiskMap, own="partnership_id"),
)

_OWNER = {"owner": "owner_person.name", "owner post": "owner_post.title"}

SHEETS = (
    Sheet(
        "actions",
        Action,
        {
            "theme": "theme.title",
            "objective": "objective.title",
            "measure": "measure.code",
            "part of": "part_of.title",
            "action": "title",
            "lead as written": "lead",
            "due as written": "due",
            "status as written": "status",
            "progress as written": "progress",
            "state": "state",
            **_OWNER,
            "organisation": "organisation.name",
            "starts on": "starts_on",
            "due on": "due_on",
            "finished on": "finished_on",
            "condition": "condition",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("theme.position", "position"),
    ),
    Sheet(
        "progress",
        Progress,
        {
            "action": "action.title",
            "said at": "said_at",
            "said by": "said_by",
            "text": "text",
            "per cent done": "percent",
            "invented": "illustrative",
            "number": "id",
        },
        order=("said_at",),
    ),
    Sheet(
        "milestones",
        Milestone,
        {
            "action": "action.title",
            "milestone": "title",
            "due on": "due_on",
            "reached on": "reached_on",
            "number": "id",
        },
        order=("action_id", "position"),
    ),
    Sheet(
        "quantities",
        Quantity,
        {
            "action": "action.title",
            "what": "what",
            "phase": "phase",
            "planned": "planned",
            "delivered": "delivered",
            "number": "id",
        },
        order=("action_id", "position"),
    ),
    Sheet(
        "events",
        Event,
        {
            "held on": "held_on",
            "event": "title",
            "theme": "theme.title",
            "action": "action.title",
            "place": "place.name",
            "attendances": "attendances",
            "individuals": "individuals",
            "note": "note",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("held_on",),
    ),
    Sheet(
        "referrals",
        Referral,
        {
            "held on": "event.held_on",
            "event": "event.title",
            "organisation": "organisation.name",
            "people": "people",
            "number": "id",
        },
        order=("event.held_on",),
    ),
    Sheet(
        "action points",
        ActionPoint,
        {
            "about": "about.title",
            "action point": "title",
            **_OWNER,
            "due on": "due_on",
            "state": "state",
            "done by": "done_by",
            "done at": "done_at",
            "closed by": "closed_by",
            "closed at": "closed_at",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("due_on",),
    ),
    Sheet(
        "risks",
        Risk,
        {
            "risk": "title",
            **_OWNER,
            "likelihood before": "likelihood_before",
            "impact before": "impact_before",
            "likelihood now": "likelihood_now",
            "impact now": "impact_now",
            "likelihood aimed at": "likelihood_aim",
            "impact aimed at": "impact_aim",
            "mitigation": "mitigation",
            "review on": "review_on",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
    ),
    Sheet(
        "what risks are about",
        Risk.about.through,
        {"risk": "risk.title", "kind": "subject.kind", "about": "subject.title"},
    ),
)
