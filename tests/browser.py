"""A real browser for tests: Debian's Chromium, driven by Playwright. Fixtures for every test that opens a page."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AS_WE_PROMISE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""WCAG 2.2 AA, and what axe's makers advise beyond it."""

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
"""The narrowest page that WCAG asks to work without scrolling sideways (1.4.10)."""

CheckPage = Callable[[Page], None]
TakePicture = Callable[[Page, str], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a window of its own, watched."""
    with watched_page(browser) as opened:
        yield opened


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """An empty page that fails at its end if it ever raised an error or asked another machine for anything.

    Breaking the content security policy is such an error, so the policy stays in force while tests run.
    """
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    opened.on(
        "console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None
    )
    opened.on(
        "request", lambda asked: faults.append(f"asked {asked.url}") if is_elsewhere(asked.url) else None
    )
    opened.set_default_timeout(10_000)
    yield opened
    context.close()
    # A page that says "not found" or "not allowed" says so in its status too; the console repeats that.
    assert [fault for fault in faults if not re.search(r"status of 4\d\d", fault)] == []


def is_elsewhere(address: str) -> bool:
    """Whether an address is on any machine but this."""
    return re.match(r"(https?|wss?)://(?!(127\.0\.0\.1|localhost)[:/])", address) is not None


@pytest.fixture
def axe() -> CheckPage:
    """Call it with a page: it fails with a list of what is not accessible and where."""

    def check(page: Page) -> None:
        violations = Axe().run(page, options=AS_WE_PROMISE).response["violations"]
        found = [
            f"{violation['id']} ({violation['help']}): {', '.join(map(str, node['target']))}"
            f"\n    {node['html'][:160]}"
            for violation in violations
            for node in violation["nodes"]
        ]
        if found:
            pytest.fail(f"{page.url} is not accessible:\n" + "\n".join(found), pytrace=False)

    return check


@pytest.fixture
def fits_a_phone() -> CheckPage:
    """Call it with a page: it fails if a window of 320 px has to be scrolled sideways."""

    def check(page: Page) -> None:
        size = page.viewport_size
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if size:
            page.set_viewport_size(size)
        assert wide <= PHONE["width"], f"{page.url} is {wide} px wide on a phone of {PHONE['width']} px"

    return check


@pytest.fixture
def picture() -> TakePicture:
    """Call it with a page and a name: the guides show these pictures.

    They are kept with the guides when GOLDENTHREAD_PICTURES is yes (`make pictures`), and in screenshots/,
    which is not kept, otherwise.
    """
    kept = os.environ.get("GOLDENTHREAD_PICTURES") == "yes"
    folder = ROOT / ("docs/images" if kept else "screenshots")
    folder.mkdir(exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return take
