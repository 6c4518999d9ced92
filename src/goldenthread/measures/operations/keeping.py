"""Rows straight into the database, past one object a row: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
                [tuple(map(_as_kept, row)) for row in rows],
            )


def _as_kept(value: Any) -> Any:
    """A value as SQLite's own fields keep it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
