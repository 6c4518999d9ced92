"""A partnership goes out whole and comes back the same, on either database."""

import csv
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.jobs.command import main
from goldenthread.jobs.takeaway import parcel, restoring, sheets
from goldenthread.jobs.takeaway.lines import Damaged, line_of, plain, read_value, row_of
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.tables import all_tables
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Adoption, Measure, Observation
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Account, Partnership, Person
from tests import factories
from tests.jobs.whole import BYTES, ODD, adopt, foreign_series, whole, wiped

Lines = list[dict[str, Any]]


def exported(to: Path, code: str = "northshire") -> Path:
    assert main(["export", code, "--to", str(to)]) == 0
    return to


def lines(folder: Path, table: str) -> Lines:
    return [json.loads(line) for line in (folder / "records" / f"{table}.jsonl").read_bytes().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.django_db
def test_out_and_in_again_is_the_same_to_the_byte_with_a_row_in_every_table(tmp_path: Path) -> None:
    whole()
    first = exported(tmp_path / "first")
    assert [name for name, count in counts(first).items() if count == 0] == []

    wiped()
    assert main(["import", str(first)]) == 0

    again = exported(tmp_path / "again")
    assert contents(again) == contents(first)


def counts(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / "manifest.json").read_bytes())["counts"]
    return found


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
def test_another_partnerships_records_stay_at_home(tmp_path: Path) -> None:
    whole()
    alone = exported(tmp_path / "alone")
    of = whole_neighbour()
    assert contents(exported(tmp_path / "beside")) == contents(alone)

    theirs = lines(exported(tmp_path / "theirs", of.code), "kernel_subject")
    assert "Northshire Together" not in {subject["title"] for subject in theirs}


def whole_neighbour() -> Partnership:
    of = factories.partnership("southerlyshire")
    factories.loaded(of, 1)
    factories.manager(of)
    return of


@pytest.mark.django_db
def test_of_an_adopted_measure_goes_what_its_adopter_may_see_and_no_more(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    adopt(of, series)

    folder = exported(tmp_path / "out")

    measure = next(row for row in lines(folder, "measures_measure") if row["subject_id"] == series.measure_id)
    assert (measure["code"], measure["definition"], measure["objective_id"]) == (
        "NI 15",
        "Burglaries that are counted",
        None,
    )
    observed = [row for row in lines(folder, "measures_observation") if row["series_id"] == series.pk]
    assert [row["value"] for row in observed] == ["0.000000", "-0.500000", None, None]
    assert [row["received_from"] for row in observed] == [""] * 4
    assert [row["why"] for row in lines(folder, "measures_seriesbreak")] == ["Counted anew"]
    assert [
        row["as_written"] for row in lines(folder, "measures_target") if row["series_id"] == series.pk
    ] == ["Ours"]
    everything = b"".join(contents(folder).values())
    assert b"secret" not in everything
    assert b"manager@elsewhere.example" not in everything
    assert b"A named person" not in everything
    [adopted] = csv_of(folder, "adopted-measures")
    # The steward is not published, so its name is not for the adopter's people to read either.
    assert (adopted["measure"], adopted["kept by"]) == ("NI 15", "Not shown")


@pytest.mark.django_db
def test_a_steward_that_everyone_knows_is_named(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    adopt(of, series)
    Subject.objects.filter(kind="partnership").update(visibility=Visibility.PUBLIC)

    [adopted] = csv_of(exported(tmp_path / "out"), "adopted-measures")

    assert adopted["kept by"] == "Elsewhere Together"


@pytest.mark.django_db
def test_a_measure_that_its_adopter_may_no_longer_see_goes_without_words_and_figures(tmp_path: Path) -> None:
    of = factories.partnership()
    factories.loaded(of, 1)
    for code in ("elsewhere", "somewhere-else"):
        series = foreign_series(code, visibility=Visibility.PARTNERSHIP)
        adopt(of, series)

    folder = exported(tmp_path / "out")

    everything = b"".join(contents(folder).values())
    assert b"Burglaries" not in everything
    assert lines(folder, "measures_observation") == []
    assert {row["title"] for row in csv_of(folder, "adopted-measures")} == {"Not shown"}
    wiped()
    assert main(["import", str(folder)]) == 0
    assert contents(exported(tmp_path / "again")) == contents(folder)
    assert Adoption.objects.count() == 2


@pytest.mark.django_db
def test_what_an_adopter_says_of_our_series_stays_with_the_adopter(tmp_path: Path) -> None:
    series = foreign_series("elsewhere", visibility=Visibility.PUBLIC)
    of = factories.partnership()
    factories.loaded(of, 1)
    adopt(of, series)

    folder = exported(tmp_path / "out", "elsewhere")

    assert lines(folder, "measures_adoption") == []
    assert [row["as_written"] for row in lines(folder, "measures_target")] == ["Their secret target"]


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
def test_a_persons_account_at_another_partnership_is_not_told(tmp_path: Path) -> None:
    of, other = factories.partnership(), factories.partnership("southerlyshire")
    person = kernel.create(Person, by=COMMAND_LINE, partnership_id=other.pk, name="Known elsewhere only")
    account = factories.member(of, "auditor").account
    account.person = person
    account.save()

    folder = exported(tmp_path / "out")

    assert [row["person_id"] for row in lines(folder, "partnership_account")] == [None]
    assert b"Known elsewhere only" not in b"".join(contents(folder).values())


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


def csv_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_the_sheets_for_people_tell_zero_from_nothing_and_give_no_spreadsheet_a_formula(
    tmp_path: Path,
) -> None:
    whole()
    folder = exported(tmp_path / "out")

    in_force = [row for row in csv_of(folder, "observations-in-force") if row["category"] == "women"]
    ever = [row for row in csv_of(folder, "observations-ever-known") if row["category"] == "women"]

    assert [(row["period"], row["value"], row["no value because"]) for row in in_force] == [
        ("Q1 2009/10", "-0.5", ""),
        ("Q2 2009/10", "", "missing"),
        ("Q3 2009/10", "", "cannot_compute"),
    ]
    assert [(row["value"], bool(row["superseded at"])) for row in ever][:2] == [("0", True), ("-0.5", False)]
    assert ever[0]["comment"] == f"'{ODD}"
    assert ever[0]["known from"] == "2009-07-01T23:59:59.999999+00:00"
    for path in (folder / "tables").iterdir():
        for row in csv_of(folder, path.stem):
            assert not [
                cell
                for cell in row.values()
                if cell.startswith(("=", "+", "@", "\t", "\r"))
                or (cell.startswith("-") and not is_number(cell))
            ]


def is_number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except ArithmeticError:
        return False


@pytest.mark.parametrize(
    ("value", "number", "expected"),
    [
        (None, False, ""),
        ("", False, ""),
        (0, False, "0"),
        (True, False, "yes"),
        (False, False, "no"),
        ("-1", False, "'-1"),
        ("-1.500000", True, "-1.5"),
        ("0.000000", True, "0"),
        ("1000.000000", True, "1000"),
        ("＝1", False, "'＝1"),
        ("a=1", False, "a=1"),
        ([1, "ü"], False, '[1, "ü"]'),
    ],
)
def test_a_cell(value: Any, number: bool, expected: str) -> None:
    assert sheets.cell(value, number=number) == expected


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values, max_size=5))
def test_a_row_is_one_line_and_comes_back(row: dict[str, Any]) -> None:
    line = line_of(row)
    assert line.count(b"\n") == 1
    assert row_of(line, list(row)) == row


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**17), max_value=10**17))
def test_a_decimal_is_exact(number: Decimal) -> None:
    field = Observation._meta.get_field("value")
    back = read_value(field, plain(number), vendor="postgresql")
    assert (back, str(back)) == (number, format(number + 0 if number else abs(number), "f"))


@given(st.datetimes(timezones=st.integers(-840, 840).map(lambda east: timezone(timedelta(minutes=east)))))
def test_a_moment_is_exact(moment: Any) -> None:
    try:
        said = plain(moment)
    except OverflowError:  # the first and last hours that there are
        return
    assert read_value(Observation._meta.get_field("known_from"), said, vendor="sqlite") == moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("-0.000000"), "0.000000"),
        (Decimal("1E+3"), "1000"),
        (Decimal("56.10"), "56.10"),
        (datetime(2009, 7, 1, 1, 0, tzinfo=timezone(timedelta(hours=1))), "2009-07-01T00:00:00.000000+00:00"),
        (date(1, 1, 1), "0001-01-01"),
        ("", ""),
        (None, None),
        (False, False),
    ],
)
def test_a_plain_value_is_the_same_text_on_every_database(value: Any, expected: Any) -> None:
    assert plain(value) == expected


def test_a_value_of_a_kind_that_no_table_had_yet_is_not_guessed_at() -> None:
    with pytest.raises(TypeError, match="timedelta"):
        plain(timedelta(1))


def test_fields_keep_their_order_and_what_is_inside_json_is_sorted() -> None:
    assert (
        line_of({"b": {"z": [1], "a": "é"}, "a": None}) == '{"b": {"a": "é", "z": [1]}, "a": null}\n'.encode()
    )


def test_what_only_json_can_hold_is_not_lost() -> None:
    half = {"text": "\ud83d"}
    assert row_of(line_of(half), ["text"]) == half


@pytest.mark.parametrize(
    ("name", "value", "vendor"),
    [
        ("value", 1.5, "sqlite"),
        ("value", "1.5", "sqlite"),
        ("value", "NaN", "sqlite"),
        ("value", "1234567890.123456", "sqlite"),
        ("value", f"1{'0' * 18}.000000", "postgresql"),
        ("known_from", "2009-07-01T00:00:00", "sqlite"),
        ("known_from", None, "sqlite"),
        ("received_on", "2009-7-1", "sqlite"),
        ("received_on", "2009-02-30", "sqlite"),
        ("illustrative", 1, "sqlite"),
        ("decimals", True, "sqlite"),
        ("decimals", 2**63, "sqlite"),
        ("series", "1", "sqlite"),
        ("comment", 1, "sqlite"),
        ("comment", None, "sqlite"),
        ("comment", "\0", "postgresql"),
        ("gap", "x" * 21, "sqlite"),
    ],
)
def test_a_value_that_is_not_what_its_field_holds_is_damaged(name: str, value: Any, vendor: str) -> None:
    with pytest.raises(Damaged, match=f"“{name}”"):
        read_value(Observation._meta.get_field(name), value, vendor=vendor)


def test_nul_in_a_json_field_is_damaged_where_postgresql_cannot_keep_it() -> None:
    field = Measure._meta.get_field("remarks")
    assert read_value(field, ["\0"], vendor="sqlite") == ["\0"]
    with pytest.raises(Damaged, match="NUL"):
        read_value(field, ["\0"], vendor="postgresql")


def rewritten(folder: Path, name: str, content: bytes) -> None:
    """Change a file and let the manifest agree, as whoever wants to deceive would."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    for file in manifest["files"]:
        if file["path"] == name:
            file |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def said_otherwise(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    change(manifest)
    (folder / "manifest.json").write_text(json.dumps(manifest))


MEASURES = "records/measures_measure.jsonl"


def spoil_line(old: bytes, new: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        content = (folder / MEASURES).read_bytes()
        assert old in content
        rewritten(folder, MEASURES, content.replace(old, new, 1))

    return spoil


def twice(folder: Path) -> None:
    first, *others = (folder / MEASURES).read_bytes().splitlines(keepends=True)
    rewritten(folder, MEASURES, b"".join([first, first, *others]))


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte differs": (
        lambda folder: (folder / MEASURES).write_bytes((folder / MEASURES).read_bytes()[:-1] + b" "),
        "“records/measures_measure.jsonl” is not as it was written",
    ),
    "a file is longer": (
        lambda folder: (folder / MEASURES).write_bytes((folder / MEASURES).read_bytes() + b"{}\n"),
        "“records/measures_measure.jsonl” is not as it was written",
    ),
    "a file is missing": (
        lambda folder: (folder / MEASURES).unlink(),
        "“records/measures_measure.jsonl” is in the manifest but is not here",
    ),
    "a file is not listed": (
        lambda folder: (folder / "records/more.jsonl").write_text(""),
        "“records/more.jsonl” is not in the manifest",
    ),
    "a hidden file": (lambda folder: (folder / ".more").write_text(""), "“.more” is no name of a file"),
    "a link": (
        lambda folder: (folder / "records/more.jsonl").symlink_to("/etc/passwd"),
        "is a link to somewhere else",
    ),
    "a path that escapes": (
        lambda folder: said_otherwise(
            folder, lambda said: said["files"].append({"path": "../x", "bytes": 0, "sha256": "0" * 64})
        ),
        "“../x” is no name of a file",
    ),
    "a file listed twice": (
        lambda folder: said_otherwise(folder, lambda said: said["files"].append(said["files"][0])),
        "A file stands here twice",
    ),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "not an export of a partnership"),
    "a manifest that is no JSON": (
        lambda folder: (folder / "manifest.json").write_text("{"),
        "The manifest is damaged",
    ),
    "a manifest that lacks something": (
        lambda folder: said_otherwise(folder, lambda said: said.pop("counts")),
        "The manifest is damaged at “counts”",
    ),
    "a newer format": (
        lambda folder: said_otherwise(folder, lambda said: said.update(format=2)),
        "This is of format 2, and this program reads format 1",
    ),
    "a table too many": (
        lambda folder: said_otherwise(folder, lambda said: said["counts"].update(more=0)),
        "whose tables differ from this program's (“more”)",
    ),
    "a wrong count": (
        lambda folder: said_otherwise(folder, lambda said: said["counts"].update(measures_measure=7)),
        "“records/measures_measure.jsonl” has 1 rows, and the manifest says 7",
    ),
    "a line that is no JSON": (
        spoil_line(b"{", b"["),
        "Line 1 of records/measures_measure.jsonl is damaged: it is not JSON",
    ),
    "a line of another kind": (
        lambda folder: rewritten(folder, MEASURES, b"[]\n"),
        "Line 1 of records/measures_measure.jsonl is damaged: it is not a row",
    ),
    "a field too few": (
        spoil_line(b'"block": 0, ', b""),
        "Line 1 of records/measures_measure.jsonl is damaged: its fields are not those",
    ),
    "a name that stands twice": (
        spoil_line(b'"block": 0, ', b'"block": 0, "block": 1, '),
        "Line 1 of records/measures_measure.jsonl is damaged: its fields are not those",
    ),
    "a key that stands twice": (
        twice,
        "Line 2 of records/measures_measure.jsonl is damaged: its key is not above",
    ),
    "a value of another kind": (
        spoil_line(b'"block": 0', b'"block": "0"'),
        "Line 1 of records/measures_measure.jsonl is damaged: “block” is not what it should be",
    ),
    "a record that is not there": (
        spoil_line(b'"theme_id": ', b'"theme_id": 9'),
        "refers to something that it does not hold",
    ),
    "a rule of the database broken": (
        spoil_line(
            b'"range_low": null, "range_high": null', b'"range_low": "2.000000", "range_high": "1.000000"'
        ),
        "A row of records/measures_measure.jsonl cannot be kept",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_export_is_refused_whole(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, sentence = SPOILT[case]
    of = factories.partnership()
    factories.loaded(of, 1)
    folder = exported(tmp_path / "out")
    wiped()
    spoil(folder)
    capsys.readouterr()

    assert main(["import", str(folder)]) == 2

    out, err = capsys.readouterr()
    assert (out, sentence in err) == ("", True), err
    assert restoring.what_is_here() == ""


@pytest.mark.django_db
def test_a_link_that_the_database_does_not_know_must_lead_somewhere_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of = factories.partnership()
    folder = exported(tmp_path / "out")
    wiped()
    name = "records/kernel_subject.jsonl"
    content = (folder / name).read_bytes()
    there = f'"partnership_id": {of.pk}'.encode()
    assert there in content
    rewritten(folder, name, content.replace(there, b'"partnership_id": 999'))

    assert main(["import", str(folder)]) == 2
    assert "refers to something that is not here" in capsys.readouterr().err
    assert restoring.what_is_here() == ""


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.django_db
def test_a_zip_that_swells_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel, "MOST_BYTES", 1_000_000)
    path = zipped(tmp_path / "x.zip", ("manifest.json", b"{}"), (MEASURES, b" " * 1_000_001))
    assert main(["import", str(path)]) == 2
    assert "unpacks to more than this program ever writes" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_zip_of_too_many_files_is_not_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parcel, "MOST_FILES", 1)
    path = zipped(tmp_path / "x.zip", ("manifest.json", b"{}"), (MEASURES, b""))
    assert main(["import", str(path)]) == 2
    assert "unpacks to more than this program ever writes" in capsys.readouterr().err


def test_no_more_is_read_of_a_file_than_the_manifest_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("x", b" " * 10_000_000))
    with zipfile.ZipFile(path) as archive, archive.open("x") as file:
        assert parcel.digest(file, at_most=10)[0] == 11


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_file_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factories.partnership()
    content = contents(exported(tmp_path / "out"))
    wiped()
    path = zipped(tmp_path / "x.zip", *content.items(), (MEASURES, b""))
    assert main(["import", str(path)]) == 2
    assert "A file stands here twice" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["half", "middle", "no zip"])
def test_a_damaged_zip_is_a_sentence(damage: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factories.partnership()
    path = exported(tmp_path / "out.zip")
    wiped()
    content = bytearray(path.read_bytes())
    if damage == "half":
        del content[len(content) // 2 :]
    elif damage == "middle":
        content[200:400] = bytes(200)
    else:
        content[:] = b"not a zip"
    path.write_bytes(content)
    capsys.readouterr()

    assert main(["import", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert restoring.what_is_here() == ""


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


@pytest.mark.django_db
def test_shared_places_go_as_far_as_they_are_used(tmp_path: Path) -> None:
    of = whole()
    partnerships.add_official_place(by=COMMAND_LINE, code="E99", name="Far away", kind="county")
    partnerships.add_official_place(
        by=COMMAND_LINE, code="E98", name="No figure is about it", kind="district", within=of.place
    )

    names = {row["name"] for row in lines(exported(tmp_path / "out"), "partnership_place")}

    assert names == {"Northshire", "Old", "Inside", "Nowhere Estate", "Elsewhere", "No figure is about it"}


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_rows(tmp_path: Path, django_assert_max_num_queries: Any) -> None:
    asked = []
    for number, size in ((1, 1), (2, 12)):
        of = factories.partnership(f"size-{number}")
        factories.loaded(of, size)
        with django_assert_max_num_queries(1000) as captured:
            exported(tmp_path / str(size), of.code)
        asked.append(len(captured))
    assert asked[0] == asked[1]
