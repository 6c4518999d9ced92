"""Figures, targets, baselines, breaks and adoptions: what is kept, and every reason why something is not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Adoption, Baseline, Observation, Series, SeriesBreak, Target
from goldenthread.measures.operations import (
    add_baseline,
    add_target,
    adopt,
    amend_adoption,
    amend_baseline,
    amend_target,
    end_adoption,
    mark_break,
    observe,
    period_named,
    undo_observation,
)
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Decision, Group, Partnership, Role
from goldenthread.strategy.models import Objective, Theme
from tests import factories
from tests.overview.record import loaded, measure_coded, on, whole

pytestmark = pytest.mark.django_db
DAY = on(2009, 6, 1)


@pytest.fixture(autouse=True)
def _on_a_day():  # type: ignore[no-untyped-def]
    with clock.standing_at(DAY):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=1)


@pytest.fixture
def series(place: Partnership) -> Series:
    return whole(measure_coded("NI 1", place))


def at(day: int) -> Any:
    """A later day of June: a second figure is known after the first."""
    return clock.standing_at(on(2009, 6, day))


def given(series: Series, value: str | None = "50", **told: Any) -> Observation:
    number = None if value is None else Decimal(value)
    return observe(by=COMMAND_LINE, series=series, period=period_named("2008/09"), value=number, **told)


def wrong(work: Callable[[], object]) -> dict[str, str]:
    """The sentence for each field."""
    with pytest.raises(Invalid) as told:
        work()
    return dict(told.value.fields)


class TestFigures:
    def test_a_second_figure_replaces_the_first_and_both_are_kept(self, series: Series) -> None:
        given(series)
        with at(2):
            after = given(series, "51", reason="Late data")
        rows = Observation.objects.order_by("pk").values_list("value", "superseded_at", "known_from")
        assert list(rows) == [(Decimal(50), on(2009, 6, 2), DAY), (Decimal(51), None, on(2009, 6, 2))]
        assert after.supersedes is not None

    def test_the_same_again_is_no_second_figure(self, series: Series) -> None:
        first = given(series)
        with at(2):
            assert given(series) == first
        assert Observation.objects.count() == 1

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"value": None}, {"value": "Give the figure, or say why there is none."}),
            ({"value": "1", "gap": "missing"}, {"gap": "You give a figure and say that there is none. Do one of the two."}),
            ({"value": None, "gap": "missing"}, {"comment": "Say why there is no figure."}),
            ({"value": None, "gap": "lost", "comment": "x"}, {"gap": "Choose one from the list."}),
            ({"value": None, "numerator": Decimal(1)}, {"denominator": "Give both parts, or none."}),
            ({"value": None, "denominator": Decimal(1)}, {"numerator": "Give both parts, or none."}),
            (
                {"value": None, "numerator": Decimal(1), "denominator": Decimal(-1)},
                {"denominator": "This cannot be below zero."},
            ),
            (
                {"value": "1", "numerator": Decimal(1), "denominator": Decimal(0)},
                {"value": "Nothing can be divided by zero. Leave the figure blank."},
            ),
            (
                {"value": "40", "numerator": Decimal(41), "denominator": Decimal(100)},
                {"value": "The two parts make 41.00, not 40. Which is right?"},
            ),
            ({"value": "1234567890123456789"}, {"value": "This number is too long: at most 18 digits and 6 decimals."}),
            ({"value": "1", "status": "sure"}, {"status": "Choose one from the list, or leave it open."}),
            ({"value": "1", "received_on": date(2009, 6, 2)}, {"received_on": "This day has not come yet."}),
        ],
    )  # fmt: skip
    def test_what_cannot_be_kept_says_why(
        self, series: Series, told: dict[str, Any], sentence: dict[str, str]
    ) -> None:
        assert wrong(lambda: given(series, **told)) == sentence
        assert Observation.objects.count() == 0

    def test_a_period_to_come_has_no_figure(self, series: Series) -> None:
        found = wrong(
            lambda: observe(by=COMMAND_LINE, series=series, period=period_named("2010/11"), value=Decimal(1))
        )
        assert found == {"period": "2010/11 has not begun yet."}

    def test_two_parts_are_divided_and_nothing_by_nothing_cannot_be(self, series: Series) -> None:
        given(series, None, numerator=Decimal(1), denominator=Decimal(3))
        assert Observation.objects.get().value == Decimal("33.333333")
        with at(2):
            given(series, None, numerator=Decimal(0), denominator=Decimal(0), reason="Counted again")
        now = Observation.objects.get(superseded_at=None)
        assert (now.value, now.gap) == (None, "cannot_compute")

    def test_a_figure_that_is_there_asks_why(self, series: Series) -> None:
        given(series)
        with at(2):
            found = wrong(lambda: given(series, "51"))
        assert found == {"reason": "There is a figure already: 50%. Say why yours replaces it."}

    def test_what_is_final_does_not_become_less_firm_by_the_way(self, series: Series) -> None:
        given(series, status="final")
        with at(2):
            found = wrong(lambda: given(series, "51", status="provisional", reason="Late data"))
            assert list(found) == ["no_longer_final"]
            given(series, "51", status="provisional", reason="Late data", no_longer_final=True)
        assert Observation.objects.get(superseded_at=None).status == "provisional"

    def test_two_who_give_the_same_figure_are_told(self, place: Partnership, series: Series) -> None:
        seen = version(series.measure_id)
        given(series)
        with at(2), pytest.raises(Conflict) as told:
            given(series, "51", reason="Late data", as_of=seen)
        assert told.value.fields == {"value": "50%"}

    def test_only_the_command_line_says_when_it_was_known(self, place: Partnership, series: Series) -> None:
        manager = factories.manager(place).viewer
        with pytest.raises(Refused, match="by the clock, not by hand"):
            observe(
                by=manager,
                series=series,
                period=period_named("2008/09"),
                value=Decimal(1),
                known_from=on(2009, 1, 1),
            )

    def test_no_figure_is_known_before_the_one_that_it_replaces(self, series: Series) -> None:
        given(series)
        found = wrong(lambda: given(series, "51", reason="Late data", known_from=on(2009, 5, 1)))
        assert found == {"known_from": "The figure before was known only on 01/06/2009."}

    @pytest.mark.parametrize("role", [Role.Kind.AUDITOR, Role.Kind.BOARD_MEMBER, Role.Kind.CONTRIBUTOR])
    def test_who_may_not_gives_none(self, place: Partnership, series: Series, role: str) -> None:
        with pytest.raises(NotAllowed):
            observe(
                by=factories.member(place, role).viewer,
                series=series,
                period=period_named("2008/09"),
                value=Decimal(1),
            )


class TestTakingBack:
    def test_what_stood_before_stands_again(self, series: Series) -> None:
        given(series)
        with at(2):
            second = given(series, "51", reason="Late data")
        with at(3):
            undo_observation(by=COMMAND_LINE, observation=second, reason="They were for another year.")
        values = Observation.objects.order_by("pk").values_list("value", flat=True)
        assert list(values) == [Decimal(50), Decimal(51), Decimal(50)]

    def test_the_first_one_leaves_no_figure_and_says_why(self, series: Series) -> None:
        first = given(series)
        with at(2):
            undo_observation(by=COMMAND_LINE, observation=first, reason="A slip.")
        now = Observation.objects.get(superseded_at=None)
        assert (now.value, now.gap, now.comment) == (None, "missing", "Taken back: A slip.")

    def test_it_asks_why_and_whether_it_is_still_the_one(self, series: Series) -> None:
        first = given(series)
        assert wrong(lambda: undo_observation(by=COMMAND_LINE, observation=first, reason=" ")) == {
            "reason": "Say in a few words why you take it back."
        }
        with at(2):
            given(series, "51", reason="Late data")
        with at(3), pytest.raises(Conflict, match="Somebody replaced this figure meanwhile"):
            undo_observation(by=COMMAND_LINE, observation=first, reason="A slip.")


class TestBreaks:
    def test_one_a_day_with_its_reason(self, series: Series) -> None:
        day = date(2009, 4, 1)
        assert wrong(lambda: mark_break(by=COMMAND_LINE, series=series, on=day, why=" ")) == {
            "why": "Say what changed, so that a reader knows what not to compare."
        }
        mark_break(by=COMMAND_LINE, series=series, on=day, why="Half days count.")
        assert wrong(lambda: mark_break(by=COMMAND_LINE, series=series, on=day, why="Again")) == {
            "on": "A break is marked on this day already."
        }
        assert SeriesBreak.objects.get().why == "Half days count."

    def test_it_is_its_keepers(self, place: Partnership, series: Series) -> None:
        with pytest.raises(NotAllowed):
            mark_break(
                by=factories.member(place, Role.Kind.CONTRIBUTOR).viewer,
                series=series,
                on=date(2009, 4, 1),
                why="x",
            )


def decided(of: Partnership) -> Decision:
    board = partnerships.add_group(by=COMMAND_LINE, partnership_id=of.pk, name="Board", kind=Group.Kind.BOARD)
    return partnerships.record_decision(
        by=COMMAND_LINE,
        partnership_id=of.pk,
        title="Lower it",
        words="It becomes 83%.",
        decided_on=date(2009, 5, 1),
        group=board,
    )


class TestTargets:
    @pytest.fixture
    def target(self, series: Series) -> Target:
        return Target.objects.select_related("series__measure__subject", "series__place", "period").get(
            series=series
        )

    def test_a_change_keeps_what_it_was_with_reason_and_decision(
        self, place: Partnership, target: Target
    ) -> None:
        decision = decided(place)
        with at(2):
            after = amend_target(
                by=COMMAND_LINE, target=target, value=Decimal(83), reason="Fewer visitors.", decision=decision
            )
        assert (after.value, after.decision, after.supersedes_id) == (Decimal(83), decision, target.pk)
        assert Target.objects.get(pk=target.pk).superseded_at == on(2009, 6, 2)

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"value": Decimal(83), "reason": " "}, {"reason": "Say in a few words why this changes."}),
            ({"value": Decimal(85), "reason": "x"}, {"value": "This is what it says already."}),
            ({"reason": "x"}, {"value": "Give the figure, or say in words what was agreed."}),
            (
                {"value": Decimal(83), "reason": "x", "status": "sure"},
                {"status": "Choose one from the list."},
            ),
        ],
    )
    def test_what_cannot_be_kept_says_why(
        self, target: Target, told: dict[str, Any], sentence: dict[str, str]
    ) -> None:
        with at(2):
            assert wrong(lambda: amend_target(by=COMMAND_LINE, target=target, **told)) == sentence

    def test_another_partnerships_decision_is_none(self, target: Target) -> None:
        theirs = decided(factories.partnership("southshire"))
        found = wrong(
            lambda: amend_target(
                by=COMMAND_LINE, target=target, value=Decimal(83), reason="x", decision=theirs
            )
        )
        assert found == {"decision": "Choose a decision of this partnership."}

    def test_there_is_one_for_a_period(self, series: Series, target: Target) -> None:
        assert target.period is not None
        found = wrong(
            lambda: add_target(by=COMMAND_LINE, series=series, period=target.period, value=Decimal(1))  # type: ignore[arg-type]
        )
        assert found == {"period": f"There is a target for {target.period} already. Amend that one."}

    def test_two_who_change_it_are_told(self, series: Series, target: Target) -> None:
        seen = version(series.measure_id)
        with at(2):
            amend_target(by=COMMAND_LINE, target=target, value=Decimal(83), reason="x")
        with at(3), pytest.raises(Conflict):
            amend_target(by=COMMAND_LINE, target=target, value=Decimal(84), reason="x", as_of=seen)
        with at(3), pytest.raises(Conflict, match="Somebody changed this figure meanwhile"):
            amend_target(by=COMMAND_LINE, target=target, value=Decimal(84), reason="x")

    def test_targets_and_baselines_are_the_managers(
        self, place: Partnership, series: Series, target: Target
    ) -> None:
        lead = factories.member(place, Role.Kind.THEME_LEAD).viewer
        baseline = Baseline.objects.select_related("series__measure__subject").get(series=series)
        for attempt in (
            lambda: amend_target(by=lead, target=target, value=Decimal(83), reason="x"),
            lambda: add_target(by=lead, series=series, period=period_named("2010/11"), value=Decimal(1)),
            lambda: amend_baseline(by=lead, baseline=baseline, value=Decimal(1), reason="x"),
            lambda: add_baseline(by=lead, series=series, period=period_named("2007/08"), value=Decimal(1)),
        ):
            with pytest.raises(NotAllowed):
                attempt()


class TestAdopting:
    @pytest.fixture
    def district(self, place: Partnership) -> Partnership:
        """Given another partnership beside the one whose plan is public."""
        publish_plan(partnership=place, by=COMMAND_LINE)
        district = factories.partnership("southtown")
        factories.loaded(district, measures=1)
        return district

    @pytest.fixture
    def theme(self, district: Partnership) -> Theme:
        return Theme.objects.of(district.pk).get()

    @pytest.fixture
    def adoption(self, district: Partnership, series: Series, theme: Theme) -> Adoption:
        return adopt(by=COMMAND_LINE, partnership=district, series=series, theme=theme, comment="Ours too.")

    def test_a_target_of_ones_own_leaves_the_stewards_alone(
        self, district: Partnership, series: Series, adoption: Adoption
    ) -> None:
        manager = factories.manager(district).viewer
        add_target(
            by=manager, series=series, period=period_named("2009/10"), value=Decimal(60), adoption=adoption
        )
        assert sorted(
            Target.objects.filter(superseded_at=None, series=series).values_list("value", "adoption"),
            key=str,
        ) == [(Decimal(60), adoption.pk), (Decimal(85), None)]
        with pytest.raises(NotAllowed):
            add_target(by=manager, series=series, period=period_named("2010/11"), value=Decimal(60))
        with pytest.raises(NotAllowed):
            observe(by=manager, series=series, period=period_named("2008/09"), value=Decimal(1))

    def test_one_adopts_once_and_not_ones_own(
        self, place: Partnership, district: Partnership, series: Series, theme: Theme, adoption: Adoption
    ) -> None:
        with pytest.raises(Refused, match="adopted this measure already"):
            adopt(by=COMMAND_LINE, partnership=district, series=series, theme=theme)
        with pytest.raises(Refused, match="your own"):
            adopt(by=COMMAND_LINE, partnership=place, series=series, theme=Theme.objects.of(place.pk).get())

    def test_what_is_not_public_is_not_found(self, series: Series) -> None:
        other = factories.partnership("southtown")
        factories.loaded(other, measures=1)
        with pytest.raises(NotFound):
            adopt(
                by=factories.manager(other).viewer,
                partnership=other,
                series=series,
                theme=Theme.objects.of(other.pk).get(),
            )

    def test_it_hangs_in_ones_own_plan(
        self, place: Partnership, district: Partnership, series: Series, theme: Theme
    ) -> None:
        theirs = Theme.objects.of(place.pk).get()
        assert wrong(lambda: adopt(by=COMMAND_LINE, partnership=district, series=series, theme=theirs)) == {
            "theme": "Choose a theme of your own partnership."
        }
        assert wrong(
            lambda: adopt(
                by=COMMAND_LINE,
                partnership=district,
                series=series,
                theme=theme,
                objective=Objective.objects.of(place.pk).get(),
            )
        ) == {"objective": "Choose an objective of this theme."}

    def test_it_is_changed_and_ended_by_its_manager(
        self, place: Partnership, district: Partnership, theme: Theme, adoption: Adoption
    ) -> None:
        steward = factories.manager(place).viewer
        with pytest.raises(NotAllowed):
            end_adoption(by=steward, adoption=adoption, reason="x")
        amend_adoption(by=COMMAND_LINE, adoption=adoption, theme=theme, comment="For us, above all.")
        assert Adoption.objects.get().comment == "For us, above all."
        assert wrong(lambda: end_adoption(by=COMMAND_LINE, adoption=adoption, reason=" ")) == {
            "reason": "Say in a few words why you end it."
        }
        end_adoption(by=COMMAND_LINE, adoption=adoption, reason="We count it ourselves.")
        with pytest.raises(Refused, match="has ended already"):
            end_adoption(by=COMMAND_LINE, adoption=adoption, reason="x")
        with pytest.raises(Refused, match="has ended already"):
            amend_adoption(by=COMMAND_LINE, adoption=adoption, theme=theme)
