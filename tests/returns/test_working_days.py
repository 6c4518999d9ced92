"""Working days, holidays and quiet hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.returns.working_days import (
    COUNTRIES,
    Quiet,
    bank_holidays,
    country_of,
    is_working_day,
    next_sending_moment,
)

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("E07000098", "ENG"),
        ("W06000015", "WLS"),
        ("S12000036", "SCT"),
        ("N09000003", "NIR"),
        ("", "ENG"),
        ("s1", "SCT"),
    ],
)
def test_the_code_of_a_place_says_whose_holidays_it_has(code: str, country: str) -> None:
    assert country_of(code) == country


@pytest.mark.parametrize(
    ("day", "england", "wales", "scotland"),
    [
        (date(2026, 1, 1), False, False, False),
        (date(2026, 1, 2), True, True, False),  # Scotland's second day of January
        (date(2026, 4, 3), False, False, False),  # Good Friday
        (date(2026, 4, 6), False, False, True),  # Easter Monday is none in Scotland
        (date(2026, 8, 3), True, True, False),  # Scotland's summer bank holiday
        (date(2026, 8, 31), False, False, True),
        (date(2026, 11, 30), True, True, False),  # St Andrew's Day
        (date(2026, 12, 28), False, False, False),  # stands in for Boxing Day, a Saturday
        (date(2026, 11, 24), True, True, True),
        (date(2026, 11, 28), False, False, False),  # a Saturday
    ],
)
def test_bank_holidays_of_each_country(day: date, england: bool, wales: bool, scotland: bool) -> None:
    assert [is_working_day(day, one) for one in ("ENG", "WLS", "SCT")] == [england, wales, scotland]


def test_every_country_has_its_holidays() -> None:
    assert {
        country: sum(day.weekday() < 5 for day in bank_holidays(country, 2025)) for country in COUNTRIES
    } == {
        "ENG": 8,
        "WLS": 8,
        "SCT": 9,
        "NIR": 10,
    }


moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)).map(lambda m: m.replace(tzinfo=LONDON))
quiets = st.builds(
    Quiet,
    st.sampled_from(sorted(COUNTRIES)),
    st.times(time(15), time(22)),
    st.times(time(5), time(10)),
)


@given(moments, quiets)
def test_the_next_moment_is_the_first_that_is_not_quiet(moment: datetime, quiet: Quiet) -> None:
    found = next_sending_moment(moment, quiet)
    assert quiet.is_over(found)
    assert found >= moment
    if found == moment:
        return
    assert found.time() == quiet.ends
    day = moment.date()
    while day < found.date():  # every day between is off, or over
        assert not is_working_day(day, quiet.country) or (
            day == moment.date() and moment.time() >= quiet.begins
        )
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 12, 24, 17, 59), datetime(2026, 12, 24, 17, 59)),
        (datetime(2026, 12, 24, 18, 0), datetime(2026, 12, 29, 8, 0)),
        (datetime(2026, 12, 25, 10, 0), datetime(2026, 12, 29, 8, 0)),
        (datetime(2026, 11, 24, 7, 59), datetime(2026, 11, 24, 8, 0)),
    ],
)
def test_over_christmas_nobody_is_written_to(moment: datetime, expected: datetime) -> None:
    there = next_sending_moment(moment.replace(tzinfo=LONDON), Quiet())
    assert there == expected.replace(tzinfo=LONDON)
