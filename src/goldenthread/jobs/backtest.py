"""`goldenthread backtest`: how honest the outlook of series is, on ends that were held back. Needs no database."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from goldenthread.jobs.stats.table import FIRST_ROW, Columns
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.public import open_public
from goldenthread.reckoning.columns import Table
from goldenthread.reckoning.outlook.backtest import SIMULATED, Proof, is_for_proving, proofs, simulated
from goldenthread.reckoning.periods import span

FEWEST_POINTS = 6
HEAD = (
    "| periods ahead | outlooks | figures that came within the stated 80% | miss: outlook | same as last year"
    " | straight line |\n|---|---|---|---|---|---|"
)
YEARLY, QUARTERLY = (350, 380), (85, 95)


def add_to(commands: Any) -> None:
    """Add `backtest` to the command line."""
    parser = commands.add_parser(
        "backtest", help="hold the outlook against ends of series that were held back",
        description="Yearly series of public downloads, or of CSV files with series_id, date and value (yearly, or"
        " quarterly with --season 4). Without a file only series made up from a fixed seed.",
    )  # fmt: skip
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--season", type=int, choices=(1, 4), default=1, help="periods a year of CSV files with series_id"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="standard output unless told")
    parser.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> int:
    parts = [page_of_simulated()]
    if asked.files:
        series: dict[str, Table] = {}
        counts = []
        for path in asked.files:
            found = _series_of(path, asked.season)
            counts.append(f"{path.name} ({len(found)})")
            series |= found
        parts += _page_of_real(series, counts, asked.season)
    text = "\n\n".join(parts) + "\n"
    if asked.out is None:
        sys.stdout.write(text)
    else:
        asked.out.write_text(text, encoding="utf-8")
    return 0


def page_of_simulated() -> str:
    """The tables of the series that are made up, the same on every machine."""
    parts = []
    for kind in SIMULATED:
        series, season = simulated(kind)
        parts.append(f"### Made up: {kind}\n\n{HEAD}\n{_rows(proofs(series, season=season))}")
    return "\n\n".join(parts)


def _page_of_real(series: Mapping[str, Table], counts: Iterable[str], season: int) -> list[str]:
    parts = [f"### Real series\n\nFrom {', '.join(counts)}."]
    for title, proving in (
        ("The half that choices were made on", False),
        ("The half that proves them", True),
    ):
        half = [one for name, one in series.items() if is_for_proving(name) is proving]
        parts.append(f"#### {title}: {len(half)} series\n\n{HEAD}\n{_rows(proofs(half, season=season))}")
    return parts


def _rows(found: Iterable[Proof]) -> str:
    return "\n".join(
        f"| {one.ahead} | {one.cases:,} | {one.covered:.1%} | {one.miss:.3f} | {one.same_as_last:.3f} |"
        f" {one.straight_line:.3f} |"
        for one in found
    )


def _series_of(path: Path, season: int) -> dict[str, Table]:
    """The series of a file that have points enough and none missing. Raises Unreadable."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        is_ours = "series_id" in file.readline().split(",")
    dated = _of_table(path) if is_ours else _of_public(path)
    least, most = QUARTERLY if season == 4 and is_ours else YEARLY
    return {
        name: np.array([value for _, value in sorted(points.items())])
        for name, points in dated.items()
        if len(points) >= FEWEST_POINTS
        and all(least < (after - before).days < most for before, after in pairwise(sorted(points)))
    }


def _of_table(path: Path) -> dict[str, dict[date, float]]:
    columns = Columns.read(path)
    found: dict[str, dict[date, float]] = defaultdict(dict)
    days, values = columns.text("date"), columns.numbers("value")
    for row, (name, written) in enumerate(zip(columns.text("series_id"), days, strict=True)):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise Unreadable(
                f"{path}, row {row + FIRST_ROW}, column “date”: “{written}” is not a day like 2026-11-24."
            ) from None
        if not np.isnan(values[row]):
            found[f"{path.name}|{name}"][day] = float(values[row])
    return found


def _of_public(path: Path) -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for one in open_public(path).figures():
        days = span(one.period)
        if one.value is not None and days is not None and not one.category:
            name = "|".join((path.name, one.indicator, one.area, one.district, one.sex, one.age))
            found[name][days[0]] = float(one.value)
    return found
