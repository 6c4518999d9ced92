"""A round as a workbook or CSV: down, filled in as people do, up again, looked at, taken."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from goldenthread.delivery import operations as delivery
from goldenthread.delivery.models import Action
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.partnership.models import Partnership, Person
from goldenthread.partnership.queries import link_of
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.returns_table import read_returns
from goldenthread.returns import operations
from goldenthread.returns.models import Answer, Round, SentFile
from goldenthread.returns.operations import Said
from goldenthread.returns.queries import returns_of
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on
from tests.returns import asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 7, 6)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=3)


@pytest.fixture
def ann(place: Partnership) -> Person:
    return asked.person(place)


@pytest.fixture
def made(place: Partnership, ann: Person) -> Round:
    asked.led(place, ann)
    return asked.round_of(place)


@pytest.fixture
def page(made: Round, ann: Person) -> str:
    return f"/return/{link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))}/workbook/"


def _book(client: Client, page: str, kind: str = "workbook") -> Any:
    return load_workbook(io.BytesIO(client.get(f"{page}{kind}/").content))


def _columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def _fill(sheet: Any, row: int, **said: object) -> None:
    columns = _columns(sheet)
    for heading, value in said.items():
        sheet.cell(row, columns[heading.replace("_", " ")], value)


def _bytes(book: Any) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _send(client: Client, page: str, content: bytes, name: str = "round.xlsx") -> str:
    answer = client.post(page, {"file": SimpleUploadedFile(name, content)}, follow=True)
    return str(answer.content.decode())


def _take(client: Client, page: str) -> str:
    return str(client.post(page, {"decision_on_file": "take"}, follow=True).content.decode())


def _sent() -> list[tuple[int, Decimal | None]]:
    return [(one.asked_id, one.value) for one in Answer.objects.order_by("asked_id", "number")]


# Down


def test_the_workbook_says_what_was_and_locks_what_must_stay(
    client: Client, place: Partnership, page: str
) -> None:
    give(measure_coded("NI 1", place), "2008/09 Q4", "78.5", on(2009, 5, 1), comment="Fewer asked.")
    book = _book(client, page)
    assert book.sheetnames == ["Figures", "Definitions", "About"]
    sheet = book["Figures"]
    columns = _columns(sheet)
    row = {heading: sheet.cell(2, column).value for heading, column in columns.items()}
    assert (row["What is asked"], row["Last time"], row["What was said then"]) == (
        "Households helped in way 1, Northshire",
        "78.5% (2008/09 Q4)",
        "Fewer asked.",
    )
    unlocked = {heading for heading, column in columns.items() if not sheet.cell(2, column).protection.locked}
    assert unlocked == {
        "Figure",
        "Number on top",
        "Divided by",
        "How firm",
        "What happened",
        "Why",
        "What next",
        "Why it replaces the figure there",
        "What we should know about it",
        "Nothing to report because",
    }
    assert sheet.protection.sheet
    assert all(sheet.cell(1, column).protection.locked for column in columns.values())
    lists = {one.formula1: str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert '"Final,Provisional,Estimated"' in lists
    assert [one.value for one in book["Definitions"]["A"]][1] == "Households helped in way 1, Northshire"


def test_each_kind_has_a_sheet_of_its_own(client: Client, place: Partnership, ann: Person) -> None:
    action = Action.objects.of(place.pk).order_by("pk")[0]
    delivery.amend_action(by=COMMAND_LINE, action=action, owner_person=ann)
    delivery.set_milestones(by=COMMAND_LINE, action=action, milestones=[(None, "Half way", date(2009, 6, 1))])
    made = asked.round_of(place, "action", "milestone")
    page = f"/return/{link_of(operations.invite(by=COMMAND_LINE, asked_in=made, person=ann))}/workbook/"
    book = _book(client, page)
    _fill(book["Actions"], 2, Done_in_per_cent=40, How_it_stands="Under way", What_happened="We began.")
    _fill(book["Milestones"], 2, Reached_on=date(2009, 6, 3))
    _send(client, page, _bytes(book))
    _take(client, page)
    assert [one.also for one in Answer.objects.order_by("asked")] == [
        {"percent": 40, "state": "under_way"},
        {"reached_on": "2009-06-03"},
    ]


# Up


def test_a_filled_workbook_is_looked_at_and_then_sent(client: Client, made: Round, page: str) -> None:
    first, second, third = returns_of(made)
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=81.5, How_firm="Provisional", What_happened="More came.")
    _fill(book["Figures"], 3, Nothing_to_report_because="The survey is late.")
    text = _send(client, page, _bytes(book))
    assert "2 answers in “round.xlsx” can be sent." in text
    assert _sent() == []

    assert "2 answers sent. Thank you." in _take(client, page)

    one = Answer.objects.get(asked=first)
    assert (one.value, one.status, one.what_happened) == (Decimal("81.5"), "provisional", "More came.")
    assert Answer.objects.get(asked=second).nothing_because == "The survey is late."
    assert not Answer.objects.filter(asked=third).exists()


def test_the_same_file_twice_changes_nothing(client: Client, page: str) -> None:
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=81.5)
    content = _bytes(book)
    _send(client, page, content)
    _take(client, page)
    text = _send(client, page, content)
    assert (
        "Nothing in “round.xlsx” is new. It changes nothing." in text or "say what was sent already" in text
    )
    assert 'decision_on_file" value="take"' not in text
    assert len(_sent()) == 1


def test_a_partly_good_file_is_taken_in_part_once_they_say_so(client: Client, made: Round, page: str) -> None:
    first, _, _ = returns_of(made)
    book = _book(client, page)
    sheet = book["Figures"]
    _fill(sheet, 2, Figure=81.5)
    _fill(sheet, 3, Figure="about eighty")
    _fill(sheet, 4, Figure=150)
    text = _send(client, page, _bytes(book))
    assert "1 answer in “round.xlsx” can be sent. 2 rows cannot: see what is wrong." in text
    letter = sheet.cell(1, _columns(sheet)["Figure"]).column_letter
    assert f"Sheet Figures, cell {letter}3: “about eighty” is not a number." in text
    assert f"Sheet Figures, cell {letter}4: " in text
    assert "Send the 1 answer that are right" in text or "Send the 1 answer" in text
    _take(client, page)
    assert _sent() == [(first.pk, Decimal("81.5"))]


def test_equal_mistakes_are_said_once(client: Client, page: str) -> None:
    book = _book(client, page)
    sheet = book["Figures"]
    for row in (2, 3, 4):
        _fill(sheet, row, Figure="n/a")
    text = _send(client, page, _bytes(book))
    letter = sheet.cell(1, _columns(sheet)["Figure"]).column_letter
    assert f"cells {letter}2, {letter}3 and {letter}4: “n/a” is not a number." in text


def test_their_own_workbook_comes_back_with_the_cells_marked(client: Client, page: str) -> None:
    book = _book(client, page)
    sheet = book["Figures"]
    _fill(sheet, 3, Figure="about eighty", Why="Because.")
    book.create_sheet("My notes")["B2"] = "Ask Ben."
    _send(client, page, _bytes(book))
    back = _book(client, page, "marked")
    cell = back["Figures"].cell(3, _columns(sheet)["Figure"])
    assert cell.value == "about eighty"
    assert cell.comment.text.startswith("“about eighty” is not a number.")
    assert cell.fill.fgColor.rgb == "00F9D0D0"
    assert back["Figures"].cell(2, _columns(sheet)["Figure"]).comment is None
    assert back["My notes"]["B2"].value == "Ask Ben."


def test_the_checks_ask_in_the_file_too(client: Client, page: str) -> None:
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=0.82)
    text = _send(client, page, _bytes(book))
    assert "0.82%" in text
    _fill(book["Figures"], 2, What_we_should_know_about_it="It fell.")
    _send(client, page, _bytes(book))
    _take(client, page)
    assert Answer.objects.get().explanation == "It fell."


def test_a_row_that_somebody_else_answered_meanwhile_is_told(client: Client, made: Round, page: str) -> None:
    first, second, _ = returns_of(made)
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=82)
    operations.submit(by=COMMAND_LINE, asked=first, said=Said(value=Decimal(80)))
    operations.submit(by=COMMAND_LINE, asked=second, said=Said(value=Decimal(70)))
    text = _send(client, page, _bytes(book))
    assert "while you were writing. Nothing of yours is lost" in text
    assert "row cannot" in text
    assert _sent() == [(first.pk, Decimal(80)), (second.pk, Decimal(70))]


def test_what_was_accepted_is_not_sent_again(client: Client, made: Round, page: str) -> None:
    first, _, _ = returns_of(made)
    book = _book(client, page)
    operations.submit(by=COMMAND_LINE, asked=first, said=Said(value=Decimal(80)))
    operations.sign_off(by=COMMAND_LINE, asked=first)
    _fill(book["Figures"], 2, Figure=82)
    assert "This was accepted already." in _send(client, page, _bytes(book))


def _renamed(book: Any) -> None:
    book["Figures"].title = "Quarter one"


def _columns_moved(book: Any) -> None:
    sheet = book["Figures"]
    rows = [list(reversed([cell.value for cell in row])) for row in sheet.iter_rows()]
    sheet.delete_rows(1, 100)
    for row in rows:
        sheet.append(row)


def _row_above(book: Any) -> None:
    sheet = book["Figures"]
    sheet.insert_rows(1)
    sheet["A1"] = "Please send back by Friday"


def _row_gone(book: Any) -> None:
    book["Figures"].delete_rows(4)


def _sheets_gone(book: Any) -> None:
    del book["About"]
    del book["Definitions"]


@pytest.mark.parametrize("change", [_renamed, _columns_moved, _row_above, _row_gone, _sheets_gone])
def test_what_people_do_to_a_workbook_does_no_harm(
    client: Client, made: Round, page: str, change: Callable[[Any], None]
) -> None:
    first, _, _ = returns_of(made)
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure="81.5 %")
    change(book)
    _send(client, page, _bytes(book))
    _take(client, page)
    assert _sent() == [(first.pk, Decimal("81.5"))]


def test_a_row_of_another_round_or_person_is_told(client: Client, made: Round, page: str) -> None:
    book = _book(client, page)
    sheet = book["Figures"]
    sheet.cell(2, _columns(sheet)["Return"], 999999)
    _fill(sheet, 2, Figure=81)
    text = _send(client, page, _bytes(book))
    assert "This row is of another round, or asked of somebody else." in text


def test_a_row_twice_is_told(client: Client, page: str) -> None:
    book = _book(client, page)
    sheet = book["Figures"]
    _fill(sheet, 2, Figure=81)
    sheet.append([cell.value for cell in sheet[2]])
    assert "This return is in the file twice." in _send(client, page, _bytes(book))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("round.xlsx", b"PK\x03\x04 broken", ""),
        ("round.csv", b"a,b\n1,2\n", "No row of this file has the heading “Return”."),
        ("round.csv", b"\x00\x01", "neither a workbook nor a CSV"),
        ("round.xlsx", b"", "This file is empty."),
    ],
)
def test_what_is_no_file_of_ours_is_said_in_a_sentence(
    client: Client, page: str, name: str, content: bytes, sentence: str
) -> None:
    answer = client.post(page, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert not SentFile.objects.exists()


def test_a_file_put_aside_is_kept_and_shown_no_more(client: Client, page: str) -> None:
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=81)
    _send(client, page, _bytes(book))
    client.post(page, {"decision_on_file": "aside"})
    assert "can be sent" not in client.get(page).content.decode()
    assert SentFile.objects.get().decided_at is not None
    assert _sent() == []


def test_a_closed_round_takes_no_file(client: Client, made: Round, page: str) -> None:
    book = _bytes(_book(client, page))
    operations.close_round(by=COMMAND_LINE, asked_in=made)
    answer = client.post(page, {"file": SimpleUploadedFile("a.xlsx", book)})
    assert answer.status_code == 422
    assert "is closed" in answer.content.decode()


def test_a_manager_fills_in_the_whole_round(client: Client, place: Partnership, made: Round) -> None:
    ben = asked.person(place, "Ben Other")
    first, second, _ = returns_of(made)
    second.contributor = ben
    second.save()
    client.force_login(factories.manager(place).account)
    page = f"/northshire/rounds/{made.pk}/workbook/"
    book = _book(client, page)
    _fill(book["Figures"], 2, Figure=81)
    _fill(book["Figures"], 3, Figure=82)
    _send(client, page, _bytes(book))
    _take(client, page)
    assert _sent() == [(first.pk, Decimal(81)), (second.pk, Decimal(82))]


# CSV


def _csv(client: Client, page: str) -> list[dict[str, str]]:
    content = client.get(f"{page}csv/").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.parametrize(("divider", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig")])
def test_a_csv_goes_down_and_up(client: Client, made: Round, page: str, divider: str, encoding: str) -> None:
    first, _, _ = returns_of(made)
    rows = _csv(client, page)
    rows[0]["Figure"], rows[0]["Why"] = "81.5", "Café, “new”"
    kept = io.StringIO()
    writer = csv.DictWriter(kept, list(rows[0]), delimiter=divider)
    writer.writeheader()
    writer.writerows(rows)
    _send(client, page, kept.getvalue().encode(encoding), "round.csv")
    _take(client, page)
    assert [(one.asked_id, one.value, one.why) for one in Answer.objects.all()] == [
        (first.pk, Decimal("81.5"), "Café, “new”")
    ]


def test_a_csv_may_name_its_rows_by_codes(client: Client, made: Round, page: str) -> None:
    _, second, _ = returns_of(made)
    assert second.series is not None
    place = second.series.place.code
    content = f"Return,Measure code,Place code,Group,Figure\n,NI 2,{place},,77\n".encode()
    _send(client, page, content, "round.csv")
    _take(client, page)
    assert _sent() == [(second.pk, Decimal(77))]


def test_a_csv_holds_no_formula(client: Client, place: Partnership, page: str) -> None:
    give(measure_coded("NI 1", place), "2008/09 Q4", "78.5", on(2009, 5, 1), comment="=cmd()")
    assert _csv(client, page)[0]["What was said then"] == "'=cmd()"


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_whatever_stands_in_a_csv_is_read_or_refused_in_a_sentence(rows: list[list[str]]) -> None:
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerows([["Return", "Figure", "Why"], *rows])
    found = read_returns(kept.getvalue().encode(), "a.csv", limit=10**6)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert [list(row.cells.values()) for row in found] == [[cell.strip() for cell in row] for row in filled]


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(Unreadable):
        read_returns(content, "a.bin", limit=10**6)


def test_a_workbook_without_our_sheet_is_refused() -> None:
    book = Workbook()
    book.active["A1"] = "Something"
    with pytest.raises(Unreadable, match="heading “Return”"):
        read_returns(_bytes(book), "a.xlsx", limit=10**6)
