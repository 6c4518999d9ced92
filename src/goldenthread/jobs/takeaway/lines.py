"""A row as a line of JSON and back: numbers with decimals, days and moments as exact text, nothing rounded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    TextField,
    Value,
)

Row = dict[str, Any]

_DECIMAL = re.compile(r"-?\d{1,60}(\.\d{1,60})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Damaged(Exception):
    """What is wrong with a line, as the end of a sentence."""


def plain(value: Any) -> Any:
    """A value as JSON holds it without losing anything. Raises TypeError for a kind that no table has had yet."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value + 0, "f")  # SQLite knows a minus zero, PostgreSQL does not
    if value is None or isinstance(value, bool | int | str | list | dict | float):
        return value
    raise TypeError(f"An export cannot write a {type(value).__name__} yet.")


def line_of(row: Row) -> bytes:
    """A row whose values are plain, as one line. Fields keep their order; what is inside a JSON field is sorted."""
    try:
        return _line(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a pair, which UTF-8 cannot hold
        return _line(row, ensure_ascii=True).encode()


def _line(row: Row, *, ensure_ascii: bool) -> str:
    pairs = (
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=ensure_ascii, sort_keys=True)}"
        for name, value in row.items()
    )
    return "{" + ", ".join(pairs) + "}\n"


def row_of(line: bytes, names: list[str]) -> Row:
    """The values of a line. Raises Damaged unless it has exactly these fields in this order, each once."""
    try:
        pairs = json.loads(line, object_pairs_hook=_Pairs, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        raise Damaged("it is not JSON") from problem
    if not isinstance(pairs, _Pairs):
        raise Damaged("it is not a row")
    if [name for name, _ in pairs] != names:
        raise Damaged("its fields are not those that this program writes")
    return {name: _unpaired(value) for name, value in pairs}


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON before a name that stands twice is lost."""


def _unpaired(value: Any) -> Any:
    if isinstance(value, _Pairs):
        return {name: _unpaired(inner) for name, inner in value}
    if isinstance(value, list):
        return [_unpaired(inner) for inner in value]
    return value


def _refuse_constant(word: str) -> None:
    raise ValueError(word)


def read_value(field: Field[Any, Any], value: Any, *, vendor: str) -> Any:
    """A plain value as its field holds it on that database. Raises Damaged, with the field's name."""
    if value is None and isinstance(field, JSONField) and not field.null:
        return Value(None, JSONField())
    if value is None:
        if not field.null:
            raise Damaged(f"“{field.name}” is empty")
        return None
    for kind, read in _READERS.items():
        if isinstance(field, kind):
            return read(field, value, vendor)
    raise TypeError(f"An import cannot read a {type(field).__name__} yet.")


def _wrong(field: Field[Any, Any]) -> Damaged:
    return Damaged(f"“{field.name}” is not what it should be")


def _read_link(field: Any, value: Any, vendor: str) -> int:
    return _read_number(field, value, vendor)  # every key here is a number


def _read_number(field: Any, value: Any, vendor: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise _wrong(field)
    return value


def _read_yes_or_no(field: Any, value: Any, vendor: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(field)
    return value


def _read_text(field: Any, value: Any, vendor: str) -> str:
    if not isinstance(value, str):
        raise _wrong(field)
    if field.max_length is not None and len(value) > field.max_length:
        raise Damaged(f"“{field.name}” is longer than {field.max_length} characters")
    if vendor == "postgresql" and "\0" in value:
        raise Damaged(f"“{field.name}” holds the character NUL, which PostgreSQL cannot keep")
    return value


def _read_json(field: Any, value: Any, vendor: str) -> Any:
    if vendor == "postgresql" and "\\u0000" in json.dumps(value):
        raise Damaged(f"“{field.name}” holds the character NUL, which PostgreSQL cannot keep")
    return value


def _read_decimal(field: Any, value: Any, vendor: str) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise _wrong(field)
    number = Decimal(value)
    digits = len(number.normalize().as_tuple().digits)
    whole = max(number.adjusted() + 1, 0)
    places = -int(number.as_tuple().exponent)
    if places != field.decimal_places or whole > field.max_digits - field.decimal_places:
        raise _wrong(field)
    if vendor == "sqlite" and digits > 15:
        raise Damaged(
            f"“{field.name}” has {digits} digits, and SQLite keeps 15 exactly: import into PostgreSQL"
        )
    return number


def _read_moment(field: Any, value: Any, vendor: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(field) from None
    if moment.tzinfo is None:
        raise _wrong(field)
    return moment


def _read_day(field: Any, value: Any, vendor: str) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise _wrong(field)


_READERS: dict[type[Field[Any, Any]], Callable[[Any, Any, str], Any]] = {
    ForeignKey: _read_link,
    IntegerField: _read_number,
    BooleanField: _read_yes_or_no,
    CharField: _read_text,
    TextField: _read_text,
    JSONField: _read_json,
    DecimalField: _read_decimal,
    DateTimeField: _read_moment,
    DateField: _read_day,
}
"""How to read each kind of field; a moment before a day, whose kind it is too."""


def is_a_file(field: Field[Any, Any]) -> bool:
    """Whether a field keeps the bytes of a file, which an export writes beside its lines."""
    return isinstance(field, BinaryField)
