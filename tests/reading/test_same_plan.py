"""One plan says the same whether it comes as text, Word, Excel or PDF; a PDF's figures too, though marked less sure."""

import shutil
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from textwrap import wrap

import pytest

from goldenthread.reading.blocks import LAYOUT_DOUBT
from goldenthread.reading.files import render
from goldenthread.reading.plan import Plan
from goldenthread.reading.reader import read_plan
from tests.conftest import ROOT
from tests.reading.documents import excel, pdf, word
from tests.reading.plans import WHOLE

STARTS = [0, 20, 34, 48, 62, 80, 96, 114, 150]
"""Where the eight columns of the template start on the page."""
EXAMPLE = ROOT / "examples" / "hertfordshire" / "delivery-plan.txt"


def without_lines(plan: Plan) -> object:
    """A plan without where things stand, which differs from kind to kind, nor how sure it is."""

    def bare(content: object) -> object:
        if isinstance(content, dict):
            return {key: bare(value) for key, value in content.items() if key not in {"lines", "doubt"}}
        return [bare(value) for value in content] if isinstance(content, list) else content

    return bare(plan.as_json())


def as_word(text: str, path: Path) -> Path:
    blocks: list[str | list[list[str]]] = []
    for is_row, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        if is_row:
            blocks.append([line.split("\t") for line in lines])
        else:
            blocks.extend(lines)
    return word(path, *blocks)


def as_excel(text: str, path: Path) -> Path:
    return excel(path, {"Plan": [line.split("\t") for line in text.split("\n")]})


def as_pdf(text: str, path: Path) -> Path:
    """The plan on a page of typewriter letters, its tables wrapped in columns of the widths of the template."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.extend(laid_out(line.split("\t")) if "\t" in line else wrap(line, 150) or [""])
    return pdf(path, lines)


def laid_out(cells: list[str]) -> list[str]:
    """The lines of a table row: each cell wrapped below its own start, the first as wide as the empty ones after it."""
    cells = [*cells, *[""] * 8][:8]
    pieces = []
    for index, cell in enumerate(cells):
        end = next((i for i in range(1, 8) if cells[i]), 8) if index == 0 else index + 1
        pieces.append(wrap(cell, STARTS[end] - STARTS[index] - 2))
    lines = []
    for height in range(max(map(len, pieces))):
        shown = ""
        for start, piece in zip(STARTS, pieces, strict=False):
            shown = shown.ljust(start) + piece[height] if height < len(piece) else shown
        lines.append(shown)
    return lines


@pytest.mark.parametrize("text", [WHOLE, EXAMPLE.read_text()], ids=["small", "example"])
@pytest.mark.parametrize("made", [as_word, as_excel])
def test_word_and_excel_say_what_the_text_says(
    tmp_path: Path, text: str, made: Callable[[str, Path], Path]
) -> None:
    (tmp_path / "plan.txt").write_text(text)
    plan = read_plan(render(tmp_path / "plan.txt"))
    assert plan.measures
    assert without_lines(read_plan(render(made(text, tmp_path / "plan.office")))) == without_lines(plan)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_a_pdf_says_what_the_text_says_and_is_marked_less_sure(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(WHOLE)
    plan = read_plan(render(tmp_path / "plan.txt"))
    read = read_plan(render(as_pdf(WHOLE, tmp_path / "plan.pdf")))
    assert without_lines(read) == without_lines(plan)
    assert [measure.doubt for measure in read.measures] == [LAYOUT_DOUBT]
    assert {value.doubt for measure in read.measures for value in (*measure.baselines, *measure.targets)} == {
        LAYOUT_DOUBT
    }
