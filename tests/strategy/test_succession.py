"""A strategy takes the place of another: every old objective says what became of it, and the past stays as it was."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures import operations as measures
from goldenthread.measures.models import Measure
from goldenthread.measures.queries import figure_rows, placements_there, targets_of_adoptions
from goldenthread.overview import queries as overview
from goldenthread.overview.queries.standing import standing
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy import operations, queries
from goldenthread.strategy.models import Objective, Outcome, Strategy, Theme
from goldenthread.strategy.rules import check_fates
from tests import factories
from tests.overview import record

pytestmark = pytest.mark.django_db
BEFORE = datetime(2011, 3, 1, 9, tzinfo=UTC)
NOW = datetime(2011, 4, 1, 9, tzinfo=UTC)
AFTER = datetime(2011, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def place() -> Partnership:
    return record.loaded(measures=2)


@pytest.fixture
def old(place: Partnership) -> Strategy:
    return Strategy.objects.of(place.pk).select_related("subject").get()


@pytest.fixture
def objective(place: Partnership) -> Objective:
    return Objective.objects.of(place.pk).get()


@pytest.fixture
def new(place: Partnership, old: Strategy, objective: Objective) -> Strategy:
    """The next strategy, a draft with one theme and one objective. It comes after the fixtures of the old one."""
    with clock.standing_at(BEFORE):
        strategy = operations.add_strategy(
            by=COMMAND_LINE, partnership=place, title="A fair county, 2011 to 2014"
        )
        theme = operations.add_theme(by=COMMAND_LINE, strategy=strategy, title="Safer places")
        operations.add_objective(by=COMMAND_LINE, theme=theme, title="Nobody is hurt at home")
    return strategy


def goes_on_as(new: Strategy) -> Objective:
    return Objective.objects.get(theme__strategy=new)


def follow(
    old: Strategy, new: Strategy, fates: dict[int, Any], *, by: Viewer = COMMAND_LINE, **said: Any
) -> int:
    with clock.standing_at(NOW):
        return measures.follow(
            by=by,
            old=old,
            new=new,
            fates=fates,
            **{"themes": {}, "reason": "The three years are over."} | said,
        )


class TestFates:
    @pytest.mark.parametrize(
        ("fates", "wrong"),
        [
            ({}, {"fate_1", "fate_2"}),
            ({1: ("", None, ""), 2: ("reached", None, "")}, {"fate_1"}),
            ({1: ("vanished", None, ""), 2: ("reached", None, "")}, {"fate_1"}),
            ({1: ("carried_on", None, ""), 2: ("reached", None, "")}, {"becomes_1"}),
            ({1: ("changed", 3, ""), 2: ("reached", None, "")}, {"becomes_1"}),
            ({1: ("reached", 8, ""), 2: ("reached", None, "")}, {"becomes_1"}),
            ({1: ("dropped", None, " "), 2: ("reached", None, "")}, {"note_1"}),
            ({1: ("dropped", 8, "Why"), 2: ("reached", None, "")}, {"becomes_1"}),
            ({1: ("carried_on", 8, ""), 2: ("merged", 8, "")}, {"fate_1"}),
            ({1: ("carried_on", 8, ""), 2: ("changed", 8, "")}, {"fate_1", "fate_2"}),
            ({1: ("reached", None, ""), 2: ("reached", None, ""), 3: ("reached", None, "")}, {"new"}),
        ],
    )
    def test_each_objective_has_a_fate_that_holds_together(
        self, fates: dict[int, Any], wrong: set[str]
    ) -> None:
        with pytest.raises(Invalid) as told:
            check_fates([1, 2], fates, {8, 9}, reason="It is over.")
        assert set(told.value.fields) == wrong

    def test_what_holds_together_passes(self) -> None:
        for fates in (
            {1: ("carried_on", 8, ""), 2: ("changed", 9, "")},
            {1: ("merged", 8, ""), 2: ("merged", 8, "")},
            {1: ("dropped", None, "No money."), 2: ("reached", None, "")},
        ):
            check_fates([1, 2], fates, {8, 9}, reason="It is over.")

    def test_it_says_why(self) -> None:
        with pytest.raises(Invalid) as told:
            check_fates([], {}, set(), reason="  ")
        assert set(told.value.fields) == {"reason"}


class TestSucceed:
    def test_the_old_one_stops_counting_and_an_earlier_day_shows_it(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        follow(old, new, {objective.pk: ("dropped", None, "There is no money.")})
        earlier = COMMAND_LINE.at(BEFORE)
        assert [one.pk for one in queries.strategies(place.pk, viewer=COMMAND_LINE)] == [new.pk]
        assert [one.pk for one in queries.strategies(place.pk, viewer=earlier)] == [old.pk]
        assert [one.strategy_id for one in queries.themes(place.pk, viewer=COMMAND_LINE)] == [new.pk]
        assert [one.strategy_id for one in queries.themes(place.pk, viewer=earlier)] == [old.pk]
        assert [one.pk for one in queries.objectives_of(place.pk, viewer=earlier)] == [objective.pk]
        assert list(queries.objectives_of(place.pk, viewer=COMMAND_LINE)) == [goes_on_as(new)]

    def test_the_targets_of_a_dropped_objective_count_no_more(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        follow(old, new, {objective.pk: ("dropped", None, "There is no money.")})
        with clock.standing_at(AFTER):
            now = overview.glance(place.code, viewer=COMMAND_LINE)
            then = overview.glance(place.code, viewer=COMMAND_LINE.at(BEFORE))
        assert (now.tally.measures, now.tally.with_target, sum(now.counts.values())) == (0, 0, 0)
        assert (then.tally.measures, then.tally.with_target, sum(then.counts.values())) == (2, 2, 2)
        assert [card.measures for card in then.themes] == [2]
        with clock.standing_at(AFTER):
            assert overview.results(place.code, viewer=COMMAND_LINE).measures == ()
            assert len(overview.results(place.code, viewer=COMMAND_LINE.at(BEFORE)).measures) == 2
            assert figure_rows(place.pk, "2011/12 Q1", viewer=COMMAND_LINE) == []

    def test_measures_go_on_where_their_objective_goes(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        after = goes_on_as(new)
        assert follow(old, new, {objective.pk: ("changed", after.pk, "")}) == 2
        assert {(m.theme_id, m.objective_id) for m in Measure.objects.of(place.pk)} == {
            (after.theme_id, after.pk)
        }
        with clock.standing_at(AFTER):
            now = standing(place.pk, viewer=COMMAND_LINE).measures
            then = standing(place.pk, viewer=COMMAND_LINE.at(BEFORE)).measures
        assert [(m.theme_id, m.objective_id, m.also) for m in now] == [(after.theme_id, after.pk, ())] * 2
        assert [(m.theme_id, m.objective_id, m.also) for m in then] == [
            (objective.theme_id, objective.pk, ())
        ] * 2

    def test_measures_straight_under_a_theme_go_on_where_it_is_said(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        Measure.objects.of(place.pk).filter(code="NI 1").update(objective=None)
        theme = Theme.objects.get(strategy=new)
        fates = {objective.pk: ("reached", None, "")}
        assert follow(old, new, fates, themes={objective.theme_id: theme}) == 1
        assert [m.code for m in Measure.objects.filter(theme=theme)] == ["NI 1"]

    def test_a_theme_of_another_strategy_is_refused(
        self, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        fates = {objective.pk: ("reached", None, "")}
        with pytest.raises(Invalid, match="themes of the strategy that follows"):
            follow(old, new, fates, themes={objective.theme_id: objective.theme})

    def test_an_adopted_measure_goes_on_with_its_targets(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        with clock.standing_at(record.LOADED):
            other = factories.partnership("eastshire")
            factories.loaded(other, measures=1)
        series = record.whole(record.measure_coded("NI 1", other))
        with clock.standing_at(BEFORE):
            adoption = measures.adopt(
                by=COMMAND_LINE, partnership=place, series=series, theme=objective.theme, objective=objective
            )
            measures.add_target(
                by=COMMAND_LINE,
                series=series,
                period=measures.period_named("2010/11"),
                value=Decimal(90),
                adoption=adoption,
            )
        follow(old, new, {objective.pk: ("carried_on", goes_on_as(new).pk, "")})
        with clock.standing_at(AFTER):
            now = [m for m in standing(place.pk, viewer=COMMAND_LINE).measures if m.adoption_id]
            then = [m for m in standing(place.pk, viewer=COMMAND_LINE.at(BEFORE)).measures if m.adoption_id]
        assert [m.objective_id for m in now] == [goes_on_as(new).pk]
        assert [(m.adoption_id, m.objective_id) for m in then] == [(adoption.pk, objective.pk)]
        (target,) = targets_of_adoptions([now[0].adoption_id], viewer=COMMAND_LINE)
        assert (target.value, target.period.label) == (Decimal(90), "2010/11")
        (before,) = targets_of_adoptions([adoption.pk], viewer=COMMAND_LINE.at(BEFORE))
        assert before.value == Decimal(90)
        assert list(targets_of_adoptions([adoption.pk], viewer=COMMAND_LINE)) == []

    def test_a_measure_that_hangs_in_both_hangs_in_the_new_one_once(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        after = goes_on_as(new)
        one = record.measure_coded("NI 1", place)
        with clock.standing_at(BEFORE):
            measures.place_under(by=COMMAND_LINE, measure=one, theme=after.theme)
        follow(old, new, {objective.pk: ("changed", after.pk, "")})
        with clock.standing_at(AFTER):
            now = {m.measure_id: m for m in standing(place.pk, viewer=COMMAND_LINE).measures}
        assert (now[one.pk].theme_id, now[one.pk].also) == (after.theme_id, ())
        assert list(placements_there(COMMAND_LINE).filter(measure=one)) == []

    def test_a_measure_of_another_framework_goes_on_beside_it(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        with clock.standing_at(BEFORE):
            agreement = operations.add_strategy(
                by=COMMAND_LINE, partnership=place, title="Area agreement", draft=False
            )
            theme = operations.add_theme(by=COMMAND_LINE, strategy=agreement, title="Communities")
            one = measures.add_measure(by=COMMAND_LINE, partnership=place, theme=theme, title="Visits")
            measures.place_under(by=COMMAND_LINE, measure=one, theme=objective.theme, objective=objective)
        after = goes_on_as(new)
        assert follow(old, new, {objective.pk: ("changed", after.pk, "")}) == 3
        with clock.standing_at(AFTER):
            now = {m.measure_id: m for m in standing(place.pk, viewer=COMMAND_LINE).measures}
        assert (now[one.pk].theme_id, now[one.pk].also) == (theme.pk, ((after.theme_id, after.pk),))

    def test_everything_is_on_record(self, old: Strategy, new: Strategy, objective: Objective) -> None:
        after = goes_on_as(new)
        follow(old, new, {objective.pk: ("merged", after.pk, "Two were one.")})
        event = AuditEvent.objects.get(verb="strategy.succeeded")
        assert (event.subject_id, event.reason) == (old.pk, "The three years are over.")
        told = AuditEvent.objects.get(verb="objective.ended")
        assert (told.subject_id, told.reason, told.changes) == (
            objective.pk,
            "Two were one.",
            {
                "what became of it": [None, "Merged into another"],
                "goes on as": [None, "Nobody is hurt at home"],
            },
        )
        new.refresh_from_db()
        assert (new.supersedes_id, new.state, new.in_force_from) == (old.pk, "agreed", NOW)

    def test_it_happens_once(self, old: Strategy, new: Strategy, objective: Objective) -> None:
        fates = {objective.pk: ("reached", None, "")}
        stale = Strategy.objects.select_related("subject").get(pk=old.pk)
        follow(old, new, fates)
        third = operations.add_strategy(
            by=COMMAND_LINE, partnership=Partnership.objects.get(), title="Another"
        )
        with pytest.raises(Conflict):
            follow(stale, third, fates)
        with pytest.raises(Refused, match="has taken the place"):
            follow(old, third, fates)
        with pytest.raises(Invalid, match="follows another strategy already"):
            follow(third, new, {})
        with pytest.raises(Invalid, match="was followed by another itself"):
            follow(new, old, {goes_on_as(new).pk: ("reached", None, "")})
        assert Outcome.objects.count() == 1

    def test_a_draft_has_nothing_to_follow(self, old: Strategy, new: Strategy) -> None:
        with pytest.raises(Refused, match="counts nowhere yet"):
            follow(new, old, {})
        with pytest.raises(Invalid, match="another strategy of this partnership"):
            follow(old, old, {})

    def test_what_everyone_reads_is_not_followed_by_what_they_cannot(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        after = goes_on_as(new)
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[old.pk, objective.pk, objective.theme_id])

        def again(**said: Any) -> set[str]:
            found = [Strategy.objects.select_related("subject").get(pk=one.pk) for one in (old, new)]
            try:
                follow(*found, {objective.pk: ("carried_on", after.pk, "")}, **said)
            except Invalid as problem:
                return set(problem.fields)
            return set()

        assert again() == {"new"}
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[new.pk])
        assert again() == {f"becomes_{objective.pk}"}
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[after.pk])
        assert again() == {f"becomes_{objective.pk}"}
        Subject.objects.filter(pk=after.pk).update(visibility="partnership")
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[after.theme_id])
        assert again() == {f"becomes_{objective.pk}"}
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[after.pk])
        Subject.objects.filter(pk=after.theme_id).update(visibility="partnership")
        fresh = Theme.objects.select_related("subject", "strategy").get(pk=after.theme_id)
        fates: dict[int, Any] = {objective.pk: ("reached", None, "")}
        with pytest.raises(Invalid) as told, transaction.atomic():
            follow(
                Strategy.objects.select_related("subject").get(pk=old.pk),
                Strategy.objects.select_related("subject").get(pk=new.pk),
                fates,
                themes={objective.theme_id: fresh},
            )
        assert set(told.value.fields) == {f"theme_{objective.theme_id}"}
        publish_plan(partnership=place, by=COMMAND_LINE, chosen=[after.theme_id])
        assert again() == set()

    def test_it_is_the_managers(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        lead = factories.member(place, Role.Kind.THEME_LEAD).viewer
        fates = {objective.pk: ("reached", None, "")}
        with pytest.raises(NotAllowed):
            follow(old, new, fates, by=lead)
        follow(old, new, fates, by=factories.manager(place).viewer)


class TestDrafts:
    def test_a_draft_counts_nowhere_until_it_is_put_into_force(
        self, place: Partnership, old: Strategy, new: Strategy
    ) -> None:
        assert [one.pk for one in queries.strategies(place.pk, viewer=COMMAND_LINE)] == [old.pk]
        with pytest.raises(Invalid, match="why it counts"):
            operations.put_into_force(by=COMMAND_LINE, strategy=new, reason=" ")
        with clock.standing_at(NOW):
            operations.put_into_force(by=COMMAND_LINE, strategy=new, reason="The board agreed it.")
        assert {one.pk for one in queries.strategies(place.pk, viewer=COMMAND_LINE)} == {old.pk, new.pk}
        assert [one.pk for one in queries.strategies(place.pk, viewer=COMMAND_LINE.at(BEFORE))] == [old.pk]
        with pytest.raises(Refused, match="Only a draft"):
            operations.put_into_force(by=COMMAND_LINE, strategy=new, reason="Again.")

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"title": " "}, {"title"}),
            ({"title": "A", "kind": "wish"}, {"kind"}),
            ({"title": "A", "starts_on": NOW.date(), "ends_on": BEFORE.date()}, {"ends_on"}),
        ],
    )
    def test_what_cannot_be_a_strategy(
        self, place: Partnership, said: dict[str, Any], wrong: set[str]
    ) -> None:
        with pytest.raises(Invalid) as told:
            operations.add_strategy(by=COMMAND_LINE, partnership=place, **said)
        assert set(told.value.fields) == wrong

    def test_a_theme_has_a_title_of_its_own(self, new: Strategy) -> None:
        for title, words in ((" ", "Give the theme a title"), ("safer PLACES", "of that title already")):
            with pytest.raises(Invalid, match=words):
                operations.add_theme(by=COMMAND_LINE, strategy=new, title=title)

    def test_nothing_is_added_to_an_earlier_strategy(
        self, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        follow(old, new, {objective.pk: ("reached", None, "")})
        with pytest.raises(Refused, match="kept as it was"):
            operations.add_theme(by=COMMAND_LINE, strategy=old, title="Late")


class TestPages:
    def test_an_earlier_strategy_says_what_became_of_each_objective(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        after = goes_on_as(new)
        follow(old, new, {objective.pk: ("changed", after.pk, "Plainer words.")})
        shown = overview.strategy_page(place.code, old.pk, viewer=COMMAND_LINE)
        ((_, (fate,)),) = shown.themes
        assert (fate.fate, fate.note) == ("Carried on in other words", "Plainer words.")
        assert fate.becomes is not None
        assert (shown.line.standing, fate.becomes.id, shown.may_be_followed) == ("earlier", after.pk, False)
        assert shown.line.followed_by is not None
        assert (shown.line.followed_by.id, shown.line.superseded_on) == (new.pk, NOW.date())
        ((_, (begun,)),) = overview.strategy_page(place.code, new.pk, viewer=COMMAND_LINE).themes
        assert [(one.id, words) for one, words in begun.comes_from] == [
            (objective.pk, "Carried on in other words")
        ]

    def test_on_an_earlier_day_nothing_has_become_of_it_yet(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        follow(old, new, {objective.pk: ("reached", None, "")})
        shown = overview.strategy_page(place.code, old.pk, viewer=COMMAND_LINE.at(BEFORE))
        ((_, (fate,)),) = shown.themes
        assert (shown.line.standing, shown.line.superseded_on, fate.fate) == ("in force", None, "")

    def test_the_list_has_what_is_in_force_first(
        self, place: Partnership, old: Strategy, new: Strategy, objective: Objective
    ) -> None:
        follow(old, new, {objective.pk: ("reached", None, "")})
        operations.add_strategy(by=COMMAND_LINE, partnership=place, title="Next")
        shown = overview.strategy_list(place.code, viewer=COMMAND_LINE)
        assert [one.standing for one in shown.strategies] == ["in force", "draft", "earlier"]

    def test_another_partnership_does_not_see_it(self, old: Strategy) -> None:
        other = factories.manager(factories.partnership("southshire")).viewer
        with pytest.raises(NotFound):
            overview.strategy_page("northshire", old.pk, viewer=other)
