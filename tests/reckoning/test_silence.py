"""Who is silent, against a slow second implementation, and its borders by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.reckoning.silence import Silence, Turn, silence

TODAY = date(2009, 7, 6)


def _slowly(turns: list[Turn], today: date, ever: bool) -> Silence:
    if any(turn.answered for turn in turns if not turn.due_on < today):
        return Silence(0, False)
    missed, past = 0, [turn for turn in turns if turn.due_on < today and turn.asked > 0]
    while past:
        latest = past[0]
        for turn in past:
            if turn.due_on >= latest.due_on:
                latest = turn
        if latest.answered:
            break
        missed += 1
        past.remove(latest)
    was_due = any(turn.due_on < today and turn.asked > 0 for turn in turns)
    return Silence(missed, was_due and not ever and not any(turn.answered for turn in turns))


@st.composite
def _turns(draw: st.DrawFn) -> list[Turn]:
    days = draw(st.lists(st.integers(-200, 40), unique=True, max_size=8))
    found = []
    for day in days:
        asked = draw(st.integers(0, 4))
        answered = draw(st.integers(0, asked))
        found.append(Turn(TODAY + timedelta(days=day), asked, answered))
    return found


@given(_turns(), st.booleans())
def test_silence_is_what_the_slow_count_says(turns: list[Turn], ever: bool) -> None:
    assert silence(turns, TODAY, ever=ever) == _slowly(turns, TODAY, ever)


def _past(*answered: int) -> list[Turn]:
    """Rounds of the last months, the oldest first, of two things each."""
    return [
        Turn(TODAY - timedelta(days=30 * (len(answered) - place)), 2, count)
        for place, count in enumerate(answered)
    ]


@pytest.mark.parametrize(
    ("turns", "told", "silent"),
    [
        ([], Silence(0, False), False),
        (_past(0), Silence(1, True), True),
        (_past(1, 0), Silence(1, False), False),
        (_past(1, 0, 0), Silence(2, False), True),
        (_past(0, 0, 1), Silence(0, False), False),
        ([Turn(TODAY, 2, 0)], Silence(0, False), False),  # due today is not past
        ([Turn(TODAY - timedelta(days=1), 2, 0)], Silence(1, True), True),
        ([*_past(1, 0, 0), Turn(TODAY, 2, 1)], Silence(0, False), False),
    ],
)
def test_two_rounds_in_a_row_or_never_are_silence(turns: list[Turn], told: Silence, silent: bool) -> None:
    found = silence(turns, TODAY, ever=False)

    assert (found, found.is_silent) == (told, silent)


def test_who_answered_once_long_ago_did_not_never_answer() -> None:
    assert silence(_past(0), TODAY, ever=True) == Silence(1, False)
