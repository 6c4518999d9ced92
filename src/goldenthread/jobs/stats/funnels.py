"""`goldenthread stats funnel`: the significance of each place, the limits of the chart, or its points."""

import argparse
import math

import numpy as np

from goldenthread.jobs.stats.method import Method
from goldenthread.jobs.stats.table import Answer, Column, Columns
from goldenthread.reckoning.columns import Floats
from goldenthread.reckoning.comparison import funnel
from goldenthread.reckoning.comparison.funnel import Rates


def _say(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--statistic", "--type", choices=("proportion", "ratio", "rate"), default="proportion"
    )
    parser.add_argument("--ratio-type", choices=("isr", "count"), default="isr")
    parser.add_argument("--rate-type", choices=("crude", "dsr"), default="crude")
    parser.add_argument("--multiplier", type=float, help="100 for shares, 100000 for rates")
    parser.add_argument("--years-of-data", type=float, default=1)
    parser.add_argument("--output", choices=("significance", "limits", "points"), default="significance")
    for name, column in (("numerator", "x"), ("denominator", "n"), ("rate", "rate")):
        parser.add_argument(f"--{name}", metavar="COLUMN", help=f"instead of {column}, or obs, exp and pop")


def _column(columns: Columns, named: str | None, *usual: str) -> Floats:
    return columns.numbers(named or next((name for name in usual if name in columns.words), usual[0]))


def _funnel(columns: Columns, asked: argparse.Namespace) -> Answer:
    x = _column(
        columns, asked.numerator, *(("x", "obs") if asked.statistic == "proportion" else ("obs", "x"))
    )
    usual = {"proportion": ("n",), "ratio": ("exp", "n"), "rate": ("pop", "n")}[asked.statistic]
    n = _column(columns, asked.denominator, *usual)
    kinds = {"proportion": _of_proportions, "ratio": _of_ratios, "rate": _of_rates}
    return kinds[asked.statistic](columns, asked, x, n)


def _of_proportions(columns: Columns, asked: argparse.Namespace, x: Floats, n: Floats) -> Answer:
    codes = funnel.proportion_significance(x, n)
    if asked.output == "significance":
        return {**columns.words, "significance": [funnel.WORDS[code] for code in codes.tolist()]}
    multiplier = asked.multiplier or 100
    if asked.output == "points":
        return {**columns.words, "proportion": x / n * multiplier}
    average = float(np.nansum(x) / np.nansum(n))
    sizes = funnel.walk(*funnel.axis(float(np.nanmin(n)), float(np.nanmax(n))))
    found = funnel.proportion_limits(average, sizes)
    limits = {
        f"{end}_{name}s_limit": np.clip(limit * multiplier, 0, 100)
        for name, pair in ((2, found.inner), (3, found.outer))
        for end, limit in zip(("lower", "upper"), pair, strict=True)
    }
    return {
        "Population": sizes,
        **limits,
        **_ending(len(sizes), average * multiplier, "proportion", "Wilson"),
    }


def _of_ratios(columns: Columns, asked: argparse.Namespace, x: Floats, n: Floats) -> Answer:
    if asked.output == "significance":
        return {
            **columns.words,
            "significance": [funnel.WORDS[code] for code in funnel.ratio_significance(x, n).tolist()],
        }

    def shown(observed: Floats, expected: Floats) -> Floats:
        return observed / expected * 100 if asked.ratio_type == "isr" else observed / expected - 1

    if asked.output == "points":
        return {**columns.words, "ratio": shown(x, n)}
    sizes = funnel.walk(1, float(np.nanmax(n)) + 1)
    found = funnel.expected_limits(sizes)
    limits: dict[str, Column] = {}
    for name, pair in ((2, found.inner), (3, found.outer)):
        for end, expected in zip(("lower", "upper"), pair, strict=True):
            limits |= {f"{end}_{name}s_exp_events": expected, f"{end}_{name}s_limit": shown(sizes, expected)}
    return {
        "Observed_events": sizes,
        **limits,
        **_ending(len(sizes), None, f"ratio ({asked.ratio_type})", "Poisson"),
    }


def _of_rates(columns: Columns, asked: argparse.Namespace, x: Floats, n: Floats) -> Answer:
    multiplier, years = asked.multiplier or 100_000, asked.years_of_data
    standardised = asked.rate_type == "dsr"
    rate = _column(columns, asked.rate, "rate")
    rates = funnel.derived(x, n, rate, years=years, multiplier=multiplier, standardised=standardised)
    if asked.output == "significance":
        codes = funnel.rate_significance(x, rates, years=years, standardised=standardised)
        return {**columns.words, "significance": [funnel.WORDS[code] for code in codes.tolist()]}
    if asked.output == "points":
        few = standardised & (x < funnel.FEWEST_STANDARDISED)
        return {
            **columns.words,
            "rate_chart": np.where(few, np.nan, rate),
            "denominator_derived": np.where(few, np.nan, rates.denominator),
        }
    return _rate_limits(rates, years, multiplier, asked.rate_type)


def _rate_limits(rates: Rates, years: float, multiplier: float, kind: str) -> Answer:
    _, most = funnel.axis(float(np.nanmin(rates.denominator)), float(np.nanmax(rates.denominator)))
    sizes = funnel.walk(1, math.ceil(most * years * rates.average))
    found = funnel.expected_limits(sizes)
    limits: dict[str, Column] = {}
    for name, pair in ((2, found.inner), (3, found.outer)):
        for end, expected in zip(("lower", "upper"), pair, strict=True):
            limits |= {
                f"{end}_{name}s_population_1_year": expected / rates.average / years,
                f"{end}_{name}s_limit": sizes / expected * rates.average * multiplier,
            }
    statistic = f"rate ({kind} per {multiplier:,.15g})"
    return {
        "Events": sizes,
        **limits,
        **_ending(len(sizes), rates.average * multiplier, statistic, "Poisson"),
    }


def _ending(count: int, baseline: float | None, statistic: str, method: str) -> dict[str, Column]:
    beside: dict[str, Column] = {} if baseline is None else {"baseline": np.full(count, baseline)}
    return beside | {"statistic": [statistic] * count, "method": [method] * count}


METHODS = (Method("funnel", "funnel plots: significance, limits and points", _say, _funnel),)
