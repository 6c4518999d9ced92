"""Who is looking or acting, as the rooms see them: no account model, no request."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a partnership; `scope_id` is the subject of the one theme or group that it is for, None for all."""

    role: str
    partnership_id: int
    scope_id: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at a door, and the moment that they look at.

    `partnership_ids` are the partnerships whose inside they may read, `private_ids` those whose private records
    they may read too. `person_id` and `post_ids` say whose measures and actions are theirs. `account_id` is None
    for the public and for the command line. `as_known` is the moment whose knowledge they ask for, None for now.
    """

    name: str
    account_id: int | None = None
    person_id: int | None = None
    post_ids: frozenset[int] = frozenset()
    grants: frozenset[Grant] = frozenset()
    partnership_ids: frozenset[int] = frozenset()
    private_ids: frozenset[int] = frozenset()
    everywhere: bool = False
    """True only for the command line, whose user holds the database itself."""
    as_known: datetime | None = None

    def at(self, moment: datetime | None) -> Self:
        """The same person, who asks what was known at that moment."""
        return replace(self, as_known=moment)


PUBLIC = Viewer(name="the public")
COMMAND_LINE = Viewer(name="the command line", everywhere=True)
CLOCK = Viewer(name="the clock", everywhere=True)
"""Who does what is done at its time without anybody."""
