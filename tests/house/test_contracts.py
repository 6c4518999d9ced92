"""The contracts of the house refuse what they say they refuse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house to breach."""
    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts_hold(house: Path) -> bool:
    lint = Path(sys.executable).parent / "lint-imports"
    kept = subprocess.run(
        [lint, "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": str(house / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return kept.returncode == 0


def test_the_house_as_it_is_holds(house: Path) -> None:
    assert contracts_hold(house)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("common/__init__.py", ""),
        ("kernel/clock.py", "from goldenthread.strategy import models"),
        ("measures/queries.py", "from goldenthread.delivery import models"),
        ("reckoning/__init__.py", "import django.db"),
        ("reading/plan.py", "from goldenthread.kernel import errors"),
        ("reading/errors.py", "import django"),
        ("strategy/models.py", "from goldenthread.strategy import queries"),
        ("strategy/rules.py", "from goldenthread.strategy import queries"),
        ("intake/difference.py", "import goldenthread.web"),
        ("web/pages.py", "from goldenthread.measures.models import Measure"),
    ],
)
def test_a_breach_is_refused(house: Path, file: str, line: str) -> None:
    breached = house / "src/goldenthread" / file
    breached.parent.mkdir(exist_ok=True)
    with breached.open("a") as source:
        source.write(f"\n{line}\n")

    assert not contracts_hold(house)


@pytest.mark.parametrize("banned", ["django.http", "django.shortcuts", "django.contrib.messages"])
@pytest.mark.parametrize(("room", "refused"), [("measures", True), ("overview", True), ("web", False)])
def test_http_stops_at_the_doors(house: Path, banned: str, room: str, refused: bool) -> None:
    breached = house / "src/goldenthread" / room / "planted.py"
    breached.write_text(f'"""Planted."""\n\nimport {banned}\n\n__all__ = ["django"]\n')
    lint = Path(sys.executable).parent / "ruff"
    checked = subprocess.run(
        [lint, "check", "--no-cache", "--select=TID251", breached],
        cwd=house,
        capture_output=True,
        check=False,
    )
    assert (checked.returncode != 0) == refused
