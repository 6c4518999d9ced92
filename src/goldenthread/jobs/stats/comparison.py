"""`goldenthread stats benchmark` and `trend`."""

import argparse

import numpy as np

from goldenthread.jobs.stats.method import Method, groups_of, say_group
from goldenthread.jobs.stats.table import FIRST_ROW, Answer, Column, Columns
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning.columns import Codes, Flags, Table
from goldenthread.reckoning.comparison import POLARITIES, benchmark, goals, in_words, quintiles, trend

WAYS = ("limits", "control-limits", "goal", "quintiles")


def _say_benchmark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--method", dest="way", choices=WAYS, default=WAYS[0],
        help="limits: by the place's, at two levels and of both, as far as the file has them",
    )  # fmt: skip
    parser.add_argument("--polarity", choices=POLARITIES, help="where the file has no column of it")
    say_group(parser, None)


def _benchmark(columns: Columns, asked: argparse.Namespace) -> Answer:
    ways = {"limits": _by_limits, "control-limits": _by_control, "goal": _by_goal, "quintiles": _by_quintiles}
    return {**columns.words, **ways[asked.way](columns, asked)}


def _polarities(columns: Columns, asked: argparse.Namespace, rows: int) -> list[str]:
    if "polarity" not in columns.words:
        return [asked.polarity or POLARITIES[0]] * rows
    words = columns.text("polarity")
    wrong = next((row for row, word in enumerate(words) if word not in POLARITIES), None)
    if wrong is not None:
        raise Unreadable(
            f"{columns.name}, row {wrong + FIRST_ROW}, column “polarity”: “{words[wrong]}” is none of"
            f" {', '.join(POLARITIES)}."
        )
    return words


def _by_limits(columns: Columns, asked: argparse.Namespace) -> Answer:
    lower, upper, against = (columns.numbers(name) for name in ("lower95", "upper95", "benchmark"))
    polarity = _polarities(columns, asked, len(lower))
    found: dict[str, Codes] = {"ci95": benchmark.by_limits(lower, upper, against)}
    if {"lower998", "upper998"} <= columns.words.keys():
        wide = columns.numbers("lower998"), columns.numbers("upper998")
        found["ci95_998"] = benchmark.by_two_limits(lower, upper, *wide, against)
    if {"bench_lower95", "bench_upper95"} <= columns.words.keys():
        both = columns.numbers("bench_lower95"), columns.numbers("bench_upper95")
        found["double_ci95"] = benchmark.by_both_limits(lower, upper, *both)
    return {name: in_words(codes, polarity) for name, codes in found.items()}


def _by_control(columns: Columns, asked: argparse.Namespace) -> Answer:
    value, against, people = (columns.numbers(name) for name in ("value", "benchmark", "denominator"))
    polarity = _polarities(columns, asked, len(value))
    named = polarity[0].lower().replace(" ", "_") if polarity else "high_is_good"
    found: dict[str, Column] = {}
    for level, z in (("95", benchmark.CONTROL_95), ("998", benchmark.CONTROL_998)):
        lower, upper = benchmark.control_limits(against, people, z)
        found |= {
            f"lower_limit_{level}": lower,
            f"upper_limit_{level}": upper,
            f"{named}_{level}": in_words(benchmark.by_control_limits(value, lower, upper), polarity),
        }
    return found


def _by_goal(columns: Columns, asked: argparse.Namespace) -> Answer:
    value = columns.numbers("value")
    polarity = _polarities(columns, asked, len(value))
    low: Flags = np.array([word == "Low is good" for word in polarity], dtype=np.bool_)
    found: dict[str, Codes] = {}
    if "limit" in columns.words:
        goal = columns.numbers("limit")
        found["single"] = goals.single(value, goal, low)
        if {"lower95", "upper95"} <= columns.words.keys():
            limits = columns.numbers("lower95"), columns.numbers("upper95")
            found["single_ci"] = goals.single_with_limits(*limits, goal, low)
    if {"lower_limit", "upper_limit"} <= columns.words.keys():
        ends = columns.numbers("lower_limit"), columns.numbers("upper_limit")
        found["range"] = goals.in_range(value, *ends, low)
    if not found:
        raise Unreadable(
            f"{columns.name} has no goal: give the column “limit”, or “lower_limit” and “upper_limit”."
        )
    return {name: in_words(codes, polarity) for name, codes in found.items()}


def _by_quintiles(columns: Columns, asked: argparse.Namespace) -> Answer:
    value = columns.numbers("value")
    name = asked.group_by or ("set" if "set" in columns.words else None)
    groups = columns.groups(name.split(",")) if name else None
    of_row = groups.of_row if groups else np.zeros(len(value), dtype=np.int64)
    count = len(groups) if groups else 1
    found = quintiles.quintile(value, of_row, count)
    sizes = np.bincount(of_row[~np.isnan(value)], minlength=count)
    return {
        "n_areas": sizes[of_row].astype(np.float64),
        "quintile": np.where(found == 0, np.nan, found),
        **{kind.lower().replace(" ", "_"): quintiles.in_words(found, kind) for kind in POLARITIES},
    }


def _say_trend(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--value-type",
        choices=("proportion", "other"),
        default="proportion",
        help="where the file has no column “type”",
    )
    parser.add_argument("--confidence", type=float, default=0.95, help="the level of the limits in the file")
    parser.add_argument("--polarity", choices=POLARITIES, help="adds whether the trend is good")
    say_group(parser, None)


def _trend(columns: Columns, asked: argparse.Namespace) -> Answer:
    groups = groups_of(columns, asked)
    rows = trend.last_points(groups.of_row, columns.numbers("year"), len(groups))
    first = np.array(
        [int(np.argmax(groups.of_row == number)) for number in range(len(groups))], dtype=np.int64
    )
    kinds = columns.words.get("type", [asked.value_type] * len(groups.of_row))
    kind = [kinds[row] for row in first]
    is_proportion: Flags = np.array([one == "proportion" for one in kind], dtype=np.bool_)

    def table(name: str) -> Table:
        """A column as five points of each series; blank throughout where the file has none."""
        if name not in columns.words:
            return np.full(rows.shape, np.nan)
        return np.where(rows < 0, np.nan, columns.numbers(name)[rows])

    found = trend.recent_trend(
        table("year"), table("count"), table("denominator"), table("lowercl"), table("uppercl"), table("value"),
        is_proportion, confidence=asked.confidence,
    )  # fmt: skip
    answer: dict[str, Column] = {
        **groups.words,
        "type": kind,
        "n_points": np.bincount(groups.of_row, minlength=len(groups)).astype(np.float64),
        "chi2": found.chi_squared,
        "beta_t1to5": found.slope,
        **{f"loo{point + 1}": found.without_one[:, point] for point in range(trend.POINTS)},
        "recent_trend": found.words,
        "reason": [trend.REASONS[trend.Why(code)] for code in found.why.tolist()],
    }
    if asked.polarity is not None:
        answer["marker"] = [trend.marker(word, asked.polarity) for word in found.words]
    return answer


METHODS = (
    Method("trend", "recent trends over five points", _say_trend, _trend),
    Method("benchmark", "places beside a benchmark, a goal or each other", _say_benchmark, _benchmark),
)
