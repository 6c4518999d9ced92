"""An auditor reads a measure's whole past, and changes nothing."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Target
from goldenthread.measures.operations import amend_measure, amend_target
from goldenthread.partnership.models import Partnership, Role
from tests import factories
from tests.browser import CheckPage
from tests.journeys.test_measures import signed_in
from tests.overview.record import give, loaded, measure_coded, on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    """Given a measure whose figure, target and definition were changed, each on a day of its own."""
    partnership = loaded(measures=1)
    measure = measure_coded("NI 1", partnership)
    give(measure, "2008/09 Q1", "78", on(2008, 8, 1))
    give(measure, "2008/09 Q1", "79.5", on(2008, 11, 1), reason="Late answers came in.")
    with standing_at(on(2009, 2, 1)):
        target = Target.objects.select_related("series__measure__subject", "series__place", "period").get()
        amend_target(
            by=COMMAND_LINE, target=target, value=Decimal(83), reason="Fewer visitors than we hoped for."
        )
    with standing_at(on(2009, 3, 1)):
        amend_measure(by=COMMAND_LINE, measure=measure, definition="Households that were helped.")
    return partnership


def test_an_auditor_reads_a_measures_whole_past(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    measure = measure_coded("NI 1", place)
    auditor = factories.member(place, Role.Kind.AUDITOR).account

    # Given an auditor on a measure's page, where nothing invites them to change anything
    signed_in(page, live_server.url, auditor, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/measures/{measure.pk}/")
    for words in ("Give a figure", "Mark a break"):
        expect(page.get_by_role("link", name=words)).to_have_count(0)

    # When they open its whole past
    page.get_by_role("link", name="whole past", exact=False).first.click()

    # Then each change is told: who, when, from what, to what and why
    told = page.get_by_role("main")
    for words in (
        "1 August 2008",
        "78%",
        "79.5%",
        "Late answers came in.",
        "85",
        "83",
        "Fewer visitors than we hoped for.",
        "Households that were helped.",
    ):
        expect(told).to_contain_text(words)
    expect(page.get_by_role("link", name="Undo this change")).to_have_count(0)
    axe(page)
    fits_a_phone(page)

    # And every version of the figure stands on a page
    page.goto(f"{live_server.url}/{place.code}/measures/{measure.pk}/")
    page.get_by_text("See the figures").click()
    page.get_by_role("link", name="every version of the figure for 2008/09 Q1", exact=False).click()
    expect(page.get_by_role("main")).to_contain_text("78")
    expect(page.get_by_role("main")).to_contain_text("Late answers came in.")
    axe(page)

    # And the measure reads as it did on an earlier day
    page.goto(f"{live_server.url}/{place.code}/measures/{measure.pk}/?as-known=2008-09-24")
    expect(page.get_by_role("main")).to_contain_text("78")
    expect(page.get_by_role("main")).not_to_contain_text("79.5")
