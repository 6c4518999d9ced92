"""Every page: readable by everyone, whole on a phone, whole without scripts, and findable by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESKTOP, CheckPage, watched_page
from tests.demonstration import Demonstration

PUBLIC = (
    "front",
    "glance",
    "glance of a district",
    "theme",
    "objective",
    "measure",
    "thread",
    "findings",
    "findings narrowed",
    "governance",
    "measures",
    "rug",
    "rug by places",
    "targets",
    "definition sheet",
    "actions",
    "action",
    "late",
    "risks",
    "action points",
    "events",
    "decisions",
    "decision",
    "places",
    "equality",
    "equality of a theme",
    "amendments",
    "strategies",
    "strategy",
    "what we know",
    "an earlier day",
    "search",
    "all results",
    "search with results",
    "search without results",
    "mailbox",
    "a mail",
    "sign-in",
    "not found",
)
MANAGED = (
    "intake",
    "document",
    "publish",
    "password",
    "account",
    "people",
    "give a role",
    "posts",
    "write a decision",
    "add a group",
    "give a figure",
    "change a target",
    "change the sheet",
    "adopt",
    "catalogue",
    "take from the catalogue",
    "add a strategy",
    "add a theme",
    "what follows",
    "place a measure",
    "change an action",
    "say how it goes",
    "risk map",
    "look at equality",
    "change a theme",
    "next year",
    "history",
    "mine",
    "messages",
    "how people are reminded",
    "who was written to",
)


@pytest.fixture(scope="module")
def addresses(browser: Browser, demonstration: Demonstration) -> dict[str, str]:
    """Where each page of the demonstration is, found as a visitor finds it."""
    with watched_page(browser) as page:
        demonstration.open(page, "/hertfordshire/")
        theme = path_of(page, "main table a")
        demonstration.open(page, theme)
        objective, measure = path_of(page, "main h3 a"), path_of(page, "main table a")
        demonstration.open(page, "/hertfordshire/actions/")
        action = path_of(page, "main table a")
        demonstration.open(page, "/hertfordshire/decisions/")
        decision = path_of(page, "main table a")
        demonstration.open(page, "/hertfordshire/strategies/")
        strategy = path_of(page, "main table a")
        demonstration.open(page, "/mailbox/")
        mail = path_of(page, "main table a")
    theme_number = theme.rstrip("/").rsplit("/", 1)[-1]
    return {
        "mailbox": "/mailbox/",
        "a mail": mail,
        "messages": "/hertfordshire/messages/",
        "how people are reminded": "/hertfordshire/rounds/reminders/",
        "measures": "/hertfordshire/measures/",
        "rug": "/hertfordshire/rug/",
        "rug by places": "/hertfordshire/rug/?by=places",
        "targets": f"{measure}targets/",
        "definition sheet": f"{measure}sheet/",
        "actions": "/hertfordshire/actions/",
        "action": action,
        "late": "/hertfordshire/late/",
        "risks": "/hertfordshire/risks/",
        "action points": "/hertfordshire/points/",
        "events": "/hertfordshire/events/",
        "decisions": "/hertfordshire/decisions/",
        "decision": decision,
        "places": "/hertfordshire/places/",
        "equality": "/hertfordshire/equality/",
        "equality of a theme": f"/hertfordshire/equality/{theme_number}/",
        "amendments": "/hertfordshire/amendments/",
        "an earlier day": "/hertfordshire/?as-known=2009-08-20",
        "strategies": "/hertfordshire/strategies/",
        "strategy": strategy,
        "what we know": "/hertfordshire/evidence/",
        "catalogue": "/hertfordshire/catalogue/?framework=english-national-indicators",
        "take from the catalogue": "/hertfordshire/catalogue/english-national-indicators/ni-99/",
        "add a strategy": "/hertfordshire/strategies/add/",
        "add a theme": f"{strategy}add-theme/",
        "what follows": f"{strategy}follow/",
        "place a measure": f"{measure}place/",
        "account": "/account/",
        "people": "/hertfordshire/people/",
        "give a role": "/hertfordshire/people/give/",
        "posts": "/hertfordshire/posts/",
        "write a decision": "/hertfordshire/decisions/write/",
        "add a group": "/hertfordshire/groups/add/",
        "give a figure": f"{measure}figures/",
        "change a target": f"{measure}targets/add/",
        "change the sheet": f"{measure}sheet/change/",
        "adopt": "/hertfordshire/adopt/",
        "change an action": f"{action}change/",
        "say how it goes": f"{action}progress/",
        "risk map": "/hertfordshire/risks/map/",
        "look at equality": f"/hertfordshire/equality/{theme_number}/look/",
        "change a theme": f"{theme}change/",
        "next year": "/hertfordshire/roll-forward/",
        "history": f"/hertfordshire/history/{theme_number}/",
        "mine": "/hertfordshire/mine/",
        "front": "/",
        "glance": "/hertfordshire/",
        "glance of a district": "/hertsmere/",
        "theme": theme,
        "objective": objective,
        "measure": measure,
        "thread": f"{measure}thread/",
        "findings": "/hertfordshire/findings/",
        "findings narrowed": "/hertfordshire/findings/?severity=error",
        "governance": "/hertfordshire/governance/",
        "search": "/hertfordshire/search/",
        "all results": "/hertfordshire/results/",
        "search with results": "/hertfordshire/search/?words=burglary",
        "search without results": "/hertfordshire/search/?words=zebra",
        "sign-in": "/sign-in/",
        "not found": "/nowhere/",
        "intake": "/hertfordshire/intake/",
        "publish": "/hertfordshire/publish/",
        "password": "/account/password/",
    }


def path_of(page: Page, selector: str) -> str:
    address = page.locator(selector).first.get_attribute("href")
    assert address
    return address


@pytest.fixture(scope="module")
def inside(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page signed in as the county's manager."""
    with watched_page(browser) as page:
        demonstration.sign_in(page, "hertfordshire")
        yield page


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_for_everyone(
    page: Page,
    demonstration: Demonstration,
    addresses: dict[str, str],
    name: str,
    axe: CheckPage,
    fits_a_phone: CheckPage,
) -> None:
    status = demonstration.open(page, addresses[name])
    assert status == (404 if name == "not found" else 200)
    open_everything(page)
    axe(page)
    fits_a_phone(page)


@pytest.mark.parametrize("name", MANAGED)
def test_a_managers_page_is_for_everyone(
    inside: Page,
    demonstration: Demonstration,
    addresses: dict[str, str],
    name: str,
    axe: CheckPage,
    fits_a_phone: CheckPage,
) -> None:
    if name == "who was written to":
        demonstration.open(inside, "/hertfordshire/rounds/")
        inside.get_by_role("link", name="Fourth quarter, 2009/10").first.click()
        inside.get_by_role("link", name="Who was written to").click()
    elif name == "document":
        demonstration.open(inside, addresses["measure"])
        inside.locator("summary", has_text="Where each figure comes from").click()
        inside.locator("details table a", has_text="delivery-plan.txt").first.click()
        expect(inside.get_by_role("heading", level=1)).to_contain_text("delivery-plan.txt")
    else:
        assert demonstration.open(inside, addresses[name]) == 200
    axe(inside)
    fits_a_phone(inside)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_says_the_same_without_scripts(
    browser: Browser, page: Page, demonstration: Demonstration, addresses: dict[str, str], name: str
) -> None:
    demonstration.open(page, addresses[name])
    with_scripts = page.locator("main").inner_text()
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    plain = context.new_page()
    demonstration.open(plain, addresses[name])
    assert plain.locator("main").inner_text() == with_scripts
    context.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_page(page: Page, demonstration: Demonstration) -> None:
    demonstration.open(page, "/hertfordshire/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_page_at_twice_the_size_keeps_its_words(
    page: Page, demonstration: Demonstration, addresses: dict[str, str]
) -> None:
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 px at 200%
    for name in ("glance", "measure", "findings"):
        demonstration.open(page, addresses[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name


def test_the_colours_that_a_person_sets_leave_every_status_readable(
    browser: Browser, demonstration: Demonstration, addresses: dict[str, str]
) -> None:
    context = browser.new_context(forced_colors="active", viewport=DESKTOP)
    page = context.new_page()
    demonstration.open(page, addresses["findings"])
    expect(page.locator(".finding").first).to_contain_text("Contradiction")
    context.close()


def open_everything(page: Page) -> None:
    """Open what is folded away, so that it is looked at too."""
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
