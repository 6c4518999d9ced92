"""A partnership goes out whole and comes back the same, on either database."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from goldenthread.jobs.command import main
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject
from goldenthread.kernel.tables import all_tables
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Account, Partnership, Person
from tests import factories
from tests.jobs.exports import contents, counts, exported, lines
from tests.jobs.whole import BYTES, ODD, whole, wiped


@pytest.mark.django_db
def test_out_and_in_again_is_the_same_to_the_byte_with_a_row_in_every_table(tmp_path: Path) -> None:
    whole()
    first = exported(tmp_path / "first")
    assert [name for name, count in counts(first).items() if count == 0] == []

    wiped()
    assert main(["import", str(first)]) == 0

    again = exported(tmp_path / "again")
    assert contents(again) == contents(first)


@pytest.mark.django_db
def test_every_value_of_every_row_comes_back_as_it_was(tmp_path: Path) -> None:
    of = whole()
    before = {
        table.name: list(table.model._base_manager.filter(condition).order_by("pk").values())
        for table in all_tables()
        if (condition := table.of(of.pk)) is not None
    }
    folder = exported(tmp_path / "out")
    wiped()
    main(["import", str(folder)])

    for table in all_tables():
        condition = table.of(of.pk)
        if condition is not None:
            after = list(table.model._base_manager.filter(condition).order_by("pk").values())
            assert after == before[table.name], table.name


@pytest.mark.django_db
def test_what_was_found_is_found_again(tmp_path: Path) -> None:
    of = whole()
    before = indexed(of.pk)
    assert len(before) > 10
    folder = exported(tmp_path / "out")
    wiped()
    main(["import", str(folder)])

    assert indexed(of.pk) == before


def indexed(partnership_id: int) -> list[tuple[Any, ...]]:
    """What the index of the search says of a partnership's own records."""
    key = f"kernel_search.{'subject_id' if connection.vendor == 'postgresql' else 'rowid'}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, head, said FROM kernel_search JOIN kernel_subject ON id = {key}"
            f" WHERE partnership_id = %s ORDER BY {key}",
            [partnership_id],
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_exporting_twice_gives_the_same_bytes_as_folder_and_as_zip(tmp_path: Path) -> None:
    whole()
    folder, again = exported(tmp_path / "one"), exported(tmp_path / "two")
    packed, repacked = exported(tmp_path / "one.zip"), exported(tmp_path / "two.ZIP")

    assert contents(again) == contents(folder)
    assert repacked.read_bytes() == packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(folder)
    assert (packed.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.django_db
def test_a_zip_comes_back_like_a_folder(tmp_path: Path) -> None:
    whole()
    folder, packed = exported(tmp_path / "out"), exported(tmp_path / "out.zip")
    wiped()
    assert main(["import", str(packed)]) == 0
    assert contents(exported(tmp_path / "again")) == contents(folder)


@pytest.mark.django_db
def test_between_the_databases_the_bytes_stay_the_same(tmp_path: Path) -> None:
    """From this database to a SQLite installation of its own, and from there back to this one."""
    whole()
    first = exported(tmp_path / "first")
    other = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    other["GOLDENTHREAD_DATA"] = str(tmp_path / "data")
    program = [sys.executable, "-c", "from goldenthread.jobs.command import main; raise SystemExit(main())"]
    for words in (["import", str(first)], ["export", "northshire", "--to", str(tmp_path / "second")]):
        subprocess.run([*program, *words], env=other, check=True, capture_output=True)

    assert contents(tmp_path / "second") == contents(first)
    wiped()
    assert main(["import", str(tmp_path / "second")]) == 0
    assert contents(exported(tmp_path / "third")) == contents(first)


@pytest.mark.django_db
def test_accounts_come_back_without_password_or_powers_over_the_program(tmp_path: Path) -> None:
    of = factories.partnership()
    account = factories.manager(of).account
    account.is_superuser = account.is_staff = True
    account.save()
    folder = exported(tmp_path / "out")
    wiped()
    main(["import", str(folder)])

    back = Account.objects.get(pk=account.pk)

    assert (back.email, back.name, back.is_active) == (account.email, account.name, True)
    assert (back.has_usable_password(), back.is_superuser, back.is_staff) == (False, False, False)
    assert account.password.encode() not in b"".join(contents(folder).values())


@pytest.mark.django_db
def test_the_next_record_and_account_get_numbers_that_were_nobodys(tmp_path: Path) -> None:
    of = whole()
    folder = exported(tmp_path / "out")
    wiped()
    main(["import", str(folder)])
    highest = Subject.objects.order_by("-pk").values_list("pk", flat=True).first()
    assert highest is not None

    person = kernel.create(Person, by=COMMAND_LINE, partnership_id=of.pk, name="New")
    account = factories.member(Partnership.objects.get(code="northshire"), "auditor").account

    assert person.pk == highest + 1
    assert account.pk == 5_001  # the history names accounts up to 5,000 that have left


@pytest.mark.django_db
def test_what_was_sent_goes_along_to_the_byte(tmp_path: Path) -> None:
    whole()
    folder = exported(tmp_path / "out")
    sha256 = hashlib.sha256(BYTES).hexdigest()

    assert (folder / "attachments" / sha256).read_bytes() == BYTES
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert {"sha256": sha256, "file_names": [f"{ODD[:20]}.docx"]} in manifest["attachments"]


@pytest.mark.django_db
def test_the_manifest_says_what_it_is_of_and_counts_and_sums_every_file(tmp_path: Path) -> None:
    of = whole()
    folder = exported(tmp_path / "out")
    manifest = json.loads((folder / "manifest.json").read_bytes())

    assert manifest["format"] == 1
    assert manifest["written_by"] == "goldenthread 0.1.0"
    assert manifest["partnership"] == {"code": of.code, "name": of.name}
    last = lines(folder, "kernel_auditevent")[-1]
    assert manifest["last_change"] == {"event": last["id"], "at": last["at"]}
    there = {name: content for name, content in contents(folder).items() if name != "manifest.json"}
    assert manifest["files"] == [
        {"path": name, "bytes": len(there[name]), "sha256": hashlib.sha256(there[name]).hexdigest()}
        for name in sorted(there, key=lambda name: name.split("/"))
    ]
    assert manifest["counts"] == {table.name: len(lines(folder, table.name)) for table in all_tables()}


@pytest.mark.django_db
def test_an_installation_that_holds_something_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.partnership()
    folder = exported(tmp_path / "out")
    capsys.readouterr()

    assert main(["import", str(folder)]) == 2
    assert capsys.readouterr().err == (
        "This installation is not empty: it has 1 partnership. "
        "An export can only be put into an empty one; nothing was changed.\n"
    )

    wiped()
    partnerships.add_official_place(by=COMMAND_LINE, code="E1", name="Here first", kind="county")
    assert main(["import", str(folder)]) == 2
    assert "it has 1 audit event" in capsys.readouterr().err


@pytest.mark.django_db
def test_what_stands_at_the_target_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.partnership()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "full.zip").write_text("mine")
    for target in ("full", "full.zip"):
        assert main(["export", "northshire", "--to", str(tmp_path / target)]) == 2
        assert "Choose a new name; nothing was written." in capsys.readouterr().err
    assert main(["export", "northshire", "--to", str(tmp_path / "no/where")]) == 2
    assert "Make it first." in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "full.zip"]

    (tmp_path / "empty").mkdir()
    exported(tmp_path / "empty")


@pytest.mark.django_db
def test_an_unknown_partnership_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "nowhere", "--to", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == "There is no partnership “nowhere” here that you can see.\n"
    assert main(["import", str(tmp_path / "out")]) == 2
    assert "Check its name." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
