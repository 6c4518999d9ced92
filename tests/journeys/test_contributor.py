"""A contributor finds what is theirs, and nothing that is another's to do."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.delivery.models import Action
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Involvement
from goldenthread.measures.operations import set_involvements
from goldenthread.partnership.models import Partnership, Person, Role
from tests import factories
from tests.browser import CheckPage
from tests.overview import record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    return record.loaded()


def test_a_contributor_finds_what_is_theirs(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given somebody who leads one of three measures and owns one action
    person = kernel.create(Person, by=COMMAND_LINE, partnership_id=place.pk, name="Robin Hale")
    own = record.measure_coded("NI 2", place)
    set_involvements(own, Involvement.Part.LEAD_PERSON, [("R. Hale", person)], by=COMMAND_LINE)
    action = Action.objects.of(place.pk).get(measure=own)
    kernel.amend(action, by=COMMAND_LINE, owner_person=person)
    account = factories.member(place, Role.Kind.CONTRIBUTOR, person=person).account

    # When they sign in and open what is theirs
    page.goto(f"{live_server.url}/{place.code}/mine/")
    page.locator("input[name=login]").fill(account.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    # Then they find their measure and their action, and no other
    expect(page.get_by_role("heading", level=1)).to_have_text("What is yours")
    expect(page.locator("p.lead")).to_contain_text("You lead 1 measure and own 1 action.")
    assert page.locator("main table").first.locator("tbody th").all_inner_texts() == [
        "NI 2 Households helped in way 2"
    ]
    assert page.locator("main table").last.locator("tbody th").all_inner_texts() == ["Visit homes in area 2."]
    axe(page)
    fits_a_phone(page)

    # And the link leads to where the figure is given
    page.get_by_role("link", name="Give the figure").click()
    expect(page).to_have_url(f"{live_server.url}/{place.code}/measures/{own.pk}/figures/")

    # But on another's measure nobody offers it to them
    other = record.measure_coded("NI 1", place)
    page.goto(f"{live_server.url}/{place.code}/measures/{other.pk}/")
    expect(page.get_by_role("link", name="Give a figure")).to_have_count(0)
