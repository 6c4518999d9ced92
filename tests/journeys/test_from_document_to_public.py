"""The manager's way from a document to a public plan, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.intake.models import Draft
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Partnership
from tests import factories
from tests.browser import DESKTOP, PHONE, CheckPage
from tests.conftest import ROOT

PLAN = ROOT / "examples/hertfordshire/delivery-plan.txt"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    return factories.partnership()


def signed_in(page: Page, site: str, place: Partnership) -> None:
    """Given the manager, signed in by hand."""
    account = factories.manager(place).account
    page.goto(f"{site}/{place.code}/intake/")
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).fill(account.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site}/{place.code}/intake/")


def sent(page: Page, document: Path) -> None:
    """When they send a document."""
    page.get_by_label("Your document").set_input_files(document)
    page.get_by_role("button", name="Read this document").click()
    expect(page.get_by_text(re.compile("^We found"))).to_be_visible()


def test_a_plan_is_sent_reviewed_accepted_and_published(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    site = live_server.url
    signed_in(page, site, place)
    sent(page, PLAN)
    axe(page)
    fits_a_phone(page)

    # When they correct a title and accept
    first = page.locator("details.part").filter(has=page.get_by_text(re.compile("^NI 178"))).first
    first.locator("summary").click()
    first.get_by_label(re.compile("^Title")).fill("Buses that come on time")
    page.get_by_role("button", name="Accept the whole draft").click()

    # Then the plan is there for the partnership alone
    expect(page.get_by_role("status")).to_contain_text("Accepted:")
    expect(page.get_by_text("Only your partnership sees this page.")).to_be_visible()
    assert Measure.objects.filter(title="Buses that come on time").count() == 1

    # When they publish, then anyone reads it
    page.get_by_role("link", name="Publish this plan").click()
    page.get_by_role("button", name="Yes, publish it").click()
    expect(page.get_by_role("status")).to_contain_text("What you chose is public now.")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{site}/{place.code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northshire Together")


def test_a_letter_is_refused_in_a_sentence_by_its_field(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, tmp_path: Path
) -> None:
    signed_in(page, live_server.url, place)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir, thank you for your letter of 4 May.\n")
    page.get_by_label("Your document").set_input_files(letter)
    page.get_by_role("button", name="Read this document").click()
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(page.locator(".mistake")).to_be_visible()
    axe(page)
    summary.get_by_role("link").click()
    expect(page.get_by_label("Your document")).to_be_focused()


def test_the_review_goes_by_keyboard_and_each_field_lights_its_lines(
    page: Page, live_server: LiveServer, place: Partnership
) -> None:
    manager = factories.manager(place)
    draft = factories.draft(place, manager.viewer)
    by_cookie(page, live_server, manager)
    page.goto(f"{live_server.url}/{place.code}/intake/{draft.pk}/")

    summary = page.locator("details.part > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Show lines 3 to 8")
    page.keyboard.press("Tab")
    field = page.locator(":focus")
    expect(field).to_have_attribute("name", "plan:measures.0.code")
    expect(page.locator(".lit")).to_have_count(6)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "plan:measures.0.title")
    page.keyboard.press("Control+A")
    page.keyboard.type("Typed without a mouse")
    page.get_by_role("button", name="Save what I changed").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    draft.refresh_from_db()
    assert draft.edited["measures"][0]["title"] == "Typed without a mouse"


def test_a_mistake_in_the_review_keeps_what_was_typed_and_leads_to_its_field(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage
) -> None:
    manager = factories.manager(place)
    draft = factories.draft(place, manager.viewer)
    by_cookie(page, live_server, manager)
    page.goto(f"{live_server.url}/{place.code}/intake/{draft.pk}/")
    part = page.locator("details.part").first
    part.locator("summary").click()
    part.get_by_label(re.compile("^Figure")).first.fill("eighty-five")
    page.get_by_role("button", name="Accept the whole draft").click()

    expect(page.locator("[data-errors]")).to_be_focused()
    axe(page)
    page.locator("[data-errors] a").click()
    wrong = page.locator("input[aria-invalid=true]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("eighty-five")
    assert Measure.objects.count() == 0


def test_the_review_works_on_a_phone_without_scripts(
    browser: Browser, live_server: LiveServer, place: Partnership
) -> None:
    manager = factories.manager(place)
    draft = factories.draft(place, manager.viewer)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    by_cookie(page, live_server, manager)
    page.goto(f"{live_server.url}/{place.code}/intake/{draft.pk}/")
    part = page.locator("details.part").first
    part.locator("summary").click()
    part.get_by_label(re.compile("^Title")).fill("Typed on a phone")
    page.get_by_role("button", name="Save what I changed").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    page.get_by_role("button", name="Put it aside").click()
    expect(page.get_by_role("status")).to_contain_text("The draft was put aside.")
    context.close()
    draft.refresh_from_db()
    assert (draft.state, draft.edited["measures"][0]["title"]) == (Draft.State.DISCARDED, "Typed on a phone")


def test_saving_a_part_opens_it_again_where_one_was(
    page: Page, live_server: LiveServer, place: Partnership
) -> None:
    manager = factories.manager(place)
    draft = factories.draft(place, manager.viewer)
    by_cookie(page, live_server, manager)
    page.goto(f"{live_server.url}/{place.code}/intake/{draft.pk}/")
    part = page.locator("details.part").nth(2)
    part.locator("summary").click()
    part.get_by_label(re.compile("^Title")).fill("Saved from the middle")
    part.get_by_role("button", name="Save and stay here").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(part.get_by_label(re.compile("^Title"))).to_have_value("Saved from the middle")
    expect(part.get_by_label(re.compile("^Title"))).to_be_in_viewport()


def by_cookie(page: Page, live_server: LiveServer, manager: factories.Member) -> None:
    """Given the manager, signed in already."""
    from django.test import Client

    client = Client()
    client.force_login(manager.account)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.set_viewport_size(page.viewport_size or DESKTOP)
