"""A cell of baselines or targets becomes its figures, each with its place, time, unit and standing."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.reading.figures import LIMIT_DOUBT, NEARLY_DOUBT, POINTS_DOUBT, RANGE_DOUBT
from goldenthread.reading.plan import Value, ValueStatus
from goldenthread.reading.values import UNREADABLE_DOUBT, YEAR_DOUBT, Column, read_cell

BASELINE = Column(is_baseline=True)
TARGET = Column(is_baseline=False, period="2009/10")
COUNTED = Column(is_baseline=False, period="2009/10", counts=True)
FIELDS = (
    "place",
    "period",
    "measured_at",
    "value",
    "unit",
    "numerator",
    "denominator",
    "change_percent",
    "doubt",
)


def facts(value: Value) -> dict[str, str]:
    """What a value says, without what it does not; the status by its name."""
    said = {name: str(getattr(value, name)) for name in FIELDS if getattr(value, name) is not None}
    if value.status is not None:
        said["status"] = value.status.value
    return said


def read(cell: str, column: Column) -> list[dict[str, str]]:
    entries = [facts(value) for value in read_cell(cell, column, (7, 7))]
    if not column.is_baseline:
        for entry in entries:
            assert entry.pop("period") == "2009/10"
            if entry["status"] == "agreed":
                del entry["status"]
    return entries


BASELINES: list[tuple[str, list[dict[str, str]]]] = [
    # Figures and the time written with them.
    ("31% (04/05) 30% (05/06 & 06/07)", [
        {"value": "31", "unit": "%", "period": "2004/05"},
        {"value": "30", "unit": "%", "period": "2005/06"},
        {"value": "30", "unit": "%", "period": "2006/07"},
    ]),
    ("62.1% (06)", [{"value": "62.1", "unit": "%", "period": "2006"}]),
    ("8.4% (06.07)", [{"value": "8.4", "unit": "%", "period": "2006/07"}]),
    ("06/07 Q2 44%", [{"value": "44", "unit": "%", "period": "2006/07 Q2"}]),
    ("9.1% (summer 2006)", [{"value": "9.1", "unit": "%", "period": "summer 2006"}]),
    ("45% at 31 March 2008", [{"value": "45", "unit": "%", "period": "31 Mar 2008"}]),
    ("Sept 07: 23", [{"value": "23", "period": "Sep 2007"}]),
    ("2007/08 – 54.3%", [{"value": "54.3", "unit": "%", "period": "2007/08"}]),
    ("2006: 12.1%; 2007: 11.8%", [
        {"value": "12.1", "unit": "%", "period": "2006"},
        {"value": "11.8", "unit": "%", "period": "2007"},
    ]),
    ("12.1% 2006, 11.8% 2007", [
        {"value": "12.1", "unit": "%", "period": "2006"},
        {"value": "11.8", "unit": "%", "period": "2007"},
    ]),
    ("34% (July 2006 – June 2007)", [{"value": "34", "unit": "%", "period": "Jul 2006 to Jun 2007"}]),
    # Places.
    ("(06/07) Northshire: 12,345 St Bede: 1,234", [
        {"place": "Northshire", "value": "12345", "period": "2006/07"},
        {"place": "St Bede", "value": "1234", "period": "2006/07"},
    ]),
    ("13.2% (East Northshire)", [{"place": "East Northshire", "value": "13.2", "unit": "%"}]),
    ("06/07 N&E Shire PCT 761/100,000 S Shire PCT 724/100,000", [
        {"place": "N&E Shire PCT", "value": "761", "unit": "per 100,000", "period": "2006/07"},
        {"place": "S Shire PCT", "value": "724", "unit": "per 100,000", "period": "2006/07"},
    ]),
    ("61% (Place Survey 2008)", [{"value": "61", "unit": "%", "period": "2008"}]),
    # Units.
    ("5.9 tonnes per capita (2004)", [{"value": "5.9", "unit": "tonnes per capita", "period": "2004"}]),
    ("612 kg", [{"value": "612", "unit": "kg"}]),
    ("12.5 per 1,000 (2007)", [{"value": "12.5", "unit": "per 1,000", "period": "2007"}]),
    ("£1.2m", [{"value": "1200000", "unit": "£"}]),
    ("£12,500 (2008/09)", [{"value": "12500", "unit": "£", "period": "2008/09"}]),
    ("29 per cent", [{"value": "29", "unit": "%"}]),
    ("1999 homes", [{"value": "1999", "unit": "homes"}]),
    # Fractions.
    ("9 out of 15 (Feb 08)", [{"value": "9", "numerator": "9", "denominator": "15", "period": "Feb 2008"}]),
    ("7 (out of 10)", [{"value": "7", "numerator": "7", "denominator": "10"}]),
    ("16/10", [{"value": "16"}]),
    ("1 in 5", [{"value": "1", "numerator": "1", "denominator": "5"}]),
    ("14/97", [{"value": "14", "numerator": "14", "denominator": "97"}]),
    ("14.4% (14/97)", [{"value": "14.4", "unit": "%", "numerator": "14", "denominator": "97"}]),
    ("14/97 (14.4%)", [{"value": "14.4", "unit": "%", "numerator": "14", "denominator": "97"}]),
    # Zero is a figure.
    ("0", [{"value": "0"}]),
    ("0% (2007)", [{"value": "0", "unit": "%", "period": "2007"}]),
    # How firm a figure is.
    ("2500(predicted 07/08 figure)", [{"value": "2500", "period": "2007/08", "status": "predicted"}]),
    ("70% (projected baseline for 08/09)", [
        {"value": "70", "unit": "%", "period": "2008/09", "status": "projected"},
    ]),
    # No figure: what is awaited, and when.
    ("2009", [{"measured_at": "2009", "status": "awaited"}]),
    ("(2008/09)", [{"measured_at": "2008/09", "status": "awaited"}]),
    ("TBA by 3 February 09", [{"measured_at": "3 Feb 2009", "status": "awaited"}]),
    ("tbc", [{"status": "awaited"}]),
    ("Awaiting Baseline", [{"status": "awaited"}]),
    ("NI 32 is a deferred indicator", [{"status": "deferred"}]),
    ("Good", [{}]),
    ("n/a", [{}]),
    # What nothing explains, and what cannot be read.
    ("7.6% (summer 2006) 12", [
        {"value": "7.6", "unit": "%", "period": "summer 2006"},
        {"value": "12", "status": "unexplained"},
    ]),
    ("12-15%", [{"doubt": RANGE_DOUBT}]),
    ("between 12 and 15", [{"doubt": RANGE_DOUBT}]),
    ("1,00", [{"doubt": UNREADABLE_DOUBT}]),
    ("approx 300", [{"value": "300", "doubt": NEARLY_DOUBT}]),
    ("less than 5%", [{"value": "5", "unit": "%", "doubt": LIMIT_DOUBT}]),
]  # fmt: skip

TARGETS: list[tuple[str, list[dict[str, str]]]] = [
    ("25% (as set out in the plan)", [{"value": "25", "unit": "%"}]),
    ("5.2% reduction on baseline (5.6 tonnes per capita 2008)", [
        {"value": "5.6", "unit": "tonnes per capita", "change_percent": "-5.2", "measured_at": "2008"},
    ]),
    ("(By 2011) Northshire - 4% reduction (11,851) St Bede -9% reduction (1,123)", [
        {"place": "Northshire", "value": "11851", "change_percent": "-4", "measured_at": "2011"},
        {"place": "St Bede", "value": "1123", "change_percent": "-9", "measured_at": "2011"},
    ]),
    ("13% (13/96) (summer 2008)", [
        {"value": "13", "unit": "%", "numerator": "13", "denominator": "96", "measured_at": "summer 2008"},
    ]),
    ("24% Nov 2009", [{"value": "24", "unit": "%", "measured_at": "Nov 2009"}]),
    ("5.0% (DCSF) Feb", [{"value": "5.0", "unit": "%", "measured_at": "Feb"}]),
    ("450 (10% reduction)", [{"value": "450", "change_percent": "-10"}]),
    ("reduce by 10% to 450", [{"value": "450", "change_percent": "-10"}]),
    ("from 12% to 9%", [{"value": "9", "unit": "%"}]),
    ("Reduce to 9%", [{"value": "9", "unit": "%"}]),
    ("+3%", [{"change_percent": "3"}]),
    ("-5%", [{"change_percent": "-5"}]),
    ("5% reduction on 2007/08", [{"change_percent": "-5"}]),
    ("2% increase on baseline of 450 (459)", [{"value": "459", "change_percent": "2"}]),
    ("no more than 5%", [{"value": "5", "unit": "%"}]),
    ("≥80%", [{"value": "80", "unit": "%"}]),
    ("+5 pp", [{"doubt": POINTS_DOUBT}]),
    ("2009", [{"value": "2009", "doubt": YEAR_DOUBT}]),
    ("80% (proposed)", [{"value": "80", "unit": "%", "status": "proposed"}]),
    ("to be renegotiated", [{"status": "to_be_renegotiated"}]),
    ("TBC", [{"status": "awaited"}]),
    ("maintain", [{}]),
    ("0", [{"value": "0"}]),
]  # fmt: skip

COUNTS: list[tuple[str, list[dict[str, str]]]] = [
    ("(2%)", [{"change_percent": "2"}]),
    ("4% reduction (15,381)", [{"value": "15381", "change_percent": "-4"}]),
    ("5% (450)", [{"value": "450", "change_percent": "5"}]),
    ("450", [{"value": "450"}]),
]


@pytest.mark.parametrize(("cell", "expected"), BASELINES, ids=[cell for cell, _ in BASELINES])
def test_a_baseline(cell: str, expected: list[dict[str, str]]) -> None:
    assert read(cell, BASELINE) == expected


@pytest.mark.parametrize(("cell", "expected"), TARGETS, ids=[cell for cell, _ in TARGETS])
def test_a_target(cell: str, expected: list[dict[str, str]]) -> None:
    assert read(cell, TARGET) == expected


@pytest.mark.parametrize(("cell", "expected"), COUNTS, ids=[cell for cell, _ in COUNTS])
def test_a_bare_percentage_on_a_measure_that_counts_is_a_change(
    cell: str, expected: list[dict[str, str]]
) -> None:
    assert read(cell, COUNTED) == expected


@pytest.mark.parametrize("cell", ["", " ", "-", "–", "..."])
@pytest.mark.parametrize("column", [BASELINE, TARGET])
def test_an_empty_cell_has_no_entry(cell: str, column: Column) -> None:
    assert read_cell(cell, column, (1, 1)) == ()


def test_what_was_written_stays_with_its_lines() -> None:
    (value,) = read_cell("  26%   (draft) ", TARGET, (3, 4))
    assert (value.as_written, value.lines, value.status) == ("26% (draft)", (3, 4), ValueStatus.PROPOSED)


numbers = st.decimals(0, 99_999_999, places=2, allow_nan=False, allow_infinity=False)
ways = st.sampled_from(
    ["{0:,}", "{0}", "{0:,} (2007/08)", "2007/08: {0:,}", "Northshire {0:,}", "{0:,} homes", "£{0:,}"]
)


@given(numbers, ways)
@example(Decimal("2008.00"), "{0}")
def test_any_figure_in_any_usual_form_reads_back_equal(number: Decimal, way: str) -> None:
    written = way.format(number)
    (value,) = read_cell(written, BASELINE, (1, 1))
    assert value.value == number


@given(st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False), st.booleans())
def test_a_change_in_words_has_the_sign_of_its_word(number: Decimal, down: bool) -> None:
    cell = f"{number}% {'reduction' if down else 'increase'}"
    (value,) = read_cell(cell, TARGET, (1, 1))
    assert (value.value, value.change_percent) == (None, -number if down else number)


@given(
    st.lists(
        st.tuples(st.integers(2000, 2010), st.integers(1, 99)),
        min_size=2,
        max_size=5,
        unique_by=lambda pair: pair[0],
    )
)
def test_times_before_and_after_their_figures_give_the_same(pairs: list[tuple[int, int]]) -> None:
    before = " ".join(f"{year}: {figure}%" for year, figure in pairs)
    after = " ".join(f"{figure}% ({year})" for year, figure in pairs)
    expected = [(str(year), Decimal(figure)) for year, figure in pairs]
    for cell in (before, after):
        assert [(entry.period, entry.value) for entry in read_cell(cell, BASELINE, (1, 1))] == expected


cells = st.text(
    alphabet=st.sampled_from("0123456789 ,.%()[]/-–+£<>&':;aehinorstuQNI") | st.characters(), max_size=120
)


@given(cells, st.sampled_from([BASELINE, TARGET, COUNTED]))
def test_any_text_is_read_and_kept(text: str, column: Column) -> None:
    for value in read_cell(text, column, (1, 1)):
        assert value.as_written == " ".join(text.split())
        assert value.value is None or value.value.is_finite()


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.", "(", "A ", "1%", "a1 ", "06/", "1 to ", "St ", "- ", "\t", "£1m "]
)
def test_a_hostile_cell_is_read_in_time(piece: str) -> None:
    """Each of these once made a careless pattern take for ever; they are over in a moment."""
    assert isinstance(read_cell(piece * 3000, BASELINE, (1, 1)), tuple)


def test_what_ends_a_list_of_places_belongs_to_each() -> None:
    males, females = read_cell("Males 720 Females 510 per 100,000 (2008)", Column(is_baseline=True), (1, 1))

    assert (males.place, males.unit, males.period) == ("Males", "per 100,000", "2008")
    assert (females.place, females.unit, females.period) == ("Females", "per 100,000", "2008")
