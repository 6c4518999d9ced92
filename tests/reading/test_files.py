"""A file becomes lines, whatever it is."""

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.rendering import FileKind, Rendering, Style
from goldenthread.reading.text import OLD_ENCODING
from tests.reading.documents import excel, pdf, with_member, word


def rendered(tmp_path: Path, content: bytes, name: str = "plan.txt") -> Rendering:
    path = tmp_path / name
    path.write_bytes(content)
    return render(path)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\r\ntwo\r\n\r\nfour", ["one", "two", "", "four"]),
        (b"one\rtwo\r", ["one", "two"]),
        ("\ufeffPris: £5\n".encode(), ["Pris: £5"]),
        ("one\ntwo\n".encode("utf-16"), ["one", "two"]),
    ],
)
def test_lines_are_those_of_an_editor(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    result = rendered(tmp_path, content)

    assert [line.text for line in result.lines] == lines
    assert [line.number for line in result.lines] == list(range(1, len(lines) + 1))


def test_an_old_windows_file_is_read_and_says_so(tmp_path: Path) -> None:
    result = rendered(tmp_path, "Cost: £5 – “cheap”\n".encode("cp1252"))

    assert (result.text, result.notes) == ("Cost: £5 – “cheap”", (OLD_ENCODING,))


def test_a_markdown_table_has_cells(tmp_path: Path) -> None:
    result = rendered(tmp_path, b"# Plan\n| a | b\\|c |\n|---|---|\n", "plan.md")

    assert result.kind is FileKind.MARKDOWN
    assert [line.cells for line in result.lines] == [None, ("a", "b|c"), ("---", "---")]


def test_the_content_says_what_a_file_is_and_not_its_name(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "Hello")
    path.rename(tmp_path / "plan.txt")

    assert render(tmp_path / "plan.txt").kind is FileKind.WORD


def test_word_paragraphs_and_rows_are_lines_in_order(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "# Theme", "", "- First", [["a", "b"], ["c", ""]], "Last")

    lines = render(path).lines

    assert [line.text for line in lines] == ["Theme", "", "First", "a\tb", "c\t", "Last"]
    assert [line.cells for line in lines] == [None, None, None, ("a", "b"), ("c", ""), None]
    assert [line.style for line in lines[:3]] == [Style.HEADING, Style.PLAIN, Style.BULLET]


def test_merged_word_cells_keep_the_columns_in_line(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "tall"
    table.cell(1, 0).text = "low"
    document.save(str(tmp_path / "plan.docx"))

    assert [line.cells for line in render(tmp_path / "plan.docx").lines] == [
        ("wide", "", "tall"),
        ("low", "", ""),
    ]


def test_several_paragraphs_of_a_cell_are_its_items(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "one"
    cell.add_paragraph("two")
    document.save(str(tmp_path / "plan.docx"))

    assert render(tmp_path / "plan.docx").lines[0].cells == ("one\ntwo",)


def test_a_line_break_parts_the_items_of_a_cell_and_not_a_paragraph(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "one\ntwo", [["one\ntwo"]])

    assert [(line.text, line.cells) for line in render(path).lines] == [
        ("one two", None),
        ("one two", ("one\ntwo",)),
    ]


def test_deleted_words_are_gone_and_inserted_ones_stay(tmp_path: Path) -> None:
    path = word(tmp_path / "plan.docx", "x")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        "<w:p><w:r><w:t>kept </w:t></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    xml = f'<?xml version="1.0"?><w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>'
    with_member(path, "word/document.xml", xml.encode())

    assert [line.text for line in render(path).lines] == ["kept new link", "control"]


def test_a_sheet_row_is_a_line_and_numbering_goes_on(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "One"
    book.active["B2"] = "first"
    second = book.create_sheet("Two")
    second.append(["a", 3, 0.1 + 0.2, True])
    book.save(tmp_path / "plan.xlsx")

    lines = render(tmp_path / "plan.xlsx").lines

    assert [(line.number, line.table_name, line.cells) for line in lines] == [
        (1, "One", ("", "")),
        (2, "One", ("", "first")),
        (3, "Two", ("a", "3", "0.3", "Yes")),
    ]


def test_a_percentage_is_shown_as_one_and_a_date_in_words(tmp_path: Path) -> None:
    from datetime import date

    book = Workbook()
    sheet = book.active
    for column, (value, form) in enumerate(
        [
            (0.29, "0%"),
            (0.5625, "0.00%"),
            (0.29, "General"),
            (1234, "#,##0"),
            (date(2009, 1, 12), "dd/mm/yyyy"),
            (0.5, '0.0"%"'),
        ],
        1,
    ):
        cell = sheet.cell(1, column, value)
        cell.number_format = form
    book.save(tmp_path / "plan.xlsx")

    assert render(tmp_path / "plan.xlsx").lines[0].cells == (
        "29%",
        "56.25%",
        "0.29",
        "1234",
        "12 January 2009",
        "0.5",
    )


def test_a_pdf_keeps_its_layout_and_is_less_sure(tmp_path: Path) -> None:
    result = render(pdf(tmp_path / "plan.pdf", ["Theme Name: Safer", "Baseline  80%      08/09  85%"]))

    assert result.kind is FileKind.PDF
    assert result.sure is False
    assert [line.text.split() for line in result.lines if line.text.strip()] == [
        ["Theme", "Name:", "Safer"],
        ["Baseline", "80%", "08/09", "85%"],
    ]
    assert result.notes


def test_without_poppler_a_pdf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    path = pdf(tmp_path / "plan.pdf", ["x"])

    with pytest.raises(Unreadable, match="until poppler-utils is installed"):
        render(path)


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = excel(tmp_path / "plan.xlsx", {"A": [["x"]]})

    assert render(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
