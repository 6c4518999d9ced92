"""`goldenthread stats quantile|life-expectancy`: the reference's columns in, its answers out."""

from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.jobs.stats.running import differences, run
from tests.reckoning import golden


def test_quantiles(tmp_path: Path) -> None:
    rows = golden.rows("phe/quantile.csv")
    for count, invert in {(row["nquantiles"], row["invert"]) for row in rows}:
        expected = [row for row in rows if (row["nquantiles"], row["invert"]) == (count, invert)]
        got = run(tmp_path, "quantile", expected, "--nquantiles", count, "--invert", invert, but=["nquantiles", "invert", "quantile", "qinverted"])  # fmt: skip
        assert differences(expected, got, "id", but=["invert"]) == []
        assert [row["id"] for row in got] == [row["id"] for row in expected]


def test_quantiles_of_a_group_that_is_too_small(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"grp": "A", "v": "1"}, {"grp": "A", "v": "2"}]
    assert [row["quantile"] for row in run(tmp_path, "quantile", rows, "--nquantiles", "5")] == ["", ""]
    assert capsys.readouterr().err == "A has fewer values than 5: no quantiles.\n"


def test_a_file_without_groups_is_ranked_as_one(tmp_path: Path) -> None:
    rows = [{"area": name, "score": value} for name, value in zip("ABCD", "4321", strict=True)]
    got = run(tmp_path, "quantile", rows, "--nquantiles", "2", "--values", "score", "--invert", "false")
    assert [row["quantile"] for row in got] == ["2", "2", "1", "1"]


def test_life_expectancy(tmp_path: Path) -> None:
    source, rows = (
        golden.rows("phe/life_expectancy_input.csv"),
        golden.rows("phe/life_expectancy_expected.csv"),
    )
    for confidence in dict.fromkeys(row["confidence_arg"] for row in rows):
        expected = [row for row in rows if row["confidence_arg"] == confidence]
        got = run(tmp_path, "life-expectancy", source, "--confidence", confidence)
        assert differences(expected, got, "area", "startage", but=["confidence_arg"]) == []


def test_what_cannot_be_worked_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = golden.rows("phe/life_expectancy_input.csv")
    run(tmp_path, "life-expectancy", source)
    said = capsys.readouterr().err.splitlines()
    assert "NEG_DEATHS: A number of deaths is below zero." in said
    assert "ZERO_LAST: Nobody of the oldest died, so nobody can say how long they live." in said
    got = run(tmp_path, "life-expectancy", source, "--only-calculable", "true")
    assert {row["uppercl"] for row in got if row["area"] == "ZERO_LAST"} == {""}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("area,startage,pops,deaths\nA,2,100,1\n", "row 2, column “startage”: no age band begins at “2”."),
        (
            "area,startage,pops,deaths\nA,0,100,1\nA,0,100,1\n",
            "row 3, column “startage”: this age band is there twice.",
        ),
    ],
)
def test_wrong_bands_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "life-expectancy", "--in", str(tmp_path / "in.csv")]) == 2
    assert sentence in capsys.readouterr().err
