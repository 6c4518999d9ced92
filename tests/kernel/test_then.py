"""An earlier day shows what records said on that day: their words, days and states."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.delivery.models import Action
from goldenthread.delivery.operations import add_action, amend_action
from goldenthread.delivery.queries import action as one_action
from goldenthread.delivery.queries import actions
from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.overview import queries
from goldenthread.partnership.models import Partnership
from goldenthread.strategy.models import Theme
from goldenthread.strategy.operations import amend_words
from tests import factories

pytestmark = pytest.mark.django_db


def on(month: int) -> datetime:
    return datetime(2009, month, 1, 9, tzinfo=UTC)


THEN = COMMAND_LINE.at(on(3))


@pytest.fixture
def place() -> Partnership:
    """Given an action and its theme, changed in February, April and June."""
    with standing_at(on(1)):
        partnership = factories.partnership()
        factories.loaded(partnership, measures=1)
        theme = Theme.objects.of(partnership.pk).get()
        action = add_action(by=COMMAND_LINE, theme=theme, title="First", due_on=date(2009, 9, 1))
    for month, words in ((2, "Second"), (4, "Third"), (6, "Fourth")):
        with standing_at(on(month)):
            amend_action(by=COMMAND_LINE, action=action, title=words)
            amend_words(by=COMMAND_LINE, record=theme, title=f"{words} theme")
    with standing_at(on(5)):
        amend_action(by=COMMAND_LINE, action=action, state="done", due_on=None)
    return partnership


def test_words_days_and_states_are_those_of_the_day(place: Partnership) -> None:
    now = Action.objects.visible_to(COMMAND_LINE).get(title="Fourth")
    then = one_action(now.pk, partnership_id=place.pk, viewer=THEN)
    assert (now.state, now.due_on, now.finished_on) == ("done", None, date(2009, 5, 1))
    assert (then.title, then.state, then.due_on, then.finished_on) == (
        "Second",
        "not_started",
        date(2009, 9, 1),
        None,
    )


def test_so_are_the_records_that_came_along(place: Partnership) -> None:
    action = next(
        one
        for one in actions(place.pk, viewer=THEN).select_related("theme__subject", "subject")
        if one.title == "Second"
    )
    assert (action.theme.title, action.theme.subject.title, action.subject.title) == (
        "Second theme",
        "Second theme",
        "Second",
    )
    assert {one.title for one in Subject.objects.visible_to(THEN).filter(kind="theme")} == {"Second theme"}


def test_it_costs_one_question_more_for_a_list_of_any_length(place: Partnership) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(actions(place.pk, viewer=THEN).select_related("theme__subject"))
        return len(asked)

    few = questions()
    theme = Theme.objects.of(place.pk).get()
    with standing_at(on(2)):
        for number in range(20):
            add_action(by=COMMAND_LINE, theme=theme, title=f"Another {number}")
    assert (few, questions()) == (2, 2)


def test_a_page_shows_them(place: Partnership) -> None:
    (theme,) = queries.glance(place.code, viewer=THEN).themes
    assert theme.title == "Second theme"
    action = Action.objects.get(title="Fourth")
    page = queries.action(place.code, action.pk, viewer=THEN)
    assert (page.row.title, page.row.state, page.theme and page.theme.title) == (
        "Second",
        "not_started",
        "Second theme",
    )


def test_looking_back_changes_nothing(place: Partnership) -> None:
    queries.glance(place.code, viewer=THEN)
    assert Theme.objects.of(place.pk).get().title == "Fourth theme"
    assert Action.objects.get(title="Fourth").state == "done"
