"""How unequal a place is: quantiles, life expectancy, and what lies between the most and the least deprived."""

from goldenthread.reckoning.inequality.life_expectancy import (
    STARTS,
    WORDS,
    LifeExpectancy,
    Why,
    life_expectancy,
)
from goldenthread.reckoning.inequality.quantile import quantiles, too_small

__all__ = ["STARTS", "WORDS", "LifeExpectancy", "Why", "life_expectancy", "quantiles", "too_small"]
