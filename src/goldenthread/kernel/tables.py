"""What an export takes: each room registers its tables and how their rows belong to a partnership.

`jobs.takeaway` writes and restores them. What no room registers must be named in NOT_TAKEN with its reason.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Model, Q

Belonging = Callable[[int], Q]
"""From the number of a partnership to the condition under which a row is its own."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of an export.

    `own` says which rows are a partnership's own: a path to its number ("measure__subject__partnership_id"), a
    function for what no path can say, or None where rows go along only because a row that goes refers to them.
    Every record that a row of its own refers to goes along, in the same way, as a reference.

    `reference` are the fields that such a reference to another partnership's record shows; the others are left
    blank, and all are where the partnership's own people may not see the record. `along` names links: rows whose
    link leads to a reference that may be seen go along with it. `also` finds the keys of shared rows that a
    partnership uses without referring to them. `links` are plain numbers that stand for a record. `stays` are
    fields that never leave, with what an import puts there. `accounts` are plain numbers of accounts, which no
    later account may be given. `file_name` is the field with the name of a file that the row keeps.
    """

    model: type[Model]
    own: str | Belonging | None = None
    reference: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    also: Callable[[int], Iterable[int]] | None = None
    links: Mapping[str, type[Model]] = field(default_factory=dict)
    stays: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()
    file_name: str = ""

    @property
    def name(self) -> str:
        """The name of its file: "measures_series"."""
        return str(self.model._meta.label_lower).replace(".", "_")

    def of(self, partnership_id: int) -> Q | None:
        """The condition under which a row is a partnership's own, None where no row ever is."""
        if self.own is None:
            return None
        if callable(self.own):
            return self.own(partnership_id)
        return Q(**{self.own: partnership_id})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for people, as CSV: a heading for each path through the rows of an export.

    A path goes from link to link ("series.measure.code"). Rows are in the order of `order`, then of their keys.
    `only` keeps the rows whose fields have these values.
    """

    name: str
    model: type[Model]
    columns: Mapping[str, str]
    order: tuple[str, ...] = ()
    only: Mapping[str, Any] = field(default_factory=dict)


NOT_TAKEN: Final[dict[str, str]] = {
    "returns.Draft": "what somebody typed and has not sent is theirs alone",
    "kernel.KeptForm": "what somebody typed and has not sent is theirs alone",
    "auth.Group": "we give roles in a partnership instead",
    "auth.Permission": "the program makes them itself",
    "contenttypes.ContentType": "the program makes them itself",
    "sessions.Session": "everybody signs in again",
    "mfa.Authenticator": "a second factor is a secret of its owner",
    "usersessions.UserSession": "everybody signs in again",
    "socialaccount.SocialAccount": "whose account at an organisation it is, found again at the next sign-in",
    "socialaccount.SocialApp": "set in the environment instead",
    "socialaccount.SocialToken": "none is kept",
    "account.EmailAddress": "made again from the account's address at the next sign-in",
    "account.EmailConfirmation": "a code that somebody was sent and has not used",
}
"""What an export leaves behind, by the model's label, and why."""

_tables: dict[type[Model], Table] = {}
_sheets: dict[str, Sheet] = {}


def register_tables(*tables: Table, sheets: Iterable[Sheet] = ()) -> None:
    """Make tables and sheets known. Raises ValueError for a second one of the same model or name."""
    for table in tables:
        if _tables.setdefault(table.model, table) != table:
            raise ValueError(f"The table {table.name} is registered twice.")
    for sheet in sheets:
        if _sheets.setdefault(sheet.name, sheet) != sheet:
            raise ValueError(f"The sheet {sheet.name!r} is registered twice.")


def all_tables() -> tuple[Table, ...]:
    """Every registered table and the ones between (a risk and what it is about), by name."""
    between = [_between(table, link) for table in _tables.values() for link in _links_between(table)]
    return tuple(sorted([*_tables.values(), *between], key=lambda table: table.name))


def all_sheets() -> tuple[Sheet, ...]:
    """Every registered sheet, by name."""
    return tuple(_sheets[name] for name in sorted(_sheets))


def _links_between(table: Table) -> list[Any]:
    return [
        link
        for link in table.model._meta.local_many_to_many
        if _through(link)._meta.auto_created and link.name not in table.stays
    ]


def _between(table: Table, link: Any) -> Table:
    """The table that a many-to-many field makes of itself: its rows belong where the record does."""
    if not isinstance(table.own, str):
        raise ValueError(f"{table.name}.{link.name} needs a path to its partnership.")
    return Table(_through(link), own=f"{link.m2m_field_name()}__{table.own}")


def _through(link: Any) -> type[Model]:
    model: type[Model] = link.remote_field.through
    return model
