"""Lists of what is done and what is late: nobody reads there what is hidden elsewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from goldenthread.delivery import operations
from goldenthread.delivery.models import Action
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.overview import queries
from goldenthread.overview.shapes import Named
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db
LONG_AGO = date(2009, 1, 1)


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(datetime(2009, 6, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    return partnership


@pytest.fixture
def theme(place: Partnership) -> Theme:
    return Theme.objects.of(place.pk).get()


@pytest.fixture
def action(theme: Theme) -> Action:
    return operations.add_action(by=COMMAND_LINE, theme=theme, title="A hidden shelter", due_on=LONG_AGO)


def show(place: Partnership, *subjects: Subject) -> None:
    kernel.show_to(Visibility.PUBLIC, [place.subject, *subjects], by=COMMAND_LINE, about=place.subject)


def test_a_public_event_does_not_name_its_hidden_action_and_theme(
    place: Partnership, theme: Theme, action: Action
) -> None:
    event = operations.add_event(
        by=COMMAND_LINE, theme=theme, title="Open day", held_on=LONG_AGO, action=action
    )
    show(place, event.subject)
    (line,) = queries.events(place.code, viewer=PUBLIC).events
    assert (line.title, line.action, line.theme) == ("Open day", None, None)
    (line,) = queries.events(place.code, viewer=COMMAND_LINE).events
    assert (line.action, line.theme) == (
        Named(action.pk, action.title),
        Named(theme.pk, theme.title),
    )


def test_a_public_action_point_does_not_name_what_is_hidden(place: Partnership, action: Action) -> None:
    point = operations.set_action_point(
        by=COMMAND_LINE, about=action.subject, title="Ring the police", due_on=LONG_AGO
    )
    show(place, point.subject)
    (line,) = queries.action_points(place.code, viewer=PUBLIC).points
    assert (line.title, line.about) == ("Ring the police", None)
    assert queries.action_point(place.code, point.pk, viewer=PUBLIC).point.about is None
    (late,) = queries.late(place.code, viewer=PUBLIC).lines
    assert (late.what.title, late.of) == ("Ring the police", "")


def test_a_public_action_does_not_name_its_hidden_theme(place: Partnership, action: Action) -> None:
    show(place, action.subject)
    (row,) = queries.actions(place.code, viewer=PUBLIC).actions
    assert row.theme is None
    (late,) = queries.late(place.code, viewer=PUBLIC).lines
    assert (late.what.title, late.of) == (action.title, "")
    page = queries.action(place.code, action.pk, viewer=PUBLIC)
    assert (page.theme, page.strategy) == (None, None)


def test_a_public_risk_does_not_name_what_it_hangs_on(place: Partnership, action: Action) -> None:
    risk = operations.add_risk(by=COMMAND_LINE, about=action.subject, title="Money runs out.")
    show(place, risk.subject)
    (row,) = queries.risk_register(place.code, viewer=PUBLIC).risks
    assert (row.title, row.about) == ("Money runs out.", ())


def test_what_is_late_comes_from_everywhere_the_latest_first(
    place: Partnership, theme: Theme, action: Action
) -> None:
    operations.set_milestones(
        by=COMMAND_LINE, action=action, milestones=[(None, "A house", date(2009, 5, 31))]
    )
    operations.set_action_point(by=COMMAND_LINE, about=theme.subject, title="Ring", due_on=date(2009, 5, 1))
    operations.add_risk(by=COMMAND_LINE, about=theme.subject, title="Money", review_on=date(2009, 4, 1))
    lines = queries.late(place.code, viewer=COMMAND_LINE).lines
    assert [(line.kind, line.what.title, line.of, line.days) for line in lines] == [
        ("Action", "A hidden shelter", theme.title, 151),
        ("Risk review", "Money", "", 61),
        ("Action point", "Ring", theme.title, 31),
        ("Milestone", "A house", "A hidden shelter", 1),
    ]
