"""A document of the next strategy: it makes its own themes, goes on with the measures, and leaves the past alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from goldenthread.intake.operations import accept_draft
from goldenthread.intake.queries import draft_difference
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Placement
from goldenthread.measures.operations import follow
from goldenthread.overview import queries
from goldenthread.partnership.models import Partnership
from goldenthread.reading.plan import Plan, PlannedStrategy
from goldenthread.strategy.models import Objective, Strategy, Theme
from goldenthread.strategy.operations import add_strategy
from tests import factories
from tests.overview import record

pytestmark = pytest.mark.django_db
BEFORE = datetime(2011, 1, 1, tzinfo=UTC)
NOW = datetime(2011, 4, 1, tzinfo=UTC)


@pytest.fixture
def place() -> Partnership:
    return record.loaded(measures=2)


def next_plan(measures: int = 1) -> Plan:
    return replace(
        factories.plan(measures), strategy=PlannedStrategy(title="A fairer county", years="2011-2014")
    )


def load(place: Partnership, plan: Plan, name: str) -> None:
    with clock.standing_at(NOW):
        accept_draft(draft=factories.draft(place, COMMAND_LINE, plan, name), by=COMMAND_LINE)


def test_a_theme_of_the_same_title_in_another_strategy_is_another_theme(place: Partnership) -> None:
    old = Theme.objects.of(place.pk).get()
    load(place, next_plan(), "next.txt")
    new = Theme.objects.of(place.pk).exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (old.title, new.title) == ("Safer places", "Safer places")
    assert (old.strategy.title, new.strategy.title) == ("A fair county", "A fairer county")
    assert Objective.objects.of(place.pk).count() == 2


def test_its_measure_hangs_in_both_frameworks_until_one_follows_the_other(place: Partnership) -> None:
    old = Theme.objects.of(place.pk).get()
    load(place, next_plan(), "next.txt")
    moved = record.measure_coded("NI 1", place)
    assert moved.theme_id != old.pk
    assert Placement.objects.get(measure=moved, under__isnull=False).under_id == old.pk
    assert Measure.objects.of(place.pk).count() == 2
    earlier = queries.theme(place.code, old.pk, viewer=COMMAND_LINE.at(BEFORE))
    assert [row.code for row in earlier.measures] == ["NI 1", "NI 2"]
    now = queries.theme(place.code, moved.theme_id, viewer=COMMAND_LINE)
    assert [(row.code, [one.id for one in row.also]) for row in now.measures] == [("NI 1", [old.pk])]


def test_a_strategy_that_was_followed_is_not_compared_with(place: Partnership) -> None:
    old = Strategy.objects.of(place.pk).select_related("subject").get()
    objective = Objective.objects.of(place.pk).get()
    with clock.standing_at(NOW):
        new = add_strategy(by=COMMAND_LINE, partnership=place, title="A fairer county")
        fates = {objective.pk: ("reached", None, "")}
        follow(by=COMMAND_LINE, old=old, new=new, fates=fates, themes={}, reason="It is over.")
        difference = draft_difference(
            factories.draft(place, COMMAND_LINE, next_plan(), "next.txt"), viewer=COMMAND_LINE
        )
    made = {change.item.kind for change in difference.changes if change.is_new}
    assert {"theme", "objective", "commitment"} <= made
    assert "measure" not in made  # NI 1 goes on, with its figures
    assert [
        item.label for item in difference.not_mentioned if item.kind in {"theme", "measure", "target"}
    ] == []


def test_a_plan_without_a_strategy_belongs_to_the_one_in_force_not_to_a_newer_draft(
    place: Partnership,
) -> None:
    old = Strategy.objects.of(place.pk).get()
    with clock.standing_at(NOW):
        add_strategy(by=COMMAND_LINE, partnership=place, title="A fairer county")
    load(place, replace(factories.plan(3), strategy=None), "delivery.txt")
    assert set(Measure.objects.of(place.pk).values_list("theme__strategy", flat=True)) == {old.pk}
    assert Measure.objects.of(place.pk).count() == 3
