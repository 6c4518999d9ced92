"""The rules of a series in words, with the numbers that follow from its figures."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.reckoning.checks import Behind, Point, Sheet, in_words, limits_of


def words(sheet: Sheet, *values: str, months: int = 12) -> tuple[str, ...]:
    points = tuple(
        Point(str(2000 + at), date(2000 + at, 1, 1), date(2000 + at, 12, 31), Decimal(value))
        for at, value in enumerate(values)
    )
    return in_words(limits_of(sheet), Behind(points), months=months)


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (Sheet(unit="%"), "It lies from 0% to 100%. That follows from the kind of number."),
        (Sheet(unit="%", lowest=Decimal(5)), "It lies from 5% to 100%."),
        (Sheet(data_type="count"), "It is 0 or more. That follows from the kind of number."),
        (Sheet(data_type="score", highest=Decimal(4)), "It is 4 or less."),
        (Sheet(), "No lowest or highest is stated."),
    ],
)
def test_the_ends(sheet: Sheet, told: str) -> None:
    assert words(sheet)[0] == told


@pytest.mark.parametrize(
    ("sheet", "values", "told"),
    [
        (
            Sheet(),
            ("1", "2", "5"),
            "A change larger than any so far is asked about, once there are 3 changes to say so.",
        ),
        (Sheet(), ("1", "1", "1", "1"), "A change is asked about: the figures never changed so far."),
        (
            Sheet(unit="homes"),
            ("1", "2", "5", "4"),
            "A change larger than any so far is asked about. Largest change so far: 3 homes, from 2001 to 2002.",
        ),
        (
            Sheet(unit="%", largest_change=Decimal(5)),
            ("1", "2", "5", "4"),
            "A change of more than 5 points is asked about: the sheet says so.",
        ),
    ],
)
def test_the_largest_change(sheet: Sheet, values: tuple[str, ...], told: str) -> None:
    assert told in words(sheet, *values)
    assert told in words(sheet, *values, months=0)
    assert told in words(sheet, *values, months=3)  # counted in years, whatever the sheet says


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (Sheet(data_type="count"), "The parts of a breakdown add up to the total."),
        (
            Sheet(data_type="count", parts_add_up=False),
            "The parts of a breakdown are not held against the total.",
        ),
        (
            Sheet(unit="%"),
            "The total lies between the lowest and the highest part of a breakdown, and the numbers behind them add up.",
        ),
    ],
)
def test_the_parts(sheet: Sheet, told: str) -> None:
    assert told in words(sheet)


def test_whole_numbers_and_shares_are_told_where_they_are() -> None:
    whole, share = "It is a whole number.", "The number on top is not above the number it is divided by."
    assert (whole in words(Sheet(data_type="count")), share in words(Sheet(data_type="count"))) == (
        True,
        False,
    )
    assert (whole in words(Sheet(unit="%")), share in words(Sheet(unit="%"))) == (False, True)
