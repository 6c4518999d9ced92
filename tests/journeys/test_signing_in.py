"""Somebody who was invited signs in with a code, and adds a second factor, in a real browser."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.partnership.models import Role
from goldenthread.partnership.operations import invite
from tests import factories
from tests.browser import CheckPage
from tests.web.test_accounts import code_in_mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_auditor_is_invited_and_signs_in_with_a_code(
    page: Page, live_server: LiveServer, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given an auditor whom the manager invited, and who has no password
    place = factories.partnership()
    invite(
        by=factories.manager(place).viewer,
        partnership=place,
        email="ann@x.example",
        name="Ann",
        role=Role.Kind.AUDITOR,
    )

    # When she asks for a code
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("link", name="Sign in with an e-mailed code instead").click()
    axe(page)
    fits_a_phone(page)
    page.locator("input[type=email]").fill("ann@x.example")
    page.get_by_role("button", name="Send me a code").click()
    axe(page)
    fits_a_phone(page)

    # And enters the one from the mail
    page.locator("input[name=code]").fill(code_in_mail())
    page.get_by_role("button", name="Sign in").click()
    assert mail.outbox[-1].subject == "Your code for Golden Thread"

    # Then she is inside, and can see where she is signed in
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_role("main")).to_contain_text("you sign in with an e-mailed code")
    axe(page)
    fits_a_phone(page)
    page.get_by_role("link", name=re.compile("See every place")).click()
    expect(page.get_by_role("main")).to_contain_text("You are signed in nowhere else.")
    axe(page)
