"""Places beside a benchmark, a goal and each other, and where a series has been going lately."""

from goldenthread.reckoning.comparison import benchmark, goals, quintiles, trend
from goldenthread.reckoning.comparison.trend import Trend, recent_trend
from goldenthread.reckoning.comparison.words import POLARITIES, Side, in_words

__all__ = [
    "POLARITIES",
    "Side",
    "Trend",
    "benchmark",
    "goals",
    "in_words",
    "quintiles",
    "recent_trend",
    "trend",
]
