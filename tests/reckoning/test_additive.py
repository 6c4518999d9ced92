"""Parts against their total, exact."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.additive import Added, Sum, add_up


def amounts(**parts: str | None) -> dict[str, Decimal | None]:
    return {name: None if part is None else Decimal(part) for name, part in parts.items()}


@pytest.mark.parametrize(
    ("parts", "total", "expected", "words"),
    [
        (
            amounts(Quill="10.1", Tamsey="20.2"),
            "30.3",
            Added(Sum.AGREES, Decimal("30.3"), Decimal("30.3"), Decimal("0.0"), ()),
            "The parts add up to the total of 30.3 homes.",
        ),
        (
            amounts(Quill="1000", Tamsey="20"),
            "1000",
            Added(Sum.DIFFERS, Decimal(1000), Decimal(1020), Decimal(20), ()),
            "The parts add up to 1,020 homes, which is 20 homes more than the total of 1,000 homes.",
        ),
        (
            amounts(Quill="0", Tamsey="-5"),
            "0",
            Added(Sum.DIFFERS, Decimal(0), Decimal(-5), Decimal(-5), ()),
            "The parts add up to -5 homes, which is 5 homes less than the total of 0 homes.",
        ),
        (
            amounts(Quill="10", Tamsey=None),
            "30",
            Added(Sum.PARTS_MISSING, Decimal(30), Decimal(10), Decimal(-20), ("Tamsey",)),
            "Tamsey has no figure. The others add up to 10 homes, which is 20 homes less than the total of 30 homes.",
        ),
        (
            amounts(Quill="10", Tamsey=None, Orlingford=None),
            "10",
            Added(Sum.PARTS_MISSING, Decimal(10), Decimal(10), Decimal(0), ("Tamsey", "Orlingford")),
            "Tamsey and Orlingford have no figure. The others add up to the total of 10 homes.",
        ),
        (
            amounts(Quill="10"),
            None,
            Added(Sum.NO_TOTAL, None, Decimal(10), None, ()),
            "The parts add up to 10 homes. There is no total to compare this with.",
        ),
        (
            amounts(Quill=None),
            "10",
            Added(Sum.NO_PARTS, Decimal(10), None, None, ("Quill",)),
            "There are no parts to add up.",
        ),
    ],
)
def test_parts_and_total(
    parts: dict[str, Decimal | None], total: str | None, expected: Added, words: str
) -> None:
    found = add_up(parts, None if total is None else Decimal(total), additive=True)

    assert found == expected
    assert found.in_words("homes") == words


def test_percentages_rates_and_averages_are_not_added() -> None:
    found = add_up(amounts(Quill="10", Tamsey="20"), Decimal(30), additive=False)

    assert found == Added(Sum.NOT_ADDED, Decimal(30), None, None, ())
    assert found.in_words("%") == "Percentages, rates and averages are not added up."


stored = st.decimals(-(10**17), 10**17, places=6)


@given(st.lists(stored, min_size=1, max_size=30), stored)
def test_no_digit_is_lost(parts: list[Decimal], total: Decimal) -> None:
    found = add_up({str(number): part for number, part in enumerate(parts)}, total, additive=True)

    exact = sum(map(Fraction, parts), Fraction(0))
    assert (Fraction(found.added or 0), Fraction(found.difference or 0)) == (exact, exact - Fraction(total))
