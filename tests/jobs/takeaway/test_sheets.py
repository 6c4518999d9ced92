"""The tables for people say what the lines say, and no spreadsheet reckons with a text."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from goldenthread.jobs.takeaway import sheets
from tests.jobs.exports import csv_of, exported
from tests.jobs.whole import ODD, whole


@pytest.mark.django_db
def test_the_sheets_for_people_tell_zero_from_nothing_and_give_no_spreadsheet_a_formula(
    tmp_path: Path,
) -> None:
    whole()
    folder = exported(tmp_path / "out")

    in_force = [row for row in csv_of(folder, "observations-in-force") if row["category"] == "women"]
    ever = [row for row in csv_of(folder, "observations-ever-known") if row["category"] == "women"]

    assert [(row["period"], row["value"], row["no value because"]) for row in in_force] == [
        ("Q1 2009/10", "-0.5", ""),
        ("Q2 2009/10", "", "missing"),
        ("Q3 2009/10", "", "cannot_compute"),
    ]
    assert [(row["value"], bool(row["superseded at"])) for row in ever][:2] == [("0", True), ("-0.5", False)]
    assert ever[0]["comment"] == f"'{ODD}"
    assert ever[0]["known from"] == "2009-07-01T23:59:59.999999+00:00"
    for path in (folder / "tables").iterdir():
        for row in csv_of(folder, path.stem):
            assert not [
                cell
                for cell in row.values()
                if cell.startswith(("=", "+", "@", "\t", "\r"))
                or (cell.startswith("-") and not is_number(cell))
            ]


def is_number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except ArithmeticError:
        return False


@pytest.mark.parametrize(
    ("value", "number", "expected"),
    [
        (None, False, ""),
        ("", False, ""),
        (0, False, "0"),
        (True, False, "yes"),
        (False, False, "no"),
        ("-1", False, "'-1"),
        ("-1.500000", True, "-1.5"),
        ("0.000000", True, "0"),
        ("1000.000000", True, "1000"),
        ("＝1", False, "'＝1"),
        ("a=1", False, "a=1"),
        ([1, "ü"], False, '[1, "ü"]'),
    ],
)
def test_a_cell(value: Any, number: bool, expected: str) -> None:
    assert sheets.cell(value, number=number) == expected
