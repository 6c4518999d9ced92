"""Each check of a figure: where it speaks, what it says, and where it keeps silent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from goldenthread.reckoning.checks import (
    Behind,
    Breakdown,
    Check,
    Level,
    Limits,
    Part,
    Point,
    Proposed,
    Sheet,
    check_figure,
    limits_of,
)
from goldenthread.reckoning.periods import span

TODAY = date(2012, 6, 1)
SHARE = Sheet(title="Pupils with five good grades", data_type="percentage", unit="%", decimals=1)
COUNT = Sheet(title="New homes", data_type="count")
YEARS = ("2004/05", "2005/06", "2006/07", "2007/08", "2008/09")


def point(period: str, value: str | None, status: str = "") -> Point:
    start, end = span(period) or (None, None)
    return Point(period, start, end, None if value is None else Decimal(value), status)


def series(*values: str, periods: tuple[str, ...] = YEARS, **told: object) -> Behind:
    points = tuple(map(point, periods, values))
    return Behind(points=points, **told)  # type: ignore[arg-type]


def asked(
    value: str | None,
    behind: Behind = Behind(),  # noqa: B008  (frozen)
    sheet: Sheet = SHARE,
    *,
    period: str = "2009/10",
    status: str = "",
    parts: tuple[str, str] | None = None,
    decimals: int = 0,
) -> tuple[Check, ...]:
    start, end = span(period) or (None, None)
    top, bottom = (Decimal(one) for one in parts) if parts else (None, None)
    known = [one.value for one in behind.points if one.value is not None]
    limits: Limits = limits_of(sheet, [*known, *behind.aims], decimals=decimals)
    given = Proposed(period, start, end, None if value is None else Decimal(value), status, top, bottom)
    return check_figure(given, behind, limits, today=TODAY)


def brief(found: tuple[Check, ...]) -> list[tuple[str, str, str]]:
    return [(one.code, one.level.value, one.field) for one in found]


class TestRange:
    @pytest.mark.parametrize("value", ["0", "0.0", "100", "55.5"])
    def test_a_percentage_from_0_to_100_is_not_asked_about(self, value: str) -> None:
        assert asked(value) == ()

    @pytest.mark.parametrize(
        ("value", "says"),
        [
            ("100.1", "100.1% is above the highest that this measure can be, 100%."),
            ("-0.1", "-0.1% is below the lowest that this measure can be, 0%."),
        ],
    )
    def test_a_percentage_beyond_is_stopped(self, value: str, says: str) -> None:
        assert asked(value) == (Check("out_of_range", Level.ERROR, "value", says),)

    def test_a_change_in_per_cent_may_lie_below_zero_and_above_a_hundred(self) -> None:
        change = replace(SHARE, title="Change in carbon emissions")
        assert [asked(value, sheet=change) for value in ("-12.5", "140")] == [(), ()]

    def test_climate_change_is_no_change(self) -> None:
        assert brief(asked("140", sheet=replace(SHARE, title="Schools with a climate change plan"))) == [
            ("out_of_range", "error", "value")
        ]

    def test_what_the_series_was_or_aims_at_beyond_the_usual_ends_opens_them(self) -> None:
        assert asked("104", Behind(aims=(Decimal(105),))) == ()
        assert asked("-3", series("-2", "-4", "-1"), COUNT) == ()

    def test_the_sheet_says_otherwise(self) -> None:
        wide = replace(SHARE, lowest=Decimal(-10), highest=Decimal(150))
        assert asked("149", sheet=wide) == ()
        assert [one.sentence for one in asked("151", sheet=wide)] == [
            "151% is above the highest that this measure can be, 150%."
        ]
        narrow = Sheet(data_type="score", lowest=Decimal(1), highest=Decimal(4))
        assert brief(asked("0", sheet=narrow)) == [("out_of_range", "error", "value")]
        assert asked("1", sheet=narrow) == asked("4", sheet=narrow) == ()

    @pytest.mark.parametrize(
        ("sheet", "stopped"),
        [
            (COUNT, True),
            (Sheet(data_type="rate", unit="per 1,000 people"), True),
            (Sheet(unit="per 1,000 people"), True),
            (Sheet(data_type="money", unit="£"), False),
            (Sheet(data_type="average"), False),
            (Sheet(data_type="score"), False),
            (Sheet(), False),
            (Sheet(title="Net additional homes", data_type="count"), False),
        ],
    )
    def test_below_zero_by_kind_of_number(self, sheet: Sheet, stopped: bool) -> None:
        assert brief(asked("-1", sheet=sheet)) == ([("out_of_range", "error", "value")] if stopped else [])

    def test_a_slip_out_of_range_is_one_message_with_what_was_meant(self) -> None:
        (found,) = asked("4510", series("44.1", "45.0", "45.3", "45.2"))
        assert (found.code, found.level) == ("out_of_range", Level.ERROR)
        assert found.sentence.endswith("can be, 100%. Did you mean 45.1%?")
        assert found.history[-1] == ("2007/08", "45.2%")


class TestWholeNumbers:
    def test_a_count_is_whole(self) -> None:
        assert brief(asked("12.5", sheet=COUNT)) == [("not_whole", "error", "value")]
        assert asked("12.0", sheet=COUNT) == ()

    def test_unless_the_sheet_or_the_series_says_otherwise(self) -> None:
        assert asked("12.5", sheet=replace(COUNT, whole=False)) == ()
        assert asked("12.5", series("11.5", "12"), COUNT) == ()
        assert brief(asked("12.5", sheet=Sheet(whole=True))) == [("not_whole", "error", "value")]

    def test_thousands_are_taken_for_what_they_are(self) -> None:
        (found,) = asked("1.234", series("1200", "1250"), COUNT)
        assert found.sentence == ("This is counted in whole numbers, and 1.234 is none. Did you mean 1,234?")


class TestNumeratorAndDenominator:
    def test_a_part_above_its_whole_is_stopped_and_nothing_else_is_said(self) -> None:
        found = asked("120", series("80", "81", "82", "83"), parts=("120", "100"))
        assert brief(found) == [("numerator_above", "error", "numerator")]
        assert found[0].sentence.startswith(
            "The number on top, 120, is above the number it is divided by, 100."
        )

    def test_equal_is_a_hundred_per_cent(self) -> None:
        assert asked("100", parts=("100", "100")) == ()

    def test_a_rate_may_exceed(self) -> None:
        assert (
            asked("1200", sheet=Sheet(data_type="rate", unit="per 1,000 people"), parts=("120", "100")) == ()
        )

    def test_a_share_that_may_be_above_a_hundred_may_too(self) -> None:
        assert asked("120", sheet=replace(SHARE, highest=Decimal(200)), parts=("120", "100")) == ()


class TestUnitSlips:
    @pytest.mark.parametrize(
        ("given", "sheet", "known", "meant"),
        [
            ("0.45", SHARE, ("44.1", "46", "45.2"), "45%"),
            ("45", Sheet(title="Score", data_type="score"), ("0.44", "0.46"), "0.45"),
            ("1250", Sheet(data_type="money", unit="£"), ("12.1", "12.9", "13"), "£12.5"),
            (
                "31",
                Sheet(data_type="rate", unit="per 100,000 people"),
                ("3100", "3250"),
                "3,100 per 100,000 people",
            ),
            ("12", COUNT, ("12400", "12900"), "12,000"),
            ("4.1", Sheet(data_type="money", unit="£"), ("4100000", "4300000"), "£4,100,000"),
        ],
    )
    def test_a_figure_100_or_1000_or_a_million_times_off_is_asked_about(
        self, given: str, sheet: Sheet, known: tuple[str, ...], meant: str
    ) -> None:
        (found,) = asked(given, series(*known), sheet)
        assert (found.code, found.level) == ("unit_slip", Level.WARNING)
        assert f"Did you mean {meant}?" in found.sentence
        assert len(found.history) == len(known)

    @pytest.mark.parametrize("given", ["0", "4.9", "44", "99"])
    def test_what_is_near_or_zero_is_not(self, given: str) -> None:
        assert asked(given, series("44.1", "46", "45.2")) == ()

    def test_nothing_is_meant_that_the_measure_cannot_be(self) -> None:
        assert asked("2", series("81", "85")) == ()
        assert brief(asked("1", series("81", "85"))) == [("unit_slip", "warning", "value")]

    def test_a_low_series_stays_low(self) -> None:
        assert asked("0.45", series("0.4", "0.6", "0.5")) == ()

    def test_a_hundredfold_count_is_no_slip(self) -> None:
        assert asked("200", series("2", "1"), COUNT) == ()

    def test_a_wide_series_is_left_only_beyond_ten_times(self) -> None:
        wide, sheet = series("10", "100"), Sheet(data_type="score")
        assert asked("2", wide, sheet) == ()
        assert brief(asked("0.9", wide, sheet)) == [("unit_slip", "warning", "value")]

    def test_what_mends_a_slip_is_not_held_against_it(self) -> None:
        slip = Behind(points=(point("2009/10", "0.45"),))
        assert brief(asked("45", slip)) == [("revised", "warning", "revision")]

    def test_without_figures_the_target_or_baseline_tells(self) -> None:
        (found,) = asked("0.45", Behind(aims=(Decimal(47),)))
        assert "far from the target or the baseline, which is about 47.0%" in found.sentence

    def test_without_anything_the_shape_of_a_percentage_tells(self) -> None:
        (found,) = asked("0.45")
        assert "Did you mean 45%?" in found.sentence
        assert asked("1") == asked("0") == asked("0.45", parts=("9", "2000")) == ()

    def test_figures_from_before_a_break_do_not_tell(self) -> None:
        behind = series("0.44", "0.46", "0.45", breaks=(date(2009, 4, 1),))
        assert asked("45", behind, Sheet(data_type="score")) == ()

    def test_what_is_divided_here_is_asked_about_at_the_number_on_top(self) -> None:
        assert brief(asked("0.045", series("44.1", "46", "45.2"), parts=("9", "20000"))) == [
            ("unit_slip", "warning", "numerator")
        ]

    def test_no_largest_change_is_said_beside_it(self) -> None:
        assert brief(asked("0.45", series("44.1", "46", "45.2", "45", "44.8"))) == [
            ("unit_slip", "warning", "value")
        ]


class TestLargestChange:
    def test_beyond_the_largest_it_is_asked_about_with_the_history(self) -> None:
        (found,) = asked("60", series("44.1", "46", "45.2", "48.4", "48"))
        assert (found.code, found.level, found.field) == ("largest_change", Level.WARNING, "value")
        assert found.sentence == (
            "From 2008/09 to 2009/10 this goes up by 12.0 points. The largest change so far was 3.2 points, from"
            " 2006/07 to 2007/08. Say what happened."
        )
        assert found.history == (
            ("2004/05", "44.1%"),
            ("2005/06", "46.0%"),
            ("2006/07", "45.2%"),
            ("2007/08", "48.4%"),
            ("2008/09", "48.0%"),
        )

    def test_as_much_as_the_largest_is_not(self) -> None:
        assert asked("51.2", series("44.1", "46", "45.2", "48.4", "48")) == ()
        assert brief(asked("44.7", series("44.1", "46", "45.2", "48.4", "48"))) == [
            ("largest_change", "warning", "value")
        ]

    def test_two_changes_are_too_few_to_say_so(self) -> None:
        assert asked("60", series("44", "45", "46", periods=YEARS[2:])) == ()
        assert len(asked("60", series("43", "44", "45", "46", periods=YEARS[1:]))) == 1

    def test_zero_is_a_number(self) -> None:
        assert brief(asked("0", series("44.1", "46", "45.2", "48.4", "48"))) == [
            ("largest_change", "warning", "value")
        ]

    def test_a_missing_figure_makes_no_change_and_is_none(self) -> None:
        behind = series("44", "45", "46")
        points = (*behind.points, point("2007/08", None), point("2008/09", None))
        assert asked("60", Behind(points=points)) == ()
        assert asked(None, series("44.1", "46", "45.2", "48.4", "48")) == ()

    def test_nothing_is_compared_across_a_break(self) -> None:
        assert asked("60", series("44", "46", "45", "48", "48", breaks=(date(2009, 4, 1),))) == ()
        two_changes = series("44", "46", "45", "48", periods=YEARS[1:], breaks=(date(2006, 4, 1),))
        assert asked("60", two_changes) == ()

    def test_a_jump_at_a_break_is_no_change(self) -> None:
        periods = ("2001/02", "2002/03", "2003/04", *YEARS)
        values = ("10", "11", "12", "44", "46", "45", "48", "48")
        broken = series(*values, periods=periods, breaks=(date(2004, 4, 1),))
        assert brief(asked("52", broken)) == [("largest_change", "warning", "value")]
        assert asked("52", series(*values, periods=periods)) == ()

    def test_quarters_are_held_against_those_of_the_year_before(self) -> None:
        periods = tuple(f"{year}/{year + 1 - 2000:02d} Q{q}" for year in (2007, 2008) for q in (1, 2, 3, 4))
        seasonal = series("10", "40", "70", "40", "12", "43", "74", "41", periods=periods)
        assert asked("15", seasonal, period="2009/10 Q1") == ()
        (found,) = asked("40", seasonal, period="2009/10 Q1")
        assert found.sentence.startswith(
            "From 2008/09 Q1 to 2009/10 Q1 this goes up by 28.0 points. The largest change so far was 4.0 points,"
            " from 2007/08 Q3 to 2008/09 Q3."
        )

    def test_in_its_first_two_years_a_quarter_is_held_against_the_one_before(self) -> None:
        periods = tuple(f"2008/09 Q{q}" for q in (1, 2, 3, 4))
        (found,) = asked("60", series("40", "41", "43", "44", periods=periods), period="2009/10 Q1")
        assert found.sentence.startswith("From 2008/09 Q4 to 2009/10 Q1")

    def test_seven_quarters_are_no_two_years(self) -> None:
        periods = tuple(f"{year}/{year + 1 - 2000:02d} Q{q}" for year in (2007, 2008) for q in (1, 2, 3, 4))[
            1:
        ]
        behind = series("40", "70", "40", "12", "43", "74", "41", periods=periods)
        assert asked("15", behind, period="2009/10 Q1") == ()
        (found,) = asked("90", behind, period="2009/10 Q1")
        assert found.sentence.startswith("From 2008/09 Q4 to 2009/10 Q1")

    def test_where_the_year_before_lies_beyond_a_break_the_last_figure_counts(self) -> None:
        periods = tuple(f"{year}/{year + 1 - 2000:02d} Q{q}" for year in (2007, 2008) for q in (1, 2, 3, 4))
        values = ("10", "12", "11", "13", "12", "14", "13", "41")
        behind = series(*values, periods=periods, breaks=(date(2009, 1, 1),))
        (found,) = asked("60", behind, period="2009/10 Q1")
        assert found.sentence.startswith(
            "From 2008/09 Q4 to 2009/10 Q1 this goes up by 19.0 points. The largest change so far was 2.0 points,"
        )

    def test_years_and_quarters_are_not_mixed(self) -> None:
        assert asked("10", series("44.1", "46", "45.2", "48.4", "48"), period="2009/10 Q1") == ()

    def test_a_change_of_the_last_decimal_is_not_asked_about(self) -> None:
        flat = series("44.1", "44.1", "44.1", "44.1", "44.1")
        assert asked("44.2", flat) == ()
        (found,) = asked("45", flat)
        assert "It never changed so far." in found.sentence

    def test_the_sheet_says_what_is_usual(self) -> None:
        usual = replace(SHARE, largest_change=Decimal(5))
        assert asked("53", series("44.1", "46", "45.2", "48.4", "48"), usual) == ()
        (found,) = asked("53.1", series("48", periods=("2008/09",)), usual)
        assert "The largest usual change of this measure is 5.0 points." in found.sentence

    def test_a_figure_in_between_is_held_against_the_next_too(self) -> None:
        behind = series("44", "45", "46", "47", periods=("2005/06", "2006/07", "2007/08", "2008/09"))
        (found,) = asked("60", behind, period="2004/05")
        assert found.sentence.startswith("From 2004/05 to 2005/06 this goes down by 16.0 points.")

    def test_what_is_replaced_is_no_history(self) -> None:
        behind = series("44", "45", "46", "47", "90")
        assert brief(asked("48", behind, period="2008/09")) == [("revised", "warning", "revision")]
        assert brief(asked("60", behind, period="2008/09")) == [
            ("largest_change", "warning", "value"),
            ("revised", "warning", "revision"),
        ]


class TestParts:
    def women_and_men(self, total: str | None, *values: str | None) -> Behind:
        names = ("men", "women", "not said")
        parts = tuple(
            Part(name, None if v is None else Decimal(v)) for name, v in zip(names, values, strict=False)
        )
        whole = None if total is None else Part("", Decimal(total))
        return Behind(breakdowns=(Breakdown("sex", whole, parts),))

    def test_parts_that_add_up_are_not_asked_about(self) -> None:
        assert asked("100", self.women_and_men("100", "40", "60"), COUNT) == ()

    def test_parts_that_do_not_are(self) -> None:
        (found,) = asked("100", self.women_and_men("100", "40", "55"), COUNT)
        assert (found.code, found.level) == ("parts", Level.WARNING)
        assert found.sentence == (
            "The parts by sex add up to 95, which is 5 less than the total of 100. Say why, or mend one of them."
        )

    def test_a_part_without_a_figure_may_make_up_for_it(self) -> None:
        assert asked("100", self.women_and_men("100", "40", "55", None), COUNT) == ()
        (found,) = asked("100", self.women_and_men("100", "40", "65", None), COUNT)
        assert "which is 5 more than the total of 100. And not said has no figure yet." in found.sentence

    def test_round_numbers_are_as_exact_as_others(self) -> None:
        assert len(asked("100", self.women_and_men("100", "40", "50"), COUNT)) == 1
        assert asked("100", self.women_and_men("100", "40", "60"), COUNT) == ()

    def test_zero_is_a_part(self) -> None:
        assert brief(asked("100", self.women_and_men("100", "40", "55", "0"), COUNT)) == [
            ("parts", "warning", "value")
        ]

    def test_rounding_is_not_asked_about_and_more_is(self) -> None:
        money = Sheet(data_type="money", unit="£")
        assert asked("100.2", self.women_and_men("100.2", "40.1", "60.2"), money) == ()
        assert len(asked("100.2", self.women_and_men("100.2", "40.1", "60.4"), money)) == 1

    def test_not_where_they_overlap(self) -> None:
        assert asked("100", self.women_and_men("100", "40", "55"), replace(COUNT, parts_add_up=False)) == ()

    def test_not_where_nobody_says_that_the_kind_adds_up(self) -> None:
        behind = self.women_and_men("100", "40", "55")
        assert asked("100", behind, Sheet()) == asked("100", behind, Sheet(data_type="score")) == ()
        for kind in ("", "score"):
            assert len(asked("100", behind, Sheet(data_type=kind, parts_add_up=True))) == 1

    def test_a_share_lies_between_its_parts(self) -> None:
        assert asked("45", self.women_and_men("45", "40", "55")) == ()
        (found,) = asked("60", self.women_and_men("60", "40", "55"))
        assert found.sentence.startswith(
            "The total of 60.0% must lie between its parts by sex: the lowest is 40.0% (men), the highest 55.0% (women)."
        )
        assert asked("60", self.women_and_men("60", "40", "55", None)) == ()
        assert asked("39.9", self.women_and_men("39.9", "40", "55")) == ()
        assert len(asked("39.8", self.women_and_men("39.8", "40", "55"))) == 1

    def test_the_numbers_behind_shares_add_up(self) -> None:
        def counted(top: str) -> Behind:
            parts = (
                Part("men", Decimal(40), Decimal(40), Decimal(100)),
                Part("women", Decimal(50), Decimal(top), Decimal(100)),
            )
            whole = Part("", Decimal(45), Decimal(90), Decimal(200))
            return Behind(breakdowns=(Breakdown("sex", whole, parts),))

        assert asked("45", counted("50")) == ()
        (found,) = asked("45", counted("52"))
        assert found.sentence.startswith("The numbers on top by sex add up to 92, which is 2 more")

    def test_no_total_yet_is_not_asked_about(self) -> None:
        assert asked("40", self.women_and_men(None, "40", "55"), COUNT) == ()


class TestRevision:
    def test_another_figure_asks_of_what_kind(self) -> None:
        (found,) = asked("46", series("44", "45"), period="2005/06")
        assert (found.code, found.level, found.field) == ("revised", Level.WARNING, "revision")
        assert found.sentence == (
            "2005/06 has a figure already: 45.0%. You replace it by 46.0%. Is it a correction, late data or a new method?"
        )

    def test_the_same_figure_asks_nothing(self) -> None:
        assert asked("45.0", series("44", "45"), period="2005/06") == ()

    def test_no_figure_in_place_of_one_asks_too(self) -> None:
        (found,) = asked(None, series("44", "45"), period="2005/06")
        assert "You replace it by no figure." in found.sentence

    def test_a_figure_where_there_was_none_replaces_nothing(self) -> None:
        assert asked("45", Behind(points=(point("2005/06", None),)), period="2005/06") == ()

    def test_final_becomes_provisional(self) -> None:
        final = Behind(points=(point("2005/06", "45", "final"),))
        assert brief(asked("45", final, period="2005/06", status="provisional")) == [
            ("less_firm", "warning", "status")
        ]
        assert brief(asked("46", final, period="2005/06", status="estimated")) == [
            ("revised", "warning", "revision"),
            ("less_firm", "warning", "status"),
        ]
        assert asked("45", final, period="2005/06", status="final") == ()

    def test_provisional_becomes_final_unasked(self) -> None:
        soft = Behind(points=(point("2005/06", "45", "provisional"),))
        assert asked("45", soft, period="2005/06", status="final") == ()

    def test_an_error_is_all_that_is_said(self) -> None:
        final = Behind(points=(point("2005/06", "45", "final"),))
        assert brief(asked("145", final, period="2005/06", status="provisional")) == [
            ("out_of_range", "error", "value")
        ]


class TestPeriod:
    def test_what_has_not_begun_is_stopped(self) -> None:
        assert asked("145", period="2013/14") == (
            Check("future", Level.ERROR, "period", "2013/14 has not begun yet."),
        )
        assert asked("45", period="2012/13") == asked("45", period="Jun 2012") == ()
        assert brief(asked("45", period="Jul 2012")) == [("future", "error", "period")]

    def test_a_period_without_dates_is_checked_as_far_as_it_goes(self) -> None:
        assert brief(asked("145", period="wave 3")) == [("out_of_range", "error", "value")]
        assert asked("45", series("44.1", "46", "45.2", "48.4", "48"), period="wave 3") == ()
