"""The freshness score against a slow second implementation, and its borders by hand."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.columns import LONG_AGO, day_number, ints
from goldenthread.reckoning.timeliness import GRACE, WINDOW, Scored, Timeliness, timeliness

TODAY = date(2010, 3, 10)


class Counted(NamedTuple):
    """A series: months between figures, its first period's end if known, the day it began, and what came."""

    every: int
    first_end: date | None
    begins: date
    came: list[tuple[date, date]]


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _score(series: list[Counted], today: date) -> Scored:
    rows = [(number, *pair) for number, one in enumerate(series) for pair in one.came]
    return timeliness(
        np.array([one.every for one in series], np.int64),
        np.array([day_number(one.first_end) if one.first_end else LONG_AGO for one in series], np.int64),
        np.array([day_number(one.begins) for one in series], np.int64),
        series=ints(row[0] for row in rows),
        end=ints(day_number(row[1]) for row in rows),
        came=ints(day_number(row[2]) for row in rows),
        today=day_number(today),
    )


def _slowly(one: Counted, today: date) -> Timeliness:
    """Look at each day of the window: whether a stretch's figure is late from that day on."""
    counts = [0, 0, 0]
    for back in range(WINDOW):
        end = today - timedelta(days=back + GRACE + 1)
        if not one.every or end != _end_of_month(end) or end < (one.first_end or one.begins):
            continue
        month = (one.first_end or date(2009, 3, 31)).month
        if (end.month - month + 12 * end.year) % one.every:
            continue
        days = [came for period, came in one.came if _end_of_month(period) == end and came <= today]
        first = min(days, default=None)
        counts[2 if first is None else 0 if first <= end + timedelta(days=GRACE) else 1] += 1
    return Timeliness(*counts)


_days = st.dates(date(2007, 1, 1), date(2011, 12, 31))
_ends = _days.map(_end_of_month)
_series = st.builds(
    Counted,
    st.sampled_from([0, 1, 3, 6, 12]),
    st.none() | _ends,
    _days,
    st.lists(st.tuples(_ends, _days), max_size=12),
)


@given(st.lists(_series, min_size=1, max_size=4), _days)
def test_the_columns_score_what_the_slow_count_does(series: list[Counted], today: date) -> None:
    scored = _score(series, today)

    assert [scored.of([number]) for number in range(len(series))] == [_slowly(one, today) for one in series]


@given(st.lists(_series, min_size=1, max_size=5), _days)
def test_a_group_is_the_sum_of_its_series(series: list[Counted], today: date) -> None:
    scored = _score(series, today)
    alone = [scored.of([number]) for number in range(len(series))]

    assert scored.of(range(len(series))) == Timeliness(
        sum(one.in_time for one in alone), sum(one.late for one in alone), sum(one.missing for one in alone)
    )


@pytest.mark.parametrize(
    ("came", "told"),
    [
        (date(2010, 2, 11), Timeliness(4, 0, 0)),  # the last day in time
        (date(2010, 2, 12), Timeliness(3, 1, 0)),
        (None, Timeliness(3, 0, 1)),
    ],
)
def test_the_last_day_in_time_is_six_weeks_after_the_quarter(came: date | None, told: Timeliness) -> None:
    ends = [date(2009, 3, 31), date(2009, 6, 30), date(2009, 9, 30)]
    given_ = [(end, end) for end in ends] + ([(date(2009, 12, 31), came)] if came else [])

    assert _score([Counted(3, date(2008, 6, 30), date(2008, 1, 1), given_)], TODAY).of([0]) == told


def test_nothing_expected_is_neither_nought_nor_all() -> None:
    unknown = _score([Counted(0, None, date(2008, 1, 1), [])], TODAY).of([0])

    assert (unknown.percent, unknown.in_words()) == (None, "Nothing was expected in the last 12 months")
    assert Timeliness(0, 0, 3).percent == 0
    assert Timeliness(0, 0, 3).in_words() == "0 of 3 expected figures came in time (0%)"


def test_a_score_is_all_only_where_all_came() -> None:
    assert [Timeliness(999, 1, 0).percent, Timeliness(1000, 0, 0).percent] == [99, 100]
    assert Timeliness(1, 0, 0).in_words() == "1 of 1 expected figure came in time (100%)"
