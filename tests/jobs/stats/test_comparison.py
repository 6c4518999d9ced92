"""`goldenthread stats trend|benchmark`: the reference's columns in, its answers out."""

from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from goldenthread.reckoning.comparison.trend import marker
from tests.jobs.stats.running import differences, run
from tests.reckoning import golden


def test_trends(tmp_path: Path) -> None:
    """The reference stops with an error where a year counts nobody; ours says that it cannot be calculated."""
    expected = golden.rows("fingertips/trend_expected.csv")
    got = run(tmp_path, "trend", golden.rows("fingertips/trend_input.csv"))
    stopped = {row["series_id"] for row in expected if row["reason"].startswith("ERROR")}
    assert stopped
    words = [row for row in expected if row["series_id"] not in stopped]
    assert differences(words, [row for row in got if row["series_id"] not in stopped], "series_id") == []
    assert {(row["recent_trend"], row["reason"]) for row in got if row["series_id"] in stopped} == {
        ("Cannot be calculated", "A year counts nobody, or everybody: the odds cannot be worked out")
    }


def test_markers() -> None:
    for row in golden.rows("fingertips/trend_polarity.csv"):
        assert marker(row["recent_trend"], row["polarity"]) == row["marker"]


def test_a_marker_where_a_polarity_is_told(tmp_path: Path) -> None:
    rows = [
        {"series_id": "A", "year": str(2001 + point), "count": str(100 + 60 * point), "denominator": "1000"}
        for point in range(5)
    ]
    (got,) = run(tmp_path, "trend", rows, "--polarity", "Low is good")
    assert (got["recent_trend"], got["marker"]) == ("Increasing", "Increasing and getting worse")


def test_by_limits(tmp_path: Path) -> None:
    expected = golden.rows("fingertips/benchmark_ci.csv")
    got = run(tmp_path, "benchmark", expected, but=["ci95", "ci95_998", "double_ci95"])
    assert differences(expected, got, "case_id", "polarity") == []
    assert [row["case_id"] for row in got] == [row["case_id"] for row in expected]


def test_by_control_limits(tmp_path: Path) -> None:
    expected = golden.rows("fingertips/benchmark_control_limits_proportion.csv")
    given = ["case_id", "denominator", "benchmark", "value"]
    rows = [{name: row[name] for name in given} for row in expected]
    assert (
        differences(expected, run(tmp_path, "benchmark", rows, "--method", "control-limits"), "case_id") == []
    )


def test_by_goals(tmp_path: Path) -> None:
    expected = golden.rows("fingertips/goal_comparison.csv")
    got = run(tmp_path, "benchmark", expected, "--method", "goal", but=["single", "single_ci", "range"])
    assert differences(expected, got, "value", "polarity") == []


def test_by_quintiles(tmp_path: Path) -> None:
    expected = golden.rows("fingertips/quintiles_ntile.csv")
    rows = [{name: row[name] for name in ("set", "area", "value")} for row in expected]
    assert (
        differences(expected, run(tmp_path, "benchmark", rows, "--method", "quintiles"), "set", "area") == []
    )


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("lower95,upper95,benchmark,polarity\n1,2,3,Up\n", (), "row 2, column “polarity”: “Up” is none of"),
        ("value\n1\n", ("--method", "goal"), "has no goal: give the column “limit”"),
        ("lower95,upper95\n1,2\n", (), "has no column “benchmark”."),
    ],
)
def test_wrong_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "benchmark", "--in", str(tmp_path / "in.csv"), *options]) == 2
    assert sentence in capsys.readouterr().err
