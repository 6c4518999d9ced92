"""Every change goes through an operation, so that the audit has it; pages ask queries and never the database."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src/goldenthread"
WRITES = {"bulk_create", "bulk_update", "delete", "get_or_create", "save", "update_or_create"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def writes_in(source: str) -> list[int]:
    """The lines that change the database past the operations: bulk calls, `.delete()`, `.save()`, and
    `.update(field=...)`. A dictionary's own `update` takes no keywords here, which is how it is told apart."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr in WRITES or (call.func.attr == "update" and call.keywords)
    ]


def managers_in(source: str) -> list[int]:
    """The lines that reach for a model's manager."""
    return [
        name.lineno
        for name in ast.walk(ast.parse(source))
        if isinstance(name, ast.Attribute) and name.attr in MANAGERS
    ]


def is_an_operation(path: Path) -> bool:
    return path.stem == "operations" or "operations" in path.relative_to(SOURCE).parts[:-1]


ALLOWED = {
    "partnership/models.py": "the manager of accounts that Django's sign-in asks for; open_account calls it",
}


def test_nothing_outside_operations_changes_the_database() -> None:
    found = {
        f"{path.relative_to(SOURCE)}:{line}"
        for path in SOURCE.rglob("*.py")
        if not is_an_operation(path) and "migrations" not in path.parts
        for line in writes_in(path.read_text(encoding="utf-8"))
    }
    assert {place for place in found if place.rpartition(":")[0] not in ALLOWED} == set()


def test_no_page_asks_the_database_itself() -> None:
    found = {
        f"{path.relative_to(SOURCE)}:{line}"
        for path in (SOURCE / "web").rglob("*.py")
        for line in managers_in(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "breach",
    [
        "Measure.objects.filter(id=1).update(title='x')",
        "measures.update(**changes)",
        "rows = (\n    Target\n    .objects\n    .bulk_create(targets)\n)",
        "Target.objects.bulk_update(targets, ['value'])",
        "measure.delete()",
        "measure.save()",
    ],
)
def test_a_write_is_found_however_it_is_spelt(breach: str) -> None:
    assert len(writes_in(breach)) == 1


@pytest.mark.parametrize("harmless", ["counts.update(more)", "digest.update(block)", "seen.update({1, 2})"])
def test_a_dictionary_is_no_database(harmless: str) -> None:
    assert writes_in(harmless) == []


@pytest.mark.parametrize("breach", ["Measure.objects.all()", "from_model = Theme._default_manager"])
def test_a_manager_is_found(breach: str) -> None:
    assert len(managers_in(breach)) == 1
