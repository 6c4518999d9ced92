"""Whatever is sent, the answer is a sentence: nothing crashes and nothing grows."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.reader import read_plan
from tests.reading.documents import excel, pdf, with_member, word, zipped

WORD_NAMES = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}


def locked_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


def locked_zip() -> bytes:
    content = bytearray(zipped({"word/document.xml": b"<x/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "This file is empty."),
    "white space": (lambda: b" \n\t\n", "has no text in it"),
    "over the limit": (lambda: b"x" * 2_000_001, "larger than"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is a picture, not a plan."),
    "a program": (lambda: b"\x7fELF" + b"\0" * 50, "This is a program, not a plan."),
    "rich text": (lambda: b"{\\rtf1 Hello}", "This is a rich text file, not a plan."),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word or Excel file"),
    "binary": (lambda: bytes(range(256)) * 4, "cannot be read"),
    "locked Office": (locked_office, "locked with a password"),
    "locked zip": (locked_zip, "locked with a password"),
    "a plain zip": (lambda: zipped({"plan.txt": b"hello"}), "This is a zip archive"),
    "OpenDocument": (
        lambda: zipped({"mimetype": b"x", "content.xml": b"<x/>"}),
        "This is an OpenDocument file",
    ),
    "no document inside": (lambda: zipped({"[Content_Types].xml": b"<Types/>"}), "damaged"),
    "bad XML": (lambda: zipped(WORD_NAMES | {"word/document.xml": b"<w:p"}), "damaged"),
    "half a zip": (lambda: zipped(WORD_NAMES)[:60], "damaged"),
    "macros": (lambda: zipped(WORD_NAMES | {"word/vbaProject.bin": b"x"}), "holds macros"),
    "zip bomb": (lambda: zipped(WORD_NAMES | {"word/x.xml": b"0" * 5_000_000}), "unpacks to far more"),
    "many members": (
        lambda: zipped(WORD_NAMES | {f"a{n}": b"" for n in range(2_001)}),
        "unpacks to far more",
    ),
    "entity bomb": (
        lambda: zipped(WORD_NAMES | {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "damaged",
    ),
    "half a PDF": (lambda: b"%PDF-1.4\n1 0 obj", "damaged"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence(tmp_path: Path, what: str) -> None:
    make, sentence = HOSTILE[what]
    path = tmp_path / "plan.docx"
    path.write_bytes(make())

    with pytest.raises(Unreadable, match=sentence) as refused:
        render(path, limit=2_000_000)

    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "sentence"), [("/nowhere/plan.txt", "There is no file"), ("/tmp", "is a folder")]
)
def test_what_is_no_file_is_a_sentence(path: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        render(Path(path))


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1_000)
    asked: list[int] = []

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(-1 if size is None else size)
            return super().read(size)

    monkeypatch.setattr(Path, "open", lambda self, mode: Counted(b"x" * 1_000))
    with pytest.raises(Unreadable, match="larger than"):
        render(path, limit=10)

    assert asked == [11]


def test_a_cell_in_the_last_corner_takes_no_memory(tmp_path: Path) -> None:
    path = excel(tmp_path / "plan.xlsx", {"A": [["x"]]})
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    with_member(path, "xl/worksheets/sheet1.xml", sheet.encode())

    with pytest.raises(Unreadable, match="reaches far beyond its table"):
        render(path)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


@pytest.mark.parametrize(
    ("namespace", "row"),
    [
        (STRICT, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        (MAIN, '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>'),
        (MAIN, '<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"><v>1</v></c></row>'),
    ],
)
def test_no_spelling_of_the_last_corner_ends_the_program(tmp_path: Path, namespace: str, row: str) -> None:
    path = excel(tmp_path / "plan.xlsx", {"A": [["x"]]})
    sheet = f'<worksheet xmlns="{namespace}"><sheetData>{row}</sheetData></worksheet>'
    with_member(path, "xl/worksheets/sheet1.xml", sheet.encode())

    with pytest.raises(Unreadable, match="reaches far beyond its table"):
        render(path)


def test_many_sheets_share_the_room_of_one(tmp_path: Path) -> None:
    path = excel(tmp_path / "plan.xlsx", {name: [["x"]] for name in "AB"})
    far = '<row r="600000"><c r="A600000"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>'.encode()
    for number in (1, 2):
        with_member(path, f"xl/worksheets/sheet{number}.xml", sheet)

    with pytest.raises(Unreadable, match="reaches far beyond its table"):
        render(path)


@pytest.mark.parametrize("span", ["²", "9" * 5_000])
def test_a_width_that_is_no_number_is_one_column(tmp_path: Path, span: str) -> None:
    path = word(tmp_path / "plan.docx", [["a"]])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode()
    wide = xml.replace("<w:tcPr>", f'<w:tcPr><w:gridSpan w:val="{span}"/>')
    assert wide != xml
    with_member(path, "word/document.xml", wide.encode())

    assert render(path).lines[0].cells == ("a",)


def test_a_word_row_that_claims_a_billion_columns_stays_small(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", [["a"]])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode()
    wide = xml.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>')
    assert wide != xml
    with_member(path, "word/document.xml", wide.encode())

    cells = render(path).lines[0].cells

    assert cells is not None
    assert len(cells) <= 200


def samples() -> list[bytes]:
    """One good file of each kind, to damage."""
    folder = Path(tempfile.mkdtemp())
    table = [
        ["Measure and Target", "", "Lead Individual"],
        ["NI 1 Homes", "", "Ann Lee"],
        ["Baseline 1%", "08/09 2%", ""],
    ]
    return [
        word(folder / "a.docx", "Theme Name: Safer", table).read_bytes(),
        excel(folder / "a.xlsx", {"Plan": table}).read_bytes(),
        pdf(folder / "a.pdf", ["Theme Name: Safer", "Baseline 1%   08/09 2%"]).read_bytes(),
        "\n".join("\t".join(row) for row in table).encode(),
    ]


SAMPLES = samples()
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".docx") as kept:
        kept.write(content)
        kept.flush()
        try:
            read_plan(render(Path(kept.name), limit=1_000_000))
        except Unreadable as refused:
            assert str(refused).strip()  # noqa: PT017 - reading it may also succeed


@patient
@given(st.binary(max_size=400))
def test_random_bytes_are_survived(content: bytes) -> None:
    survives(content)


@patient
@given(st.integers(0, len(SAMPLES) - 1), st.floats(0, 1))
def test_a_file_cut_anywhere_is_survived(sample: int, part: float) -> None:
    content = SAMPLES[sample]
    survives(content[: int(len(content) * part)])


@patient
@given(st.integers(0, len(SAMPLES) - 1), st.floats(0, 0.9999), st.integers(1, 255))
def test_a_flipped_byte_is_survived(sample: int, where: float, by: int) -> None:
    damaged = bytearray(SAMPLES[sample])
    damaged[int(len(damaged) * where)] ^= by
    survives(bytes(damaged))


@patient
@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=8), max_size=12))
def test_any_text_in_any_table_is_survived(rows: list[list[str]]) -> None:
    survives("\n".join("\t".join(row) for row in rows).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "line", ["(" * 50_000, "1," * 50_000, "Baseline " * 10_000, "a and " * 20_000, "- " * 40_000]
)
def test_a_very_long_line_ends_soon(line: str) -> None:
    survives(
        f"Measure and Target\tLead\n{line}\t{line[:9000]}\nBaseline {line[:9000]}\t08/09 {line[:9000]}".encode()
    )
