"""The expected values of the reference packages, read where they lie; a test skips where they are not."""

import csv
import math
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "golden"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the files as text by column."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no expected values of the reference at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differ(expected: str, got: str) -> bool:
    """Whether two cells differ: numbers by more than 1e-9 of themselves (1e-12 near zero), words at all."""
    if expected in ("", "NaN", "NA"):
        return got != ""
    try:
        return not math.isclose(float(expected), float(got), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return expected != got
