"""Where a measure started from is stated and changed by the manager, with a reason."""

from decimal import Decimal

import pytest
from django.test import Client

from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Baseline, Measure
from goldenthread.measures.operations import add_measure
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
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


def test_a_baseline_is_stated_once(place: Partnership, manager: Client) -> None:
    theme = Theme.objects.of(place.pk).get()
    measure = add_measure(by=COMMAND_LINE, partnership=place, theme=theme, title="Homes built", unit="homes")
    address = f"/northshire/measures/{measure.pk}/baseline/"
    assert f'href="{address}"' in manager.get(f"/northshire/measures/{measure.pk}/targets/").content.decode()
    sent = {"series": measure.series.get().pk, "period": "2007/08", "value": "3,600", "reason": "Counted."}
    assert manager.post(address, as_shown(manager, address, **sent | {"reason": ""})).status_code == 422
    assert manager.post(address, as_shown(manager, address, **sent)).status_code == 302
    assert Baseline.objects.get(series__measure=measure).value == Decimal(3600)
    again = manager.post(address, as_shown(manager, address, **sent))
    assert (again.status_code, "There is a baseline already." in again.content.decode()) == (422, True)


def test_it_is_changed_with_a_reason_and_keeps_what_it_was(place: Partnership, manager: Client) -> None:
    measure = Measure.objects.of(place.pk).get()
    before = Baseline.objects.get(series__measure=measure)
    address = f"/northshire/baselines/{before.pk}/"
    assert f'href="{address}"' in manager.get(f"/northshire/measures/{measure.pk}/targets/").content.decode()
    sent = as_shown(manager, address, value="81", reason="Counted again.")
    assert manager.post(address, sent).status_code == 302
    known = Baseline.objects.filter(series__measure=measure).order_by("pk")
    assert [(one.value, one.superseded_at is None) for one in known] == [
        (before.value, False),
        (Decimal(81), True),
    ]
    assert manager.get(address).status_code == 409
