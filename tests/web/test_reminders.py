"""How people are reminded, and who was: the manager's pages."""

from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel.viewer import CLOCK
from goldenthread.partnership.models import Partnership
from goldenthread.returns import operations
from goldenthread.returns.models import Arrangements, Round
from tests import factories
from tests.returns import asked
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, 3)
    return partnership


@pytest.fixture
def client(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def chased(place: Partnership) -> Round:
    """Given a round whose people were asked, and then the deputy was told that they are late."""
    asked.led(place, asked.person(place), asked.person(place, "Ben Deputy"))
    with clock.standing_at(moment(date(2009, 7, 1), 9)):
        made = asked.round_of(place)
        operations.tick(by=CLOCK)
    for day in (date(2009, 7, 1), date(2009, 7, 24)):
        with clock.standing_at(moment(day)):
            operations.chase(by=CLOCK)
    return made


class TestSetting:
    def test_what_is_set_is_kept(self, place: Partnership, client: Client) -> None:
        address = f"/{place.code}/rounds/reminders/"
        shown = as_shown(client, address)
        assert (shown["remind_before"], shown["quiet_from"]) == ("7, 2", 18)
        sent = shown | {
            "remind_before": "10, 5 and 1",
            "remind_after": "",
            "quiet_from": "17",
            "holidays_of": "SCT",
        }
        assert client.post(address, sent)["Location"] == f"/{place.code}/rounds/"
        kept = Arrangements.objects.get(partnership=place)
        assert (kept.remind_before, kept.remind_after, kept.quiet_from, kept.holidays_of) == (
            [10, 5, 1],
            [],
            17,
            "SCT",
        )
        assert as_shown(client, address)["remind_before"] == "10, 5, 1"

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"remind_before": "soon"}, "Write numbers of days with commas between them"),
            ({"remind_before": "7, 7"}, "at most five different numbers"),
            ({"remind_after": "0"}, "at most five different numbers"),
            ({"remind_after": "61"}, "at most five different numbers"),
            ({"remind_before": "1,2,3,4,5,6"}, "at most five different numbers"),
            ({"deputy_after": "0"}, "greater than or equal to 1"),
            ({"theme_lead_after": "91"}, "from 1 to 90"),
            ({"deputy_after": "8"}, "The deputy hears first"),
            ({"quiet_from": "14"}, "Choose one from the list"),
            ({"quiet_to": "11"}, "Choose one from the list"),
            ({"holidays_of": "FRA"}, "Choose one from the list"),
        ],
    )
    def test_what_makes_no_sense_is_said_and_nothing_lost(
        self, place: Partnership, client: Client, wrong: dict[str, Any], said: str
    ) -> None:
        address = f"/{place.code}/rounds/reminders/"
        answer = client.post(address, as_shown(client, address) | wrong)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert said in page
        assert "Error: How people are reminded" in page
        assert not Arrangements.objects.filter(partnership=place).exists()

    def test_it_may_be_switched_off(self, place: Partnership, client: Client) -> None:
        address = f"/{place.code}/rounds/reminders/"
        sent = as_shown(client, address)
        del sent["reminds"]
        client.post(address, sent)
        assert Arrangements.objects.get(partnership=place).reminds is False


class TestWhoWasWrittenTo:
    def test_every_step_is_there_the_newest_first(
        self, place: Partnership, client: Client, chased: Round
    ) -> None:
        answer = client.get(f"/{place.code}/rounds/{chased.pk}/reminders/")
        rows = answer.context["table"].rows
        told = [(row.head.text, row.cells[0].text, row.cells[2].text, row.cells[2].note) for row in rows]
        assert told[0] == ("24 July 2009", "Ben Deputy", "Told that there is no answer", "As the deputy")
        assert told[-1] == ("1 July 2009", "Ann Lead", "Asked for an answer", "As who is asked")
        assert ("24 July 2009", "Ann Lead", "3 days after it was due", "As who is asked") in told
        assert (
            f"/{place.code}/rounds/{chased.pk}/reminders/"
            in client.get(f"/{place.code}/rounds/{chased.pk}/").content.decode()
        )

    def test_one_return_alone(self, place: Partnership, client: Client, chased: Round) -> None:
        one = asked.first(chased)
        page = client.get(f"/{place.code}/rounds/{chased.pk}/{one.pk}/").content.decode()
        address = f"/{place.code}/rounds/{chased.pk}/reminders/?return={one.pk}"
        assert address in page
        rows = client.get(address).context["table"].rows
        assert {row.cells[1].text for row in rows} == {"Households helped in way 1, Northshire"}
        assert client.get(f"/{place.code}/rounds/{chased.pk}/reminders/?return=999999").status_code == 404

    def test_it_costs_the_same_for_many(
        self, place: Partnership, client: Client, chased: Round, django_assert_num_queries: Any
    ) -> None:
        one = asked.first(chased)
        address = f"/{place.code}/rounds/{chased.pk}/reminders/"
        with django_assert_num_queries(8):
            client.get(address)
        with django_assert_num_queries(9):  # and the one return that is asked for
            client.get(f"{address}?return={one.pk}")

    def test_nobody_yet(self, place: Partnership, client: Client) -> None:
        asked.led(place, asked.person(place))
        made = asked.round_of(place)
        assert (
            "Nobody was written to yet"
            in client.get(f"/{place.code}/rounds/{made.pk}/reminders/").content.decode()
        )
