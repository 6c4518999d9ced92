"""Templates as others might send them: full of what is easily lost. Invented, built by the tests themselves."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation


def bytes_of(made: Any) -> bytes:
    """A workbook or document as it is sent."""
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def picture() -> bytes:
    """A PNG of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


def ministry() -> bytes:
    """A workbook: headings over two lines and merged, formulas on two sheets, a chart, a picture, rules of colour,
    lists to choose from, names, a head and foot, a locked and a hidden sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Return"
    sheet["A1"] = "Quarterly return to the Ministry"
    sheet.merge_cells("A1:I1")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"], sheet["A3"], sheet["D2"] = "Reporting period:", "Partnership:", "Date of return:"
    sheet["E2"].number_format = "dd/mm/yyyy"
    for cells, words in (("C5:D5", "Target"), ("E5:F5", "Actual")):
        sheet[cells.split(":")[0]] = words
        sheet.merge_cells(cells)
    for column, words in enumerate(
        ("Code", "Indicator", "Last year", "This year", "This quarter", "Year to date"), 1
    ):
        sheet.cell(6, column, words)
    sheet["G5"], sheet["H5"], sheet["I5"] = "Variance", "Commentary", "Lead officer"
    for row, (code, title) in enumerate(
        (
            ("NI 1", "Households helped in way 1"),
            ("NI002", "Households helped in way 2"),
            ("NI 999", "Something that we do not count"),
            ("", "Households helped in way 3"),
        ),
        7,
    ):
        sheet.cell(row, 1, code)
        sheet.cell(row, 2, title)
        sheet.cell(row, 7, f"=E{row}-D{row}")
        for column in (3, 4, 5, 6):
            sheet.cell(row, column).number_format = "0.0%"
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFFF99")
    sheet["B11"], sheet["E11"] = "All", "=SUM(E7:E10)"
    sheet.conditional_formatting.add("E7:E10", ColorScaleRule("min", None, "FF0000", "max", None, "00FF00"))
    sheet.conditional_formatting.add("G7:G10", CellIsRule("lessThan", ["0"], font=Font(color="FF0000")))
    choice = DataValidation(type="decimal", operator="between", formula1="0", formula2="1")
    sheet.add_data_validation(choice)
    choice.add("E7:E10")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=6, max_row=10), titles_from_data=True)
    sheet.add_chart(chart, "K5")
    sheet.oddHeader.center.text, sheet.oddFooter.right.text = "OFFICIAL", "Page &P"
    sheet.protection.sheet = True
    summary: Any = book.create_sheet("Summary & sums")
    summary["A1"], summary["B1"] = "All households", "=Return!E11"
    summary["A2"], summary["B2"] = "Fixed", "=1+1"
    summary["A3"], summary["B3"] = "Named", "=SUM(figures)"
    book.defined_names["figures"] = DefinedName("figures", attr_text="Return!$E$7:$E$10")
    notes: Any = book.create_sheet("Notes")
    notes["A1"] = "NI 1"
    notes["B1"] = ""
    notes.sheet_state = "hidden"
    return with_members(bytes_of(book), {"xl/media/picture.png": picture()})


CONTROL = """<w:sdt {names}><w:sdtPr><w:alias w:val="NI 2 comment"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>
<w:p><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>Click or tap here to enter text.</w:t></w:r></w:p>
</w:sdtContent></w:sdt>"""


def county() -> bytes:
    """A document: two tables, one with merged cells and a table inside it, one for a single measure; marks in running
    text and split over stretches of it, a head and foot, a field of a form, a picture."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Return of {{partnership}}"
    document.sections[0].footer.paragraphs[0].text = "For office use only ______"
    document.add_heading("County monitoring return")
    line = document.add_paragraph("For the period ")
    for piece, bold in (("{{per", False), ("iod", True), ("}}", False), (" only.", False)):
        line.add_run(piece).bold = bold
    table: Any = document.add_table(4, 5)
    rows = (
        ("Measure", "Result", "", "What happened", "Owner"),
        ("", "Q1", "Q2", "", ""),
        ("NI 1: Households helped in way 1", "", "", "", ""),
        ("NI 2: Households helped in way 2", "", "", "", ""),
    )
    for row, words in enumerate(rows):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 3).merge(table.cell(1, 3))
    table.cell(0, 4).merge(table.cell(1, 4))
    inner = table.cell(3, 3).add_table(1, 2)
    inner.cell(0, 0).text = "Nested, not yours"
    document.add_paragraph("NI 3 Households helped in way 3")
    block: Any = document.add_table(3, 2)
    for row, words in enumerate(("Baseline", "Target (%)", "Lead organisation")):
        block.cell(row, 0).text = words
    block.cell(0, 1).text = "[Insert figure here]"
    document.element.body.insert(3, parse_xml(CONTROL.format(names=nsdecls("w"))))
    document.add_paragraph(
        "In all, {{NI 1 actual}} against a target of «NI_1_target», and £500 [see the notes]."
    )
    document.add_picture(io.BytesIO(picture()))
    return bytes_of(document)


def members(content: bytes) -> dict[str, bytes]:
    """Every member of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """An archive with members added or changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members(content), **changed}.items():
            archive.writestr(name, data)
    return kept.getvalue()
