"""What an export takes of this room."""

from goldenthread.kernel.tables import Sheet, Table
from goldenthread.strategy.models import (
    Commitment,
    EqualityEffect,
    EqualityImpact,
    Evidence,
    Objective,
    Outcome,
    Strategy,
    Theme,
)

_OWN = "subject__partnership_id"

TABLES = (
    Table(Strategy, own=_OWN, reference=("title", "years", "kind", "state")),
    Table(Theme, own=_OWN, reference=("title",)),
    Table(Objective, own=_OWN, reference=("title",)),
    Table(Outcome, own="objective__subject__partnership_id"),
    Table(Commitment, own=_OWN, reference=("title",)),
    Table(Evidence, own=_OWN),
    Table(EqualityImpact, own="about__partnership_id"),
    Table(EqualityEffect, own="impact__about__partnership_id"),
)

SHEETS = (
    Sheet(
        "objectives",
        Objective,
        {
            "strategy": "theme.strategy.title",
            "theme": "theme.title",
            "objective": "title",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("theme.strategy.title", "theme.position", "position"),
    ),
    Sheet(
        "outcomes of objectives",
        Outcome,
        {
            "objective": "objective.title",
            "what became of it": "fate",
            "the objective that follows": "becomes.title",
            "note": "note",
            "number": "id",
        },
    ),
    Sheet(
        "evidence",
        Evidence,
        {
            "strategy": "strategy.title",
            "theme": "theme.title",
            "objective": "objective.title",
            "statement": "text",
            "figure": "value",
            "source": "source_named",
            "dated": "dated",
            "withdrawn at": "subject.withdrawn_at",
            "number": "subject_id",
        },
        order=("position",),
    ),
    Sheet(
        "equality impacts",
        EqualityImpact,
        {
            "kind": "about.kind",
            "about": "about.title",
            "state": "state",
            "depth": "depth",
            "text": "text",
            "done on": "done_on",
            "review on": "review_on",
            "number": "id",
        },
    ),
    Sheet(
        "equality effects",
        EqualityEffect,
        {
            "about": "impact.about.title",
            "characteristic": "characteristic",
            "effect": "effect",
            "evidence": "evidence",
            "mitigation": "mitigation",
            "number": "id",
        },
    ),
)
