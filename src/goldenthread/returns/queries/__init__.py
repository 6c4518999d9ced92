"""Named reads of rounds and returns."""

from goldenthread.returns.queries.awaiting import Awaiting, awaiting, may_see_awaiting
from goldenthread.returns.queries.belongings import Belongings, belongings
from goldenthread.returns.queries.chasing import chases_of, messages_about
from goldenthread.returns.queries.found import (
    answers,
    answers_numbered,
    arrangements_of,
    asked_of,
    draft_of,
    file_sent,
    return_numbered,
    returns_of,
    round_anywhere,
    round_numbered,
    rounds,
    rounds_asking,
    schedule_numbered,
    schedules,
    writer_named,
    writer_of,
)
from goldenthread.returns.queries.series import Background, backgrounds

__all__ = [
    "Awaiting",
    "Background",
    "Belongings",
    "answers",
    "answers_numbered",
    "arrangements_of",
    "asked_of",
    "awaiting",
    "backgrounds",
    "belongings",
    "chases_of",
    "draft_of",
    "file_sent",
    "may_see_awaiting",
    "messages_about",
    "return_numbered",
    "returns_of",
    "round_anywhere",
    "round_numbered",
    "rounds",
    "rounds_asking",
    "schedule_numbered",
    "schedules",
    "writer_named",
    "writer_of",
]
