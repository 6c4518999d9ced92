"""`goldenthread stats spc`: all configurations of the reference, point by point."""

import csv
from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.jobs.stats.running import differences, run
from tests.reckoning import golden


def test_every_point_and_every_verdict(tmp_path: Path) -> None:
    configs, summary = tmp_path / "configs.csv", tmp_path / "summary.csv"
    rows = golden.rows("spc/configs.csv")
    with configs.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, [name for name in rows[0] if name not in ("error", "warnings")], extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    got = run(
        tmp_path, "spc", golden.rows("spc/series.csv"), "--configs", str(configs), "--summary", str(summary)
    )
    assert differences(golden.rows("spc/points_expected.csv"), got, "config_id", "date") == []
    with summary.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert differences(golden.rows("spc/summary_expected.csv"), found, "config_id", "rebase_group") == []


def series(*values: float, name: str = "A") -> list[dict[str, str]]:
    return [
        {"series_id": name, "date": f"20{10 + at // 12}-{at % 12 + 1:02d}-01", "value": str(value)}
        for at, value in enumerate(values)
    ]


def test_options_for_all_series_without_configurations(tmp_path: Path) -> None:
    rows = series(*[5, 6] * 8) + series(*[1, 2] * 8, name="B")
    got = run(
        tmp_path,
        "spc",
        rows,
        "--target",
        "9",
        "--improvement-direction",
        "decrease",
        "--screen-outliers",
        "false",
    )
    assert [(row["series_id"], row["mean"], row["target"]) for row in got[::16]] == [
        ("A", "5.5", "9"),
        ("B", "1.5", "9"),
    ]


def test_with_care_a_constant_series_has_limits(tmp_path: Path) -> None:
    rows = series(*[5] * 14)
    assert {row["lpl"] for row in run(tmp_path, "spc", rows)} == {""}
    got = run(tmp_path, "spc", rows, "--careful", "true")
    assert {(row["lpl"], row["upl"], row["special_cause_type"]) for row in got} == {
        ("5", "5", "Common Cause")
    }


def test_with_care_one_change_is_one_signal(tmp_path: Path) -> None:
    rows = series(*[5] * 10, 9, *[5] * 10)
    assert {row["special_cause_flag"] for row in run(tmp_path, "spc", rows)} == {"TRUE"}
    got = run(tmp_path, "spc", rows, "--careful", "true")
    assert [row["value"] for row in got if row["special_cause_type"] == "Above UCL"] == ["9"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("date,value\n2020-01-01,1\n2020-01-01,2\n", "row 3, column “date”: 2020-01-01 is there twice."),
        ("date,value\nsoon,1\n", "row 2, column “date”: “soon” is not a day like 2026-11-24."),
        ("date,value\n2020-01-01,high\n", "row 2, column “value”: “high” is not a number."),
        ("date,valu\n2020-01-01,1\n", "has no column “value”."),
    ],
)
def test_wrong_series_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "spc", "--in", str(tmp_path / "in.csv")]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("B,increase,,TRUE,", "column “series_id”: “B” is none of A."),
        ("A,up,,TRUE,", "column “improvement_direction”: “up” is none of increase, decrease, neutral."),
        ("A,increase,11,TRUE,", "column “fix_after_n_points”: “11” is not a whole number of 12 or more."),
        ("A,increase,,perhaps,", "column “screen_outliers”: “perhaps” is none of"),
        ("A,increase,,TRUE,high", "column “target”: “high” is not a number."),
    ],
)
def test_wrong_configurations_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cells: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text("series_id,date,value\nA,2020-01-01,1\n", encoding="utf-8")
    configs = tmp_path / "configs.csv"
    configs.write_text(
        f"series_id,improvement_direction,fix_after_n_points,screen_outliers,target\n{cells}\n"
    )
    assert main(["stats", "spc", "--in", str(tmp_path / "in.csv"), "--configs", str(configs)]) == 2
    assert f"row 2, {sentence}" in capsys.readouterr().err
