"""What is asked of a figure before it counts: whether it can be right, and whether it is unusual.

An error stops; a warning asks for a sentence. One mistake is one message: what only follows from it is not said.
"""

from goldenthread.reckoning.checks.changes import Change, largest_change
from goldenthread.reckoning.checks.facts import Behind, Breakdown, Check, Level, Part, Point, Proposed
from goldenthread.reckoning.checks.figure import check_figure
from goldenthread.reckoning.checks.limits import Limits, Sheet, limits_of
from goldenthread.reckoning.checks.words import in_words

__all__ = [
    "Behind",
    "Breakdown",
    "Change",
    "Check",
    "Level",
    "Limits",
    "Part",
    "Point",
    "Proposed",
    "Sheet",
    "check_figure",
    "in_words",
    "largest_change",
    "limits_of",
]
