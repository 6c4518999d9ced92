"""Incentive schemes: what a partnership is paid for what it achieved. The performance reward grant is one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.limits.levels import check_all

_DECIMALS: Final = 12
"""Shares are compared at so many decimals: (45.1 - 41.2) / (47.7 - 41.2) is 0.5999999999999998 in binary."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """An incentive scheme. `share_paid` makes of the share achieved the share of the potential grant that is paid.

    `of_budget` is the total potential grant as a share of the net budget requirement; `instalments` how many times it
    is paid; `capital` the share of each that is capital, the rest is revenue. Results of agreements made in
    `notional_from` or later were never paid by it: its grants for them are notional.
    """

    key: str
    title: str
    share_paid: Callable[[Floats], Floats]
    of_budget: float
    instalments: int
    capital: float
    notional_from: int
    source: str

    def is_notional(self, agreed: int) -> bool:
        """Whether a grant for an agreement made in that year is only worked out and was never paid."""
        return agreed >= self.notional_from


@dataclass(frozen=True, slots=True)
class Reward:
    """For each target, the share of the enhancement achieved, the share of the potential grant paid, and the grant."""

    achieved: Floats
    paid: Floats
    grant: Floats


def reward(
    scheme: Scheme, without: Floats, with_stretch: Floats, actual: Floats, potential: Floats
) -> Reward:
    """What each target earns: columns of n rows, in the target's own unit and in pounds.

    `without` and `with_stretch` are the targets without and with the enhancement, which may lie above or below.
    Missing in, missing out. Raises Unusable where the two are the same, or a potential grant is below zero.
    """
    check_all(
        ~(with_stretch == without),
        "The target with the stretch is the same as the one without.",
        column="with",
    )
    check_all(~(potential < 0), "A potential grant cannot be below zero.", column="potential")
    achieved = np.round((actual - without) / (with_stretch - without), _DECIMALS)
    paid = scheme.share_paid(achieved)
    return Reward(achieved, paid, potential * paid)


def potentials(scheme: Scheme, budget: float, targets: int, sub_targets: list[int]) -> list[float]:
    """The potential grant of each part of an agreement, in pounds.

    The total is shared equally between `targets`, and a target's share equally between its `sub_targets` (how many
    the target has that each part belongs to; 1 for none). Raises Unusable for no targets or a budget below zero.
    """
    if targets < 1 or any(count < 1 for count in sub_targets):
        raise Unusable("An agreement has at least one target.")
    if budget < 0:
        raise Unusable("A net budget requirement cannot be below zero.")
    return [scheme.of_budget * budget / targets / count for count in sub_targets]


def instalments(scheme: Scheme, grant: float) -> list[tuple[float, float]]:
    """The instalments of a grant, each as (capital, revenue), in pounds."""
    each = grant / scheme.instalments
    return [(each * scheme.capital, each * (1 - scheme.capital))] * scheme.instalments


LEAST_SHARE: Final = 0.6


def _from_three_fifths(achieved: Floats) -> Floats:
    """Nothing below 60% of the enhancement, its share from there on, all of it at 100%."""
    with np.errstate(invalid="ignore"):
        return np.where(
            np.isnan(achieved), np.nan, np.where(achieved < LEAST_SHARE, 0.0, np.minimum(achieved, 1.0))
        )


PERFORMANCE_REWARD_GRANT: Final = Scheme(
    key="performance-reward-grant",
    title="Performance reward grant",
    share_paid=_from_three_fifths,
    of_budget=0.025,
    instalments=2,
    capital=0.5,
    notional_from=2008,
    source="Schedules of the Local Public Service Agreements (such as that of the Isle of Wight, 2002), whose reward"
    " element went into Local Area Agreements in 2005. It was not paid for agreements made from June 2008 on.",
)
SCHEMES: Final = {PERFORMANCE_REWARD_GRANT.key: PERFORMANCE_REWARD_GRANT}
"""Every scheme by its key."""
