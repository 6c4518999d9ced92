"""A figure on its way: asked for by a link, answered, sent back, corrected, accepted, and on the first page."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.queries import link_of
from goldenthread.reckoning.periods import span
from goldenthread.returns import operations
from goldenthread.returns.models import Answer, Round
from tests import factories
from tests.browser import CheckPage, watched_page
from tests.overview import record
from tests.overview.record import give, measure_coded, on
from tests.returns import asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(transactional_db: None) -> Partnership:
    """A public plan that reports on 2008/09, whose last quarter is asked for now."""
    of = record.loaded(measures=2)
    partnerships.report_on(by=COMMAND_LINE, partnership=of, year="2008/09")
    publish_plan(partnership=of, by=COMMAND_LINE)
    asked.led(of, asked.person(of))
    give(measure_coded("NI 1", of), "2008/09 Q3", "79", on(2009, 2, 1), comment="Fewer asked.")
    return of


@pytest.fixture
def made(place: Partnership) -> Round:
    dates, today = span("2008/09 Q4"), clock.today()
    assert dates is not None
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=place,
        frequency="quarterly",
        period=operations.period_dated("2008/09 Q4", *dates),
        opens_on=today - timedelta(days=1),
        due_on=today + timedelta(days=6),
        asks=["measure"],
    )
    operations.tick(by=COMMAND_LINE, partnership=place)
    return made


@pytest.fixture
def link(made: Round, place: Partnership) -> str:
    (ann,) = operations.people_asked(made)
    return f"/return/{link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))}/"


def _sign_in(page: Page, live_server: LiveServer, place: Partnership) -> None:
    account = factories.manager(place).account
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("input[name=login]").fill(account.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def test_from_the_link_to_the_first_page(
    page: Page,
    browser: Browser,
    live_server: LiveServer,
    place: Partnership,
    made: Round,
    link: str,
    axe: CheckPage,
    fits_a_phone: CheckPage,
) -> None:
    # Given somebody without an account who opens the link of a mail
    page.goto(live_server.url + link)
    expect(page.locator("p.lead")).to_contain_text("2 answers to give for 2008/09 Q4")
    first = page.locator("section.question").first
    expect(first).to_contain_text("Last time (2008/09 Q3)")
    expect(first).to_contain_text("79.0%")
    axe(page)
    fits_a_phone(page)

    # When they type, it is kept, and is there again after the window was closed
    first.get_by_label("The figure", exact=True).fill("0.84")
    expect(page.locator("[data-kept-words]")).to_contain_text("Kept at")
    page.goto(live_server.url + link)
    expect(first.get_by_label("The figure", exact=True)).to_have_value("0.84")

    # Then what looks wrong is asked about, and nothing is lost
    first.get_by_label("What happened?").fill("A new door opened.")
    page.get_by_role("button", name="Send what I filled in").click()
    expect(page.locator("[data-errors]")).to_contain_text("0.84%")
    axe(page)
    first.get_by_label("Anything that we should know about the figure").fill("It is what we counted.")
    page.get_by_role("button", name="Send what I filled in").click()
    expect(page.get_by_text("1 answer sent. Thank you.")).to_be_visible()

    # And nobody outside sees it
    with watched_page(browser) as stranger:
        stranger.goto(f"{live_server.url}/northshire/measures/")
        expect(stranger.locator("main")).not_to_contain_text("0.84")

    # When the manager sends it back with what to change
    with watched_page(browser) as office:
        _sign_in(office, live_server, place)
        office.goto(f"{live_server.url}/northshire/rounds/{made.pk}/")
        expect(office.locator("p.lead")).to_contain_text("1 of 2 have answered.")
        axe(office)
        fits_a_phone(office)
        office.get_by_role("link", name="Households helped in way 1").click()
        expect(office.locator("main")).to_contain_text("It is what we counted.")
        axe(office)
        fits_a_phone(office)
        office.get_by_role("link", name="Send it back").click()
        office.get_by_label("What should they change?").fill("The others are per cent. Is it 84?")
        office.get_by_role("button", name="Send it back").click()

        # Then the link shows it, and the corrected figure comes
        page.goto(live_server.url + link)
        expect(first).to_contain_text("The others are per cent. Is it 84?")
        first.get_by_label("The figure", exact=True).fill("86")
        first.get_by_label("Anything that we should know about the figure").fill("")
        page.get_by_role("button", name="Send what I filled in").click()
        expect(page.locator("main")).to_contain_text("1 answer sent.")

        # And once it is accepted it counts on the first page, for everybody
        office.goto(f"{live_server.url}/northshire/rounds/{made.pk}/sign-off/")
        office.get_by_role("button", name="Sign these off").click()
        expect(office.locator("p.lead")).to_contain_text("1 accepted.")

    with watched_page(browser) as public:
        public.goto(f"{live_server.url}/northshire/")
        expect(public.locator("main")).to_contain_text("1 on track")
        public.goto(f"{live_server.url}/northshire/measures/")
        expect(public.locator("main")).to_contain_text("86.0%")


def test_a_workbook_goes_down_and_comes_back(
    page: Page,
    live_server: LiveServer,
    place: Partnership,
    link: str,
    axe: CheckPage,
    fits_a_phone: CheckPage,
) -> None:
    # Given somebody who would rather fill in a workbook
    page.goto(live_server.url + link)
    page.get_by_role("link", name="Answer with a workbook instead").click()
    axe(page)
    fits_a_phone(page)
    with page.expect_download() as down:
        page.get_by_role("link", name="Download the workbook").click()
    book = _read(down.value.path())
    sheet = book["Figures"]
    columns = {cell.value: cell.column for cell in sheet[1]}

    # When they fill in one figure well and one badly
    sheet.cell(2, columns["Figure"], 80.5)
    sheet.cell(3, columns["Figure"], "eighty")
    page.locator("input[type=file]").set_input_files(_file(book, "first.xlsx"))
    page.get_by_role("button", name="Read this file").click()

    # Then the page says which cell is wrong, and gives their workbook back with it marked
    expect(page.locator("main")).to_contain_text("“eighty” is not a number.")
    axe(page)
    fits_a_phone(page)
    with page.expect_download() as marked:
        page.get_by_role("link", name="Download your workbook with these cells marked").click()
    back = _read(marked.value.path())
    assert back["Figures"].cell(3, columns["Figure"]).comment is not None

    # And corrected, it goes in whole
    back["Figures"].cell(3, columns["Figure"], 81)
    page.locator("input[type=file]").set_input_files(_file(back, "second.xlsx"))
    page.get_by_role("button", name="Read this file").click()
    page.get_by_role("button", name="Send 2 answers").click()
    expect(page.locator("main")).to_contain_text("2 answers sent. Thank you.")
    assert [float(one.value or 0) for one in Answer.objects.order_by("asked")] == [80.5, 81.0]


def _read(path: Path) -> Any:
    return load_workbook(io.BytesIO(path.read_bytes()))


def _file(book: Any, name: str) -> Any:
    kept = io.BytesIO()
    book.save(kept)
    return {
        "name": name,
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": kept.getvalue(),
    }


def test_without_scripts_it_is_kept_and_sent_all_the_same(
    browser: Browser, live_server: LiveServer, link: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + link)
    first = page.locator("section.question").first
    first.get_by_label("The figure", exact=True).fill("82")
    page.get_by_role("button", name="Keep for later").click()
    expect(first).to_contain_text("It is not sent yet.")
    page.get_by_role("button", name="Send what I filled in").click()
    expect(page.locator("main")).to_contain_text("1 answer sent.")
    context.close()


def test_what_is_typed_offline_is_there_when_the_line_is_back(
    browser: Browser, live_server: LiveServer, link: str
) -> None:
    # Given a page whose line drops while somebody types
    context = browser.new_context()
    page = context.new_page()
    page.goto(live_server.url + link)
    first = page.locator("section.question").first
    context.set_offline(True)
    first.get_by_label("What happened?").fill("We were on a train.")
    expect(page.locator("[data-kept-words]")).to_contain_text("We cannot reach the server.")
    page.close()

    # When they open it again later
    context.set_offline(False)
    page = context.new_page()
    page.goto(live_server.url + link)

    # Then it is there, and the server keeps it too
    expect(page.locator("section.question").first.get_by_label("What happened?")).to_have_value(
        "We were on a train."
    )
    expect(page.locator("[data-kept-words]")).to_contain_text("Kept at")
    context.close()
