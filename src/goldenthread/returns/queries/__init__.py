"""Named reads of rounds and returns."""

from goldenthread.returns.queries.awaiting import Awaiting, awaiting, may_see_awaiting
from goldenthread.returns.queries.found import (
    answers,
    arrangements_of,
    asked_of,
    draft_of,
    return_numbered,
    returns_of,
    round_anywhere,
    round_numbered,
    rounds,
    schedule_numbered,
    schedules,
    writer_of,
)
from goldenthread.returns.queries.series import Background, backgrounds

__all__ = [
    "Awaiting",
    "Background",
    "answers",
    "arrangements_of",
    "asked_of",
    "awaiting",
    "backgrounds",
    "draft_of",
    "may_see_awaiting",
    "return_numbered",
    "returns_of",
    "round_anywhere",
    "round_numbered",
    "rounds",
    "schedule_numbered",
    "schedules",
    "writer_of",
]
