"""The people-and-groups workbook becomes records, and a second time nothing new."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake.operations import load_people
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Group, Holding, Membership, Partnership, Place
from tests.reading.documents import Rows, excel
from tests.reading.test_people import SHEETS

pytestmark = pytest.mark.django_db


def test_a_workbook_founds_a_partnership(tmp_path: Path) -> None:
    load_people(path=excel(tmp_path / "people.xlsx", SHEETS), by=COMMAND_LINE)

    partnership = Partnership.objects.get()
    assert (partnership.code, partnership.place.name) == ("westmarch", "Westmarch")
    assert Group.objects.get(name="Safety Group").reports_to == Group.objects.get(name="Board")
    seat = Membership.objects.get()
    assert (seat.post.title, seat.role) == ("Leader", "Chair")  # type: ignore[union-attr]


def test_the_same_workbook_again_writes_nothing(tmp_path: Path) -> None:
    path = excel(tmp_path / "people.xlsx", SHEETS)
    load_people(path=path, by=COMMAND_LINE)
    before = (Subject.objects.count(), AuditEvent.objects.count(), Membership.objects.count())

    load_people(path=path, by=COMMAND_LINE)

    assert (Subject.objects.count(), AuditEvent.objects.count(), Membership.objects.count()) == before


@pytest.mark.parametrize(
    ("sheet", "row", "sentence"),
    [
        ("Seats", ["westmarch", "Board", "Nobody", "", "", "", ""], "There is no organisation “Nobody”"),
        ("Posts", ["nowhere", "Leader", "County Council"], "There is no partnership with the code “nowhere”"),
        ("Partnerships", ["southmarch", "South", "E9"], "there is no place with the code “E9”"),
    ],
)
def test_a_name_that_is_not_there_keeps_nothing(
    tmp_path: Path, sheet: str, row: list[str], sentence: str
) -> None:
    sheets = SHEETS | {sheet: [*SHEETS[sheet], row]}

    with pytest.raises(Refused, match=sentence):
        load_people(path=excel(tmp_path / "people.xlsx", sheets), by=COMMAND_LINE)

    assert Subject.objects.count() == 0


def test_a_place_ends_the_day_before_another_takes_over(tmp_path: Path) -> None:
    places: Rows = [
        ["Code", "Name", "From", "Replaces"],
        ["E1", "Westmarch", "", ""],
        ["E2", "New Westmarch", "1 April 2012", "E1"],
    ]
    load_people(path=excel(tmp_path / "people.xlsx", SHEETS | {"Places": places}), by=COMMAND_LINE)

    old = Place.objects.get(code="E1")
    assert (old.valid_to, [taken.new.name for taken in old.successors.all()]) == (
        date(2012, 3, 31),
        ["New Westmarch"],
    )


def test_a_post_is_held_by_somebody(tmp_path: Path) -> None:
    posts: Rows = [
        ["Partnership", "Post title", "Organisation", "Held by", "From"],
        ["westmarch", "Leader", "County Council", "Ann Example", "1 May 2019"],
    ]
    load_people(path=excel(tmp_path / "people.xlsx", SHEETS | {"Posts": posts}), by=COMMAND_LINE)

    holding = Holding.objects.get()
    assert (holding.post.title, holding.person.name, holding.valid_from) == (
        "Leader",
        "Ann Example",
        date(2019, 5, 1),
    )
