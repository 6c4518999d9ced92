"""How sure an outlook is: the interval of a figure, and the chance that it meets a target."""

import numpy as np
from scipy.special import stdtr, stdtrit

from goldenthread.reckoning.columns import Flags, Floats, Table
from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.outlook.expected import Outlook


def interval(found: Outlook, share: float = 0.8) -> tuple[Table, Table]:
    """The ends between which each figure will lie in so many cases of all, for each series and period ahead.

    Raises Unusable unless the share lies between 0 and 1.
    """
    if not 0 < share < 1:
        raise Unusable("The share of cases is between 0 and 1, such as 0.8.")
    off = stdtrit(found.freedom, (1 + share) / 2)[:, None] * found.error
    return found.value - off, found.value + off


def chance(found: Outlook, target: Floats, higher_is_better: Flags, *, ahead: int) -> Floats:
    """The chance of each series to be at its target or better so many periods ahead; NaN where there is no outlook.

    A series that was never off its line has an error of zero: it meets its target or does not.
    """
    value, error = found.value[:, ahead - 1], found.error[:, ahead - 1]
    short = np.where(higher_is_better, target - value, value - target)
    with np.errstate(divide="ignore", invalid="ignore"):
        likely = 1 - stdtr(found.freedom, short / error)
    sure = np.where(short <= 0, 1.0, 0.0)
    answer: Floats = np.where(np.isnan(value) | np.isnan(target), np.nan, np.where(error > 0, likely, sure))
    return answer
