"""Who may open which page, for every route and every kind of person."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Objective, Theme
from goldenthread.web.access import Access, AccessMiddleware
from tests import factories

pytestmark = pytest.mark.django_db

DECLARED = {
    "account_login": Access.PUBLIC,
    "account_logout": Access.PUBLIC,
    "account_change_password": Access.SIGNED_IN,
    "web:front": Access.PUBLIC,
    "web:partnership": Access.PUBLIC,
    "web:theme": Access.PUBLIC,
    "web:objective": Access.PUBLIC,
    "web:measure": Access.PUBLIC,
    "web:thread": Access.PUBLIC,
    "web:findings": Access.PUBLIC,
    "web:governance": Access.PUBLIC,
    "web:document": Access.PUBLIC,
    "web:intake": Access.MANAGER,
    "web:review": Access.MANAGER,
    "web:publish": Access.MANAGER,
}
SHOWN_WHEN_PUBLISHED = (
    "partnership",
    "theme",
    "objective",
    "measure",
    "thread",
    "findings",
    "governance",
)
INSIDE = ("document",)
MANAGED = ("intake", "review", "publish")


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield f"{namespace}{entry.name}", entry


def test_every_route_declares_who_may_use_it() -> None:
    declared = {name: getattr(entry.callback, "access", None) for name, entry in routes(get_resolver())}
    assert declared == DECLARED


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
    draft = factories.draft(place, COMMAND_LINE, name="second.txt")
    ids = {
        "theme": Theme.objects.get().pk,
        "objective": Objective.objects.get().pk,
        "measure": Measure.objects.first().pk,
        "thread": Measure.objects.first().pk,
        "document": draft.document_id,
        "review": draft.pk,
    }
    names = [name.removeprefix("web:") for name in DECLARED if name.startswith("web:")]
    return {
        name: reverse(f"web:{name}", args=[place.code, *([ids[name]] if name in ids else [])])
        for name in names
        if name != "front"
    }


def client_of(who: str, place: Partnership) -> Client:
    client = Client()
    if who == "the manager":
        client.force_login(factories.manager(place).account)
    if who == "another manager":
        client.force_login(factories.manager(factories.partnership("southshire")).account)
    return client


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize(
    ("who", "shown", "inside", "managed"),
    [
        ("the public", {False: 404, True: 200}, 404, {False: 302, True: 302}),
        ("the manager", {False: 200, True: 200}, 200, {False: 200, True: 200}),
        ("another manager", {False: 404, True: 200}, 404, {False: 404, True: 403}),
    ],
)
def test_who_may_open_what(
    place: Partnership,
    addresses: dict[str, str],
    who: str,
    shown: dict[bool, int],
    inside: int,
    managed: dict[bool, int],
    published: bool,
) -> None:
    if published:
        publish_plan(partnership=place, by=COMMAND_LINE)
    client = client_of(who, place)
    expected = dict.fromkeys(SHOWN_WHEN_PUBLISHED, shown[published])
    expected |= dict.fromkeys(INSIDE, inside) | dict.fromkeys(MANAGED, managed[published])
    assert {name: client.get(address).status_code for name, address in addresses.items()} == expected


@pytest.mark.parametrize("who", ["the public", "another manager"])
def test_nobody_else_can_send_change_or_publish(
    place: Partnership, addresses: dict[str, str], who: str
) -> None:
    publish_plan(partnership=place, by=COMMAND_LINE)
    client = client_of(who, place)
    answers = {name: client.post(addresses[name], {"decision": "accept"}).status_code for name in MANAGED}
    assert answers == dict.fromkeys(MANAGED, 302 if who == "the public" else 403)


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
    names = {name for name, _ in routes(get_resolver())}
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
    refused = client.post("/password/", words)
    assert refused.status_code == 200
    assert "at least 12 characters" in refused.content.decode()
    words |= {"password1": "a new and longer one", "password2": "a new and longer one"}
    assert client.post("/password/", words).status_code == 302
    account.refresh_from_db()
    assert account.check_password("a new and longer one")
