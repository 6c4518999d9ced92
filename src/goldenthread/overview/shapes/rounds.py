"""What the pages of rounds and returns are made of."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A round in a list. `counts` has how many returns stand how, by the key of the standing, in the order of work."""

    id: int
    title: str
    period: str
    frequency: str
    layer: str
    opens_on: date
    due_on: date
    closed_at: datetime | None
    counts: tuple[tuple[str, int], ...]

    @property
    def asked(self) -> int:
        """How many returns it has that are not withdrawn."""
        return sum(count for key, count in self.counts if key != "withdrawn")

    def count(self, key: str) -> int:
        """How many of its returns stand like this."""
        return dict(self.counts).get(key, 0)


@dataclass(frozen=True, slots=True)
class RoundsPage:
    """The rounds of a partnership, the last due first."""

    heading: PartnershipHeading
    rounds: tuple[RoundCard, ...]
    page: Page
    steps: str


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return in a list. `said` is the last answer in a few words; `remark` what makes it worth a look."""

    id: int
    kind: str
    name: str
    about: Named
    theme: Named | None
    who: str
    deputy: str
    organisation: str
    standing: str
    waits_for: str
    said: str
    remark: str
    days_late: int
    may_sign: bool
    number: int
    """The number of the last answer, 0 for none."""


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme of a round: how many of its returns stand how."""

    theme: Named | None
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round with the returns that were asked for. `layer` is how closely it is looked at."""

    heading: PartnershipHeading
    card: RoundCard
    lines: tuple[ReturnLine, ...]
    themes: tuple[ThemeLine, ...]
    page: Page
    standing: str
    theme_id: int | None
    layer: str
    steps: str
    nobody: int
    """How many returns nobody is asked for."""
    ready: int
    """How many unremarkable returns wait for whoever looks."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer to a return, with everything that it says."""

    number: int
    who: str
    when: datetime
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    nothing_because: str
    words: str
    questions: str
    explanation: str
    revision: str
    also: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PastFigure:
    """An accepted figure of the series, for the table beside an answer."""

    period: str
    value: Decimal | None
    gap: str
    decimals: int
    comment: str


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """One return: what was asked, everything that was sent, and what whoever looks may do with it."""

    heading: PartnershipHeading
    card: RoundCard
    line: ReturnLine
    unit: str
    answers: tuple[AnswerLine, ...]
    before: tuple[PastFigure, ...]
    target: str
    to_change: str
    submitted: tuple[str, datetime] | None
    checked: tuple[str, datetime] | None
    accepted: tuple[str, datetime] | None
    moves: frozenset[str] = field(default_factory=frozenset)
    """What may be done now: "sign-off", "send-back", "withdraw", "ask-again", "answer"."""
