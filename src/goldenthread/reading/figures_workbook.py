"""A workbook of figures that we wrote and somebody filled in: what they changed, cell by cell."""

from dataclasses import dataclass

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import Rendering

SHEET = "Figures"
ABOUT = "About"
HEADINGS = (
    "Number",
    "Measure",
    "Place or group",
    "Unit",
    "Last period",
    "As it was",
    "Figure",
    "Comment",
    "How firm",
    "Why it replaces the one before",
    "Of what kind that is",
    "What is unusual about it",
    "Comment as it was",
    "How firm it was",
)
"""The columns of the sheet, from A on. The first and the last two are hidden, and so is "As it was"."""
_COLUMNS = {"value": "G", "comment": "H", "status": "I", "reason": "J", "revision": "K", "explanation": "L"}


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row that somebody changed: what stands in its cells, and in which row of the sheet they are."""

    row: int
    series: str
    figure: str
    comment: str
    firmness: str
    reason: str
    revision: str = ""
    explanation: str = ""

    def cell(self, field: str) -> str:
        """Where a field stands: "sheet Figures, cell G7"."""
        return f"Sheet {SHEET}, cell {_COLUMNS.get(field, 'G')}{self.row}"


@dataclass(frozen=True, slots=True)
class FiguresWorkbook:
    """What was sent back: for which partnership and period, from which version, and the rows that were changed."""

    partnership: str
    period: str
    as_of: int
    rows: tuple[TypedRow, ...]


def read_figures(rendering: Rendering) -> FiguresWorkbook:
    """The rows that somebody changed. Raises Unreadable where it is not a workbook that we wrote."""
    sheets: dict[str, list[list[str]]] = {}
    for line in rendering.lines:
        cells = [" ".join(cell.split()) for cell in line.cells or ()]
        sheets.setdefault(line.table_name or "", []).append(cells)
    about = {row[0]: row[1] for row in sheets.get(ABOUT, []) if len(row) > 1}
    rows = sheets.get(SHEET, [])
    if not rows or not {"Partnership", "Period", "Version"} <= about.keys():
        raise Unreadable(
            "This is not a workbook of figures from here. Download one on this page, fill it in and send that."
        )
    head = tuple(_filled(rows[0]))
    if head != HEADINGS:
        at = next(place for place, name in enumerate(HEADINGS) if place >= len(head) or head[place] != name)
        raise Unreadable(
            f"Sheet {SHEET}: column {chr(ord('A') + at)} should be “{HEADINGS[at]}”. Columns must stay as they were:"
            " download the workbook again and copy your figures into it."
        )
    if not about["Version"].isdigit():
        raise Unreadable(f"Sheet {ABOUT}: the version was changed. Download the workbook again.")
    found = [
        row for number, cells in enumerate(rows[1:], start=2) if (row := _changed(number, _filled(cells)))
    ]
    doubled = next((row for row in found if [one.series for one in found].count(row.series) > 1), None)
    if doubled is not None:
        raise Unreadable(
            f"Sheet {SHEET}, row {doubled.row}: this series is in the sheet twice. Keep one of the rows."
        )
    return FiguresWorkbook(about["Partnership"], about["Period"], int(about["Version"][:18]), tuple(found))


def _filled(cells: list[str]) -> list[str]:
    return (cells + [""] * len(HEADINGS))[: len(HEADINGS)]


def _changed(number: int, cells: list[str]) -> TypedRow | None:
    """The row where a person changed it; None where it says what it said."""
    series, _, _, _, _, was, figure, comment, firmness, reason, revision, unusual, said, firm = cells
    if not any(cells) or (figure, comment, firmness) == (was, said, firm):
        return None
    if not series.isdigit():
        raise Unreadable(
            f"Sheet {SHEET}, row {number}: it is not one of our rows. Rows cannot be added here: take it out."
        )
    return TypedRow(number, series, figure, comment, firmness, reason, revision, unusual)
