"""The log of requests: what was asked for and how it went, never who wrote what."""

import json
import logging

import pytest
from django.conf import settings
from django.test import Client
from pythonjsonlogger.json import JsonFormatter

from goldenthread.partnership.models import Partnership
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "what nobody else may read"


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership)
    return partnership


def told(record: logging.LogRecord) -> dict[str, object]:
    names = ("method", "route", "partnership", "status", "account")
    return {name: getattr(record, name) for name in names}


def test_a_request_is_one_line(place: Partnership, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="goldenthread.request")
    account = factories.manager(place).account
    client = Client()
    client.force_login(account)
    client.get(f"/{place.code}/measures/", {"words": SECRET})
    Client().get("/nowhere/at/all/")
    lines = [record for record in caplog.records if record.name == "goldenthread.request"]
    assert [told(line) for line in lines] == [
        {
            "method": "GET",
            "route": "web:measures",
            "partnership": place.code,
            "status": 200,
            "account": account.pk,
        },
        {"method": "GET", "route": "", "partnership": "", "status": 404, "account": None},
    ]
    assert all(line.milliseconds > 0 for line in lines)  # type: ignore[attr-defined]


def test_a_line_is_json_and_names_nobody(place: Partnership, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="goldenthread")
    account = factories.manager(place).account
    answer = Client().post("/sign-in/", {"login": account.email, "password": SECRET})
    assert answer.status_code == 200
    options = settings.LOGGING["formatters"]["json"]
    formatter = JsonFormatter(
        options["format"], style=options["style"], rename_fields=options["rename_fields"]
    )
    lines = [json.loads(formatter.format(record)) for record in caplog.records]
    assert [(line["logger"], line["level"], line["message"]) for line in lines] == [
        ("goldenthread.sign_in", "WARNING", "sign-in refused"),
        ("goldenthread.request", "INFO", "request"),
    ]
    written = json.dumps(lines)
    assert (account.email in written, SECRET in written) == (False, False)
