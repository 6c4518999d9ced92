"""Templates are filled, and nothing else in them changes."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from goldenthread.press.filling import filled
from goldenthread.press.recalculating import Cells, dependent_cells
from goldenthread.press.shapes import CannotFill, Filling
from goldenthread.reading.outside.proposing import layout_of
from goldenthread.reading.outside.shapes import Layout
from tests.outside_templates import county, members, ministry, with_members

SHEET = "xl/worksheets/sheet1.xml"
TEXT = "word/document.xml"
MINISTRY, COUNTY = ministry(), county()
CELLS = ("B2", "B3", "C7", "D7", "E7", "E8", "F10", "H7", "I8", "Z99", "A40")


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def cells_as_xml(content: bytes, part: str) -> dict[str, bytes]:
    """Every cell of a sheet as it is written, and the rest of the sheet under "rest"."""
    root = etree.fromstring(members(content)[part])
    found = {}
    for cell in list(root.iter("{*}c")):
        found[cell.get("r")] = etree.tostring(cell, method="c14n")
        cell.getparent().remove(cell)
    for row in list(root.iter("{*}row")):
        if len(row) == 0 and set(row.attrib) <= {"r", "spans"}:
            row.getparent().remove(row)
    return {**found, "rest": etree.tostring(root, method="c14n")}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(CELLS),
        st.one_of(
            st.decimals(-(10**9), 10**9, places=3).map(lambda number: (number, "")),
            st.text(max_size=40).map(lambda words: (None, words)),
        ),
        min_size=1,
    )
)
def test_only_the_cells_that_are_filled_change(wanted: dict[str, tuple[Decimal | None, str]]) -> None:
    after = filled(
        MINISTRY, [Filling(SHEET, at, words or str(number), number) for at, (number, words) in wanted.items()]
    )
    before_parts, after_parts = members(MINISTRY), members(after)
    assert list(after_parts) == list(before_parts)
    assert {name for name in before_parts if before_parts[name] != after_parts[name]} <= {
        SHEET,
        "xl/workbook.xml",
    }
    before_cells, after_cells = cells_as_xml(MINISTRY, SHEET), cells_as_xml(after, SHEET)
    assert {at: xml for at, xml in after_cells.items() if at not in wanted} == {
        at: xml for at, xml in before_cells.items() if at not in wanted
    }
    page, first = opened(after)["Return"], opened(MINISTRY)["Return"]
    for at in CELLS:
        assert page[at].number_format == first[at].number_format
        assert page[at].fill.fgColor.rgb == first[at].fill.fgColor.rgb


def test_numbers_days_and_words_go_in_by_the_style_of_the_cell() -> None:
    after = filled(
        MINISTRY,
        [
            Filling(SHEET, "E7", "82.5%", Decimal("82.5"), percent=True),
            Filling(SHEET, "E8", "No figure: the survey was late."),
            Filling(SHEET, "H7", "82.5%", Decimal("82.5"), percent=True),
            Filling(SHEET, "E2", "3 October 2009", day=date(2009, 10, 3)),
            Filling(SHEET, "B2", "3 October 2009", day=date(2009, 10, 3)),
            Filling(SHEET, "H8", "=1+1 is\nno formula _x0041_ \x07"),
            Filling(SHEET, "E10", "0%", Decimal(0), percent=True),
        ],
    )
    sheet = opened(after)["Return"]
    assert (sheet["E7"].value, sheet["E7"].number_format) == (0.825, "0.0%")
    assert sheet["E8"].value == "No figure: the survey was late."
    assert sheet["H7"].value == 82.5
    assert sheet["E2"].value.date() == date(2009, 10, 3)
    assert sheet["B2"].value == "3 October 2009"
    assert sheet["H8"].data_type == "s"
    assert sheet["E10"].value == 0


def test_a_cell_for_text_gets_text() -> None:
    book = opened(MINISTRY)
    book["Return"]["E7"].number_format = "@"
    kept = io.BytesIO()
    book.save(kept)
    after = filled(kept.getvalue(), [Filling(SHEET, "E7", "82.5%", Decimal("82.5"), percent=True)])
    assert opened(after)["Return"]["E7"].value == "82.5%"


def test_formulas_stay_and_what_they_came_to_before_goes_only_where_it_hangs_on_what_was_filled() -> None:
    def remembered(part: str, at: str, text: str) -> bytes:
        pattern = rf'(<c r="{at}"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)'.encode()
        return re.sub(pattern, rb"\g<1><v>" + text.encode() + b"</v>", members(template)[part])

    template = MINISTRY
    summary = "xl/worksheets/sheet2.xml"
    for part, at in (
        (SHEET, "E11"),
        (SHEET, "G7"),
        (SHEET, "G8"),
        (summary, "B1"),
        (summary, "B2"),
        (summary, "B3"),
    ):
        template = with_members(template, {part: remembered(part, at, "7")})
    kept: Any = load_workbook(io.BytesIO(template), data_only=True)
    assert (kept["Return"]["E11"].value, kept["Summary & sums"]["B2"].value) == (7, 7)

    after = filled(template, [Filling(SHEET, "E7", "1", Decimal(1))])

    sheets: Any = load_workbook(io.BytesIO(after), data_only=True)
    assert [sheets["Return"][at].value for at in ("E11", "G7", "G8")] == [None, None, 7]
    assert [sheets["Summary & sums"][at].value for at in ("B1", "B2", "B3")] == [None, 7, None]
    formulas = opened(after)
    assert formulas["Return"]["E11"].value == "=SUM(E7:E10)"
    assert formulas["Summary & sums"]["B3"].value == "=SUM(figures)"
    assert formulas.calculation.fullCalcOnLoad is True


@pytest.mark.parametrize(
    ("formula", "hangs"),
    [
        ("A1+1", True),
        ("$A$1", True),
        ("B1", False),
        ("SUM(A:A)", True),
        ("SUM(1:3)", True),
        ("SUM(B1:C9)", False),
        ("Other!A1", False),
        ("'Other'!A1", False),
        ("Figures!A1", True),
        ('"A1"&B2', False),
        ("LOG10(B2)", False),
        ('INDIRECT("B2")', True),
        ("Table1[Value]", True),
        ("a_name", True),
        ("", True),
    ],
)
def test_what_formulas_hang_on(formula: str, hangs: bool) -> None:
    sheets = {"one": Cells("Figures", {(5, 5): formula, (6, 6): "E5"}), "two": Cells("Other", {})}
    stale = dependent_cells(sheets, {"one": {(1, 1)}})
    assert stale == ({"one": {(5, 5), (6, 6)}} if hangs else {})


@pytest.mark.parametrize(
    ("filling", "sentence"),
    [
        (Filling(SHEET, "E11", "1"), "Cell E11 holds a formula"),
        (Filling("xl/worksheets/sheet9.xml", "A1", "1"), "not there any more"),
        (Filling(SHEET, "nowhere", "1"), "is no cell"),
        (Filling(SHEET, "A1", "1", mark="{{gone}}"), "is not in the template"),
    ],
)
def test_what_cannot_be_filled_is_said(filling: Filling, sentence: str) -> None:
    with pytest.raises(CannotFill, match=sentence):
        filled(MINISTRY, [filling])


def places(layout: Layout) -> list[tuple[str, str]]:
    """Cells that hold no table of their own, and so can be filled without another changing."""
    return [
        (grid.part, box.at)
        for grid in layout.grids
        for box in grid.boxes
        if not any(other.at.startswith(f"{box.at}.") for table in layout.grids for other in table.boxes)
    ]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(places(layout_of(COUNTY))), st.text(max_size=30), min_size=1))
def test_only_the_places_of_a_document_that_are_filled_change(wanted: dict[tuple[str, str], str]) -> None:
    after = filled(COUNTY, [Filling(part, at, words) for (part, at), words in wanted.items()])
    before_parts, after_parts = members(COUNTY), members(after)
    assert list(after_parts) == list(before_parts)
    assert {name for name in before_parts if before_parts[name] != after_parts[name]} <= {
        part for part, _ in wanted
    }
    before, later = etree.fromstring(before_parts[TEXT]), etree.fromstring(after_parts[TEXT])
    for root in (before, later):
        cells = []
        for _, at in wanted:
            element = root
            for step in at.split("."):
                element = element[int(step)]
            cells.append(element)
        for cell in cells:
            for child in list(cell):
                if not str(child.tag).endswith("}tcPr"):
                    cell.remove(child)
    assert etree.tostring(before, method="c14n") == etree.tostring(later, method="c14n")


def test_marks_are_replaced_over_stretches_of_text_and_keep_its_looks() -> None:
    layout = layout_of(COUNTY)
    fillings = [
        Filling(mark.part, mark.at, f"<{number}>\nnext", mark=mark.text, occurrence=mark.occurrence)
        for number, mark in enumerate(layout.marks)
        if mark.text.startswith(("{{", "«"))
    ]
    document: Any = Document(io.BytesIO(filled(COUNTY, fillings)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert any(re.fullmatch(r"For the period <\d+>\nnext only\.", text) for text in texts)
    assert any(
        re.fullmatch(
            r"In all, <\d+>\nnext against a target of <\d+>\nnext, and £500 \[see the notes\]\.", text
        )
        for text in texts
    )
    assert re.fullmatch(r"Return of <\d+>\nnext", document.sections[0].header.paragraphs[0].text)
    assert document.sections[0].footer.paragraphs[0].text == "For office use only ______"
    assert document.tables[0].cell(3, 3).tables[0].cell(0, 0).text == "Nested, not yours"


def test_a_field_of_a_form_is_a_prompt_no_longer() -> None:
    control = next(mark for mark in layout_of(COUNTY).marks if "NI 2 comment" in mark.name)
    after = filled(COUNTY, [Filling(control.part, control.at, "All went well.")])
    text = members(after)[TEXT].decode()
    assert "Click or tap here" not in text
    assert "All went well." in text
    assert "showingPlcHdr" not in text
    assert "PlaceholderText" not in text


def test_macros_are_kept_and_marks_in_a_cell_replaced() -> None:
    book = opened(MINISTRY)
    book["Return"]["A20"] = "In all {{a}}% and {{a}}%"
    kept = io.BytesIO()
    book.save(kept)
    template = with_members(kept.getvalue(), {"xl/vbaProject.bin": b"\x00program"})
    after = filled(
        template,
        [Filling(SHEET, "A20", "5", mark="{{a}}", occurrence=2), Filling(SHEET, "A20", "4", mark="{{a}}")],
    )
    assert opened(after)["Return"]["A20"].value == "In all 4% and 5%"
    assert members(after)["xl/vbaProject.bin"] == b"\x00program"
