"""What each row of a public file says of a series of ours, as figures to take in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from goldenthread.intake.public.matching import EVERYBODY, Match
from goldenthread.measures.models import Observation
from goldenthread.measures.rules import Refusal, Told, decimals_typed, multiplier, note_refusal
from goldenthread.reading.public import PublicFigure

SEX: Final = "sex"
_PARTS: Final = {"Male": "men", "Female": "women"}
_SHOWN: Final = 1
"""Decimals that a figure is shown with where its measure does not say and its publisher gives many."""

Key = tuple[int, int, str, str]
"""A measure, a place, a breakdown and a category."""


@dataclass(slots=True)
class Telling:
    """The rows of a file on their way to our series. `unread` are sentences about rows of ours that make no sense."""

    matches: Mapping[str, Iterable[Match]]
    places: Mapping[str, int]
    series: Mapping[Key, int]
    source: str
    unread: dict[str, Refusal] = field(default_factory=dict)
    elsewhere: int = 0
    """Rows about other places."""
    aside: int = 0
    """Rows about a part of the people that no series of ours is about."""

    def told(self, figures: Iterable[PublicFigure]) -> Iterator[Told]:
        """The figures of our series, in the order of the file."""
        for one in figures:
            matches = self.matches.get(one.indicator)
            if matches is None:
                continue
            place = self.places.get(one.area or one.district)
            if place is None:
                self.elsewhere += 1
                continue
            for match in matches:
                part = _part(one, match)
                if part is None:
                    self.aside += 1
                elif one.wrong:
                    note_refusal(self.unread, one.wrong, one.row)
                elif (series := self.series.get((match.measure.pk, place, *part))) is not None:
                    yield self._of(one, series, match)

    def _of(self, one: PublicFigure, series: int, match: Match) -> Told:
        unit, decimals = match.measure.unit, None
        if one.value is None:
            return Told(
                one.row,
                series,
                one.period,
                gap=Observation.Gap.MISSING.value,
                comment=one.note,
                source=self.source,
            )
        if match.measure.decimals is None:
            typed = decimals_typed(one.value)
            decimals = typed if typed <= _SHOWN + 1 else _SHOWN
        has_parts = _make(one.value, one.numerator, one.denominator, unit)
        return Told(
            one.row,
            series,
            one.period,
            one.value,
            numerator=one.numerator if has_parts else None,
            denominator=one.denominator if has_parts else None,
            decimals=decimals,
            lower=one.lower,
            upper=one.upper,
            source=self.source,
        )


def _part(one: PublicFigure, match: Match) -> tuple[str, str] | None:
    """The breakdown and category of a row: blank for the whole; None for rows that the measure does not take."""
    if one.category or one.age != match.age:
        return None
    if one.sex == match.sex:
        return "", ""
    if match.with_parts and one.sex not in ("", EVERYBODY):
        return SEX, _PARTS.get(one.sex, one.sex.lower())
    return None


def keys_of(matches: Iterable[Match], groups: Iterable[tuple[str, str]], place: int) -> Iterator[Key]:
    """The series that figures of a place may be about."""
    listed = list(groups)
    for match in matches:
        yield match.measure.pk, place, "", ""
        if match.with_parts:
            for sex, age in listed:
                if age == match.age and sex not in ("", EVERYBODY, match.sex):
                    yield match.measure.pk, place, SEX, _PARTS.get(sex, sex.lower())


def _make(value: Decimal, numerator: Decimal | None, denominator: Decimal | None, unit: str) -> bool:
    """Whether two counts make the figure in its unit. Others, such as those of a standardised rate, are not its parts."""
    if numerator is None or not denominator or denominator < 0:
        return False
    places = Decimal(1).scaleb(-decimals_typed(value))
    return (numerator * multiplier(unit) / denominator).quantize(places, rounding=ROUND_HALF_UP) == value
