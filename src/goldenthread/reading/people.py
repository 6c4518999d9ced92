"""The people-and-groups workbook: places, partnerships, organisations, groups, posts and seats, sheet by sheet.

Sheets are known by their names and columns by their headings; what else a workbook holds is left alone. A row that
cannot be kept is refused with its sheet, its row and what to do: a workbook is taken whole or not at all.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.rendering import Rendering

GROUP_KINDS = ("board", "executive", "theme", "task", "other")

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    code: str
    name: str
    kind: str = ""
    within: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: str = ""
    """The code of a place that it took over from, on the day that it begins."""


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    code: str
    name: str
    place: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    name: str
    short_name: str = ""
    sector: str = ""
    charity_number: str = ""


@dataclass(frozen=True, slots=True)
class PostRow:
    partnership: str
    title: str
    organisation: str
    held_by: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    partnership: str
    name: str
    kind: str = "other"
    reports_to: str = ""
    meets: str = ""
    terms_of_reference: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    partnership: str
    group: str
    organisation: str
    post: str = ""
    role: str = "Member"
    how_appointed: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    deputy: str = ""


@dataclass(frozen=True, slots=True)
class PeopleAndGroups:
    """All that the workbook holds, in its order."""

    places: tuple[PlaceRow, ...] = ()
    partnerships: tuple[PartnershipRow, ...] = ()
    organisations: tuple[OrganisationRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()


_SHEETS: Mapping[str, tuple[str, type[Any]]] = {
    "places": ("places", PlaceRow),
    "partnerships": ("partnerships", PartnershipRow),
    "organisations": ("organisations", OrganisationRow),
    "posts": ("posts", PostRow),
    "groups": ("groups", GroupRow),
    "seats": ("seats", SeatRow),
}
_HEADINGS = {
    "from": "valid_from",
    "to": "valid_to",
    "until": "valid_to",
    "short": "short_name",
    "known as": "short_name",
    "post title": "title",
    "group name": "name",
    "reports to group": "reports_to",
    "what it does": "terms_of_reference",
    "how often it meets": "meets",
}
_NEEDED = {
    PlaceRow: ("code", "name"),
    PartnershipRow: ("code", "name", "place"),
    OrganisationRow: ("name",),
    PostRow: ("partnership", "title", "organisation"),
    GroupRow: ("partnership", "name"),
    SeatRow: ("partnership", "group", "organisation"),
}


def read_people(rendering: Rendering) -> PeopleAndGroups:
    """The people and groups of a workbook. Raises Unreadable where a row cannot be kept, or no sheet is one of ours."""
    found: dict[str, list[tuple[int, Any]]] = {}
    headings: list[str | None] = []
    sheet, row_number = "", 0
    for line in rendering.lines:
        name = (line.table_name or "").strip().lower()
        if name != sheet:
            sheet, row_number, headings = name, 0, []
        row_number += 1
        cells = [cell.strip() for cell in line.cells or ()]
        if sheet not in _SHEETS or not any(cells):
            continue
        kind, row_type = _SHEETS[sheet]
        if not headings:
            headings = _headings(cells, row_type, line.table_name or sheet)
            continue
        row = _row(cells, headings, row_type, line.table_name or sheet, row_number)
        found.setdefault(kind, []).append((row_number, row))
    if not found:
        raise Unreadable(
            "This workbook has none of the sheets Places, Partnerships, Organisations, Posts, Groups and Seats. Start from the example."
        )
    groups = _groups(found.get("groups", []))
    _check_reporting(groups)
    _check_seats(found.get("seats", []), groups)
    return PeopleAndGroups(**{kind: tuple(row for _, row in rows) for kind, rows in found.items()})


def _headings(cells: list[str], row_type: type[Any], sheet: str) -> list[str | None]:
    known = {field.name for field in fields(row_type)}
    headings: list[str | None] = []
    for cell in cells:
        words = re.sub(r"[^a-z]+", " ", cell.lower()).strip()
        shorter = re.sub(r" (name|title|code)$", "", words)
        names = (_HEADINGS.get(words, ""), words.replace(" ", "_"), shorter.replace(" ", "_"))
        headings.append(next((name for name in names if name in known), None))
    missing = [name for name in _NEEDED[row_type] if name not in headings]
    if missing:
        raise Unreadable(
            f"Sheet “{sheet}” has no column “{missing[0].replace('_', ' ')}”. Add it and send the workbook again."
        )
    return headings


def _row(cells: list[str], headings: list[str | None], row_type: type[Any], sheet: str, number: int) -> Any:
    values: dict[str, Any] = {
        name: cell for name, cell in zip(headings, cells, strict=False) if name is not None and cell
    }
    where = f"Sheet “{sheet}”, row {number}"
    for name in _NEEDED[row_type]:
        if name not in values:
            raise Unreadable(
                f"{where}: the {name.replace('_', ' ')} is missing. Fill it in and send the workbook again."
            )
    for name in ("valid_from", "valid_to"):
        if name in values:
            values[name] = _date(values[name], where)
    if values.get("valid_from") and values.get("valid_to") and values["valid_to"] < values["valid_from"]:
        raise Unreadable(f"{where}: it ends before it begins. Correct the dates and send the workbook again.")
    if values.get("replaces") and not values.get("valid_from"):
        raise Unreadable(
            f"{where}: it replaces “{values['replaces']}”, but from when? Fill in the column “From”."
        )
    if row_type is GroupRow and "kind" in values:
        kind = values["kind"].lower().removesuffix(" group").strip()
        if kind not in GROUP_KINDS:
            raise Unreadable(
                f"{where}: “{values['kind']}” is no kind of group. Write one of {', '.join(GROUP_KINDS)}."
            )
        values["kind"] = kind
    return row_type(**values)


def _date(text: str, where: str) -> date:
    for form in ("%d %B %Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise Unreadable(f"{where}: “{text}” is not a date. Write it as 24 September 2019.")


_Groups = Mapping[tuple[str, str], tuple[int, GroupRow]]
"""The groups by partnership and name, each with its row."""


def _groups(numbered: Iterable[tuple[int, GroupRow]]) -> _Groups:
    """The groups by partnership and name, each of which stands once."""
    found: dict[tuple[str, str], tuple[int, GroupRow]] = {}
    for number, group in numbered:
        first, _ = found.setdefault((group.partnership, group.name), (number, group))
        if first != number:
            raise Unreadable(
                f"Sheet “Groups”, row {number}: “{group.name}” is in row {first} already. Keep one of the two."
            )
    return found


def _check_reporting(groups: _Groups) -> None:
    """Every group reports to one that is there, and none to itself, however far round."""
    for number, group in groups.values():
        if group.reports_to and (group.partnership, group.reports_to) not in groups:
            raise Unreadable(
                f"Sheet “Groups”, row {number}: “{group.name}” reports to “{group.reports_to}”, which is not in the"
                " sheet. Add it or correct the name."
            )
    for number, group in groups.values():
        above, seen = group.reports_to, set[str]()
        while above and above not in seen:
            if above == group.name:
                raise Unreadable(
                    f"Sheet “Groups”, row {number}: “{group.name}” reports to itself, at once or by way of others."
                    " Correct who reports to whom."
                )
            seen.add(above)
            above = groups[group.partnership, above][1].reports_to


def _check_seats(numbered: Iterable[tuple[int, SeatRow]], groups: _Groups) -> None:
    for number, seat in numbered:
        if (seat.partnership, seat.group) not in groups:
            raise Unreadable(
                f"Sheet “Seats”, row {number}: there is no group “{seat.group}” in “{seat.partnership}”."
                " Add it to the sheet “Groups” or correct the name."
            )
