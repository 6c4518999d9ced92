"""`goldenthread stats quantile` and `life-expectancy`."""

import argparse
import sys

import numpy as np

from goldenthread.jobs.stats.method import (
    Method,
    boolean,
    groups_of,
    limit_columns,
    say_confidence,
    say_group,
)
from goldenthread.jobs.stats.table import FIRST_ROW, Answer, Column, Columns, Groups
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning import inequality
from goldenthread.reckoning.columns import Floats, Ints, Table
from goldenthread.reckoning.limits import levels


def _say_quantile(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--nquantiles", type=int, default=10)
    parser.add_argument(
        "--invert", type=boolean, default=True, help="true: quantile 1 holds the highest values"
    )
    parser.add_argument("--values", default="v", metavar="COLUMN")
    say_group(parser, None)


def _quantile(columns: Columns, asked: argparse.Namespace) -> Answer:
    value = columns.numbers(asked.values)
    groups = _groups_within(columns, asked, len(value))
    found = inequality.quantiles(
        value, groups.of_row, len(groups), count=asked.nquantiles, highest_first=asked.invert
    )
    small = inequality.too_small(value, groups.of_row, len(groups), count=asked.nquantiles)
    for number in small:
        name = ", ".join(words[number] for words in groups.words.values()) or "The file"
        print(f"{name} has fewer values than {asked.nquantiles}: no quantiles.", file=sys.stderr)
    which = "highest" if asked.invert else "lowest"
    return {
        **columns.words,
        "nquantiles": [str(asked.nquantiles)] * len(value),
        "quantile": found,
        "qinverted": [f"lowest quantile represents {which} values"] * len(value),
    }


def _groups_within(columns: Columns, asked: argparse.Namespace, rows: int) -> Groups:
    """The groups that rows are ranked within: those asked for, else by `grp`, else all rows together."""
    if asked.group_by is None and "grp" not in columns.words:
        return Groups({"": [""]}, np.zeros(rows, dtype=np.int64))
    return columns.groups((asked.group_by or "grp").split(","))


def _say_life(parser: argparse.ArgumentParser) -> None:
    say_confidence(parser)
    parser.add_argument("--startage", default="startage", metavar="COLUMN")
    parser.add_argument("--population", default="pops", metavar="COLUMN")
    parser.add_argument("--deaths", default="deaths", metavar="COLUMN")
    parser.add_argument("--le-age", type=_ages, default=(), metavar="AGES", help="all, or those wanted: 0,65")
    parser.add_argument(
        "--only-calculable", type=boolean, default=False,
        help="true: no limits without end where nobody of the oldest died",
    )  # fmt: skip
    say_group(parser, None)


def _ages(words: str) -> tuple[float, ...]:
    return () if words == "all" else tuple(float(word) for word in words.split(","))


_ages.__name__ = "ages (all, or such as 0,65)"


def _life_expectancy(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    start = columns.numbers(asked.startage)
    band = _bands(columns, asked.startage)
    people = np.full((len(groups), len(inequality.STARTS)), np.nan)
    deaths = people.copy()
    pairs = groups.of_row * len(inequality.STARTS) + band
    if len(np.unique(pairs)) < len(pairs):
        _, first = np.unique(pairs, return_index=True)
        row = int(np.setdiff1d(np.arange(len(pairs)), first)[0])
        raise Unreadable(
            f"{columns.name}, row {row + FIRST_ROW}, column “{asked.startage}”: this age band is there twice."
        )
    people[groups.of_row, band] = columns.numbers(asked.population)
    deaths[groups.of_row, band] = columns.numbers(asked.deaths)
    found = inequality.life_expectancy(
        people, deaths, confidence=asked.confidence, only_calculable=asked.only_calculable
    )
    _say_why(groups, found)
    # A row for each band that the file has, in the order of its groups and of their ages.
    order = np.lexsort((band, groups.of_row))
    if asked.le_age:
        order = order[np.isin(start[order], asked.le_age)]
    at = pairs[order]
    shown = {
        name: np.asarray(column, dtype=object)[at]
        for name, column in limit_columns(found.limits, asked).items()
    }
    label = shown.pop("confidence_label")
    people_used, deaths_used = (_sums_of_file(table)[at] for table in (people, deaths))
    return {
        **{name: [words[groups.of_row[row]] for row in order] for name, words in groups.words.items()},
        asked.startage: start[order],
        **shown,
        "pops_used": people_used,
        "dths_used": deaths_used,
        "confidence_label": label,
        "statistic": [f"life expectancy at {start[row]:.15g}" for row in order],
        "method": ["Chiang, using Silcocks et al for confidence limits"] * len(order),
    }


def _sums_of_file(table: Table) -> Floats:
    """Those of an age and older as far as the file has them, place by place."""
    found: Floats = np.cumsum(np.nan_to_num(table)[:, ::-1], axis=1)[:, ::-1].reshape(-1)
    return found


def _bands(columns: Columns, name: str) -> Ints:
    """The number of the band that each row begins. Raises Unreadable for an age at which none does."""
    known = {age: number for number, age in enumerate(inequality.STARTS)}
    found = [known.get(age, -1) for age in columns.numbers(name)]
    if -1 in found:
        row = found.index(-1)
        raise Unreadable(
            f"{columns.name}, row {row + FIRST_ROW}, column “{name}”: no age band begins at"
            f" “{columns.words[name][row]}”. They begin at 0, 1, 5, 10 and so on to 90."
        )
    return np.array(found, dtype=np.int64)


def _say_why(groups: Groups, found: inequality.LifeExpectancy) -> None:
    """Each reason once for each group, on standard error."""
    for number, codes in enumerate(found.why.reshape(len(groups), -1)):
        name = ", ".join(words[number] for words in groups.words.values())
        for code in sorted(set(codes.tolist()) - {inequality.Why.GIVEN}):
            print(f"{name}: {inequality.WORDS[inequality.Why(code)]}", file=sys.stderr)


def _say_slope(parser: argparse.ArgumentParser) -> None:
    say_confidence(parser)
    parser.add_argument(
        "--value-type", type=int, choices=(0, 1, 2), default=0, help="1 rates, 2 proportions, 0 others"
    )
    parser.add_argument("--transform", type=boolean, default=False, help="true: fit on the scale of the kind")
    parser.add_argument("--multiplier", type=float, default=1)
    for name, column in (("quantile", "quantile"), ("population", "population"), ("value", "value")):
        parser.add_argument(f"--{name}", default=column, metavar="COLUMN")
    for name, column in (("lower-cl", "lowercl"), ("upper-cl", "uppercl")):
        parser.add_argument(f"--{name}", default=column, metavar="COLUMN", help="95%% limits")
    parser.add_argument("--x", metavar="COLUMN", help="counts, where values are to be worked out from them")
    parser.add_argument("--se", metavar="COLUMN", help="standard errors, instead of 95%% limits")
    parser.add_argument("--limits", choices=("simulated", "analytic"), default="simulated")
    parser.add_argument("--repetitions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    say_group(parser, None)


def _slope(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    kind = inequality.ValueType(asked.value_type)
    population = columns.numbers(asked.population)
    value = columns.numbers(asked.value) if asked.x is None else columns.numbers(asked.x) / population
    if asked.se is not None:
        error = columns.numbers(asked.se)
    else:
        error = inequality.standard_errors(
            columns.numbers(asked.lower_cl), columns.numbers(asked.upper_cl), kind
        )
    rows, kept = _by_quantile(columns, groups, asked.quantile)
    found = inequality.slope_index(
        value[rows], population[rows], error[rows], value_type=kind, transform=asked.transform,
        multiplier=asked.multiplier, confidence=asked.confidence, seed=asked.seed,
        repetitions=asked.repetitions if asked.limits == "simulated" else None,
    )  # fmt: skip
    answer: dict[str, Column] = {
        **{name: [words[number] for number in kept] for name, words in groups.words.items()},
        "sii": found.slope.value,
        "rii": found.relative.value,
        "intercept": found.intercept,
    }
    for name, limits in (("sii", found.slope), ("rii", found.relative)):
        for level, lower, upper in zip(levels(asked.confidence), limits.lower, limits.upper, strict=True):
            answer |= {f"{name}_lower{level.name}cl": lower, f"{name}_upper{level.name}cl": upper}
    return answer


def _by_quantile(columns: Columns, groups: Groups, name: str) -> tuple[Ints, list[int]]:
    """The rows of each place in the order of its quantiles, of the places that have them all; the others are named."""
    quantile = columns.numbers(name)
    wrong = next((row for row, one in enumerate(quantile) if not (one >= 1 and one.is_integer())), None)
    if wrong is not None:
        raise Unreadable(
            f"{columns.name}, row {wrong + FIRST_ROW}, column “{name}”: this is not a whole number from 1 on."
        )
    count = int(quantile.max()) if len(quantile) else 0
    if count > inequality.USUAL:
        print(
            f"There are {count} quantiles, more than {inequality.USUAL}: their figures are unsure.",
            file=sys.stderr,
        )
    rows = np.full((len(groups), count), -1, dtype=np.int64)
    at = quantile.astype(np.int64) - 1
    twice = rows.copy()
    np.add.at(twice, (groups.of_row, at), 1)
    if (twice > 0).any():
        raise Unreadable(f"{columns.name} has a quantile of a place twice.")
    rows[groups.of_row, at] = np.arange(len(at))
    whole = (rows >= 0).all(axis=1)
    for number in np.flatnonzero(~whole):
        name = ", ".join(words[number] for words in groups.words.values())
        print(f"{name} has not all of the {count} quantiles and is left out.", file=sys.stderr)
    return rows[whole], np.flatnonzero(whole).tolist()


METHODS = (
    Method("quantile", "quantiles by rank within each group", _say_quantile, _quantile),
    Method("sii", "slope and relative index of inequality", _say_slope, _slope),
    Method("life-expectancy", "life expectancy by Chiang and Silcocks", _say_life, _life_expectancy),
)
