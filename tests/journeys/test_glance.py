"""A member on a phone understands the glance page before the board begins."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.operations import add_target, period_named
from goldenthread.partnership.models import Partnership
from tests.browser import PHONE, CheckPage
from tests.overview import record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    """A county where one measure turned off track a week ago, one is on track and one is silent."""
    today = clock.today()
    year = today.year if today >= today.replace(month=4, day=1) else today.year - 1
    label = f"{year}/{(year + 1) % 100:02d}"
    partnership = record.loaded()
    one, two = (record.measure_coded(code, partnership) for code in ("NI 1", "NI 2"))
    for measure in (one, two):
        add_target(
            by=COMMAND_LINE,
            series=record.whole(measure),
            period=period_named(label),
            value=Decimal(85),
        )
    before, lately = (clock.now() - timedelta(days=days) for days in (120, 7))
    record.give(one, f"{year - 1}/{year % 100:02d} Q4", "86", before)
    record.give(one, f"{label} Q1", "60", lately)
    record.give(two, f"{label} Q1", "86", lately)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    return partnership


def test_a_member_on_a_phone_understands_the_glance_page(
    page: Page, live_server: LiveServer, place: Partnership, axe: CheckPage, fits_a_phone: CheckPage
) -> None:
    # Given a member with a phone
    page.set_viewport_size(PHONE)

    # When they open their partnership's page
    page.goto(f"{live_server.url}/{place.code}/")

    # Then the first screen holds its name, what changed, and how many stand how, in words
    name = page.get_by_role("heading", level=1)
    expect(name).to_have_text("Northshire Together")
    lead = page.locator("p.lead")
    expect(lead).to_contain_text("1 measure turned off track")
    expect(lead).to_contain_text("Now 1 of 3 measures is off track")
    counts = page.locator("ul.standing a")
    assert counts.all_inner_texts() == ["1 off track", "1 on track", "1 no figure"]
    for shown in (name, lead, *counts.all()):
        box = shown.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
        assert box["x"] + box["width"] <= PHONE["width"]

    # And nothing of it rests on colour alone, or runs over the edge
    assert page.locator("ul.standing svg").count() == 3
    axe(page)
    fits_a_phone(page)

    # When they follow what is off track
    counts.first.click()

    # Then they see which measure it is, and on its page why
    page.locator("main table a", has_text="NI 1").click()
    expect(page.locator(".stands")).to_contain_text("Off track")
    expect(page.locator("main")).to_contain_text(
        "On track at 85% or more; watch down to 80.75%; off track below."
    )
    fits_a_phone(page)
