"""Somebody's template, from the day it is sent here to the second round that it is filled in."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.publishing.models import FilledCopy
from tests import factories
from tests.browser import CheckPage, TakePicture
from tests.journeys.test_measures import signed_in
from tests.outside_templates import ministry
from tests.overview import record

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_template_is_sent_filled_and_filled_again(
    page: Page,
    live_server: LiveServer,
    axe: CheckPage,
    fits_a_phone: CheckPage,
    picture: TakePicture,
    tmp_path: Path,
) -> None:
    # Given a partnership with figures for two quarters, and its manager
    place = record.loaded()
    one = record.measure_coded("NI 1", place)
    record.give(one, "2009/10 Q1", "81.5", record.on(2009, 7, 3))
    record.give(one, "2009/10 Q2", "82", record.on(2009, 10, 3), comment="More homes were visited.")
    signed_in(page, live_server.url, factories.manager(place).account, f"/{place.code}/templates/")
    axe(page)

    # When they send a file that is no template, they are told, and their words are kept
    page.get_by_role("link", name="Send a template").click()
    page.get_by_label("What it is called").fill("Quarterly return")
    page.get_by_label("Who asks for it").fill("The ministry")
    wrong = tmp_path / "return.txt"
    wrong.write_text("No template")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Read this template").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no Word or Excel file.")
    expect(page.get_by_label("What it is called")).to_have_value("Quarterly return")
    axe(page)
    fits_a_phone(page)

    # And then the template itself
    template = tmp_path / "return.xlsx"
    template.write_bytes(ministry())
    page.locator("input[type=file]").set_input_files(template)
    page.get_by_role("button", name="Read this template").click()
    row = page.get_by_role("row", name="column “Actual This quarter”, cell E7")
    expect(row.get_by_role("combobox").first).to_have_value("value")
    expect(page.get_by_role("main")).to_contain_text("codes that we do not hold: NI 999")
    axe(page)
    fits_a_phone(page)
    row.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    picture(page, "template-places")

    # Then a wrong measure is refused, another choice kept, and the places confirmed
    measure = row.get_by_role("combobox").nth(1)
    measure.fill("NI 77")
    page.get_by_role("button", name="These places are right").click()
    expect(page.get_by_role("alert")).to_contain_text("We hold no measure “NI 77”.")
    measure.fill("NI 1")
    page.get_by_role("row", name="cell I8").get_by_role("combobox").first.select_option(
        label="Leave it as it is"
    )
    page.get_by_role("button", name="These places are right").click()

    # When it is filled for a quarter, downloaded and noted as sent
    page.get_by_role("link", name="Fill it for a period").click()
    page.get_by_label("For which period").fill("Q1 2009/10")
    page.get_by_role("button", name="Fill it").click()
    expect(page.get_by_role("status")).to_contain_text("The template is filled.")
    expect(page.get_by_role("main")).to_contain_text("No copy was sent before this one.")
    axe(page)
    fits_a_phone(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    sheet = load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))["Return"]
    assert (sheet["B2"].value, sheet["E7"].value, sheet["I8"].value) == ("2009/10 Q1", 0.815, None)
    page.get_by_role("link", name="Note that it was sent").click()
    page.get_by_role("button", name="Note that it was sent").click()
    expect(page.get_by_role("main")).to_contain_text("to The ministry")

    # Then the next quarter's copy says what changed since
    page.goto(f"{live_server.url}/{place.code}/templates/")
    page.get_by_role("link", name="Quarterly return").click()
    axe(page)
    fits_a_phone(page)
    page.get_by_role("link", name="Fill it for a period").click()
    page.get_by_label("For which period").fill("2009/10 Q2")
    page.get_by_role("button", name="Fill it").click()
    change = page.get_by_role("table", name="What changed").get_by_role("row", name="cell E7")
    expect(change).to_contain_text("81.5%")
    expect(change).to_contain_text("82.0%")
    expect(change).to_contain_text("It is about 2009/10 Q2; the one sent was about 2009/10 Q1.")
    axe(page)
    fits_a_phone(page)
    change.evaluate("row => row.scrollIntoView({block: 'center', behavior: 'instant'})")
    picture(page, "template-filled")
    assert [str(copy.period) for copy in FilledCopy.objects.order_by("pk")] == ["2009/10 Q1", "2009/10 Q2"]

    # And one more cell can be pointed at
    page.get_by_role("link", name="Quarterly return").first.click()
    page.get_by_role("link", name="Look through its places").click()
    page.get_by_role("link", name="Point at another cell").click()
    page.get_by_label("Cell").fill("E11")
    page.get_by_label("What belongs there").select_option(label="The figure")
    page.get_by_label("Of which measure").fill("NI 1")
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("alert")).to_contain_text("A formula of theirs stands in this cell")
    axe(page)
    page.get_by_label("Cell").fill("J7")
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("status")).to_contain_text("The place is in the list.")
