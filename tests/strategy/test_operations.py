"""The words of the strategy, and the effect on equality, kept by those who may and with a reason."""

from datetime import UTC, date, datetime

import pytest

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.queries import version
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures.models import Measure
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy import operations
from goldenthread.strategy.models import (
    Commitment,
    EqualityEffect,
    EqualityImpact,
    Objective,
    Strategy,
    Theme,
)
from tests import factories

pytestmark = pytest.mark.django_db
ALL_NINE = {one.value: ("none", "We asked.", "") for one in EqualityEffect.Characteristic}


@pytest.fixture(autouse=True)
def _on_a_day():  # type: ignore[no-untyped-def]
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
def lead(place: Partnership, theme: Theme) -> Viewer:
    return factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).viewer


class TestWords:
    def test_an_objective_is_amended_by_a_decision(
        self, place: Partnership, theme: Theme, lead: Viewer
    ) -> None:
        board = partnerships.add_group(by=COMMAND_LINE, partnership_id=place.pk, name="Board", kind="board")
        decision = partnerships.record_decision(
            by=COMMAND_LINE,
            partnership_id=place.pk,
            title="Say it plainer",
            words="Plainer.",
            decided_on=date(2009, 5, 1),
            group=board,
        )
        objective = Objective.objects.of(place.pk).get()
        before = objective.title
        operations.amend_words(
            by=lead,
            record=objective,
            title="Fewer people hurt",
            reason="Nobody understood.",
            decision=decision,
        )
        event = AuditEvent.objects.get(verb="objective.amended")
        assert (event.changes, event.reason, event.basis_id) == (
            {"title": [before, "Fewer people hurt"]},
            "Nobody understood.",
            decision.pk,
        )
        assert objective.subject.title == "Fewer people hurt"

    def test_what_everyone_reads_does_not_change_without_a_reason(
        self, place: Partnership, lead: Viewer
    ) -> None:
        objective = Objective.objects.of(place.pk).get()
        operations.amend_words(by=lead, record=objective, title="Inside, it may")
        publish_plan(partnership=place, by=COMMAND_LINE)
        objective = Objective.objects.select_related("subject").get(pk=objective.pk)
        with pytest.raises(Invalid, match="Everyone can read this"):
            operations.amend_words(by=lead, record=objective, title="Other words", reason=" ")

    def test_the_strategy_is_the_managers(self, place: Partnership, lead: Viewer) -> None:
        strategy = Strategy.objects.of(place.pk).get()
        with pytest.raises(NotAllowed):
            operations.amend_words(by=lead, record=strategy, vision="Mine")
        manager = factories.manager(place).viewer
        operations.amend_words(by=manager, record=strategy, vision="Ours", principles=["Together"])
        assert (strategy.vision, strategy.principles) == ("Ours", ["Together"])
        with pytest.raises(Invalid, match="cannot end before it starts"):
            operations.amend_words(
                by=manager, record=strategy, starts_on=date(2009, 4, 1), ends_on=date(2009, 3, 31)
            )

    def test_nothing_is_left_without_words(self, theme: Theme, lead: Viewer) -> None:
        with pytest.raises(Invalid, match="It needs some words"):
            operations.amend_words(by=lead, record=theme, title="  ")

    def test_two_who_change_the_same_are_told(self, theme: Theme, lead: Viewer) -> None:
        seen = version(theme.pk)
        operations.amend_words(by=COMMAND_LINE, record=theme, summary="Theirs", as_of=seen)
        with pytest.raises(Conflict) as told:
            operations.amend_words(by=lead, record=theme, summary="Ours", as_of=seen)
        assert told.value.fields == {"summary": "Theirs"}

    def test_what_is_new_stays_inside_until_it_is_published(
        self, place: Partnership, theme: Theme, lead: Viewer
    ) -> None:
        publish_plan(partnership=place, by=COMMAND_LINE)
        theme = Theme.objects.select_related("subject", "strategy").get(pk=theme.pk)
        objective = operations.add_objective(by=lead, theme=theme, title="Safer roads")
        promise = operations.add_commitment(by=lead, theme=theme, title="Mend lights", objective=objective)
        known = operations.add_evidence(
            by=lead, theme=theme, text="12 were hurt.", objective=objective, value="12"
        )
        assert {one.subject.visibility for one in (objective, promise, known)} == {"partnership"}

    def test_a_promise_hangs_on_an_objective_of_its_own_theme(self, theme: Theme) -> None:
        other = factories.partnership("southshire")
        factories.loaded(other, measures=1)
        with pytest.raises(Invalid, match="Choose an objective of this theme"):
            operations.add_commitment(
                by=COMMAND_LINE, theme=theme, title="x", objective=Objective.objects.of(other.pk).get()
            )

    def test_what_goes_says_why(self, place: Partnership, lead: Viewer) -> None:
        promise = Commitment.objects.of(place.pk).get()
        with pytest.raises(Invalid, match="Say in a few words why it goes"):
            operations.withdraw(by=lead, record=promise, reason="")
        operations.withdraw(by=lead, record=promise, reason="It was said twice.")
        assert Commitment.objects.visible_to(lead).count() == 0


class TestEquality:
    def test_a_full_assessment_says_the_effect_on_all_nine(self, theme: Theme, lead: Viewer) -> None:
        said = {"state": "done", "depth": "full", "done_on": date(2009, 5, 1)}
        with pytest.raises(Invalid) as told:
            operations.look_at_equality(
                by=lead, about=theme.subject, effects={**ALL_NINE, "age": ("not_known", "", "")}, **said
            )
        assert set(told.value.fields) == {"effect_age"}
        operations.look_at_equality(by=lead, about=theme.subject, effects=ALL_NINE, **said)
        impact = EqualityImpact.objects.get(about=theme.subject)
        assert (impact.state, impact.effects.count()) == ("done", 9)

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"state": "done"}, {"depth", "done_on"}),
            ({"state": "done", "depth": "screening", "done_on": date(2009, 6, 2)}, {"done_on"}),
            (
                {
                    "state": "done",
                    "depth": "screening",
                    "done_on": date(2009, 5, 1),
                    "review_on": date(2009, 5, 1),
                },
                {"review_on"},
            ),
            ({"state": "partly", "effects": {"race": ("worse", "12 of 40", " ")}}, {"mitigation_race"}),
            ({"state": "partly", "effects": {"race": ("mixed", "", "")}}, {"mitigation_race"}),
            ({"state": "perhaps"}, {"state"}),
            ({"state": "partly", "effects": {"height": ("none", "", "")}}, {"state"}),
            ({"state": "partly", "effects": {"race": ("splendid", "", "")}}, {"state"}),
        ],
    )
    def test_what_does_not_hold_together_is_refused(
        self, theme: Theme, lead: Viewer, said: dict[str, object], wrong: set[str]
    ) -> None:
        with pytest.raises(Invalid) as told:
            operations.look_at_equality(by=lead, about=theme.subject, **said)  # type: ignore[arg-type]
        assert set(told.value.fields) == wrong
        assert EqualityImpact.objects.filter(about=theme.subject).count() == 0

    def test_not_done_yet_is_a_state(self, theme: Theme, lead: Viewer) -> None:
        operations.look_at_equality(by=lead, about=theme.subject, state="not_done")
        assert EqualityImpact.objects.get(about=theme.subject).get_state_display() == "Not done yet"

    def test_each_change_of_an_effect_is_on_record(self, theme: Theme, lead: Viewer) -> None:
        first = {"age": ("worse", "12 of 40", "A ramp is built.")}
        operations.look_at_equality(by=lead, about=theme.subject, state="partly", effects=first)
        operations.look_at_equality(
            by=lead, about=theme.subject, state="partly", effects={"age": ("none", "40 of 40", "")}
        )
        operations.look_at_equality(
            by=lead, about=theme.subject, state="partly", effects={"age": ("none", "40 of 40", "")}
        )
        events = AuditEvent.objects.filter(verb="theme.equality_recorded").order_by("id")
        assert [event.changes.get("equality Age") for event in events] == [
            [None, "Worse for them. 12 of 40. A ramp is built."],
            ["Worse for them. 12 of 40. A ramp is built.", "No difference. 40 of 40"],
        ]

    def test_two_who_write_at_once_are_told(self, theme: Theme, lead: Viewer) -> None:
        seen = version(theme.pk)
        operations.look_at_equality(by=COMMAND_LINE, about=theme.subject, state="partly", as_of=seen)
        with pytest.raises(Conflict):
            operations.look_at_equality(
                by=lead,
                about=theme.subject,
                state="done",
                as_of=seen,
                depth="screening",
                done_on=date(2009, 5, 1),
            )

    def test_it_is_the_keepers_of_the_theme_that_it_stands_in(
        self, place: Partnership, theme: Theme, lead: Viewer
    ) -> None:
        measure = Measure.objects.of(place.pk).get()
        operations.look_at_equality(by=lead, about=measure.subject, state="partly")
        other = partnerships.add_group(by=COMMAND_LINE, partnership_id=place.pk, name="Other", kind="theme")
        stranger = factories.member(place, Role.Kind.THEME_LEAD, scope=other.subject).viewer
        for about in (measure.subject, theme.subject):
            with pytest.raises(NotAllowed):
                operations.look_at_equality(by=stranger, about=about, state="partly")
