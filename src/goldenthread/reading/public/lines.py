"""How a row of a public table becomes figures: one a row, or one for each column of numbers."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from goldenthread.reading.public.figures import PublicFigure, is_marked, number, period_label
from goldenthread.reading.public.headings import GSS, Head, district_in, edition_in, indicator_key
from goldenthread.reading.public.rows import Numbered

_NONE: Final = frozenset({"NA", "N/A", "All"})
_SEXES: Final = frozenset({"Male", "Female", "Persons"})
_NOT_THERE: Final = -1
"""The place of a column that a table does not have: the blank cell that is added to each row."""
_key = lru_cache(maxsize=4096)(indicator_key)


class Labels(NamedTuple):
    """What a figure is about, before its numbers are read."""

    indicator: str
    title: str
    area: str
    sex: str = ""
    age: str = ""
    category: str = ""
    district: str = ""


class Lines:
    """The rows of one table. Raises nothing: what makes no sense is said in the figure."""

    def __init__(self, head: Head, file: str) -> None:
        self._head, self._file = head, file
        self._width = 1 + max(
            (*head.at.values(), *head.areas, *head.dimensions, *(one[0] for one in head.wide))
        )
        self._has_days = {"first_day", "last_day"} <= head.at.keys()
        self._is_crime = "crime" in head.at
        # Places of an edition often have codes of another year.
        self._year = (edition_in(file) if head.source == "deprivation" else "") or head.year
        place = {role: head.at.get(role, _NOT_THERE) for role in _ROLES}
        (
            self._code, self._title, self._domain, self._name, self._period, self._value, self._note, self._sex,
            self._age, self._category, self._crime,
        ) = (place[role] for role in _ROLES[:11])  # fmt: skip
        self._numbers = tuple(place[role] for role in _ROLES[11:])

    def labels(self, row: Numbered) -> Iterator[Labels]:
        """What each figure of a row is about."""
        return self._labels(self._cells(row))

    def _labels(self, cells: Sequence[str]) -> Iterator[Labels]:
        return self._wide_labels(cells) if self._head.wide else self._long_labels(cells)

    def figures(self, row: Numbered, wanted: Collection[str] | None) -> Iterator[PublicFigure]:
        """The figures of a row, of the indicators that are wanted (None: of all)."""
        cells = self._cells(row)
        if self._head.wide:
            yield from self._wide(row.number, cells, wanted)
            return
        for label in self._labels(cells):
            if wanted is None or label.indicator in wanted:
                yield self._long(row.number, cells, label)

    def _cells(self, row: Numbered) -> list[str]:
        """The cells of a row, filled up with blanks; the last one is blank."""
        cells = list(row.cells[: self._width])
        cells += [""] * (self._width + 1 - len(cells))
        return cells

    def _area(self, cells: Sequence[str]) -> str:
        """The finest official code of the row; empty where there is none."""
        for place in self._head.areas:
            if GSS.fullmatch(code := cells[place].strip()):
                return code
        return ""

    def _when(self, cells: Sequence[str]) -> str:
        if self._has_days:
            at = self._head.at
            return _between(cells[at["first_day"]].strip(), cells[at["last_day"]].strip())
        return period_label(cells[self._period] or self._year)

    def _long_labels(self, cells: Sequence[str]) -> Iterator[Labels]:
        """Rows without a code of a place are none, but for crimes, of which some have no place."""
        area = self._area(cells)
        if self._is_crime:
            crime = cells[self._crime].strip()
            yield Labels(crime.lower(), crime, area, district=district_in(cells[self._name]))
        elif area:
            title = self._words(cells)
            sex, category = cells[self._sex].strip(), cells[self._category].strip()
            if category in _NONE:
                category = ""
            elif category in _SEXES:
                sex, category = category, ""
            yield Labels(
                cells[self._code].strip() or _key(title), title, area, sex, cells[self._age].strip(), category
            )

    def _words(self, cells: Sequence[str]) -> str:
        if self._head.dimensions:
            return " · ".join(cells[place].strip() for place in self._head.dimensions)
        return cells[self._title].strip() or self._file

    def _long(self, row: int, cells: Sequence[str], label: Labels) -> PublicFigure:
        if self._is_crime:
            return PublicFigure(
                row, label.indicator, label.area, self._when(cells), Decimal(1), district=label.district
            )
        value, note, wrong = _read(cells[self._value])
        parts: list[Decimal | None] = []
        for place in self._numbers:
            part, _, said = _read(cells[place])
            parts.append(part)
            wrong = wrong or said
        if value is None and not wrong:
            note = cells[self._note].strip() or note
        numerator, denominator, lower, upper = parts
        return PublicFigure(
            row, label.indicator, label.area, self._when(cells), value, note, numerator, denominator, lower, upper,
            label.sex, label.age, label.category, "", wrong,
        )  # fmt: skip

    def _wide_labels(self, cells: Sequence[str]) -> Iterator[Labels]:
        """A figure for each column of numbers; the domain, where a column names it, comes before the heading."""
        if area := self._area(cells):
            domain = cells[self._domain].strip()
            for _, key, heading in self._head.wide:
                yield Labels(_in_domain(domain, key), f"{domain}: {heading}" if domain else heading, area)

    def _wide(self, row: int, cells: Sequence[str], wanted: Collection[str] | None) -> Iterator[PublicFigure]:
        area, period, domain = self._area(cells), self._when(cells), cells[self._domain].strip()
        if not area:
            return
        for place, key, _ in self._head.wide:
            indicator = _in_domain(domain, key)
            if wanted is None or indicator in wanted:
                value, note, wrong = _read(cells[place])
                yield PublicFigure(row, indicator, area, period, value, note, wrong=wrong)


_ROLES: Final = (
    "indicator", "title", "domain", "area_name", "period", "value", "note", "sex", "age", "category", "crime",
    "numerator", "denominator", "lower", "upper",
)  # fmt: skip


@lru_cache(maxsize=1 << 16)  # figures of one decimal are few
def _read(written: str) -> tuple[Decimal | None, str, str]:
    """A cell as a number; else why there is none, or what is wrong with it."""
    try:
        value = number(written)
    except ValueError:
        if is_marked(written):
            return None, f"The file says “{written.strip()}”.", ""
        return None, "", f"“{written.strip()[:40]}” is not a number."
    return value, "" if value is not None else "The file gives no figure.", ""


@lru_cache(maxsize=4096)
def _in_domain(domain: str, key: str) -> str:
    return f"{indicator_key(domain)} {key}" if domain else key


def _between(first: str, last: str) -> str:
    """The period from a day to a day (2024-01-01)."""
    year = first[:4]
    if not year.isdecimal():
        return f"{first} to {last}"
    whole = {
        (f"{year}-01-01", f"{year}-12-31"): year,
        (f"{year}-04-01", f"{int(year) + 1:04d}-03-31"): f"{year}/{(int(year) + 1) % 100:02d}",
    }
    return whole.get((first, last), f"{first} to {last}")
