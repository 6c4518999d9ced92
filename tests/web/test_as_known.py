"""No page and no file that is asked what was known on an earlier day tells of what came later."""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Target
from goldenthread.measures.operations import RestatedFigure, amend_target, load_vintage, period_named
from goldenthread.partnership.models import Partnership, Role
from tests import factories
from tests.overview.record import loaded, on, whole
from tests.web.routes import OF_A_PARTNERSHIP, addresses_of, records

pytestmark = pytest.mark.django_db

LATER = ("61.37", "53.91", "97.13", "Later release", "Marvellous method")
"""A figure, a baseline, a target and the words of a vintage that all came after the day that is asked about."""


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2012, 6, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded()


@pytest.fixture
def addresses(place: Partnership) -> dict[str, str]:
    """Every page of a partnership whose measure was restated, and its target amended, in 2011."""
    with clock.standing_at(on(2010, 6, 1)):
        ids = records(place)
        publish_plan(partnership=place, by=COMMAND_LINE)
        measure = Measure.objects.get(pk=int(ids["measure"]))
        kernel.amend(measure, by=COMMAND_LINE, decimals=2)
    with clock.standing_at(on(2011, 6, 1)):
        load_vintage(
            by=COMMAND_LINE,
            measure=measure,
            title="Later release",
            method="Marvellous method.",
            figures=[RestatedFigure(whole(measure), period_named("2008/09"), Decimal("61.37"))],
            baselines=[RestatedFigure(whole(measure), period_named("2007/08"), Decimal("53.91"))],
        )
        target = Target.objects.get(pk=int(ids["target"]))
        amend_target(by=COMMAND_LINE, target=target, reason="More.", value=Decimal("97.13"))
    return addresses_of(place, ids)


def _told(answer: Any) -> str:
    """All that an answer says, a workbook's parts unpacked."""
    content = b"".join(answer) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def _telling(client: Client, addresses: dict[str, str], asked: str) -> dict[str, set[str]]:
    """Which pages tell which of the later things."""
    found = {name: _told(client.get(address + asked)) for name, address in addresses.items()}
    told = {name: {later for later in LATER if later in text} for name, text in found.items()}
    return {name: later for name, later in told.items() if later}


@pytest.mark.parametrize("who", ["public", Role.Kind.AUDITOR, Role.Kind.MANAGER])
def test_nothing_that_came_later_is_told(place: Partnership, addresses: dict[str, str], who: str) -> None:
    client = Client()
    if who == Role.Kind.AUDITOR:
        client.force_login(Role.objects.get(partnership=place, kind=who).account)
    elif who != "public":
        client.force_login(factories.member(place, who).account)
    assert set(addresses) == set(OF_A_PARTNERSHIP)
    assert _telling(client, addresses, "?as-known=2010-12-31") == {}
    assert {"measure", "targets", "results", "results-json", "results-workbook"} <= set(
        _telling(client, addresses, "")
    )
