"""The tables for people: CSV made from the lines of an export, so that both say the same."""

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TextIO

from django.db.models import DecimalField, ForeignKey, Model

from goldenthread.kernel.tables import Sheet, Table

Row = dict[str, Any]
Kept = dict[type[Model], dict[int, Row]]
"""The rows that paths lead through, by model and key."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet would take for a formula."""


class Paths:
    """Walks the paths of sheets through rows. `kept` is filled by whoever writes the lines."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = {table.model: table for table in tables}
        self.kept: Kept = {}

    def await_rows(self, sheets: Iterable[Sheet]) -> None:
        """Say which models' rows the paths of these sheets lead through: those are to be kept."""
        for sheet in sheets:
            for path in (*sheet.columns.values(), *sheet.order):
                model = sheet.model
                for step in path.split(".")[:-1]:
                    model = self._step(model, step)[1]
                    self.kept.setdefault(model, {})

    def write(self, sheet: Sheet, rows: Iterable[Row], file: TextIO) -> None:
        """Write a sheet as CSV, with a mark that tells spreadsheets it is UTF-8."""
        wanted = [row for row in rows if all(row[name] == value for name, value in sheet.only.items())]
        wanted.sort(key=lambda row: [_sorting(self._value(sheet.model, path, row)) for path in sheet.order])
        file.write("\ufeff")
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(sheet.columns)
        decimals = [self._is_decimal(sheet.model, path) for path in sheet.columns.values()]
        for row in wanted:
            values = (self._value(sheet.model, path, row) for path in sheet.columns.values())
            out.writerow(cell(value, number=number) for value, number in zip(values, decimals, strict=True))

    def _value(self, model: type[Model], path: str, row: Row | None) -> Any:
        *steps, last = path.split(".")
        for step in steps:
            column, model = self._step(model, step)
            key = row[column] if row is not None else None
            row = None if key is None else self.kept[model][key]
        if row is None:
            return None
        return row[last]

    def _step(self, model: type[Model], step: str) -> tuple[str, type[Model]]:
        """The column that a step reads, and the model that it leads to."""
        if step in self._tables[model].links:
            return step, self._tables[model].links[step]
        field: Any = model._meta.get_field(step)
        return field.attname, field.related_model

    def _is_decimal(self, model: type[Model], path: str) -> bool:
        *steps, last = path.split(".")
        for step in steps:
            model = self._step(model, step)[1]
        field = model._meta.get_field(last)
        return isinstance(field, DecimalField) and not isinstance(field, ForeignKey)


def cell(value: Any, *, number: bool = False) -> str:
    """A plain value as a cell: numbers without idle zeros, and no text that a spreadsheet would reckon with."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if number:
        return format(Decimal(value).normalize() + 0, "f")
    if isinstance(value, int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(_FORMULA) else text


def _sorting(value: Any) -> tuple[bool, Any]:
    return (value is None, 0 if value is None else value)


def rows_of(lines: Iterable[bytes]) -> Iterator[Row]:
    """The rows of a file of lines that this program wrote."""
    for line in lines:
        yield json.loads(line)
