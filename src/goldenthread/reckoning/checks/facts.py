"""What the checks are given, and what they say."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from goldenthread.reckoning.wording import number


class Level(StrEnum):
    """What a check does: an error stops, a warning asks for a sentence."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Check:
    """What a check says of a figure, at which field of its form.

    `history` are earlier figures of the series that it speaks of, as (period, figure in words), in time.
    """

    code: str
    level: Level
    field: str
    sentence: str
    history: tuple[tuple[str, str], ...] = ()


class Point(NamedTuple):
    """A figure in force of a series; `value` None where there is none."""

    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The figure that somebody gives: its value as worked out, and its parts where these were given."""

    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    status: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def has_parts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def field(self) -> str:
        """Where a person mends the value: in the figure, or in the number on top where it was divided."""
        return "numerator" if self.has_parts else "value"


class Part(NamedTuple):
    """The figure of one category of a breakdown, or of the whole. `name` is the category."""

    name: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and its parts in one period, with the figure that is given in its place among them."""

    name: str
    total: Part | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What is known of a series: its figures in force, where it breaks, its targets and baselines, its breakdowns."""

    points: tuple[Point, ...] = ()
    breaks: tuple[date, ...] = ()
    aims: tuple[Decimal, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()

    def standing(self, period: str) -> Point | None:
        """The figure in force of a period."""
        return next((point for point in self.points if point.period == period), None)

    def broken(self, first: date, second: date) -> bool:
        """Whether figures of periods that begin on these days are not comparable."""
        early, late = sorted((first, second))
        return any(early < day <= late for day in self.breaks)


def length(start: date | None, end: date | None) -> int:
    """How many months a period is long; 0 where it is no whole number of months, or has no dates."""
    if start is None or end is None or start.day != 1 or (end - start).days < 27:
        return 0
    return month(end) - month(start) + 1


def month(day: date) -> int:
    """The month of a day, counted through."""
    return day.year * 12 + day.month - 1


def shown(value: Decimal, unit: str, decimals: int) -> str:
    """A figure as the checks write it: rounded to the decimals of the series, "45.3%"."""
    return number(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP), unit, decimals)


def exactly(value: Decimal, unit: str = "") -> str:
    """A figure as it was given: "0.45%", "1,200"."""
    return number(value, unit)
