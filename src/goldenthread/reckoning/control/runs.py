"""Runs: rows that stand beside each other and say the same."""

import numpy as np

from goldenthread.reckoning.columns import Ints


def run_lengths(sign: Ints, group: Ints) -> Ints:
    """For each row, how many rows in a row have its sign within its group; 0 where the sign is 0."""
    if not len(sign):
        return np.zeros(0, dtype=np.int64)
    begins = np.ones(len(sign), dtype=np.bool_)
    begins[1:] = (sign[1:] != sign[:-1]) | (group[1:] != group[:-1])
    run = np.cumsum(begins) - 1
    lengths = np.bincount(run)[run]
    return np.where(sign == 0, 0, lengths).astype(np.int64)
