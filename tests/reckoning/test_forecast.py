"""Where a straight line through the points so far stands at the year's end."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.reckoning.assessment import Assessment, Point, assess_one
from goldenthread.reckoning.forecast import Why
from goldenthread.reckoning.rule import Rule
from goldenthread.reckoning.status import Status

YEAR = (date(2009, 4, 1), date(2010, 3, 31))
Q1, Q2, Q3, Q4 = (
    (date(2009, 4, 1), date(2009, 6, 30)),
    (date(2009, 7, 1), date(2009, 9, 30)),
    (date(2009, 10, 1), date(2009, 12, 31)),
    (date(2010, 1, 1), date(2010, 3, 31)),
)
OLD_Q3, OLD_Q4 = (date(2008, 10, 1), date(2008, 12, 31)), (date(2009, 1, 1), date(2009, 3, 31))
YEARS = [(date(year, 4, 1), date(year + 1, 3, 31)) for year in range(2004, 2009)]
APRIL_MAY = (date(2009, 4, 1), date(2009, 5, 31)), (date(2009, 6, 1), date(2009, 7, 31))
FIVE_MONTHS = (date(2009, 4, 1), date(2009, 8, 31)), (date(2009, 9, 1), date(2010, 1, 31))
HIGHER, HOMES = Rule("higher"), Rule("higher", adds_up=True)
Period = tuple[date, date]


def ahead(
    points: dict[Period, str | None],
    rule: Rule = HIGHER,
    *breaks: date,
    target: str = "85",
    today: date | None = None,
) -> Assessment:
    rows = [Point(*period, None if value is None else Decimal(value)) for period, value in points.items()]
    return assess_one(rows, [(*YEAR, Decimal(target))], rule, today=today or date(2010, 1, 10), breaks=breaks)


@pytest.mark.parametrize(
    ("points", "rule", "value", "through", "why"),
    [
        ({Q1: "80", Q2: "82"}, HIGHER, 86, 2, Why.THIS_YEAR),
        ({Q1: "80", Q2: "81", Q3: "85"}, HIGHER, 87, 3, Why.THIS_YEAR),
        ({Q1: "80", Q2: None, Q3: "82"}, HIGHER, 83, 2, Why.THIS_YEAR),
        ({Q1: "0", Q2: "0"}, HIGHER, 0, 2, Why.THIS_YEAR),
        # the year's own points, once they are two; before that the last four periods
        ({OLD_Q4: "10", Q1: "80", Q2: "82"}, HIGHER, 86, 2, Why.THIS_YEAR),
        ({OLD_Q3: "78", OLD_Q4: "80", Q1: "82"}, HIGHER, 88, 3, Why.RECENT),
        ({YEARS[3]: "80", YEARS[4]: "82"}, HIGHER, 84, 2, Why.RECENT),
        (dict(zip(YEARS, ("0", "70", "71", "72", "73"), strict=True)), HIGHER, 74, 4, Why.RECENT),
        # other lengths do not stand in the line
        ({YEARS[4]: "10", Q1: "80", Q2: "82"}, HIGHER, 86, 2, Why.THIS_YEAR),
        # what adds up is added up: 10 + 12 + 14 + 16
        ({Q1: "10", Q2: "12"}, HOMES, 52, 2, Why.THIS_YEAR),
        # the period without a figure is filled by the line too: 10 + 12 + 14 + 16
        ({Q1: "10", Q3: "14"}, HOMES, 52, 2, Why.THIS_YEAR),
        # only the year's own are counted, however the line was drawn: 14 + 16 + 18 + 20
        ({OLD_Q3: "10", OLD_Q4: "12", Q1: "14"}, HOMES, 68, 3, Why.RECENT),
        ({YEARS[3]: "80", YEARS[4]: "82"}, HOMES, 84, 2, Why.RECENT),
        (dict(zip(APRIL_MAY, ("10", "12"), strict=True)), HOMES, 90, 2, Why.THIS_YEAR),
    ],
)
def test_the_line_at_the_end_of_the_year(
    points: dict[Period, str | None], rule: Rule, value: int, through: int, why: Why
) -> None:
    found = ahead(points, rule)

    assert found.forecast == pytest.approx(value)
    assert (found.forecast_points, found.forecast_why) == (through, why)


@pytest.mark.parametrize(
    ("points", "rule", "today", "why"),
    [
        ({}, HIGHER, None, Why.NO_FIGURE),
        ({Q1: "80"}, HIGHER, None, Why.TOO_FEW),
        ({Q1: None, Q2: None}, HIGHER, None, Why.TOO_FEW),
        ({Q1: "80", Q2: "82", Q3: "84", Q4: "85"}, HIGHER, None, Why.COMPLETE),
        ({Q1: "80", Q2: "82"}, HIGHER, date(2010, 4, 1), Why.NO_TARGET),
        ({YEARS[0]: "80", YEARS[1]: "82"}, HIGHER, None, Why.TOO_OLD),
        (dict(zip(FIVE_MONTHS, ("80", "82"), strict=True)), HOMES, None, Why.UNEVEN),
    ],
)
def test_there_is_no_line_and_it_says_why(
    points: dict[Period, str | None], rule: Rule, today: date | None, why: Why
) -> None:
    found = ahead(points, rule, today=today)

    assert (found.forecast, found.forecast_points, found.forecast_why) == (None, 0, why)
    assert found.forecast_status is Status.TOO_EARLY


@pytest.mark.parametrize(
    ("day", "through"),
    [(date(2009, 4, 1), 3), (date(2009, 5, 1), 2), (date(2009, 7, 1), 2), (date(2010, 1, 1), 3)],
)
def test_no_line_goes_across_a_break(day: date, through: int) -> None:
    assert ahead({Q1: "80", Q2: "82", Q3: "84"}, HIGHER, day).forecast_points == through


@pytest.mark.parametrize(
    ("today", "why"),
    [
        (date(2009, 3, 31), Why.NO_TARGET),
        (YEAR[0], Why.RECENT),
        (YEAR[1], Why.RECENT),
        (date(2010, 4, 1), Why.NO_TARGET),
    ],
)
def test_the_year_is_the_one_that_today_lies_in_from_its_first_day_to_its_last(today: date, why: Why) -> None:
    assert ahead({OLD_Q3: "78", OLD_Q4: "80"}, today=today).forecast_why is why


def test_a_break_may_leave_too_few() -> None:
    assert ahead({Q1: "80", Q2: "82"}, HIGHER, date(2009, 7, 1)).forecast_why is Why.TOO_FEW


@pytest.mark.parametrize(
    ("rule", "target", "expected"),
    [
        (HIGHER, "86", Status.ON_TRACK),
        (HIGHER, "87", Status.WATCH),
        (HIGHER, "100", Status.OFF_TRACK),
        (Rule("lower"), "85", Status.WATCH),
        (Rule("range", range_low=Decimal(80), range_high=Decimal(86)), "0", Status.ON_TRACK),
        (Rule("none"), "86", Status.CANNOT_COMPUTE),
        (Rule(), "86", Status.CANNOT_COMPUTE),
    ],
)
def test_the_forecast_has_a_status_by_the_same_rule(rule: Rule, target: str, expected: Status) -> None:
    found = ahead({Q1: "80", Q2: "82"}, rule, target=target)

    assert (found.forecast, found.forecast_status) == (86.0, expected)


def test_a_forecast_is_never_called_a_chance_or_a_trend() -> None:
    assert all("not a chance" in why.words for why in (Why.THIS_YEAR, Why.RECENT))
    assert len({why.words for why in Why}) == len(Why)
