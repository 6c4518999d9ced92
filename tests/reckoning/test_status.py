"""Which figure counts, what it is held against, and the status and reason that follow."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.reckoning.assessment import Assessment, Point, assess_one
from goldenthread.reckoning.choosing import compare
from goldenthread.reckoning.columns import Observations, Promised, Targets, day_number
from goldenthread.reckoning.rule import Rule, Rules
from goldenthread.reckoning.status import Reason, Status

APRIL, MARCH = date(2009, 4, 1), date(2010, 3, 31)
YEAR_2009 = (APRIL, MARCH)
YEAR_2010 = (date(2010, 4, 1), date(2011, 3, 31))
YEAR_2008 = (date(2008, 4, 1), date(2009, 3, 31))
SPRING, SUMMER = (APRIL, date(2009, 6, 30)), (date(2009, 7, 1), date(2009, 9, 30))
WINTER = (date(2010, 1, 1), MARCH)
AUTUMN_DAY, AFTER = date(2009, 11, 23), date(2010, 6, 1)
HIGHER, LOWER = Rule("higher"), Rule("lower")
HOMES, INCIDENTS = Rule("higher", adds_up=True), Rule("lower", adds_up=True)

Period = tuple[date, date]


def point(period: Period, value: str | None, *, cannot: bool = False, soft: bool = False) -> Point:
    return Point(*period, None if value is None else Decimal(value), cannot, soft)


def target(period: Period, value: str) -> tuple[date, date, Decimal]:
    return (*period, Decimal(value))


ON_85 = [target(YEAR_2009, "85")]
TWO_YEARS = [*ON_85, target(YEAR_2010, "90")]


@pytest.mark.parametrize(
    ("points", "targets", "rule", "today", "expected"),
    [
        # against the target of the period
        ([point(YEAR_2009, "85")], ON_85, HIGHER, AUTUMN_DAY, (Status.ON_TRACK, Reason.TARGET)),
        ([point(YEAR_2009, "84")], ON_85, HIGHER, AUTUMN_DAY, (Status.WATCH, Reason.TARGET)),
        ([point(YEAR_2009, "0")], ON_85, HIGHER, AUTUMN_DAY, (Status.OFF_TRACK, Reason.TARGET)),
        ([point(SUMMER, "80")], ON_85, HIGHER, AUTUMN_DAY, (Status.OFF_TRACK, Reason.PART_OF_YEAR)),
        (
            [point(SUMMER, "85")],
            [*ON_85, target(SUMMER, "90")],
            HIGHER,
            AUTUMN_DAY,
            (Status.OFF_TRACK, Reason.TARGET),
        ),
        # which figure counts: the one that ends last of those that have begun, the longer of two
        (
            [point(SPRING, "90"), point(SUMMER, "80")],
            ON_85,
            HIGHER,
            AUTUMN_DAY,
            (Status.OFF_TRACK, Reason.PART_OF_YEAR),
        ),
        (
            [point(SUMMER, "90"), point(WINTER, "0")],
            ON_85,
            HIGHER,
            AUTUMN_DAY,
            (Status.ON_TRACK, Reason.PART_OF_YEAR),
        ),
        (
            [point(SUMMER, "90"), point(WINTER, "0")],
            ON_85,
            HIGHER,
            WINTER[0],
            (Status.OFF_TRACK, Reason.PART_OF_YEAR),
        ),
        (
            [point(YEAR_2009, "90"), point(WINTER, "0")],
            TWO_YEARS,
            HIGHER,
            AFTER,
            (Status.ON_TRACK, Reason.TARGET),
        ),
        # three that are no number
        ([], ON_85, HIGHER, AFTER, (Status.NO_FIGURE, Reason.NEVER)),
        ([], [], HIGHER, AFTER, (Status.NO_FIGURE, Reason.NEVER)),
        ([], ON_85, HIGHER, MARCH, (Status.TOO_EARLY, Reason.NOT_DUE)),
        ([], ON_85, HIGHER, date(2010, 4, 1), (Status.NO_FIGURE, Reason.NEVER)),
        (
            [point(SPRING, "90"), point(SUMMER, None)],
            ON_85,
            HIGHER,
            AUTUMN_DAY,
            (Status.NO_FIGURE, Reason.MISSING),
        ),
        (
            [point(SUMMER, None, cannot=True)],
            ON_85,
            HIGHER,
            AUTUMN_DAY,
            (Status.CANNOT_COMPUTE, Reason.FIGURE_CANNOT),
        ),
        # nothing to hold it against
        ([point(SUMMER, "80")], [], HIGHER, AUTUMN_DAY, (Status.CANNOT_COMPUTE, Reason.NO_TARGET)),
        (
            [point(YEAR_2010, "80")],
            ON_85,
            HIGHER,
            date(2010, 7, 1),
            (Status.CANNOT_COMPUTE, Reason.NO_TARGET),
        ),
        ([point(SUMMER, "80")], ON_85, Rule(), AUTUMN_DAY, (Status.CANNOT_COMPUTE, Reason.NO_POLARITY)),
        (
            [point(SUMMER, "80")],
            ON_85,
            Rule("none"),
            AUTUMN_DAY,
            (Status.CANNOT_COMPUTE, Reason.NEITHER_BETTER),
        ),
        ([point(SUMMER, "80")], ON_85, Rule("range"), AUTUMN_DAY, (Status.CANNOT_COMPUTE, Reason.NO_RANGE)),
        (
            [point(SUMMER, "80")],
            [target(YEAR_2010, "90")],
            HIGHER,
            AUTUMN_DAY,
            (Status.TOO_EARLY, Reason.LATER_TARGET),
        ),
        # a range needs no target
        (
            [point(SUMMER, "80")],
            [],
            Rule("range", range_low=Decimal(80)),
            AUTUMN_DAY,
            (Status.ON_TRACK, Reason.RANGE),
        ),
        # the last target's period is over
        ([point(YEAR_2009, "85")], ON_85, HIGHER, AFTER, (Status.FINISHED, Reason.FINISHED_MET)),
        ([point(YEAR_2009, "84.9")], ON_85, HIGHER, AFTER, (Status.OFF_TRACK, Reason.FINISHED_MISSED)),
        ([point(YEAR_2009, "84.9", soft=True)], ON_85, HIGHER, AFTER, (Status.WATCH, Reason.SOFT)),
        ([point(YEAR_2009, "85", soft=True)], ON_85, HIGHER, AFTER, (Status.ON_TRACK, Reason.SOFT)),
        ([point(YEAR_2009, "85")], ON_85, HIGHER, MARCH, (Status.ON_TRACK, Reason.TARGET)),
        ([point(YEAR_2009, "85")], TWO_YEARS, HIGHER, AFTER, (Status.ON_TRACK, Reason.TARGET)),
        ([point(WINTER, "85")], ON_85, HIGHER, AFTER, (Status.FINISHED, Reason.FINISHED_MET)),
        ([point(SUMMER, "85")], ON_85, HIGHER, AFTER, (Status.ON_TRACK, Reason.PART_OF_YEAR)),
        # what adds up is not scaled: a part says something only when it already settles the whole
        ([point(SUMMER, "40")], ON_85, HOMES, AUTUMN_DAY, (Status.TOO_EARLY, Reason.COUNT_SO_FAR)),
        ([point(SUMMER, "85")], ON_85, HOMES, AUTUMN_DAY, (Status.ON_TRACK, Reason.PART_OF_YEAR)),
        ([point(SUMMER, "40")], ON_85, HOMES, AFTER, (Status.NO_FIGURE, Reason.WHOLE_MISSING)),
        ([point(YEAR_2009, "40")], ON_85, HOMES, AUTUMN_DAY, (Status.OFF_TRACK, Reason.TARGET)),
        ([point(SUMMER, "40")], ON_85, INCIDENTS, AUTUMN_DAY, (Status.TOO_EARLY, Reason.COUNT_SO_FAR)),
        ([point(SUMMER, "88")], ON_85, INCIDENTS, AUTUMN_DAY, (Status.WATCH, Reason.PART_OF_YEAR)),
        ([point(SUMMER, "99")], ON_85, INCIDENTS, AUTUMN_DAY, (Status.OFF_TRACK, Reason.PART_OF_YEAR)),
    ],
)
def test_a_status_and_its_reason(
    points: list[Point],
    targets: list[tuple[date, date, Decimal]],
    rule: Rule,
    today: date,
    expected: tuple[Status, Reason],
) -> None:
    found = assess_one(points, targets, rule, today=today)

    assert (found.status, found.reason) == expected


def interim(value: str, **given: object) -> Assessment:
    """A figure for 2009/10, with a target of 100 for 2010/11 alone and 50 as the baseline of 2008/09."""
    settings: dict[str, object] = {"baseline": (YEAR_2008[1], Decimal(50)), **given}
    return assess_one([point(YEAR_2009, value)], [target(YEAR_2010, "100")], HIGHER, today=AFTER, **settings)  # type: ignore[arg-type]


def test_a_later_target_is_reached_by_a_straight_line_from_the_baseline() -> None:
    halfway = interim("75")

    assert (halfway.status, halfway.reason, halfway.against) == (Status.ON_TRACK, Reason.INTERIM, 75.0)
    assert interim("74.9").status is Status.WATCH
    assert interim("71").status is Status.OFF_TRACK


@pytest.mark.parametrize(
    "given",
    [
        {"baseline": None},
        {"baseline": (MARCH, Decimal(50))},
        {"breaks": [date(2009, 4, 1)]},
        {"breaks": [MARCH]},
    ],
    ids=["none", "not earlier", "before a break", "break on the last day"],
)
def test_without_a_comparable_baseline_there_is_no_line(given: dict[str, object]) -> None:
    found = interim("75", **given)

    assert (found.status, found.reason, found.against) == (Status.TOO_EARLY, Reason.LATER_TARGET, None)


@pytest.mark.parametrize(
    "day", [YEAR_2008[1], date(2010, 4, 1)], ids=["on the baseline's day", "after the figure"]
)
def test_a_break_elsewhere_leaves_the_line_alone(day: date) -> None:
    assert interim("75", breaks=[day]).reason is Reason.INTERIM


def test_a_first_figure_is_due_when_its_own_period_and_the_days_of_grace_are_over() -> None:
    def never(today: date) -> tuple[Status, Reason]:
        found = assess_one([], ON_85, HIGHER, today=today, frequency="quarterly", grace=10)
        return found.status, found.reason

    assert never(date(2009, 7, 10)) == (Status.TOO_EARLY, Reason.NOT_DUE)
    assert never(date(2009, 7, 11)) == (Status.NO_FIGURE, Reason.NEVER)


@pytest.mark.parametrize(
    ("targets", "today", "due"),
    [
        ([], AUTUMN_DAY, True),
        (ON_85, MARCH, False),
        (ON_85, date(2010, 4, 1), True),
        (TWO_YEARS, AFTER, True),
    ],
)
def test_where_nobody_said_how_often_a_figure_is_due_after_the_earliest_target(
    targets: list[tuple[date, date, Decimal]], today: date, due: bool
) -> None:
    columns = Targets.of(Promised(0, *each) for each in targets)

    found = compare(Observations.of([]), columns, Rules.of([HIGHER]), today=day_number(today))

    assert found.due.tolist() == [due]


def test_statuses_have_the_keys_that_the_pages_draw() -> None:
    assert [status.key for status in Status] == [
        "off-track",
        "watch",
        "on-track",
        "finished",
        "no-figure",
        "cannot-compute",
        "too-early",
    ]


def test_every_status_and_reason_is_said_in_words() -> None:
    assert [status.words for status in Status] == [
        "off track",
        "watch",
        "on track",
        "finished",
        "no figure",
        "cannot be computed",
        "too early to say",
    ]
    assert all(reason.words.endswith(".") for reason in Reason)
