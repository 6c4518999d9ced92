"""Who and what every page names: records, partnerships, sources."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its subject id and title."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: a document and its lines, both counted from 1 and included."""

    document: Named
    lines: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Page:
    """Where in a long list we are. Pages count from 1."""

    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PartnershipName:
    """A partnership by its code and name."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class PartnershipHeading:
    """What every page of a partnership says on top.

    `is_inside`, `may_manage` and `rights` (names of `partnership.rules.Right` held on some of it) are about who is
    looking; `as_known` is the earlier day whose knowledge they asked for. `year` is the year reported on,
    `illustrative` says that results are invented for demonstration.
    """

    id: int
    code: str
    name: str
    place: Named
    within: PartnershipName | None
    published: bool
    is_inside: bool
    may_manage: bool
    rights: frozenset[str] = frozenset()
    year: str = ""
    illustrative: bool = False
    as_known: date | None = None


@dataclass(frozen=True, slots=True)
class StrategySummary:
    """A strategy's own statements."""

    id: int
    title: str
    years: str
    vision: str
    principles: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A statement about the place with its figure and source."""

    text: str
    value: str
    source_named: str
    source: Source | None
