"""The latest figure against an earlier one."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from goldenthread.reckoning.assessment import Assessment, Point, assess_one
from goldenthread.reckoning.columns import Observations, Observed
from goldenthread.reckoning.direction import Against, Direction, travel
from goldenthread.reckoning.rule import Rule, Rules

SUMMER_08, SPRING, SUMMER = (
    (date(2008, 7, 1), date(2008, 9, 30)),
    (date(2009, 4, 1), date(2009, 6, 30)),
    (date(2009, 7, 1), date(2009, 9, 30)),
)
YEAR_2007, YEAR_2008 = (date(2007, 4, 1), date(2008, 3, 31)), (date(2008, 4, 1), date(2009, 3, 31))
RANGE = Rule("range", range_low=Decimal(10), range_high=Decimal(20))


def travelled(points: dict[tuple[date, date], str | None], rule: Rule, *breaks: date) -> Assessment:
    rows = [Point(*period, None if value is None else Decimal(value)) for period, value in points.items()]
    return assess_one(rows, [], rule, today=date(2009, 11, 23), breaks=breaks)


@pytest.mark.parametrize(
    ("rule", "then", "now", "expected"),
    [
        (Rule("higher"), "80", "82", Direction.IMPROVING),
        (Rule("higher"), "80", "79.9", Direction.WORSENING),
        (Rule("higher"), "80", "80", Direction.STEADY),
        (Rule("higher"), "0", "0", Direction.STEADY),
        (Rule("higher"), "-3", "0", Direction.IMPROVING),
        (Rule("lower"), "80", "82", Direction.WORSENING),
        (Rule("lower"), "80", "79.9", Direction.IMPROVING),
        (RANGE, "25", "22", Direction.IMPROVING),
        (RANGE, "25", "5", Direction.STEADY),
        (RANGE, "12", "9", Direction.WORSENING),
        (RANGE, "12", "19", Direction.STEADY),
        (Rule("range"), "12", "19", Direction.UNKNOWN),
        (Rule("none"), "80", "82", Direction.UNKNOWN),
        (Rule(""), "80", "82", Direction.UNKNOWN),
    ],
)
def test_a_direction_by_polarity(rule: Rule, then: str, now: str, expected: Direction) -> None:
    found = travelled({SPRING: then, SUMMER: now}, rule)

    assert (found.direction, found.compared) == (expected, Against.PREVIOUS)
    assert found.change == pytest.approx(float(Decimal(now) - Decimal(then)))


@pytest.mark.parametrize("polarity", ["higher", "lower"])
def test_what_binary_makes_of_decimals_is_no_change(polarity: str) -> None:
    observations = Observations.of([Observed(0, *SPRING, 0.3), Observed(0, *SUMMER, 0.1 + 0.2)])

    found = travel(observations, np.array([1]), Rules.of([Rule(polarity)]))

    assert found.difference[0] != 0
    assert found.direction.tolist() == [Direction.STEADY]


@pytest.mark.parametrize(
    ("points", "compared", "earlier"),
    [
        ({SUMMER_08: "70", SPRING: "80", SUMMER: "82"}, Against.YEAR_AGO, 0),
        ({SUMMER_08: None, SPRING: "80", SUMMER: "82"}, Against.PREVIOUS, 1),
        ({YEAR_2008: "80", SUMMER: "82"}, Against.NO_EARLIER, None),
        ({YEAR_2007: "80", YEAR_2008: "82"}, Against.PREVIOUS, 0),
        ({SPRING: "80", SUMMER: None}, Against.NO_FIGURE, None),
        ({}, Against.NO_FIGURE, None),
    ],
    ids=["year ago", "year ago has none", "other length", "years", "latest has none", "nothing"],
)
def test_what_a_figure_is_compared_with(
    points: dict[tuple[date, date], str | None], compared: Against, earlier: int | None
) -> None:
    found = travelled(points, Rule("higher"))

    assert (found.compared, found.earlier) == (compared, earlier)
    assert (found.change is None) == (earlier is None)


@pytest.mark.parametrize(
    ("day", "compared"),
    [
        (date(2009, 4, 1), Against.PREVIOUS),
        (date(2009, 4, 2), Against.BREAK),
        (date(2009, 7, 1), Against.BREAK),
        (date(2009, 8, 1), Against.BREAK),
        (date(2009, 10, 1), Against.YEAR_AGO),
    ],
    ids=["before both", "in the earlier", "between", "in the latest", "after both"],
)
def test_a_break_parts_what_was_before_from_what_came_after(day: date, compared: Against) -> None:
    assert travelled({SUMMER_08: "70", SPRING: "80", SUMMER: "82"}, Rule("higher"), day).compared is compared


def test_directions_and_comparisons_are_said_in_words() -> None:
    assert [each.key for each in Direction] == ["improving", "worsening", "steady", "unknown"]
    assert len({each.words for each in Against}) == len(Against)
