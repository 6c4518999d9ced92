"""The pages on which rounds are kept and what was sent is signed off."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Observation
from goldenthread.partnership.models import Invitation, Partnership, Person, Role
from goldenthread.partnership.queries import link_of
from goldenthread.returns import operations
from goldenthread.returns.models import Arrangements, Return, Round, Schedule
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
    return loaded(measures=3)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


@pytest.fixture
def made(place: Partnership, ann: Person) -> Round:
    asked.led(place, ann)
    return asked.round_of(place)


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def _sent(one: Return, value: str = "80", **said: str) -> Return:
    operations.submit(by=COMMAND_LINE, asked=one, said=Said(value=Decimal(value), **said))  # type: ignore[arg-type]
    return one


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def _post(client: Client, address: str, **said: object) -> str:
    answer = client.post(address, as_shown(client, address, **said), follow=True)
    return str(answer.content.decode())


# Reading


def test_without_a_round_the_page_says_how_to_begin(manager: Client, place: Partnership) -> None:
    text = _text(manager, "/northshire/rounds/")
    assert "No round yet" in text
    assert "/northshire/rounds/schedules/set/" in text


def test_a_round_says_how_its_returns_stand(manager: Client, made: Round) -> None:
    first, second, _ = returns_of(made)
    _sent(first)
    operations.sign_off(by=COMMAND_LINE, asked=_sent(second))

    text = _text(manager, f"/northshire/rounds/{made.pk}/")

    for words in ("2 of 3 have answered. 1 accepted.", "1 submitted", "1 accepted", "1 due", "Ann Lead"):
        assert words in text
    assert "Waits for the theme lead" in text


def test_a_return_that_is_late_says_by_how_much(manager: Client, made: Round) -> None:
    with clock.standing_at(on(2009, 7, 24)):
        text = _text(manager, f"/northshire/rounds/{made.pk}/?standing=overdue")
    assert "Overdue, 3 days late" in text
    assert "Only those that are overdue." in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", [1, 2, 3]),
        ("?standing=submitted", [1]),
        ("?standing=due", [2, 3]),
        ("?standing=accepted", []),
        ("?standing=nonsense", [1, 2, 3]),
        ("?theme=999999", []),
        ("?theme=x", [1, 2, 3]),
        ("?layer=executive", []),
        ("?layer=strategic", []),
        ("?standing=nobody", [3]),
    ],
)
def test_the_list_is_narrowed(manager: Client, made: Round, query: str, names: list[int]) -> None:
    first, _, third = returns_of(made)
    _sent(first)
    Return.objects.filter(pk=third.pk).update(contributor=None)
    text = _text(manager, f"/northshire/rounds/{made.pk}/{query}")
    assert [n for n in (1, 2, 3) if f"Households helped in way {n}" in text] == names


def test_the_same_figures_in_three_layers(manager: Client, made: Round) -> None:
    _sent(asked.first(made))
    executive = _text(manager, f"/northshire/rounds/{made.pk}/?layer=executive")
    assert "Safer places" in executive
    assert "1 submitted" in executive
    strategic = _text(manager, f"/northshire/rounds/{made.pk}/?layer=strategic")
    assert "Safer places" not in strategic
    assert "1 of 3 have answered." in strategic


def test_a_return_shows_everything_that_was_sent(manager: Client, place: Partnership, made: Round) -> None:
    give(measure_coded("NI 1", place), "2008/09 Q4", "78.5", on(2009, 5, 1), comment="Fewer asked.")
    one = asked.first(made)
    _sent(one, "8", what_happened="More came.", why="A new door.", what_next="A second door.")
    _sent(one, "80", explanation="The first was a slip.")
    text = _text(manager, f"/northshire/rounds/{made.pk}/{one.pk}/")
    for words in ("More came.", "A new door.", "A second door.", "The first was a slip.", "78.5%"):
        assert words in text
    assert text.index("80%") < text.index("8%")


def test_the_queries_do_not_grow_with_what_is_asked(manager: Client, place: Partnership) -> None:
    counts = []
    for size in (1, 3):
        made = asked.round_of(place, *["measure", "action", "risk"][:size])
        asked.led(place, asked.person(place, f"Lead {size}"))
        operations.ask_for_the_rest(asked_in=made)
        for one in returns_of(made).filter(kind="measure"):
            _sent(one)
        for query in ("", "?layer=executive", "?layer=strategic"):
            manager.get(f"/northshire/rounds/{made.pk}/{query}")
            with CaptureQueriesContext(connection) as queries:
                manager.get(f"/northshire/rounds/{made.pk}/{query}")
            counts.append(len(queries))
    assert counts[:3] == counts[3:]


# Signing off


def test_a_return_is_signed_off_and_counts(manager: Client, made: Round) -> None:
    one = _sent(asked.first(made))
    text = _post(manager, f"/northshire/rounds/{made.pk}/{one.pk}/sign-off/")
    assert "Signed off." in text
    assert Observation.objects.get(period=made.period).value == Decimal(80)


def test_what_came_meanwhile_is_not_signed_off_unseen(manager: Client, made: Round) -> None:
    one = _sent(asked.first(made))
    address = f"/northshire/rounds/{made.pk}/{one.pk}/sign-off/"
    shown = as_shown(manager, address)
    _sent(one, "81")
    answer = manager.post(address, shown)
    assert answer.status_code == 422
    assert "sent another answer meanwhile. Look at it first." in answer.content.decode()
    assert not Observation.objects.filter(period=made.period).exists()


def test_a_return_is_sent_back_with_what_to_change(manager: Client, made: Round) -> None:
    one = _sent(asked.first(made))
    address = f"/northshire/rounds/{made.pk}/{one.pk}/send-back/"
    empty = manager.post(address, as_shown(manager, address, to_change=""))
    assert "Say what to change, so that they can." in empty.content.decode()
    text = _post(manager, address, to_change="Is it per year?")
    assert "Is it per year?" in text


def test_the_unremarkable_are_signed_off_together(manager: Client, made: Round) -> None:
    first, second, third = returns_of(made)
    _sent(first)
    _sent(second, "99", explanation="A good month.")
    operations.submit(by=COMMAND_LINE, asked=third, said=Said(nothing_because="Late."))
    assert "Sign off 1 unremarkable return" in _text(manager, f"/northshire/rounds/{made.pk}/")

    _post(manager, f"/northshire/rounds/{made.pk}/sign-off/")

    states = [one.state for one in returns_of(made)]
    assert states == ["accepted", "submitted", "submitted"]


def test_a_theme_lead_signs_what_hangs_in_their_theme(place: Partnership, made: Round) -> None:
    elsewhere = factories.theme(place, "Elsewhere")
    one = _sent(asked.first(made))
    client = Client()
    client.force_login(factories.member(place, Role.Kind.THEME_LEAD, scope=elsewhere.subject).account)
    address = f"/northshire/rounds/{made.pk}/{one.pk}/"
    assert "Sign it off" not in _text(client, address)
    assert client.post(f"{address}sign-off/", {"seen": 1, "as_of": ""}).status_code == 403


def test_a_manager_answers_for_somebody(manager: Client, made: Round) -> None:
    one = asked.first(made)
    address = f"/northshire/rounds/{made.pk}/{one.pk}/answer/"
    text = _post(manager, address, **{f"value_{one.pk}": "77"})
    assert "1 answer sent." in text
    one.refresh_from_db()
    assert one.submitted_by == "Manager of Northshire Together"


def test_what_is_asked_for_no_more_can_be_asked_for_again(manager: Client, made: Round) -> None:
    one = asked.first(made)
    _post(manager, f"/northshire/rounds/{made.pk}/{one.pk}/withdraw/", reason="Not counted any more.")
    one.refresh_from_db()
    assert one.state == "withdrawn"
    _post(manager, f"/northshire/rounds/{made.pk}/{one.pk}/ask/", reason="It is after all.")
    one.refresh_from_db()
    assert one.state == "asked"


# Keeping rounds


def test_a_round_is_made_by_hand(manager: Client, place: Partnership, ann: Person) -> None:
    asked.led(place, ann)
    text = _post(
        manager,
        "/northshire/rounds/make/",
        period="2009/10 Q1",
        frequency="quarterly",
        due_on="21/07/2009",
        opens_on="01/07/2009",
    )
    made = Round.objects.of(place.pk).get()
    assert (made.title, made.period.label, made.due_on) == (
        "Figures for 2009/10 Q1",
        "2009/10 Q1",
        date(2009, 7, 21),
    )
    assert made.opened_at is not None
    assert "0 of 3 have answered." in text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"period": "soon"}, "“soon” is no period that we know."),
        ({"due_on": "01/06/2009"}, "It cannot be due on 01/06/2009, before it opens on 01/07/2009."),
        ({"asks": []}, "Choose at least one thing to ask for."),
    ],
)
def test_a_round_says_what_is_wrong_with_it(
    manager: Client, place: Partnership, wrong: dict[str, object], sentence: str
) -> None:
    right = {
        "period": "2009/10 Q1",
        "frequency": "quarterly",
        "opens_on": "01/07/2009",
        "due_on": "21/07/2009",
    }
    assert sentence in _post(manager, "/northshire/rounds/make/", **(right | wrong))
    assert not Round.objects.exists()


def test_a_schedule_is_set_once_and_the_clock_makes_its_rounds(manager: Client, place: Partnership) -> None:
    text = _post(manager, "/northshire/rounds/schedules/set/", frequency="quarterly", since="01/04/2009")
    assert "Every quarter" in text
    assert Round.objects.of(place.pk).count() == 2
    schedule = Schedule.objects.get()
    _post(manager, f"/northshire/rounds/schedules/{schedule.pk}/end/")
    schedule.refresh_from_db()
    assert schedule.ended_at is not None


@pytest.mark.parametrize(
    ("waves", "sentence"),
    [
        ("Wave 1", "“Wave 1” is not a name, a first and a last day, with commas between."),
        ("Wave 1, soon, 01/03/2009", "Write the day like 24/09/2026."),
        ("Wave 1, 01/03/2009, 01/02/2009", "“Wave 1” cannot end before it begins"),
    ],
)
def test_a_wave_that_is_wrong_is_named(
    manager: Client, place: Partnership, waves: str, sentence: str
) -> None:
    text = _post(manager, "/northshire/rounds/schedules/set/", frequency="survey", waves=waves)
    assert sentence in text


def test_the_waves_of_a_survey_are_typed_one_a_line(manager: Client, place: Partnership) -> None:
    _post(
        manager,
        "/northshire/rounds/schedules/set/",
        frequency="survey",
        since="01/01/2009",
        waves="Wave 1, 01/02/2009, 15/03/2009\n\nWave 2; 01/02/2010; 15/03/2010",
    )
    assert [one.period.label for one in Round.objects.of(place.pk)] == ["Wave 1"]
    assert len(Schedule.objects.get().waves) == 2


def test_steps_are_chosen(manager: Client, place: Partnership) -> None:
    address = "/northshire/rounds/arrangements/"
    manager.post(address, {"manager_signs": "on", "as_of": ""})
    found = Arrangements.objects.get()
    assert (found.theme_lead_signs, found.manager_signs, found.board_sees_awaiting) == (False, True, False)
    assert as_shown(manager, address)["manager_signs"] is True


def test_a_round_is_closed_and_opened_again(manager: Client, made: Round) -> None:
    address = f"/northshire/rounds/{made.pk}/"
    assert "3 returns of 3 are not accepted" in _text(manager, f"{address}close/")
    assert "The round is closed and its figures are locked." in _post(manager, f"{address}close/")
    assert "Say in a few words why." in _post(manager, f"{address}reopen/", reason="")
    _post(manager, f"{address}reopen/", reason="A late figure.")
    made.refresh_from_db()
    assert made.closed_at is None


def test_a_round_is_given_more_time(manager: Client, made: Round) -> None:
    _post(manager, f"/northshire/rounds/{made.pk}/change/", due_on="31/07/2009", reason="Holidays.")
    made.refresh_from_db()
    assert made.due_on == date(2009, 7, 31)


def test_links_are_made_and_shown(manager: Client, made: Round) -> None:
    address = f"/northshire/rounds/{made.pk}/links/"
    assert "Not made yet" in _text(manager, address)
    manager.post(address)
    assert f"/return/{link_of(Invitation.objects.get())}/" in _text(manager, address)
