"""What the pages about people, places and decisions are made of: plain data."""

from dataclasses import dataclass
from datetime import date

from goldenthread.overview.shapes import Named, Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that an account has, and the theme or group that it is for; None is the whole partnership."""

    id: int
    kind: str
    label: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Somebody who may sign in, and as what. `person` is the person in the plan whom the account belongs to."""

    name: str
    email: str
    person: str | None
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Who may do what in a partnership, and what a role may be for."""

    heading: PartnershipHeading
    accounts: tuple[AccountLine, ...]
    themes: tuple[Named, ...]
    groups: tuple[Named, ...]
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision in a list. `by` is the group or officer that took it."""

    id: int
    title: str
    words: str
    decided_on: date
    by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class DecidedChange:
    """Something that was changed because of a decision: which record, and each field from and to."""

    subject: Named
    kind: str
    changes: tuple[tuple[str, object, object], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """The decisions of a partnership, the newest first; with the groups and posts that may decide."""

    heading: PartnershipHeading
    decisions: tuple[DecisionLine, ...]
    page: Page
    groups: tuple[Named, ...] = ()
    officers: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision and what was changed because of it."""

    heading: PartnershipHeading
    decision: DecisionLine
    changes: tuple[DecidedChange, ...]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place with its code, when it is valid, and which places took over from it or it from them."""

    id: int
    name: str
    code: str
    kind: str
    within: str | None
    valid_from: date | None
    valid_to: date | None
    became: tuple[tuple[str, date], ...]
    was: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The place of a partnership and the places inside it, those that are no more among them."""

    heading: PartnershipHeading
    places: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody who holds or held a post."""

    id: int
    name: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post, who holds it on the day that is looked at, and who held it at other times."""

    id: int
    title: str
    organisation: str
    now: tuple[HolderLine, ...]
    others: tuple[HolderLine, ...]


@dataclass(frozen=True, slots=True)
class PostsPage:
    """The posts of a partnership; with the people who may take one."""

    heading: PartnershipHeading
    posts: tuple[PostLine, ...]
    people: tuple[Named, ...]
