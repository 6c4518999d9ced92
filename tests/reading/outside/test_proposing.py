"""What seems to belong where, by headings, codes and titles."""

from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.outside.proposing import layout_of, not_held, place_of, propose
from goldenthread.reading.outside.shapes import KnownMeasure, KnownSeries, What, When
from goldenthread.reading.outside.wording import Measures, asked, time_in
from tests.outside_templates import bytes_of, county, members, ministry, with_members

KNOWN = tuple(
    KnownMeasure(
        number,
        f"NI {number}",
        f"Households helped in way {number}",
        series=(
            KnownSeries(10 * number, "Northshire"),
            KnownSeries(10 * number + 1, "Northshire", "women"),
            KnownSeries(10 * number + 2, "Southtown"),
        ),
    )
    for number in (1, 2, 3)
)


def read(content: bytes, known: tuple[KnownMeasure, ...] = KNOWN) -> dict[str, tuple[Any, ...]]:
    """What is proposed, by cell or mark: (what, when, label, measure, series)."""
    return {
        one.mark or one.at: (one.what, one.when, one.label, one.measure, one.series)
        for one in propose(layout_of(content), known)
    }


def sheet(*rows: tuple[Any, ...], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    for cells in merged:
        page.merge_cells(cells)
    return bytes_of(book)


def test_a_workbook_with_headings_over_two_lines() -> None:
    found = read(ministry())

    def row(number: int, measure: int) -> dict[str, tuple[Any, ...]]:
        return {
            f"C{number}": (What.TARGET, When.YEAR_BEFORE, "", measure, None),
            f"D{number}": (What.TARGET, When.YEAR, "", measure, None),
            f"E{number}": (What.VALUE, When.THIS, "", measure, None),
            f"F{number}": (What.VALUE, When.SO_FAR, "", measure, None),
            f"H{number}": (What.COMMENT, When.THIS, "", measure, None),
            f"I{number}": (What.OWNER, When.THIS, "", measure, None),
        }

    assert found == {
        "B2": (What.PERIOD, When.THIS, "", None, None),
        "E2": (What.DATE, When.THIS, "", None, None),
        "B3": (What.PARTNERSHIP, When.THIS, "", None, None),
        **row(7, 1),
        **row(8, 2),
        **row(10, 3),
    }


def test_codes_that_we_do_not_hold_are_named_and_left_alone() -> None:
    layout = layout_of(ministry())
    assert not_held(layout, KNOWN) == ("NI 999",)
    assert [one.at for one in propose(layout, KNOWN) if one.at.endswith("9")] == []


def test_a_document_with_two_tables_and_marks() -> None:
    proposals = propose(layout_of(county()), KNOWN)
    found = [(one.where, one.what, one.when, one.label, one.measure) for one in proposals]
    first, second = (
        "Table 1, row “NI 1: Households helped in way 1”",
        "Table 1, row “NI 2: Households helped in way 2”",
    )
    block = "Table 3, row “NI 3 Households helped in way 3”"
    line = "“In all, {{NI 1 actual}} against a target of «NI_1_target», and £500 […”"
    assert found == [
        (f"{first}, column “Result Q1”", What.VALUE, When.QUARTER_1, "", 1),
        (f"{first}, column “Result Q2”", What.VALUE, When.QUARTER_2, "", 1),
        (f"{first}, column “What happened”", What.COMMENT, When.THIS, "", 1),
        (f"{first}, column “Owner”", What.OWNER, When.THIS, "", 1),
        (f"{second}, column “Result Q1”", What.VALUE, When.QUARTER_1, "", 2),
        (f"{second}, column “Result Q2”", What.VALUE, When.QUARTER_2, "", 2),
        (f"{second}, column “What happened”", What.COMMENT, When.THIS, "", 2),
        (f"{second}, column “Owner”", What.OWNER, When.THIS, "", 2),
        (f"{block}, “Baseline”", What.BASELINE, When.THIS, "", 3),
        (f"{block}, “Target (%)”", What.TARGET, When.THIS, "", 3),
        (f"{block}, “Lead organisation”", What.ORGANISATION, When.THIS, "", 3),
        ("The field “NI 2 comment”", What.COMMENT, When.THIS, "", 2),
        ("The text: “For the period {{period}} only.”, at “{{period}}”", What.PERIOD, When.THIS, "", None),
        (f"The text: {line}, at “{{{{NI 1 actual}}}}”", What.VALUE, When.THIS, "", 1),
        (f"The text: {line}, at “«NI_1_target»”", What.TARGET, When.THIS, "", 1),
        (
            "The head of the page: “Return of {{partnership}}”, at “{{partnership}}”",
            What.PARTNERSHIP,
            When.THIS,
            "",
            None,
        ),
    ]


def test_measures_across_and_their_figures_down() -> None:
    found = read(sheet(("", "NI 1", "NI 2"), ("Actual", None, None), ("Target 2009/10", None, None)))
    assert found == {
        "B2": (What.VALUE, When.THIS, "", 1, None),
        "C2": (What.VALUE, When.THIS, "", 2, None),
        "B3": (What.TARGET, When.NAMED, "2009/10", 1, None),
        "C3": (What.TARGET, When.NAMED, "2009/10", 2, None),
    }


def test_a_measure_over_several_rows_with_places_and_parts() -> None:
    found = read(
        sheet(
            ("Indicator", "", "2008/09 Q4", "2009/10 Q1"),
            ("NI 1", "Southtown", None, None),
            ("", "Women", None, None),
            ("", "Target", None, None),
            merged=("A2:A4",),
        )
    )
    assert {at: (what, label, series) for at, (what, _, label, _, series) in found.items()} == {
        "C2": (What.VALUE, "2008/09 Q4", 12),
        "D2": (What.VALUE, "2009/10 Q1", 12),
        "C3": (What.VALUE, "2008/09 Q4", 11),
        "D3": (What.VALUE, "2009/10 Q1", 11),
        "C4": (What.TARGET, "2008/09 Q4", None),
        "D4": (What.TARGET, "2009/10 Q1", None),
    }


def test_a_block_for_each_measure_with_its_name_over_it() -> None:
    found = read(
        sheet(
            ("NI 1 Households helped in way 1",),
            ("Numerator", None),
            ("Denominator", None),
            ("NI 2 Households helped in way 2",),
            ("RAG", None),
            ("Data status", None),
        )
    )
    assert {at: (what, measure) for at, (what, _, _, measure, _) in found.items()} == {
        "B2": (What.NUMERATOR, 1),
        "B3": (What.DENOMINATOR, 1),
        "B5": (What.STATUS, 2),
        "B6": (What.FIRMNESS, 2),
    }


def test_what_stands_there_is_never_overwritten_and_a_formula_is_no_slot() -> None:
    found = read(sheet(("Code", "Actual", "Target", "Figure"), ("NI 1", 0, "85%", "=B2*2")))
    assert found == {}


def test_a_title_is_enough_and_one_that_is_not_quite_the_same_is_doubted() -> None:
    content = sheet(
        ("Indicator", "Actual"), ("Households helped in way 2", None), ("Household helped in a way 3", None)
    )
    proposals = {one.at: (one.measure, bool(one.doubt)) for one in propose(layout_of(content), KNOWN)}
    assert proposals == {"B2": (2, False), "B3": (3, True)}


def test_a_code_stands_before_a_title_that_is_nearer() -> None:
    content = sheet(("Code", "Indicator", "This period"), ("NI 1", "Households helped in way 2", None))
    assert read(content) == {"C2": (What.VALUE, When.THIS, "", 1, None)}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("NI 1", 1),
        ("NI1", 1),
        ("NI-001: something", 1),
        ("ni 2", 2),
        ("(NI 3)", 3),
        ("NI 12", None),
        ("UNI 1", None),
        ("NI 1.5", None),
        ("Anything", None),
    ],
)
def test_codes_as_others_write_them(written: str, number: int | None) -> None:
    mention = Measures(KNOWN).named_in(written)
    assert (mention.measure.key if mention and mention.measure else None) == number


def test_of_two_measures_with_one_code_the_named_place_decides() -> None:
    twins = (
        KnownMeasure(7, "NI 9", "Use of libraries", "Northshire"),
        KnownMeasure(8, "NI 9", "Use of libraries", "Southtown"),
    )
    measures = Measures(twins)
    sure, unsure = measures.named_in("NI 9 in Southtown"), measures.named_in("NI 9")
    assert sure is not None
    assert unsure is not None
    assert (sure.measure, sure.doubt) == (twins[1], "")
    assert unsure.doubt != ""


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("Outturn", What.VALUE),
        ("Actual", What.VALUE),
        ("Planned", What.TARGET),
        ("Base line", What.BASELINE),
        ("RAG rating", What.STATUS),
        ("Comment on the target", What.COMMENT),
        ("Responsible officer", What.OWNER),
        ("Lead agency", What.ORGANISATION),
        ("Date given", What.DATE),
        ("Numerator", What.NUMERATOR),
        ("Out of", What.DENOMINATOR),
        ("Provisional or final", What.FIRMNESS),
        ("Variance from target", None),
        ("Signature", None),
        ("Direction of travel", None),
        ("Ward", None),
    ],
)
def test_what_headings_ask_for(heading: str, what: What | None) -> None:
    assert asked(heading) is what


@pytest.mark.parametrize(
    ("headings", "time"),
    [
        (["Q1", "2009/10"], (When.NAMED, "2009/10 Q1")),
        (["Quarter 3"], (When.QUARTER_3, "")),
        (["Apr - Jun"], (When.QUARTER_1, "")),
        (["first quarter"], (When.QUARTER_1, "")),
        (["Actual to date 2009/10"], (When.SO_FAR, "")),
        (["YTD"], (When.SO_FAR, "")),
        (["Previous quarter"], (When.BEFORE, "")),
        (["Last year"], (When.YEAR_BEFORE, "")),
        (["Full year"], (When.YEAR, "")),
        (["2008-09"], (When.NAMED, "2008/09")),
        (["Actual"], None),
    ],
)
def test_which_period_headings_mean(headings: list[str], time: tuple[When, str] | None) -> None:
    assert time_in(headings) == time


def test_any_cell_can_be_pointed_at_a_merged_one_by_each_of_its_cells() -> None:
    layout = layout_of(ministry())
    assert place_of(layout, "Sheet “Return”", 1, 4) == (
        "xl/worksheets/sheet1.xml",
        "A1",
        "Quarterly return to the Ministry",
        False,
    )
    assert place_of(layout, "Sheet “Return”", 40, 30) == ("xl/worksheets/sheet1.xml", "AD40", "", False)
    assert place_of(layout, "Sheet “Return”", 11, 5) == ("xl/worksheets/sheet1.xml", "E11", "", True)
    assert place_of(layout, "Sheet “Nowhere”", 1, 1) is None
    words = layout_of(county())
    assert place_of(words, "Table 1", 2, 4) == place_of(words, "Table 1", 1, 4)
    assert place_of(words, "Table 1", 9, 1) is None


@pytest.mark.parametrize(
    "content",
    [
        with_members(
            ministry(),
            {"xl/worksheets/sheet1.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"},
        ),
        with_members(county(), {"word/document.xml": b"<not xml"}),
        with_members(ministry(), {"xl/media/bomb.xml": b"0" * 200_000_000}),
        b"PK\x03\x04 nothing",
        with_members(
            wide := sheet(("NI 1", 2), merged=("A1:B1",)),
            {
                "xl/worksheets/sheet1.xml": members(wide)["xl/worksheets/sheet1.xml"].replace(
                    b"A1:B1", b"A1:XFD1048576"
                )
            },
        ),
    ],
    ids=["entity", "broken", "bomb", "no archive", "merged to the last corner"],
)
def test_hostile_files_are_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable):
        propose(layout_of(content), KNOWN)


def test_macros_are_let_through_and_marks_in_cells_found() -> None:
    book = with_members(sheet(("Actual: {{NI 1 actual}}%",)), {"xl/vbaProject.bin": b"a program"})
    assert read(book) == {"{{NI 1 actual}}": (What.VALUE, When.THIS, "", 1, None)}
    assert members(book)["xl/vbaProject.bin"] == b"a program"


def test_the_unit_beside_a_mark_is_seen_and_that_of_another_figure_is_not() -> None:
    content = sheet(("{{NI 1 actual}} serious crimes",), ("{{NI 1 actual}}%",), ("{{NI 1 actual}} of 85%",))
    beside = [one.beside for one in propose(layout_of(content), KNOWN)]
    assert ["crimes" in words for words in beside] == [True, False, False]
    assert ["%" in words for words in beside] == [False, True, False]


def test_a_document_without_anything_to_fill_in() -> None:
    document = Document()
    document.add_paragraph("Dear all, see [1] and ____ for a laugh.")
    assert read(bytes_of(document)) == {}
