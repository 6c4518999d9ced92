"""The pictures of the README and the guides, taken from the real thing on the way that the guide describes."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import TakePicture
from tests.conftest import ROOT
from tests.demonstration import Demonstration

PLAN = ROOT / "examples/hertfordshire/delivery-plan.txt"


def test_the_readme(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.open(page, "/hertfordshire/")
    picture(page, "at-a-glance")
    demonstration.open(page, "/hertfordshire/findings/")
    picture(page, "findings")


def test_loading_a_plan(
    page: Page, demonstration: Demonstration, picture: TakePicture, tmp_path: Path
) -> None:
    newer = tmp_path / "delivery-plan-2.txt"
    newer.write_text(PLAN.read_text(encoding="utf-8").replace("landfill", "land-fill"), encoding="utf-8")

    demonstration.sign_in(page, "hertfordshire")
    demonstration.open(page, "/hertfordshire/intake/")
    page.locator("input[type=file]").set_input_files(newer)
    picture(page, "send-a-document")

    page.get_by_role("button", name="Read this document").click()
    expect(page.get_by_role("button", name="Accept the whole draft")).to_be_visible()
    picture(page, "review")

    field = page.locator("[data-lines] input").first
    field.scroll_into_view_if_needed()
    field.focus()
    picture(page, "review-a-field")

    page.get_by_role("button", name="Put it aside").click()
    expect(page.get_by_text("The draft was put aside.")).to_be_visible()

    demonstration.open(page, "/hertfordshire/publish/")
    picture(page, "publish")


def measure(page: Page, demonstration: Demonstration, code: str) -> str:
    """The address of the page of a measure."""
    demonstration.open(page, f"/hertfordshire/search/?words={code.replace(' ', '+')}")
    link = page.get_by_role("main").get_by_role("link", name=code).first.get_attribute("href")
    assert link is not None
    return link


def test_the_managers_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in(page, "hertfordshire")
    homes = measure(page, demonstration, "NI 154")
    demonstration.open(page, f"{homes}targets/")
    picture(page, "manager-targets")
    demonstration.open(page, "/hertfordshire/silence/")
    picture(page, "manager-silent")
    page.get_by_role("link", name="Hand over").first.click()
    picture(page, "manager-hand-over")
    demonstration.open(page, "/hertfordshire/people/")
    picture(page, "manager-people")


def test_the_guide_to_mail(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.open(page, "/mailbox/")
    page.get_by_role("main").get_by_role("link").first.click()
    picture(page, "mail-that-asks")
    demonstration.sign_in(page, "hertfordshire")
    demonstration.open(page, "/hertfordshire/rounds/reminders/")
    picture(page, "manager-reminders")
    demonstration.open(page, "/hertfordshire/messages/")
    picture(page, "manager-messages")


def test_the_theme_leads_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in_as(page, "Theme lead")
    demonstration.open(page, "/hertfordshire/figures/")
    picture(page, "lead-figures")
    demonstration.open(page, "/hertfordshire/figures/workbook/")
    picture(page, "lead-workbook")
    crime = measure(page, demonstration, "NI 16")
    demonstration.open(page, f"{crime}figures/")
    page.get_by_label("Which place or group").select_option(label="St Albans")
    page.get_by_label("Which period").fill("2009/10 Q4")
    page.get_by_role("textbox", name="The figure (").fill("3100")
    page.get_by_role("button", name="Send this figure").click()
    page.get_by_label("What is unusual about it").scroll_into_view_if_needed()
    picture(page, "check-asks")


def test_the_contributors_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in_as(page, "Contributor")
    demonstration.open(page, "/hertfordshire/mine/")
    picture(page, "contributor-yours")
    page.get_by_role("link", name="A delivery group counts", exact=False).first.click()
    page.get_by_role("link", name="Say how it goes").click()
    picture(page, "contributor-progress")


def test_the_minute_takers_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in_as(page, "Minute-taker")
    demonstration.open(page, "/hertfordshire/decisions/write/")
    picture(page, "minutes-decision")
    demonstration.open(page, "/hertfordshire/points/")
    picture(page, "minutes-points")


def test_the_board_members_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in_as(page, "Board member")
    demonstration.open(page, "/hertfordshire/")
    picture(page, "board-glance")
    demonstration.open(page, "/hertfordshire/risks/")
    picture(page, "board-risks")


def test_the_auditors_guide(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in_as(page, "Auditor")
    homes = measure(page, demonstration, "NI 154")
    demonstration.open(page, f"/hertfordshire/history/{homes.rstrip('/').rsplit('/', 1)[-1]}/")
    picture(page, "auditor-past")
    demonstration.open(page, f"{homes}?as-known=2009-06-30")
    picture(page, "auditor-earlier-day")


def test_the_guide_for_everybody(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    homes = measure(page, demonstration, "NI 154")
    demonstration.open(page, homes)
    picture(page, "public-measure")
    demonstration.open(page, f"{homes}thread/")
    picture(page, "public-thread")


def test_a_round_and_its_answers(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in(page, "hertfordshire")
    demonstration.open(page, "/hertfordshire/rounds/")
    page.get_by_role("link", name="Fourth quarter").click()
    picture(page, "manager-round")
    address = page.url
    page.locator("main table").get_by_role("link", name="municipal waste").click()
    picture(page, "manager-return")
    page.goto(f"{address}links/")
    if page.get_by_text("Not made yet").count():
        page.get_by_role("button", name="Make the links that are missing").click()
    row = page.locator("main tbody tr").filter(has_text="Safeguarding lead")
    link = row.locator("td").last.inner_text()
    page.goto(link.strip())
    picture(page, "contributor-answer")
    page.get_by_role("link", name="Answer with a workbook instead").click()
    picture(page, "contributor-workbook")


def test_a_themes_story(page: Page, demonstration: Demonstration, picture: TakePicture) -> None:
    demonstration.sign_in(page, "hertfordshire")
    demonstration.open(page, "/hertfordshire/rounds/")
    page.get_by_role("link", name="Fourth quarter").click()
    page.get_by_role("link", name="Theme stories").click()
    page.get_by_role("link", name="Open it").first.click()
    picture(page, "lead-story")
