"""Copying a whole database out and in, while the site goes on: SQLite by its online backup, PostgreSQL by its own
programs."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.db import connection

from goldenthread.kernel.errors import Refused

PATIENCE: Final = 5
"""Seconds that we wait for somebody who is writing before we say so."""


def file_name() -> str:
    """What the copy of this installation's database is called inside a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def copy_out(target: Path) -> None:
    """Write the database as it is at one moment into a new file. Raises Refused where it cannot be done."""
    if connection.vendor == "sqlite":
        _sqlite_out(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def copy_in(source: Path) -> None:
    """Put a copy in the place of everything that the database holds: all of it, or nothing."""
    connection.close()
    if connection.vendor == "sqlite":
        _sqlite_in(source)
    else:
        _postgresql_in(source)


def set_aside(folder: Path) -> bool:
    """Move a database that cannot be copied into a folder, file by file. False where it is no file of ours."""
    connection.close()
    if connection.vendor != "sqlite":
        return False
    folder.mkdir(mode=0o700)
    for end in ("", "-wal", "-shm"):
        path = Path(f"{_sqlite_path()}{end}")
        if path.exists():
            shutil.move(path, folder / path.name)
    return True


def _sqlite_out(target: Path) -> None:
    try:
        with closing(sqlite3.connect(_sqlite_path())) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy, progress=_impatient())
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as problem:
        found = str(problem)
    if found != "ok":
        raise Refused(f"The database cannot be read whole, so no backup was made: {found}.")


def _sqlite_in(source: Path) -> None:
    """Through the same online copy the other way round: whoever still has the database open sees it whole."""
    try:
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_sqlite_path())) as live:
            if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise Refused("The database in this backup is damaged, so nothing was restored.")
            copy.backup(live, progress=_impatient())
    except sqlite3.DatabaseError as problem:
        raise Refused(
            f"The database could not be restored: {problem}. Stop the site and try again."
        ) from problem


def _impatient() -> Callable[[int, int, int], None]:
    """What a copy asks after each step: it would wait for a writer for ever."""
    begun = time.monotonic()

    def give_up(state: int, _remaining: int, _total: int) -> None:
        if state in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() - begun > PATIENCE:
            raise sqlite3.OperationalError("somebody is writing to it")

    return give_up


def _sqlite_path() -> str:
    return str(connection.settings_dict["NAME"])


def _postgresql_in(source: Path) -> None:
    script = source.with_suffix(".sql")
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        f"--file={script}",
        str(source),
    )
    names = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    connection.close()
    # A later version's tables, which the copy does not know of, go too: all in the one transaction below.
    drop = f"DROP TABLE IF EXISTS {names} CASCADE;\n" if names else ""
    first = source.with_suffix(".first.sql")
    first.write_text(drop, encoding="utf-8")
    _run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={first}",
        f"--file={script}",
    )


def _run(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on this installation's database; what is secret goes by the environment."""
    found = shutil.which(program)
    if found is None:
        raise Refused(
            f"This needs PostgreSQL's program {program}, which is not here. "
            "Install it (on Debian: apt-get install postgresql-client) and try again."
        )
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, no shell, no words from outside
        [found, *words], env=_surroundings(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it did not say why"]
        raise Refused(f"{program} could not do it: {said[0].removeprefix(f'{program}: ')}")


def _surroundings() -> dict[str, str]:
    settings: dict[str, Any] = connection.settings_dict
    given = {
        "PGDATABASE": settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGSSLMODE": settings.get("OPTIONS", {}).get("sslmode"),
    }
    given["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c lock_timeout={PATIENCE}s".strip()
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}
