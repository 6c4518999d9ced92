"""`goldenthread stats dsr|isr`: the reference's columns in, its answers out."""

from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from tests.jobs.stats.running import differences, run
from tests.reckoning import golden

SETTINGS = ("confidence_arg", "multiplier", "refvalue")


def settings(rows: list[dict[str, str]], *names: str) -> list[tuple[tuple[str, ...], list[dict[str, str]]]]:
    found: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return list(found.items())


def test_direct(tmp_path: Path) -> None:
    source = golden.rows("phe/dsr_input.csv")
    for (confidence, multiplier), expected in settings(
        golden.rows("phe/dsr_expected.csv"), "confidence_arg", "multiplier"
    ):
        got = run(tmp_path, "dsr", source, "--confidence", confidence, "--multiplier", multiplier)
        assert differences(expected, got, "area", but=SETTINGS) == []


def test_direct_at_two_levels(tmp_path: Path) -> None:
    got = run(tmp_path, "dsr", golden.rows("phe/dsr_input.csv"), "--confidence", "0.95,0.998")
    assert differences(golden.rows("phe/dsr_two_levels_expected.csv"), got, "area") == []


def test_direct_of_events_that_are_not_independent(tmp_path: Path) -> None:
    source = golden.rows("phe/dsr_nonindependent_input.csv")
    for (confidence,), expected in settings(
        golden.rows("phe/dsr_nonindependent_expected.csv"), "confidence_arg"
    ):
        got = run(tmp_path, "dsr", source, "--independent-events", "false", "--confidence", confidence)
        assert differences(expected, got, "area", but=SETTINGS) == []


def test_the_european_standard_population_where_the_file_names_none(tmp_path: Path) -> None:
    source = golden.rows("phe/dsr_input.csv")
    areas = {row["area"] for row in source}
    usual = {
        area
        for area in areas
        if {row["ageband"]: row["stdpop"] for row in source if row["area"] == area}
        == {row["ageband"]: row["esp2013"] for row in golden.rows("phe/esp2013.csv")}
    }
    assert usual
    rows = [row for row in source if row["area"] in usual]
    assert run(tmp_path, "dsr", rows, but=["stdpop"]) == run(tmp_path, "dsr", rows)


def test_indirect_ratios(tmp_path: Path) -> None:
    source = golden.rows("phe/isr_input.csv")
    for (confidence, refvalue), expected in settings(
        golden.rows("phe/isratio_expected.csv"), "confidence_arg", "refvalue"
    ):
        got = run(tmp_path, "isr", source, "--confidence", confidence, "--refvalue", refvalue)
        assert differences(expected, got, "area", but=SETTINGS) == []


def test_indirect_ratios_at_two_levels(tmp_path: Path) -> None:
    source = golden.rows("phe/isr_input.csv")
    got = run(tmp_path, "isr", source, "--confidence", "0.95,0.998", "--refvalue", "100")
    assert differences(golden.rows("phe/isratio_two_levels_expected.csv"), got, "area") == []


def test_indirect_rates(tmp_path: Path) -> None:
    source = golden.rows("phe/isr_input.csv")
    for (confidence,), expected in settings(golden.rows("phe/israte_expected.csv"), "confidence_arg"):
        got = run(tmp_path, "isr", source, "--type", "rate", "--confidence", confidence)
        assert differences(expected, got, "area", but=SETTINGS) == []


def test_indirect_rates_of_totals_in_a_file_of_their_own(tmp_path: Path) -> None:
    expected = golden.rows("phe/israte_observed_totals_expected.csv")
    totals = tmp_path / "totals.csv"
    totals.write_text("area,observed\n" + "".join(f"{row['area']},{row['observed']}\n" for row in expected))
    source = golden.rows("phe/isr_input.csv")
    got = run(tmp_path, "isr", source, "--type", "rate", "--observed-totals", str(totals), but=["x"])
    assert differences(expected, got, "area") == []


@pytest.mark.parametrize(
    ("method", "text", "sentence"),
    [
        ("dsr", "area,x,n,stdpop\nA,1,0,1\n", "row 2, column “n”: A population must be above zero."),
        ("dsr", "area,x,n,stdpop\nA,1,,1\n", "row 2, column “n”: Every age band needs its population."),
        ("dsr", "area,x,n,stdpop\nA,-1,1,1\n", "row 2, column “x”: A number of events cannot be below zero."),
        (
            "dsr",
            "area,x,n,stdpop\nA,1,1,-1\n",
            "row 2, column “stdpop”: A standard population cannot be below zero.",
        ),
        (
            "dsr",
            "area,x,n,ageband\nA,1,1,old\n",
            "“old” is no age band of the European Standard Population 2013",
        ),
        ("isr", "area,x,n,ref_x,ref_n\nA,1,1,1,0\n", "row 2, column “ref_n”"),
        ("isr", "area,x,n,ref_x,ref_n\nA,-1,1,1,1\n", "row 2, column “x”"),
        (
            "isr",
            "area,x,n,ref_x,ref_n\nA,1,1,1,1\nB,1,1,1,1\nB,1,1,1,1\n",
            "row 3, column “n”: Every group needs the same",
        ),
    ],
)
def test_wrong_files_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], method: str, text: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", method, "--in", str(tmp_path / "in.csv")]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("area,observed\nB,1\n", "has no row for A."),
        ("area,observed\nA,1\nA,2\n", "has two rows for one group."),
        ("area,observed\nA,-1\n", "a number of events cannot be below zero."),
    ],
)
def test_wrong_totals_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    (tmp_path / "in.csv").write_text("area,n,ref_x,ref_n\nA,1,1,1\n", encoding="utf-8")
    (tmp_path / "totals.csv").write_text(text, encoding="utf-8")
    totals = str(tmp_path / "totals.csv")
    assert main(["stats", "isr", "--in", str(tmp_path / "in.csv"), "--observed-totals", totals]) == 2
    assert sentence in capsys.readouterr().err


def test_rows_of_one_band_must_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "area,ageband,eventfreq,x,n,stdpop\nA,0-4,1,2,100,50\nA,0-4,2,2,101,50\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    assert main(["stats", "dsr", "--in", str(tmp_path / "in.csv"), "--independent-events", "false"]) == 2
    assert "row 3, column “n”: Rows of one age band must have the same" in capsys.readouterr().err
