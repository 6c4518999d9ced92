"""Figures, targets and adopted measures, as the people who keep them do it in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Adoption, Measure, Observation, Target
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Account, Group, Partnership
from tests import factories
from tests.browser import CheckPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    """A county with a plan, a board and a decision of it."""
    partnership = factories.partnership()
    factories.loaded(partnership)
    board = partnerships.add_group(
        by=COMMAND_LINE, partnership_id=partnership.pk, name="Board", kind=Group.Kind.BOARD
    )
    partnerships.record_decision(
        by=COMMAND_LINE,
        partnership_id=partnership.pk,
        title="Lower the target",
        words="The target becomes 83%.",
        decided_on=date(2009, 9, 24),
        group=board,
        public=True,
    )
    return partnership


def signed_in(page: Page, site: str, account: Account, path: str) -> None:
    """Given somebody, signed in by hand."""
    page.goto(f"{site}{path}")
    page.locator("input[name=login]").fill(account.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site}{path}")


def test_the_manager_amends_a_target_by_a_decision(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    publish_plan(partnership=place, by=COMMAND_LINE)
    measure = Measure.objects.get(code="NI 1")
    target = Target.objects.get(series__measure=measure)
    path = f"/{place.code}/targets/{target.pk}/"

    # Given the manager on the form of a target
    signed_in(page, live_server.url, factories.manager(place).account, path)
    axe(page)
    fits_a_phone(page)

    # When they forget to say why
    page.get_by_label("The target", exact=False).first.fill("83")
    page.get_by_role("button", name="Change the target").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why this changes.")
    axe(page)
    expect(page.get_by_label("The target", exact=False).first).to_have_value("83")

    # And then say why, and by which decision
    page.get_by_label("Why").fill("Fewer visitors than we hoped for.")
    page.get_by_label("The decision behind it").select_option(label="24 September 2009: Lower the target")
    page.get_by_role("button", name="Change the target").click()

    # Then the new target stands, the old one is kept, and the decision says what it changed
    expect(page.get_by_role("status")).to_contain_text("The target is changed.")
    expect(page.get_by_role("cell", name="83%")).to_be_visible()
    kept = Target.objects.order_by("known_from").filter(series__measure=measure)
    assert [(str(one.value.normalize()), one.superseded_at is None) for one in kept if one.value] == [
        ("85", False),
        ("83", True),
    ]
    assert AuditEvent.objects.get(verb="measure.target_amended").basis.title == "Lower the target"  # type: ignore[union-attr]
    page.get_by_role("link", name="Decisions").click()
    page.get_by_role("link", name="Lower the target").click()
    expect(page.get_by_role("main")).to_contain_text("Fewer visitors than we hoped for.")
    axe(page)


def test_a_figure_is_given_replaced_and_taken_back(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    measure = Measure.objects.get(code="NI 1")
    path = f"/{place.code}/measures/{measure.pk}/figures/"
    signed_in(page, live_server.url, factories.manager(place).account, path)
    axe(page)
    fits_a_phone(page)

    # When a figure is no number
    page.get_by_label("Which period").fill("2008/09")
    page.get_by_role("textbox", name="The figure (").fill("about eighty")
    page.get_by_role("button", name="Send this figure").click()
    expect(page.get_by_role("alert")).to_contain_text("“about eighty” is not a number.")

    # When it is given in two parts
    page.get_by_role("textbox", name="The figure (").fill("")
    page.get_by_label("Or how many").fill("41")
    page.get_by_label("Out of how many").fill("50")
    page.get_by_role("button", name="Send this figure").click()
    expect(page.get_by_role("status")).to_contain_text("The figure is in.")

    # Then another for the same period asks why
    page.goto(f"{live_server.url}{path}")
    page.get_by_label("Which period").fill("2008/09")
    page.get_by_role("textbox", name="The figure (").fill("84")
    page.get_by_role("button", name="Send this figure").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why yours replaces it.")
    expect(page.get_by_role("alert")).to_contain_text("Is it a correction, late data or a new method?")
    page.get_by_label("Does it replace a figure?").select_option("late_data")
    page.get_by_label("Why it replaces the figure before").fill("Late answers came in.")
    page.get_by_role("button", name="Send this figure").click()
    expect(page.get_by_role("status")).to_contain_text("The figure is in.")

    # And its past holds both, until it is taken back: then three
    current = Observation.objects.get(superseded_at=None)
    page.goto(f"{live_server.url}/{place.code}/figures/{current.series_id}/{current.period_id}/")
    axe(page)
    expect(page.get_by_role("main")).to_contain_text("Late answers came in.")
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Why").fill("They were for another year.")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("The figure is taken back.")
    past = Observation.objects.order_by("pk").values_list("value", flat=True)
    assert [int(value or 0) for value in past] == [82, 84, 82]


def test_the_district_adopts_a_county_measure(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given a county with a public plan and a district with one of its own
    publish_plan(partnership=place, by=COMMAND_LINE)
    district = factories.partnership("southtown")
    factories.loaded(district, measures=1)
    signed_in(page, live_server.url, factories.manager(district).account, f"/{district.code}/adopt/")

    # When its manager looks for a measure of the county and adopts it
    page.get_by_label("Code or words of the measure").fill("NI 2")
    page.get_by_role("button", name="Search").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_role("row", name="NI 2").get_by_role("link", name="Adopt it").click()
    axe(page)
    page.get_by_label("Under which theme").select_option(label="Safer places")
    page.get_by_label("What it means for your place").fill("One in four of these homes is ours.")
    page.get_by_role("button", name="Adopt this measure").click()

    # Then it stands in the district's plan, kept by the county, with a target of the district's own
    expect(page.get_by_role("status")).to_contain_text("The measure is in your plan.")
    expect(page.get_by_role("main")).to_contain_text("Northshire Together")
    axe(page)
    page.get_by_role("link", name="Set a target of your own").click()
    page.get_by_label("For which period").fill("2008/09")
    page.get_by_label("The target", exact=False).first.fill("90")
    page.get_by_label("Why").fill("We start higher.")
    page.get_by_role("button", name="Set this target").click()
    expect(page.get_by_role("status")).to_contain_text("Your target is set.")
    adoption = Adoption.objects.get()
    assert [(t.adoption_id, int(t.value or 0)) for t in Target.objects.filter(adoption=adoption)] == [
        (adoption.pk, 90)
    ]
    # And the county's own target is as it was
    assert Target.objects.filter(series=adoption.series, adoption=None, value=85).count() == 1
