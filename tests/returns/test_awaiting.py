"""Figures that wait to be signed off: who sees them, marked as such, and that nobody else does."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership, Role
from goldenthread.returns import operations
from goldenthread.returns.models import Round
from goldenthread.returns.operations import Said
from goldenthread.returns.queries import returns_of
from tests import factories
from tests.overview.record import loaded, measure_coded, on
from tests.returns import asked

pytestmark = pytest.mark.django_db
SEEN = {"manager", "theme_lead"}


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    of = loaded(measures=2)
    publish_plan(partnership=of, by=COMMAND_LINE)
    asked.led(of, asked.person(of))
    first, second = returns_of(asked.round_of(of))
    operations.submit(by=COMMAND_LINE, asked=first, said=Said(value=Decimal("61.7")))
    operations.submit(by=COMMAND_LINE, asked=second, said=Said(nothing_because="Late."))
    return of


def _page(who: str, place: Partnership, address: str) -> str:
    client = Client()
    if who == "other":
        client.force_login(factories.manager(factories.partnership("southshire")).account)
    elif who != "public":
        client.force_login(factories.member(place, who).account)
    return str(client.get(address).content.decode())


@pytest.mark.parametrize("who", ["public", "other", *Role.Kind])
@pytest.mark.parametrize("told", [False, True])
def test_only_who_may_sees_what_waits(place: Partnership, who: str, told: bool) -> None:
    operations.arrange(by=COMMAND_LINE, partnership=place, board_sees_awaiting=told)
    address = f"/northshire/measures/{measure_coded('NI 1', place).pk}/"
    text = _page(who, place, address)
    expected = who in SEEN or (told and who not in ("public", "other"))
    assert ("Awaiting sign-off" in text) is expected
    assert ("61.7% for 2009/10 Q1, Northshire" in text) is expected
    assert "Ann Lead" not in text.split("<main")[1].split("Awaiting")[-1].split("</div>")[0]


def test_nothing_to_report_waits_too(place: Partnership) -> None:
    text = _page("manager", place, f"/northshire/measures/{measure_coded('NI 2', place).pk}/")
    assert "No figure for 2009/10 Q1, Northshire" in text


@pytest.mark.parametrize(
    "address",
    ["", "measures/", "rug/", "results/", "results.json", "search/?words=61.7", "late/", "findings/"],
)
def test_no_public_page_says_what_waits(place: Partnership, address: str) -> None:
    answer = Client().get(f"/northshire/{address}")
    assert "61.7" not in answer.content.decode().replace("words=61.7", "").replace(
        'value="61.7"', ""
    ).replace("“61.7”", "")


def test_once_it_is_accepted_it_waits_no_more(place: Partnership) -> None:
    address = f"/northshire/measures/{measure_coded('NI 1', place).pk}/"
    (one, _) = returns_of(Round.objects.of(place.pk).get())
    operations.sign_off(by=COMMAND_LINE, asked=one)
    assert "Awaiting sign-off" not in _page("manager", place, address)
    assert "61.7%" in _page("public", place, address)
