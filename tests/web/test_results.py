"""The whole results as a page, as JSON and as a workbook: every figure that was ever known, and nothing hidden."""

import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Series
from goldenthread.measures.operations import amend_measure, observe, period_named, place_under
from goldenthread.partnership.models import Partnership
from goldenthread.strategy import operations as strategy
from goldenthread.strategy.models import Theme
from goldenthread.web.overview.results import HEADINGS
from tests.overview.record import LOADED, give, loaded, measure_coded, on, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Partnership:
    """Given two measures: one revised and with a part, one without a figure yet."""
    partnership = loaded(measures=2)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    one = measure_coded("NI 1", partnership)
    give(one, "2008/09 Q1", "40", on(2008, 8, 1), status="provisional")
    give(one, "2008/09 Q1", "41.5", on(2008, 11, 1), reason="Late data", illustrative=True)
    give(one, "2008/09 Q2", None, on(2008, 11, 2))
    women = Series.objects.create(measure=one, place=whole(one).place, breakdown="sex", category="women")
    observe(by=COMMAND_LINE, series=women, period=period_named("2008/09 Q1"), value=Decimal(0))
    return partnership


def figures(client: Client, address: str) -> list[tuple[object, ...]]:
    """Group, period, value, gap and whether it was replaced, of each figure in the JSON."""
    content = json.loads(client.get(address).content)
    return [
        (series["group"], one["period"], one["value"], one["no_figure"], one["replaced_at"] is not None)
        for measure in content["measures"]
        for series in measure["series"]
        for one in series["figures"]
    ]


ALL = [
    ("", "2008/09 Q1", "40.0", "", True),
    ("", "2008/09 Q1", "41.5", "", False),
    ("", "2008/09 Q2", None, "missing", False),
    ("women", "2008/09 Q1", "0.0", "", False),
]


def test_json_has_every_figure_that_was_ever_known(place: Partnership) -> None:
    assert _json(place) == ALL


def _json(place: Partnership, query: str = "") -> list[tuple[Any, ...]]:
    return figures(Client(), f"/{place.code}/results/results.json{query}")


def test_an_earlier_day_knows_less(place: Partnership) -> None:
    found = _json(place, "?as-known=2008-09-24")
    assert [(period, Decimal(value), replaced) for _, period, value, _, replaced in found] == [
        ("2008/09 Q1", Decimal(40), False)
    ]
    answer = Client().get(f"/{place.code}/results/results.xlsx?as-known=2008-09-24")
    assert "as-known-2008-09-24.xlsx" in answer["Content-Disposition"]
    assert len(_sheet(answer.content)) == 2


def _sheet(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_the_workbook_has_a_row_for_each(place: Partnership) -> None:
    rows = _sheet(Client().get(f"/{place.code}/results/results.xlsx").content)
    assert tuple(rows[0]) == HEADINGS
    at = {name: HEADINGS.index(name) for name in HEADINGS}
    assert [
        (
            row[at["Group"]],
            row[at["Period"]],
            row[at["Figure"]],
            row[at["No figure"]],
            row[at["Illustrative"]],
        )
        for row in rows[1:]
    ] == [
        ("", "2008/09 Q1", 40, "", ""),
        ("", "2008/09 Q1", 41.5, "", "yes"),
        ("", "2008/09 Q2", "", "no figure", ""),
        ("women", "2008/09 Q1", 0, "", ""),
    ]
    assert [bool(row[at["Replaced at"]]) for row in rows[1:]] == [True, False, False, False]


def test_what_looks_like_a_formula_is_text(place: Partnership) -> None:
    amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 1", place), title="=1+1")
    rows = _sheet(Client().get(f"/{place.code}/results/results.xlsx").content)
    assert rows[1][1] == "=1+1"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("#N/A", "#N/A"),
        ("+1", "+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("one\x0btwo", "one two"),
        ("=\x01", "= "),
    ],
)
def test_no_words_break_the_workbook(place: Partnership, typed: str, shown: str) -> None:
    Measure.objects.filter(pk=measure_coded("NI 1", place).pk).update(title=typed)
    rows = _sheet(Client().get(f"/{place.code}/results/results.xlsx").content)
    assert rows[1][1] == shown


def _shown_under(place: Partnership, theme: Theme) -> list[str]:
    address = f"/{place.code}/results/results.json?theme={theme.pk}"
    return [one["code"] for one in json.loads(Client().get(address).content)["measures"]]


def test_a_theme_has_what_hangs_in_it_beside_its_own(place: Partnership) -> None:
    with clock.standing_at(LOADED):
        agreement = strategy.add_strategy(
            by=COMMAND_LINE, partnership=place, title="Area agreement", kind="agreement", draft=False
        )
        theme = strategy.add_theme(by=COMMAND_LINE, strategy=agreement, title="Stronger communities")
    kernel.show_to(
        Visibility.PUBLIC, [agreement.subject, theme.subject], by=COMMAND_LINE, about=place.subject
    )
    assert _shown_under(place, theme) == []
    place_under(by=COMMAND_LINE, measure=measure_coded("NI 1", place), theme=theme)
    assert _shown_under(place, theme) == ["NI 1"]
    assert _shown_under(place, measure_coded("NI 1", place).theme) == ["NI 1", "NI 2"]


def test_a_hidden_theme_does_not_tell_what_hangs_in_it(place: Partnership) -> None:
    theme = measure_coded("NI 1", place).theme
    kernel.show_to(Visibility.PARTNERSHIP, [theme.subject], by=COMMAND_LINE, about=place.subject)
    assert _shown_under(place, theme) == []


def test_the_page_shows_the_figure_in_force_and_what_it_replaced(place: Partnership) -> None:
    shown = Client().get(f"/{place.code}/results/")
    cells = shown.context["table"].rows[0].cells
    assert [(cell.text, cell.note) for cell in cells] == [
        ("41.5%", "illustrative; before: 40.0%"),
        ("No figure", ""),
    ]


def test_what_is_hidden_is_in_none_of_them(place: Partnership) -> None:
    kernel.show_to(
        Visibility.PARTNERSHIP,
        [measure_coded("NI 1", place).subject],
        by=COMMAND_LINE,
        about=place.subject,
    )
    assert _json(place) == []
    assert len(_sheet(Client().get(f"/{place.code}/results/results.xlsx").content)) == 1
    assert "41.5" not in Client().get(f"/{place.code}/results/").content.decode()


def test_a_derived_measure_is_there_too(place: Partnership) -> None:
    amend_measure(by=COMMAND_LINE, measure=measure_coded("NI 2", place), formula="[NI 1] * 2")
    content = json.loads(Client().get(f"/{place.code}/results/results.json").content)
    (measure,) = [one for one in content["measures"] if one["derived"]]
    assert [Decimal(one["value"]) for one in measure["series"][0]["figures"] if one["value"]] == [Decimal(83)]


@pytest.mark.parametrize("ending", ["", "results.json", "results.xlsx"])
def test_many_cost_no_more_questions_than_few(place: Partnership, ending: str) -> None:
    many = loaded("eastshire", measures=12)
    for number in range(1, 13):
        give(measure_coded(f"NI {number}", many), "2008/09 Q1", "40", on(2008, 8, 1))
    publish_plan(partnership=many, by=COMMAND_LINE)

    def questions(of: Partnership) -> int:
        Client().get(f"/{of.code}/results/{ending}")
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/{of.code}/results/{ending}")
        return len(asked)

    assert questions(many) == questions(place)
