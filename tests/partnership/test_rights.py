"""Who may do what: the table, scopes, and what is one's own."""

import pytest

from goldenthread.kernel.errors import NotAllowed
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC, Grant, Viewer
from goldenthread.partnership.rules import (
    HOLDERS,
    Right,
    check,
    holders_in_words,
    may,
    may_somewhere,
    rights_in_words,
)

HERE, ELSEWHERE, THEME, OTHER_THEME = 1, 2, 10, 11

BY_HAND = {
    Right.READ: {
        "administrator",
        "manager",
        "theme_lead",
        "contributor",
        "finance_officer",
        "minute_taker",
        "board_member",
        "auditor",
    },
    Right.GIVE_ROLES: {"administrator", "manager"},
    Right.MANAGE: {"manager"},
    Right.KEEP: {"manager", "theme_lead"},
    Right.CONTRIBUTE: {"manager", "theme_lead"},
    Right.DECIDE: {"manager", "minute_taker"},
    Right.FOLLOW_UP: {"manager", "theme_lead", "minute_taker"},
    Right.VERIFY: {"manager", "theme_lead", "finance_officer", "minute_taker", "board_member"},
}
"""Who has each right on everything; a contributor has CONTRIBUTE on what is theirs."""


def with_role(role: str, *, partnership: int = HERE, scope: int | None = None) -> Viewer:
    return Viewer("V", 1, grants=frozenset({Grant(role, partnership, scope)}))


@pytest.mark.parametrize("right", list(Right))
def test_each_right_is_held_by_those_written_down(right: Right) -> None:
    held = {role for role in BY_HAND[Right.READ] if may(with_role(role), right, HERE)}
    assert held == BY_HAND[right]


@pytest.mark.parametrize("right", list(Right))
def test_a_role_elsewhere_is_none_here(right: Right) -> None:
    held = {role for role in BY_HAND[Right.READ] if may(with_role(role, partnership=ELSEWHERE), right, HERE)}
    assert held == set()


def test_a_contributor_has_their_own_only() -> None:
    contributor = with_role("contributor")
    assert may(contributor, Right.CONTRIBUTE, HERE, own=True)
    assert not may(contributor, Right.CONTRIBUTE, HERE)
    assert not may(contributor, Right.KEEP, HERE, own=True)


def test_a_lead_of_one_theme_keeps_that_theme_alone() -> None:
    lead = with_role("theme_lead", scope=THEME)
    assert may(lead, Right.KEEP, HERE, scopes=(None, THEME))
    assert not may(lead, Right.KEEP, HERE, scopes=(OTHER_THEME,))
    assert not may(lead, Right.KEEP, HERE)
    assert may_somewhere(lead, Right.KEEP, HERE)
    assert not may_somewhere(lead, Right.KEEP, ELSEWHERE)


def test_an_auditor_changes_nothing() -> None:
    rights = {right for right in Right if "auditor" in HOLDERS[right]}  # type: ignore[comparison-overlap]
    assert rights == {Right.READ}


def test_the_public_may_nothing_and_the_command_line_all() -> None:
    assert {right for right in Right if may(PUBLIC, right, HERE)} == set()
    assert {right for right in Right if may(COMMAND_LINE, right, HERE)} == set(Right)


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(NotAllowed) as told:
        check(PUBLIC, Right.DECIDE, HERE)
    assert str(told.value) == (
        "Only the partnership manager or a minute-taker may write down a decision. Sign in as one, or ask them."
    )
    assert holders_in_words(Right.READ) == "the partnership's own people"


def test_every_role_says_what_it_may_do() -> None:
    said = dict(rights_in_words())
    assert len(said) == len(BY_HAND[Right.READ])
    assert said["Auditor"] == "May read what is not published."
    assert said["Contributor"] == "May read what is not published, give figures and progress that they lead."
