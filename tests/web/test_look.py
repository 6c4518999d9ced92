"""The stylesheet stays small, the pages hold no style or script of their own, and gold is for the thread."""

import gzip
import re
from pathlib import Path

import pytest

from goldenthread.overview.shapes import Page
from goldenthread.web.frame import Cell, Column, Row, Table, turner
from tests.web.gallery import SOURCE, write

STYLESHEET = SOURCE / "static/web/look.css"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return [path.read_text() for path in write(tmp_path_factory.mktemp("gallery"))]


def test_the_stylesheet_stays_under_16_kilobytes() -> None:
    assert len(gzip.compress(STYLESHEET.read_bytes(), 9)) < 16_000


def test_nothing_but_the_thread_is_gold() -> None:
    rules = re.findall(r"([^{}]+)\{[^{}]*var\(--gold\)[^{}]*\}", STYLESHEET.read_text())
    assert sorted(part.strip() for rule in rules for part in rule.split(",")) == [
        ".here::before",
        ".here::before",
        ".knot::before",
        ".stop::before",
        ".thread::before",
    ]


def test_no_page_has_a_style_or_script_of_its_own(pages: list[str]) -> None:
    for page in pages:
        assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", page) == []
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == []


def test_every_id_is_used_once_and_every_reference_is_met(pages: list[str]) -> None:
    for page in pages:
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(ids) == sorted(set(ids))
        named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)
        assert {name for names in named for name in names.split()} - set(ids) == set()


def test_no_template_has_a_style_attribute() -> None:
    found = [path.name for path in Path(SOURCE).rglob("*.html") if " style=" in path.read_text()]
    assert found == []


def test_a_row_has_a_cell_for_each_column() -> None:
    columns = (Column("Measure"), Column("Target"))
    Table("Measures", columns, (Row(Cell("NI 193"), (Cell("49%"),)),))
    with pytest.raises(ValueError, match="not one cell for each column"):
        Table("Measures", columns, (Row(Cell("NI 193")),))


def test_the_links_between_pages_keep_the_filter() -> None:
    middle = turner(Page(2, 3, 120), "/findings", {"kind": "doubled"})
    assert middle is not None
    assert middle.previous == "/findings?kind=doubled&page=1"
    assert middle.following == "/findings?kind=doubled&page=3"
    last = turner(Page(3, 3, 120), "/findings", {})
    assert last is not None
    assert last.following == ""
    assert turner(Page(1, 1, 4), "/findings", {}) is None
