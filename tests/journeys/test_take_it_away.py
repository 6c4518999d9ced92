"""A partnership moves house: exported, wiped, imported, and every page reads as it did."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from goldenthread.intake.operations import publish_plan
from goldenthread.jobs.command import main
from goldenthread.kernel.viewer import COMMAND_LINE
from tests.browser import CheckPage
from tests.jobs.whole import whole, wiped

MOST_PAGES = 40

pytestmark = pytest.mark.django_db(transaction=True)


def everything_read(page: Page, site: str, first: str) -> dict[str, str]:
    """What the public reads on every page that links lead to, by address."""
    waiting, read = [first], dict[str, str]()
    while waiting and len(read) < MOST_PAGES:
        address = waiting.pop(0)
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert answer.status == 200, address
        read[address] = page.locator("main").inner_text()
        for link in page.locator("main a[href^='/'], nav a[href^='/']").all():
            path = urlsplit(link.get_attribute("href") or "").path
            if path.startswith(first) and path not in read and path not in waiting:
                waiting.append(path)
    return read


def test_a_partnership_that_is_exported_wiped_and_imported_reads_the_same(
    page: Page, live_server: LiveServer, tmp_path: Path, axe: CheckPage
) -> None:
    # Given a published partnership, with a row in every table
    of = whole()
    publish_plan(partnership=of, by=COMMAND_LINE)
    before = everything_read(page, live_server.url, f"/{of.code}/")
    assert len(before) > 5
    assert of.name in before[f"/{of.code}/"]

    # When it is exported, and everything is lost
    assert main(["export", of.code, "--to", str(tmp_path / "out.zip")]) == 0
    wiped()
    gone = page.goto(f"{live_server.url}/{of.code}/")
    assert gone is not None
    assert gone.status == 404

    # Then after the import every page says what it said
    assert main(["import", str(tmp_path / "out.zip")]) == 0
    assert everything_read(page, live_server.url, f"/{of.code}/") == before
    axe(page)
    assert main(["export", of.code, "--to", str(tmp_path / "again.zip")]) == 0
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "out.zip").read_bytes()
