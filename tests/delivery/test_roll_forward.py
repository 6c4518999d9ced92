"""The next year starts from this one, and nothing of this one changes."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.delivery import operations
from goldenthread.delivery.models import Action
from goldenthread.delivery.queries import unfinished_actions
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures.models import Target
from goldenthread.measures.operations import add_target, period_named
from goldenthread.measures.queries import targets_to_carry_on
from goldenthread.partnership.models import Partnership, Role
from goldenthread.partnership.operations import report_on
from goldenthread.reckoning.periods import following
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=2)
    report_on(by=COMMAND_LINE, partnership=partnership, year="2008/09")
    return partnership


@pytest.fixture
def manager(place: Partnership) -> Viewer:
    return factories.manager(place).viewer


def this_year() -> list[tuple[str, str, Decimal | None, str]]:
    found = Target.objects.filter(period__label="2008/09").order_by("pk")
    return [(one.series.measure.code, one.as_written, one.value, one.status) for one in found]


@pytest.mark.parametrize(
    ("year", "after"),
    [("2008/09", "2009/10"), ("1998/99", "1999/00"), ("1999/00", "2000/01"), ("2009", "2010")],
)
def test_the_year_after(year: str, after: str) -> None:
    assert following(year) == after


@pytest.mark.parametrize("label", ["2008/09 Q1", "summer 2009", "", "Feb 2009"])
def test_what_is_no_year_has_none_after_it(label: str) -> None:
    with pytest.raises(ValueError, match="is not a year"):
        following(label)


def test_targets_and_actions_go_on_and_this_year_stays(place: Partnership, manager: Viewer) -> None:
    before = this_year()
    targets = targets_to_carry_on(place.pk, "2008/09", "2009/10", viewer=manager)
    action = unfinished_actions(place.pk, viewer=manager)[0]
    begun = operations.roll_forward(
        by=manager,
        partnership=place,
        year="2008/09",
        target_ids={one.pk for one in targets},
        actions={action.pk: date(2010, 3, 31)},
    )
    assert (begun.year, begun.targets, begun.actions) == ("2009/10", 2, 1)
    assert this_year() == before
    proposed = Target.objects.filter(period__label="2009/10").values_list("value", "status")
    assert list(proposed) == [(Decimal(85), "proposed")] * 2
    assert Action.objects.get(continues=action).due_on == date(2010, 3, 31)
    assert Partnership.objects.get(pk=place.pk).year == "2009/10"


def test_a_target_that_is_in_the_plan_for_next_year_is_not_carried_on(
    place: Partnership, manager: Viewer
) -> None:
    first = Target.objects.order_by("pk")[0]
    add_target(by=manager, series=first.series, period=period_named("2009/10"), value=Decimal(90))
    left = targets_to_carry_on(place.pk, "2008/09", "2009/10", viewer=manager)
    assert [one.series_id for one in left] == [Target.objects.exclude(series=first.series).get().series_id]


def test_what_is_not_chosen_stays_behind(place: Partnership, manager: Viewer) -> None:
    operations.roll_forward(by=manager, partnership=place, year="2008/09", target_ids=(), actions={})
    assert Target.objects.filter(period__label="2009/10").count() == 0
    assert Action.objects.exclude(continues=None).count() == 0


def test_a_form_that_is_sent_twice_starts_one_year(place: Partnership, manager: Viewer) -> None:
    asked = {"by": manager, "partnership": place, "year": "2008/09", "target_ids": (), "actions": {}}
    operations.roll_forward(**asked)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"The year 2009/10 has begun already\."):
        operations.roll_forward(**asked)  # type: ignore[arg-type]


def test_what_was_changed_meanwhile_is_said(place: Partnership, manager: Viewer) -> None:
    action = unfinished_actions(place.pk, viewer=manager)[0]
    operations.amend_action(by=manager, action=action, state=Action.State.DONE)
    with pytest.raises(Conflict, match="Some of what you chose was changed meanwhile"):
        operations.roll_forward(
            by=manager, partnership=place, year="2008/09", target_ids=(), actions={action.pk: None}
        )
    assert Partnership.objects.get(pk=place.pk).year == "2008/09"


def test_it_is_the_managers(place: Partnership) -> None:
    with pytest.raises(NotAllowed):
        operations.roll_forward(
            by=factories.member(place, Role.Kind.THEME_LEAD).viewer,
            partnership=place,
            year="2008/09",
            target_ids=(),
            actions={},
        )


@pytest.mark.parametrize("label", ["2008/09 Q1", "next", "Feb 2009"])
def test_one_reports_on_a_year(place: Partnership, manager: Viewer, label: str) -> None:
    with pytest.raises(Invalid, match="is not a year"):
        report_on(by=manager, partnership=place, year=label)
