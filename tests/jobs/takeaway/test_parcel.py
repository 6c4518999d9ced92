"""Every way in which an export can be spoilt is told in a sentence, and nothing of it is kept."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldenthread.jobs.command import main
from goldenthread.jobs.takeaway import parcel, restoring
from tests import factories
from tests.jobs.exports import contents, exported
from tests.jobs.whole import wiped


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
