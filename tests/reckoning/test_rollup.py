"""Counts by status, which hide nothing."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.rollup import counts, in_words
from goldenthread.reckoning.status import Status


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(Status))))
def test_counts_are_those_of_counting_one_by_one(rows: list[tuple[int, Status]]) -> None:
    found = counts(
        np.array([status for _, status in rows], np.uint8),
        np.array([group for group, _ in rows], np.int64),
        5,
    )

    one_by_one = Counter(rows)
    assert found.tolist() == [[one_by_one[group, status] for status in Status] for group in range(5)]


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (
            {Status.ON_TRACK: 21, Status.OFF_TRACK: 5, Status.NO_FIGURE: 11, Status.WATCH: 9},
            "5 off track, 9 watch, 21 on track, 11 no figure",
        ),
        ({Status.FINISHED: 1234, Status.OFF_TRACK: 1}, "1 off track, 1,234 finished"),
        ({Status.TOO_EARLY: 1, Status.CANNOT_COMPUTE: 2}, "2 cannot be computed, 1 too early to say"),
        ({}, "nothing to count"),
    ],
)
def test_the_worst_is_said_first_and_nothing_is_left_out(there: dict[Status, int], words: str) -> None:
    assert in_words([there.get(status, 0) for status in Status]) == words
