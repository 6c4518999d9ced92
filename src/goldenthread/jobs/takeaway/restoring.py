"""Putting an export into an empty installation: everything or nothing, with the keys that it had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.db.models import AutoField, Max, Model

from goldenthread.jobs.takeaway.choosing import fields_of
from goldenthread.jobs.takeaway.lines import Damaged, Row, is_a_file, read_value, row_of
from goldenthread.jobs.takeaway.parcel import Manifest, Parcel
from goldenthread.kernel import search
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.operations import keep_rows
from goldenthread.kernel.tables import Table, all_tables
from goldenthread.partnership.models import Partnership

AT_ONCE = 1000
"""Rows kept in one go."""
LONGEST_LINE = 256 * 1024 * 1024
"""Bytes of a row: a document's whole text and the plan that was read from it are in one."""


def what_is_here() -> str:
    """What this installation holds, in words ("2 partnerships"); empty where there is nothing, or no table yet."""
    there = set(connection.introspection.table_names())
    for table in sorted(all_tables(), key=lambda table: table.model is not Partnership):
        said = table.model._meta
        count = table.model._base_manager.count() if said.db_table in there else 0
        if count:
            return f"{count} {said.verbose_name if count == 1 else said.verbose_name_plural}"
    return ""


def check_empty() -> None:
    """Raises Refused where this installation holds anything already."""
    if here := what_is_here():
        raise Refused(
            f"This installation is not empty: it has {here}. "
            "An export can only be put into an empty one; nothing was changed."
        )


@transaction.atomic
def restore_export(parcel: Parcel, manifest: Manifest) -> None:
    """Keep every row of a checked export. Raises Refused, and then nothing is kept."""
    tables = all_tables()
    check_empty()
    _check_tables(tables, manifest)
    attachments = {attachment.sha256 for attachment in manifest.attachments}
    for table in tables:
        name = f"records/{table.name}.jsonl"
        with parcel.open(name) as lines:
            reader = _Reader(table, name, parcel, attachments)
            count = _keep(reader, lines)
        if count != manifest.counts[table.name]:
            raise Refused(f"“{name}” has {count} rows, and the manifest says {manifest.counts[table.name]}.")
    try:
        connection.check_constraints()
    except IntegrityError as problem:
        raise Refused(
            f"This export refers to something that it does not hold: {_first_line(problem)}"
        ) from problem
    _check_links(tables)
    _set_next_numbers(tables)
    search.rebuild()


def _check_tables(tables: tuple[Table, ...], manifest: Manifest) -> None:
    ours = {table.name for table in tables}
    listed = {file.path for file in manifest.files}
    for name in sorted(ours.symmetric_difference(manifest.counts)):
        raise Refused(
            f"This export was written by {manifest.written_by}, whose tables differ from this program's (“{name}”). "
            "Import it with that version and bring the program up to date afterwards."
        )
    for name in sorted(ours):
        if f"records/{name}.jsonl" not in listed:
            raise Refused(f"“records/{name}.jsonl” is missing from the manifest.")


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, name: str, parcel: Parcel, attachments: set[str]) -> None:
        self.name = name
        self.model = table.model
        self._stays = {
            name: value for name, value in table.stays.items() if not _is_between(table.model, name)
        }
        self._fields = fields_of(table)
        self._names = [field.attname for field in self._fields]
        self._parcel = parcel
        self._attachments = attachments

    def rows(self, lines: IO[bytes]) -> Iterator[Model]:
        """Each row of the lines, as a record that is not kept yet. Raises Refused with the file and line."""
        last: int | None = None
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            try:
                row = self._row(line)
                if last is not None and row.pk <= last:
                    raise Damaged("its key is not above the one before")
            except Damaged as problem:
                raise Refused(
                    f"Line {number} of {self.name} is damaged: {problem}. Nothing was imported."
                ) from problem
            last = row.pk
            yield row

    def _row(self, line: bytes) -> Model:
        values: Row = row_of(line, self._names)
        for field in self._fields:
            name = field.attname
            if is_a_file(field) and values[name] is not None:
                values[name] = self._attached(values[name])
            else:
                values[name] = read_value(field, values[name], vendor=connection.vendor)
        stays = {name: value() for name, value in self._stays.items()}
        return self.model(**values, **stays)

    def _attached(self, sha256: Any) -> bytes:
        if sha256 not in self._attachments:
            raise Damaged("it names an attachment that is not in the manifest")
        with self._parcel.open(f"attachments/{sha256}") as file:
            return file.read()


def _is_between(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.local_many_to_many)


def _keep(reader: _Reader, lines: IO[bytes]) -> int:
    count = 0
    waiting: list[Model] = []
    try:
        for row in reader.rows(lines):
            waiting.append(row)
            count += 1
            if len(waiting) == AT_ONCE:
                keep_rows(waiting)
                waiting = []
        keep_rows(waiting)
    except (DataError, IntegrityError, OverflowError) as problem:
        raise Refused(
            f"A row of {reader.name} cannot be kept: {_first_line(problem)}. Nothing was imported."
        ) from problem
    return count


def _check_links(tables: tuple[Table, ...]) -> None:
    """What plain numbers stand for must be there, as the database itself does not look."""
    for table in tables:
        for name, model in table.links.items():
            there = model._base_manager.values("pk")
            if table.model._base_manager.exclude(**{name: None}).exclude(**{f"{name}__in": there}).exists():
                raise Refused(f"A row of records/{table.name}.jsonl refers to something that is not here.")


def _set_next_numbers(tables: tuple[Table, ...]) -> None:
    """Let the next record get a number that was never another's: after the highest key, and for accounts after
    the highest that the history names."""
    accounts = get_user_model()
    named = [(accounts, "pk"), *((table.model, name) for table in tables for name in table.accounts)]
    highest = max(model._base_manager.aggregate(found=Max(name))["found"] or 0 for model, name in named)
    numbered = [table.model for table in tables if isinstance(table.model._meta.pk, AutoField)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), numbered):
            cursor.execute(statement)
        if highest:
            _set_next(cursor, accounts, highest)


def _set_next(cursor: Any, model: type[Model], highest: int) -> None:
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', highest])
        return
    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, highest])


def _first_line(problem: DatabaseError | OverflowError) -> str:
    return str(problem).splitlines()[0].strip().rstrip(".")
