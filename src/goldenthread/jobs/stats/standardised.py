"""`goldenthread stats dsr` and `isr`."""

import argparse
from pathlib import Path

import numpy as np

from goldenthread.catalogue.standard_population import EUROPEAN_2013
from goldenthread.jobs.stats.method import (
    Method,
    boolean,
    groups_of,
    limit_columns,
    say_confidence,
    say_group,
)
from goldenthread.jobs.stats.table import Answer, Columns, Groups
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning import limits
from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.limits import EXACT_BELOW


def _say_direct(parser: argparse.ArgumentParser) -> None:
    say_confidence(parser)
    parser.add_argument("--multiplier", type=float, default=100_000)
    parser.add_argument(
        "--stdpop", default="stdpop", metavar="COLUMN", help="the standard population of each band"
    )
    parser.add_argument("--ageband", default="ageband", metavar="COLUMN")
    parser.add_argument(
        "--independent-events", type=boolean, default=True, help="false where one person may have several"
    )
    parser.add_argument(
        "--eventfreq", default="eventfreq", metavar="COLUMN", help="how many events each person had"
    )
    say_group(parser, None)


def _say_indirect(parser: argparse.ArgumentParser) -> None:
    say_confidence(parser)
    parser.add_argument("--type", choices=("ratio", "rate"), default="ratio")
    parser.add_argument(
        "--refvalue", type=float, default=1, help="what a ratio as the reference's is: 1 or 100"
    )
    parser.add_argument("--multiplier", type=float, default=100_000)
    parser.add_argument(
        "--x-ref", default="ref_x", metavar="COLUMN", help="events of the reference in each band"
    )
    parser.add_argument("--n-ref", default="ref_n", metavar="COLUMN", help="its people in each band")
    parser.add_argument(
        "--observed-totals",
        type=Path,
        metavar="FILE.csv",
        help="observed events by group, instead of the column x",
    )
    say_group(parser, None)


def _direct(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    x, n, weight = columns.numbers("x"), columns.numbers("n"), _standard(columns, asked)
    how = {"confidence": asked.confidence, "multiplier": asked.multiplier}
    if asked.independent_events:
        found = limits.direct(x, n, weight, groups.of_row, len(groups), **how)
        method = "Dobson"
    else:
        bands = columns.groups([asked.ageband]).of_row
        found = limits.direct_of_repeated(
            x, columns.numbers(asked.eventfreq), n, weight, bands, groups.of_row, len(groups), **how
        )
        method = "Dobson, with confidence adjusted for non-independent events"
    given = f"dsr per {asked.multiplier:.15g}"
    few = f"dsr NA for total count < {limits.FEWEST}"
    return {
        **groups.words,
        "total_count": found.count,
        "total_pop": found.population,
        **limit_columns(found.limits, asked),
        "statistic": np.where(found.count < limits.FEWEST, few, given).tolist(),
        "method": [method] * len(groups),
    }


def _standard(columns: Columns, asked: argparse.Namespace) -> Floats:
    """The standard population of each row: its column, else the European one of its age band."""
    if asked.stdpop in columns.words:
        return columns.numbers(asked.stdpop)
    bands = columns.text(asked.ageband)
    found = [EUROPEAN_2013.get(_plain(band)) for band in bands]
    if None in found:
        wrong = bands[found.index(None)]
        raise Unreadable(
            f"“{wrong}” is no age band of the European Standard Population 2013 (0-4, 5-9, … 90+). Give a column"
            f" “{asked.stdpop}”."
        )
    return np.array(found, dtype=np.float64)


def _plain(band: str) -> str:
    return band.strip().replace(" ", "").replace("–", "-").removesuffix("yrs")


def _indirect(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    against = limits.Reference(
        columns.numbers("n"),
        columns.numbers(asked.x_ref),
        columns.numbers(asked.n_ref),
        groups.of_row,
        len(groups),
    )
    if asked.observed_totals is None:
        observed = limits.observed_in(columns.numbers("x"), groups.of_row, len(groups))
    else:
        observed = _totals(asked.observed_totals, groups)
    beside = {**groups.words, "observed": observed}
    if asked.type == "rate":
        found = limits.indirect_rate(
            observed, against, confidence=asked.confidence, multiplier=asked.multiplier
        )
        beside |= {"expected": found.expected, "ref_rate": found.reference}
        statistic = f"indirectly standardised rate per {asked.multiplier:.15g}"
    else:
        found = limits.indirect_ratio(observed, against, confidence=asked.confidence, refvalue=asked.refvalue)
        beside |= {"expected": found.expected}
        statistic = f"indirectly standardised ratio x {asked.refvalue:.15g}"
    return {
        **beside,
        **limit_columns(found.limits, asked),
        "statistic": [statistic] * len(groups),
        "method": np.where(observed < EXACT_BELOW, "Exact", "Byars").tolist(),
    }


def _totals(path: Path, groups: Groups) -> Floats:
    """The observed events of each group from a file of totals. Raises Unreadable where one is not there or is twice."""
    file = Columns.read(path)
    named = file.groups(list(groups.words))
    keys = list(zip(*named.words.values(), strict=True))
    if len(keys) != len(named.of_row):
        raise Unreadable(f"{path} has two rows for one group.")
    totals = dict(zip(keys, file.numbers("observed" if "observed" in file.words else "x"), strict=True))
    wanted = list(zip(*groups.words.values(), strict=True))
    missing = next((key for key in wanted if key not in totals), None)
    if missing is not None:
        raise Unreadable(f"{path} has no row for {', '.join(missing)}.")
    found = np.array([totals[key] for key in wanted], dtype=np.float64)
    if (found < 0).any():
        raise Unreadable(f"{path}: a number of events cannot be below zero.")
    return found


METHODS = (
    Method("dsr", "directly standardised rates with Dobson's limits", _say_direct, _direct),
    Method("isr", "indirectly standardised ratios and rates", _say_indirect, _indirect),
)
