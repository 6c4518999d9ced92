"""The page about who is silent, and handing over, as those who use them see them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE
from goldenthread.measures.models import Involvement
from goldenthread.measures.operations import set_involvements
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Person, Role
from goldenthread.partnership.queries import link_of
from goldenthread.returns import operations
from goldenthread.returns.models import Return, Round
from tests import factories
from tests.overview.record import loaded, on
from tests.returns import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 8, 1)):
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
    made = asked.round_of(place)
    operations.tick(by=CLOCK)
    return made


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def _to(page: str, *ids: int) -> str:
    return reverse(f"web:{page}", args=["northshire", *ids])


def _read(client: Client, page: str, *ids: int, **query: str) -> str:
    answer = client.get(_to(page, *ids), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_manager_reads_who_owes_what_and_hands_it_over(
    made: Round, manager: Client, ann: Person, place: Partnership
) -> None:
    page = _read(manager, "silence")
    assert ("Ann Lead" in page, "Never answered" in page, _to("hand-over", ann.pk) in page) == (True,) * 3
    shown = _read(manager, "hand-over", ann.pk)
    assert "2 measures, 2 things asked in open rounds" in shown

    sent = {"name": "Bob Next", "email": "bob@council.example", "reason": "New job", "left_on": "2009-07-31"}
    answer = manager.post(_to("hand-over", ann.pk), sent, follow=True)

    assert "To Bob Next: 2 measures, 2 things asked in open rounds." in answer.content.decode()
    bob = Person.objects.get(email="bob@council.example")
    assert {one.contributor for one in Return.objects.filter(round=made)} == {bob}
    ann.refresh_from_db()
    assert ann.left_on == date(2009, 7, 31)
    assert "Ann Lead" not in _read(manager, "silence")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Say in a few words why."),
        ({"email": ""}, "Give their e-mail address, so that they can be asked."),
        ({"name": ""}, "Give their name."),
        ({"email": "ann.lead@council.example"}, "Choose another person of this partnership."),
        ({"left_on": "2031-01-01"}, "This day has not come yet."),
    ],
)
def test_a_wrong_hand_over_says_what_is_wrong_and_keeps_every_word(
    made: Round, manager: Client, ann: Person, wrong: dict[str, str], sentence: str
) -> None:
    sent = {"name": "Bob Next", "email": "bob@council.example", "reason": "She moved to Leeds"} | wrong

    answer = manager.post(_to("hand-over", ann.pk), sent)

    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (422, True)
    assert [word for word in sent.values() if word and word not in page] == []
    assert not Person.objects.filter(name="Bob Next").exists()


def test_each_list_is_shown_and_filtered(
    made: Round, manager: Client, ann: Person, place: Partnership
) -> None:
    partnerships.amend_person(by=COMMAND_LINE, person=ann, left_on=date(2009, 7, 31))

    assert "Ann Lead left on 31/07/2009" in _read(manager, "silence", show="measures")
    assert "Left on 31 July 2009" in _read(manager, "silence", why="left")
    assert "How fresh figures are, by theme" in _read(manager, "silence", show="fresh")
    assert "Ann Lead" in _read(manager, "silence", why="never")
    assert "Nobody is silent" in _read(manager, "silence", why="missed")


def test_a_contributor_of_another_organisation_and_the_board_read_no_name(
    made: Round, place: Partnership
) -> None:
    police = partnerships.add_organisation(by=COMMAND_LINE, partnership_id=place.pk, name="Police")
    post = partnerships.add_post(by=COMMAND_LINE, partnership_id=place.pk, title="Sgt", organisation=police)
    bob = asked.person(place, "Bob Police")
    partnerships.hold_post(by=COMMAND_LINE, post=post, person=bob)
    contributor, board = Client(), Client()
    contributor.force_login(factories.member(place, Role.Kind.CONTRIBUTOR, person=bob).account)
    board.force_login(factories.member(place, Role.Kind.BOARD_MEMBER).account)

    page = _read(contributor, "silence")

    assert ("Only of your own organisation: Police." in page, "Ann Lead" in page) == (True, False)
    assert board.get(_to("silence")).status_code == 403
    for page in ("partnership", "measures"):
        assert "Ann Lead" not in _read(board, page)


def test_the_successor_finds_what_was_begun(made: Round, ann: Person, place: Partnership) -> None:
    bob = asked.person(place, "Bob Next")
    first = asked.first(made)
    operations.keep_draft(by=asked.invited(made, ann), asked=first, content={"value": "81.5"})
    operations.hand_over(by=COMMAND_LINE, person=ann, successor=bob, reason="New job")
    link = link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=bob))
    page = Client().get(reverse("web:link-answer", args=[link])).content.decode()

    assert ("81.5" in page, "Ann Lead typed this until" in page) == (True, True)


def test_a_theme_says_how_timely_its_figures_are_and_names_nobody(
    made: Round, place: Partnership, ann: Person
) -> None:
    theme = asked.first(made).theme_id
    assert theme is not None
    board = Client()
    board.force_login(factories.member(place, Role.Kind.BOARD_MEMBER).account)

    page = _read(board, "theme", theme)

    assert ("0 of 8 expected figures came in time (0%). 8 figures are missing." in page) is True
    assert "Ann Lead" not in page


def test_a_measure_with_no_lead_has_nobody_to_hand_over(place: Partnership, manager: Client) -> None:
    somebody = asked.person(place, "Eve Idle")
    for measure in asked.led(place):
        set_involvements(measure, Involvement.Part.LEAD_PERSON, [], by=COMMAND_LINE)

    assert "Nothing: this person leads and answers for nothing" in _read(manager, "hand-over", somebody.pk)
