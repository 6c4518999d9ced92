"""Making exports in tests, and reading them."""

import csv
import json
from pathlib import Path
from typing import Any

from goldenthread.jobs.command import main

Lines = list[dict[str, Any]]


def exported(to: Path, code: str = "northshire") -> Path:
    assert main(["export", code, "--to", str(to)]) == 0
    return to


def lines(folder: Path, table: str) -> Lines:
    return [json.loads(line) for line in (folder / "records" / f"{table}.jsonl").read_bytes().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def counts(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "manifest.json").read_bytes())["counts"]
    return found


def csv_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
