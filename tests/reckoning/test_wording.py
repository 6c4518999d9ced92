"""Numbers and lists as sentences write them."""

from decimal import Decimal

import pytest

from goldenthread.reckoning.wording import listed, number


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        ("80.75", "%", 0, "80.75%"),
        ("80.750000", "%", 0, "80.75%"),
        ("85", "%", 1, "85.0%"),
        ("0", "homes", 0, "0 homes"),
        ("1200", "homes", 0, "1,200 homes"),
        ("12E2", "", 0, "1,200"),
        ("-5.5", "", 0, "-5.5"),
        ("1200", "£", 0, "£1,200"),
        ("-1200.5", "£m", 2, "-£1,200.50m"),
    ],
)
def test_a_number_with_its_unit_is_never_rounded(value: str, unit: str, decimals: int, words: str) -> None:
    assert number(Decimal(value), unit, decimals) == words


@pytest.mark.parametrize(
    ("names", "words"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_names_in_a_row(names: tuple[str, ...], words: str) -> None:
    assert listed(names) == words
