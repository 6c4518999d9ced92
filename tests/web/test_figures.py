"""A figure reads with its unit; a missing one says why; zero is a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.overview.shapes import StatedFigure
from goldenthread.web import figures

D = Decimal


def figure(value: str | None = None, **given: object) -> StatedFigure:
    blank: dict[str, object] = {
        "period": None,
        "period_start": None,
        "value": None if value is None else D(value),
        "decimals": 0 if value is None else max(-int(D(value).as_tuple().exponent), 0),
        "unit": "",
        "numerator": None,
        "denominator": None,
        "change_percent": None,
        "status": "agreed",
        "measured_at": "",
        "as_written": value or "",
        "doubt": "",
        "source": None,
    }
    return StatedFigure(**(blank | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "shown"),
    [
        ("56.13", "%", None, "56.13%"),
        ("56.13", "%", 1, "56.1%"),
        ("0.5", "%", 0, "1%"),
        ("6.7", "tonnes per person", None, "6.7 tonnes per person"),
        ("15381", "", None, "15,381"),
        ("1200", "£", None, "£1,200"),
        ("-1200", "£", None, "−£1,200"),
        ("-3.5", "%", None, "−3.5%"),
        ("-0.2", "%", 0, "0%"),
        ("861", "per 100,000", None, "861 per 100,000"),
        ("0", "", None, "0"),
        ("1E+3", "", None, "1,000"),
    ],
)
def test_a_number_carries_its_unit(value: str, unit: str, decimals: int | None, shown: str) -> None:
    assert figures.with_unit(D(value), unit, decimals) == shown


@pytest.mark.parametrize(
    ("before", "after", "unit", "decimals", "words"),
    [
        ("56.1", "49", "%", None, "down 7.1 points"),
        ("49", "50", "%", None, "up 1 point"),
        ("49", "49", "%", None, "no change"),
        ("49.01", "49.02", "%", 1, "almost no change"),
        ("6.7", "6.2", "tonnes per person", None, "down 0.5 tonnes per person"),
        ("3600", "4271", None, None, "up 671"),
        ("-2", "1", "", None, "up 3"),
    ],
)
def test_a_change_is_words_and_a_number(
    before: str, after: str, unit: str | None, decimals: int | None, words: str
) -> None:
    assert figures.change(D(before), D(after), unit, decimals) == words


@pytest.mark.parametrize(
    ("given_figure", "words"),
    [
        (figure("0", unit="%"), "0%"),
        (figure("6.4", unit="tonnes", change_percent=D("-4.2")), "6.4 tonnes, 4.2% less than the baseline"),
        (figure(change_percent=D(5), as_written="5%"), "5% more than the baseline"),
        (figure(change_percent=D(0), as_written="same"), "the same as the baseline"),
        (figure("14", unit="%", numerator=D(14), denominator=D(97)), "14% (14 of 97)"),
        (figure("10", numerator=D(10), denominator=D(16)), "10 of 16"),
        (figure(numerator=D(0), denominator=D(16)), "0 of 16"),
        (figure("49", unit="%", status="proposed"), "49% (proposed)"),
        (figure("49", unit="%", status="", measured_at="Nov 2009"), "49% (measured Nov 2009)"),
        (
            figure(status="awaited", as_written="TBA by 12 January 2009"),
            "no figure yet: awaited (TBA by 12 January 2009)",
        ),
        (figure(status="awaited", measured_at="2009", as_written="2009"), "no figure yet: awaited, due 2009"),
        (figure(status="deferred", as_written="Deferred"), "no figure yet: deferred"),
        (figure(as_written="see annex"), "no figure yet: the plan says “see annex”"),
        (figure(status=""), "no figure yet"),
    ],
)
def test_a_stated_figure_says_all_it_knows(given_figure: StatedFigure, words: str) -> None:
    assert figures.stated(given_figure) == words


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=3), st.integers(0, 3))
def test_a_number_reads_back_as_itself_rounded(value: Decimal, decimals: int) -> None:
    shown = figures.number(value, decimals)
    back = Decimal(shown.replace(",", "").replace(figures.MINUS, "-"))
    # the slow and obvious way: count in the last place, half away from zero
    units = int(abs(value) * 10**decimals + D("0.5"))
    assert abs(back) * 10**decimals == units
    assert units == 0 or (back < 0) == (value < 0)
    groups = shown.lstrip(figures.MINUS).split(".")[0].split(",")
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= 3


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
def test_a_change_and_its_way_back_are_mirrored(before: Decimal, after: Decimal) -> None:
    there, back = figures.change(before, after, "%"), figures.change(after, before, "%")
    swapped = {"up": "down", "down": "up", "no": "no"}
    first, _, rest = there.partition(" ")
    assert back == f"{swapped[first]} {rest}"


def test_things_are_counted_in_words() -> None:
    assert [figures.counted(n, "measure") for n in (0, 1, 2, 1000)] == [
        "no measures",
        "1 measure",
        "2 measures",
        "1,000 measures",
    ]
    assert figures.counted(2, "body", "bodies") == "2 bodies"


def test_lines_are_named_from_first_to_last() -> None:
    assert figures.lines_in_words((164, 164)) == "line 164"
    assert figures.lines_in_words((164, 170)) == "lines 164 to 170"
