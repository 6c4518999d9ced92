"""A plan of another county, with other heads, years and faults, read alike from three kinds of file."""

from decimal import Decimal
from pathlib import Path

import pytest

from goldenthread.intake.understanding import Understanding, understand
from goldenthread.reading.names import routes
from goldenthread.reading.plan import MonitoringRoute
from goldenthread.reading.values import Column, read_cell
from tests.reading.variants.marlshire import as_target, as_text, as_word, as_workbook


@pytest.fixture(
    params=[(as_text, "plan.txt"), (as_word, "plan.docx"), (as_workbook, "plan.xlsx")], ids=lambda one: one[1]
)
def understanding(request: pytest.FixtureRequest, tmp_path: Path) -> Understanding:
    make, name = request.param
    return understand(make(tmp_path / name))


def test_heads_in_another_order_and_other_words(understanding: Understanding) -> None:
    first, second = understanding.plan.measures

    assert [theme.name for theme in understanding.plan.themes] == [
        "Thriving Towns & Villages",
        "Fair Chances",
    ]
    assert (first.code, first.title, first.place) == ("NI 901", "Empty homes brought back into use", None)
    assert (first.lead_people, first.lead_organisations) == (("Petra Quill",), ("Marlshire County Council",))
    assert first.key_partners == ("Orlingford BC", "Tamsey DC")
    assert [(route.body, route.frequency) for route in first.monitoring] == [("Housing Forum", "quarterly")]
    assert (second.code, second.place, second.theme) == ("NI 902", "Tamsey", "Fair Chances")
    assert (second.lead_people, second.lead_organisations) == ((), ("Tamsey DC",))


def test_years_in_the_column_heads_date_the_figures(understanding: Understanding) -> None:
    first, second = understanding.plan.measures

    assert [(value.place, value.period, value.value) for value in first.baselines] == [
        ("Orlingford", "2006/07", Decimal(120)),
        ("Tamsey", "2006/07", Decimal(80)),
        ("All", "2006/07", Decimal(210)),
    ]
    assert [(value.period, value.value, value.change_percent, value.status) for value in first.targets] == [
        ("2009/10", Decimal(108), Decimal(-10), "agreed"),
        ("2010/11", None, None, "awaited"),
    ]
    assert first.blank_targets == ("2011/12",)
    assert [(value.period, value.value, value.numerator, value.denominator) for value in second.targets] == [
        ("2009/10", Decimal("6.4"), Decimal(32), Decimal(400)),
        ("2010/11", Decimal("5.5"), None, None),
        ("2011/12", Decimal("5.0"), None, None),
    ]


def test_each_planted_fault_is_found_and_no_other(understanding: Understanding) -> None:
    found = {
        (finding.measure.code if finding.measure else None, finding.kind.value)
        for finding in understanding.findings
    }

    assert found == {
        ("NI 901", "missing_target"),
        ("NI 901", "blank_risk"),
        ("NI 901", "undecided"),
        ("NI 901", "parts_not_total"),
        ("NI 902", "blank_equality"),
        ("NI 902", "fraction_mismatch"),
        ("NI 902", "missing_lead"),
        ("NI 902", "target_easier_than_baseline"),
    }


@pytest.mark.parametrize(
    ("line", "code", "designated"),
    [
        ("LAA Target: NI 7", "NI 7", True),
        ("LAA2 Indicator: NI 7", "NI 7", True),
        ("Local Target: LI 7", "LI 7", False),
        ("LAA Local Indicator: LI 7", "LI 7", False),
        ("Local Target:", None, False),
        ("National Indicator: NI 7", "NI 7", None),
        ("Target: LI 7", "LI 7", None),
    ],
)
def test_the_line_of_the_target_in_other_words(
    tmp_path: Path, line: str, code: str | None, designated: bool | None
) -> None:
    measure = understand(as_target(tmp_path / "plan.txt", line)).plan.measures[0]

    assert (measure.code, measure.title, measure.designated) == (code, "QUITTERS AT FOUR WEEKS", designated)
    assert (measure.theme, measure.lead_people) == ("Healthy Lives", ("Ann Mole",))


@pytest.mark.parametrize(
    "line", ["- Local target: help 40 people", "Local target: we will help 40 people and their families."]
)
def test_a_target_told_in_the_actions_begins_no_measure(tmp_path: Path, line: str) -> None:
    path = as_target(tmp_path / "plan.txt", "LAA Target: NI 7")
    path.write_text(f"{path.read_text()}\n{line}\n")
    plan = understand(path).plan

    assert len(plan.measures) == 1
    assert [action.text for action in plan.measures[0].actions] == ["Run clinics", line.removeprefix("- ")]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("A full EIA has been done for clinics but not yet for outreach.", "partly"),
        ("An EIA was carried out, although it does not cover outreach.", "partly"),
        ("An EIA has not been carried out but is not overdue.", "not_done"),
        ("An EIA was carried out in May.", "done"),
    ],
)
def test_an_assessment_of_a_part_is_partly_done(tmp_path: Path, words: str, state: str) -> None:
    path = as_target(tmp_path / "plan.txt", "LAA Target: NI 7")
    path.write_text(f"{path.read_text()}\nEqualities Impact\n\n{words}\n")

    assert understand(path).plan.measures[0].equality.state == state


@pytest.mark.parametrize(
    ("written", "level", "change", "measured_at"),
    [
        ("5% reduction (36)", Decimal(36), Decimal(-5), None),
        ("5% reduction (16)", Decimal(16), Decimal(-5), None),
        ("5% reduction (09)", None, Decimal(-5), "2009"),
        ("5% reduction (10)", None, Decimal(-5), "2010"),
        ("36 (08)", Decimal(36), None, "2008"),
        ("36 (12)", Decimal(36), None, "2012"),
    ],
)
def test_two_digits_in_brackets_are_a_year_only_where_they_can_be(
    written: str, level: Decimal | None, change: Decimal | None, measured_at: str | None
) -> None:
    [value] = read_cell(written, Column(is_baseline=False, period="2009/10"), (1, 1))

    assert (value.value, value.change_percent, value.measured_at) == (level, change, measured_at)


def test_two_digits_far_from_any_year_are_a_second_figure() -> None:
    first, second = read_cell("100 (98)", Column(is_baseline=False, period="2009/10"), (1, 1))

    assert (first.value, first.measured_at) == (Decimal(100), None)
    assert (second.value, second.status) == (Decimal(98), "unexplained")


@pytest.mark.parametrize(
    "cell", ["Road Board (quarterly)", "Road Board [quarterly]", "Road Board - quarterly."]
)
def test_how_often_a_body_looks_is_no_part_of_its_name(cell: str) -> None:
    assert routes(cell) == (MonitoringRoute("Road Board", "quarterly"),)


def test_a_contradiction_gives_the_number_that_was_meant(tmp_path: Path) -> None:
    path = as_target(tmp_path / "plan.txt", "LAA Target: NI 7")
    path.write_text(path.read_text().replace("1,330", "10% increase (1,330)"))
    texts = [one.text for one in understand(path).findings if one.kind == "percent_mismatch"]

    assert len(texts) == 1
    assert "10% on top of 1,200 is 1,320, not 1,330" in texts[0]
