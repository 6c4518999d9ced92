"""`goldenthread stats`: the statistics of a CSV file, for analysts. Needs no database and no settings."""

import argparse
import sys
from pathlib import Path
from typing import Any

from goldenthread.jobs.stats import comparison, control, funnels, inequality, limits, rewarded, standardised
from goldenthread.jobs.stats.method import Method
from goldenthread.jobs.stats.table import Columns, written
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning.errors import Unusable

METHODS: tuple[Method, ...] = (
    *limits.METHODS,
    *standardised.METHODS,
    *inequality.METHODS,
    *comparison.METHODS,
    *control.METHODS,
    *funnels.METHODS,
    *rewarded.METHODS,
)


def add_to(commands: Any) -> None:
    """Add `stats` to the command line."""
    stats = commands.add_parser(
        "stats", help="the statistics of a CSV file: limits, inequality, control charts, trends"
    )
    methods = stats.add_subparsers(dest="method", required=True, metavar="METHOD")
    for method in METHODS:
        parser = methods.add_parser(method.name, help=method.says)
        parser.add_argument("--in", dest="source", type=Path, required=True, metavar="FILE.csv")
        parser.add_argument("--out", type=Path, metavar="FILE.csv", help="standard output unless told")
        method.add_options(parser)
        parser.set_defaults(run=_run, work=method.work)


def _run(asked: argparse.Namespace) -> int:
    columns = Columns.read(asked.source)
    try:
        answer = written(asked.work(columns, asked))
    except Unusable as problem:
        raise Unreadable(columns.place(problem)) from None
    if asked.out is None:
        sys.stdout.write(answer)
    else:
        asked.out.write_text(answer, encoding="utf-8")
    return 0
