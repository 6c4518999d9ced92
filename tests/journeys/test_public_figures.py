"""Public figures, from the download to the figures of a measure, and the next release that revises one."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.partnership.models import Place
from tests import factories
from tests.browser import CheckPage, TakePicture
from tests.journeys.test_measures import signed_in
from tests.overview import record

pytestmark = pytest.mark.django_db(transaction=True)
HEADINGS = "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Time period,Value,Recent Trend\n"


def download(folder: Path, name: str, *figures: tuple[str, str]) -> Path:
    rows = [
        f"93088,Overweight adults,E07000100,St Albans,Persons,18+ yrs,{period},{value},\n"
        for period, value in figures
    ]
    (folder / name).write_text(HEADINGS + "".join(rows), encoding="utf-8")
    return folder / name


def test_a_download_fills_a_measure_and_the_next_one_revises_it(
    page: Page,
    live_server: LiveServer,
    axe: CheckPage,
    fits_a_phone: CheckPage,
    picture: TakePicture,
    tmp_path: Path,
) -> None:
    # Given a partnership for a place whose code was replaced, and its manager
    place = record.loaded()
    Place.objects.filter(pk=place.place_id).update(code="E07000240", name="St Albans")
    signed_in(page, live_server.url, factories.manager(place).account, f"/{place.code}/intake/")
    page.get_by_role("link", name="Take in public figures").click()
    axe(page)
    fits_a_phone(page)

    # When they send a file that is none, they are told what to do, and their words are kept
    page.get_by_label("What its publisher calls this release").fill("Spring 2009")
    wrong = tmp_path / "notes.csv"
    wrong.write_text("a,b\n1,2\n")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("alert")).to_contain_text("has no column with official codes of places")
    expect(page.get_by_label("What its publisher calls this release")).to_have_value("Spring 2009")
    axe(page)

    # And then a download, whose indicator they say once which measure it fills
    page.locator("input[type=file]").set_input_files(
        download(tmp_path, "spring.csv", ("2006/07", "61.5"), ("2007/08", "62"))
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("main")).to_contain_text(
        "OHID Fingertips: 1 indicator, of which none fills a measure of yours"
    )
    page.get_by_label("Overweight adults").select_option(index=1)
    page.get_by_role("button", name="Fill these measures").click()

    # Then they see what is new, under which code it came, and take it in
    expect(page.get_by_role("main")).to_contain_text("E07000100 is taken as St Albans (E07000240)")
    expect(page.get_by_role("table", name="New: 2 figures")).to_contain_text("62%")
    axe(page)
    fits_a_phone(page)
    picture(page, "public-figures")
    page.get_by_role("button", name="Take in 2 figures").click()
    expect(page.get_by_role("status")).to_contain_text("Taken in: 2 new figures.")

    # When the next release has another figure for a year, they are asked why before it counts
    page.locator("input[type=file]").set_input_files(
        download(tmp_path, "autumn.csv", ("2006/07", "61.5"), ("2007/08", "62.4"))
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("main")).to_contain_text("You replace it by 62.4%")
    axe(page)
    fits_a_phone(page)
    page.get_by_label("Why are earlier figures different now?").select_option("late_data")
    page.get_by_label("In a few words").fill("More surgeries sent theirs in")
    page.get_by_role("button", name="Take in what I answered").click()
    expect(page.get_by_role("status")).to_contain_text("Taken in: 1 revised figure.")

    # And the measure's page says where its figure comes from
    page.get_by_role("link", name="NI 1:").click()
    expect(page.get_by_role("main")).to_contain_text("62.4")
    axe(page)
