"""A change of words is undone by another change: nothing is lost, and both are told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldenthread.delivery import operations as doing
from goldenthread.delivery.models import Action, ActionPoint, Event, Risk
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.measures.operations import amend_measure
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy import operations as planning
from goldenthread.strategy.models import Commitment, Evidence, Objective, Strategy, Theme
from tests import factories
from tests.delivery.test_operations import TODAY

pytestmark = pytest.mark.django_db
Change = tuple[Any, str, Callable[..., Any], str]


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


def records(place: Partnership) -> dict[str, Change]:
    """A record of each kind, one of its fields of words, and how that is changed."""
    theme = Theme.objects.of(place.pk).get()
    by: dict[str, Any] = {"by": COMMAND_LINE}
    planning.add_evidence(**by, theme=theme, text="12 were hurt.")
    doing.add_event(**by, theme=theme, title="Fair", held_on=TODAY)
    doing.set_action_point(**by, about=theme.subject, title="Ring")
    kinds = (Strategy, Theme, Objective, Commitment)
    found: dict[str, Change] = {
        model.__name__.lower(): (model.objects.of(place.pk)[0], "title", planning.amend_words, "record")
        for model in kinds
    }
    others: tuple[tuple[Any, str, Callable[..., Any], str], ...] = (
        (Evidence, "text", planning.amend_words, "record"),
        (Measure, "title", amend_measure, "measure"),
        (Action, "title", doing.amend_action, "action"),
        (ActionPoint, "title", doing.amend_action_point, "point"),
        (Event, "title", doing.amend_event, "event"),
        (Risk, "title", doing.amend_risk, "risk"),
    )
    for model, field, amend, called in others:
        found[model.__name__.lower()] = (model.objects.of(place.pk)[0], field, amend, called)
    return found


@pytest.mark.parametrize(
    "kind",
    [
        *("strategy", "theme", "objective", "commitment", "evidence"),
        *("measure", "action", "actionpoint", "event", "risk"),
    ],
)
def test_the_words_before_stand_again(place: Partnership, manager: Client, kind: str) -> None:
    record, field, amend, called = records(place)[kind]
    before = getattr(record, field)
    amend(by=COMMAND_LINE, **{called: record, field: "Something else"})
    address = f"/northshire/history/{record.pk}/"
    undo = f"{address}undo/{version(record.pk)}/"
    assert f'href="{undo}"' in manager.get(address).content.decode()
    assert before in manager.get(undo).content.decode()
    assert manager.post(undo, {"reason": " "}).status_code == 422
    assert manager.post(undo, {"reason": "A slip."}).status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == before
    told = AuditEvent.objects.filter(subject=record.subject).order_by("-id")[0]
    assert (told.reason, told.changes) == ("A slip.", {field: ["Something else", before]})


def test_what_somebody_changed_since_is_not_undone(place: Partnership, manager: Client) -> None:
    theme = Theme.objects.of(place.pk).get()
    planning.amend_words(by=COMMAND_LINE, record=theme, title="Second")
    undo = f"/northshire/history/{theme.pk}/undo/{version(theme.pk)}/"
    planning.amend_words(by=COMMAND_LINE, record=theme, title="Third")
    assert undo not in manager.get(f"/northshire/history/{theme.pk}/").content.decode()
    assert manager.post(undo, {"reason": "A slip."}).status_code == 409
    theme.refresh_from_db()
    assert theme.title == "Third"


def test_a_change_of_other_words_stands_beside_it(place: Partnership, manager: Client) -> None:
    theme = Theme.objects.of(place.pk).get()
    before = theme.title
    planning.amend_words(by=COMMAND_LINE, record=theme, title="Second")
    undo = f"/northshire/history/{theme.pk}/undo/{version(theme.pk)}/"
    planning.amend_words(by=COMMAND_LINE, record=theme, summary="Why it matters.")
    assert manager.post(undo, {"reason": "A slip."}).status_code == 302
    theme.refresh_from_db()
    assert (theme.title, theme.summary) == (before, "Why it matters.")


@pytest.mark.parametrize("changed", [{"state": "done"}, {"due_on": TODAY, "title": "Other"}])
def test_what_is_more_than_words_is_changed_by_hand(
    place: Partnership, manager: Client, changed: dict[str, Any]
) -> None:
    action = Action.objects.of(place.pk)[0]
    doing.amend_action(by=COMMAND_LINE, action=action, **changed)
    undo = f"/northshire/history/{action.pk}/undo/{version(action.pk)}/"
    assert undo not in manager.get(f"/northshire/history/{action.pk}/").content.decode()
    answer = manager.post(undo, {"reason": "A slip."})
    assert answer.status_code == 409
    assert "Only a change of words can be undone here." in answer.content.decode()


def test_only_whoever_may_change_it_undoes_it(place: Partnership) -> None:
    strategy = Strategy.objects.of(place.pk).get()
    planning.amend_words(by=COMMAND_LINE, record=strategy, title="Second")
    undo = f"/northshire/history/{strategy.pk}/undo/{version(strategy.pk)}/"
    answers = {}
    for role in (Role.Kind.THEME_LEAD, Role.Kind.AUDITOR):
        client = Client()
        client.force_login(factories.member(place, role).account)
        answers[role] = client.post(undo, {"reason": "A slip."}).status_code
    assert answers == {Role.Kind.THEME_LEAD: 403, Role.Kind.AUDITOR: 403}
    strategy.refresh_from_db()
    assert strategy.title == "Second"


def test_a_change_of_another_record_is_not_found(place: Partnership, manager: Client) -> None:
    theme, objective = Theme.objects.of(place.pk).get(), Objective.objects.of(place.pk).get()
    planning.amend_words(by=COMMAND_LINE, record=theme, title="Second")
    undo = f"/northshire/history/{objective.pk}/undo/{version(theme.pk)}/"
    assert manager.get(undo).status_code == 404
