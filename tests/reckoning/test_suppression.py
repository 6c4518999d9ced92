"""Hidden counts cannot be worked out: every table that fits what is shown is tried."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.reckoning.errors import Unusable
from goldenthread.reckoning.suppression import Rule, State, hide_rates, published

PLAIN = Rule(hide_below=3, round_to=1)
"""Small enough that every possible table can be tried, and not rounded: nothing protects but hiding."""


def fitting(counts: np.ndarray, hidden: np.ndarray, most: int) -> list[tuple[int, ...]]:
    """What the hidden parts may be, as far as sums that are shown say: every way up to `most` each."""
    parts = np.argwhere(hidden[tuple(slice(0, -1) for _ in counts.shape)])
    found = []
    for tried in product(range(most + 1), repeat=len(parts)):
        table = counts.copy()
        for place, value in zip(parts, tried, strict=True):
            table[tuple(place)] = value
        if all(
            hidden_total or total == true
            for total, true, hidden_total in zip(
                totals(table), totals(counts), totals_hidden(hidden), strict=True
            )
        ):
            found.append(tried)
    return found


def totals(table: np.ndarray) -> list[int]:
    if table.ndim == 1:
        return [int(table.sum())]
    return [*table.sum(axis=1).tolist(), *table.sum(axis=0).tolist(), int(table.sum())]


def totals_hidden(hidden: np.ndarray) -> list[bool]:
    if hidden.ndim == 1:
        return [bool(hidden[-1])]
    return [*hidden[:-1, -1].tolist(), *hidden[-1, :-1].tolist(), bool(hidden[-1, -1])]


tables = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(st.integers(0, 5), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda values: np.array(values).reshape(shape)
    )
)


@settings(max_examples=40, deadline=None)
@given(tables | st.lists(st.integers(0, 5), min_size=1, max_size=5).map(np.array))
def test_no_hidden_count_can_be_worked_out(counts: np.ndarray) -> None:
    found = published(counts, PLAIN)
    hidden = np.isnan(found.value)
    if hidden[tuple(slice(0, -1) for _ in counts.shape)].sum() > 5:
        return
    ways = fitting(counts, hidden, 7)
    assert ways
    for each in zip(*ways, strict=True):
        assert len(set(each)) > 1


@given(tables)
def test_what_is_small_is_hidden_and_what_is_shown_is_right(counts: np.ndarray) -> None:
    found = published(counts, Rule(hide_below=3, round_to=5))
    small = (counts > 0) & (counts < 3)
    assert (found.state[:-1, :-1][small] == State.SMALL).all()
    assert np.isnan(found.value[found.state != State.SHOWN]).all()
    shown = found.state[:-1, :-1] == State.SHOWN
    assert (np.abs(found.value[:-1, :-1][shown] - counts[shown]) <= 2.5).all()


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    found = published(np.array([3, 20, 40, 0]))
    assert found.state.tolist() == [State.SMALL, State.HIDDEN_WITH_IT, 0, 0, 0]
    assert found.value.tolist()[2:] == [40, 0, 65]


def test_two_small_counts_that_are_few_together_take_a_third() -> None:
    found = published(np.array([1, 2, 20, 40]))
    assert found.state.tolist() == [State.SMALL, State.SMALL, State.HIDDEN_WITH_IT, 0, 0]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = published(np.array([[8, 20], [0, 12]]))
    assert found.value.tolist() == [[10, 20, 30], [0, 10, 10], [10, 30, 40]]
    assert not found.state.any()


def test_a_table_in_which_each_sum_hides_two_can_still_give_one_away() -> None:
    """Two blocks of four hidden counts and one small count that alone ties them: the sums would tell it."""
    counts = np.full((4, 4), 50)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)):
        counts[row, column] = 5
    found = published(counts)
    assert np.isnan(found.value[1, 2])
    assert (found.state == State.HIDDEN_WITH_IT).any()


def test_rates_of_hidden_counts_are_hidden() -> None:
    found = published(np.array([3, 20, 40]))
    rates = hide_rates(np.array([1.5, 10, 20, 15]), found.state)
    assert np.isnan(rates).tolist() == [True, True, False, False]


def test_the_rule_in_words() -> None:
    assert Rule().words == (
        "Counts from 1 to 7 are hidden; others are rounded to the nearest 5. More are hidden where a total would give a"
        " hidden one away."
    )
    assert Rule(hide_below=1, round_to=1).words.startswith("No count is hidden. ")


@pytest.mark.parametrize("counts", [np.array([-1, 2]), np.zeros((2, 2, 2), np.int64), np.zeros(0, np.int64)])
def test_refused(counts: np.ndarray) -> None:
    with pytest.raises(Unusable):
        published(counts)


@pytest.mark.parametrize(("below", "to"), [(0, 5), (8, 0)])
def test_rules_that_are_none(below: int, to: int) -> None:
    with pytest.raises(Unusable):
        Rule(hide_below=below, round_to=to)
