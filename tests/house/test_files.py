"""What no tracked file may hold, and migrations in one line."""

import re
import subprocess
from pathlib import Path

from tests.conftest import ROOT

SOURCE = ROOT / "src/goldenthread"


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_this_machine() -> None:
    forbidden = re.compile(
        "|".join(
            [
                "python" + "hosted",
                "pypi" + r"\.org",
                "--(extra-)?index" + "-url ",
                "/ro" + "ot/",
                "/ho" + "me/",
            ]
        )
    )
    found = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".png", ".docx", ".xlsx"}
        and forbidden.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_every_lock_line_is_pinned_with_its_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        requirements = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", lock.read_text(), re.MULTILINE | re.DOTALL)
        assert requirements
        assert [line for line in requirements if "--hash=sha256:" not in line] == []


def test_every_migration_is_linear() -> None:
    for folder in SOURCE.glob("*/migrations"):
        newest = (folder / "max_migration.txt").read_text().strip()
        numbers = [path.stem for path in sorted(folder.glob("[0-9]*.py"))]
        assert numbers[-1] == newest
        assert [int(name[:4]) for name in numbers] == list(range(1, len(numbers) + 1))
