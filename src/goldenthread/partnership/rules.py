"""Who may do what in a partnership: one table of rights and roles, and the questions asked of it."""

import secrets
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

from goldenthread.kernel.errors import Invalid, NotAllowed
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Group, Role
from goldenthread.reckoning.periods import span


class Right(Enum):
    """Something that one may do in a partnership; its value is the end of "Only … may …"."""

    READ = "read what is not published"
    GIVE_ROLES = "say who may do what"
    MANAGE = "change the plan"
    KEEP = "keep the records of a theme"
    CONTRIBUTE = "give figures and progress"
    DECIDE = "write down a decision"
    FOLLOW_UP = "set an action point"
    VERIFY = "close an action point as the second person"


class Reach(Enum):
    """How far a role's right goes."""

    SCOPE = "its theme or group, or the whole partnership where it has none"
    OWN = "only what the person leads"


_K = Role.Kind
HOLDERS: Final[dict[Right, dict[Role.Kind, Reach]]] = {
    Right.READ: dict.fromkeys(_K, Reach.SCOPE),
    Right.GIVE_ROLES: dict.fromkeys((_K.ADMINISTRATOR, _K.MANAGER), Reach.SCOPE),
    Right.MANAGE: {_K.MANAGER: Reach.SCOPE},
    Right.KEEP: dict.fromkeys((_K.MANAGER, _K.THEME_LEAD), Reach.SCOPE),
    Right.CONTRIBUTE: {_K.MANAGER: Reach.SCOPE, _K.THEME_LEAD: Reach.SCOPE, _K.CONTRIBUTOR: Reach.OWN},
    Right.DECIDE: dict.fromkeys((_K.MANAGER, _K.MINUTE_TAKER), Reach.SCOPE),
    Right.FOLLOW_UP: dict.fromkeys((_K.MANAGER, _K.THEME_LEAD, _K.MINUTE_TAKER), Reach.SCOPE),
    Right.VERIFY: dict.fromkeys(
        (_K.MANAGER, _K.THEME_LEAD, _K.FINANCE_OFFICER, _K.MINUTE_TAKER, _K.BOARD_MEMBER), Reach.SCOPE
    ),
}
"""Which roles have a right. Who is in no list has it not: an auditor reads all and changes nothing."""

SECOND_FACTOR: Final = frozenset({_K.ADMINISTRATOR, _K.MANAGER})
"""The roles that may do so much that a password alone is too little."""

READS_PRIVATE: Final = frozenset({_K.ADMINISTRATOR, _K.MANAGER, _K.AUDITOR})
"""The roles that read what is private to the manager."""


def may(
    viewer: Viewer, right: Right, partnership_id: int, *, scopes: Iterable[int | None] = (), own: bool = False
) -> bool:
    """Whether this viewer has a right on something.

    `scopes` are the themes and groups that it hangs in; `own` says that the viewer leads it.
    """
    if viewer.everywhere:
        return True
    inside = set(scopes)
    for grant in viewer.grants:
        reach = HOLDERS[right].get(Role.Kind(grant.role))
        if reach is None or grant.partnership_id != partnership_id:
            continue
        if grant.scope_id is not None and grant.scope_id not in inside:
            continue
        if reach is Reach.SCOPE or own:
            return True
    return False


def may_somewhere(viewer: Viewer, right: Right, partnership_id: int) -> bool:
    """Whether this viewer has a right on anything of a partnership; what on, each operation asks."""
    return viewer.everywhere or any(
        grant.partnership_id == partnership_id and Role.Kind(grant.role) in HOLDERS[right]
        for grant in viewer.grants
    )


def needs_second_factor(viewer: Viewer) -> bool:
    """Whether somebody has a role for which a password alone is too little."""
    return any(Role.Kind(grant.role) in SECOND_FACTOR for grant in viewer.grants)


def check(
    viewer: Viewer, right: Right, partnership_id: int, *, scopes: Iterable[int | None] = (), own: bool = False
) -> None:
    """Raises NotAllowed unless the viewer has the right on it."""
    if not may(viewer, right, partnership_id, scopes=scopes, own=own):
        raise NotAllowed(f"Only {holders_in_words(right)} may {right.value}. Sign in as one, or ask them.")


def holders_in_words(right: Right) -> str:
    """Who has a right, in words: "the partnership manager or a theme lead"."""
    if right is Right.READ:
        return "the partnership's own people"
    names = [
        f"{'the' if kind is Role.Kind.MANAGER else 'an' if kind.label[0] in 'AEIOU' else 'a'} {kind.label.lower()}"
        for kind in Role.Kind
        if kind in HOLDERS[right]
    ]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def rights_in_words() -> list[tuple[str, str]]:
    """What each role may do, as (role, sentence)."""
    found = []
    for kind in Role.Kind:
        named = [
            f"{right.value}{' that they lead' if HOLDERS[right][kind] is Reach.OWN else ''}"
            for right in Right
            if kind in HOLDERS[right]
        ]
        found.append((kind.label, f"May {', '.join(named)}."))
    return found


ROLE_KINDS: Final = [(str(kind), str(kind.label)) for kind in Role.Kind]
GROUP_KINDS: Final = [(str(kind), str(kind.label)) for kind in Group.Kind]


def is_inside(viewer: Viewer, partnership_id: int) -> bool:
    """Whether this viewer reads what the partnership has not published."""
    return viewer.everywhere or partnership_id in viewer.partnership_ids


def can_manage(viewer: Viewer, partnership_id: int) -> bool:
    """Whether this viewer manages the partnership."""
    return may(viewer, Right.MANAGE, partnership_id)


def check_manage(viewer: Viewer, partnership_id: int) -> None:
    """Raises NotAllowed unless the viewer manages the partnership."""
    check(viewer, Right.MANAGE, partnership_id)


def check_administer(viewer: Viewer, partnership_id: int) -> None:
    """Raises NotAllowed unless the viewer is an administrator of the partnership."""
    if not viewer.everywhere and not any(
        grant.role == Role.Kind.ADMINISTRATOR and grant.partnership_id == partnership_id
        for grant in viewer.grants
    ):
        raise NotAllowed("Only an administrator may make another one. Ask an administrator.")


def new_secret() -> str:
    """What nobody can guess: 32 random bytes, in letters that an address may have."""
    return secrets.token_urlsafe(32)


def check_dates(first: date | None, last: date | None) -> None:
    """Raises Invalid where something would end before it begins."""
    if first is not None and last is not None and last < first:
        raise Invalid(
            {"valid_to": f"It cannot end on {last:%d/%m/%Y}, before it begins on {first:%d/%m/%Y}."}
        )


def check_reports_to(group: Group, above: Group) -> None:
    """Raises Invalid where a group would report to itself, straight or through others."""
    seen: Group | None = above
    while seen is not None:
        if seen.pk == group.pk:
            raise Invalid(
                {"reports_to": f"{above.name} reports to {group.name}, so it cannot be the other way."}
            )
        seen = seen.reports_to


def check_year(label: str) -> None:
    """Raises Invalid unless a label names a year: "2009/10" or "2009"."""
    dates = span(label)
    if dates is None or (dates[1] - dates[0]).days < 364:
        raise Invalid(
            {"year": f"“{label}” is not a year. Write it like 2009/10, or 2009 for a calendar year."}
        )
