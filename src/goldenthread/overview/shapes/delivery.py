"""What the pages about actions, events, action points and risks are made of: plain data."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from goldenthread.overview.shapes import Named, Page, PartnershipHeading, Source, StrategySummary


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in a list. `theme` is None where the viewer may not know of it. `owner` is a post with its organisation, a person only inside the partnership.

    `days_late` is 0 where it is not late. `state` is empty where only the plan's own words (`status`) are known.
    """

    id: int
    title: str
    theme: Named | None
    owner: str
    state: str
    status: str
    due_on: date | None
    due: str
    days_late: int
    last_said: str


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """One page of the actions of a partnership, after the filter."""

    heading: PartnershipHeading
    actions: tuple[ActionRow, ...]
    page: Page
    themes: tuple[Named, ...]
    late: int
    """How many of all its actions are late."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A point on the way of an action."""

    id: int
    title: str
    due_on: date | None
    reached_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class QuantityLine:
    """How many were planned for a phase and how many came; None is "nobody has said", zero is a number."""

    what: str
    phase: str
    planned: Decimal
    delivered: Decimal | None


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """What somebody said of an action. `who` is empty for those outside the partnership."""

    said_at: datetime
    who: str
    text: str
    percent: int | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that was held. Attendances and individuals are counted apart; None is "not counted"."""

    id: int
    title: str
    held_on: date
    theme: Named | None
    action: Named | None
    attendances: int | None
    individuals: int | None
    referrals: tuple[tuple[str, int], ...]
    note: str


@dataclass(frozen=True, slots=True)
class PointLine:
    """An action point. `about` is None where the viewer may not know of it."""

    id: int
    title: str
    about: Named | None
    about_kind: str
    owner: str
    due_on: date | None
    days_late: int
    state: str
    done_by: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk as the register shows it: its level before, now and aimed at ("" where not judged) and the scores."""

    id: int
    title: str
    about: tuple[Named, ...]
    levels: tuple[str, str, str]
    scores: tuple[tuple[int, int] | None, tuple[int, int] | None, tuple[int, int] | None]
    owner: str
    mitigation: str
    review_on: date | None
    days_late: int


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action with everything that hangs on it."""

    heading: PartnershipHeading
    strategy: StrategySummary | None
    theme: Named | None
    objective: Named | None
    measure: Named | None
    part_of: Named | None
    continues: Named | None
    continued_by: Named | None
    row: ActionRow
    lead: str
    progress_as_written: str
    condition: str
    starts_on: date | None
    finished_on: date | None
    doubt: str
    source: Source | None
    tasks: tuple[ActionRow, ...]
    milestones: tuple[MilestoneLine, ...]
    quantities: tuple[QuantityLine, ...]
    said: tuple[ProgressLine, ...]
    events: tuple[EventLine, ...]
    risks: tuple[RiskRow, ...]
    points: tuple[PointLine, ...]
    may_say: bool
    may_keep: bool
    version: int
    """The version of the action that is shown, for whoever changes it from there."""


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """The risks of a partnership, the worst now first, and how it reads the 25 cells.

    `cells[likelihood - 1][impact - 1]` is (level, how many risks are there now).
    """

    heading: PartnershipHeading
    risks: tuple[RiskRow, ...]
    cells: tuple[tuple[tuple[str, int], ...], ...]
    unjudged: int


@dataclass(frozen=True, slots=True)
class PointsPage:
    """The action points of a partnership; those to be done first."""

    heading: PartnershipHeading
    points: tuple[PointLine, ...]
    page: Page


@dataclass(frozen=True, slots=True)
class PointPage:
    """One action point. `moves` are what whoever looks may do with it now: "finish", "close", "reopen", "drop", "amend"."""

    heading: PartnershipHeading
    point: PointLine
    moves: tuple[str, ...]
    done_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventsPage:
    """What was held, with how many came. Attendances add up; the individuals of several events do not."""

    heading: PartnershipHeading
    events: tuple[EventLine, ...]
    page: Page
    attendances: int
    counted: int
    referred: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LateLine:
    """Something that is late, with by how many days."""

    kind: str
    what: Named
    of: str
    owner: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class LatePage:
    """Everything that is late, the latest first."""

    heading: PartnershipHeading
    lines: tuple[LateLine, ...]
    page: Page
