"""The pages of strategies: one takes the place of another by a form, and its past is read from the current one."""

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership
from goldenthread.strategy import operations
from goldenthread.strategy.models import Objective, Outcome, Strategy, Theme
from tests import factories

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


def to(page: str, *ids: int) -> str:
    return reverse(f"web:{page}", args=["northshire", *ids])


def test_a_manager_writes_the_next_strategy_and_lets_it_take_the_place_of_the_old(
    place: Partnership, manager: Client
) -> None:
    old, before = Strategy.objects.of(place.pk).get(), Objective.objects.of(place.pk).get()
    manager.post(to("add-strategy"), {"title": "The next three years", "kind": "strategy", "draft": "yes"})
    new = Strategy.objects.of(place.pk).get(state="draft")
    assert "No strategy" not in manager.get(to("strategy", new.pk)).content.decode()
    manager.post(to("add-theme", new.pk), {"title": "Homes", "reason": "The board asked."})
    theme = Theme.objects.get(strategy=new)
    manager.post(to("add-objective", theme.pk), {"title": "Every home is safe"})
    after = Objective.objects.get(theme=theme)
    sent = {
        "new": new.pk,
        f"fate_{before.pk}": "dropped",
        f"note_{before.pk}": "",
        "reason": "Three years are over.",
    }
    refused = manager.post(to("follow-strategy", old.pk), sent)
    assert refused.status_code == 422
    assert "Say in a few words why it was dropped." in refused.content.decode()
    assert "Three years are over." in refused.content.decode()
    assert Outcome.objects.count() == 0
    sent |= {f"fate_{before.pk}": "changed", f"becomes_{before.pk}": after.pk}
    assert manager.post(to("follow-strategy", old.pk), sent).status_code == 302
    assert Outcome.objects.get().becomes_id == after.pk
    page = manager.get(to("strategy", old.pk)).content.decode()
    assert "Carried on in other words" in page
    assert "Every home is safe" in page
    assert to("strategy", old.pk) in manager.get(to("strategies")).content.decode()
    assert to("strategies") in manager.get(to("partnership")).content.decode()
    assert to("strategy", old.pk) in manager.get(to("theme", before.theme_id)).content.decode()
    assert manager.get(to("follow-strategy", old.pk)).status_code == 409


def test_without_a_next_strategy_the_form_says_what_to_do(place: Partnership, manager: Client) -> None:
    old = Strategy.objects.of(place.pk).get()
    assert "Add it first" in manager.get(to("follow-strategy", old.pk)).content.decode()
    assert manager.post(to("follow-strategy", old.pk), {"reason": "x"}).status_code == 422


def test_a_draft_is_put_into_force_with_a_reason(place: Partnership, manager: Client) -> None:
    draft = operations.add_strategy(
        by=COMMAND_LINE, partnership=place, title="Area agreement", kind="agreement"
    )
    assert manager.post(to("put-into-force", draft.pk), {"reason": ""}).status_code == 422
    assert manager.post(to("put-into-force", draft.pk), {"reason": "It was signed."}).status_code == 302
    assert Strategy.objects.get(pk=draft.pk).state == "agreed"


def test_statements_of_evidence_stand_in_one_list(place: Partnership, manager: Client) -> None:
    theme = Theme.objects.of(place.pk).get()
    operations.add_evidence(by=COMMAND_LINE, theme=theme, text="40 people fell last year.", value="40")
    operations.add_evidence(
        by=COMMAND_LINE, theme=theme, text="It rains.", source_named="The weather office", dated="2009"
    )
    page = manager.get(to("evidence")).content.decode()
    assert "1 statement of 2 names no source." in page
    assert "The weather office" in page
