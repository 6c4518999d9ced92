"""`goldenthread stats spc`: control charts of the series of a file, one for each series or one for each configuration."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from goldenthread.jobs.stats.method import Method, boolean
from goldenthread.jobs.stats.table import FIRST_ROW, Answer, Column, Columns, written
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning import control
from goldenthread.reckoning.columns import Flags, Floats, Ints

_COUNTED = ("common_cause", "special_cause_improvement", "special_cause_concern")


@dataclass(frozen=True, slots=True)
class _Config:
    """One chart that is asked for: which series, and how. `row` is where it stands among the configurations."""

    key: str
    series: str
    direction: str
    target: float
    rebase: frozenset[str]
    fix_after: int
    screened: bool


def _say(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--configs",
        type=Path,
        metavar="FILE.csv",
        help="one chart for each row, with these settings by column",
    )
    parser.add_argument("--improvement-direction", choices=control.DIRECTIONS, default=control.DIRECTIONS[0])
    parser.add_argument("--target", type=float, default=np.nan)
    parser.add_argument(
        "--rebase", default="", metavar="DATES", help="where limits begin anew, with ; between"
    )
    parser.add_argument("--fix-after-n-points", type=int, default=0, metavar="N", help="12 or more")
    parser.add_argument("--screen-outliers", type=boolean, default=True)
    parser.add_argument(
        "--careful", type=boolean, default=False,
        help="true: a constant series, or one with a single change, gets limits that make sense",
    )  # fmt: skip
    parser.add_argument(
        "--summary", type=Path, metavar="FILE.csv", help="write a row for each group of points here"
    )


def _spc(columns: Columns, asked: argparse.Namespace) -> Answer:
    rows_of = _rows_by_series(columns)
    configs, name = _configs(rows_of, asked)
    rows = np.concatenate([rows_of[one.series] for one in configs]) if configs else np.zeros(0, np.int64)
    sizes = np.array([len(rows_of[one.series]) for one in configs], dtype=np.int64)
    of_config = np.repeat(np.arange(len(configs)), sizes)
    dates = np.asarray(columns.text("date"), dtype=object)[rows]
    number = _group_numbers(configs, rows_of, columns.text("date"))
    begins: Flags = np.ones(len(rows), dtype=np.bool_)
    begins[1:] = (np.diff(of_config) != 0) | (np.diff(number) != 0)
    group = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    config_of_group = of_config[first]
    chart = control.chart(
        columns.numbers("value")[rows], group, len(first),
        fix_after=np.array([one.fix_after for one in configs], dtype=np.int64)[config_of_group],
        screened=np.array([one.screened for one in configs], dtype=np.bool_)[config_of_group],
        careful=asked.careful,
    )  # fmt: skip
    direction = [configs[at].direction for at in of_config]
    cause = control.causes(chart)
    tendency = control.tendencies(cause)
    types = control.point_types(tendency, direction)
    target = np.array([one.target for one in configs], dtype=np.float64)
    shorts = sorted({configs[at].key for at in of_config[chart.is_short]})
    for key in shorts:
        print(
            f"{key}: some groups have fewer than {control.SHORT_BELOW} points: their limits are a trial.",
            file=sys.stderr,
        )
    if asked.summary is not None:
        last = np.append(first[1:], len(rows)) - 1
        asked.summary.write_text(
            written(
                _summary(
                    configs, name, config_of_group, number[first], group, last, chart, types, tendency, target
                )
            ),
            encoding="utf-8",
        )
    return {
        name: [configs[at].key for at in of_config],
        "date": dates.tolist(),
        "value": columns.numbers("value")[rows],
        "rebase_group": number.astype(np.float64),
        "short_group_warning": _told(chart.is_short),
        "fix_y": chart.counted,
        "mean": chart.mean,
        "lpl": chart.lower,
        "upl": chart.upper,
        "outside_limits": _told(chart.outside, chart.known),
        "relative_to_mean": chart.side.astype(np.float64),
        "close_to_limits": _told(chart.near, chart.known),
        "special_cause_type": [control.CAUSES[code] for code in cause.tolist()],
        "special_cause_flag": _told(cause != 0),
        "point_type": types,
        "target": target[of_config],
    }


def _summary(
    configs: Sequence[_Config], name: str, config_of_group: Ints, number: Ints, group: Ints, last: Ints,
    chart: control.Chart, types: list[str], tendency: Ints, target: Floats,
) -> Answer:  # fmt: skip
    """A row for each group of points; the icons and the assurance of each chart stand with its last group."""
    is_last = np.append(np.diff(config_of_group) != 0, True) if len(last) else np.zeros(0, np.bool_)
    direction = [configs[at].direction for at in config_of_group]
    ends = [types[at] for at in last]
    assured = control.assurances(target[config_of_group], chart.lower[last], chart.upper[last], direction)
    varied = control.variations(tendency[last], direction)
    kinds = np.asarray(types, dtype=object)
    found: dict[str, Column] = {
        name: [configs[at].key for at in config_of_group],
        "series_id": [configs[at].series for at in config_of_group],
        "rebase_group": number.astype(np.float64),
        "mean": chart.mean[last],
        "lpl": chart.lower[last],
        "upl": chart.upper[last],
        "n": np.bincount(group, minlength=len(last)).astype(np.float64),
    }
    for kind in _COUNTED:
        found[kind] = np.bincount(group[kinds == kind], minlength=len(last)).astype(np.float64)

    def ending(words: Sequence[str], icon: Callable[[str], str] = str) -> list[str]:
        return [icon(word) if at and word else "" for word, at in zip(words, is_last.tolist(), strict=True)]

    return found | {
        "variation_type": ends,
        "assurance_type": ending(assured),
        "variation_icon": ending(varied, lambda word: f"{word}.svg"),
        "assurance_icon": ending(assured, lambda word: f"{word.removeprefix('consistent_')}.svg"),
    }


def _told(flags: Flags, known: Flags | None = None) -> list[str]:
    words = np.where(flags, "TRUE", "FALSE")
    found: list[str] = (words if known is None else np.where(known, words, "")).tolist()
    return found


def _rows_by_series(columns: Columns) -> dict[str, Ints]:
    """The rows of each series in time. Raises Unreadable for what is no day, and for a day that is there twice."""
    days = columns.text("date")
    for row, day in enumerate(days):
        try:
            date.fromisoformat(day)
        except ValueError:
            raise Unreadable(
                f"{columns.name}, row {row + FIRST_ROW}, column “date”: “{day}” is not a day like 2026-11-24."
            ) from None
    names = columns.words.get("series_id", [""] * len(days))
    found: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        found.setdefault(name, []).append(row)
    for name, rows in found.items():
        rows.sort(key=lambda row: days[row])
        twice = next(
            (after for before, after in pairwise(rows) if days[before] == days[after]),
            None,
        )
        if twice is not None:
            raise Unreadable(
                f"{columns.name}, row {twice + FIRST_ROW}, column “date”: {days[twice]} is there twice"
                + (f" for {name}." if name else ".")
            )
    return {name: np.array(rows, dtype=np.int64) for name, rows in found.items()}


def _configs(series: dict[str, Ints], asked: argparse.Namespace) -> tuple[list[_Config], str]:
    """The charts that are asked for, and the name of the column that tells them apart."""
    if asked.configs is None:
        made = _Config(
            "", "", asked.improvement_direction, asked.target, _days(asked.rebase), asked.fix_after_n_points,
            asked.screen_outliers,
        )  # fmt: skip
        return [_named(made, name) for name in series], "series_id"
    file = Columns.read(asked.configs)
    count = len(file.text("series_id"))
    keys = file.words.get("config_id", [str(row + FIRST_ROW) for row in range(count)])
    target = file.numbers("target") if "target" in file.words else np.full(count, asked.target)
    found = []
    for row in range(count):

        def cell(name: str, otherwise: str, known: Sequence[str] = (), row: int = row) -> str:
            word = file.words[name][row].strip() if name in file.words else ""
            if known and word and word not in known:
                raise Unreadable(
                    f"{file.name}, row {row + FIRST_ROW}, column “{name}”: “{word}” is none of {', '.join(known)}."
                )
            return word or otherwise

        fixed = cell("fix_after_n_points", str(asked.fix_after_n_points))
        if not fixed.isdigit() or 0 < int(fixed) < control.FEWEST_FIXED:
            raise Unreadable(
                f"{file.name}, row {row + FIRST_ROW}, column “fix_after_n_points”: “{fixed}” is not a whole number of"
                f" {control.FEWEST_FIXED} or more."
            )
        found.append(
            _Config(
                keys[row],
                cell("series_id", "", tuple(series)),
                cell("improvement_direction", asked.improvement_direction, control.DIRECTIONS),
                float(target[row]),
                _days(cell("rebase", asked.rebase)),
                int(fixed),
                cell(
                    "screen_outliers", str(asked.screen_outliers).upper(), ("TRUE", "FALSE", "true", "false")
                ).upper()
                == "TRUE",
            )
        )
    return found, "config_id"


def _named(made: _Config, name: str) -> _Config:
    return _Config(name, name, made.direction, made.target, made.rebase, made.fix_after, made.screened)


def _days(words: str) -> frozenset[str]:
    return frozenset(filter(None, (word.strip() for word in words.split(";"))))


def _group_numbers(configs: Sequence[_Config], rows_of: dict[str, Ints], days: list[str]) -> Ints:
    """For each point, how many days with new limits there were up to it; days without a point count for nothing."""
    found = [
        np.cumsum([days[row] in one.rebase for row in rows_of[one.series]], dtype=np.int64) for one in configs
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


METHODS = (Method("spc", "control charts with their signals", _say, _spc),)
