"""The command line: what it prints where, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from goldenthread.jobs.command import main
from goldenthread.measures.models import Measure
from tests import factories
from tests.intake.test_documents import PLAN


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN)
    return path


def test_json_stands_alone_on_standard_output(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_bytes(PLAN.encode() + b"Costs \xa3 5\n")

    assert main(["plan", "read", str(plan), "--json"]) == 0

    out, err = capsys.readouterr()
    content = json.loads(out)
    assert set(content) >= {"source", "strategy", "themes", "measures", "actions", "findings"}
    assert content["source"]["file"] == "plan.txt"
    assert content["measures"][0]["targets"][0]["value"] == "85"
    assert content["findings"][0]["lines"]
    assert "cp1252" in err


def test_without_json_it_says_what_is_wrong_line_by_line(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "read", str(plan)]) == 0

    out = capsys.readouterr().out
    assert out.startswith("plan.txt: 1 theme, 1 measure, ")
    assert "warning: NI 1 has no target for 2009/10." in out


def test_what_cannot_be_read_ends_with_2_and_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", "/nowhere/plan.txt", "--json"]) == 2

    assert capsys.readouterr() == ("", "There is no file “/nowhere/plan.txt”. Check its name and folder.\n")


def test_reading_wakes_no_django(plan: Path) -> None:
    code = f"import sys; from goldenthread.jobs.command import main; main(['plan', 'read', {str(plan)!r}]); print('django.db' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.django_db
def test_loading_without_accept_prints_and_changes_nothing(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.partnership()

    assert main(["plan", "load", str(plan), "--partnership", "northshire"]) == 0

    out = capsys.readouterr().out
    assert "+ measure: NI 1 Homes made safe" in out
    assert "Nothing was changed." in out
    assert Measure.objects.count() == 0


@pytest.mark.django_db
def test_loading_with_accept_makes_the_records_and_then_nothing_more(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.partnership()
    words = ["plan", "load", str(plan), "--partnership", "northshire", "--accept"]

    assert main(words) == 0
    assert "Accepted: every change above was made." in capsys.readouterr().out
    assert Measure.objects.count() == 1

    assert main(words) == 0
    assert "0 new, 0 amended" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_unknown_partnership_is_a_sentence(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "load", str(plan), "--partnership", "nowhere"]) == 2

    assert capsys.readouterr().err == "There is no partnership “nowhere” here that you can see.\n"


def test_a_reader_who_has_enough_is_no_error(plan: Path) -> None:
    command = f"{sys.executable} -c 'from goldenthread.jobs.command import main; raise SystemExit(main())' plan read {plan} --json | true; exit ${{PIPESTATUS[0]}}"

    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
