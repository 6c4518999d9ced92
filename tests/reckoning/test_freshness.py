"""How long ago a figure was expected that is not there."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.columns import LONG_AGO, Observations, Observed, State, day_number
from goldenthread.reckoning.freshness import MONTHS, Freshness, freshness, in_words, last_answers
from tests.reckoning import slow

JUNE = date(2009, 6, 30)


def one(
    answered: date | None, today: date, every: int = 3, grace: int = 10, first_end: date | None = None
) -> tuple[Freshness, int, int]:
    """How fresh, how many periods are overdue, for how many days."""
    days = [LONG_AGO if day is None else day_number(day) for day in (answered, first_end)]
    found = freshness(
        np.array([every]), np.array([grace]), np.array(days[:1]), np.array(days[1:]), today=day_number(today)
    )
    return Freshness(found.freshness[0]), int(found.periods[0]), int(found.days[0])


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2009, 7, 1), (Freshness.FRESH, 0, 0)),
        (date(2009, 10, 10), (Freshness.FRESH, 0, 0)),
        (date(2009, 10, 11), (Freshness.LATE, 1, 1)),
        (date(2010, 1, 10), (Freshness.LATE, 1, 92)),
        (date(2010, 1, 11), (Freshness.STALE, 2, 93)),
        (date(2011, 1, 11), (Freshness.STALE, 6, 458)),
    ],
)
def test_a_quarter_is_late_after_its_days_of_grace(today: date, expected: tuple[Freshness, int, int]) -> None:
    assert one(JUNE, today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2009, 7, 10), (Freshness.NOT_DUE, 0, 0)),
        (date(2009, 7, 11), (Freshness.NEVER, 1, 1)),
        (date(2009, 10, 11), (Freshness.NEVER, 2, 93)),
    ],
)
def test_a_first_figure_is_not_due_before_its_period_and_the_grace_are_over(
    today: date, expected: tuple[Freshness, int, int]
) -> None:
    assert one(None, today, first_end=JUNE) == expected


def test_what_is_not_known_is_not_called_late() -> None:
    assert one(date(2001, 3, 31), date(2009, 7, 1), every=0) == (Freshness.UNKNOWN, 0, 0)
    assert one(None, date(2009, 7, 1), every=0, first_end=JUNE) == (Freshness.UNKNOWN, 0, 0)
    assert one(None, date(2009, 7, 1)) == (Freshness.NEVER, 0, 0)


days = st.dates(date(2004, 1, 1), date(2012, 12, 31))


@given(st.none() | days, st.none() | days, st.sampled_from([0, *MONTHS.values()]), st.integers(0, 100), days)
def test_freshness_as_counted_period_by_period(
    answered: date | None, first_end: date | None, every: int, grace: int, today: date
) -> None:
    kind, overdue, late_from = slow.freshness(answered, first_end, every, grace, today)

    late = (today - late_from).days + 1 if late_from and overdue else 0
    assert one(answered, today, every, grace, first_end) == (kind, overdue, late)


def test_an_answer_is_a_figure_or_that_it_cannot_be_computed_for_a_period_that_has_begun() -> None:
    def quarter(series: int, month: int, value: float | None, state: State = State.NUMBER) -> Observed:
        start = date(2009, month, 1)
        return Observed(series, start, start + timedelta(days=88), value, state)

    observations = Observations.of(
        [
            quarter(0, 4, 1.0),
            quarter(0, 1, 1.0),
            quarter(0, 7, None),
            quarter(1, 4, None, State.CANNOT_COMPUTE),
            quarter(3, 10, 1.0),
            quarter(4, 9, 1.0),
        ]
    )

    answered = last_answers(observations, 5, day_number(date(2009, 9, 1)))

    ends = day_number(date(2009, 4, 1) + timedelta(days=88))
    assert answered.tolist() == [ends, ends, LONG_AGO, LONG_AGO, day_number(date(2009, 9, 1)) + 88]


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        (
            "quarterly",
            "A figure is expected every quarter. It is late when 42 days have passed since the period's end.",
        ),
        (
            "half_yearly",
            "A figure is expected every half year. It is late when 42 days have passed since the period's end.",
        ),
        ("", "Nobody has said how often a figure is expected, so it is never late."),
    ],
)
def test_the_rule_in_words(frequency: str, words: str) -> None:
    assert in_words(frequency) == words


def test_keys_and_words_of_freshness() -> None:
    assert [each.key for each in Freshness] == ["fresh", "late", "stale", "never", "not-due", "unknown"]
    assert len({each.words for each in Freshness}) == len(Freshness)
    assert MONTHS == {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "school_year": 12}
