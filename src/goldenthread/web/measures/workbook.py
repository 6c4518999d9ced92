"""Figures as a workbook to fill in: what must stay is locked, what can be chosen is a list."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import save_workbook

from goldenthread.measures.queries import FigureRow
from goldenthread.measures.rules import CHOICES
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.reading.figures_workbook import ABOUT, HEADINGS, SHEET
from goldenthread.web.measures.pages import name_of, part_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"B": 48, "C": 24, "D": 12, "E": 16, "G": 14, "H": 48, "I": 14, "J": 40, "K": 20, "L": 40}
HIDDEN = ("A", "F", "M", "N")
TO_FILL = ("G", "H", "I", "J", "K", "L")
MEANINGS = (
    ("Measure", "What is counted. The definition is on the measure's page."),
    ("Last period", "The figure of the period before, to compare."),
    ("Figure", "The figure. Zero is a figure; leave it blank where there is none."),
    ("Comment", "What happened, why, and what next. Where there is no figure: why."),
    ("How firm", "Provisional, estimated or final; blank where nobody says."),
    ("Why it replaces the one before", "Only where a figure was given already and yours is another."),
    ("Of what kind that is", "Only there: a correction, late data or a new method."),
    ("What is unusual about it", "Only where we ask when you send it back: why the figure is right."),
)
FIRMNESS = {words: value for value, words in CHOICES["status"]}
REVISIONS = {words.partition(":")[0]: value for value, words in CHOICES["revision"]}
"""Why an earlier figure is replaced, in few words: "A correction", "Late data", "A new method"."""


def legible(value: object) -> object:
    """A value that a workbook can hold: a sign that it cannot, as Word's line break, becomes a space."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value


def written(heading: PartnershipHeading, period: str, rows: Sequence[FigureRow], version: int) -> bytes:
    """The workbook. Its cells hold no formula, whatever a title begins with."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet.append(list(HEADINGS))
    for row in rows:
        sheet.append([legible(value) for value in _cells(row)])
    for column in sheet.iter_rows(min_row=2):
        for cell in column:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.protection = Protection(locked=cell.column_letter not in TO_FILL)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.column_letter in TO_FILL:
                cell.fill = PatternFill("solid", fgColor="FFF7D6")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for letter in HIDDEN:
        sheet.column_dimensions[letter].hidden = True
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    _choices(sheet, len(rows) + 1)
    _about(book.create_sheet(ABOUT), heading, period, version)
    return as_bytes(book)


def as_bytes(book: Workbook) -> bytes:
    """A workbook as it is sent."""
    kept = io.BytesIO()
    save_workbook(book, kept)
    return kept.getvalue()


def _cells(row: FigureRow) -> list[object]:
    figure = _number(row.value, row.decimals)
    firm = next((words for words, value in FIRMNESS.items() if value == row.status), "")
    return [
        row.series.pk,
        name_of(row.measure),
        part_of(row.series),
        row.measure.unit,
        _number(row.before, row.before_decimals),
        figure,
        figure,
        row.comment,
        firm,
        "",
        "",
        "",
        row.comment,
        firm,
    ]


def _number(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else round(value, decimals)


def _choices(sheet: Any, last: int) -> None:
    numbers = DataValidation(type="decimal", operator="between", formula1="-1E+18", formula2="1E+18")
    numbers.error, numbers.errorTitle = "Write a number, without words.", "Not a number"
    numbers.showErrorMessage = True
    firmness = DataValidation(type="list", formula1=f'"{",".join(FIRMNESS)}"', allow_blank=True)
    firmness.error, firmness.errorTitle = "Choose one from the list.", "Not in the list"
    firmness.showErrorMessage = True
    kinds = DataValidation(type="list", formula1=f'"{",".join(REVISIONS)}"', allow_blank=True)
    kinds.error, kinds.errorTitle = "Choose one from the list.", "Not in the list"
    kinds.showErrorMessage = True
    for validation, letter in ((numbers, "G"), (firmness, "I"), (kinds, "K")):
        sheet.add_data_validation(validation)
        validation.add(f"{letter}2:{letter}{max(last, 2)}")


def _about(sheet: Any, heading: PartnershipHeading, period: str, version: int) -> None:
    rows = [("Partnership", heading.code), ("Period", period), ("Version", str(version)), ("", "")]
    rows += [("Column", "What it means"), *MEANINGS]
    for row in rows:
        sheet.append(row)
    for letter, width in ((get_column_letter(1), 32), (get_column_letter(2), 70)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
