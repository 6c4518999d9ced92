"""A file is kept to the byte once, and what cannot be read leaves nothing behind."""

from pathlib import Path

import pytest

from goldenthread.intake.models import Document, Draft
from goldenthread.intake.operations import discard_draft, upload_document
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.reading.errors import Unreadable
from tests import factories

pytestmark = pytest.mark.django_db

PLAN = "Theme Name: Safer places\n\nLAA Target: NI 1 Homes made safe\nBaseline 80%\t08/09 85%\t09/10\t10/11 90%\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN)
    return path


def test_a_document_is_kept_to_the_byte_with_its_text(plan: Path) -> None:
    draft = upload_document(
        path=plan, partnership=factories.partnership(), by=COMMAND_LINE, name="Our plan.txt"
    )

    document = Document.objects.get()
    assert bytes(document.content) == PLAN.encode()
    assert (document.file_name, document.kind, document.rendering) == (
        "Our plan.txt",
        "text",
        PLAN.rstrip("\n"),
    )
    assert draft.understood["measures"][0]["code"] == "NI 1"
    assert draft.subject.visibility == "private"


def test_the_same_file_again_is_the_same_draft(plan: Path) -> None:
    partnership = factories.partnership()
    first = upload_document(path=plan, partnership=partnership, by=COMMAND_LINE)

    assert upload_document(path=plan, partnership=partnership, by=COMMAND_LINE) == first
    assert (Document.objects.count(), Draft.objects.count()) == (1, 1)


def test_a_discarded_file_sent_again_gets_a_new_draft_of_the_kept_document(plan: Path) -> None:
    partnership = factories.partnership()
    first = upload_document(path=plan, partnership=partnership, by=COMMAND_LINE)
    discard_draft(draft=first, by=COMMAND_LINE)

    second = upload_document(path=plan, partnership=partnership, by=COMMAND_LINE)

    assert second != first
    assert (second.document, Document.objects.count()) == (first.document, 1)


def test_two_partnerships_keep_their_own_copy(plan: Path) -> None:
    for code in ("northshire", "southshire"):
        upload_document(path=plan, partnership=factories.partnership(code), by=COMMAND_LINE)

    assert Document.objects.count() == 2


@pytest.mark.parametrize("content", ["", "Dear Ann, thank you for lunch.\n", "\x00\x01\x02"])
def test_what_is_no_plan_leaves_nothing(plan: Path, content: str) -> None:
    partnership = factories.partnership()
    before = Subject.objects.count()
    plan.write_text(content)

    with pytest.raises(Unreadable):
        upload_document(path=plan, partnership=partnership, by=COMMAND_LINE)

    assert Subject.objects.count() == before


def test_a_file_over_the_limit_is_refused(plan: Path) -> None:
    with pytest.raises(Unreadable, match="larger than"):
        upload_document(path=plan, partnership=factories.partnership(), by=COMMAND_LINE, limit=10)
