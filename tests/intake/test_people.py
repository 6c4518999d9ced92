"""The people-and-groups workbook becomes records, and a second time nothing new."""

from pathlib import Path

import pytest

from goldenthread.intake.operations import load_people
from goldenthread.kernel.errors import Refused
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Group, Membership, Partnership
from tests.reading.documents import excel
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
