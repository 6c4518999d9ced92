"""`goldenthread stats proportion|rate|mean`: the reference's columns in, its answers out."""

import csv
import io
from itertools import groupby
from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.reckoning import golden

ANSWERS = (
    "value", "lowercl", "uppercl", "lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl",
    "confidence_label", "statistic", "method", "value_sum", "value_count", "stdev",
)  # fmt: skip


def asked(tmp_path: Path, method: str, rows: list[dict[str, str]], *options: str) -> list[dict[str, str]]:
    given = [name for name in rows[0] if name not in ANSWERS]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, given, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    assert main(["stats", method, "--in", str(source), "--out", str(out), *options]) == 0
    return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))


def differences(expected: list[dict[str, str]], got: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    assert len(got) == len(expected)
    return [
        (name, row[name], answer.get(name, "no such column"))
        for row, answer in zip(expected, got, strict=True)
        for name in row
        if name in ANSWERS and golden.differ(row[name], answer.get(name, "no such column"))
    ]


@pytest.mark.parametrize("method", ["proportion", "rate"])
def test_one_level(tmp_path: Path, method: str) -> None:
    def options(row: dict[str, str]) -> tuple[str, str]:
        return row["confidence_arg"], row["multiplier"]

    for (confidence, multiplier), rows in groupby(
        sorted(golden.rows(f"phe/{method}.csv"), key=options), key=options
    ):
        expected = list(rows)
        got = asked(tmp_path, method, expected, "--confidence", confidence, "--multiplier", multiplier)
        assert differences(expected, got) == []


@pytest.mark.parametrize(("method", "multiplier"), [("proportion", "100"), ("rate", "100000")])
def test_two_levels(tmp_path: Path, method: str, multiplier: str) -> None:
    expected = golden.rows(f"phe/{method}_two_levels.csv")
    got = asked(tmp_path, method, expected, "--confidence", "0.95,0.998", "--multiplier", multiplier)
    assert differences(expected, got) == []


@pytest.mark.parametrize(("method", "multiplier"), [("proportion", "100"), ("rate", "100000")])
def test_grouped(tmp_path: Path, method: str, multiplier: str) -> None:
    rows = golden.rows(f"phe/{method}_grouped_input.csv")
    got = asked(tmp_path, method, rows, "--group-by", "area", "--multiplier", multiplier)
    assert differences(golden.rows(f"phe/{method}_grouped_expected.csv"), got) == []


def test_means(tmp_path: Path) -> None:
    rows = golden.rows("phe/mean_input.csv")
    expected = golden.rows("phe/mean_expected.csv")
    for confidence in dict.fromkeys(row["confidence_arg"] for row in expected):
        of_level = {row["grp"]: row for row in expected if row["confidence_arg"] == confidence}
        got = {row["grp"]: row for row in asked(tmp_path, "mean", rows, "--confidence", confidence)}
        assert differences(list(of_level.values()), [got[name] for name in of_level]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x,n\n1,2\nmany,2\n", "row 3, column “x”: “many” is not a number."),
        ("x,n\n1,2\n3,2\n", "row 3, column “x”: A part cannot be more than its whole."),
        ("x,n\n1,0\n", "row 2, column “n”: A whole must be above zero."),
        ("x,n\n1,nan\n", "row 2, column “n”: “nan” is not a number."),
        ("x,total\n1,2\n", "has no column “n”. Its columns are: x, total."),
        ("x,n\n1,2,3\n", "row 2: 3 fields, but there are 2 headings."),
        ("x,n,x\n1,2,3\n", "has two columns with the name “x”. Give each a name of its own."),
        ("", "is empty. Its first row must name the columns."),
    ],
)
def test_wrong_files_are_told_by_row_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(text, encoding="utf-8")
    assert main(["stats", "proportion", "--in", str(source)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip().endswith(sentence)


@pytest.mark.parametrize("method", ["proportion", "rate"])
def test_rows_are_checked_before_they_are_summed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("area,x,n\nHatfield,4,10\nHatfield,-1,10\n", encoding="utf-8")
    assert main(["stats", method, "--in", str(source), "--group-by", "area"]) == 2
    assert "row 3, column “x”" in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "rate", "--in", str(tmp_path / "none.csv")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_a_file_in_another_alphabet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_bytes("x,n\n1,2\né,3\n".encode("cp1252"))
    assert main(["stats", "rate", "--in", str(tmp_path / "in.csv")]) == 2
    assert "is not written in UTF-8" in capsys.readouterr().err


def test_a_level_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["stats", "rate", "--in", str(tmp_path / "in.csv"), "--confidence", "0.5"])
    assert "invalid level of confidence" in capsys.readouterr().err


def test_what_is_infinite_and_what_is_missing_are_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("place,x,n\nHatfield,0,100\nHertford,,100\n", encoding="utf-8")
    assert main(["stats", "rate", "--in", str(source), "--confidence", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "Hatfield,0,100,0,0,Inf,100%,rate per 100000,Exact",
        "Hertford,,100,,,,100%,rate per 100000,",
    ]


def test_a_proportion_without_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text("x,n\n1,4\n", encoding="utf-8")
    assert main(["stats", "proportion", "--in", str(source), "--confidence", "NA"]) == 0
    assert capsys.readouterr().out == "x,n,value,statistic,method\n1,4,0.25,proportion of 1,Wilson\n"
    with pytest.raises(SystemExit):
        main(["stats", "rate", "--in", str(source), "--confidence", "NA"])
