"""How unequal a place is: quantiles, life expectancy, and what lies between the most and the least deprived."""

from goldenthread.reckoning.inequality.gap import gap, ratio
from goldenthread.reckoning.inequality.life_expectancy import (
    STARTS,
    WORDS,
    LifeExpectancy,
    Why,
    life_expectancy,
)
from goldenthread.reckoning.inequality.quantile import quantiles, too_small
from goldenthread.reckoning.inequality.slope import USUAL, Slope, ValueType, slope_index, standard_errors

__all__ = [
    "STARTS", "USUAL", "WORDS", "LifeExpectancy", "Slope", "ValueType", "Why", "gap", "life_expectancy", "quantiles",
    "ratio", "slope_index", "standard_errors", "too_small",
]  # fmt: skip
