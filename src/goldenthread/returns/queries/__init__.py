"""Named reads of rounds and returns."""

from goldenthread.returns.queries.found import (
    answers,
    arrangements_of,
    asked_of,
    draft_of,
    return_numbered,
    returns_of,
    round_numbered,
    rounds,
    schedule_numbered,
    schedules,
    writer_of,
)
from goldenthread.returns.queries.series import Background, backgrounds

__all__ = [
    "Background",
    "answers",
    "arrangements_of",
    "asked_of",
    "backgrounds",
    "draft_of",
    "return_numbered",
    "returns_of",
    "round_numbered",
    "rounds",
    "schedule_numbered",
    "schedules",
    "writer_of",
]
