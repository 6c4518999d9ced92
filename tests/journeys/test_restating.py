"""A source restates its past: the keeper loads it, everybody sees both, and the board's reading is decided."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.partnership.models import Partnership
from tests import factories
from tests.browser import CheckPage
from tests.overview import record
from tests.overview.record import give, measure_coded, on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    of = record.loaded(measures=1)
    for period, value in (("2005/06", "70"), ("2006/07", "72"), ("2007/08", "74")):
        give(measure_coded("NI 1", of), period, value, on(2009, 6, 1))
    return of


def test_a_baseline_is_restated(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given a measure whose plan starts at 80% and aims at 85%
    account = factories.manager(place).account
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("input[name=login]").fill(account.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{live_server.url}/northshire/measures/{measure_coded('NI 1', place).pk}/")

    # When its source restates two years and the baseline
    page.get_by_role("link", name="Load restated figures").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Name of the release").fill("2010 release")
    page.get_by_label("What changed in how it is counted?").fill("Aviation is counted too.")
    page.get_by_label("The restated figures, one period a line").fill("2006/07 80\n2007/08 82.5")
    page.get_by_label("The restated baseline").fill("2007/08 90")
    page.get_by_role("button", name="Load them beside the old ones").click()

    # Then the page shows both, the break, and both readings of the target
    main = page.locator("main")
    expect(main).to_contain_text("The broken line is what was known before the 2010 release.")
    expect(main).to_contain_text("cannot be compared with those before")
    expect(main).to_contain_text("As agreed: 85%, a change of 6.2%.")
    axe(page)
    fits_a_phone(page)

    # And the manager decides which one counts
    page.get_by_role("link", name="Decide which one counts").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_label("The agreed change stays: the target becomes 96").check()
    page.get_by_label("Why").fill("The board meant the change.")
    page.get_by_role("button", name="Decide").click()
    expect(main).not_to_contain_text("Decide which one counts")
    expect(main).to_contain_text("96")

    # And an earlier day still shows what was known then
    page.goto(f"{page.url.split('?')[0]}?as-known=2009-12-31")
    expect(main).not_to_contain_text("2010 release")
    expect(main).not_to_contain_text("82.5")
