"""Runs the command on rows of the expected values, and compares what it answers with them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from goldenthread.jobs.command import main
from tests.reckoning import golden

Rows = list[dict[str, str]]


def run(
    folder: Path, method: str, rows: Sequence[Mapping[str, str]], *options: str, but: Iterable[str] = ()
) -> Rows:
    """What the command answers to these rows, without the columns `but`."""
    given = [name for name in rows[0] if name not in set(but)]
    source, out = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, given, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["stats", method, "--in", str(source), "--out", str(out), *options]) == 0
    return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))


def differences(
    expected: Sequence[Mapping[str, str]], got: Rows, *key: str, but: Iterable[str] = ()
) -> list[tuple[str, ...]]:
    """Where the answer differs, by key and column; both have the same keys, in any order."""
    found = {tuple(row[name] for name in key): row for row in got}
    assert len(found) == len(got)
    assert {tuple(row[name] for name in key) for row in expected} == found.keys()
    skipped = {*key, *but}
    return [
        (*(row[one] for one in key), name, value, answer.get(name, "no such column"))
        for row in expected
        for answer in (found[tuple(row[one] for one in key)],)
        for name, value in row.items()
        if name not in skipped and golden.differ(value, answer.get(name, "no such column"))
    ]
