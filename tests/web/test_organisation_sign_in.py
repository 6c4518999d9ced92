"""Sign-in with an organisation's own account: only for people who have an account here already."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from goldenthread.partnership.models import Account, Partnership
from tests import factories
from tests.web.identity_provider import CLIENT, SECRET, IdentityProvider, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def account(place: Partnership) -> Account:
    return factories.manager(place).account


@pytest.fixture
def provider(settings: Any, account: Account) -> Iterator[IdentityProvider]:
    """Given an organisation whose server vouches for the manager."""
    with serving() as provider:
        settings.OIDC = {"server": provider.address, "name": "Northshire Council"}
        app = {
            "provider_id": "organisation",
            "name": "Northshire Council",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": provider.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        provider.person = {"sub": "7", "email": account.email, "email_verified": True, "name": "The manager"}
        yield provider


def sign_in(client: Client, **told: str) -> Any:
    """Press the button, sign in there, and come back; `told` is what the organisation sends along."""
    sent = client.post("/sign-in/with/organisation/")
    assert sent.status_code == 302
    asked = {name: values[0] for name, values in parse_qs(urlsplit(sent["Location"]).query).items()}
    back = {"code": "a code", "state": asked["state"]} if not told else {"state": asked["state"], **told}
    return client.get("/sign-in/with/organisation/back/", back)


def is_inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_somebody_known_is_let_in_and_known_again(provider: IdentityProvider, account: Account) -> None:
    client = Client()
    assert sign_in(client).status_code == 302
    assert is_inside(client)
    assert SocialAccount.objects.get().user == account
    assert provider.asked[0]["client_secret"] == SECRET
    assert "code_verifier" in provider.asked[0]

    # Their address changed at the organisation: they are still the same person.
    provider.person["email"] = "new@x.example"
    again = Client()
    sign_in(again)
    assert is_inside(again)


def test_an_address_that_changed_hands_opens_no_account(provider: IdentityProvider) -> None:
    sign_in(Client())
    provider.person["sub"] = "8"
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "Somebody else at Northshire Council signs in to the account" in answer.content.decode()
    assert not is_inside(client)
    assert [one.uid for one in SocialAccount.objects.all()] == ["7"]


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": "nobody@x.example"}, "There is no account for nobody@x.example here."),
        ({"email_verified": False}, "does not say that your e-mail address is verified"),
        ({"email": ""}, "does not say that your e-mail address is verified"),
    ],
)
def test_others_are_told_why_not(provider: IdentityProvider, claims: dict[str, Any], words: str) -> None:
    provider.person |= claims
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert not is_inside(client)
    assert (Account.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_token_of_another_server_lets_nobody_in(provider: IdentityProvider) -> None:
    provider.issuer = "https://elsewhere.example"
    client = Client()
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "Northshire Council did not sign you in." in answer.content.decode()
    assert not is_inside(client)


def test_who_gives_up_there_is_told_how_to_go_on(provider: IdentityProvider) -> None:
    answer = sign_in(Client(), error="access_denied")
    assert answer.status_code == 403
    assert "did not sign you in" in answer.content.decode()


def test_an_answer_that_nobody_asked_for_lets_nobody_in(provider: IdentityProvider) -> None:
    client = Client()
    answer = client.get("/sign-in/with/organisation/back/", {"code": "a code", "state": "invented"})
    assert answer.status_code == 403
    assert not is_inside(client)


def test_a_link_cannot_begin_it(provider: IdentityProvider) -> None:
    assert Client().get("/sign-in/with/organisation/").status_code == 405


def test_without_it_there_is_no_button_and_no_way_in() -> None:
    assert "/sign-in/with/" not in Client().get("/sign-in/").content.decode()
    assert Client().post("/sign-in/with/organisation/").status_code == 404


def test_the_organisation_decides_how_sure_a_sign_in_is(
    provider: IdentityProvider, settings: Any, place: Partnership
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    sign_in(client)
    assert client.get(f"/{place.code}/").status_code == 200
