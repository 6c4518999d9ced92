"""The performance reward grant by its published rule, in pence where it matters."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.reward import PERFORMANCE_REWARD_GRANT as GRANT
from goldenthread.reckoning.reward import SCHEMES, instalments, potentials, reward

tenths = st.integers(-500, 900).map(lambda number: Decimal(number) / 10)


def slowly(without: Decimal, stretch: Decimal, actual: Decimal) -> Decimal:
    """The share paid, in exact tenths."""
    share = ((actual - without) / (stretch - without)).quantize(Decimal("1e-12"), rounding=ROUND_HALF_EVEN)
    if share < Decimal("0.6"):
        return Decimal(0)
    return min(share, Decimal(1))


@given(tenths, tenths, tenths)
def test_the_share_paid(without: Decimal, stretch: Decimal, actual: Decimal) -> None:
    if without == stretch:
        return
    columns = [np.array([float(one)]) for one in (without, stretch, actual, Decimal(1000))]
    found = reward(GRANT, *columns)
    assert found.paid[0] == pytest.approx(float(slowly(without, stretch, actual)), abs=2e-12)
    assert found.grant[0] == found.paid[0] * 1000


def test_exactly_three_fifths_is_paid_though_binary_fractions_fall_short() -> None:
    found = reward(GRANT, np.array([41.2]), np.array([47.7]), np.array([45.1]), np.array([100.0]))
    assert (found.achieved.tolist(), found.grant.tolist()) == ([0.6], [60.0])


def test_what_is_missing_stays_missing() -> None:
    found = reward(GRANT, np.array([1.0]), np.array([2.0]), np.array([np.nan]), np.array([100.0]))
    assert np.isnan([found.achieved[0], found.paid[0], found.grant[0]]).all()


def test_a_budget_is_shared_equally_by_target_and_sub_target() -> None:
    each = potentials(GRANT, 132_993_000, 12, [1] * 10 + [2, 2, 2, 2])
    assert sum(each) == pytest.approx(3_324_825)
    assert (each[0], each[-1]) == (277_068.75, 138_534.375)


def test_two_instalments_half_capital_and_half_revenue() -> None:
    assert instalments(GRANT, 1000) == [(250, 250), (250, 250)]


def test_agreements_from_2008_on_are_notional() -> None:
    assert [GRANT.is_notional(year) for year in (2007, 2008, 2011)] == [False, True, True]
    assert SCHEMES["performance-reward-grant"] is GRANT


@pytest.mark.parametrize(
    ("without", "stretch", "potential", "column"), [(1, 1, 5, "with"), (1, 2, -5, "potential")]
)
def test_refused(without: float, stretch: float, potential: float, column: str) -> None:
    with pytest.raises(Unusable) as refused:
        reward(GRANT, np.array([without]), np.array([stretch]), np.array([1.0]), np.array([potential]))
    assert refused.value.column == column


@pytest.mark.parametrize(("budget", "targets", "parts"), [(-1, 1, [1]), (1, 0, []), (1, 1, [0])])
def test_agreements_that_are_none(budget: float, targets: int, parts: list[int]) -> None:
    with pytest.raises(Unusable):
        potentials(GRANT, budget, targets, parts)
