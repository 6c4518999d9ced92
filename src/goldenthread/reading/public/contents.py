"""What a public file holds, told before anything of it is taken in."""

from collections import Counter
from dataclasses import dataclass, field

from goldenthread.reading.public.table import PublicTable


@dataclass(slots=True)
class Indicator:
    """An indicator of a file: its words, how many figures it has, of how many for each sex and age, and its places.

    `places` holds official codes and, for small areas, the names of their districts.
    """

    code: str
    title: str
    figures: int = 0
    groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Contents:
    """The indicators of a file by code, every place that it names (as `Indicator.places`), how many figures it has."""

    indicators: dict[str, Indicator]
    places: frozenset[str]
    figures: int


def contents_of(table: PublicTable) -> Contents:
    """Read a file through once and say what it holds."""
    indicators: dict[str, Indicator] = {}
    places: set[str] = set()
    count = 0
    for one in table.labels():
        found = indicators.get(one.indicator)
        if found is None:
            found = indicators[one.indicator] = Indicator(one.indicator, " ".join(one.title.split()))
        found.figures += 1
        if not one.category:
            found.groups[one.sex, one.age] += 1
        found.places.add(one.area or one.district)
        count += 1
    for found in indicators.values():
        places |= found.places
    return Contents(indicators, frozenset(places - {""}), count)
