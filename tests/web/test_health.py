"""Whatever watches the site learns whether it can do its work, and nothing else."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_site_that_is_well_says_so() -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()) == (
        200,
        {"well": True, "version": "0.1.0", "database": "answers", "tables": "up to date"},
    )


def test_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("could not connect to server at secret.example")

    monkeypatch.setattr("goldenthread.web.health.MigrationExecutor", away)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")
    assert "secret.example" not in answer.content.decode()


def test_tables_of_an_older_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "goldenthread.web.health.MigrationExecutor.migration_plan", lambda *_: [("kernel", False)]
    )
    answer = Client().get("/health/")
    assert (answer.status_code, answer.json()["tables"]) == (503, "of an older version")
