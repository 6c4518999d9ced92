"""A manager sees who is silent and hands everything over; the successor goes on where the other left off."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.queries import link_of
from goldenthread.returns import operations
from tests import factories
from tests.browser import CheckPage
from tests.overview import record
from tests.returns import asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    return record.loaded()


def test_a_manager_hands_everything_of_one_person_over(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given a round whose day has passed, and somebody who began to answer it and never sent it
    ann = asked.person(place)
    asked.led(place, ann)
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=place,
        frequency="quarterly",
        period=operations.period_dated(asked.QUARTER, date(2009, 4, 1), date(2009, 6, 30)),
        opens_on=clock.today() - timedelta(days=20),
        due_on=clock.today() - timedelta(days=2),
        asks=["measure"],
    )
    operations.tick(by=CLOCK)
    theirs = operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)
    page.goto(f"{live_server.url}/return/{link_of(theirs)}/")
    page.locator("input[name^=value_]").first.fill("81.5")
    page.get_by_role("button", name="Keep").first.click()

    # When the manager looks who is silent
    page.goto(f"{live_server.url}/{place.code}/silence/")
    page.locator("input[name=login]").fill(factories.manager(place).account.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is silent")
    expect(page.locator("main table")).to_contain_text("Never answered")
    axe(page)
    fits_a_phone(page)

    # Then they see everything that Ann has, before anything is done
    page.get_by_role("link", name="Hand over").click()
    expect(page.locator("main")).to_contain_text("3 measures, 3 things asked in open rounds")
    axe(page)
    fits_a_phone(page)

    # And a hand over without a reason is sent back with every word
    page.get_by_label("The name of somebody new").fill("Bob Next")
    page.get_by_label("Their e-mail address").fill("bob@council.example")
    page.get_by_label("The day on which the person left").fill(clock.today().isoformat())
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_role("link", name="Say in a few words why.")).to_be_visible()
    expect(page.get_by_label("The name of somebody new")).to_have_value("Bob Next")
    page.get_by_label("Why").fill("Ann has a new job.")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_text("To Bob Next: 3 measures")).to_be_visible()
    expect(page.locator("main table")).not_to_contain_text("Ann Lead")
    expect(page.locator("main table")).to_contain_text("Bob Next")

    # And the successor finds what Ann had begun, while her link opens nothing any more
    (bob,) = operations.people_asked(made)
    assert bob.name == "Bob Next"
    link = link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=bob))
    page.goto(f"{live_server.url}/return/{link}/")
    expect(page.locator("main")).to_contain_text("Ann Lead typed this until")
    expect(page.locator("input[name^=value_]").first).to_have_value("81.5")
    answer = page.goto(f"{live_server.url}/return/{link_of(theirs)}/")
    assert answer is not None
    assert answer.status == 404
