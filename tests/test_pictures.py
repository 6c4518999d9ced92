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
