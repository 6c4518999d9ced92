"""Several figures at once: a theme lead fills a quarter in, on the page and in a workbook."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Observation
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.returns.operations import arrange
from goldenthread.strategy.models import Theme
from tests import factories
from tests.browser import CheckPage
from tests.journeys.test_measures import signed_in
from tests.overview.record import loaded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    """Given a partnership in its first year, which is over."""
    partnership = loaded(measures=3)
    partnerships.report_on(by=COMMAND_LINE, partnership=partnership, year="2008/09")
    return partnership


def test_a_theme_lead_fills_a_quarter_in(
    page: Page,
    live_server: LiveServer,
    place: Partnership,
    axe: CheckPage,
    fits_a_phone: CheckPage,
    tmp_path: Path,
) -> None:
    theme = Theme.objects.of(place.pk).get()
    lead = factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).account
    arrange(by=COMMAND_LINE, partnership=place, manager_signs=False)

    # Given the lead of a theme, on the table of the last quarter
    signed_in(page, live_server.url, lead, f"/{place.code}/mine/")
    page.goto(live_server.url + f"/{place.code}/themes/{theme.pk}/")
    page.get_by_role("link", name="Give its figures in a table").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Give the figures for 2008/09 Q4")
    axe(page)
    fits_a_phone(page)

    # When one of two figures is no number, both stay as they were typed
    page.get_by_label("Figure: NI 1", exact=False).fill("81.5")
    page.get_by_label("Figure: NI 2", exact=False).fill("about eighty")
    page.get_by_role("button", name="Save what I changed").click()
    expect(page.get_by_role("alert")).to_contain_text("“about eighty” is not a number.")
    axe(page)
    expect(page.get_by_label("Figure: NI 1", exact=False)).to_have_value("81.5")
    page.get_by_label("Figure: NI 2", exact=False).fill("80")
    page.get_by_role("button", name="Save what I changed").click()
    expect(page.get_by_role("status")).to_contain_text("The figures are in.")

    # And the third goes into a workbook
    page.goto(f"{live_server.url}/{place.code}/figures/workbook/")
    axe(page)
    fits_a_phone(page)
    with page.expect_download() as got:
        page.get_by_role("link", name="Download the figures of 2008/09 Q4").click()
    file = tmp_path / "figures.xlsx"
    got.value.save_as(file)
    book = load_workbook(file)
    sheet = book["Figures"]
    row = next(row for row in range(2, 5) if "NI 3" in str(sheet[f"B{row}"].value))
    sheet[f"G{row}"] = 79
    book.save(file)

    # Then they see what would change, before it does
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read this workbook").click()
    expect(page.get_by_role("main")).to_contain_text("1 figure for 2008/09 Q4 would be saved.")
    axe(page)
    fits_a_phone(page)
    assert Observation.objects.count() == 2
    page.get_by_role("button", name="Save 1 figure").click()
    expect(page.get_by_role("status")).to_contain_text("1 figure saved.")
    kept = Observation.objects.order_by("series__measure__code").values_list("value", flat=True)
    assert list(kept) == [Decimal("81.5"), Decimal(80), Decimal(79)]
