"""What the headings of a public file say: which publisher's it is, and what stands in each column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ROLES: Final[Mapping[str, frozenset[str]]] = {
    "indicator": frozenset({"indicator id", "indicatorid", "indicator code", "metric code", "code"}),
    "title": frozenset({"indicator name", "indicator", "metric", "measure name", "variable"}),
    "domain": frozenset({"index domain", "domain"}),
    "area_name": frozenset(
        {"area name", "areanm", "geography", "local authority name", "lsoa name", "areaname", "name"}
    ),
    "period": frozenset(
        {
            "time period",
            "period",
            "year",
            "date",
            "time",
            "month",
            "financial year",
            "calendar year",
            "deprivation data year",
        }
    ),
    "first_day": frozenset({"date from"}),
    "last_day": frozenset({"date to"}),
    "value": frozenset({"value", "obs value", "observation", "estimate"}),
    "numerator": frozenset({"count", "numerator"}),
    "denominator": frozenset({"denominator"}),
    "lower": frozenset(
        {"lower ci 95 0 limit", "lower ci 95", "lower ci limit", "lci", "lower limit", "lower cl", "lower"}
    ),
    "upper": frozenset(
        {"upper ci 95 0 limit", "upper ci 95", "upper ci limit", "uci", "upper limit", "upper cl", "upper"}
    ),
    "sex": frozenset({"sex", "gender"}),
    "age": frozenset({"age", "age group"}),
    "category": frozenset({"inequality", "deprivation decile"}),
    "note": frozenset({"value note", "data marking", "note"}),
    "crime": frozenset({"crime type"}),
}
"""By what it is, the headings that name a column, in small letters without signs."""
_BESIDE: Final = frozenset(
    {
        "area type",
        "geography type",
        "unit",
        "measure",
        "parent code",
        "parent name",
        "category type",
        "recent trend",
        "new data",
        "time period sortable",
        "age from years inclusive",
        "age to years inclusive",
        "deprivation category",
        "compared to england",
        "compared to goal",
        "mad",
        "region",
        "grouping",
        "entity name",
        "rank order",
        "period type",
    }
)
"""Headings of columns that say something about a row and are no figures."""
_CODE = re.compile(
    r"\b(code|cd)\b|\bareacd\b|\b(lad|ltla|utla|lsoa|msoa|wd|ward|cty|ctyua|rgn)\d*\s?(cd|code)\b"
)
_NAME = re.compile(r"\b(name|nm)\b|\b(lad|ltla|utla|lsoa|msoa|wd|ward|cty|ctyua|rgn)\d*\s?(nm|name)\b|areanm")
GSS: Final = re.compile(r"[EWSNKJ]\d{8}")
"""An official code of a place in the United Kingdom."""
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_SMALL_AREA = re.compile(r"(.+?) \d{3}[A-Z]?")
_CMD = re.compile(r"v4_(\d+)", re.IGNORECASE)
_SMALL: Final = "lsoa code"
_DOMAINS: Final = {"imd": "index of multiple deprivation"}


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table. `at` is the place of each that has a part to play; `wide` those that are figures each.

    `source` is the key of the publisher; `areas` the places of the columns that hold official codes, the finest first;
    `dimensions` are columns that together name the indicator.
    """

    source: str
    at: Mapping[str, int]
    areas: tuple[int, ...]
    wide: tuple[tuple[int, str, str], ...] = ()
    dimensions: tuple[int, ...] = ()
    year: str = ""


def plainly(heading: str) -> str:
    """A heading in small letters without signs: "Lower CI 95.0 limit" is "lower ci 95 0 limit"."""
    return re.sub(r"[^a-z0-9]+", " ", heading.strip("﻿ ").lower()).strip()


def head_of(cells: Sequence[str], first: Sequence[str]) -> Head | None:
    """What the headings of a table say, with the first row below them; None where these are no headings of one."""
    if cells and (match := _CMD.fullmatch(cells[0].strip("﻿ "))):
        return _of_dataset(cells, int(match[1]))
    names = [plainly(cell) for cell in cells]
    at: dict[str, int] = {}
    areas = tuple(
        place for place, name in enumerate(names)
        if (_CODE.search(name) or name == "geography") and place < len(first) and GSS.fullmatch(first[place].strip())
        and not name.startswith("parent")
    )  # fmt: skip
    for role, known in ROLES.items():
        found = next(
            (place for place, name in enumerate(names) if name in known and place not in areas), None
        )
        if found is not None:
            at[role] = found
    if "crime" in at:
        # The first crime may have no place; those without one are counted for none.
        return Head("police", at, (names.index(_SMALL),)) if _SMALL in names else None
    if not areas:
        return None
    if "category type" in names and "category" in names:
        at["category"] = names.index("category")
    if "title" not in at and "value" in at and "measure" in names:
        at["title"] = names.index("measure")
    source = _source(names, at)
    if "value" in at:
        return Head(source, at, areas)
    at.pop("indicator", None)
    wide = _wide(names, at, areas, first)
    return Head(source, at, areas, wide, year=_year_in(names, areas)) if wide else None


def _source(names: Sequence[str], at: Mapping[str, int]) -> str:
    if "indicator id" in names or {"recent trend", "time period"} <= set(names):
        return "fingertips"
    if "domain" in at or any(name.startswith(("index of multiple deprivation", "imd ")) for name in names):
        return "deprivation"
    return "ons" if {"areacd", "geography code"} & set(names) else "table"


def _wide(
    names: Sequence[str], at: Mapping[str, int], areas: Sequence[int], first: Sequence[str]
) -> tuple[tuple[int, str, str], ...]:
    """Every column of numbers that has no other part: its place, the key and the words of its heading."""
    taken = {*at.values(), *areas}
    return tuple(
        (place, indicator_key(name), name)
        for place, name in enumerate(names)
        if place not in taken
        and name
        and name not in _BESIDE
        and not _CODE.search(name)
        and not _NAME.search(name)
        and place < len(first)
        and re.fullmatch(r"-?[\d,]+(\.\d+)?(e-?\d+)?", first[place].strip(), re.IGNORECASE)
    )


def indicator_key(words: str) -> str:
    """What names an indicator that has no code: its words without remarks, years, and the names it also goes by."""
    text = re.sub(r"\b(where 1 is most deprived|most deprived|rate|19|20)\b", " ", plainly(words))
    text = re.sub(r"\bimd\b", "", text) if "index of multiple deprivation" in text else text
    text = re.sub(r"\bimd\b", _DOMAINS["imd"], text)
    return " ".join(text.split())


_EDITION = re.compile(r"(?:imd|iod|deprivation)\D{0,12}((?:19|20)\d{2})", re.IGNORECASE)


def edition_in(file: str) -> str:
    """The year of the Indices of Deprivation that the name of a file tells: 2019 of "File_7_IoD2019_Scores"."""
    match = _EDITION.search(file)
    return match[1] if match else ""


def _year_in(names: Sequence[str], areas: Sequence[int]) -> str:
    """The year that the headings of the places name: "LSOA code (2021)" says 2021, "lad19cd" 2019."""
    for place in areas:
        if match := _YEAR.search(names[place]):
            return match[1]
        if match := re.search(r"[a-z](\d{2})\s?(?:cd|code)", names[place]):
            return f"20{match[1]}"
    return ""


def _of_dataset(cells: Sequence[str], extra: int) -> Head:
    """The ONS's own form of a dataset: a value, some columns about it, then pairs of a code and its words."""
    at: dict[str, int] = {"value": 0}
    for place in range(1, extra + 1):
        for role in ("note", "lower", "upper"):
            if plainly(cells[place]) in ROLES[role]:
                at[role] = place
    areas: list[int] = []
    dimensions: list[int] = []
    for code in range(extra + 1, len(cells) - 1, 2):
        words = plainly(cells[code + 1])
        if words == "time":
            at["period"] = code + 1
        elif words == "geography":
            areas.append(code)
            at["area_name"] = code + 1
        elif words in ROLES["sex"] | ROLES["age"]:
            at["sex" if words in ROLES["sex"] else "age"] = code + 1
        else:
            dimensions.append(code + 1)
    return Head("ons", at, tuple(areas), dimensions=tuple(dimensions))


def district_in(name: str) -> str:
    """The district that the name of a small area begins with: "Hertsmere" of "Hertsmere 001A"; empty for none."""
    match = _SMALL_AREA.fullmatch(name.strip())
    return match[1] if match else ""
