"""What may become of actions and action points, how risks are read, and what is late."""

from datetime import date
from itertools import product

import pytest

from goldenthread.delivery.models import Action, ActionPoint
from goldenthread.delivery.rules import (
    ACTION_MOVES,
    DEFAULT_MAP,
    LEVELS,
    POINT_MOVES,
    can_move,
    check_counts,
    check_map,
    check_scores,
    check_span,
    days_late,
    level,
)
from goldenthread.kernel.errors import Invalid

ACTION_BY_HAND = {
    ("", "not_started"),
    ("", "under_way"),
    ("", "done"),
    ("", "stopped"),
    ("not_started", "under_way"),
    ("not_started", "done"),
    ("not_started", "stopped"),
    ("under_way", "not_started"),
    ("under_way", "done"),
    ("under_way", "stopped"),
    ("done", "under_way"),
    ("stopped", "under_way"),
}
POINT_BY_HAND = {
    ("open", "done"),
    ("open", "dropped"),
    ("done", "open"),
    ("done", "closed"),
    ("done", "dropped"),
    ("dropped", "open"),
}


def test_every_move_of_an_action() -> None:
    states = ["", *Action.State.values]
    assert {(a, b) for a, b in product(states, states) if can_move(ACTION_MOVES, a, b)} == ACTION_BY_HAND


def test_every_move_of_an_action_point() -> None:
    states = ActionPoint.State.values
    assert {(a, b) for a, b in product(states, states) if can_move(POINT_MOVES, a, b)} == POINT_BY_HAND


@pytest.mark.parametrize(
    ("attendances", "individuals", "is_wrong"),
    [
        (3, 1, False),
        (3, 3, False),
        (3, 4, True),
        (0, 0, False),
        (None, 4, False),
        (3, None, False),
        (0, 1, True),
    ],
)
def test_no_more_people_than_visits(attendances: int | None, individuals: int | None, is_wrong: bool) -> None:
    if is_wrong:
        with pytest.raises(Invalid, match=f"{individuals} people cannot make {attendances} visits"):
            check_counts(attendances, individuals)
    else:
        check_counts(attendances, individuals)


def test_nothing_is_due_before_it_starts() -> None:
    check_span(date(2009, 1, 2), date(2009, 1, 2))
    check_span(None, date(2009, 1, 2))
    with pytest.raises(Invalid, match="It starts on 02/01/2009, so it cannot be due before that"):
        check_span(date(2009, 1, 2), date(2009, 1, 1))


@pytest.mark.parametrize(
    ("scores", "wrong"),
    [
        ({}, set()),
        ({"likelihood_now": 1, "impact_now": 5}, set()),
        ({"likelihood_now": 1}, {"impact_now"}),
        ({"impact_aim": 2}, {"likelihood_aim"}),
        ({"likelihood_before": 0, "impact_before": 3}, {"likelihood_before"}),
        ({"likelihood_before": 3, "impact_before": 6}, {"likelihood_before"}),
        ({"likelihood_now": 1, "impact_aim": 2}, {"impact_now", "likelihood_aim"}),
    ],
)
def test_a_risk_is_judged_in_pairs(scores: dict[str, int], wrong: set[str]) -> None:
    found = set()
    try:
        check_scores(**scores)
    except Invalid as told:
        found = set(told.fields)
    assert found == wrong


class TestMap:
    def test_the_map_of_the_house_is_a_map(self) -> None:
        check_map(DEFAULT_MAP)
        assert (level(DEFAULT_MAP, 1, 1), level(DEFAULT_MAP, 3, 4), level(DEFAULT_MAP, 5, 5)) == (
            "low",
            "high",
            "severe",
        )

    @pytest.mark.parametrize("pair", [(None, None), (None, 3), (3, None)])
    def test_what_is_not_judged_has_no_level(self, pair: tuple[int | None, int | None]) -> None:
        assert level(DEFAULT_MAP, *pair) == ""

    def test_it_never_falls_as_a_risk_gets_worse(self) -> None:
        """Changing any one cell to any level is refused exactly where a slow look over all pairs says so."""
        for row, column, changed in product(range(5), range(5), LEVELS):
            levels = [list(one) for one in DEFAULT_MAP]
            levels[row][column] = changed
            falls = any(
                LEVELS.index(levels[a][b]) > LEVELS.index(levels[c][d])
                for a, b, c, d in product(range(5), repeat=4)
                if a <= c and b <= d
            )
            refused = False
            try:
                check_map(levels)
            except Invalid:
                refused = True
            assert refused == falls, (row, column, changed)

    @pytest.mark.parametrize(
        "levels", [DEFAULT_MAP[:4], [row[:4] for row in DEFAULT_MAP], [*DEFAULT_MAP[:4], ("terrible",) * 5]]
    )
    def test_it_has_25_cells_of_known_levels(self, levels: list[tuple[str, ...]]) -> None:
        with pytest.raises(Invalid):
            check_map(levels)


@pytest.mark.parametrize(
    ("due", "late"), [(None, 0), (date(2009, 1, 9), 1), (date(2009, 1, 10), 0), (date(2010, 1, 1), 0)]
)
def test_late_begins_the_day_after(due: date | None, late: int) -> None:
    assert days_late(due, date(2009, 1, 10)) == late
