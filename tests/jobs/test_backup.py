"""The drill: an installation is lost and comes back, on the database that the run uses."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import ROOT

PROGRAM = "from goldenthread.jobs.command import main; raise SystemExit(main())"
EXAMPLES = ROOT / "examples"
ADDRESS = os.environ.get("DATABASE_URL", "")
"""The PostgreSQL server of this run; empty on SQLite."""

pytestmark = pytest.mark.database

POST = (
    "from goldenthread.kernel.outbox.operations import post;"
    "post(to='a@x.example', title='Hello', text='Hello.', purpose='reminder')"
)
"""Writes a message that waits."""


class Installation:
    """An installation of its own, driven as a person would by the command line."""

    def __init__(self, folder: Path, database: str) -> None:
        self.data = folder / "data"
        self.database = database
        self.surroundings = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "GOLDENTHREAD_DATA": str(self.data),
            **({"DATABASE_URL": database} if database else {}),
        }

    def run(self, *words: str, fails: bool = False, **more: str) -> str:
        """Run a command; returns what it said, on standard error where it must fail."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *words],
            env=self.surroundings | more,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (2 if fails else 0), done.stderr
        return done.stderr if fails else done.stdout

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table, as the database itself has them."""
        if not self.database:
            with closing(sqlite3.connect(self.data / "goldenthread.sqlite3")) as connection:
                names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                return {
                    name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in names
                }
        with psycopg.connect(self.database) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}
            numbers = connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()
        return {name: sorted(rows, key=repr) for name, rows in (found | {"sequences": numbers}).items()}

    def destroy(self) -> None:
        """The machine is lost: its data folder, and what its database held."""
        shutil.rmtree(self.data)
        if self.database:
            with psycopg.connect(self.database) as connection:
                connection.execute("DROP SCHEMA public CASCADE")
                connection.execute("CREATE SCHEMA public")


@contextmanager
def a_place_of_its_own(folder: Path, like: Installation | None = None) -> Iterator[Installation]:
    """An empty installation, or one like another; its database on the server is gone afterwards."""
    if like is not None:
        shutil.copytree(like.data, folder / "data")
    if not ADDRESS:
        yield Installation(folder, "")
        return
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's own pg_dump is not on this machine: apt-get install postgresql-client")
    server, _, _ = ADDRESS.rpartition("/")
    name = f"drill_{secrets.token_hex(6)}"
    template = like.database.rpartition("/")[2] if like is not None else "template1"
    with psycopg.connect(ADDRESS, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield Installation(folder, f"{server}/{name}")
    finally:
        with psycopg.connect(ADDRESS, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with two partnerships, one of them with a plan, for every test to have one like it."""
    with a_place_of_its_own(tmp_path_factory.mktemp("pattern")) as made:
        made.run("manage", "migrate", "--verbosity=0")
        made.run("people", "load", str(EXAMPLES / "people-and-groups.xlsx"))
        more_of(made, "hertfordshire/delivery-plan.txt", "hertfordshire")
        (made.data / "sent").mkdir()
        (made.data / "sent/kept by hand.txt").write_text("kept")
        yield made


@pytest.fixture
def loaded(pattern: Installation, tmp_path: Path) -> Iterator[Installation]:
    with a_place_of_its_own(tmp_path, like=pattern) as made:
        yield made


def more_of(installation: Installation, document: str, code: str) -> None:
    installation.run("plan", "load", str(EXAMPLES / document), "--partnership", code, "--accept")


def test_what_was_backed_up_is_there_again_after_everything_is_lost(
    loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    before, key = loaded.rows(), (loaded.data / "secret-key").read_text()
    assert len(before["delivery_action"]) > 100

    said = loaded.run("backup", "--to", str(backup))
    more_of(loaded, "hertsmere/community-strategy.docx", "hertsmere")
    assert loaded.rows() != before
    loaded.destroy()
    told = loaded.run("restore", str(backup))

    assert loaded.rows() == before
    assert (loaded.data / "secret-key").read_text() == key
    assert (loaded.data / "sent/kept by hand.txt").read_text() == "kept"
    assert stat.S_IMODE((loaded.data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert "keep it safe, and on another machine" in said
    assert told.startswith("The installation is as it was on ")
    assert told.count("\n") == 1  # no setting differs
    # The next record gets a number of its own.
    more_of(loaded, "hertsmere/community-strategy.docx", "hertsmere")
    assert len(loaded.rows()["intake_draft"]) == 2


def test_mail_that_waited_in_a_backup_is_in_doubt_after_a_restore(
    loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run("manage", "shell", "--no-imports", "--command", POST)
    loaded.run("backup", "--to", str(backup))
    sent = loaded.run("outbox", "--send", GOLDENTHREAD_MAIL="mailbox")
    assert sent == "1 sent.\n"

    said = loaded.run("restore", str(backup), "--replace")

    assert "1 message may have been sent since: look at it with goldenthread outbox --state in_doubt" in said
    assert loaded.run("outbox", "--send", GOLDENTHREAD_MAIL="mailbox") == "0 sent.\n"
    assert "in doubt 1" in loaded.run("outbox")


def test_nothing_is_written_over_unasked_and_what_is_replaced_is_kept(
    loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    before = loaded.rows()
    loaded.run("backup", "--to", str(backup))
    more_of(loaded, "hertsmere/community-strategy.docx", "hertsmere")
    later = loaded.rows()

    refused = loaded.run("restore", str(backup), fails=True)
    assert refused.startswith("This installation is not empty: it has 2 partnerships. Nothing was changed.")
    assert loaded.rows() == later

    said = loaded.run("restore", str(backup), "--replace")
    assert loaded.rows() == before
    [aside] = tmp_path.glob("data-before-*.zip")
    assert f"What was here is kept in {aside}." in said
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600

    loaded.run("restore", str(aside), "--replace")
    assert loaded.rows() == later


def test_a_table_of_a_later_version_does_not_outlive_a_restore(loaded: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    before = loaded.rows()
    loaded.run("backup", "--to", str(backup))
    if loaded.database:
        with psycopg.connect(loaded.database) as connection:
            connection.execute("CREATE TABLE later (id int)")
    else:
        with closing(sqlite3.connect(loaded.data / "goldenthread.sqlite3")) as connection:
            connection.execute("CREATE TABLE later (id int)")

    loaded.run("restore", str(backup), "--replace")

    assert loaded.rows() == before


def test_a_backup_is_whole_while_somebody_writes(loaded: Installation, tmp_path: Path) -> None:
    """A writer that has not finished keeps nobody from making a backup, and is not in it."""
    backup = tmp_path / "backup.zip"
    before = loaded.rows()
    change = "UPDATE delivery_action SET title = 'half written'"
    if loaded.database:
        with psycopg.connect(loaded.database) as connection:
            connection.execute(change)
            loaded.run("backup", "--to", str(backup))
            connection.rollback()
    else:
        with closing(
            sqlite3.connect(loaded.data / "goldenthread.sqlite3", isolation_level=None)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(change)
            loaded.run("backup", "--to", str(backup))
            connection.execute("ROLLBACK")
    loaded.destroy()

    loaded.run("restore", str(backup))

    assert loaded.rows() == before


def test_settings_go_along_without_secrets_and_those_that_differ_are_told(
    loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run(
        "backup",
        "--to",
        str(backup),
        GOLDENTHREAD_HOSTS="thread.example",
        GOLDENTHREAD_SECRET_KEY="given by the environment",
        GOLDENTHREAD_MAIL_PASSWORD="hunter2",
    )
    with zipfile.ZipFile(backup) as archive:
        manifest = archive.read("manifest.json")
        assert archive.read("secret-key") == b"given by the environment"
    assert json.loads(manifest)["settings"]["GOLDENTHREAD_HOSTS"] == "thread.example"
    assert b"hunter2" not in manifest
    assert b"given by" not in manifest
    loaded.destroy()

    said = loaded.run("restore", str(backup))

    assert "In the backup GOLDENTHREAD_HOSTS was 'thread.example': set it again if it should be so." in said
    assert (loaded.data / "secret-key").read_text() == "given by the environment"


def test_a_key_that_the_environment_gives_is_not_written_over(loaded: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run("backup", "--to", str(backup))
    loaded.destroy()
    loaded.run("restore", str(backup), GOLDENTHREAD_SECRET_KEY="another")
    assert not (loaded.data / "secret-key").exists()


def test_a_backup_is_not_put_where_it_would_be_lost_or_write_over(
    loaded: Installation, tmp_path: Path
) -> None:
    said = loaded.run("backup", "--to", str(loaded.data / "backup.zip"), fails=True)
    assert said.startswith("Choose a place outside the data folder")
    (tmp_path / "mine").write_text("mine")
    said = loaded.run("backup", "--to", str(tmp_path / "mine"), fails=True)
    assert "Choose a new name; nothing was written." in said
    assert (tmp_path / "mine").read_text() == "mine"


def changed(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(path, "w") as archive:
        for name, what in content.items():
            archive.writestr(name, what)


def said_otherwise(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        content["manifest.json"] = json.dumps(json.loads(content["manifest.json"]) | values).encode()

    return change


def without_key(content: dict[str, bytes]) -> None:
    del content["secret-key"]
    manifest = json.loads(content["manifest.json"])
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "secret-key"]
    content["manifest.json"] = json.dumps(manifest).encode()


def escaping(content: dict[str, bytes]) -> None:
    content["data/../../escaped"] = b"x"
    manifest = json.loads(content["manifest.json"])
    manifest["files"].append(
        {"path": "data/../../escaped", "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    )
    content["manifest.json"] = json.dumps(manifest).encode()


def test_what_is_no_whole_backup_of_this_kind_is_refused_and_changes_nothing(
    loaded: Installation, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    loaded.run("backup", "--to", str(good))
    before = loaded.rows()
    other = "sqlite" if loaded.database else "postgresql"
    cases: dict[str, Callable[[dict[str, bytes]], object]] = {
        "its hash differs from the manifest's": lambda content: content.update({"secret-key": b"x"}),
        "is in the manifest but is not here": lambda content: content.pop("secret-key"),
        "is not in the manifest": lambda content: content.update({"data/more": b""}),
        "is no name of a file": escaping,
        "There is no manifest.json here": lambda content: content.pop("manifest.json"),
        "The manifest is damaged": lambda content: content.update({"manifest.json": b"{"}),
        "This is not a backup of an installation": lambda content: said_otherwise(counts={})(content),
        "This is of format 2": said_otherwise(format=2),
        "To move between the two, export each partnership": said_otherwise(database=other),
        "was written by a later version": said_otherwise(migrations=["kernel.9999_later"]),
        "lacks its database or its secret key": without_key,
    }
    for sentence, change in cases.items():
        bad = tmp_path / "bad.zip"
        shutil.copy(good, bad)
        changed(bad, change)
        assert sentence in loaded.run("restore", str(bad), "--replace", fails=True)
    assert loaded.rows() == before
    assert not (tmp_path / "escaped").exists()
    assert list(tmp_path.glob("data-before-*")) == []


def test_only_postgresql_needs_a_program_of_its_own_and_says_so(loaded: Installation, tmp_path: Path) -> None:
    words = ("backup", "--to", str(tmp_path / "backup.zip"))
    if not loaded.database:
        loaded.run(*words, PATH="/nowhere")
        return
    said = loaded.run(*words, fails=True, PATH="/nowhere")
    assert said.startswith("This needs PostgreSQL's program pg_dump, which is not here.")
    assert list(tmp_path.glob("*.zip")) == []


def test_a_database_that_cannot_be_read_changes_nothing(loaded: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run("backup", "--to", str(backup))
    before = loaded.rows()
    changed(backup, cut_short)

    said = loaded.run("restore", str(backup), "--replace", fails=True)

    wanted = "pg_restore could not do it: " if loaded.database else "The database could not be restored: "
    assert said.splitlines()[-1].startswith(wanted)
    assert loaded.rows() == before


@pytest.mark.skipif(bool(ADDRESS), reason="PostgreSQL keeps and repairs its own files")
@pytest.mark.parametrize("damage", [b"no database", None])
def test_a_broken_database_is_kept_aside_and_the_backup_takes_its_place(
    damage: bytes | None, loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    before = loaded.rows()
    loaded.run("backup", "--to", str(backup))
    file = loaded.data / "goldenthread.sqlite3"
    whole = file.read_bytes()
    broken = (
        whole[: len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096 :] if damage is None else damage
    )
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(broken)

    assert "so no backup was made" in loaded.run("backup", "--to", str(tmp_path / "bad.zip"), fails=True)
    assert loaded.run("restore", str(backup), fails=True).startswith(
        "This installation is not empty: it has "
    )
    loaded.run("restore", str(backup), "--replace")

    assert loaded.rows() == before
    [aside] = tmp_path.glob("data-before-*")
    assert (aside / "goldenthread.sqlite3").read_bytes() == broken


def test_a_restore_waits_for_a_writer_only_so_long_and_then_changes_nothing(
    loaded: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run("backup", "--to", str(backup))
    more_of(loaded, "hertsmere/community-strategy.docx", "hertsmere")
    before = loaded.rows()
    change = "UPDATE delivery_action SET title = 'half written'"
    words = ("restore", str(backup), "--replace")
    if loaded.database:
        with psycopg.connect(loaded.database) as connection:
            connection.execute(change)
            said = loaded.run(*words, fails=True)
            connection.rollback()
        assert "lock timeout" in said
    else:
        with closing(
            sqlite3.connect(loaded.data / "goldenthread.sqlite3", isolation_level=None)
        ) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(change)
            said = loaded.run(*words, fails=True)
            connection.execute("ROLLBACK")
        assert "somebody is writing to it. Stop the site and try again." in said
    assert loaded.rows() == before


@pytest.mark.skipif(not ADDRESS, reason="SQLite is copied in one step")
def test_a_restore_that_breaks_off_midway_changes_nothing(loaded: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    loaded.run("backup", "--to", str(backup))
    with psycopg.connect(loaded.database) as connection:
        connection.execute("DROP TABLE kernel_keptform")
        connection.execute("CREATE VIEW kernel_keptform AS SELECT 1")
    before = loaded.rows()

    said = loaded.run("restore", str(backup), "--replace", fails=True)

    assert said.startswith("psql could not do it: ")
    assert loaded.rows() == before


def cut_short(content: dict[str, bytes]) -> None:
    [name] = [name for name in content if name.startswith("database.")]
    content[name] = content[name][:-5000]
    manifest = json.loads(content["manifest.json"])
    for file in manifest["files"]:
        if file["path"] == name:
            file |= {"bytes": len(content[name]), "sha256": hashlib.sha256(content[name]).hexdigest()}
    content["manifest.json"] = json.dumps(manifest).encode()
