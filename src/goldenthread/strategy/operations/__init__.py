"""Named writes of why the partnership does what it does."""

from goldenthread.strategy.operations.equality import look_at_equality, record_equality_impact
from goldenthread.strategy.operations.succession import add_strategy, add_theme, put_into_force, succeed
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
    "add_strategy",
    "add_theme",
    "amend_words",
    "look_at_equality",
    "put_into_force",
    "record_equality_impact",
    "succeed",
    "withdraw",
]
