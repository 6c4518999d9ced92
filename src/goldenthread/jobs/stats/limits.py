"""`goldenthread stats proportion`, `rate` and `mean`."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from goldenthread.jobs.stats.table import Answer, Column, Columns, Groups
from goldenthread.reckoning import limits
from goldenthread.reckoning.columns import Floats, sums
from goldenthread.reckoning.limits import EXACT_BELOW, Limits


class Method(NamedTuple):
    """A method of the command: what it says of itself, its options, and what it makes of a file."""

    name: str
    says: str
    add_options: Callable[[argparse.ArgumentParser], None]
    work: Callable[[Columns, argparse.Namespace], Answer]


def _confidence(words: str) -> tuple[float, ...]:
    asked = tuple(float(word) for word in words.split(","))
    limits.levels(asked)
    return asked


_confidence.__name__ = "level of confidence (such as 0.95, or 0.95,0.998)"


def _say_confidence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--confidence", type=_confidence, default=(0.95,), help="0.95, 95, or two levels: 0.95,0.998"
    )


def _say_group(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--group-by", default=default, metavar="COLUMNS", help="their names, with commas between"
    )


def _say_row_options(multiplier: float) -> Callable[[argparse.ArgumentParser], None]:
    def say(parser: argparse.ArgumentParser) -> None:
        _say_confidence(parser)
        parser.add_argument("--multiplier", type=float, default=multiplier)
        _say_group(parser, None)

    return say


def _say_mean_options(parser: argparse.ArgumentParser) -> None:
    _say_confidence(parser)
    _say_group(parser, None)


def _parts(columns: Columns, asked: argparse.Namespace) -> tuple[dict[str, Column], Floats, Floats]:
    """The columns that stay beside the answer, and the x and n that it is worked out from: summed where grouped."""
    x, n = columns.numbers("x"), columns.numbers("n")
    if asked.group_by is None:
        return {**columns.words}, x, n
    groups = columns.groups(asked.group_by.split(","))
    x, n = (sums(one, groups.of_row, len(groups)) for one in (x, n))
    return {**groups.words, "x": x, "n": n}, x, n


def _limit_columns(found: Limits, asked: argparse.Namespace) -> dict[str, Column]:
    levels = limits.levels(asked.confidence)
    if len(levels) == 1:
        named: dict[str, Column] = {"lowercl": found.lower[0], "uppercl": found.upper[0]}
    else:
        named = {}
        for level, lower, upper in zip(levels, found.lower, found.upper, strict=True):
            named |= {f"lower{level.name}cl": lower, f"upper{level.name}cl": upper}
    label = ", ".join(level.label for level in levels)
    return {"value": found.value, **named, "confidence_label": [label] * len(found.value)}


def _proportion(columns: Columns, asked: argparse.Namespace) -> Answer:
    limits.proportion(columns.numbers("x"), columns.numbers("n"))  # refuses rows before they are summed
    beside, x, n = _parts(columns, asked)
    found = limits.proportion(x, n, confidence=asked.confidence, multiplier=asked.multiplier)
    statistic = "percentage" if asked.multiplier == 100 else f"proportion of {asked.multiplier:.15g}"
    return {
        **beside,
        **_limit_columns(found, asked),
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
        **_limit_columns(found, asked),
        "statistic": [f"rate per {asked.multiplier:.15g}"] * len(x),
        "method": method.tolist(),
    }


def _mean(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = _groups(columns, asked)
    found = limits.mean(columns.numbers("x"), groups.of_row, len(groups), confidence=asked.confidence)
    return {
        **groups.words,
        "value_sum": found.total,
        "value_count": found.count,
        "stdev": found.deviation,
        **_limit_columns(found.limits, asked),
        "statistic": ["mean"] * len(groups),
        "method": ["Student's t-distribution"] * len(groups),
    }


def _groups(columns: Columns, asked: argparse.Namespace) -> Groups:
    """By `--group-by`, else by the first of the columns that files usually name their groups in."""
    if asked.group_by is not None:
        return columns.groups(asked.group_by.split(","))
    return columns.groups([next((name for name in ("grp", "area") if name in columns.words), "grp")])


METHODS = (
    Method("proportion", "proportions with Wilson's limits", _say_row_options(1), _proportion),
    Method("rate", "rates with exact and Byar's limits", _say_row_options(100_000), _rate),
    Method("mean", "means with Student's limits", _say_mean_options, _mean),
)
