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


def options(config: dict[str, str]) -> list[str]:
    given = [
        "--value-type",
        config["value_type"],
        "--transform",
        config["transform"],
        "--multiplier",
        config["multiplier"],
    ]
    given += ["--confidence", "0.95,0.998"]
    if config["input_error"] == "se":
        given += ["--se", "se"]
    if config["input_value"] != "value":
        given += ["--x", "count"]
    return given


def configured() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in golden.rows("phe/sii_expected.csv"):
        found.setdefault(row["config_id"], []).append(row)
    return found


def test_the_slope_index(tmp_path: Path) -> None:
    """Indices to the last digit, simulated limits within five standard errors of the reference's five runs and ours."""
    source = golden.rows("phe/sii_input.csv")
    for expected in configured().values():
        areas = {row["area"] for row in expected}
        rows = [row for row in source if row["area"] in areas]
        got = {row["area"]: row for row in run(tmp_path, "sii", rows, *options(expected[0]))}
        for row in expected:
            for name in ("sii", "rii", "intercept"):
                assert not golden.differ(row[name], got[row["area"]][name]), (row["config_id"], name)
            for name in (name.removesuffix("_mean") for name in row if name.endswith("_mean")):
                off = abs(float(got[row["area"]][name]) - float(row[f"{name}_mean"]))
                assert off <= 5 * float(row[f"{name}_sd"]) * (1 / 5 + 1) ** 0.5 + 1e-12, (
                    row["config_id"],
                    name,
                )


def test_analytic_limits_are_where_the_simulated_ones_are_and_never_the_wrong_way_round(
    tmp_path: Path,
) -> None:
    source = golden.rows("phe/sii_input.csv")
    for name, expected in configured().items():
        areas = {row["area"] for row in expected}
        rows = [row for row in source if row["area"] in areas]
        got = {
            row["area"]: row
            for row in run(tmp_path, "sii", rows, *options(expected[0]), "--limits", "analytic")
        }
        for row in expected:
            found = {column: float(cell) for column, cell in got[row["area"]].items() if column != "area"}
            assert found["sii_lower95_0cl"] < found["sii"] < found["sii_upper95_0cl"]
            assert found["rii_lower95_0cl"] < found["rii"] < found["rii_upper95_0cl"]
            if expected[0]["value_type"] == "0":
                width = found["sii_upper95_0cl"] - found["sii_lower95_0cl"]
                for end in ("lower", "upper"):
                    off = abs(found[f"sii_{end}95_0cl"] - float(row[f"sii_{end}95_0cl_mean"]))
                    assert off < 0.03 * width / (2 * 1.96), name


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (range(1, 5), "There are 4 quantiles. There may be from 5 to 100."),
        ([1, 2, 3, 4, 5, 5], "has a quantile of a place twice."),
        ([1, 2, 3, 4, 5.5], "row 6, column “quantile”: this is not a whole number from 1 on."),
    ],
)
def test_wrong_quantiles_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[float], sentence: str
) -> None:
    text = "".join(f"A,{one},100,5,4,6\n" for one in rows)
    (tmp_path / "in.csv").write_text(
        f"area,quantile,population,value,lowercl,uppercl\n{text}", encoding="utf-8"
    )
    assert main(["stats", "sii", "--in", str(tmp_path / "in.csv")]) == 2
    assert sentence in capsys.readouterr().err


def test_a_place_without_all_quantiles_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {
            "area": area,
            "quantile": str(one),
            "population": "100",
            "value": str(one),
            "lowercl": "0",
            "uppercl": "9",
        }
        for area, count in (("A", 5), ("B", 4))
        for one in range(1, count + 1)
    ]
    assert [row["area"] for row in run(tmp_path, "sii", rows, "--repetitions", "100")] == ["A"]
    assert capsys.readouterr().err == "B has not all of the 5 quantiles and is left out.\n"


def test_only_the_ages_that_are_wanted(tmp_path: Path) -> None:
    source = [row for row in golden.rows("phe/life_expectancy_input.csv") if row["area"] == "L02"]
    every = {row["startage"]: row for row in run(tmp_path, "life-expectancy", source)}
    got = run(tmp_path, "life-expectancy", source, "--le-age", "0,65")
    assert got == [every["0"], every["65"]]
    assert run(tmp_path, "life-expectancy", source, "--le-age", "all") == list(every.values())


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    rows = [
        {"area": "A", "q": str(at), "p": "100", "v": str(at), "l": str(at - 1), "u": str(at + 1)}
        for at in range(1, 6)
    ]
    names = ["--quantile", "q", "--population", "p", "--value", "v", "--lower-cl", "l", "--upper-cl", "u"]
    (got,) = run(tmp_path, "sii", rows, *names, "--limits", "analytic")
    assert float(got["sii"]) == pytest.approx(5)
