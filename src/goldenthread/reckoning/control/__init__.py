"""Control charts: what is chance in a series, what is not, and whether its target will be met as it goes."""

from goldenthread.reckoning.control.chart import FEWEST_FIXED, SHORT_BELOW, Chart, chart
from goldenthread.reckoning.control.verdict import (
    CAUSES,
    DIRECTIONS,
    Cause,
    assurances,
    causes,
    point_types,
    tendencies,
    variations,
)

__all__ = [
    "CAUSES", "DIRECTIONS", "FEWEST_FIXED", "SHORT_BELOW", "Cause", "Chart", "assurances", "causes", "chart",
    "point_types", "tendencies", "variations",
]  # fmt: skip
