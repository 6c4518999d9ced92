"""Derived measures: what a formula may name, and what it comes to, with every missing input named."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC, Viewer
from goldenthread.measures.models import Measure, Observation, Period
from goldenthread.measures.operations import adopt, amend_measure, observe, period_named, series_of
from goldenthread.measures.queries import derived_figures, inputs_of
from goldenthread.measures.queries.derived import HIDDEN
from goldenthread.measures.rules import check_formula, check_not_needed
from goldenthread.overview import queries
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.standing import standing
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.strategy.models import Theme
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db
LATER = on(2009, 6, 1)
OTHERS = [("NI 1", ""), ("NI 2", ""), ("share", "[NI 1] / [NI 2]"), ("", "NI")]


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=3)


@pytest.fixture
def share(place: Partnership) -> Measure:
    return derive(place, "NI 3", "[NI 1] / [ni 2] * 100")


def derive(place: Partnership, code: str, formula: str, **sheet: object) -> Measure:
    measure = measure_coded(code, place)
    with standing_at(on(2008, 7, 1)):
        amend_measure(by=COMMAND_LINE, measure=measure, formula=formula, frequency="", **sheet)
    return measure


def derive_unchecked(place: Partnership, code: str, formula: str) -> Measure:
    """A formula as an import or an older version may have left it."""
    Measure.objects.of(place.pk).filter(code=code).update(formula=formula, frequency="")
    return measure_coded(code, place)


def figures(measure: Measure, viewer: Viewer = COMMAND_LINE) -> dict[str, tuple[Decimal | None, str, str]]:
    """Value, gap and comment of each period of a measure's one series."""
    found = derived_figures([measure.pk], viewer=viewer)
    return {one.period: (one.value, one.gap, one.comment) for rows in found.values() for one in rows}


class TestWhatMayBeKept:
    @pytest.mark.parametrize(
        ("code", "formula"),
        [
            ("NI 3", "[NI 1] / [NI 2] * 100"),
            ("NI 3", "[ni 1] + [share]"),
            ("", "sum([NI 1], [NI 2])"),
        ],
    )
    def test_a_formula_of_known_codes(self, code: str, formula: str) -> None:
        check_formula(code, formula, OTHERS[:3])

    @pytest.mark.parametrize(
        ("code", "formula", "words"),
        [
            (
                "NI 3",
                "[NI 1] +",
                "Character 9: A number, a measure or a bracket is expected here, not the end.",
            ),
            ("NI 3", "12", "Character 1: A formula names at least one measure, such as [NI 154]."),
            (
                "NI 3",
                "[NI 9]",
                "There is no measure with the code NI 9 here. Write codes in square brackets, like [NI 154].",
            ),
            ("NI 3", "[ni 3] + 1", "A measure cannot be worked out from itself."),
            ("NI 1", "share", "These formulas go round in a circle: NI 1 needs share, and share needs NI 1."),
        ],
    )
    def test_what_cannot_be_worked_out_says_why(self, code: str, formula: str, words: str) -> None:
        others = [one for one in OTHERS[:3] if one[0] != code]
        with pytest.raises(Invalid) as told:
            check_formula(code, formula, others)
        assert told.value.fields == {"formula": words}

    def test_a_code_that_a_formula_needs_stays(self) -> None:
        with pytest.raises(Invalid) as told:
            check_not_needed("ni 1", OTHERS[2:3])
        assert told.value.fields == {"code": "share is worked out from ni 1. Change its formula first."}
        check_not_needed("NI 1", [*OTHERS[2:3], ("ni 1", "")])
        check_not_needed("NI 7", OTHERS[2:3])

    def test_the_sheet_is_checked_when_it_is_saved(self, place: Partnership, share: Measure) -> None:
        with pytest.raises(Invalid, match="no measure with the code NI 9"):
            amend_measure(by=COMMAND_LINE, measure=share, formula="[NI 9]")
        with pytest.raises(Invalid, match="go round in a circle"):
            amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), formula="[NI 3] * 2")
        with pytest.raises(Invalid, match="NI 3 is worked out from NI 1"):
            amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), code="NI 8")
        with pytest.raises(NotAllowed):
            amend_measure(by=factories.member(place, Role.Kind.AUDITOR).viewer, measure=share, formula="")

    def test_nobody_types_what_is_worked_out(self, place: Partnership, share: Measure) -> None:
        with pytest.raises(Refused, match="worked out from others"):
            observe(by=COMMAND_LINE, series=whole(share), period=period_named("2008/09"), value=Decimal(1))


class TestWhatItComesTo:
    def test_zero_missing_and_cannot_be_computed_are_three(self, place: Partnership, share: Measure) -> None:
        first, second = measure_coded("NI 1", place), measure_coded("NI 2", place)
        for period, top, bottom in (
            ("2008/09 Q1", "0", "40"),
            ("2008/09 Q2", "10", "0"),
            ("2008/09 Q3", "10", None),
            ("2008/09 Q4", "1", "3"),
        ):
            give(first, period, top, LATER)
            give(second, period, bottom, LATER)
        give(first, "2009/10 Q1", "5", LATER)
        assert figures(share) == {
            "2008/09 Q1": (Decimal(0), "", ""),
            "2008/09 Q2": (None, "cannot_compute", "It would be divided by zero."),
            "2008/09 Q3": (None, "missing", "There is no figure for NI 2 Households helped in way 2."),
            "2008/09 Q4": (Decimal("33.333333"), "", ""),
            "2009/10 Q1": (None, "missing", "There is no figure for NI 2 Households helped in way 2."),
        }

    def test_an_input_that_cannot_be_computed_is_named(self, place: Partnership, share: Measure) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", LATER)
        observe(
            by=COMMAND_LINE,
            series=whole(measure_coded("NI 2", place)),
            period=period_named("2008/09"),
            gap="cannot_compute",
            comment="Nobody was counted.",
        )
        assert figures(share) == {
            "2008/09": (None, "cannot_compute", "NI 2 Households helped in way 2 cannot be computed.")
        }

    def test_one_derived_measure_feeds_another(self, place: Partnership) -> None:
        half = derive(place, "NI 2", "[NI 1] / 2")
        derive(place, "NI 3", "[NI 2] + [NI 1]")
        give(measure_coded("NI 1", place), "2008/09", "3", LATER)
        assert figures(half) == {"2008/09": (Decimal("1.5"), "", "")}
        assert figures(measure_coded("NI 3", place)) == {"2008/09": (Decimal("4.5"), "", "")}

    def test_it_is_as_firm_and_as_illustrative_as_its_inputs(
        self, place: Partnership, share: Measure
    ) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", on(2009, 5, 1), status="final")
        give(measure_coded("NI 2", place), "2008/09", "2", LATER, status="provisional", illustrative=True)
        ((worked,),) = derived_figures([share.pk], viewer=COMMAND_LINE).values()
        assert (worked.status, worked.illustrative, worked.known_from) == ("provisional", True, LATER)

    @pytest.mark.parametrize(
        ("decimals", "second", "shown"), [(None, "1", 0), (None, "3", 1), (None, "3.25", 2), (2, "3", 2)]
    )
    def test_how_many_decimals_show(
        self, place: Partnership, decimals: int | None, second: str, shown: int
    ) -> None:
        measure = derive(place, "NI 3", "[NI 1] / [NI 2]", decimals=decimals)
        for code, value in (("NI 1", "2"), ("NI 2", second)):
            observe(
                by=COMMAND_LINE,
                series=_bare(measure_coded(code, place)),
                period=period_named("2008/09"),
                value=Decimal(value),
            )
        ((worked,),) = derived_figures([measure.pk], viewer=COMMAND_LINE).values()
        assert worked.decimals == shown

    def test_only_periods_of_the_sheets_length_count(self, place: Partnership, share: Measure) -> None:
        for period in ("2008/09", "2008/09 Q1"):
            give(measure_coded("NI 1", place), period, "1", LATER)
            give(measure_coded("NI 2", place), period, "2", LATER)
        assert list(figures(share)) == ["2008/09", "2008/09 Q1"]
        amend_measure(by=COMMAND_LINE, measure=share, frequency="quarterly")
        assert list(figures(share)) == ["2008/09 Q1"]

    def test_what_is_too_large_to_keep_says_so(self, place: Partnership) -> None:
        measure = derive(place, "NI 3", "[NI 1] * [NI 1]")
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), unit="homes")
        give(measure_coded("NI 1", place), "2008/09", "999999999999", LATER)
        assert figures(measure) == {"2008/09": (None, "cannot_compute", "The figure is too large to keep.")}

    def test_each_place_is_worked_out_from_its_own_figures(self, place: Partnership, share: Measure) -> None:
        town = partnerships.add_place(
            by=COMMAND_LINE, partnership_id=place.pk, name="Town", within=place.place
        )
        codes = {"NI 1": "3", "NI 2": "4"}
        for code, value in codes.items():
            give(measure_coded(code, place), "2008/09", "1", LATER)
            observe(
                by=COMMAND_LINE,
                series=series_of(measure_coded(code, place), town),
                period=period_named("2008/09"),
                value=Decimal(value),
            )
        series_of(share, town)
        found = derived_figures([share.pk], viewer=COMMAND_LINE)
        assert {rows[0].value for rows in found.values()} == {Decimal(100), Decimal(75)}

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        tops=st.lists(st.decimals(-10_000, 10_000, places=2) | st.none(), min_size=4, max_size=4),
        bottoms=st.lists(st.decimals(-10_000, 10_000, places=2) | st.none(), min_size=4, max_size=4),
    )
    def test_it_is_what_one_would_work_out_by_hand(
        self,
        place: Partnership,
        share: Measure,
        tops: list[Decimal | None],
        bottoms: list[Decimal | None],
    ) -> None:
        Observation.objects.all().delete()
        quarters = [f"2008/09 Q{number}" for number in range(1, 5)]
        for code, given_ in (("NI 1", tops), ("NI 2", bottoms)):
            Observation.objects.bulk_create(
                Observation(
                    series=whole(measure_coded(code, place)),
                    period=period_named(quarter),
                    value=value,
                    known_from=LATER,
                )
                for quarter, value in zip(quarters, given_, strict=True)
                if value is not None
            )
        assert {period: (value, gap) for period, (value, gap, _) in figures(share).items()} == {
            quarter: by_hand(top, bottom)
            for quarter, top, bottom in zip(quarters, tops, bottoms, strict=True)
            if top is not None or bottom is not None
        }


def by_hand(top: Decimal | None, bottom: Decimal | None) -> tuple[Decimal | None, str]:
    """[NI 1] / [NI 2] * 100 for one row, the slow way; as near as a float of 15 digits comes."""
    if top is None or bottom is None:
        return None, "missing"
    if bottom == 0:
        return None, "cannot_compute"
    exact = top / bottom * 100
    return Decimal(repr(float(exact))).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP), ""


def _bare(measure: Measure):  # type: ignore[no-untyped-def]
    amend_measure(by=COMMAND_LINE, measure=measure, decimals=None)
    return whole(measure)


class TestWhoSeesWhat:
    def test_what_is_not_public_shows_in_no_public_figure(self, place: Partnership, share: Measure) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", LATER)
        give(measure_coded("NI 2", place), "2008/09", "2", LATER)
        shown = [share.subject, measure_coded("NI 1", place).subject]
        kernel.show_to(Visibility.PUBLIC, shown, by=COMMAND_LINE, about=place.subject)
        assert figures(share, PUBLIC) == {"2008/09": (None, "missing", f"There is no figure for {HIDDEN}.")}
        assert [one.code for one in inputs_of(share, viewer=PUBLIC)] == ["NI 1"]
        kernel.show_to(
            Visibility.PUBLIC, [measure_coded("NI 2", place).subject], by=COMMAND_LINE, about=place.subject
        )
        assert figures(share, PUBLIC) == {"2008/09": (Decimal(50), "", "")}

    def test_a_hidden_derived_measure_says_nothing(self, place: Partnership, share: Measure) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", LATER)
        assert derived_figures([share.pk], viewer=PUBLIC) == {}

    def test_an_earlier_day_has_the_formula_and_the_figures_of_that_day(
        self, place: Partnership, share: Measure
    ) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", on(2009, 5, 1))
        give(measure_coded("NI 2", place), "2008/09", "2", on(2009, 5, 1))
        with standing_at(on(2009, 7, 1)):
            amend_measure(by=COMMAND_LINE, measure=share, formula="[NI 1] + [NI 2]")
        with standing_at(on(2009, 8, 1)):
            amend_measure(by=COMMAND_LINE, measure=share, formula="")
        known = {
            day: figures(share, COMMAND_LINE.at(on(2009, *day))).get("2008/09", (None,))[0]
            for day in ((4, 1), (6, 1), (7, 15), (8, 15))
        }
        assert known == {(4, 1): None, (6, 1): Decimal(50), (7, 15): Decimal(3), (8, 15): None}

    def test_an_earlier_day_has_the_codes_of_that_day(self, place: Partnership) -> None:
        twice = derive(place, "NI 2", "[NI 1] * 2")
        give(measure_coded("NI 1", place), "2008/09", "21", on(2009, 5, 1))
        with standing_at(on(2009, 7, 1)):
            amend_measure(by=COMMAND_LINE, measure=twice, formula="")
            amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), code="X")
            amend_measure(by=COMMAND_LINE, measure=twice, code="NI 1")
        assert figures(twice, COMMAND_LINE.at(on(2009, 6, 1))) == {"2008/09": (Decimal(42), "", "")}
        with standing_at(on(2009, 8, 1)):
            page = queries.glance(place.code, viewer=COMMAND_LINE.at(on(2009, 6, 1)))
        assert page.answered == 2

    def test_a_circle_that_came_in_some_other_way_breaks_no_page(self, place: Partnership) -> None:
        for code, formula in (("NI 1", "[NI 2]"), ("NI 2", "[NI 1]")):
            Measure.objects.of(place.pk).filter(code=code).update(formula=formula)
        third = derive_unchecked(place, "NI 3", "[NI 1] * 2")
        assert figures(third) == {}
        assert queries.measure(place.code, third.pk, viewer=COMMAND_LINE).formula == "[NI 1] * 2"

    def test_the_formula_names_nothing_that_is_hidden(self, place: Partnership, share: Measure) -> None:
        shown = [place.subject, share.subject, measure_coded("NI 1", place).subject]
        kernel.show_to(Visibility.PUBLIC, shown, by=COMMAND_LINE, about=place.subject)
        for page in ("", "sheet/"):
            content = Client().get(f"/northshire/measures/{share.pk}/{page}").content.decode()
            assert "Measures of which you cannot see all" in content
            assert "ni 2" not in content.casefold()

    def test_a_formula_names_what_was_adopted_for_the_same_place(self, place: Partnership) -> None:
        people = measure_coded("NI 1", place)
        amend_measure(by=COMMAND_LINE, measure=people, code="people", unit="people")
        kernel.show_to(
            Visibility.PUBLIC, [place.subject, people.subject], by=COMMAND_LINE, about=place.subject
        )
        give(people, "2008/09", "2000", LATER)
        other = loaded("southshire", measures=1)
        own = measure_coded("NI 1", other)
        theirs = series_of(own, place.place)
        with pytest.raises(Invalid, match="no measure with the code people here"):
            amend_measure(by=COMMAND_LINE, measure=own, formula="[people] / 1000", frequency="")
        adopt(
            by=COMMAND_LINE,
            partnership=other,
            series=whole(people),
            theme=Theme.objects.of(other.pk).get(),
        )
        amend_measure(by=COMMAND_LINE, measure=own, formula="[people] / 1000", frequency="")
        found = derived_figures([own.pk], viewer=COMMAND_LINE)
        assert {pk: [one.value for one in rows] for pk, rows in found.items() if rows} == {
            theirs.pk: [Decimal(2)]
        }
        assert [one.code for one in inputs_of(own, viewer=COMMAND_LINE)] == ["people"]

    def test_an_adopter_reads_the_stewards_figure(self, place: Partnership, share: Measure) -> None:
        for code, value in (("NI 1", "1"), ("NI 2", "2")):
            give(measure_coded(code, place), "2008/09", value, LATER)
        everything = [place.subject, *(measure_coded(f"NI {n}", place).subject for n in (1, 2, 3))]
        kernel.show_to(Visibility.PUBLIC, everything, by=COMMAND_LINE, about=place.subject)
        other = factories.partnership("southshire")
        factories.loaded(other, measures=1)
        theme = Theme.objects.of(other.pk).get()
        adopt(by=COMMAND_LINE, partnership=other, series=whole(share), theme=theme)
        page = queries.measure("southshire", share.pk, viewer=COMMAND_LINE)
        assert [one.value for one in page.series[0].observed] == [Decimal(50)]


class TestPages:
    def test_it_stands_like_any_other(self, place: Partnership, share: Measure) -> None:
        give(measure_coded("NI 1", place), "2008/09", "1", LATER)
        give(measure_coded("NI 2", place), "2008/09", "2", LATER)
        with standing_at(LATER):
            stands = standing(place.pk, viewer=COMMAND_LINE)
            page = queries.measure(place.code, share.pk, viewer=COMMAND_LINE)
        here = next(one for one in stands.measures if one.measure_id == share.pk)
        assert (here.answered, here.status) == (True, "off-track")
        assert (page.formula, [one.title for one in page.inputs]) == (
            "[NI 1] / [ni 2] * 100",
            ["NI 1 Households helped in way 1", "NI 2 Households helped in way 2"],
        )
        assert page.may_give_figures is False

    def test_the_form_keeps_a_formula_and_says_what_is_wrong(self, place: Partnership) -> None:
        client = Client()
        client.force_login(factories.manager(place).account)
        measure = measure_coded("NI 3", place)
        address = f"/northshire/measures/{measure.pk}/sheet/change/"
        answer = client.post(address, as_shown(client, address, formula="[NI 9]"))
        assert answer.status_code == 422
        assert "There is no measure with the code NI 9 here." in answer.content.decode()
        answer = client.post(address, as_shown(client, address, formula="[NI 1] * 2"))
        assert answer.status_code == 302
        give(measure_coded("NI 1", place), "2008/09 Q1", "21", LATER)
        shown = client.get(f"/northshire/measures/{measure.pk}/").content.decode()
        assert "[NI 1] * 2" in shown
        assert "42.0%" in shown

    def test_a_long_chain_is_worked_out_step_by_step(self) -> None:
        place = loaded("westshire", measures=60)
        for number in (1, 2):
            give(measure_coded(f"NI {number}", place), "2008/09", "1", LATER)
        for number in range(3, 61):
            derive_unchecked(place, f"NI {number}", f"[NI {number - 1}] + [NI {number - 2}]")
        ((last,),) = derived_figures([measure_coded("NI 60", place).pk], viewer=COMMAND_LINE).values()
        before, fibonacci = 1, 1
        for _ in range(58):
            before, fibonacci = fibonacci, before + fibonacci
        assert last.value == Decimal(fibonacci)

    def test_many_cost_no_more_questions_than_one(self) -> None:
        place = loaded("eastshire", measures=30)
        give(measure_coded("NI 1", place), "2008/09", "1", LATER)

        def questions() -> int:
            reckoned.clear()
            with CaptureQueriesContext(connection) as asked:
                standing(place.pk, viewer=COMMAND_LINE)
            return len(asked)

        derive(place, "NI 2", "[NI 1] * 2")
        few = questions()
        for number in range(3, 31):
            derive(place, f"NI {number}", f"[NI {number - 1}] + 1")
        assert questions() == few
        ((last,),) = derived_figures([measure_coded("NI 30", place).pk], viewer=COMMAND_LINE).values()
        assert last.value == Decimal(30)
        assert Period.objects.filter(pk=last.period_id).exists()
        assert datetime.now(UTC) > last.known_from
