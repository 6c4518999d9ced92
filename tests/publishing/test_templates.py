"""Templates of others are kept, filled from what was accepted, and compared with what was sent last."""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import Workbook, load_workbook

from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import CLOCK, COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Measure
from goldenthread.partnership.models import Partnership
from goldenthread.publishing import operations, queries
from goldenthread.publishing.models import FilledCopy, OutsideTemplate, Said, Slot, TemplateVersion
from goldenthread.publishing.rules import Chosen, has_come, is_over, period_of
from goldenthread.reading.errors import Unreadable
from goldenthread.reckoning.periods import preceding
from tests import factories
from tests.outside_templates import bytes_of, county, members, ministry
from tests.overview import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Partnership]:
    """A partnership in October 2009, with figures for two quarters."""
    partnership = record.loaded()
    one, two = record.measure_coded("NI 1", partnership), record.measure_coded("NI 2", partnership)
    record.give(one, "2009/10 Q1", "81.5", record.on(2009, 7, 3), comment="More homes were visited.")
    record.give(one, "2009/10 Q2", "0", record.on(2009, 10, 3), received_from="Ann Lee")
    record.give(two, "2009/10 Q2", None, record.on(2009, 10, 4))
    with standing_at(record.on(2009, 10, 20)):
        yield partnership


def kept(place: Partnership, content: bytes, tmp_path: Path, name: str = "return.xlsx") -> TemplateVersion:
    path = tmp_path / name
    path.write_bytes(content)
    return operations.add_template(
        by=COMMAND_LINE, partnership=place, title="County return", asked_by="The county", path=path
    )


def confirmed(
    place: Partnership, content: bytes, tmp_path: Path, name: str = "return.xlsx"
) -> TemplateVersion:
    version = kept(place, content, tmp_path, name)
    operations.confirm(by=COMMAND_LINE, version=version)
    return version


def filled(version: TemplateVersion, period: str = "2009/10 Q2") -> FilledCopy:
    return operations.fill(by=COMMAND_LINE, template=version.template, period=period)


def workbook(copy: FilledCopy) -> Any:
    return load_workbook(io.BytesIO(bytes(copy.content)))["Return"]


def said(copy: FilledCopy, cell: str) -> Said:
    return copy.said.get(slot__at=cell, slot__part="xl/worksheets/sheet1.xml")


def test_a_workbook_comes_out_filled_with_what_was_accepted(place: Partnership, tmp_path: Path) -> None:
    sheet = workbook(filled(confirmed(place, ministry(), tmp_path)))
    assert (sheet["B2"].value, sheet["B3"].value) == ("2009/10 Q2", "Northshire Together")
    assert sheet["E2"].value.date().isoformat() == "2009-10-20"
    assert sheet["E7"].value == 0
    assert sheet["E7"].number_format == "0.0%"
    assert sheet["E8"].value == "No figure: The survey was late."
    assert sheet["E10"].value == "No figure: none was accepted for 2009/10 Q2."
    assert sheet["C7"].value == 0.85
    assert sheet["D7"].value == "No target is set for 2009/10."
    assert sheet["F7"].value.startswith(
        "Cannot be computed: the figures of parts of a year cannot be added up"
    )
    assert (sheet["H7"].value, sheet["H8"].value) == (None, "The survey was late.")
    assert sheet["I7"].value == "Safety lead 1"
    assert sheet["E9"].value is None
    assert sheet["G7"].value == "=E7-D7"


def test_every_figure_says_where_it_came_from(place: Partnership, tmp_path: Path) -> None:
    copy = filled(confirmed(place, ministry(), tmp_path))
    zero, missing = said(copy, "E7"), said(copy, "E8")
    assert zero.observation is not None
    assert (zero.observation.value, zero.number, zero.gap) == (Decimal(0), Decimal(0), False)
    assert zero.came_from == "the figure for 2009/10 Q2, received 3 October 2009 from Ann Lee"
    assert (missing.gap, missing.number) == (True, None)
    assert said(copy, "C7").target is not None
    assert said(copy, "C7").period == "2008/09"


def test_a_document_comes_out_filled_in_its_own_layout(place: Partnership, tmp_path: Path) -> None:
    copy = filled(confirmed(place, county(), tmp_path, "return.docx"))
    document: Any = Document(io.BytesIO(bytes(copy.content)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "For the period 2009/10 Q2 only." in texts
    assert (
        "In all, 0.0% against a target of No target is set for 2009/10 Q2, and £500 [see the notes]." in texts
    )
    table, block = document.tables[0], document.tables[1]
    assert [table.cell(2, column).text for column in range(1, 5)] == ["81.5%", "0.0%", "", "Safety lead 1"]
    assert [table.cell(3, column).text for column in (1, 2)] == [
        "No figure: none was accepted for 2009/10 Q1.",
        "No figure: The survey was late.",
    ]
    assert [block.cell(row, 1).text for row in range(3)] == [
        "80%",
        "No target is set for 2009/10 Q2.",
        "County Council",
    ]
    assert members(bytes(copy.content)).keys() == members(county()).keys()


def test_later_quarters_are_left_alone_and_marks_say_why(place: Partnership, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Return"
    for row in (
        ("", "Q1", "Q2", "Q3", "Full year"),
        ("NI 1", None, None, None, None),
        ("Later: {{NI 1 Q4}}",),
    ):
        sheet.append(row)
    after = workbook(filled(confirmed(place, bytes_of(book), tmp_path)))
    assert [after.cell(2, column).value for column in range(2, 6)] == [81.5, 0, None, None]
    assert after["A3"].value == "Later: not due yet"


def test_a_unit_that_only_the_plan_states_counts_too(place: Partnership, tmp_path: Path) -> None:
    Measure.objects.of(place.pk).update(unit="")
    copy = filled(confirmed(place, ministry(), tmp_path), "2009/10 Q1")
    assert said(copy, "E7").words == "81.5%"
    assert workbook(copy)["E7"].value == 0.815


def test_counts_are_added_up_for_the_year_so_far_only_where_none_is_missing(
    place: Partnership, tmp_path: Path
) -> None:
    one = record.measure_coded("NI 1", place)
    Measure.objects.filter(pk=one.pk).update(unit="homes", data_type="count")
    version = confirmed(place, ministry(), tmp_path)
    copy = filled(version)
    assert (said(copy, "F7").number, said(copy, "F7").came_from) == (
        Decimal("81.5"),
        "the sum of 2009/10 Q1 and 2009/10 Q2",
    )
    assert said(copy, "F7").words == "81.5 homes"
    two = record.measure_coded("NI 2", place)
    Measure.objects.filter(pk=two.pk).update(unit="homes", data_type="count")
    again = filled(version)
    assert said(again, "F8").words == "Cannot be computed: no figure for 2009/10 Q1 and 2009/10 Q2."


def test_filling_again_changes_nothing_until_something_changed(place: Partnership, tmp_path: Path) -> None:
    version = confirmed(place, ministry(), tmp_path)
    first = filled(version)
    assert filled(version) == first
    record.give(
        record.measure_coded("NI 1", place),
        "2009/10 Q2",
        "79",
        record.on(2009, 10, 21),
        reason="Late answers.",
    )
    with standing_at(record.on(2009, 10, 22)):
        second = filled(version)
    assert second != first
    assert (said(first, "E7").number, said(second, "E7").number) == (Decimal(0), Decimal(79))


def test_what_changed_since_the_one_sent_last(place: Partnership, tmp_path: Path) -> None:
    version = confirmed(place, ministry(), tmp_path)
    first = filled(version)
    assert queries.last_sent_before(first) is None
    operations.mark_sent(by=COMMAND_LINE, copy=first, sent_to="The county")
    record.give(
        record.measure_coded("NI 1", place),
        "2009/10 Q2",
        "79",
        record.on(2009, 10, 21),
        reason="Late answers.",
    )
    record.give(
        record.measure_coded("NI 2", place), "2009/10 Q2", "70", record.on(2009, 10, 21), reason="It came."
    )
    with standing_at(record.on(2009, 10, 20)):
        second = filled(version)
    before = queries.last_sent_before(second)
    assert before == first
    found = [
        (one.where.rsplit(" ", 1)[1], one.before, one.after, one.why)
        for one in queries.changes(second, first)
    ]
    assert found == [
        ("E7", "0.0%", "79.0%", "Revised: Late answers."),
        ("E8", "No figure: The survey was late.", "70.0%", "Revised: It came."),
        ("H8", "The survey was late.", "(left blank)", "Revised: It came."),
    ]
    with standing_at(record.on(2010, 1, 20)):
        third = filled(version, "2009/10 Q3")
        changes = {one.where.rsplit(" ", 1)[1]: one for one in queries.changes(third, first)}
    assert changes["E7"].why == "It is about 2009/10 Q3; the one sent was about 2009/10 Q2."
    assert changes["B2"].after == "2009/10 Q3"
    assert "C7" not in changes


def test_a_copy_is_compared_with_what_was_sent_before_it(place: Partnership, tmp_path: Path) -> None:
    version = confirmed(place, ministry(), tmp_path)
    first = filled(version, "2009/10 Q1")
    second = filled(version)
    operations.mark_sent(by=COMMAND_LINE, copy=first, sent_to="The county")
    with standing_at(record.on(2009, 10, 21)):
        operations.mark_sent(by=COMMAND_LINE, copy=second, sent_to="The county")
    assert queries.last_sent_before(first) is None
    assert queries.last_sent_before(second) == first


def test_a_new_file_is_a_new_version_that_keeps_what_was_chosen(place: Partnership, tmp_path: Path) -> None:
    first = confirmed(place, ministry(), tmp_path)
    slot = first.slots.get(at="E7")
    other = record.measure_coded("NI 3", place)
    operations.set_slots(by=COMMAND_LINE, version=first, chosen={slot.pk: Chosen("target", other)})
    same = operations.add_version(by=COMMAND_LINE, template=first.template, path=tmp_path / "return.xlsx")
    assert same == first
    book = load_workbook(io.BytesIO(ministry()))
    book["Return"]["A1"] = "Quarterly return, new edition"
    (tmp_path / "new.xlsx").write_bytes(bytes_of(book))
    second = operations.add_version(by=COMMAND_LINE, template=first.template, path=tmp_path / "new.xlsx")
    assert (second.number, second.confirmed_at, bytes(TemplateVersion.objects.get(pk=first.pk).content)) == (
        2,
        None,
        (tmp_path / "return.xlsx").read_bytes(),
    )
    carried = second.slots.get(at="E7")
    assert (carried.what, carried.measure) == ("target", other)
    assert filled(first).version == first
    operations.confirm(by=COMMAND_LINE, version=second)
    assert filled(first).version == second


def test_slots_are_set_whole_or_not_at_all(place: Partnership, tmp_path: Path) -> None:
    version = kept(place, ministry(), tmp_path)
    one, two = version.slots.get(at="E7"), version.slots.get(at="E8")
    measure = record.measure_coded("NI 3", place)
    with pytest.raises(Invalid) as problem:
        operations.set_slots(
            by=COMMAND_LINE,
            version=version,
            chosen={one.pk: Chosen(""), two.pk: Chosen("value"), 0: Chosen("")},
        )
    assert problem.value.fields == {
        f"of_{two.pk}": "Say which measure, by its code or title.",
        "what_0": "This place is not in the template.",
    }
    one.refresh_from_db()
    assert one.what == "value"
    assert operations.set_slots(by=COMMAND_LINE, version=version, chosen={one.pk: Chosen("")}) == 1
    assert operations.set_slots(by=COMMAND_LINE, version=version, chosen={one.pk: Chosen("")}) == 0
    named = Chosen("value", measure, None, "named", "2009/10 Q1")
    operations.set_slots(by=COMMAND_LINE, version=version, chosen={one.pk: named})
    event = AuditEvent.objects.filter(verb="outside_template.places_set").first()
    assert event is not None
    assert event.changes == {one.where: ["left as it is", "The figure of NI 3, 2009/10 Q1"]}


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (Chosen("nonsense"), "what"),
        (Chosen("value"), "of"),
        (Chosen("period", when="someday"), "when"),
        (Chosen("period", when="named"), "when"),
    ],
)
def test_what_a_slot_refuses(place: Partnership, tmp_path: Path, chosen: Chosen, field: str) -> None:
    version = kept(place, ministry(), tmp_path)
    slot = version.slots.get(at="E7")
    with pytest.raises(Invalid) as problem:
        operations.set_slots(by=COMMAND_LINE, version=version, chosen={slot.pk: chosen})
    assert list(problem.value.fields) == [f"{field}_{slot.pk}"]


def test_more_cells_can_be_pointed_at(place: Partnership, tmp_path: Path) -> None:
    version = kept(place, ministry(), tmp_path)
    measure = record.measure_coded("NI 1", place)
    series = record.whole(measure)

    def add(row: int, column: int) -> Slot:
        return operations.add_slot(
            by=COMMAND_LINE,
            version=version,
            grid="Sheet “Return”",
            row=row,
            column=column,
            chosen=Chosen("value", measure, series),
        )

    slot = add(30, 4)
    assert (slot.at, slot.where) == ("D30", "Sheet “Return”, cell D30")
    for row, column, sentence in (
        (30, 4, "in the list already"),
        (11, 5, "A formula of theirs"),
        (0, 1, "no such cell"),
    ):
        with pytest.raises(Invalid, match=sentence):
            add(row, column)
    operations.confirm(by=COMMAND_LINE, version=version)
    assert workbook(filled(version))["D30"].value == 0


def test_nothing_is_filled_before_somebody_confirmed(place: Partnership, tmp_path: Path) -> None:
    version = kept(place, ministry(), tmp_path)
    with pytest.raises(Refused, match="Nobody has confirmed"):
        filled(version)
    operations.set_slots(
        by=COMMAND_LINE, version=version, chosen={slot.pk: Chosen("") for slot in version.slots.all()}
    )
    with pytest.raises(Invalid, match="Nothing would be filled"):
        operations.confirm(by=COMMAND_LINE, version=version)


@pytest.mark.parametrize(
    ("period", "sentence"), [("", "Say for which period"), ("2019/20 Q1", "has not begun")]
)
def test_what_is_no_period_is_refused(place: Partnership, tmp_path: Path, period: str, sentence: str) -> None:
    version = confirmed(place, ministry(), tmp_path)
    with pytest.raises(Invalid, match=sentence):
        filled(version, period)


def test_at_the_end_of_a_round_all_are_filled(place: Partnership, tmp_path: Path) -> None:
    first = confirmed(place, ministry(), tmp_path)
    second = confirmed(place, county(), tmp_path, "return.docx")
    kept(place, ministry(), tmp_path)
    stopped = confirmed(place, ministry(), tmp_path)
    operations.withdraw_template(by=COMMAND_LINE, template=stopped.template, reason="Abolished.")
    outcome = operations.fill_all(by=CLOCK, partnership_id=place.pk, period_label="2009/10 Q2")
    assert [copy.version for copy in outcome.copies] == [first, second]
    assert outcome.refused == ()
    assert all(copy.filled_by == "the clock" for copy in outcome.copies)


def test_one_that_cannot_be_filled_does_not_hold_up_the_others(place: Partnership, tmp_path: Path) -> None:
    broken = confirmed(place, ministry(), tmp_path)
    broken.slots.filter(at="E7").update(part="xl/worksheets/sheet9.xml")
    fine = confirmed(place, county(), tmp_path, "return.docx")
    outcome = operations.fill_all(by=CLOCK, partnership_id=place.pk, period_label="2009/10 Q2")
    assert [copy.version for copy in outcome.copies] == [fine]
    assert outcome.refused == (("County return", "A sheet or part of the template is not there any more."),)
    assert FilledCopy.objects.count() == 1


def test_what_mark_sent_refuses(place: Partnership, tmp_path: Path) -> None:
    copy = filled(confirmed(place, ministry(), tmp_path))
    with pytest.raises(Invalid) as problem:
        operations.mark_sent(by=COMMAND_LINE, copy=copy, sent_to=" ", sent_on=record.on(2009, 10, 21).date())
    assert sorted(problem.value.fields) == ["sent_on", "sent_to"]


def test_only_managers_do_any_of_it_and_other_partnerships_see_nothing(
    place: Partnership, tmp_path: Path
) -> None:
    version = confirmed(place, ministry(), tmp_path)
    copy = filled(version)
    other = factories.manager(factories.partnership("southshire")).viewer
    lead = factories.member(place, "theme_lead").viewer
    for viewer in (other, lead, PUBLIC):
        for refused in (
            lambda: operations.fill(by=viewer, template=version.template, period="2009/10 Q2"),  # noqa: B023
            lambda: operations.confirm(by=viewer, version=version),  # noqa: B023
            lambda: operations.set_slots(by=viewer, version=version, chosen={}),  # noqa: B023
            lambda: operations.mark_sent(by=viewer, copy=copy, sent_to="x"),  # noqa: B023
            lambda: operations.fill_all(by=viewer, partnership_id=place.pk, period_label="2009/10 Q2"),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                refused()
    for viewer in (other, PUBLIC):
        assert queries.templates(place.pk, viewer=viewer) == ()
        with pytest.raises(NotFound):
            queries.copy_numbered(copy.pk, partnership_id=place.pk, viewer=viewer)
        with pytest.raises(NotFound):
            queries.version_numbered(version.pk, partnership_id=place.pk, viewer=viewer)


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"hello", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", b""])
def test_what_is_no_template_is_refused_and_nothing_kept(
    place: Partnership, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(Unreadable):
        kept(place, content, tmp_path)
    assert OutsideTemplate.objects.count() == 0


def test_the_number_of_queries_is_the_same_for_any_template(place: Partnership, tmp_path: Path) -> None:
    def queries_for(rows: int) -> int:
        book = Workbook()
        sheet: Any = book.active
        sheet.append(("Code", "Actual", "Target", "Comment", "Owner"))
        for number in range(rows):
            sheet.append((f"NI {number % 3 + 1}",))
        version = confirmed(place, bytes_of(book), tmp_path)
        filled(version)
        operations.set_slots(
            by=COMMAND_LINE, version=version, chosen={version.slots.all()[0].pk: Chosen("period")}
        )
        with CaptureQueriesContext(connection) as asked:
            filled(version)
        # What is kept is written in batches: more places, more of them.
        return sum(not query["sql"].startswith("INSERT") for query in asked.captured_queries)

    assert queries_for(3) == queries_for(60)


@pytest.mark.parametrize(
    ("when", "label", "expected"),
    [
        ("this", "", "2009/10 Q2"),
        ("before", "", "2009/10 Q1"),
        ("so_far", "", "2009/10 Q2"),
        ("year", "", "2009/10"),
        ("year_before", "", "2008/09"),
        ("Q4", "", "2009/10 Q4"),
        ("named", "2007/08", "2007/08"),
    ],
)
def test_which_period_a_slot_is_about(when: str, label: str, expected: str) -> None:
    assert period_of(when, label, "2009/10 Q2") == expected


def test_periods_without_days_have_none_before_them() -> None:
    assert [period_of(when, "", "Wave 3") for when in ("this", "before", "year", "Q1")] == [
        "Wave 3",
        None,
        None,
        None,
    ]
    assert period_of("Q1", "", "2009") is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2009/10 Q1", "2008/09 Q4"),
        ("Apr 2009", "Mar 2009"),
        ("2009/10 H1", "2008/09 H2"),
        ("2009/10", "2008/09"),
        ("2009", "2008"),
        ("School year 2009/10", "School year 2008/09"),
        ("12 Jan 2009", None),
        ("Wave 2", None),
    ],
)
def test_the_period_right_before(label: str, expected: str | None) -> None:
    assert preceding(label) == expected


def test_what_has_come_and_what_is_over() -> None:
    assert [has_come(label, "2009/10 Q2") for label in ("2009/10 Q1", "2009/10", "2009/10 Q3", "Wave 1")] == [
        True,
        True,
        False,
        True,
    ]
    assert [is_over(label, "2009/10 Q2") for label in ("2009/10 Q2", "2009/10", "Wave 1")] == [
        True,
        False,
        True,
    ]
