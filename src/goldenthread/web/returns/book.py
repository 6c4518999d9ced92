"""A round as a workbook or CSV to fill in, what a filled one says, and a copy of it with what is wrong marked."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.forms import ChoiceField
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from goldenthread.reading.returns_table import RETURN, ROUND, SEEN, ReturnRow
from goldenthread.returns.rules import name_of
from goldenthread.web.measures.workbook import as_bytes, legible
from goldenthread.web.returns import pages
from goldenthread.web.returns.form import FIELDS, Item

SHEETS: Final = {"measure": "Figures", "action": "Actions", "milestone": "Milestones", "risk": "Risks"}
DEFINITIONS: Final = "Definitions"
ABOUT: Final = "About"
ASKED: Final = "What is asked"
MEASURE: Final = "Measure code"
PLACE: Final = "Place code"
PART: Final = "Group"
UNIT: Final = "Unit"
LAST: Final = "Last time"
THEN: Final = "What was said then"
TARGET: Final = "Target"
KNOWN: Final = (RETURN, SEEN, ASKED, MEASURE, PLACE, PART, UNIT, LAST, THEN, TARGET)
"""The columns that say what a row is about. They are locked."""
NARROW: Final = (RETURN, SEEN)
HEADINGS: Final = {
    "value": "Figure",
    "numerator": "Number on top",
    "denominator": "Divided by",
    "status": "How firm",
    "what_happened": "What happened",
    "why": "Why",
    "what_next": "What next",
    "revision": "Why it replaces the figure there",
    "explanation": "What we should know about it",
    "nothing_because": "Nothing to report because",
    "percent": "Done in per cent",
    "state": "How it stands",
    "reached_on": "Reached on",
    "likelihood_now": "How likely now",
    "impact_now": "How bad",
}
"""The column of each field that is filled in."""
MEANINGS: Final = {
    RETURN: "Our number of the row. Leave it as it is.",
    SEEN: "Which answer the row began from. Leave it as it is.",
    ASKED: "What the row asks.",
    MEASURE: "The code of the measure, where it has one. A CSV may name a row by it instead of by its number.",
    PLACE: "The official code of the place that the figure is for.",
    PART: "The group that the figure is for, such as women. Blank for everybody.",
    LAST: "The figure before, and its period.",
    "Figure": "The figure. Zero is a figure. Leave it blank where there is none.",
    "Number on top": "Or give two parts, and we divide: this one by the next.",
    "How firm": "Final, provisional or estimated.",
    "Nothing to report because": "Where there is nothing yet: why. Leave the rest of the row blank then.",
    "Why it replaces the figure there": "Only where a figure is there already: a correction, late data or a new method.",
    "What we should know about it": "Only where we ask: why the figure is right although it is unusual.",
    "Reached on": "The day, like 24/09/2026.",
}
FILL: Final = PatternFill("solid", fgColor="FFF7D6")
WRONG: Final = PatternFill("solid", fgColor="F9D0D0")
CELLS_AT_MOST: Final = 255
"""How long a list of choices a workbook takes."""


def written(code: str, asked_in: Any, items: Sequence[Item], known: Mapping[int, Any]) -> bytes:
    """The workbook: a sheet for each kind, one with definitions and one that says what each column is."""
    book = Workbook()
    book.remove(book.active)
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item.kind].append(item)
    for kind, name in SHEETS.items():
        if by_kind[kind]:
            _sheet(book.create_sheet(name), kind, by_kind[kind], known)
    _definitions(book.create_sheet(DEFINITIONS), items)
    _about(book.create_sheet(ABOUT), code, asked_in)
    return as_bytes(book)


def plain(items: Sequence[Item], known: Mapping[int, Any]) -> str:
    """The same rows as CSV, all kinds in one table."""
    fields = list(dict.fromkeys(name for item in items for name in FIELDS[item.kind]))
    kept = io.StringIO()
    rows = csv.writer(kept)
    rows.writerow([*KNOWN, *(HEADINGS[name] for name in fields)])
    for item in items:
        cells = [*_known(item, known.get(item.id)), *(_shown(item, name) for name in fields)]
        rows.writerow([_harmless(str(cell)) for cell in cells])
    return "\ufeff" + kept.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. A minus before a number stays one."""
    is_number = cell.replace("-", "", 1).replace(".", "", 1).isdigit()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number else cell


def _sheet(sheet: Any, kind: str, items: Sequence[Item], known: Mapping[int, Any]) -> None:
    fields = list(FIELDS[kind])
    sheet.append([*KNOWN, *(HEADINGS[name] for name in fields)])
    for item in items:
        cells = [*_known(item, known.get(item.id)), *(_shown(item, name) for name in fields)]
        sheet.append([legible(cell) for cell in cells])
    first = len(KNOWN) + 1
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            is_asked = cell.column >= first
            cell.protection = Protection(locked=not is_asked)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if is_asked:
                cell.fill = FILL
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(cell.column)
        sheet.column_dimensions[letter].width = 40 if cell.value in (ASKED, THEN) else 18
        sheet.column_dimensions[letter].hidden = cell.value in NARROW
    sheet.freeze_panes = "D2"
    sheet.protection.sheet = True
    for place, name in enumerate(fields, start=first):
        _choices(sheet, name, kind, f"{get_column_letter(place)}2:{get_column_letter(place)}{len(items) + 1}")


def _choices(sheet: Any, name: str, kind: str, where: str) -> None:
    words = list(_words(kind, name).values())
    listed = ",".join(words)
    if not words or len(listed) > CELLS_AT_MOST:
        return
    validation = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    validation.error, validation.errorTitle, validation.showErrorMessage = (
        "Choose one from the list.",
        "Not in the list",
        True,
    )
    sheet.add_data_validation(validation)
    validation.add(where)


def _words(kind: str, name: str) -> dict[str, str]:
    """The choices of a field as a cell has them: the words up to their colon, by value."""
    field = FIELDS[kind][name]()
    choices: Any = field.choices if isinstance(field, ChoiceField) else ()
    return {
        str(value): str(words).partition(":")[0].replace(",", "")
        for value, words in choices
        if value not in ("", None)
    }


def _known(item: Item, known: Any) -> list[str | int]:
    asked = item.asked
    last, target = (known.last, known.target) if known else (None, None)
    series = asked.series
    return [
        item.id,
        item.seen,
        name_of(asked),
        series.measure.code if series else "",
        series.place.code if series else "",
        series.category if series else "",
        known.unit if known else "",
        f"{pages.figure_words(last, known.unit)} ({last.period})" if last else "",
        last.comment if last else "",
        pages.target_words(target),
    ]


def _shown(item: Item, name: str) -> str:
    value = item.shown.get(name, "")
    return _words(item.kind, name).get(value, value)


def _definitions(sheet: Any, items: Sequence[Item]) -> None:
    sheet.append(["What is asked", "What", "In words"])
    for item in items:
        for entry in pages.about_words(item.asked):
            sheet.append([legible(name_of(item.asked)), entry.label, legible(entry.text)])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 40), ("B", 24), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True


def _about(sheet: Any, code: str, asked_in: Any) -> None:
    rows = [("Partnership", code), (ROUND, str(asked_in.pk)), ("Name", legible(asked_in.title))]
    rows += [("Period", str(asked_in.period)), ("Due by", f"{asked_in.due_on:%d/%m/%Y}"), ("", "")]
    rows += [("Column", "What it means"), *MEANINGS.items()]
    for row in rows:
        sheet.append(row)
    for letter, width in (("A", 32), ("B", 80)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of a file by the return that they are for, and what is wrong with the others: (row, sentence)."""

    rows: dict[int, ReturnRow]
    stray: list[tuple[ReturnRow, str]]


def matched(rows: Iterable[ReturnRow], items: Sequence[Item]) -> Matched:
    """Which row is for which return: by its number, or by the codes of measure, place and group."""
    by_number = {item.id: item for item in items}
    by_codes: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for item in items:
        series = item.asked.series
        if series:
            key = (series.measure.code.lower(), series.place.code.lower(), series.category.lower())
            by_codes[key].append(item.id)
    found: dict[int, ReturnRow] = {}
    stray: list[tuple[ReturnRow, str]] = []
    for row in rows:
        said = row.cells.get(RETURN.lower(), "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
        if not said:
            codes = tuple(row.cells.get(name.lower(), "").lower() for name in (MEASURE, PLACE, PART))
            there = by_codes.get((codes[0], codes[1], codes[2]), [])
            number = there[0] if len(there) == 1 else 0
        if number not in by_number:
            if _is_filled(row):
                stray.append((row, "This row is of another round, or asked of somebody else."))
        elif number in found:
            if _is_filled(row):
                stray.append((row, "This return is in the file twice. Keep one of the two rows."))
        else:
            found[number] = row
    return Matched(found, stray)


def _is_filled(row: ReturnRow) -> bool:
    return any(row.cells.get(heading.lower()) for heading in HEADINGS.values())


def typed_in(row: ReturnRow, item: Item) -> dict[str, str]:
    """What a row says for the fields of its return, as the page's form would send it."""
    said = {}
    for name in FIELDS[item.kind]:
        text = row.cells.get(HEADINGS[name].lower(), "")
        by_words = {words.lower(): value for value, words in _words(item.kind, name).items()}
        said[name] = by_words.get(
            text.lower(), text.removeprefix("'") if text[:2] in ("'=", "'+", "'-", "'@") else text
        )
    return said


def seen_in(row: ReturnRow, item: Item) -> int:
    """Which answer a row began from; one that does not say began from the last that there is."""
    said = row.cells.get(SEEN.lower(), "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else item.seen


def marked(content: bytes, wrong: Iterable[tuple[ReturnRow, str, str]]) -> bytes:
    """Their own workbook again: the cells that are wrong in red, each with a note that says what. `wrong` are
    (row, heading, sentence)."""
    book = load_workbook(io.BytesIO(content))
    for row, heading, sentence in wrong:
        if row.sheet not in book.sheetnames:
            continue
        cell = book[row.sheet][row.cell(heading)]
        if isinstance(cell, MergedCell):
            continue
        cell.fill = WRONG
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(f"{before}{sentence}", "Golden Thread", width=320, height=140)
    return as_bytes(book)
