"""Signing in: by password, by an e-mailed code, with a second factor; and where one is signed in."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from goldenthread.partnership.models import Account, Partnership, Role
from goldenthread.partnership.operations import invite
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def account(place: Partnership) -> Account:
    return factories.manager(place).account


def signs_in(account: Account, password: str = factories.PASSWORD) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/sign-in/", {"login": account.email, "password": password})


def is_inside(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def code_in_mail() -> str:
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


class TestCode:
    def test_somebody_invited_signs_in_by_a_code_and_chooses_a_password(self, place: Partnership) -> None:
        manager = factories.manager(place).viewer
        invite(by=manager, partnership=place, email="ann@x.example", name="Ann", role=Role.Kind.AUDITOR)
        client = Client()
        asked = client.post("/sign-in/code/", {"email": "ann@x.example"})
        assert (asked.status_code, asked["Location"]) == (302, "/sign-in/code/enter/")
        assert [message.to for message in mail.outbox] == [["ann@x.example"]]

        wrong = client.post("/sign-in/code/enter/", {"code": "XXX-XXX"})
        assert wrong.status_code == 200
        assert not is_inside(client)

        assert client.post("/sign-in/code/enter/", {"code": code_in_mail()}).status_code == 302
        assert is_inside(client)
        words = {"password1": "a long enough password", "password2": "a long enough password"}
        assert client.post("/account/password/first/", words)["Location"] == "/account/"
        assert Account.objects.get(email="ann@x.example").check_password("a long enough password")

    def test_a_code_dies_of_three_wrong_ones(self, account: Account) -> None:
        client = Client()
        client.post("/sign-in/code/", {"email": account.email})
        right = code_in_mail()
        for _ in range(3):
            client.post("/sign-in/code/enter/", {"code": "XXX-XXX"})
        client.post("/sign-in/code/enter/", {"code": right})
        assert not is_inside(client)

    def test_nobody_learns_who_has_an_account(self, account: Account) -> None:
        known = Client().post("/sign-in/code/", {"email": account.email})
        strange = Client().post("/sign-in/code/", {"email": "nobody@x.example"})
        assert (known.status_code, known["Location"]) == (strange.status_code, strange["Location"])
        assert [message.to for message in mail.outbox] == [[account.email]]


class TestSecondFactor:
    def with_one(self, account: Account) -> str:
        """Given an account with a second factor; returns its key."""
        client, _ = signs_in(account)
        again = client.get("/account/second-factor/")["Location"]
        assert client.post(again, {"password": "a wrong password"}).status_code == 200
        assert client.post(again, {"password": factories.PASSWORD}).status_code == 302
        page = client.get("/account/second-factor/")
        secret = str(page.context["form"].secret)
        answer = client.post("/account/second-factor/", {"code": self.code(secret)})
        assert (answer.status_code, answer["Location"]) == (302, "/account/recovery-codes/")
        return secret

    @staticmethod
    def code(secret: str) -> str:
        return str(
            totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
        )

    def test_a_password_is_not_enough_any_more(self, account: Account) -> None:
        self.with_one(account)
        client, answer = signs_in(account)
        assert answer["Location"].startswith("/sign-in/second/")
        assert not is_inside(client)
        assert (
            "Enter the code that your authenticator app shows"
            in client.get("/sign-in/second/").content.decode()
        )
        assert client.post("/sign-in/second/", {"code": "000000"}).status_code == 200
        assert not is_inside(client)

    def test_a_recovery_code_signs_in_once(self, account: Account) -> None:
        self.with_one(account)
        kept = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
        code = kept.wrap().get_unused_codes()[0]
        client, _ = signs_in(account)
        client.post("/sign-in/second/", {"code": code})
        assert is_inside(client)
        other, _ = signs_in(account)
        other.post("/sign-in/second/", {"code": code})
        assert not is_inside(other)

    def test_the_account_says_whether_there_is_one(self, account: Account) -> None:
        client, _ = signs_in(account)
        assert "You have none." in client.get("/account/").content.decode()
        self.with_one(account)
        assert "You have one: an authenticator app." in client.get("/account/").content.decode()


class TestSecondFactorThatIsRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize("page", ["/", "/northshire/", "/northshire/people/"])
    def test_a_manager_adds_one_before_anything_else(self, account: Account, page: str) -> None:
        client, _ = signs_in(account)
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, "/account/second-factor/")
        assert "a password alone is too little" in client.get("/account/").content.decode()

    def test_nothing_is_sent_without_one(self, account: Account, place: Partnership) -> None:
        client, _ = signs_in(account)
        client.post("/northshire/publish/", {"partnership": [place.pk]})
        place.subject.refresh_from_db()
        assert place.subject.visibility == "partnership"

    def test_with_one_everything_opens(self, account: Account) -> None:
        TestSecondFactor().with_one(account)
        client, _ = signs_in(account)
        client.post("/sign-in/second/", {"code": recovery_code(account)})
        assert client.get("/northshire/").status_code == 200

    def test_an_administrator_adds_one_too_and_nobody_else_must(self, place: Partnership) -> None:
        asked = {}
        for role in Role.Kind:
            client = Client()
            client.force_login(factories.member(place, role).account)
            asked[role.value] = client.get("/northshire/").status_code
        assert asked == {
            role.value: 302 if role in ("administrator", "manager") else 200 for role in Role.Kind
        }

    def test_the_public_reads_on(self) -> None:
        assert Client().get("/").status_code == 200


def recovery_code(account: Account) -> str:
    kept = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    return str(kept.wrap().get_unused_codes()[0])


def test_wrong_passwords_are_counted_for_all_processes_together(account: Account) -> None:
    answers = []
    for attempt in range(12):
        _forget_this_process()
        answers.append(signs_in(account, f"a wrong password {attempt}")[1].content.decode())
    refused = ["Too many failed login attempts" in answer for answer in answers]
    assert (refused[0], refused[-1]) == (False, True)
    _, answer = signs_in(account)
    assert answer.status_code == 200  # not even the right one, until some time has passed


def test_many_tried_addresses_do_not_wash_a_count_away(account: Account) -> None:
    from django.core.cache import cache

    cache.set("a-count", 7, 600)
    for number in range(400):
        cache.set(f"another-{number}", 1, 600)
    assert cache.get("a-count") == 7


def _forget_this_process() -> None:
    """What another process would know: only what is shared."""
    from django.core.cache import caches
    from django.core.cache.backends import locmem

    locmem._caches.clear()
    caches.close_all()


class TestSessions:
    def test_one_signs_out_everywhere_else(self, account: Account) -> None:
        here, _ = signs_in(account)
        there, _ = signs_in(account)
        assert is_inside(here)
        assert is_inside(there)
        page = here.get("/account/sessions/").content.decode()
        assert page.count("<li><b>") == 2
        here.post("/account/sessions/")
        assert (is_inside(here), is_inside(there)) == (True, False)


def test_a_form_kept_over_a_sign_in(place: Partnership, account: Account) -> None:
    """What was typed when a sign-in had ended is there again after the next."""
    client = Client()
    path = f"/{place.code}/decisions/write/"
    assert client.post(path, {"title": "Lower the target"}).status_code == 302
    client.post("/sign-in/", {"login": account.email, "password": factories.PASSWORD, "next": path})
    page = client.get(path).content.decode()
    assert 'value="Lower the target"' in page
    assert "it was kept as you left it" in page
