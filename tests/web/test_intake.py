"""Sending a document, reviewing what was understood, accepting and publishing it."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from goldenthread.intake.models import Document, Draft
from goldenthread.intake.operations import publish_plan, upload_document
from goldenthread.kernel.queries import to_publish
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership
from tests import factories
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
PLAN = ROOT / "examples/hertfordshire/delivery-plan.txt"


@pytest.fixture
def place() -> Partnership:
    return factories.partnership()


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def send(client: Client, content: bytes, name: str = "plan.txt") -> tuple[int, str]:
    answer = client.post("/northshire/intake/", {"document": SimpleUploadedFile(name, content)})
    return answer.status_code, answer.content.decode()


def test_a_plan_becomes_a_draft_that_is_shown_beside_its_source(manager: Client) -> None:
    answer = manager.post(
        "/northshire/intake/", {"document": SimpleUploadedFile(PLAN.name, PLAN.read_bytes())}
    )
    draft = Draft.objects.get()
    assert answer["Location"] == f"/northshire/intake/{draft.pk}/"
    page = manager.get(answer["Location"]).content.decode()
    assert page.count('<details class="part"') == len(draft.edited["measures"]) + len(draft.edited["themes"])
    assert "We found 6 themes, 46 measures and 112 actions." in page
    assert Measure.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "plan.txt", "This file is empty."),
        (b"Dear Sir, thank you for your letter of 4 May.\n", "letter.txt", ""),
        (b"PK\x03\x04 this is half of a Word file", "plan.docx", ""),
        (bytes(range(256)) * 40, "picture.png", ""),
    ],
)
def test_a_bad_document_gets_a_sentence_and_nothing_is_kept(
    manager: Client, content: bytes, name: str, said: str
) -> None:
    status, page = send(manager, content, name)
    assert status == 422
    mistake = page.split('class="mistake"', 1)[1].split("</p>")[0]
    assert said in mistake
    assert mistake.rstrip().endswith(".")
    assert (Document.objects.count(), Draft.objects.count()) == (0, 0)


def test_no_document_at_all_is_said(manager: Client) -> None:
    answer = manager.post("/northshire/intake/")
    assert answer.status_code == 422
    assert "Choose the document that you want to send." in answer.content.decode()


@pytest.mark.parametrize("over", [1, 100_000])
def test_a_document_over_the_limit_is_refused(manager: Client, settings: LazySettings, over: int) -> None:
    settings.UPLOAD_LIMIT = 50_000
    status, page = send(manager, b"x" * (50_000 + over))
    assert status == 422
    assert "This file is larger than" in page
    assert Document.objects.count() == 0


def test_a_document_far_over_the_limit_is_never_written_down(
    manager: Client, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.UPLOAD_LIMIT = 50_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")  # a file written here would be an error
    status, _ = send(manager, b"x" * 1_000_000)
    assert status == 422


@pytest.fixture
def draft(place: Partnership) -> Draft:
    return factories.draft(place, COMMAND_LINE)


def review(client: Client, draft: Draft, decision: str, version: int = 1, **typed: str) -> tuple[int, str]:
    sent = {f"plan:{path.replace('__', '.')}": words for path, words in typed.items()}
    answer = client.post(
        f"/northshire/intake/{draft.pk}/", {"version": version, "decision": decision, **sent}
    )
    return answer.status_code, answer.content.decode()


def test_what_was_typed_is_saved_and_what_was_read_stays(manager: Client, draft: Draft) -> None:
    assert review(manager, draft, "save", measures__1__title="Homes made safe")[0] == 302
    draft.refresh_from_db()
    assert draft.edited["measures"][1]["title"] == "Homes made safe"
    assert draft.understood["measures"][1]["title"] == "Households helped in way 2"
    assert draft.version == 2


def test_a_character_that_no_database_keeps_is_left_out(manager: Client, draft: Draft) -> None:
    assert review(manager, draft, "save", measures__1__title="Homes\0 made safe")[0] == 302
    draft.refresh_from_db()
    assert draft.edited["measures"][1]["title"] == "Homes made safe"


def test_saving_a_part_leads_back_to_it(manager: Client, draft: Draft) -> None:
    address = f"/northshire/intake/{draft.pk}/"
    for asked, told in (
        ("save field-measures-2-code", f"{address}#field-measures-2-code"),
        ("save", address),
        ("save //elsewhere.example/", address),
    ):
        draft.refresh_from_db()
        answer = manager.post(address, {"version": draft.version, "decision": asked})
        assert answer["Location"] == told


def fields(client: Client, draft: Draft) -> dict[str, str]:
    """Every field of a review as a browser sends it, with the ends of lines as browsers write them."""
    parts = client.get(f"/northshire/intake/{draft.pk}/").context["parts"]
    return {f"plan:{box.path}": box.value.replace("\n", "\r\n") for part in parts for box in part.all_boxes}


def test_a_review_that_is_sent_back_unchanged_changes_nothing(
    manager: Client, place: Partnership, draft: Draft
) -> None:
    real = upload_document(path=PLAN, partnership=place, by=COMMAND_LINE)
    for one, most in ((draft, 90), (real, 1500)):
        sent = fields(manager, one)
        assert len(sent) > most
        manager.post(f"/northshire/intake/{one.pk}/", {"version": 1, "decision": "save", **sent})
        one.refresh_from_db()
        assert one.edited == one.understood
        assert one.version == 1


def test_a_mistake_is_said_by_its_field_and_nothing_typed_is_lost(manager: Client, draft: Draft) -> None:
    status, page = review(
        manager,
        draft,
        "accept",
        measures__0__targets__0__value="eighty-five",
        measures__2__title="A title that was typed",
    )
    assert status == 422
    assert "NI 1 Households helped in way 1, figure: “eighty-five” is not a number" in page
    assert 'value="eighty-five"' in page
    assert 'value="A title that was typed"' in page
    assert '<a href="#field-measures-0-targets-0-value">' in page
    draft.refresh_from_db()
    assert (draft.state, draft.edited) == ("open", draft.understood)


def test_a_mistake_in_a_field_that_is_not_shown_is_still_said(manager: Client, draft: Draft) -> None:
    _, page = review(manager, draft, "save", measures__0__blank_targets="2012/13")
    assert "This field cannot be changed here." in page


def test_the_words_say_what_accepting_would_change(manager: Client, place: Partnership, draft: Draft) -> None:
    first = manager.get(f"/northshire/intake/{draft.pk}/").context["change_words"]
    assert re.fullmatch(r"Accepting it adds \d+ records\.", first)
    review(manager, draft, "accept")
    second = factories.draft(place, COMMAND_LINE, name="second.txt")
    address = f"/northshire/intake/{second.pk}/"
    assert manager.get(address).context["change_words"].startswith("Accepting it changes nothing")
    review(manager, second, "save", measures__0__lead_people="Somebody else")
    said = manager.get(address).context["change_words"]
    assert re.fullmatch(r"Accepting it changes 1 record; \d+ stay as they are\.", said)

    publish_plan(partnership=place, by=COMMAND_LINE)
    said = manager.get(address).context["change_words"]
    assert said.endswith("What is public already changes for everyone at once.")


def test_two_people_at_once_overwrite_nothing(manager: Client, draft: Draft) -> None:
    review(manager, draft, "save", measures__0__title="The first of two")
    status, page = review(manager, draft, "save", version=1, measures__0__title="The second of two")
    assert status == 422
    assert "Somebody else saved this draft" in page
    assert 'value="The second of two"' in page
    draft.refresh_from_db()
    assert draft.edited["measures"][0]["title"] == "The first of two"


def test_after_a_conflict_each_keeps_what_they_changed(manager: Client, draft: Draft) -> None:
    mine = fields(manager, draft)
    review(manager, draft, "save", measures__0__title="Theirs", measures__1__title="Theirs too")
    mine |= {"plan:measures.0.title": "Mine", "plan:measures.2.title": "Mine alone"}
    answer = manager.post(f"/northshire/intake/{draft.pk}/", {"version": 1, "decision": "accept", **mine})
    shown = {box.path: box for part in answer.context["parts"] for box in part.all_boxes}
    assert [shown[f"measures.{number}.title"].value for number in range(3)] == [
        "Mine",
        "Theirs too",
        "Mine alone",
    ]
    assert shown["measures.0.title"].mistake == "They typed “Theirs” here."
    assert shown["measures.1.title"].mistake == ""
    page = answer.content.decode()
    assert 'name="version" value="2"' in page

    again = {f"plan:{path}": box.value for path, box in shown.items()}
    manager.post(f"/northshire/intake/{draft.pk}/", {"version": 2, "decision": "save", **again})
    draft.refresh_from_db()
    assert [measure["title"] for measure in draft.edited["measures"]] == ["Mine", "Theirs too", "Mine alone"]


def test_a_field_that_is_no_field_is_refused(manager: Client, draft: Draft) -> None:
    for path in ("measures.0.lines", "measures.9.title", "measures.0.lines.0", "nothing.at.all", "measures"):
        answer = manager.post(
            f"/northshire/intake/{draft.pk}/", {"version": 1, "decision": "save", f"plan:{path}": "junk"}
        )
        assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.edited == draft.understood


def test_accepting_makes_records_with_what_was_typed(manager: Client, draft: Draft) -> None:
    assert review(manager, draft, "accept", measures__0__title="Homes made safe")[0] == 302
    titles = set(Measure.objects.values_list("title", flat=True))
    assert titles == {"Homes made safe", "Households helped in way 2", "Households helped in way 3"}
    draft.refresh_from_db()
    assert draft.state == "accepted"


def test_a_draft_that_is_put_aside_is_kept_and_changes_nothing(manager: Client, draft: Draft) -> None:
    assert review(manager, draft, "discard")[0] == 302
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert Measure.objects.count() == 0
    page = manager.get(f"/northshire/intake/{draft.pk}/").content.decode()
    assert "This draft is closed." in page
    assert 'value="accept"' not in page


def test_a_closed_draft_cannot_be_changed(manager: Client, draft: Draft) -> None:
    review(manager, draft, "accept")
    status, page = review(manager, draft, "save", measures__0__title="Too late")
    assert status == 422
    assert "This draft is closed" in page


def test_doubtful_parts_come_first_and_are_open(manager: Client, place: Partnership) -> None:
    planned = factories.plan().as_json()
    planned["measures"][2]["doubt"] = "The title could go on in the next row."
    draft = factories.draft(place, COMMAND_LINE)
    Draft.objects.filter(pk=draft.pk).update(edited=planned)
    parts = manager.get(f"/northshire/intake/{draft.pk}/").context["parts"]
    assert [(part.title, part.is_open) for part in parts][:2] == [
        ("NI 3 Households helped in way 3", True),
        ("NI 1 Households helped in way 1", False),
    ]


def publish(manager: Client, leave: str = "") -> HttpResponse:
    """Send the form as it is shown, but for one record."""
    form = manager.get("/northshire/publish/").context["form"]
    ticked = {name: [pk for pk in field.initial if pk != leave] for name, field in form.fields.items()}
    answer: HttpResponse = manager.post("/northshire/publish/", ticked)
    return answer


def test_what_is_not_ticked_stays_inside(manager: Client, place: Partnership, draft: Draft) -> None:
    review(manager, draft, "accept")
    measure = Measure.objects.of(place.pk)[0]
    publish(manager, leave=str(measure.pk))
    assert list(to_publish(place.pk)) == [measure.subject]
    assert "1 record that the public does not see yet" in manager.get("/northshire/").content.decode()
    assert "that the public does not see" not in Client().get("/northshire/").content.decode()
    publish(manager)
    assert list(to_publish(place.pk)) == []
    assert "Everything is published" in manager.get("/northshire/publish/").content.decode()


def test_publishing_nothing_is_told(manager: Client, place: Partnership, draft: Draft) -> None:
    review(manager, draft, "accept")
    answer = manager.post("/northshire/publish/", {})
    assert answer.status_code == 422
    assert "Choose at least one thing to publish." in answer.content.decode()
    assert Client().get("/northshire/").status_code == 404


def test_people_are_never_published(manager: Client, place: Partnership, draft: Draft) -> None:
    review(manager, draft, "accept")
    ann = partnerships.add_person(by=COMMAND_LINE, partnership_id=place.pk, name="Ann Example")
    publish(manager)
    assert type(ann).objects.get(pk=ann.pk).subject.visibility == "partnership"


def test_a_plan_is_public_only_once_its_manager_says_so_twice(
    manager: Client, place: Partnership, draft: Draft
) -> None:
    review(manager, draft, "accept")
    assert "Yes, publish it" in manager.get("/northshire/publish/").content.decode()
    assert Client().get("/northshire/").status_code == 404
    publish(manager)
    assert Client().get("/northshire/").status_code == 200
    assert Client().get(f"/northshire/documents/{draft.document_id}/").status_code == 404
