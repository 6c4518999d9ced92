"""Make the invented templates of others in examples/hertfordshire. Run it again only to change them."""

from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font, PatternFill

FOLDER = Path(__file__).parent.parent / "examples/hertfordshire"
ROWS = (
    ("NI 16", "Serious acquisitive crime", "#,##0"),
    ("NI 135", "Carers who receive support", "0.0%"),
    ("NI 152", "People on out of work benefits (Stevenage)", "0.0%"),
    ("NI 154", "Net additional homes provided", "#,##0"),
    ("NI 100", "Looked after children reaching level 4 in maths", "0.0%"),
)
HEADINGS = ("Code", "Indicator", "Target for the year", "Previous quarter", "This quarter", "Year to date")


def ministry() -> None:
    """A workbook with headings over two lines, sums, a chart and rules of colour."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Return"
    sheet["A1"], sheet["A2"], sheet["A3"] = "Quarterly return", "Partnership:", "Reporting period:"
    sheet["D3"] = "Date of return:"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["E3"].number_format = "dd/mm/yyyy"
    sheet["D5"], sheet["G5"], sheet["H5"], sheet["I5"] = "Actual", "Change", "Commentary", "Lead organisation"
    sheet.merge_cells("D5:F5")
    for column, words in enumerate(HEADINGS, 1):
        sheet.cell(6, column, words).font = Font(bold=True)
    for row, (code, title, shown) in enumerate(ROWS, 7):
        sheet.cell(row, 1, code)
        sheet.cell(row, 2, title)
        for column in (3, 4, 5, 6):
            sheet.cell(row, column).number_format = shown
            sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFF7D6")
        sheet.cell(
            row, 7, f'=IF(AND(ISNUMBER(D{row}),ISNUMBER(E{row})),E{row}-D{row},"")'
        ).number_format = shown
        sheet.cell(row, 8).alignment = Alignment(wrap_text=True)
    sheet.conditional_formatting.add("G7:G11", ColorScaleRule("min", None, "F8CBAD", "max", None, "C6E0B4"))
    for letter, width in {"A": 18, "B": 44, "C": 16, "D": 16, "E": 16, "F": 16, "H": 50, "I": 40}.items():
        sheet.column_dimensions[letter].width = width
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, max_col=5, min_row=6, max_row=7), titles_from_data=True)
    sheet.add_chart(chart, "A14")
    book.save(FOLDER / "quarterly-return.xlsx")


def commissioner() -> None:
    """A document with a table, a sentence to complete and a head."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Report to the police commissioner by {{partnership}}"
    document.add_heading("Safer communities: {{period}}")
    document.add_paragraph(
        "There were {{NI 16 actual}} serious acquisitive crimes in the period. The target is {{NI 16 target}}."
    )
    table: Any = document.add_table(3, 5, style="Table Grid")
    for column, words in enumerate(("Measure", "Baseline", "Target", "This period", "What happened")):
        table.cell(0, column).text = words
    for row, words in enumerate(("NI 16 Serious acquisitive crime", "NI 15 Serious violent crime"), 1):
        table.cell(row, 0).text = words
    document.add_paragraph("Approved by: ______________")
    document.save(str(FOLDER / "commissioner-report.docx"))


if __name__ == "__main__":
    ministry()
    commissioner()
