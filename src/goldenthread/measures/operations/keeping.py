"""Rows straight into the database, past one object a row: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from goldenthread.measures.models import Observation


def insert(columns: Sequence[str], rows: Collection[tuple[Any, ...]]) -> None:
    """Keep observations whose columns are in this order. What they may say was checked before; one statement."""
    if not rows:
        return
    table = connection.ops.quote_name(Observation._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of our own columns
                list(map(_as_kept, rows)),
            )


def _as_kept(row: tuple[Any, ...]) -> list[Any]:
    """A row as SQLite's own fields keep it."""
    return [value if (keep := _KEPT.get(type(value))) is None else keep(value) for value in row]


@lru_cache(maxsize=64)  # a load is known from one moment on
def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


_KEPT: Final[dict[type, Callable[[Any], Any]]] = {
    Decimal: "{:f}".format,
    datetime: _moment,
    date: date.isoformat,
}
