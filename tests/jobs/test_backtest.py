"""`goldenthread backtest`, and the page of the docs that it made."""

from pathlib import Path

import pytest

from goldenthread.jobs.backtest import page_of_simulated
from goldenthread.jobs.command import main
from tests.conftest import ROOT


def test_the_page_of_the_docs_is_what_comes_out() -> None:
    assert page_of_simulated() in (ROOT / "docs/methods/backtest.md").read_text(encoding="utf-8")


def test_series_of_a_file_in_two_halves(tmp_path: Path) -> None:
    rows = [f"{name},{2001 + at}-04-01,{at % 3 + ord(name)}\n" for name in "abcdef" for at in range(8)]
    (tmp_path / "in.csv").write_text("series_id,date,value\n" + "".join(rows), encoding="utf-8")
    assert main(["backtest", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.md")]) == 0
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "From in.csv (6)." in text
    assert "The half that proves them: " in text


def test_what_is_no_day_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("series_id,date,value\na,soon,1\n", encoding="utf-8")
    assert main(["backtest", str(tmp_path / "in.csv")]) == 2
    assert "row 2, column “date”: “soon” is not a day" in capsys.readouterr().err
