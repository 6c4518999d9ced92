"""Who is looking or acting, as the rooms see them: no account model, no request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at a door.

    `partnership_ids` are the partnerships whose inside they may read; `managed_ids` those that they manage.
    `account_id` is None for the public and for the command line.
    """

    name: str
    account_id: int | None = None
    partnership_ids: frozenset[int] = frozenset()
    managed_ids: frozenset[int] = frozenset()
    everywhere: bool = False
    """True only for the command line, whose user holds the database itself."""


PUBLIC = Viewer(name="the public")
COMMAND_LINE = Viewer(name="the command line", everywhere=True)
