"""What a method of `goldenthread stats` is, and the options and columns that several of them share."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from goldenthread.jobs.stats.table import Answer, Column, Columns, Groups
from goldenthread.reckoning import limits
from goldenthread.reckoning.limits import Limits


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


def _confidence_or_none(words: str) -> tuple[float, ...]:
    return () if words == "NA" else _confidence(words)


_confidence_or_none.__name__ = _confidence.__name__


def say_confidence(parser: argparse.ArgumentParser, *, may_have_none: bool = False) -> None:
    parser.add_argument(
        "--confidence",
        type=_confidence_or_none if may_have_none else _confidence,
        default=(0.95,),
        help=f"0.95, 95, or two levels: 0.95,0.998{'; NA for no limits' if may_have_none else ''}",
    )


def say_group(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--group-by", default=default, metavar="COLUMNS", help="their names, with commas between"
    )


def limit_columns(found: Limits, asked: argparse.Namespace) -> dict[str, Column]:
    if not asked.confidence:
        return {"value": found.value}
    levels = limits.levels(asked.confidence)
    if len(levels) == 1:
        named: dict[str, Column] = {"lowercl": found.lower[0], "uppercl": found.upper[0]}
    else:
        named = {}
        for level, lower, upper in zip(levels, found.lower, found.upper, strict=True):
            named |= {f"lower{level.name}cl": lower, f"upper{level.name}cl": upper}
    label = ", ".join(level.label for level in levels)
    return {"value": found.value, **named, "confidence_label": [label] * len(found.value)}


def groups_of(columns: Columns, asked: argparse.Namespace) -> Groups:
    """By `--group-by`, else by the first of the columns that files usually name their groups in."""
    if asked.group_by is not None:
        return columns.groups(asked.group_by.split(","))
    return columns.groups(
        [next((name for name in ("grp", "area", "series_id") if name in columns.words), "grp")]
    )


def boolean(words: str) -> bool:
    """Of an option that takes `true` or `false`."""
    if words.lower() not in ("true", "false"):
        raise ValueError(words)
    return words.lower() == "true"


boolean.__name__ = "true or false"
