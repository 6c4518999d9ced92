"""Several figures of a period at once: in a table and in a workbook that goes down and up."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.kernel import clock
from goldenthread.kernel.queries import latest_event
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Observation
from goldenthread.measures.operations import Typed, amend_measure, give_figures, set_involvements
from goldenthread.measures.queries import figure_rows
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Role
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.figures_workbook import HEADINGS, read_figures
from goldenthread.reading.files import render
from goldenthread.reckoning.periods import last_quarter, span
from goldenthread.strategy.models import Theme
from tests import factories
from tests.overview.record import give, loaded, measure_coded, on, whole
from tests.web.sending import as_shown

pytestmark = pytest.mark.django_db
QUARTER = "2008/09 Q4"
TABLE = "/northshire/figures/?period=2008/09+Q4"
WORKBOOK = "/northshire/figures/workbook/"
DOWNLOAD = "/northshire/figures/workbook/download/?period=2008/09+Q4"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with clock.standing_at(on(2009, 6, 1)):
        yield


@pytest.fixture
def place() -> Partnership:
    return loaded(measures=3)


@pytest.fixture
def manager(place: Partnership) -> Client:
    client = Client()
    client.force_login(factories.manager(place).account)
    return client


def number(code: str, of: Partnership) -> int:
    return whole(measure_coded(code, of)).pk


def in_force() -> dict[str, tuple[Decimal | None, str, str]]:
    rows = Observation.objects.filter(superseded_at=None).select_related("series__measure")
    return {row.series.measure.code: (row.value, row.comment, row.status) for row in rows}


class TestRows:
    def test_they_are_those_that_one_may_give_for_the_period(self, place: Partnership) -> None:
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 2", place), frequency="yearly")
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 3", place), formula="[NI 1] * 2")
        give(measure_coded("NI 1", place), "2008/09 Q2", "40", on(2009, 1, 1))
        give(measure_coded("NI 1", place), "2008/09 Q3", "45", on(2009, 1, 2))
        (row,) = figure_rows(place.pk, QUARTER, viewer=COMMAND_LINE)
        assert (row.measure.code, row.value, row.before, row.before_period) == (
            "NI 1",
            None,
            Decimal(45),
            "2008/09 Q3",
        )
        assert [one.measure.code for one in figure_rows(place.pk, "2008/09", viewer=COMMAND_LINE)] == ["NI 2"]

    def test_a_contributor_sees_their_own_and_an_auditor_none(self, place: Partnership) -> None:
        ann = partnerships.add_person(by=COMMAND_LINE, partnership_id=place.pk, name="Ann")
        mine = measure_coded("NI 2", place)
        set_involvements(mine, "lead_person", [("Ann", ann)], by=COMMAND_LINE)  # type: ignore[arg-type]
        contributor = factories.member(place, Role.Kind.CONTRIBUTOR, person=ann).viewer
        assert [one.measure for one in figure_rows(place.pk, QUARTER, viewer=contributor)] == [mine]
        auditor = factories.member(place, Role.Kind.AUDITOR).viewer
        assert figure_rows(place.pk, QUARTER, viewer=auditor) == []

    def test_one_theme_alone(self, place: Partnership) -> None:
        other = factories.theme(place, "Warmth")
        assert figure_rows(place.pk, QUARTER, viewer=COMMAND_LINE, theme_id=other.pk) == []

    def test_many_cost_no_more_questions_than_one(self, place: Partnership) -> None:
        many = loaded("eastshire", measures=25)

        def questions(of: Partnership) -> int:
            with CaptureQueriesContext(connection) as asked:
                figure_rows(of.pk, QUARTER, viewer=COMMAND_LINE)
            return len(asked)

        assert questions(many) == questions(place)


class TestGiving:
    def test_right_and_wrong_are_told_apart(self, place: Partnership) -> None:
        give(measure_coded("NI 2", place), QUARTER, "50", on(2009, 5, 1))
        one, two, three = (whole(measure_coded(f"NI {n}", place)) for n in (1, 2, 3))
        typed = [
            Typed(one, Decimal(10)),
            Typed(two, Decimal(51)),
            Typed(three, None),
        ]
        outcome = give_figures(by=COMMAND_LINE, period=QUARTER, typed=typed, trial=True)
        assert (outcome.changed, sorted(outcome.wrong)) == ((one.pk,), [two.pk, three.pk])
        assert outcome.wrong[two.pk] == {
            "reason": "There is a figure already: 50%. Say why yours replaces it."
        }
        assert in_force() == {"NI 2": (Decimal(50), "", "")}  # a trial keeps nothing
        give_figures(by=COMMAND_LINE, period=QUARTER, typed=typed)
        assert in_force() == {"NI 1": (Decimal(10), "", ""), "NI 2": (Decimal(50), "", "")}

    def test_the_same_again_changes_nothing(self, place: Partnership) -> None:
        series = whole(measure_coded("NI 1", place))
        typed = [Typed(series, Decimal(10), "Said.")]
        assert give_figures(by=COMMAND_LINE, period=QUARTER, typed=typed).changed == (series.pk,)
        assert give_figures(by=COMMAND_LINE, period=QUARTER, typed=typed).changed == ()
        assert Observation.objects.count() == 1

    def test_no_figure_with_a_reason_is_an_answer(self, place: Partnership) -> None:
        series = whole(measure_coded("NI 1", place))
        give_figures(by=COMMAND_LINE, period=QUARTER, typed=[Typed(series, None, "The survey is late.")])
        kept = Observation.objects.get()
        assert (kept.value, kept.gap, kept.comment) == (None, "missing", "The survey is late.")

    def test_who_was_second_is_told_what_stands_there_now(self, place: Partnership) -> None:
        series = whole(measure_coded("NI 1", place))
        seen = latest_event(place.pk)
        give_figures(by=COMMAND_LINE, period=QUARTER, typed=[Typed(series, Decimal(10))])
        outcome = give_figures(
            by=COMMAND_LINE, period=QUARTER, typed=[Typed(series, Decimal(11), "", "Mine")], as_of=seen
        )
        assert outcome.meanwhile == {series.pk: "10%"}
        assert "changed the same figure while you were writing" in outcome.wrong[series.pk]["value"]

    def test_firmness_stays_where_nobody_says_another(self, place: Partnership) -> None:
        give(measure_coded("NI 1", place), QUARTER, "50", on(2009, 5, 1), status="provisional")
        series = whole(measure_coded("NI 1", place))
        give_figures(by=COMMAND_LINE, period=QUARTER, typed=[Typed(series, Decimal(51), "", "Late data")])
        assert in_force() == {"NI 1": (Decimal(51), "", "provisional")}


class TestTable:
    def test_what_was_typed_is_saved_and_the_rest_left_alone(
        self, place: Partnership, manager: Client
    ) -> None:
        give(measure_coded("NI 2", place), QUARTER, "50", on(2009, 5, 1), comment="Counted.")
        one = number("NI 1", place)
        sent = as_shown(manager, TABLE, **{f"value_{one}": "12.5", f"comment_{one}": "More homes."})
        assert manager.post(TABLE, sent).status_code == 302
        assert in_force() == {
            "NI 1": (Decimal("12.5"), "More homes.", ""),
            "NI 2": (Decimal(50), "Counted.", ""),
        }

    def test_one_wrong_cell_keeps_everything_typed_and_saves_nothing(
        self, place: Partnership, manager: Client
    ) -> None:
        one, two = number("NI 1", place), number("NI 2", place)
        typed = {f"value_{one}": "12", f"value_{two}": "a dozen"}
        answer = manager.post(TABLE, as_shown(manager, TABLE, **typed))
        assert answer.status_code == 422
        assert "“a dozen” is not a number." in answer.content.decode()
        assert f'href="#id_value_{two}"' in answer.content.decode()
        assert {name: answer.context["form"][name].value() for name in typed} == typed
        assert in_force() == {}

    def test_a_figure_that_is_there_needs_a_reason(self, place: Partnership, manager: Client) -> None:
        give(measure_coded("NI 1", place), QUARTER, "50", on(2009, 5, 1))
        one = number("NI 1", place)
        answer = manager.post(TABLE, as_shown(manager, TABLE, **{f"value_{one}": "51"}))
        assert (answer.status_code, "Say why yours replaces it." in answer.content.decode()) == (422, True)
        answer = manager.post(
            TABLE,
            as_shown(
                manager,
                TABLE,
                **{f"value_{one}": "51", f"reason_{one}": "A slip.", f"revision_{one}": "correction"},
            ),
        )
        assert answer.status_code == 302
        assert in_force() == {"NI 1": (Decimal(51), "", "")}

    def test_two_editors_of_one_row_are_told_and_of_two_rows_are_not(
        self, place: Partnership, manager: Client
    ) -> None:
        one, two = number("NI 1", place), number("NI 2", place)
        mine = as_shown(manager, TABLE, **{f"value_{one}": "12"})
        give(measure_coded("NI 2", place), QUARTER, "50", on(2009, 6, 1))
        assert manager.post(TABLE, mine).status_code == 302
        mine = as_shown(manager, TABLE, **{f"value_{two}": "51", f"reason_{two}": "A slip."})
        with clock.standing_at(on(2009, 6, 2)):
            give_figures(
                by=COMMAND_LINE,
                period=QUARTER,
                typed=[Typed(whole(measure_coded("NI 2", place)), Decimal(49), "", "Late data")],
            )
        with clock.standing_at(on(2009, 6, 3)):
            answer = manager.post(TABLE, mine)
        assert answer.status_code == 409
        assert "They wrote: 49%" in answer.content.decode()
        assert answer.context["form"][f"value_{two}"].value() == "51"
        assert in_force()["NI 2"] == (Decimal(49), "", "")

    def test_nothing_changed_is_said(self, manager: Client, place: Partnership) -> None:
        answer = manager.post(TABLE, as_shown(manager, TABLE))
        assert (answer.status_code, "You changed no figure yet." in answer.content.decode()) == (422, True)

    def test_each_period_keeps_its_own_draft(self, manager: Client, place: Partnership) -> None:
        one = number("NI 1", place)
        sent = as_shown(manager, TABLE, **{f"value_{one}": "12", "decision_on_form": "keep"})
        manager.post(TABLE, sent)
        assert manager.get(TABLE).context["form"][f"value_{one}"].value() == "12"
        other = manager.get("/northshire/figures/?period=2008/09+Q3")
        assert other.context["form"][f"value_{one}"].value() == ""

    def test_without_a_period_it_is_the_last_quarter(self, manager: Client, place: Partnership) -> None:
        for asked in ("", "?period=some+day"):
            assert manager.get(f"/northshire/figures/{asked}").context["period"] == QUARTER


def download(client: Client) -> Any:
    answer = client.get(DOWNLOAD)
    assert answer["Content-Disposition"] == 'attachment; filename="northshire-figures-2008-09-q4.xlsx"'
    return load_workbook(io.BytesIO(answer.content))


def row_of(book: Any, series: int) -> int:
    return next(
        row for row in range(2, book["Figures"].max_row + 1) if book["Figures"][f"A{row}"].value == series
    )


def upload(client: Client, book: Any) -> HttpResponse:
    kept = io.BytesIO()
    book.save(kept)
    sent = SimpleUploadedFile("figures.xlsx", kept.getvalue())
    answer: HttpResponse = client.post(WORKBOOK, {"workbook": sent})
    return answer


class TestWorkbook:
    def test_what_must_stay_is_locked(self, manager: Client, place: Partnership) -> None:
        sheet = download(manager)["Figures"]
        assert sheet.protection.sheet is True
        assert {cell.column_letter for cell in sheet[2] if not cell.protection.locked} == set("GHIJKL")
        assert tuple(cell.value for cell in sheet[1]) == HEADINGS

    def test_a_title_that_looks_like_a_formula_is_text(self, manager: Client, place: Partnership) -> None:
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), code="", title="=1+1")
        sheet = download(manager)["Figures"]
        assert [cell.data_type for cell in sheet["B"] if cell.value == "=1+1"] == ["s"]

    def test_a_line_break_of_word_does_not_break_it(self, manager: Client, place: Partnership) -> None:
        amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), code="", title="one\x0btwo")
        assert "one two" in [cell.value for cell in download(manager)["Figures"]["B"]]

    def test_it_goes_down_and_up(self, manager: Client, place: Partnership) -> None:
        give(measure_coded("NI 2", place), QUARTER, "50", on(2009, 5, 1))
        book = download(manager)
        sheet, one, two = book["Figures"], number("NI 1", place), number("NI 2", place)
        sheet[f"G{row_of(book, one)}"] = 12.5
        sheet[f"I{row_of(book, one)}"] = "Provisional"
        sheet[f"G{row_of(book, two)}"] = 51
        sheet[f"J{row_of(book, two)}"] = "Two schools more"
        sheet[f"K{row_of(book, two)}"] = "Late data"
        assert upload(manager, book).status_code == 302
        shown = manager.get(WORKBOOK).content.decode()
        assert "2 figures for 2008/09 Q4 would be saved." in shown
        assert in_force() == {"NI 2": (Decimal(50), "", "")}
        assert manager.post(WORKBOOK, {"workbook_decision": "take"}).status_code == 302
        after = {"NI 1": (Decimal("12.5"), "", "provisional"), "NI 2": (Decimal(51), "", "")}
        assert in_force() == after

        # The same file again changes nothing.
        upload(manager, book)
        assert "2 rows say what is there already." in manager.get(WORKBOOK).content.decode()
        manager.post(WORKBOOK, {"workbook_decision": "take"})
        assert in_force() == after
        assert Observation.objects.count() == 3

    def test_a_partly_good_file_is_taken_in_part(self, manager: Client, place: Partnership) -> None:
        book = download(manager)
        sheet, one, two = book["Figures"], number("NI 1", place), number("NI 2", place)
        sheet[f"G{row_of(book, one)}"] = 12
        sheet[f"G{row_of(book, two)}"] = "a dozen"
        upload(manager, book)
        shown = manager.get(WORKBOOK).content.decode()
        assert f"Sheet Figures, cell G{row_of(book, two)}: “a dozen” is not a number." in shown
        assert "1 row cannot be: see what is wrong." in shown
        manager.post(WORKBOOK, {"workbook_decision": "take"})
        assert in_force() == {"NI 1": (Decimal(12), "", "")}
        assert "a dozen" in manager.get(WORKBOOK).content.decode()  # what is wrong stays to be mended
        manager.post(WORKBOOK, {"workbook_decision": "forget"})
        assert "a dozen" not in manager.get(WORKBOOK).content.decode()

    def test_what_somebody_gave_meanwhile_is_not_overwritten(
        self, manager: Client, place: Partnership
    ) -> None:
        book = download(manager)
        one, two = number("NI 1", place), number("NI 2", place)
        book["Figures"][f"G{row_of(book, one)}"] = 12
        with clock.standing_at(on(2009, 6, 2)):
            for code in ("NI 1", "NI 2"):
                give(measure_coded(code, place), QUARTER, "50", on(2009, 6, 2))
        upload(manager, book)
        shown = manager.get(WORKBOOK).content.decode()
        assert "changed the same figure while you were writing" in shown
        manager.post(WORKBOOK, {"workbook_decision": "take"})
        assert in_force() == {"NI 1": (Decimal(50), "", ""), "NI 2": (Decimal(50), "", "")}
        assert two != one

    @pytest.mark.parametrize(
        ("cell", "typed", "words"),
        [
            ("I", "Sure", "cell I2: “Sure” is not one of Provisional, Final, Estimated."),
            ("G", "12345678901234567890", "cell G2: This number is too long"),
            ("K", "Why not", "cell K2: “Why not” is not one of A correction, Late data, A new method."),
            ("G", "120", "cell G2: 120% is above the highest that this measure can be, 100%."),
            ("G", "0.8", "cell L2: 0.8% is far from the target or the baseline, which is about 85.0%."),
        ],
    )
    def test_what_is_wrong_is_said_by_cell(
        self, manager: Client, place: Partnership, cell: str, typed: str, words: str
    ) -> None:
        book = download(manager)
        book["Figures"]["G2"] = 1
        book["Figures"][f"{cell}2"] = typed
        upload(manager, book)
        assert words in manager.get(WORKBOOK).content.decode()

    def test_only_what_one_may_give_is_taken(self, place: Partnership, manager: Client) -> None:
        book = download(manager)
        book["Figures"]["G2"] = 1
        lead = Client()
        other = factories.theme(place, "Warmth")
        lead.force_login(factories.member(place, Role.Kind.THEME_LEAD, scope=other.subject).account)
        upload(lead, book)
        assert "You may not give this figure" in lead.get(WORKBOOK).content.decode()
        lead.post(WORKBOOK, {"workbook_decision": "take"})
        assert in_force() == {}

    def test_another_partnerships_workbook_is_sent_back(self, manager: Client, place: Partnership) -> None:
        book = download(manager)
        book["Figures"]["G2"] = 1
        book["About"]["B1"] = "southshire"
        answer = upload(manager, book)
        assert (answer.status_code, "is of the partnership “southshire”" in answer.content.decode()) == (
            422,
            True,
        )

    def test_nothing_filled_in_is_said(self, manager: Client, place: Partnership) -> None:
        answer = upload(manager, download(manager))
        assert (answer.status_code, "Nothing is changed in this workbook." in answer.content.decode()) == (
            422,
            True,
        )

    def test_what_is_no_workbook_is_said(self, manager: Client, place: Partnership) -> None:
        for name, content, words in (
            ("a.txt", b"Dear all", "This is not a workbook of figures from here."),
            ("a.xlsx", b"PK broken", "damaged"),
            ("a.xlsx", b"", "This file is empty."),
        ):
            answer = manager.post(WORKBOOK, {"workbook": SimpleUploadedFile(name, content)})
            assert (answer.status_code, words in answer.content.decode()) == (422, True), words

    def test_a_form_without_a_file_is_told(self, manager: Client, place: Partnership) -> None:
        answer = manager.post(WORKBOOK, {})
        assert (answer.status_code, "Choose the workbook" in answer.content.decode()) == (422, True)


class TestReading:
    def spoilt(self, manager: Client, tmp_path: Any, **cells: object) -> str:
        book = download(manager)
        for cell, value in cells.items():
            sheet = book["About"] if cell.startswith("About") else book["Figures"]
            sheet[cell.removeprefix("About")] = value
        path = tmp_path / "figures.xlsx"
        book.save(path)
        with pytest.raises(Unreadable) as told:
            read_figures(render(path))
        return str(told.value)

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ({"C1": "Town"}, "column C should be “Place or group”"),
            ({"AboutB3": "soon"}, "the version was changed"),
            ({"A2": "one", "G2": 1}, "row 2: it is not one of our rows"),
            ({"A3": None, "G3": 1}, "row 3: it is not one of our rows"),
        ],
    )
    def test_what_was_broken_is_said(
        self, manager: Client, place: Partnership, tmp_path: Any, cells: dict[str, object], words: str
    ) -> None:
        assert words in self.spoilt(manager, tmp_path, **cells)

    def test_a_row_twice_is_said(self, manager: Client, place: Partnership, tmp_path: Any) -> None:
        first = Measure.objects.of(place.pk).order_by("position")[0]
        series = whole(first).pk
        words = self.spoilt(manager, tmp_path, G2=1, A3=series, A2=series, G3=2)
        assert "this series is in the sheet twice" in words


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 1, 1)))
def test_the_last_quarter_is_the_one_that_ended_last(day: Any) -> None:
    names = [
        f"{year}/{(year + 1) % 100:02d} Q{q}"
        for year in (day.year - 2, day.year - 1, day.year)
        for q in (1, 2, 3, 4)
    ]
    over = [name for name in names if (dates := span(name)) and dates[1] < day]
    assert last_quarter(day) == over[-1]


def test_a_theme_leads_table_has_their_theme(place: Partnership) -> None:
    theme = Theme.objects.of(place.pk).get()
    client = Client()
    client.force_login(factories.member(place, Role.Kind.THEME_LEAD, scope=theme.subject).account)
    assert len(client.get(TABLE).context["form"].rows) == 3
