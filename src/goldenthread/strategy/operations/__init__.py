"""Named writes of why the partnership does what it does."""

from goldenthread.strategy.operations.equality import look_at_equality, record_equality_impact
from goldenthread.strategy.operations.words import (
    WORDS,
    add_commitment,
    add_evidence,
    add_objective,
    amend_words,
    withdraw,
)

__all__ = [
    "WORDS",
    "add_commitment",
    "add_evidence",
    "add_objective",
    "amend_words",
    "look_at_equality",
    "record_equality_impact",
    "withdraw",
]
