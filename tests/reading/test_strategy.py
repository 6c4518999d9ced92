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
- · Bring services closer to home. We start now.

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
        ("Living well", "Bring services closer to home. We start now."),
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


HEALTH = """Fennmouth Health and Wellbeing Board

Joint Local Health and Wellbeing Strategy
2024 to 2029

Foreword

I am proud to share this strategy.

1. Introduction

Smoking takes 30%-55% of the gap in years. About 1 in 5 children in Fennmouth live in poverty (Department for Work and Pensions, 2022/23).

2. Our vision

“Everyone in Fennmouth lives a long, healthy and happy life.”

3. Our guiding principles

• Prevention first: acting early stops problems growing
• Fairness: help goes where it is needed most

4. Our priorities

Priority 1: Best start in life

Why this matters

In 2022, 23.4% of children in reception were overweight (Source: OHID Fingertips).

What we will do

• Offer every family a health visit
• Open three family hubs

Priority 2 – Good work for all

Why this matters

Unemployment stands at 6.1%, above the national 4.2%. Source: ONS Annual Population Survey 2023

What we will do

• Run job clubs in each town
• Help 200 people with a disability into work

5. Members of the board

• Fennmouth Council
• NHS Fenn
"""

IMPROVEMENT = """# Glen Averon Local Outcomes Improvement Plan 2017–2027

## Our Vision
A place where all people can prosper.

## Local Outcomes

### Local Outcome 1: Our economy is thriving
*Commitments*
* Support 50 small firms to start
* Train 300 apprentices

### Local Outcome 2: Our children are safe
Commitments:
1. Cut waiting times
2. Give each child a named worker

## Community Planning Partners
- Averon Council
- Police Scotland
"""

WELL_BEING = """Cwm Derw Public Services Board

Well-being Plan 2023-28

Our vision for Cwm Derw

By 2040 Cwm Derw will be a green, fair and welcoming place.

The five ways of working

Long-term
Prevention

Our well-being objectives

Objective 1: A healthier Cwm Derw

We will:
- help people to be active
- tackle loneliness

Objective 2: A greener Cwm Derw

We will:
- plant 10,000 trees
- cut carbon by 30%
"""

COUNTY = """BRACKENSHIRE PARTNERSHIP

A VISION FOR BRACKENSHIRE

Sustainable Community Strategy 2025-2035

Contents

Foreword ........ 2
Our vision ........ 3
How we will work ........ 4
Theme one: Thriving places ........ 5
Theme two: Caring communities ........ 7
Who we are ........ 9

Foreword

Our shared vision is for a county where every person has a fair chance. We are proud of it.

Vision

"By 2035 Brackenshire will be the fairest county in the land."

Our values

Openness
We share what we know.

Kindness
We treat people well.

Theme one: Thriving places

The facts
Average wages are £540 a week, £60 less than England (ASHE 2023). 14,500 homes are cold [1].

[1] Fuel poverty statistics 2022, DESNZ

Our ambitions are to:
• Insulate 5,000 homes by
2030
• Open a new college

How will we know we have succeeded?
• Fewer cold homes

Theme two: Caring communities

Our ambitions are to:
• Halve loneliness
• Support carers
"""

LISTED = """---
title: "Eastmoor Joint Health and Wellbeing Strategy 2024 - 2029"
---

The strategy has these goals:

## Starting out
* Babies are born healthy
* Children are ready for school

## Growing old
* Fewer people are lonely
* Fewer people fall

## An update

This page was changed.

* One thing
* Another thing

## Downloads
* [The strategy](strategy.pdf)
* [The survey](survey.pdf)
"""


def priorities(plan: Plan) -> list[tuple[str | None, str]]:
    return [(action.theme, action.text) for action in plan.actions]


def test_a_health_strategy_with_numbered_sections(tmp_path: Path) -> None:
    plan = read(tmp_path, HEALTH)

    assert plan.strategy is not None
    assert plan.strategy.title == "Joint Local Health and Wellbeing Strategy"
    assert plan.strategy.years == "2024-2029"
    assert plan.strategy.vision == "Everyone in Fennmouth lives a long, healthy and happy life."
    assert plan.strategy.principles == (
        "Prevention first: acting early stops problems growing",
        "Fairness: help goes where it is needed most",
    )
    assert plan.strategy.partners == ("Fennmouth Council", "NHS Fenn")
    assert priorities(plan) == [
        ("Best start in life", "Offer every family a health visit"),
        ("Best start in life", "Open three family hubs"),
        ("Good work for all", "Run job clubs in each town"),
        ("Good work for all", "Help 200 people with a disability into work"),
    ]
    assert [(one.value, one.source) for one in plan.strategy.evidence] == [
        ("30%-55%", None),
        ("1 in 5", "Department for Work and Pensions, 2022/23"),
        ("23.4%", "OHID Fingertips"),
        ("6.1%", "ONS Annual Population Survey 2023"),
    ]


def test_an_improvement_plan_with_numbered_commitments(tmp_path: Path) -> None:
    plan = read(tmp_path, IMPROVEMENT, "plan.md")

    assert plan.strategy is not None
    assert (plan.strategy.years, plan.strategy.vision) == (
        "2017-2027",
        "A place where all people can prosper.",
    )
    assert plan.strategy.partners == ("Averon Council", "Police Scotland")
    assert priorities(plan) == [
        ("Our economy is thriving", "Support 50 small firms to start"),
        ("Our economy is thriving", "Train 300 apprentices"),
        ("Our children are safe", "Cut waiting times"),
        ("Our children are safe", "Give each child a named worker"),
    ]


def test_a_well_being_plan(tmp_path: Path) -> None:
    plan = read(tmp_path, WELL_BEING)

    assert plan.strategy is not None
    assert (plan.strategy.title, plan.strategy.years) == ("Well-being Plan 2023-28", "2023-2028")
    assert plan.strategy.vision == "By 2040 Cwm Derw will be a green, fair and welcoming place."
    assert plan.strategy.principles == ("Long-term", "Prevention")
    assert priorities(plan) == [
        ("A healthier Cwm Derw", "help people to be active"),
        ("A healthier Cwm Derw", "tackle loneliness"),
        ("A greener Cwm Derw", "plant 10,000 trees"),
        ("A greener Cwm Derw", "cut carbon by 30%"),
    ]


def test_themes_are_headings_over_lists_where_no_list_is_called_priorities(tmp_path: Path) -> None:
    plan = read(tmp_path, LISTED, "strategy.md")

    assert plan.strategy is not None
    assert plan.strategy.title == "Eastmoor Joint Health and Wellbeing Strategy 2024 - 2029"
    assert priorities(plan) == [
        ("Starting out", "Babies are born healthy"),
        ("Starting out", "Children are ready for school"),
        ("Growing old", "Fewer people are lonely"),
        ("Growing old", "Fewer people fall"),
    ]
    assert [theme.lines for theme in plan.themes] == [(7, 9), (11, 13)]


def test_lists_under_headings_need_a_title_with_years_to_be_a_strategy(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no plan was found"):
        read(tmp_path, LISTED.replace(" 2024 - 2029", ""), "page.md")
    with pytest.raises(Unreadable, match="no plan was found"):
        read(tmp_path, LISTED.replace("The strategy has", "This annual report has"), "report.md")


def test_a_priority_that_the_page_broke_in_two(tmp_path: Path) -> None:
    text = STRATEGY.replace("- Fewer burglaries\n", "- Fewer burglaries by\n2030 in every ward\n- Lights\n")

    broken = [action for action in read(tmp_path, text).actions if action.theme == "Feeling safe"]
    assert [(action.text, action.lines[1] - action.lines[0]) for action in broken] == [
        ("Fewer burglaries by 2030 in every ward", 1),
        ("Lights", 0),
    ]


@pytest.mark.parametrize(
    "lead", ["Our ambitions are to:", "We aim to:", "We will", "What we will do", "Priorities"]
)
def test_the_words_over_the_priorities_differ(tmp_path: Path, lead: str) -> None:
    plan = read(tmp_path, STRATEGY.replace("Our priorities\n", f"{lead}\n"))

    assert priorities(plan)[-1] == ("Feeling safe", "Fewer burglaries")


def test_a_vision_behind_its_heading_and_numbered_principles(tmp_path: Path) -> None:
    text = WELL_BEING.replace("Our vision for Cwm Derw\n\nBy", "Vision: By").replace(
        "Long-term\nPrevention\n", "1. Long-term\n2. Prevention\n"
    )

    strategy = read(tmp_path, text).strategy
    assert strategy is not None
    assert strategy.vision == "By 2040 Cwm Derw will be a green, fair and welcoming place."
    assert strategy.principles == ("Long-term", "Prevention")


def test_a_post_with_strategy_in_its_name_is_no_strategy(tmp_path: Path) -> None:
    text = LISTED.replace("Joint Health and Wellbeing Strategy", "Strategy Officer").replace(
        "strategy", "post"
    )

    with pytest.raises(Unreadable, match="no plan was found"):
        read(tmp_path, text, "post.md")


def test_headings_inside_a_numbered_theme_are_no_themes(tmp_path: Path) -> None:
    plan = read(tmp_path, COUNTY)

    assert plan.strategy is not None
    assert plan.strategy.title == "Sustainable Community Strategy 2025-2035"
    assert plan.strategy.vision == "By 2035 Brackenshire will be the fairest county in the land."
    assert plan.strategy.principles == ("Openness", "Kindness")
    assert priorities(plan) == [
        ("Thriving places", "Insulate 5,000 homes by 2030"),
        ("Thriving places", "Open a new college"),
        ("Caring communities", "Halve loneliness"),
        ("Caring communities", "Support carers"),
    ]
    assert [(one.text, one.value, one.source) for one in plan.strategy.evidence] == [
        ("Average wages are £540 a week, £60 less than England (ASHE 2023).", "£540", "ASHE 2023"),
        ("14,500 homes are cold.", "14,500 homes", "Fuel poverty statistics 2022, DESNZ"),
    ]


def test_a_strategy_with_its_action_plan_behind_it_keeps_both(tmp_path: Path) -> None:
    path = word(
        tmp_path / "plan.docx",
        "# Community Plan 2024-2028",
        "# Theme 1: Safer",
        "Our priorities are to:",
        "- Cut burglary",
        "- Cut speeding",
        "# Action plan",
        "# Safer",
        [["Action", "Lead", "RAG"], ["Fit locks", "Police", "Green"]],
    )

    plan = read_plan(render(path))

    assert plan.strategy is not None
    assert [theme.name for theme in plan.themes] == ["Safer"]
    assert [(action.theme, action.text, action.lead, action.status) for action in plan.actions] == [
        ("Safer", "Cut burglary", None, None),
        ("Safer", "Cut speeding", None, None),
        ("Safer", "Fit locks", "Police", "Green"),
    ]


def test_a_heading_that_every_theme_has_inside_it_is_no_theme(tmp_path: Path) -> None:
    text = STRATEGY.replace(
        "Our priorities\n", "Why this matters\n\nHomes are broken into.\n\nOur priorities\n"
    )

    assert priorities(read(tmp_path, text))[-1] == ("Feeling safe", "Fewer burglaries")


def test_the_last_numbered_theme_ends_where_another_part_begins(tmp_path: Path) -> None:
    text = WELL_BEING + "\nGovernance\n\nThe board\n\nWe will:\n- meet in public\n"

    assert priorities(read(tmp_path, text))[-1] == ("The board", "meet in public")


def test_a_real_health_and_wellbeing_strategy() -> None:
    path = SHARED / "data/10-partnership-plans/wsx-jhws-2019.md"
    if not path.exists():
        pytest.skip("the real strategy (../shared/data) is not on this machine")

    plan = read_plan(render(path))

    assert plan.strategy is not None
    assert (plan.strategy.years, plan.strategy.vision) == ("2019-2024", None)
    assert [theme.name for theme in plan.themes] == [
        "Starting Well",
        "Living and Working Well",
        "Ageing Well",
    ]
    assert [sum(action.theme == theme.name for action in plan.actions) for theme in plan.themes] == [4, 4, 4]


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
