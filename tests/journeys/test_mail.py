"""From the clock to the mailbox to the answer: somebody is asked by mail, and answers without an account."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.jobs import clockwork
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership
from goldenthread.returns import operations
from goldenthread.returns.operations import period_dated
from goldenthread.returns.working_days import Quiet
from tests import factories
from tests.browser import CheckPage
from tests.returns import asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    call_command("createcachetable", verbosity=0)
    partnership = factories.partnership()
    factories.loaded(partnership, 2)
    asked.led(partnership, asked.person(partnership))
    return partnership


def test_a_mail_leads_to_the_answer(
    page: Page,
    live_server: LiveServer,
    place: Partnership,
    settings: Any,
    tmp_path: Path,
    axe: CheckPage,
    fits_a_phone: CheckPage,
) -> None:
    # Given a demonstration with a round that opened when people could last be written to
    settings.EMAIL_BACKEND = "goldenthread.kernel.outbox.mailbox.EmailBackend"
    settings.DATA, settings.ADDRESS = tmp_path, live_server.url
    moment = timezone.localtime()
    while not Quiet().is_over(moment):
        moment -= timedelta(hours=1)
    first, last = moment.date() - timedelta(days=91), moment.date() - timedelta(days=1)
    operations.make_round(
        by=COMMAND_LINE,
        partnership=place,
        frequency="quarterly",
        period=period_dated("Last quarter", first, last),
        opens_on=moment.date(),
        due_on=moment.date() + timedelta(days=20),
        asks=["measure"],
    )

    # When the clock comes round, and somebody looks into the mailbox
    with clock.standing_at(moment):
        told = clockwork.run_due()
    assert told == {"rounds": "1 opened", "chase": "1 written to", "outbox": "1 sent."}
    page.goto(f"{live_server.url}/mailbox/")
    expect(page.locator(".notice")).to_contain_text("these mails are not sent to anybody")
    page.get_by_role("link", name="Northshire Together asks you for 2 answers").click()
    axe(page)
    fits_a_phone(page)

    # Then the mail has a link of their own, which opens what they are asked for
    page.locator(".letter a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Last quarter")
    expect(page.locator("main")).to_contain_text("Households helped in way 1")
    expect(page.locator("main")).to_contain_text("Households helped in way 2")
