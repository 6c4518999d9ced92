"""The checks of figures as they are given: what stops, what asks, what is kept of the answer, and what is shown."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import COMMAND_LINE, Viewer
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.operations import (
    Typed,
    add_target,
    amend_measure,
    give_figures,
    mark_break,
    observe,
    period_named,
    series_of,
    undo_observation,
)
from goldenthread.measures.queries import (
    ToCheck,
    checks_of,
    checks_of_many,
    figure_in_force,
    rules_of,
    unanswered,
    versions,
)
from goldenthread.measures.rules import Given
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership
from goldenthread.reckoning.checks import Check, Level
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db
YEAR = "2008/09"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 6, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=3)


@pytest.fixture
def measure(place: Partnership) -> Measure:
    found = measure_coded("NI 1", place)
    for year, value in (("2004/05", "80.1"), ("2005/06", "80.9"), ("2006/07", "82.1"), ("2007/08", "81.8")):
        give(found, year, value, on(2009, 5, 1))
    return found


@pytest.fixture
def member(place: Partnership) -> factories.Member:
    return factories.manager(place)


@pytest.fixture
def viewer(member: factories.Member) -> Viewer:
    return member.viewer


def given(value: str | None, **told: Any) -> Given:
    return Given(None if value is None else Decimal(value), **told)


def brief(found: tuple[Check, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in found]


def check(measure: Measure, value: str | None, period: str = YEAR, **told: Any) -> tuple[Check, ...]:
    return checks_of(whole(measure), period_named(period), given(value, **told))


def wrong(attempt: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as told:
        attempt()
    return told.value.fields


class TestChecksOfOne:
    def test_a_usual_figure_is_asked_nothing(self, measure: Measure) -> None:
        assert check(measure, "82") == ()

    @pytest.mark.parametrize(
        ("value", "found"),
        [
            ("120", [("out_of_range", "value")]),
            ("0.82", [("unit_slip", "value")]),
            ("70", [("largest_change", "value")]),
        ],
    )
    def test_what_the_series_makes_unusual_is(
        self, measure: Measure, value: str, found: list[tuple[str, str]]
    ) -> None:
        assert brief(check(measure, value)) == found

    def test_what_cannot_be_kept_is_an_error_by_field(self, measure: Measure) -> None:
        assert check(measure, "40", numerator=Decimal(41), denominator=Decimal(100)) == (
            Check("not_kept", Level.ERROR, "value", "The two parts make 41.00, not 40. Which is right?"),
        )
        assert brief(check(measure, None, numerator=Decimal(120), denominator=Decimal(100))) == [
            ("numerator_above", "numerator")
        ]

    def test_the_sheet_says_otherwise(self, measure: Measure) -> None:
        amend_measure(by=COMMAND_LINE, measure=measure, highest=Decimal(150), largest_change=Decimal(50))
        assert check(measure, "120") == ()

    def test_a_break_stops_the_comparison(self, measure: Measure) -> None:
        mark_break(by=COMMAND_LINE, series=whole(measure), on=on(2008, 4, 1).date(), why="Counted anew.")
        assert check(measure, "70") == ()

    def test_a_figure_that_was_superseded_is_no_history(self, place: Partnership) -> None:
        found = measure_coded("NI 2", place)
        give(found, "2004/05", "10", on(2009, 5, 1))
        give(found, "2004/05", "80", on(2009, 5, 2), reason="A slip.")
        for year, value in (("2005/06", "81"), ("2006/07", "82"), ("2007/08", "83")):
            give(found, year, value, on(2009, 5, 3))
        (told,) = check(found, "90")
        assert (told.code, told.history[0]) == ("largest_change", ("2004/05", "80.0%"))

    def test_the_unit_of_the_plan_counts_where_the_sheet_has_none(self, place: Partnership) -> None:
        found = measure_coded("NI 2", place)
        amend_measure(by=COMMAND_LINE, measure=found, unit="")
        (told,) = check(found, "120")
        assert told.sentence == "120% is above the highest that this measure can be, 100%."

    def test_a_target_in_another_unit_tells_nothing(self, place: Partnership) -> None:
        found = measure_coded("NI 2", place)
        amend_measure(by=COMMAND_LINE, measure=found, unit="per 1,000 people")
        assert check(found, "0.8") == ()
        add_target(by=COMMAND_LINE, series=whole(found), period=period_named("2010/11"), value=Decimal(80))
        assert brief(check(found, "0.8")) == [("unit_slip", "value")]


class TestBreakdowns:
    @pytest.fixture
    def parts(self, place: Partnership) -> dict[str, Series]:
        found = measure_coded("NI 1", place)
        amend_measure(by=COMMAND_LINE, measure=found, unit="homes", data_type="count", decimals=0)
        made = {"": whole(found)}
        for name in ("men", "women"):
            made[name] = series_of(found, place.place, "sex", name)
        return made

    def together(self, parts: dict[str, Series], **values: str) -> dict[str, list[tuple[str, str]]]:
        period = period_named(YEAR)
        asked = [ToCheck(parts[name.strip("_")], period, given(value)) for name, value in values.items()]
        found = checks_of_many(asked)
        return {
            name: told for name, one in parts.items() if (told := brief(found.get((one.pk, period.pk), ())))
        }

    def test_a_total_and_its_parts_given_together_are_asked_about_once(
        self, parts: dict[str, Series]
    ) -> None:
        assert self.together(parts, _="100", men="40", women="60") == {}
        assert self.together(parts, _="100", men="40", women="50") == {"": [("parts", "value")]}

    def test_a_part_is_held_against_what_is_in_force(self, parts: dict[str, Series]) -> None:
        for name, value in (("", 100), ("men", 40)):
            observe(by=COMMAND_LINE, series=parts[name], period=period_named(YEAR), value=Decimal(value))
        assert self.together(parts, women="60") == {}
        assert self.together(parts, women="61") == {"women": [("parts", "value")]}

    def test_the_figures_of_another_period_or_place_are_left_out(
        self, parts: dict[str, Series], place: Partnership
    ) -> None:
        for name, value in (("", 100), ("men", 40)):
            observe(by=COMMAND_LINE, series=parts[name], period=period_named("2007/08"), value=Decimal(value))
        assert self.together(parts, women="61") == {}


class TestMany:
    def test_many_cost_no_more_questions_than_one(self, place: Partnership) -> None:
        many = loaded("eastshire", measures=25)

        def questions(of: Partnership) -> int:
            period = period_named(YEAR)
            asked = [
                ToCheck(one, period, given("82"))
                for one in Series.objects.filter(measure__subject__partnership_id=of.pk).select_related(
                    "measure"
                )
            ]
            with CaptureQueriesContext(connection) as made:
                assert len(checks_of_many(asked)) == len(asked)
            return len(made)

        assert (questions(many), questions(place)) == (5, 5)


class TestUnanswered:
    ERROR = Check("out_of_range", Level.ERROR, "value", "Too high.")
    WARNING = Check("largest_change", Level.WARNING, "value", "Far up.")
    REVISED = Check("revised", Level.WARNING, "revision", "Of what kind?")

    def test_an_error_stands_whatever_is_said(self) -> None:
        assert unanswered([self.ERROR], explanation="I know.") == {"value": "Too high."}

    def test_a_warning_stands_until_a_sentence_answers(self) -> None:
        assert unanswered([self.WARNING]) == {"explanation": "Far up."}
        assert unanswered([self.WARNING], explanation=" ") == {"explanation": "Far up."}
        assert unanswered([self.WARNING], explanation="Two schools more.") == {}

    def test_a_revision_wants_its_kind_and_words(self) -> None:
        assert unanswered([self.REVISED], reason="So.") == {"revision": "Of what kind?"}
        assert unanswered([self.REVISED], reason="So.", revision="whim") == {"revision": "Of what kind?"}
        assert unanswered([self.REVISED], revision="correction") == {
            "explanation": "Say in a few words why the figure changes."
        }
        for words in ({"reason": "So."}, {"explanation": "So."}):
            assert unanswered([self.REVISED], revision="correction", **words) == {}


class TestGiving:
    def observe(self, by: Viewer, measure: Measure, value: str, **told: Any) -> Observation:
        told.setdefault("period", period_named(YEAR))
        return observe(by=by, series=whole(measure), value=Decimal(value), **told)

    def test_an_error_stops_everybody(self, measure: Measure, viewer: Viewer) -> None:
        for by in (viewer, COMMAND_LINE):
            told = wrong(lambda by=by: self.observe(by, measure, "120", explanation="It is so."))  # type: ignore[misc]
            assert told == {"value": "120% is above the highest that this measure can be, 100%."}

    def test_a_warning_is_kept_with_its_answer(self, measure: Measure, viewer: Viewer) -> None:
        asked = (
            "From 2007/08 to 2008/09 this goes down by 11.8 points. The largest change so far was 1.2 points, from"
            " 2005/06 to 2006/07. Say what happened."
        )
        history = "80.1% (2004/05), 80.9% (2005/06), 82.1% (2006/07), 81.8% (2007/08)"
        assert wrong(lambda: self.observe(viewer, measure, "70")) == {
            "explanation": f"{asked} The figures so far: {history}."
        }
        kept = self.observe(viewer, measure, "70", explanation=" Two centres closed. ")
        kept.refresh_from_db()
        assert (kept.asked, kept.explanation) == (asked, "Two centres closed.")
        (version,) = versions(whole(measure), period_named(YEAR), viewer=viewer)
        assert (version.asked, version.explanation) == (asked, "Two centres closed.")

    def test_nobody_is_asked_on_the_command_line_or_after_sign_off(
        self, measure: Measure, viewer: Viewer
    ) -> None:
        assert self.observe(COMMAND_LINE, measure, "70").asked.startswith("From 2007/08")
        other = self.observe(viewer, measure, "0.8", period=period_named("2003/04"), asking=False)
        assert (other.asked[:5], other.explanation) == ("0.8% ", "")

    def test_a_revision_keeps_its_kind_and_words(self, measure: Measure, viewer: Viewer) -> None:
        with clock.standing_at(on(2009, 6, 2)):
            period = period_named("2007/08")
            assert wrong(lambda: self.observe(viewer, measure, "81.9", period=period)) == {
                "revision": "Is it a correction, late data or a new method?",
                "reason": "There is a figure already: 81.8%. Say why yours replaces it.",
            }
            assert wrong(
                lambda: self.observe(
                    viewer, measure, "81.9", period=period, reason="More came.", revision="whim"
                )
            ) == {"revision": "Choose one from the list."}
            kept = self.observe(
                viewer, measure, "81.9", period=period, reason="More came.", revision="late_data"
            )
        assert (kept.revision, kept.reason, kept.asked) == ("late_data", "More came.", "")

    def test_another_comment_is_no_revision(self, measure: Measure, viewer: Viewer) -> None:
        with clock.standing_at(on(2009, 6, 2)):
            kept = self.observe(
                viewer, measure, "81.8", period=period_named("2007/08"), comment="Counted.", reason="Words."
            )
        assert kept.comment == "Counted."

    def test_less_firm_wants_a_sentence_or_a_word_that_it_is_meant(
        self, place: Partnership, viewer: Viewer
    ) -> None:
        found = measure_coded("NI 2", place)
        give(found, YEAR, "82", on(2009, 5, 1), status="final")
        told: dict[str, Any] = {"status": "provisional", "reason": "One school is late."}
        assert wrong(lambda: self.observe(viewer, found, "82", **told)) == {
            "explanation": "The figure for 2008/09 is final, and yours is provisional."
            " Say why it is not final any more."
        }
        kept = self.observe(viewer, found, "82", explanation="They withdrew it.", **told)
        assert (kept.status, kept.explanation) == ("provisional", "They withdrew it.")

    def test_less_firm_that_is_meant_is_not_asked_about(self, place: Partnership, viewer: Viewer) -> None:
        found = measure_coded("NI 2", place)
        give(found, YEAR, "82", on(2009, 5, 1), status="final")
        kept = self.observe(viewer, found, "82", status="estimated", reason="So.", no_longer_final=True)
        assert (kept.status, kept.asked) == ("estimated", "")

    def test_what_is_taken_back_to_keeps_its_answer(self, measure: Measure, viewer: Viewer) -> None:
        self.observe(viewer, measure, "70", explanation="Two centres closed.")
        with clock.standing_at(on(2009, 6, 2)):
            self.observe(viewer, measure, "71", explanation="As before.", reason="So.", revision="late_data")
        with clock.standing_at(on(2009, 6, 3)):
            last = figure_in_force(whole(measure), period_named(YEAR), viewer=COMMAND_LINE)
            again = undo_observation(by=viewer, observation=last, reason="It was for another year.")
        assert (again.value, again.explanation, again.revision) == (Decimal(70), "Two centres closed.", "")

    def test_several_are_checked_together(self, measure: Measure, viewer: Viewer, place: Partnership) -> None:
        other = whole(measure_coded("NI 2", place))
        outcome = give_figures(
            by=viewer,
            period=YEAR,
            typed=[Typed(whole(measure), Decimal(70)), Typed(other, Decimal(101))],
        )
        assert {number: list(said) for number, said in outcome.wrong.items()} == {
            whole(measure).pk: ["explanation"],
            other.pk: ["value"],
        }
        outcome = give_figures(
            by=viewer,
            period=YEAR,
            typed=[Typed(whole(measure), Decimal(70), explanation="Two centres closed.")],
        )
        assert (outcome.wrong, len(outcome.changed)) == ({}, 1)


class TestSheet:
    @pytest.mark.parametrize(
        ("sheet", "told"),
        [
            (
                {"lowest": Decimal(5), "highest": Decimal(4)},
                {"highest": "The highest lies below the lowest."},
            ),
            (
                {"largest_change": Decimal(0)},
                {"largest_change": "A change is more than zero. Leave it blank to go by the figures so far."},
            ),
            (
                {"lowest": Decimal(10) ** 18},
                {"lowest": "This number is too long: at most 18 digits and 6 decimals."},
            ),
        ],
    )
    def test_what_cannot_be_a_rule_is_refused(
        self, measure: Measure, sheet: dict[str, Any], told: dict[str, str]
    ) -> None:
        assert wrong(lambda: amend_measure(by=COMMAND_LINE, measure=measure, **sheet)) == told

    def test_the_rules_are_shown_in_words_with_todays_numbers(self, measure: Measure) -> None:
        ((place, sentences),) = rules_of(measure, viewer=COMMAND_LINE)
        assert place == ""
        assert sentences == (
            "It lies from 0% to 100%. That follows from the kind of number.",
            "The number on top is not above the number it is divided by.",
            "A figure that looks like a slip of the unit (such as 0.45 for 45) is asked about.",
            "A change larger than any so far is asked about. Largest change so far: 1.2 points, from 2005/06 to 2006/07.",
            "The total lies between the lowest and the highest part of a breakdown, and the numbers behind them add up.",
            "A figure that replaces another says whether it is a correction, late data or a new method.",
            "A final figure that becomes less firm says why.",
        )

    def test_as_known_on_a_day(self, measure: Measure) -> None:
        ((_, sentences),) = rules_of(measure, viewer=COMMAND_LINE.at(on(2009, 1, 1)))
        assert sentences[3] == (
            "A change larger than any so far is asked about, once there are 3 changes to say so."
        )

    def test_each_place_has_its_own_where_they_differ(self, measure: Measure, place: Partnership) -> None:
        town = partnerships.add_place(
            by=COMMAND_LINE, partnership_id=place.pk, name="Town", within=place.place
        )
        series_of(measure, town)
        (shared, _), (here, own), (there, others) = rules_of(measure, viewer=COMMAND_LINE)
        assert (shared, here, there) == ("", "Northshire", "Town")
        assert own == (
            "A change larger than any so far is asked about. Largest change so far: 1.2 points, from 2005/06 to 2006/07.",
        )
        assert others == (
            "A change larger than any so far is asked about, once there are 3 changes to say so.",
        )

    def test_a_derived_measure_is_not_checked(self, measure: Measure, place: Partnership) -> None:
        derived = measure_coded("NI 3", place)
        amend_measure(by=COMMAND_LINE, measure=derived, formula="[NI 1] * 2")
        assert rules_of(derived, viewer=COMMAND_LINE) == ()


class TestPages:
    @pytest.fixture
    def manager(self, member: factories.Member) -> Client:
        client = Client()
        client.force_login(member.account)
        return client

    def form(self, measure: Measure) -> str:
        return f"/northshire/measures/{measure.pk}/figures/"

    def test_the_sentence_is_asked_for_only_when_a_check_wants_it(
        self, measure: Measure, manager: Client
    ) -> None:
        address = self.form(measure)
        shown = manager.get(address)
        assert shown.context["form"]["explanation"].is_hidden
        sent = as_shown(manager, address, period=YEAR, value="70", comment="Two centres closed.")
        answer = manager.post(address, sent)
        assert answer.status_code == 422
        bound = answer.context["form"]["explanation"]
        assert (bound.is_hidden, "goes down by 11.8 points" in str(bound.errors)) == (False, True)
        assert answer.context["form"]["comment"].value() == "Two centres closed."
        answer = manager.post(address, sent | {"explanation": "They closed in May."})
        assert answer.status_code == 302
        assert Observation.objects.get(period__label=YEAR).explanation == "They closed in May."

    def test_an_error_stops_at_its_field_and_loses_nothing(self, measure: Measure, manager: Client) -> None:
        address = self.form(measure)
        sent = as_shown(manager, address, period=YEAR, value="120", comment="All of them.")
        answer = manager.post(address, sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["value"]
        assert answer.context["form"]["comment"].value() == "All of them."

    def test_the_table_asks_in_its_row(self, measure: Measure, manager: Client, place: Partnership) -> None:
        amend_measure(by=COMMAND_LINE, measure=measure, frequency="yearly")
        table = f"/northshire/figures/?period={YEAR}"
        number = whole(measure).pk
        sent = as_shown(manager, table, **{f"value_{number}": "70"})
        answer = manager.post(table, sent)
        assert answer.status_code == 422
        assert f'id="id_explanation_{number}_error"' in answer.content.decode()
        answer = manager.post(table, sent | {f"explanation_{number}": "Two centres closed."})
        assert answer.status_code == 302
        assert Observation.objects.get(period__label=YEAR).explanation == "Two centres closed."

    def test_the_past_of_a_figure_shows_question_and_answer(
        self, measure: Measure, manager: Client, viewer: Viewer
    ) -> None:
        kept = TestGiving().observe(viewer, measure, "70", explanation="Two centres closed.")
        shown = manager.get(f"/northshire/figures/{kept.series_id}/{kept.period_id}/").content.decode()
        assert "We asked: From 2007/08 to 2008/09 this goes down by 11.8 points." in shown
        assert "Answer: Two centres closed." in shown

    @pytest.mark.parametrize("page", ["", "sheet/"])
    def test_the_rules_stand_on_the_sheet_and_the_measures_page(
        self, measure: Measure, manager: Client, page: str
    ) -> None:
        shown = manager.get(f"/northshire/measures/{measure.pk}/{page}").content.decode()
        assert "How figures are checked" in shown
        assert "Largest change so far: 1.2 points, from 2005/06 to 2006/07." in shown

    def test_the_sheet_form_keeps_the_rules(self, measure: Measure, manager: Client) -> None:
        address = f"/northshire/measures/{measure.pk}/sheet/change/"
        sent = as_shown(manager, address, lowest="-5", largest_change="2", parts_add_up="no")
        assert sent["whole_numbers"] == ""
        assert manager.post(address, sent).status_code == 302
        measure.refresh_from_db()
        assert (measure.lowest, measure.highest, measure.largest_change) == (Decimal(-5), None, Decimal(2))
        assert (measure.whole_numbers, measure.parts_add_up) == (None, False)
        assert as_shown(manager, address)["parts_add_up"] == "no"
