"""`goldenthread stats funnel`: significance to the word, limits to the reference's own halving, points to the digit."""

import math
from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.jobs.stats.running import Rows, differences, run
from tests.reckoning import golden

KINDS = {
    "proportion": ("funnel_proportion", "funnel_proportion_input", ["--statistic", "proportion"]),
    "ratio": ("funnel_ratio", "funnel_ratio_input", ["--statistic", "ratio"]),
    "crude": ("funnel_rate_crude", "funnel_rate_input", ["--statistic", "rate", "--years-of-data", "3"]),
    "dsr": (
        "funnel_rate_dsr",
        "funnel_rate_input",
        ["--statistic", "rate", "--rate-type", "dsr", "--years-of-data", "3"],
    ),
}
HALVED = 5e-5
"""How near the reference's search by halving comes."""


@pytest.mark.parametrize("kind", KINDS)
def test_significance(tmp_path: Path, kind: str) -> None:
    name, source, options = KINDS[kind]
    got = run(tmp_path, "funnel", golden.rows(f"phe/{source}.csv"), *options)
    assert differences(golden.rows(f"phe/{name}_significance.csv"), got, "area") == []


@pytest.mark.parametrize("kind", ["crude", "dsr"])
def test_points(tmp_path: Path, kind: str) -> None:
    name, source, options = KINDS[kind]
    got = run(tmp_path, "funnel", golden.rows(f"phe/{source}.csv"), *options, "--output", "points")
    assert differences(golden.rows(f"phe/{name}_points.csv"), got, "area") == []


def far(expected: Rows, got: Rows, within: float) -> list[tuple[str, str, str]]:
    assert len(got) == len(expected)
    return [
        (name, value, answer[name])
        for row, answer in zip(expected, got, strict=True)
        for name, value in row.items()
        if (
            value != answer[name]
            if name in ("statistic", "method")
            else not near(value, answer[name], within)
        )
    ]


def near(one: str, other: str, within: float) -> bool:
    return math.isclose(float(one), float(other), rel_tol=within, abs_tol=within)


@pytest.mark.parametrize("source", ["funnel_proportion", "funnel_proportion_narrow"])
def test_limits_of_proportions(tmp_path: Path, source: str) -> None:
    got = run(tmp_path, "funnel", golden.rows(f"phe/{source}_input.csv"), "--output", "limits")
    assert far(golden.rows(f"phe/{source}_limits.csv"), got, 1e-9) == []


@pytest.mark.parametrize(
    ("kind", "expected", "more"),
    [
        ("ratio", "funnel_ratio_isr_limits", []),
        ("ratio", "funnel_ratio_count_limits", ["--ratio-type", "count"]),
        ("crude", "funnel_rate_crude_limits", []),
        ("dsr", "funnel_rate_dsr_limits", []),
    ],
)
def test_limits_of_events(tmp_path: Path, kind: str, expected: str, more: list[str]) -> None:
    _, source, options = KINDS[kind]
    got = run(tmp_path, "funnel", golden.rows(f"phe/{source}.csv"), *options, *more, "--output", "limits")
    assert far(golden.rows(f"phe/{expected}.csv"), got, HALVED) == []


@pytest.mark.parametrize(
    ("text", "options", "sentence"),
    [
        ("x,n\n5,4\n", (), "row 2, column “x”: A part cannot be more than its whole."),
        ("x,n\n-1,4\n", (), "row 2, column “x”: A part cannot be below zero."),
        ("x,n\n1,0\n", (), "row 2, column “n”: A whole must be above zero."),
        ("obs,exp\n-1,4\n", ("--statistic", "ratio"), "row 2, column “obs”"),
        ("obs,exp\n1,-4\n", ("--statistic", "ratio"), "row 2, column “exp”"),
        ("obs,pop\n1,4\n", ("--statistic", "rate"), "has no column “rate”."),
    ],
)
def test_wrong_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "funnel", "--in", str(tmp_path / "in.csv"), *options]) == 2
    assert sentence in capsys.readouterr().err
