"""`goldenthread stats prg`: one row out for each row in."""

from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.jobs.stats.running import differences, run
from tests.reckoning import golden

ANSWERS = ("share_achieved", "share_paid", "grant")


def test_targets(tmp_path: Path) -> None:
    expected = golden.rows("laa/prg.csv")
    assert differences(expected, run(tmp_path, "prg", expected, but=ANSWERS), "case_id") == []


@pytest.mark.parametrize("but", [ANSWERS, (*ANSWERS, "potential", "total_potential")])
def test_an_agreement(tmp_path: Path, but: tuple[str, ...]) -> None:
    """With its potentials, and from the budget alone."""
    expected = golden.rows("laa/prg_agreement.csv")
    assert differences(expected, run(tmp_path, "prg", expected, but=but), "target", "sub_target") == []


def test_later_agreements_are_notional(tmp_path: Path) -> None:
    rows = [{"without": "1", "with": "2", "actual": "2", "potential": "10"}]
    for year, word in (("2007", "FALSE"), ("2008", "TRUE")):
        assert [row["notional"] for row in run(tmp_path, "prg", rows, "--agreed", year)] == [word]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "without,with,actual,potential\n5,5,6,1\n",
            "row 2, column “with”: The target with the stretch is the same",
        ),
        (
            "without,with,actual,potential\n5,6,6,-1\n",
            "row 2, column “potential”: A potential grant cannot be below zero.",
        ),
        ("without,with,actual\n5,6,6\n", "has no column “net_budget_requirement”."),
    ],
)
def test_wrong_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "prg", "--in", str(tmp_path / "in.csv")]) == 2
    assert sentence in capsys.readouterr().err
