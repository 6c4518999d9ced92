"""The browser fixtures catch what they promise to catch."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import CheckPage, is_elsewhere, watched_page
from tests.demonstration import Demonstration

GOOD = "<!doctype html><html lang=en><title>Good</title><main><h1>Good</h1></main>"


def test_axe_passes_a_good_page(page: Page, axe: CheckPage) -> None:
    page.set_content(GOOD)
    axe(page)


def test_axe_names_what_is_not_accessible(page: Page, axe: CheckPage) -> None:
    page.set_content(GOOD.replace("</main>", "<img src='data:,'></main>"))
    with pytest.raises(pytest.fail.Exception, match="image-alt"):
        axe(page)


def test_a_wide_page_does_not_fit_a_phone(page: Page, fits_a_phone: CheckPage) -> None:
    page.set_content(GOOD)
    fits_a_phone(page)
    page.set_content(GOOD.replace("<main>", "<main style='width: 400px'>"))
    with pytest.raises(AssertionError, match="wide on a phone"):
        fits_a_phone(page)


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        ("http://127.0.0.1:8000/", False),
        ("http://localhost:8000/", False),
        ("data:,", False),
        ("https://127.0.0.1.example/", True),
        ("https://fonts.example/a.woff2", True),
        ("wss://example.org/", True),
    ],
)
def test_another_machine_is_known_by_its_address(address: str, elsewhere: bool) -> None:
    assert is_elsewhere(address) is elsewhere


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script>undefined_name()</script>", "script error"),
        (
            "<meta http-equiv=Content-Security-Policy content=\"style-src 'self'\"><p style='color: red'>",
            "console",
        ),
        ("<img src=https://192.0.2.1/pixel>", "asked https://192.0.2.1/pixel"),
    ],
)
def test_a_page_that_misbehaves_fails_its_test(browser: Browser, body: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        show(browser, body)


def show(browser: Browser, body: str) -> None:
    with watched_page(browser) as page:
        page.set_content(body, wait_until="commit")
        page.wait_for_timeout(200)


def test_the_demonstration_answers_and_lets_its_managers_in(page: Page, demonstration: Demonstration) -> None:
    assert set(demonstration.sign_ins) == {"hertfordshire", "hertsmere"}
    assert demonstration.open(page, "/") == 200
    demonstration.sign_in(page, "hertsmere")
    assert demonstration.open(page, "/hertsmere/intake/") == 200


def test_axe_works_under_the_content_security_policy(
    page: Page, demonstration: Demonstration, axe: CheckPage
) -> None:
    demonstration.open(page, "/")
    axe(page)
