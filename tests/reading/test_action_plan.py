"""RAG-rated action plans: columns by their headings and by what they hold."""

from pathlib import Path

import pytest

from goldenthread.reading.action_plan import Column
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


HEAD = ["Action", "Lead", "By when", "RAG"]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Action(s)", Column.ACTION),
        ("Specific actions/tasks", Column.ACTION),
        ("Actions to achieve this", Column.ACTION),
        ("Lead officer/organisation", Column.LEAD),
        ("Lead Officer(s)", Column.LEAD),
        ("Who's responsible", Column.LEAD),
        ("Led by", Column.LEAD),
        ("Date due", Column.DUE),
        ("When by", Column.DUE),
        ("Timescale/deadline", Column.DUE),
        ("RAG Status (Red/Amber/Green)", Column.STATUS),
        ("Q1 RAG", Column.STATUS),
        ("Progress (RAG)", Column.PROGRESS),
        ("Quarter 2 update", Column.PROGRESS),
        ("Position at Q1", Column.PROGRESS),
        ("Expected outcome", Column.OBJECTIVE),
        ("Theme/Priority", Column.THEME),
        ("Action ref", Column.OTHER),
        ("Resources", Column.OTHER),
    ],
)
def test_a_column_is_known_by_its_heading(tmp_path: Path, heading: str, column: Column) -> None:
    kept = {
        Column.ACTION: lambda one: one.text,
        Column.LEAD: lambda one: one.lead,
        Column.DUE: lambda one: one.due,
        Column.STATUS: lambda one: one.status,
        Column.PROGRESS: lambda one: one.progress,
        Column.OBJECTIVE: lambda one: one.objective,
        Column.THEME: lambda one: one.theme,
    }
    others = {Column.ACTION: "Action", Column.LEAD: "Owner"}
    head = [heading, *(word for other, word in others.items() if other is not column)]

    action = read(tmp_path, [head, ["Here", *("There" for _ in head[1:])]]).actions[0]

    assert [one for one, value in kept.items() if value(action) == "Here"] == (
        [] if column is Column.OTHER else [column]
    )


def test_the_lead_is_the_lead_though_partners_stand_first(tmp_path: Path) -> None:
    head = ["Action", "Partners", "Lead officer", "RAG"]

    assert read(tmp_path, [head, ["Plant", "Schools", "Parks", "G"]]).actions[0].lead == "Parks"


def test_a_heading_of_two_lines(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Action", "Lead", "By", "RAG", "Latest"],
        ["", "", "officer", "when", "status", "update"],
        ["1.1", "Plant", "Parks", "May", "G", "Half done"],
    ]

    plan = read(tmp_path, rows, sheet="Green")

    assert [facts(action) for action in plan.actions] == [
        ("Green", "Plant", "Parks", "May", "G", "Half done")
    ]


def test_the_end_of_a_sentence_without_a_reference_goes_on(tmp_path: Path) -> None:
    rows = [
        ["Ref", *HEAD],
        ["1.1", "Plant trees", "Parks", "May", "G"],
        ["", "(in two parks)"],
        ["", "Count birds"],
        ["1.2", "Walk", "Leisure", "June", "R"],
    ]

    assert [(action.text, action.lines) for action in read(tmp_path, rows).actions] == [
        ("Plant trees\n(in two parks)", (2, 3)),
        ("Count birds", (4, 4)),
        ("Walk", (5, 5)),
    ]


@pytest.mark.parametrize(
    "key", [["Red", "Not started"], ["R", "Late", "x"], ["Amber: on the way"], ["B = done"]]
)
def test_a_key_under_the_table_is_no_action(tmp_path: Path, key: list[str]) -> None:
    assert len(read(tmp_path, [HEAD, ["Plant", "Parks", "May", "G"], [], key]).actions) == 1


def test_a_row_merged_across_a_word_table_names_the_theme(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["Safer"] * 4,
        ["Light", "Highways", "May", "Red"],
        ["Well"] * 4,
        ["Walk", "Leisure", "June", "G"],
    ]

    plan = read_plan(render(word(tmp_path / "plan.docx", "# Town plan", rows)))

    assert [(action.theme, action.text) for action in plan.actions] == [("Safer", "Light"), ("Well", "Walk")]
    assert [(theme.name, theme.lines) for theme in plan.themes] == [("Safer", (3, 3)), ("Well", (5, 5))]


@pytest.mark.parametrize("again", [[], [HEAD]])
def test_a_word_table_goes_on_after_a_page_break(tmp_path: Path, again: list[list[str]]) -> None:
    first = [HEAD, ["Light", "Highways", "May", "Red"]]
    second = [*again, ["Walk", "Leisure", "June", "Green"]]

    plan = read_plan(render(word(tmp_path / "plan.docx", "# Safer", first, second)))

    assert [facts(action) for action in plan.actions] == [
        ("Safer", "Light", "Highways", "May", "Red", None),
        ("Safer", "Walk", "Leisure", "June", "Green", None),
    ]


def test_a_note_between_the_theme_and_its_table_is_no_theme(tmp_path: Path) -> None:
    path = word(
        tmp_path / "plan.docx",
        "# Safer",
        "Last looked at in May",
        [HEAD, ["Light", "Highways", "May", "Red"]],
    )

    assert [action.theme for action in read_plan(render(path)).actions] == ["Safer"]


def test_an_objective_over_a_table_is_no_theme(tmp_path: Path) -> None:
    rows = [
        ["Objective 1: Fewer crashes"],
        HEAD,
        ["Light", "Highways", "May", "Red"],
        ["Objective 2: Calm streets"],
        ["Plant", "Parks", "May", "Green"],
    ]

    assert [(a.theme, a.objective) for a in read(tmp_path, rows, sheet="Safer").actions] == [
        ("Safer", "Objective 1: Fewer crashes"),
        ("Safer", "Objective 2: Calm streets"),
    ]


def test_the_title_of_a_plan_is_no_theme(tmp_path: Path) -> None:
    rows = [["Town plan 2026"], HEAD, ["Light", "Highways", "May", "Red"]]

    assert read(tmp_path, rows).actions[0].theme is None


def test_what_was_agreed_at_a_meeting_is_no_action_plan(tmp_path: Path) -> None:
    path = word(
        tmp_path / "minutes.docx",
        "# Minutes of the board",
        "Apologies: none",
        "Matters arising",
        [["Action", "Owner", "Due"], ["Send the letter", "Clerk", "May"]],
    )

    with pytest.raises(Unreadable, match="no plan was found"):
        read_plan(render(path))


@pytest.mark.parametrize(
    "rows",
    [
        [["Grant", "Amount", "Date"], ["Youth club", "500", "May 2020"]],
        [["Project", "Applicant", "Amount awarded", "Date"], ["Club", "Youth", "500", "May 2020"]],
        [["Project", "Lead", "Grant", "End date", "Status"], ["Club", "Youth", "500", "May 2020", "Open"]],
        [["Activity", "Budget", "Spend", "Date"], ["Club", "1", "500", "May"]],
        [["Item", "Activity", "Lead", "Time"], ["1", "Welcome", "Chair", "10:00"]],
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
