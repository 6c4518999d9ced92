"""Writing one partnership as an export: lines, sheets, attachments and the manifest over them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from goldenthread.jobs.takeaway import parcel
from goldenthread.jobs.takeaway.choosing import Choice, fields_of
from goldenthread.jobs.takeaway.lines import Row, is_a_file, line_of, plain
from goldenthread.jobs.takeaway.sheets import Paths, rows_of
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.tables import Table, all_sheets
from goldenthread.partnership.models import Partnership

_README: Final = """\
This is one partnership, exported by Golden Thread.

tables/       for people: CSV files (UTF-8) that any spreadsheet opens
records/      for programs: every row as a line of JSON, one file a table, sorted by key
attachments/  the documents that were sent, named by their SHA-256; manifest.json has their own names
manifest.json what is here, with the size and SHA-256 of every file

"goldenthread import" puts it into an empty installation. It holds personal data: names, posts, e-mail addresses
and who did what. Keep it as you would keep those.
"""


class _Writer:
    """Writes the files of an export into a folder and remembers what the manifest must say."""

    def __init__(self, folder: Path, choice: Choice) -> None:
        self._folder = folder
        self._choice = choice
        self._paths = Paths(choice.tables)
        self._sent: dict[str, set[str]] = {}
        for name in ("records", "tables", "attachments"):
            (folder / name).mkdir(mode=0o700)

    def write_lines(self) -> dict[str, int]:
        """One file a table. Returns how many rows each has."""
        self._paths.await_rows(all_sheets())
        counts = {}
        for table in self._choice.tables:
            with (self._folder / "records" / f"{table.name}.jsonl").open("wb") as out:
                counts[table.name] = 0
                for row in self._plain_rows(table):
                    out.write(line_of(row))
                    counts[table.name] += 1
        return counts

    def write_sheets(self) -> None:
        """The CSV files, from the lines that were written."""
        for sheet in all_sheets():
            lines = self._folder / "records" / f"{sheet.model._meta.label_lower.replace('.', '_')}.jsonl"
            target = self._folder / "tables" / f"{sheet.name.replace(' ', '-')}.csv"
            with lines.open("rb") as source, target.open("w", encoding="utf-8", newline="") as out:
                self._paths.write(sheet, rows_of(source), out)

    def attachments(self) -> list[parcel.Attachment]:
        """The files that were sent, by hash, with every name that they were sent under."""
        return [
            parcel.Attachment(sha256=sha256, file_names=sorted(names))
            for sha256, names in sorted(self._sent.items())
        ]

    def _plain_rows(self, table: Table) -> Iterator[Row]:
        files = [field.attname for field in fields_of(table) if is_a_file(field)]
        kept = self._paths.kept.get(table.model)
        key = table.model._meta.pk.attname
        for row in self._choice.rows(table):
            for name in files:
                if row[name] is not None:
                    row[name] = self._attach(bytes(row[name]), row.get(table.file_name, ""))
            said = {name: plain(value) for name, value in row.items()}
            if kept is not None:
                kept[said[key]] = said
            yield said

    def _attach(self, content: bytes, file_name: str) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self._sent:
            (self._folder / "attachments" / sha256).write_bytes(content)
        self._sent.setdefault(sha256, set()).add(file_name)
        return sha256


def write_export(partnership: Partnership, folder: Path) -> parcel.Manifest:
    """Write a partnership into an empty folder, as it is at one moment."""
    with _one_moment():
        writer = _Writer(folder, Choice(partnership.pk))
        counts = writer.write_lines()
        last = AuditEvent.objects.filter(partnership_id=partnership.pk).order_by("-id").first()
        last_change = parcel.LastChange(event=last.pk, at=plain(last.at)) if last else None
    writer.write_sheets()
    (folder / "README.txt").write_text(_README, encoding="utf-8")
    manifest = parcel.Manifest(
        format=parcel.FORMAT,
        written_by=f"goldenthread {version('goldenthread')}",
        partnership=parcel.Named(code=partnership.code, name=partnership.name),
        last_change=last_change,
        counts=counts,
        attachments=writer.attachments(),
        files=[parcel.listed(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()],
    )
    said = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1)
    (folder / parcel.MANIFEST).write_text(f"{said}\n", encoding="utf-8", newline="\n")
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, and keep nobody from writing meanwhile."""
    if connection.in_atomic_block:  # inside somebody else's transaction: its moment is ours
        yield
        return
    database: Any = connection
    mode = getattr(database, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            database.transaction_mode = "DEFERRED"
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            database.transaction_mode = mode
