"""RAG-rated action plans: columns by their headings and by what they hold."""

from pathlib import Path

import pytest

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.plan import Plan, PlannedAction
from goldenthread.reading.reader import read_plan
from tests.conftest import SHARED
from tests.reading.documents import Rows, excel, word


def read(tmp_path: Path, rows: Rows, sheet: str = "Sheet1") -> Plan:
    return read_plan(render(excel(tmp_path / "plan.xlsx", {sheet: rows})))


def facts(action: PlannedAction) -> tuple[str | None, ...]:
    return (action.theme, action.text, action.lead, action.due, action.status, action.progress)


@pytest.mark.parametrize(
    "head",
    [
        ["Action", "Lead", "By when", "RAG", "Progress"],
        ["What will we do?", "Who", "When?", "Status", "Update"],
        ["Key actions", "Lead officer", "Timescale", "RAG rating", "Progress to date"],
        ["Activity", "Responsible", "Deadline", "BRAG", "Comments"],
        ["Task", "Owner", "Target date", "Current status", "Latest update"],
    ],
)
def test_headings_differ_from_plan_to_plan(tmp_path: Path, head: list[str]) -> None:
    plan = read(
        tmp_path, [head, ["Plant trees", "Parks", "March 2026", "Green", "Half done"]], sheet="Green spaces"
    )

    assert [facts(action) for action in plan.actions] == [
        ("Green spaces", "Plant trees", "Parks", "March 2026", "Green", "Half done")
    ]


def test_a_row_knows_its_line(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        [
            ["Our plan"],
            [],
            ["Action", "Lead", "RAG"],
            ["Plant trees", "Parks", "G"],
            ["Count birds", "School", "R"],
        ],
    )

    assert [action.lines for action in plan.actions] == [(4, 4), (5, 5)]


def test_a_merged_row_names_the_theme(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead", "RAG"],
        ["Safer streets"],
        ["Light the path", "Highways", "Amber"],
        ["Well"],
        ["Walks", "Leisure", "Green"],
    ]

    assert [(a.theme, a.text) for a in read(tmp_path, rows).actions] == [
        ("Safer streets", "Light the path"),
        ("Well", "Walks"),
    ]


def test_a_theme_column_merged_downwards_holds_until_the_next(tmp_path: Path) -> None:
    rows = [
        ["Priority", "Objective", "Action", "Lead", "RAG"],
        ["Safer", "Light", "Light the path", "Highways", "Amber"],
        ["", "", "Cut the hedge", "Parks", "Green"],
        ["Well", "Move", "Walks", "Leisure", "Red"],
    ]

    plan = read(tmp_path, rows)

    assert [(a.theme, a.objective) for a in plan.actions] == [
        ("Safer", "Light"),
        ("Safer", "Light"),
        ("Well", "Move"),
    ]
    assert [theme.name for theme in plan.themes] == ["Safer", "Well"]


def test_a_key_is_no_action(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead", "RAG"],
        ["Plant trees", "Parks", "Green"],
        ["Key: red = not started"],
        ["Green - done", "", ""],
    ]

    assert [action.text for action in read(tmp_path, rows).actions] == ["Plant trees"]


def test_a_heading_repeated_after_a_page_break_is_no_action(tmp_path: Path) -> None:
    head = ["Action", "Lead", "RAG"]

    assert len(read(tmp_path, [head, ["Plant", "Parks", "G"], head, ["Count", "School", "R"]]).actions) == 2


def test_a_row_without_an_action_goes_on_with_the_one_above(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead", "RAG", "Progress"],
        ["Plant trees", "Parks", "Green", "Ten so far."],
        ["", "", "", "Twenty by May."],
    ]

    action = read(tmp_path, rows).actions[0]

    assert (action.progress, action.lines) == ("Ten so far.\nTwenty by May.", (2, 3))


def test_a_status_column_is_known_by_its_words(tmp_path: Path) -> None:
    rows = [
        ["Action", "Lead", "How it goes"],
        ["Plant", "Parks", "On track"],
        ["Count", "School", "Not started"],
    ]

    assert [action.status for action in read(tmp_path, rows).actions] == ["On track", "Not started"]


def test_an_empty_status_is_a_doubt_and_no_status(tmp_path: Path) -> None:
    action = read(tmp_path, [["Action", "Lead", "RAG"], ["Plant", "Parks", ""]]).actions[0]

    assert action.status is None
    assert (
        action.doubt
        == "The status column is empty here; if it was only coloured, the colour could not be read."
    )


def test_a_word_plan_has_a_theme_over_each_table(tmp_path: Path) -> None:
    head = ["Action", "Lead", "By when", "RAG"]
    path = word(
        tmp_path / "plan.docx",
        "# Safer streets",
        [head, ["Light the path", "Highways", "May", "Red"]],
        "# Well",
        [head, ["Walks", "Leisure", "June", "Green"]],
    )

    plan = read_plan(render(path))

    assert [facts(action)[:3] for action in plan.actions] == [
        ("Safer streets", "Light the path", "Highways"),
        ("Well", "Walks", "Leisure"),
    ]
    assert [theme.lines for theme in plan.themes] == [(1, 1), (4, 4)]


@pytest.mark.parametrize(
    "rows",
    [
        [["Grant", "Amount", "Date"], ["Youth club", "500", "May 2020"]],
        [["Item", "Capital", "Revenue"], ["Park", "9", "1"]],
        [["Action"], ["Plant trees"]],
        [["Name", "Organisation", "Role"], ["Ann", "Council", "Chair"]],
    ],
)
def test_other_tables_are_no_action_plan(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(Unreadable, match="no plan was found"):
        read(tmp_path, rows)


def test_the_real_plan_reads_row_by_row() -> None:
    path = SHARED / "data/10-partnership-plans/sfws-action-plan-2019.xlsx"
    if not path.exists():
        pytest.skip("the real action plan (../shared/data) is not on this machine")

    plan = read_plan(render(path))

    assert (len(plan.actions), len(plan.themes)) == (73, 10)
    first = plan.actions[1]
    assert (first.lines, first.lead, first.due, first.status) == ((3, 3), "Wellbeing programme", "S", "Red")
    assert first.theme == "Working in partnership is the building block for success"
    assert sum(action.status is None for action in plan.actions) == 23
