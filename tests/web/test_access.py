"""Who may open which page, for every route and every kind of person."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Partnership, Role
from goldenthread.web.access import Access, AccessMiddleware
from tests import factories
from tests.web.routes import (
    EVERYWHERE,
    NEVER_PUBLIC,
    OF_A_PARTNERSHIP,
    addresses_of,
    all_routes,
    records,
)

pytestmark = pytest.mark.django_db

ROLES = (
    "public",
    "other",
    Role.Kind.ADMINISTRATOR,
    Role.Kind.MANAGER,
    Role.Kind.THEME_LEAD,
    Role.Kind.CONTRIBUTOR,
    Role.Kind.FINANCE_OFFICER,
    Role.Kind.MINUTE_TAKER,
    Role.Kind.BOARD_MEMBER,
    Role.Kind.AUDITOR,
)
"""Everybody whom the matrix tries: "other" manages another partnership."""

MAY_USE: dict[Access, set[str]] = {
    Access.INSIDE: set(Role.Kind),
    Access.CONTRIBUTOR: {"manager", "theme_lead", "contributor"},
    Access.KEEPER: {"manager", "theme_lead"},
    Access.DECIDER: {"manager", "minute_taker"},
    Access.FOLLOWER: {"manager", "theme_lead", "minute_taker"},
    Access.VERIFIER: {"manager", "theme_lead", "finance_officer", "minute_taker", "board_member"},
    Access.MANAGER: {"manager"},
    Access.ADMINISTRATOR: {"administrator", "manager"},
}
"""Who may use what, written out by hand: the rules must come to the same."""


def test_every_route_declares_who_may_use_it() -> None:
    declared = {name: getattr(entry.callback, "access", None) for name, entry in all_routes()}
    expected = {name: route.access for name, route in EVERYWHERE.items()}
    expected |= {f"web:{name}": route.access for name, route in OF_A_PARTNERSHIP.items()}
    assert declared == expected


def test_a_view_without_a_declaration_is_refused() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("secret")

    request: Any = RequestFactory().get("/")
    with pytest.raises(ImproperlyConfigured, match="does not declare who may use it"):
        AccessMiddleware(lambda _: HttpResponse()).process_view(request, forgotten, [], {})


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership("northshire")
    factories.loaded(partnership)
    return partnership


@pytest.fixture
def addresses(place: Partnership) -> dict[str, str]:
    """The address of every page of a partnership by its name."""
    return addresses_of(place, records(place))


def client_of(who: str, place: Partnership) -> Client:
    client = Client()
    if who == "other":
        client.force_login(factories.manager(factories.partnership("southshire")).account)
    elif who == "auditor":
        client.force_login(Role.objects.get(partnership=place, kind=who).account)
    elif who != "public":
        client.force_login(factories.member(place, who).account)
    return client


def answer_to(who: str, name: str, published: bool) -> int:
    """What a GET of a page must answer, by the tables above."""
    route = OF_A_PARTNERSHIP[name]
    inside = who not in {"public", "other"}
    if route.access is Access.PUBLIC:
        shown = inside or (published and name not in NEVER_PUBLIC)
        return route.get if shown else 404
    if who == "public":
        return 302
    if route.own and who == Role.Kind.CONTRIBUTOR:
        return 403
    if route.access is Access.SIGNED_IN or who in MAY_USE[route.access]:
        return route.get
    return 403 if inside or published else 404


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("who", ROLES)
def test_every_page_as_everybody(
    place: Partnership, addresses: dict[str, str], who: str, published: bool
) -> None:
    if published:
        publish_plan(partnership=place, by=COMMAND_LINE)
    client = client_of(who, place)
    answers = {name: client.get(address).status_code for name, address in addresses.items()}
    assert answers == {name: answer_to(who, name, published) for name in addresses}


@pytest.mark.parametrize("who", ROLES)
def test_nobody_else_can_send_anything(place: Partnership, addresses: dict[str, str], who: str) -> None:
    """An empty form changes nothing; who may not send it is told so before it is even read."""
    publish_plan(partnership=place, by=COMMAND_LINE)
    client = client_of(who, place)
    closed = {
        name
        for name, route in OF_A_PARTNERSHIP.items()
        if route.access not in (Access.PUBLIC, Access.SIGNED_IN) and who not in MAY_USE[route.access]
    }
    answers = {name: client.post(addresses[name]).status_code for name in closed}
    assert answers == dict.fromkeys(closed, 302 if who == "public" else 403)


def test_what_is_not_there_and_what_one_may_not_know_of_look_the_same(place: Partnership) -> None:
    hidden = Client().get(f"/{place.code}/")
    absent = Client().get("/nowhere-at-all/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.decode().replace(place.code, "X") == absent.content.decode().replace(
        "nowhere-at-all", "X"
    )


def test_a_record_of_another_partnership_is_not_under_this_one(place: Partnership) -> None:
    publish_plan(partnership=place, by=COMMAND_LINE)
    other = factories.partnership("southshire")
    factories.loaded(other, measures=1)
    publish_plan(partnership=other, by=COMMAND_LINE)
    foreign = Measure.objects.of(other.pk).get()
    assert Client().get(f"/{place.code}/measures/{foreign.pk}/").status_code == 404


def test_the_public_is_led_to_sign_in_and_back(place: Partnership) -> None:
    answer = Client().get(f"/{place.code}/intake/")
    assert answer["Location"] == f"/sign-in/?next=/{place.code}/intake/"


def test_nobody_opens_an_account_for_themselves() -> None:
    names = {name for name, _ in all_routes()}
    assert {"account_signup", "account_reset_password"} & names == set()


def test_signing_in_and_out(place: Partnership) -> None:
    account = factories.manager(place).account
    client = Client()
    sent = {"login": account.email, "password": factories.PASSWORD, "next": f"/{place.code}/"}
    answer = client.post("/sign-in/", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/{place.code}/")
    assert client.get(f"/{place.code}/intake/").status_code == 200
    client.post("/sign-out/")
    assert client.get(f"/{place.code}/intake/").status_code == 302


def test_a_wrong_password_is_said_in_words_and_too_many_are_slowed(place: Partnership) -> None:
    account = factories.manager(place).account
    sent = {"login": account.email, "password": "not this one at all"}
    answers = [Client().post("/sign-in/", sent) for _ in range(8)]
    assert "do not match" in answers[0].content.decode() or "not correct" in answers[0].content.decode()
    sent["password"] = factories.PASSWORD
    assert Client().post("/sign-in/", sent).status_code != 302


def test_what_breaks_on_our_side_is_said_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("goldenthread.overview.queries.front", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "This is our mistake, not yours." in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_on_a_page(place: Partnership) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.manager(place).account)
    answer = client.post(f"/{place.code}/publish/")
    assert answer.status_code == 403
    assert "This form can no longer be sent" in answer.content.decode()
    assert Client().get(f"/{place.code}/").status_code == 404


def test_a_manager_chooses_a_new_password(place: Partnership) -> None:
    account = factories.manager(place).account
    client = Client()
    client.force_login(account)
    words = {"oldpassword": factories.PASSWORD, "password1": "short", "password2": "short"}
    refused = client.post("/account/password/", words)
    assert refused.status_code == 200
    assert "at least 12 characters" in refused.content.decode()
    words |= {"password1": "a new and longer one", "password2": "a new and longer one"}
    assert client.post("/account/password/", words).status_code == 302
    account.refresh_from_db()
    assert account.check_password("a new and longer one")
