"""`goldenthread stats proportion`, `rate` and `mean`."""

import argparse
from collections.abc import Callable

import numpy as np

from goldenthread.jobs.stats.method import Method, groups_of, limit_columns, say_confidence, say_group
from goldenthread.jobs.stats.table import Answer, Column, Columns
from goldenthread.reckoning import limits
from goldenthread.reckoning.columns import Floats, sums
from goldenthread.reckoning.limits import EXACT_BELOW


def _say_row_options(
    multiplier: float, *, may_have_none: bool = False
) -> Callable[[argparse.ArgumentParser], None]:
    def say(parser: argparse.ArgumentParser) -> None:
        say_confidence(parser, may_have_none=may_have_none)
        parser.add_argument("--multiplier", type=float, default=multiplier)
        say_group(parser, None)

    return say


def _say_mean_options(parser: argparse.ArgumentParser) -> None:
    say_confidence(parser)
    say_group(parser, None)


def _parts(columns: Columns, asked: argparse.Namespace) -> tuple[dict[str, Column], Floats, Floats]:
    """The columns that stay beside the answer, and the x and n that it is worked out from: summed where grouped."""
    x, n = columns.numbers("x"), columns.numbers("n")
    if asked.group_by is None:
        return {**columns.words}, x, n
    groups = columns.groups(asked.group_by.split(","))
    x, n = (sums(one, groups.of_row, len(groups)) for one in (x, n))
    return {**groups.words, "x": x, "n": n}, x, n


def _proportion(columns: Columns, asked: argparse.Namespace) -> Answer:
    limits.proportion(columns.numbers("x"), columns.numbers("n"))  # refuses rows before they are summed
    beside, x, n = _parts(columns, asked)
    found = limits.proportion(x, n, confidence=asked.confidence or None, multiplier=asked.multiplier)
    statistic = "percentage" if asked.multiplier == 100 else f"proportion of {asked.multiplier:.15g}"
    return {
        **beside,
        **limit_columns(found, asked),
        "statistic": [statistic] * len(x),
        "method": ["Wilson"] * len(x),
    }


def _rate(columns: Columns, asked: argparse.Namespace) -> Answer:
    limits.rate(columns.numbers("x"), columns.numbers("n"))  # refuses rows before they are summed
    beside, x, n = _parts(columns, asked)
    found = limits.rate(x, n, confidence=asked.confidence, multiplier=asked.multiplier)
    method = np.where(np.isnan(x), "", np.where(x < EXACT_BELOW, "Exact", "Byars"))
    return {
        **beside,
        **limit_columns(found, asked),
        "statistic": [f"rate per {asked.multiplier:.15g}"] * len(x),
        "method": method.tolist(),
    }


def _mean(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    found = limits.mean(columns.numbers("x"), groups.of_row, len(groups), confidence=asked.confidence)
    return {
        **groups.words,
        "value_sum": found.total,
        "value_count": found.count,
        "stdev": found.deviation,
        **limit_columns(found.limits, asked),
        "statistic": ["mean"] * len(groups),
        "method": ["Student's t-distribution"] * len(groups),
    }


METHODS = (
    Method(
        "proportion", "proportions with Wilson's limits", _say_row_options(1, may_have_none=True), _proportion
    ),
    Method("rate", "rates with exact and Byar's limits", _say_row_options(100_000), _rate),
    Method("mean", "means with Student's limits", _say_mean_options, _mean),
)
