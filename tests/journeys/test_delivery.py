"""What is done, what is agreed at a meeting and what could stop it: as the people who keep it do it in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.delivery.models import Action, ActionPoint, Milestone
from goldenthread.delivery.operations import set_action_point
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy.models import Theme
from tests import factories
from tests.browser import CheckPage
from tests.journeys.test_measures import signed_in
from tests.overview.record import on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 6, 1)):
        yield


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    return partnership


def test_a_theme_lead_keeps_an_action(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    theme = Theme.objects.of(place.pk).get()
    lead = factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).account

    # Given the lead of a theme on its page
    signed_in(page, live_server.url, lead, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/themes/{theme.pk}/")

    # When they add an action, and forget what a number counts
    page.get_by_role("link", name="Add an action").click()
    page.get_by_label("What will be done").fill("Open a shelter")
    page.get_by_label("Milestone 1", exact=False).first.fill("A house is found")
    page.get_by_label("Quantity 1: planned").fill("7")
    page.get_by_role("button", name="Add this action").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what is counted.")
    axe(page)
    expect(page.get_by_label("What will be done")).to_have_value("Open a shelter")
    page.get_by_label("Quantity 1: of what").fill("beds")
    page.get_by_role("button", name="Add this action").click()

    # Then it has a page, on which they say how it goes
    expect(page.get_by_role("heading", level=1)).to_contain_text("Open a shelter")
    axe(page)
    fits_a_phone(page)
    page.get_by_role("link", name="Say how it goes").click()
    page.get_by_label("What happened, why, and what next?").fill("We have a house.")
    page.get_by_label("“A house is found” was reached on").fill("2009-05-28")
    page.get_by_role("button", name="Send this").click()
    expect(page.get_by_role("main")).to_contain_text("Reached on 28 May 2009")
    action = Action.objects.get(title="Open a shelter")
    assert (action.state, Milestone.objects.get().reached_on is not None) == ("under_way", True)


def test_one_person_does_it_and_a_second_closes_it(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    theme = Theme.objects.of(place.pk).get()
    taker = factories.member(place, Role.Kind.MINUTE_TAKER).account

    # Given a minute-taker who writes down what was agreed about a theme
    signed_in(page, live_server.url, taker, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/themes/{theme.pk}/")
    page.get_by_role("link", name="Set an action point").click()
    page.get_by_label("What has to be done").fill("Ask the police")
    page.get_by_label("Until when").fill("2009-07-01")
    page.get_by_role("button", name="Set this action point").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ask the police")
    axe(page)
    fits_a_phone(page)

    # When they say that it is done, they cannot close it too
    page.get_by_role("link", name="It is done").click()
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_role("main")).to_contain_text("Somebody else closes it")
    expect(page.get_by_role("link", name="Close it")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()

    # Then a member of the board does
    point = ActionPoint.objects.get()
    member = factories.member(place, Role.Kind.BOARD_MEMBER).account
    signed_in(page, live_server.url, member, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/points/{point.pk}/")
    page.get_by_role("link", name="Close it").click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("main")).to_contain_text("Closed")
    assert ActionPoint.objects.get().closed_by == member.name


def test_the_manager_reads_risks_on_a_map_of_their_own(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    set_action_point(by=COMMAND_LINE, about=Theme.objects.of(place.pk).get().subject, title="Judge them")
    signed_in(page, live_server.url, factories.manager(place).account, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/risks/")

    # When they judge a risk
    page.get_by_role("main").get_by_role("link").first.click()
    page.get_by_label("Now: how likely").select_option("5")
    page.get_by_label("Now: how bad").select_option("1")
    page.get_by_role("button", name="Change this risk").click()
    expect(page.get_by_role("main")).to_contain_text("Medium: 1")

    # And read that cell as worse than it was, which what is likelier and worse must be too
    page.get_by_role("link", name="Change how risks are read").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Likelihood 5, impact 1").select_option("severe")
    page.get_by_role("button", name="Read risks this way").click()
    expect(page.get_by_role("alert")).to_contain_text("lower than a risk that is less likely or less bad")
    for impact in range(2, 6):
        page.get_by_label(f"Likelihood 5, impact {impact}").select_option("severe")
    page.get_by_role("button", name="Read risks this way").click()

    # Then the register reads it so
    expect(page.get_by_role("main")).to_contain_text("Severe: 1")
