"""The page behind a link: everything that is asked of one person, answered without an account."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action, Risk
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Invitation, Partnership, Person
from goldenthread.partnership.queries import link_of
from goldenthread.returns import operations
from goldenthread.returns.models import Answer, Draft, Round
from goldenthread.returns.operations import Said
from goldenthread.returns.queries import returns_of
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on
from tests.returns import asked
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=2)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


@pytest.fixture
def made(place: Partnership, ann: Person) -> Round:
    asked.led(place, ann)
    return asked.round_of(place)


@pytest.fixture
def invitation(made: Round, ann: Person) -> Invitation:
    return operations.invite(by=COMMAND_LINE, asked_in=made, person=ann)


@pytest.fixture
def page(invitation: Invitation) -> str:
    return f"/return/{link_of(invitation)}/"


def test_a_link_shows_what_is_asked_with_what_was_there_before(
    client: Client, place: Partnership, page: str
) -> None:
    give(measure_coded("NI 1", place), "2008/09 Q4", "78.5", on(2009, 5, 1), comment="Fewer asked.")
    text = client.get(page).content.decode()
    for words in ("2 answers to give for 2009/10 Q1, by 21 July 2009.", "78.5%", "Fewer asked.", "Due"):
        assert words in text
    assert "Sign in" in text
    assert 'href="/northshire/' not in text


def test_what_is_filled_in_is_sent_and_the_rest_stays_open(client: Client, made: Round, page: str) -> None:
    first, second = returns_of(made)
    answer = client.post(page, as_shown(client, page) | {f"value_{first.pk}": "81.5"}, follow=True)
    text = answer.content.decode()
    assert "1 answer sent. Thank you." in text
    assert "1 answer to give" in text
    assert [(one.asked_id, one.value) for one in Answer.objects.all()] == [(first.pk, Decimal("81.5"))]
    second.refresh_from_db()
    assert second.state == "asked"


def test_one_wrong_answer_holds_no_other_up_and_loses_no_word(client: Client, made: Round, page: str) -> None:
    first, second = returns_of(made)
    sent = as_shown(client, page) | {
        f"value_{first.pk}": "81.5",
        f"value_{second.pk}": "about eighty",
        f"why_{second.pk}": "Because.",
    }
    answer = client.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“about eighty” is not a number." in text
    assert "about eighty" in text
    assert [one.asked_id for one in Answer.objects.all()] == [first.pk]
    assert Draft.objects.get().content["why"] == "Because."
    assert "about eighty" in client.get(page).content.decode()


def test_what_is_kept_is_there_when_they_come_back(client: Client, made: Round, page: str) -> None:
    first, _ = returns_of(made)
    typed = as_shown(client, page) | {f"value_{first.pk}": "8", "decision_on_form": "keep"}
    answer = client.post(page, typed, headers={"Accept": "application/json"})
    assert answer.json() == {"kept": "12:00"}
    text = client.get(page).content.decode()
    assert "Kept for you on 6 July, 12:00. It is not sent yet." in text
    assert f'name="value_{first.pk}" value="8"' in text
    assert not Answer.objects.exists()

    client.post(page, as_shown(client, page) | {f"value_{first.pk}": "", "decision_on_form": "keep"})
    assert not Draft.objects.exists()


def test_a_draft_outlives_its_link(client: Client, made: Round, ann: Person, page: str) -> None:
    first, _ = returns_of(made)
    client.post(page, as_shown(client, page) | {f"value_{first.pk}": "8", "decision_on_form": "keep"})
    partnerships.revoke(by=COMMAND_LINE, invitation=Invitation.objects.get())
    assert client.get(page).status_code == 404
    again = link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))
    assert f'name="value_{first.pk}" value="8"' in client.get(f"/return/{again}/").content.decode()


def test_a_link_that_has_ended_says_so(client: Client, page: str) -> None:
    with clock.standing_at(on(2010, 7, 6)):
        answer = client.get(page)
    assert answer.status_code == 409
    assert "This link ended on 19/09/2009. What you wrote is kept" in answer.content.decode()


def test_what_is_sent_back_says_what_to_change(client: Client, made: Round, page: str) -> None:
    first, _ = returns_of(made)
    operations.submit(by=COMMAND_LINE, asked=first, said=Said(value=Decimal(8)))
    operations.send_back(by=COMMAND_LINE, asked=first, to_change="Is it 80?")
    text = client.get(page).content.decode()
    assert "Is it 80?" in text
    assert "Sent back" in text
    client.post(page, as_shown(client, page) | {f"value_{first.pk}": "80"})
    assert [one.value for one in Answer.objects.all()] == [Decimal(8), Decimal(80)]


def test_what_somebody_else_sent_meanwhile_is_shown_beside(client: Client, made: Round, page: str) -> None:
    first, _ = returns_of(made)
    typed = as_shown(client, page) | {f"value_{first.pk}": "82"}
    operations.submit(by=COMMAND_LINE, asked=first, said=Said(value=Decimal(80)))
    answer = client.post(page, typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "while you were writing. Nothing of yours is lost" in text
    assert "What somebody else sent meanwhile" in text
    assert f'name="value_{first.pk}" value="82"' in text

    client.post(page, typed | {f"seen_{first.pk}": "1"})
    assert [one.value for one in Answer.objects.all()] == [Decimal(80), Decimal(82)]


def test_a_round_that_was_closed_shows_and_asks_no_more(client: Client, made: Round, page: str) -> None:
    first, _ = returns_of(made)
    typed = as_shown(client, page) | {f"value_{first.pk}": "82"}
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    answer = client.post(page, typed)
    assert "This round is closed." in client.get(page).content.decode()
    assert '<button class="button">Send' not in client.get(page).content.decode()
    assert not Answer.objects.exists()
    assert answer.status_code == 302


def test_handing_on_lets_another_answer(client: Client, made: Round, page: str) -> None:
    first, second = returns_of(made)
    there = f"{page}hand-on/"
    answer = client.post(there, {"returns": [first.pk], "name": "Ben", "email": "ben@council.example"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.deputy is not None
    assert (first.deputy.name, second.deputy) == ("Ben", None)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "Ben", "email": "ben@council.example"}, "Choose what you hand on."),
        ({"returns": ["first"], "name": "Ben", "email": "ben"}, "Write the address like"),
        ({"returns": ["first"], "name": "", "email": "ben@council.example"}, "Give the name."),
        (
            {"returns": ["first"], "name": "A", "email": "ann.lead@council.example"},
            "is asked for this already.",
        ),
    ],
)
def test_handing_on_says_what_is_wrong(
    client: Client, made: Round, page: str, said: dict[str, object], sentence: str
) -> None:
    first, _ = returns_of(made)
    if "returns" in said:
        said = said | {"returns": [first.pk]}
    answer = client.post(f"{page}hand-on/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_who_is_signed_in_answers_without_a_link(
    client: Client, place: Partnership, made: Round, ann: Person
) -> None:
    client.force_login(factories.member(place, "contributor", person=ann).account)
    there = f"/northshire/rounds/{made.pk}/answer/"
    first, _ = returns_of(made)
    client.post(there, as_shown(client, there) | {f"value_{first.pk}": "82"})
    assert Answer.objects.get().given_by == "Contributor of Northshire Together"


def test_the_queries_of_the_page_do_not_grow_with_what_is_asked(
    client: Client, place: Partnership, ann: Person, page: str
) -> None:
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    many = loaded("southshire", measures=12)
    bea = asked.person(many, "Bea Lead")
    asked.led(many, bea)
    link = link_of(operations.invite(by=COMMAND_LINE, asked_in=asked.round_of(many), person=bea))
    with CaptureQueriesContext(connection) as more:
        client.get(f"/return/{link}/")
    assert len(more) == len(few)


@pytest.mark.parametrize("kind", ["action", "milestone", "risk"])
def test_each_kind_has_its_own_questions(client: Client, place: Partnership, ann: Person, kind: str) -> None:
    action = Action.objects.of(place.pk).order_by("pk")[0]
    delivery.amend_action(by=COMMAND_LINE, action=action, owner_person=ann)
    delivery.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Half way", date(2009, 6, 1))])
    risk = Risk.objects.of(place.pk).order_by("pk")[0]
    delivery.amend_risk(by=COMMAND_LINE, risk=risk, owner_person=ann)
    made = asked.round_of(place, kind)
    page = f"/return/{link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))}/"
    one = asked.first(made)
    said = {
        "action": {"percent": "40", "what_happened": "We began."},
        "milestone": {"reached_on": "2009-06-03"},
        "risk": {"likelihood_now": "2", "impact_now": "3"},
    }[kind]
    client.post(page, as_shown(client, page) | {f"{name}_{one.pk}": text for name, text in said.items()})
    also = {
        "action": {"percent": 40},
        "milestone": {"reached_on": "2009-06-03"},
        "risk": {"likelihood_now": 2, "impact_now": 3},
    }[kind]
    assert Answer.objects.get().also == also


def test_a_link_answers_nothing_that_is_asked_of_somebody_else(
    client: Client, place: Partnership, made: Round, page: str
) -> None:
    first, second = returns_of(made)
    ben = asked.person(place, "Ben Other")
    second.contributor = ben
    second.save()
    text = client.get(page).content.decode()
    assert "Households helped in way 2" not in text
    client.post(page, as_shown(client, page) | {f"value_{second.pk}": "5", f"value_{first.pk}": "6"})
    assert [one.asked_id for one in Answer.objects.all()] == [first.pk]


def test_the_address_of_a_link_never_leaks(
    client: Client, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        answer = client.get(page)
    assert answer["Referrer-Policy"] == "same-origin"
    assert "http://" not in answer.content.decode().split("<main")[1]
    assert page.split("/")[2] not in caplog.text
    assert page.split("/")[2] not in "".join(str(one.__dict__) for one in caplog.records)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_who_is_signed_in_finds_what_they_are_asked_under_what_is_theirs(
    client: Client, place: Partnership, made: Round, ann: Person
) -> None:
    operations.tick(by=COMMAND_LINE, partnership=place)
    client.force_login(factories.member(place, "contributor", person=ann).account)
    first, second = returns_of(made)
    assert "2 answers to give by 21 July 2009." in client.get("/northshire/mine/").content.decode()
    for one in (first, second):
        operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(80)))
    text = client.get("/northshire/mine/").content.decode()
    assert "You have answered everything." in text
    assert f"/northshire/rounds/{made.pk}/answer/" in text
    operations.withdraw_return(by=COMMAND_LINE, asked=first, reason="No.")
    assert "You are asked" in client.get("/northshire/mine/").content.decode()
    operations.withdraw_return(by=COMMAND_LINE, asked=second, reason="No.")
    assert "You are asked" not in client.get("/northshire/mine/").content.decode()
