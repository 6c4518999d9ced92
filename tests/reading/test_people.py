"""The people-and-groups workbook: whole or not at all, and what is wrong says where."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.people import (
    GroupRow,
    OrganisationRow,
    PartnershipRow,
    PeopleAndGroups,
    PlaceRow,
    PostRow,
    SeatRow,
    read_people,
)
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


def test_a_group_may_have_the_name_of_another_partnerships(tmp_path: Path) -> None:
    rows = [
        ["Partnership", "Name", "Reports to"],
        ["w", "Board", ""],
        ["v", "Board", ""],
        ["v", "Task", "Board"],
    ]

    people = read(tmp_path, Groups=rows, Seats=[["Partnership", "Group", "Organisation"], ["v", "Task", "O"]])

    assert [(group.partnership, group.name) for group in people.groups] == [
        ("w", "Board"),
        ("v", "Board"),
        ("v", "Task"),
    ]


def test_headings_may_say_more_than_they_need(tmp_path: Path) -> None:
    people = read(
        tmp_path,
        Posts=[
            ["Partnership code", "Title of post", "Post title", "Organisation name"],
            ["w", "x", "Leader", "O"],
        ],
        Seats=[
            ["Partnership", "Group name", "Organisation name", "Post title", "Role", "Phone"],
            ["westmarch", "Board", "O", "Leader", "", "01"],
        ],
    )

    assert people.posts == (PostRow("w", "Leader", "O"),)
    assert people.seats == (SeatRow("westmarch", "Board", "O", "Leader"),)


def test_what_else_a_workbook_holds_is_left_alone(tmp_path: Path) -> None:
    with_more = read(tmp_path, Notes=[["Partnership", "Name"], ["", ""], ["x", ""]])

    assert with_more == read(tmp_path)


def test_every_field_of_every_sheet_is_kept(tmp_path: Path) -> None:
    people = read(
        tmp_path,
        Places=[["Code", "Name", "Kind", "Within"], ["E2", "North", "district", "E1"]],
        Partnerships=[["Code", "Name", "Place", "Within"], ["north", "North Together", "E2", "westmarch"]],
        Organisations=[["Name", "Known as", "Sector", "Charity number"], ["Aid", "A", "Voluntary", 1048221]],
        Groups=[
            ["Partnership", "Group name", "Kind", "Reports to group", "How often it meets", "What it does"],
            ["north", "Board", "BOARD", "", "monthly", "Leads."],
        ],
        Seats=[
            [
                "Partnership",
                "Group",
                "Organisation",
                "Post",
                "Role",
                "How appointed",
                "From",
                "Until",
                "Deputy",
            ],
            [
                "north",
                "Board",
                "Aid",
                "Leader",
                "Vice-chair",
                "By vote",
                "2019-09-24",
                "01/05/2020",
                "Deputy leader",
            ],
        ],
    )

    assert people.places == (PlaceRow("E2", "North", "district", "E1"),)
    assert people.partnerships == (PartnershipRow("north", "North Together", "E2", "westmarch"),)
    assert people.organisations == (OrganisationRow("Aid", "A", "Voluntary", "1048221"),)
    assert people.groups == (GroupRow("north", "Board", "board", "", "monthly", "Leads."),)
    dates = (date(2019, 9, 24), date(2020, 5, 1))
    assert people.seats == (
        SeatRow("north", "Board", "Aid", "Leader", "Vice-chair", "By vote", *dates, "Deputy leader"),
    )


@pytest.mark.parametrize(
    ("sheet", "rows", "sentence"),
    [
        ("Groups", [["Partnership", "Kind"], ["w", "board"]], "Sheet “Groups” has no column “name”"),
        ("Groups", [["Partnership", "Name"], ["w", ""]], "Sheet “Groups”, row 2: the name is missing"),
        ("Groups", [["Partnership", "Name", "Kind"], ["w", "B", "club"]], "“club” is no kind of group"),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "B", "C"]],
            "Sheet “Groups”, row 2: “B” reports to “C”, which is not in the sheet",
        ),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "A", ""], ["w", "B", "B"]],
            "Sheet “Groups”, row 3: “B” reports to itself",
        ),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "A", ""], ["v", "B", "A"]],
            "Sheet “Groups”, row 3: “B” reports to “A”, which is not in the sheet",
        ),
        (
            "Groups",
            [["Partnership", "Name", "Meets"], ["w", "B", "monthly"], [], ["w", "B", "yearly"]],
            "Sheet “Groups”, row 4: “B” is in row 2 already",
        ),
        (
            "Seats",
            [["Partnership", "Group", "Organisation"], ["westmarch", "Bored", "County Council"]],
            "Sheet “Seats”, row 2: there is no group “Bored”",
        ),
        (
            "Groups",
            [["Partnership", "Name", "Reports to"], ["w", "A", "B"], ["w", "B", "C"], ["w", "C", "B"]],
            "Sheet “Groups”, row 3: “B” reports to itself",
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


def test_a_place_may_have_taken_over_from_another(tmp_path: Path) -> None:
    places: Rows = [
        ["Code", "Name", "From", "To", "Replaces"],
        ["E1", "Westmarch", "", "", ""],
        ["E2", "New Westmarch", "1 April 2012", "", "E1"],
    ]
    people = read(tmp_path, Places=places)
    assert [(place.valid_from, place.replaces) for place in people.places] == [
        (None, ""),
        (date(2012, 4, 1), "E1"),
    ]


def test_a_place_that_replaces_another_says_from_when(tmp_path: Path) -> None:
    places: Rows = [["Code", "Name", "Replaces"], ["E1", "Westmarch", ""], ["E2", "New Westmarch", "E1"]]
    with pytest.raises(Unreadable, match="Sheet “Places”, row 3: it replaces “E1”, but from when"):
        read(tmp_path, Places=places)
