"""What the page about silence is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.overview.shapes.names import Named, Page, PartnershipHeading
from goldenthread.reckoning.timeliness import Timeliness


@dataclass(frozen=True, slots=True)
class Scores:
    """How timely the figures of a partnership are: of its whole, by theme and by lead organisation.

    Measures that no organisation leads are under None. A measure that hangs in two themes counts in both.
    """

    whole: Timeliness
    themes: dict[int, Timeliness]
    organisations: dict[int | None, Timeliness]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that somebody was asked for and has not sent."""

    return_id: int
    round: Named
    name: str
    due_on: date
    sent_back: bool


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """Somebody who owes something, or who left and still has something.

    `missed` counts the rounds in a row that they missed; `owes` what they owe now, `since` its first due day, `owed` the first few; `has` is
    how much they lead or answer for beside. `last_answer` is None for never.
    """

    id: int
    name: str
    organisations: tuple[Named, ...] = ()
    left_on: date | None = None
    never: bool = False
    missed: int = 0
    silent: bool = False
    owes: int = 0
    since: date | None = None
    has: int = 0
    last_answer: datetime | None = None
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class Orphan:
    """A measure with no living owner, and why there is none."""

    id: int
    code: str
    title: str
    theme: Named
    organisations: tuple[Named, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The score of a theme or an organisation; without a number for measures that no organisation leads."""

    id: int | None
    name: str
    score: Timeliness


@dataclass(frozen=True, slots=True)
class SilencePage:
    """Who is silent: in the whole partnership, or in the viewer's own organisations (`own`, None for the whole).

    `counts` has how many people are silent in which way ("left", "never", "missed", "waiting"), whatever `why` keeps.
    One of the lists is filled, as `show` says: people, measures, fresh.
    """

    heading: PartnershipHeading
    own: tuple[Named, ...] | None
    show: str
    why: str
    counts: dict[str, int]
    orphans: int
    nobody_asked: int
    people: tuple[SilentPerson, ...]
    measures: tuple[Orphan, ...]
    themes: tuple[ScoreLine, ...]
    organisations: tuple[ScoreLine, ...]
    page: Page
