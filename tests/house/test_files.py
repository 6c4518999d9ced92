"""What no tracked file may hold, and where writes and HTTP may stand."""

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


def test_writes_that_escape_the_audit_stand_in_operations_only() -> None:
    escaping = re.compile(r"\.(update|bulk_create|bulk_update|delete)\(")
    of_a_queryset = re.compile(r"objects\b.*" + escaping.pattern)
    found = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("*.py")
        if "operations" not in str(path.relative_to(SOURCE)) and "migrations" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if of_a_queryset.search(line)
    ]
    assert found == []


def test_no_page_asks_the_database_itself() -> None:
    found = [
        str(path.relative_to(SOURCE))
        for path in (SOURCE / "web").rglob("*.py")
        if ".objects" in path.read_text()
    ]
    assert found == []


def test_every_migration_is_linear() -> None:
    for folder in SOURCE.glob("*/migrations"):
        newest = (folder / "max_migration.txt").read_text().strip()
        numbers = [path.stem for path in sorted(folder.glob("[0-9]*.py"))]
        assert numbers[-1] == newest
        assert [int(name[:4]) for name in numbers] == list(range(1, len(numbers) + 1))
