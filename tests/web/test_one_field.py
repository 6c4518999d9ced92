"""One field, changed where it stands."""

from datetime import date

import pytest
from django.test import Client

from goldenthread.delivery.models import Action
from goldenthread.delivery.operations import amend_action, set_action_point
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy.models import Theme
from goldenthread.web.editing.one_field import FIELDS
from tests import factories
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    return partnership


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


@pytest.fixture
def action(place: Partnership) -> Action:
    return Action.objects.of(place.pk)[0]


def test_the_page_has_the_field_and_saves_it(manager: Client, action: Action) -> None:
    shown = manager.get(f"/northshire/actions/{action.pk}/").content.decode()
    address = f"/northshire/change/{action.pk}/due_on/"
    assert f'action="{address}"' in shown
    sent = {"as_of": version(action.pk), "due_on": "2009-09-24"}
    answer = manager.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"/northshire/actions/{action.pk}/")
    action.refresh_from_db()
    assert action.due_on == date(2009, 9, 24)


def test_what_is_wrong_is_said_on_a_page_of_its_own(manager: Client, action: Action) -> None:
    answer = manager.post(f"/northshire/change/{action.pk}/due_on/", {"due_on": "soon"})
    assert answer.status_code == 422
    assert "Write the day like 24/09/2026." in answer.content.decode()
    assert answer.context["form"]["due_on"].value() == "soon"


def test_two_who_change_the_same_are_told(manager: Client, action: Action) -> None:
    seen = version(action.pk)
    amend_action(by=COMMAND_LINE, action=action, due_on=date(2009, 9, 1))
    answer = manager.post(f"/northshire/change/{action.pk}/due_on/", {"as_of": seen, "due_on": "2009-09-24"})
    assert answer.status_code == 409
    assert "2009-09-01" in answer.content.decode()


def test_every_field_of_the_sheet_keeps_what_is_sent_back_as_shown(
    manager: Client, place: Partnership
) -> None:
    measure = Measure.objects.of(place.pk).get()
    before = Measure.objects.values().get(pk=measure.pk)
    page = manager.get(f"/northshire/measures/{measure.pk}/sheet/").content.decode()
    for name in FIELDS["measure"]:
        address = f"/northshire/change/{measure.pk}/{name}/"
        assert f'action="{address}"' in page
        assert manager.post(address, as_shown(manager, address)).status_code == 302
    assert Measure.objects.values().get(pk=measure.pk) == before
    address = f"/northshire/change/{measure.pk}/frequency/"
    manager.post(address, as_shown(manager, address, frequency="quarterly"))
    measure.refresh_from_db()
    assert measure.frequency == "quarterly"
    manager.post(address, as_shown(manager, address, frequency=""))
    measure.refresh_from_db()
    assert measure.frequency == ""


def test_an_action_point_gets_another_day(manager: Client, place: Partnership) -> None:
    theme = Theme.objects.of(place.pk).get()
    point = set_action_point(by=COMMAND_LINE, about=theme.subject, title="Ring")
    assert manager.post(f"/northshire/change/{point.pk}/due_on/", {"due_on": "24/09/2009"}).status_code == 302
    point.refresh_from_db()
    assert point.due_on == date(2009, 9, 24)


def test_who_may_not_has_no_field_and_no_way(place: Partnership, action: Action) -> None:
    found = {}
    for role in (Role.Kind.AUDITOR, Role.Kind.BOARD_MEMBER, Role.Kind.CONTRIBUTOR):
        client = Client()
        client.force_login(factories.member(place, role).account)
        assert client.get(f"/northshire/change/{action.pk}/due_on/").status_code == 403
        assert "/change/" not in client.get(f"/northshire/actions/{action.pk}/").content.decode()
        answer = client.post(f"/northshire/change/{action.pk}/due_on/", {"due_on": "2009-09-24"})
        found[role] = answer.status_code
    assert set(found.values()) == {403}
    action.refresh_from_db()
    assert action.due_on is None


@pytest.mark.parametrize("name", ["title", "theme", "pk"])
def test_another_field_is_not_found(manager: Client, action: Action, name: str) -> None:
    assert manager.get(f"/northshire/change/{action.pk}/{name}/").status_code == 404


def test_on_an_earlier_day_nothing_is_changed(manager: Client, action: Action) -> None:
    shown = manager.get(f"/northshire/actions/{action.pk}/?as-known=2030-01-01").content.decode()
    assert "/change/" in shown  # a day to come is today
