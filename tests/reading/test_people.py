"""The people-and-groups workbook: whole or not at all, and what is wrong says where."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.people import PeopleAndGroups, read_people
from tests.reading.documents import Rows, excel

SHEETS: dict[str, Rows] = {
    "Read me": [["Anything"]],
    "Places": [["Code", "Name", "Kind", "Within"], ["E1", "Westmarch", "county", ""]],
    "Partnerships": [["Code", "Name", "Place"], ["westmarch", "Westmarch Together", "E1"]],
    "Organisations": [["Name", "Short name", "Sector"], ["County Council", "CC", "Council"]],
    "Posts": [["Partnership", "Post title", "Organisation"], ["westmarch", "Leader", "County Council"]],
    "Groups": [
        ["Partnership", "Group name", "Kind", "Reports to", "How often it meets"],
        ["westmarch", "Board", "Board", "", "monthly"],
        ["westmarch", "Safety Group", "Theme group", "Board", ""],
    ],
    "Seats": [
        ["Partnership", "Group", "Organisation", "Post", "Role", "From", "To"],
        ["westmarch", "Board", "County Council", "Leader", "Chair", "24 September 2019", date(2020, 5, 1)],
    ],
}


def read(tmp_path: Path, **changed: Rows) -> PeopleAndGroups:
    return read_people(render(excel(tmp_path / "people.xlsx", SHEETS | changed)))


def test_every_sheet_is_read(tmp_path: Path) -> None:
    people = read(tmp_path)

    assert [(group.name, group.kind, group.reports_to) for group in people.groups] == [
        ("Board", "board", ""),
        ("Safety Group", "theme", "Board"),
    ]
    seat = people.seats[0]
    assert (seat.post, seat.role, seat.valid_from, seat.valid_to) == (
        "Leader",
        "Chair",
        date(2019, 9, 24),
        date(2020, 5, 1),
    )
    assert (people.organisations[0].short_name, people.places[0].code) == ("CC", "E1")


@pytest.mark.parametrize(
    ("sheet", "rows", "sentence"),
    [
        ("Groups", [["Partnership", "Kind"], ["w", "board"]], "Sheet “Groups” has no column “name”"),
        ("Groups", [["Partnership", "Name"], ["w", ""]], "Sheet “Groups”, row 2: the name is missing"),
        ("Groups", [["Partnership", "Name", "Kind"], ["w", "B", "club"]], "“club” is no kind of group"),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "B", "C"]],
            "reports to “C”, which is not in the sheet",
        ),
        ("Groups", [["Partnership", "Name", "Reports to"], ["w", "B", "B"]], "reports to itself"),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "B", "C"], ["w", "C", "B"]],
            "reports to itself",
        ),
        (
            "Seats",
            [["Partnership", "Group", "Organisation", "From"], ["w", "B", "O", "soon"]],
            "row 2: “soon” is not a date",
        ),
        (
            "Seats",
            [
                ["Partnership", "Group", "Organisation", "From", "To"],
                ["w", "B", "O", "2020-01-02", "2020-01-01"],
            ],
            "ends before it begins",
        ),
    ],
)
def test_a_bad_row_says_where_and_what_to_do(tmp_path: Path, sheet: str, rows: Rows, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(tmp_path, **{sheet: rows})


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="has none of the sheets"):
        read_people(render(excel(tmp_path / "other.xlsx", {"Costs": [["a", "b"]]})))
