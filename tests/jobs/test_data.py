"""`goldenthread data load`: public figures from the command line."""

from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from goldenthread.measures.models import Measure, Observation
from goldenthread.partnership.models import Place
from tests.overview.record import loaded

pytestmark = pytest.mark.django_db
HEADINGS = "Indicator ID,Indicator Name,Area Code,Sex,Age,Time period,Value,Recent Trend\n"
HERE = "E07000098"


@pytest.fixture
def download(tmp_path: Path) -> Path:
    made = loaded(measures=2)
    Place.objects.filter(pk=made.place_id).update(code=HERE, name="Hertsmere")
    path = tmp_path / "indicators.csv"
    path.write_text(
        HEADINGS + f"90366,Life,{HERE},Male,All,2007/08,56.1,\n90366,Life,{HERE},Female,All,2007/08,66.1,\n"
        f"90366,Life,{HERE},Male,All,2006/07,many,\n90366,Life,E92000001,Male,All,2006/07,50,\n"
    )
    return path


def run(download: Path, *more: str) -> int:
    return main(["data", "load", str(download), "--partnership", "northshire", *more])


def test_it_says_what_is_new_what_is_refused_and_what_fills_nothing(
    download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(download, "--fill", "90366=NI 1:Male:All") == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "90366, Life fills NI 1 (Male All).",
        "new: row 2, NI 1, Hertsmere, 2007/08: 56.1%",
        "1 new, 0 revised, 0 the same as before, 0 answers to an open round, 1 refused, 1 about other places,"
        " 1 about other people.",
    ]
    assert said.err == "“many” is not a number. (row 4)\n"
    assert Observation.objects.count() == 1


def test_a_trial_says_so_and_keeps_nothing(download: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(download, "--try", "--fill", "90366=ni 1:Female:All") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "This was a trial: nothing was taken in."
    assert Observation.objects.count() == 0


def test_without_a_measure_it_says_how_many_fill_none(
    download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(download) == 0
    assert capsys.readouterr().out.splitlines()[0] == "1 of 1 indicators fill no measure."


@pytest.mark.parametrize("words", ["90366", "90366=NI 77", "="])
def test_a_fill_that_names_no_measure_is_refused(
    download: Path, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(download, "--fill", words) == 2
    assert f"“{words}”: write INDICATOR=MEASURE" in capsys.readouterr().err


def test_a_file_that_is_not_there(download: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(download.with_name("none.csv")) == 2
    assert capsys.readouterr().err == "“none.csv” cannot be opened: No such file or directory.\n"


def test_the_only_partnership_need_not_be_named(download: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "load", str(download), "--try"]) == 0
    loaded("southshire", measures=1)
    assert main(["data", "load", str(download), "--try"]) == 2
    assert (
        "Say for which partnership: --partnership CODE. The codes here: northshire, southshire."
        in capsys.readouterr().err
    )


def test_a_code_that_several_measures_bear_is_not_guessed(
    download: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Measure.objects.filter(code="NI 2").update(code="NI 1", title="The other one")
    assert run(download, "--fill", "90366=NI 1:Male:All") == 2
    assert "several measures have this code. Give the title of one:" in capsys.readouterr().err
    assert run(download, "--fill", "90366=the other one:Male:All") == 0
    assert Observation.objects.get().series.measure.title == "The other one"


def test_what_cannot_be_told_is_asked_for(download: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Measure.objects.filter(code="NI 1").update(code="90366")
    assert run(download) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "90366, Life does not tell which measure, sex or age it is: say --fill “90366=90366”."
    )
    Measure.objects.update(code="90366")
    assert run(download) == 0
    assert "say --fill “90366=TITLE OF A MEASURE”." in capsys.readouterr().out
