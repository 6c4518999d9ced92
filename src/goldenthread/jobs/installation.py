"""An installation in one file: its database, its secret key, the rest of the data folder and its settings."""

import json
import os
import re
import shutil
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pydantic import ValidationError

from goldenthread.jobs import databases
from goldenthread.jobs.takeaway import parcel
from goldenthread.kernel.errors import Refused

FORMAT: Final = 1
_SECRET: Final = re.compile("SECRET|PASSWORD|KEY|TOKEN")
_OF_THIS_MACHINE: Final = {"GOLDENTHREAD_DATA", "GOLDENTHREAD_DEVELOPMENT"}
_KEY_FILE: Final = "secret-key"


class Backup(parcel.Strict):
    """What a backup holds. `migrations` are those that its database has had; `settings` hold nothing secret."""

    format: Literal[1]
    written_by: str
    made_at: str
    database: Literal["sqlite", "postgresql"]
    migrations: list[str]
    settings: dict[str, str]
    files: list[parcel.File]


def write_backup(target: Path) -> int:
    """Write the installation into a new file that only its owner may read. Returns its size in bytes."""
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as aside:
        folder = Path(aside) / "backup"
        folder.mkdir()
        databases.copy_out(folder / databases.file_name())
        (folder / _KEY_FILE).write_text(settings.SECRET_KEY, encoding="utf-8")
        for path in _data_files():
            copy = folder / "data" / path.relative_to(settings.DATA)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        backup = Backup(
            format=FORMAT,
            written_by=f"goldenthread {version('goldenthread')}",
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            database=_vendor(),
            migrations=_migrations_had(),
            settings=_settings(),
            files=[parcel.listed(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()],
        )
        said = json.dumps(backup.model_dump(), ensure_ascii=False, indent=1)
        (folder / parcel.MANIFEST).write_text(f"{said}\n", encoding="utf-8")
        packed = Path(aside) / "backup.zip"
        parcel.pack(folder, packed)
        packed.replace(target)
    return target.stat().st_size


def manifest_of(source: parcel.Parcel) -> Backup:
    """What a backup says of itself. Raises Refused where it is none, or is damaged or newer than this program."""
    content = parcel.manifest_content(source, "a backup of an installation")
    parcel.check_format(content, FORMAT)
    try:
        return Backup.model_validate_json(content)
    except ValidationError:
        raise Refused("This is not a backup of an installation, or its manifest is damaged.") from None


def check_fits(backup: Backup) -> None:
    """Raises Refused where a backup is of the other database, or of a later version of the program."""
    if backup.database != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise Refused(
            f"This backup is of {names[backup.database]}, and this installation uses {names[connection.vendor]}. "
            "To move between the two, export each partnership and import it."
        )
    if set(backup.migrations) - _migrations_known():
        raise Refused(
            f"This backup was written by a later version ({backup.written_by}). "
            "Bring Golden Thread up to date and restore it then."
        )
    if {databases.file_name(), _KEY_FILE} - {file.path for file in backup.files}:
        raise Refused("This backup lacks its database or its secret key.")


def put_back(folder: Path) -> None:
    """Put the unpacked files of a backup into the installation's places."""
    databases.copy_in(folder / databases.file_name())
    for path in sorted((folder / "data").rglob("*")):
        if path.is_file():
            _put(path, settings.DATA / path.relative_to(folder / "data"))
    if "GOLDENTHREAD_SECRET_KEY" not in os.environ:
        _put(folder / _KEY_FILE, settings.DATA / _KEY_FILE)


def settings_that_differ(backup: Backup) -> dict[str, str]:
    """The settings that were other in a backup than they are here."""
    here = _settings()
    return {name: value for name, value in backup.settings.items() if here.get(name) != value}


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    new.touch(mode=0o600)
    shutil.copyfile(source, new)
    new.replace(target)


def _data_files() -> list[Path]:
    """What the data folder holds beside the database and the key: links and what is half written left out."""
    database = Path(str(connection.settings_dict["NAME"])).name
    return [
        path
        for path in sorted(settings.DATA.rglob("*"))
        if path.is_file()
        and not path.is_symlink()
        and not path.name.startswith(".")
        and path.name not in {database, f"{database}-wal", f"{database}-shm", f"{database}-journal"}
        and path != settings.DATA / _KEY_FILE
    ]


def _vendor() -> Literal["sqlite", "postgresql"]:
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def _migrations_had() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _migrations_known() -> set[str]:
    """The migrations that this program has, and those that they took the place of."""
    there = MigrationLoader(None).disk_migrations
    known = {*there, *(replaced for migration in there.values() for replaced in migration.replaces)}
    return {f"{app}.{name}" for app, name in known}


def _settings() -> dict[str, str]:
    """The settings that were given by the environment, without what is secret."""
    given = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("GOLDENTHREAD_") and not _SECRET.search(name) and name not in _OF_THIS_MACHINE
    }
    if address := os.environ.get("DATABASE_URL"):
        parts = urlsplit(address)
        given["DATABASE_URL"] = parts._replace(
            netloc=parts.netloc.replace(f":{parts.password}@", ":…@") if parts.password else parts.netloc,
            query="",
        ).geturl()
    return dict(sorted(given.items()))
