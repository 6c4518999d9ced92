"""Checks of a figure, as somebody who gives one meets them: an error stops, a warning asks for a sentence."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Observation
from goldenthread.measures.operations import amend_measure
from tests import factories
from tests.browser import CheckPage
from tests.journeys.test_measures import signed_in
from tests.overview import record

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = {"2004/05": "80.1", "2005/06": "80.9", "2006/07": "82.1", "2007/08": "81.8"}


def test_a_figure_that_cannot_be_is_stopped_and_one_that_is_unusual_is_asked_about(
    page: Page, live_server: LiveServer, transactional_db: None, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given a measure with four years behind it, and the manager on its form
    place = record.loaded()
    measure = record.measure_coded("NI 1", place)
    amend_measure(by=COMMAND_LINE, measure=measure, frequency="yearly")
    for year, value in YEARS.items():
        record.give(measure, year, value, record.on(2009, 5, 1))
    path = f"/{place.code}/measures/{measure.pk}/figures/"
    signed_in(page, live_server.url, factories.manager(place).account, path)
    unusual = page.get_by_label("What is unusual about it")
    expect(unusual).to_have_count(0)

    # When the figure is more than a percentage can be
    page.get_by_label("Which period").fill("2008/09")
    page.get_by_role("textbox", name="The figure (").fill("818")
    page.get_by_label("What happened, why, and what next?").fill("Two centres closed in May.")
    page.get_by_role("button", name="Send this figure").click()

    # Then it is stopped at its field, and nothing that was typed is lost
    expect(page.get_by_role("alert")).to_contain_text(
        "818% is above the highest that this measure can be, 100%."
    )
    expect(page.get_by_label("What happened, why, and what next?")).to_have_value(
        "Two centres closed in May."
    )
    assert Observation.objects.filter(period__label="2008/09").count() == 0

    # When it changes by more than it ever did
    page.get_by_role("textbox", name="The figure (").fill("70")
    page.get_by_role("button", name="Send this figure").click()

    # Then a sentence is asked for, which was not there before
    expect(page.get_by_role("alert")).to_contain_text(
        "From 2007/08 to 2008/09 this goes down by 11.8 points. The largest change so far was 1.2 points,"
        " from 2005/06 to 2006/07."
    )
    axe(page)
    fits_a_phone(page)
    unusual.fill("The two that closed were the largest.")
    page.get_by_role("button", name="Send this figure").click()
    expect(page.get_by_role("status")).to_contain_text("The figure is in.")

    # And question and answer stand in the figure's past
    kept = Observation.objects.get(period__label="2008/09")
    page.goto(f"{live_server.url}/{place.code}/figures/{kept.series_id}/{kept.period_id}/")
    expect(page.get_by_role("main")).to_contain_text("We asked: From 2007/08 to 2008/09")
    expect(page.get_by_role("main")).to_contain_text("Answer: The two that closed were the largest.")
    axe(page)

    # And the rules stand on the definition sheet, with the change that is the largest now
    page.goto(f"{live_server.url}/{place.code}/measures/{measure.pk}/sheet/")
    expect(page.get_by_role("main")).to_contain_text(
        "Largest change so far: 11.8 points, from 2007/08 to 2008/09."
    )
    axe(page)
    fits_a_phone(page)
