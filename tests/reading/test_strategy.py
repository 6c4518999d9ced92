"""Community strategies: vision, principles, themes with priorities, evidence with its source, partners."""

from pathlib import Path

import pytest

from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.plan import Plan
from goldenthread.reading.reader import read_plan
from tests.conftest import SHARED
from tests.reading.documents import word

STRATEGY = """Westmarch Together

Community Strategy 2024 - 2028

نص باللغة العربية لا ينتمي إلى المحتوى

Contents

Our vision
Our principles
Living well
Feeling safe
Our partners

Our vision

A county where nobody is left behind.

Our principles

- Listen first
- Share what we know

Living well

Our priorities are to:

- · Help people live longer in good health;
- · Bring services closer.

Men in the east live 7.5 years less than men in the west (ONS 2022). We met in March 2023.

Feeling safe

Our priorities

- Fewer burglaries

Burglary fell by 12% in one year¹.

¹ Police data 2023

Our partners

- County Council
- Fire Service

Appendix

Our priorities are to:

- Not this one
"""


def read(tmp_path: Path, text: str, name: str = "strategy.txt") -> Plan:
    path = tmp_path / name
    path.write_text(text)
    return read_plan(render(path))


def test_a_strategy_in_plain_text(tmp_path: Path) -> None:
    plan = read(tmp_path, STRATEGY)

    assert plan.strategy is not None
    assert (plan.strategy.title, plan.strategy.years) == ("Community Strategy 2024 - 2028", "2024-2028")
    assert plan.strategy.vision == "A county where nobody is left behind."
    assert plan.strategy.principles == ("Listen first", "Share what we know")
    assert plan.strategy.partners == ("County Council", "Fire Service")
    assert [theme.name for theme in plan.themes] == ["Living well", "Feeling safe"]
    assert [(action.theme, action.text) for action in plan.actions] == [
        ("Living well", "Help people live longer in good health"),
        ("Living well", "Bring services closer."),
        ("Feeling safe", "Fewer burglaries"),
    ]
    assert [(e.value, e.source) for e in plan.strategy.evidence] == [
        ("7.5 years", "ONS 2022"),
        ("12%", "Police data 2023"),
    ]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    plan = read(tmp_path, STRATEGY)
    lines = STRATEGY.split("\n")

    for action in plan.actions:
        assert action.text.rstrip(".") in lines[action.lines[0] - 1]
    for theme in plan.themes:
        assert lines[theme.lines[0] - 1] == theme.name


def test_a_strategy_in_word(tmp_path: Path) -> None:
    path = word(
        tmp_path / "plan.docx",
        "# Well-being Plan 2023-2028",
        "# Our vision",
        "Our vision is for a town that cares.",
        "# Priority 1: Start well",
        "We will:",
        "- Read to every child",
        "# Priority 2: Age well",
        "We will:",
        "- Visit every lonely person",
    )

    plan = read_plan(render(path))

    assert [theme.name for theme in plan.themes] == ["Start well", "Age well"]
    assert [action.text for action in plan.actions] == ["Read to every child", "Visit every lonely person"]


def test_a_vision_that_is_only_a_picture_is_none(tmp_path: Path) -> None:
    silent = STRATEGY.replace("A county where nobody is left behind.\n", "")
    plan = read(tmp_path, silent)

    assert plan.strategy is not None
    assert plan.strategy.vision is None


@pytest.mark.parametrize(
    "text",
    [
        "Minutes of the board\n\nApologies for absence\n\nMatters arising from the Community Strategy\n\n- One\n- Two\n",
        "Dear Ann,\n\nThank you for your letter about the strategy.\n\nYours,\nBob\n",
        "It was a dark night. The rain fell on the town and nobody had a plan.\n",
        "Community Strategy 2024 - 2028\n\nThere is nothing else in it.\n",
    ],
)
def test_what_is_no_strategy_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unreadable, match="no plan was found"):
        read(tmp_path, text)


def test_the_districts_real_strategy(seeds: Path) -> None:
    plan = read_plan(render(next(seeds.glob("002_*.txt"))))

    assert plan.strategy is not None
    assert plan.strategy.years == "2023-2027"
    assert plan.strategy.principles == ("Partnership working", "Early help", "Planning for the future")
    assert [theme.name for theme in plan.themes] == [
        "Keeping our communities healthy and well",
        "Keeping our communities safe",
        "Building a resilient community",
    ]
    assert [sum(action.theme == theme.name for action in plan.actions) for theme in plan.themes] == [4, 6, 4]
    assert len(plan.strategy.partners) == 16
    assert ("9.2 years", "PHE Fingertips Data 2019 E07000098 (phe.org.uk)") in [
        (statement.value, statement.source) for statement in plan.strategy.evidence
    ]


@pytest.mark.parametrize("number", ["000", "001", "003"])
def test_reports_and_minutes_are_no_plan(seeds: Path, number: str) -> None:
    with pytest.raises(Unreadable):
        read_plan(render(next(seeds.glob(f"{number}_*.txt"))))


def test_no_committee_paper_or_return_is_a_plan() -> None:
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip("the open data (../shared/data) is not on this machine")
    files = [*(data / "08-committees").glob("*"), *(data / "10-partnership-plans").glob("*.csv")]

    for path in files:
        with pytest.raises(Unreadable):
            read_plan(render(path))
