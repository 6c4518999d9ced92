"""The county's real plan of 2008, measure by measure, against a table that was checked by eye against the document."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from goldenthread.intake.understanding import Understanding, understand
from goldenthread.reading.plan import PlannedMeasure, Value

EXPECTED = json.loads((Path(__file__).parent / "seed_expected.json").read_text())


@pytest.fixture(scope="module")
def understanding(seed_plan: Path) -> Understanding:
    return understand(seed_plan)


def test_there_are_46_measures_and_six_themes(understanding: Understanding) -> None:
    assert len(understanding.plan.measures) == 46
    assert [
        {"name": theme.name, "line": theme.lines[0], "to_follow": theme.to_follow}
        for theme in understanding.plan.themes
    ] == EXPECTED["themes"]


@pytest.mark.parametrize("position", range(46))
def test_a_measure_reads_as_the_document_says(understanding: Understanding, position: int) -> None:
    measure, expected = understanding.plan.measures[position], EXPECTED["measures"][position]

    told = facts(measure)
    open_to_two_readings = expected["monitoring"] is None
    assert (told | {"monitoring": None} if open_to_two_readings else told) == expected


def facts(measure: PlannedMeasure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "title_starts": measure.title[:36],
        "line": measure.lines[0],
        "place": measure.place,
        "theme": measure.theme,
        "frameworks": [[one.framework, one.theme] for one in measure.frameworks],
        "objective_starts": (measure.long_term_objective or "")[:24],
        "short_term_action_starts": measure.short_term_action and measure.short_term_action[:24],
        "monitoring": [[route.body, route.frequency] for route in measure.monitoring],
        "lead_people": len(measure.lead_people),
        "lead_organisations": list(measure.lead_organisations),
        "partners": len(measure.key_partners),
        "designated": measure.designated,
        "equality": measure.equality.state.value,
        "risks": bool(measure.risks),
        "blank_targets": list(measure.blank_targets),
        "baselines": [figure(value) for value in measure.baselines],
        "targets": [figure(value) for value in measure.targets],
    }


def figure(value: Value) -> dict[str, str]:
    names = (
        "place",
        "period",
        "measured_at",
        "value",
        "unit",
        "numerator",
        "denominator",
        "change_percent",
        "status",
    )
    found = {name: getattr(value, name) for name in names}
    return {
        name: format(one, "f") if isinstance(one, Decimal) else str(one)
        for name, one in found.items()
        if one is not None
    }


def test_every_passage_stands_where_it_says(understanding: Understanding) -> None:
    last = len(understanding.rendering.lines)
    for measure in understanding.plan.measures:
        passages = [measure, *measure.baselines, *measure.targets, *measure.actions, *measure.risks]
        for passage in passages:
            first, end = passage.lines
            assert 1 <= first <= end <= last


def test_no_question_of_the_template_is_content(understanding: Understanding) -> None:
    prompts = (
        "Describe briefly",
        "Outline briefly",
        "Description of risk that may",
        "performance manage this target",
    )
    text = json.dumps(understanding.plan.as_json())

    assert [prompt for prompt in prompts if prompt in text] == []
