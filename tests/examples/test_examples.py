"""The demonstration's documents hold the real figures in our own words."""

import re
from pathlib import Path

from goldenthread.intake.understanding import understand
from goldenthread.reading.files import render
from goldenthread.reading.people import read_people
from goldenthread.reading.plan import PlannedMeasure
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples"
PLAN = EXAMPLES / "hertfordshire/delivery-plan.txt"


def figures(measure: PlannedMeasure) -> list[tuple[object, ...]]:
    return [
        (value.place, value.period, value.measured_at, value.value, value.change_percent, value.status)
        for value in (*measure.baselines, *measure.targets)
    ]


def test_the_county_plan_has_every_measure_and_theme() -> None:
    plan = understand(PLAN).plan

    assert (len(plan.measures), len(plan.themes)) == (46, 6)


def test_its_figures_are_those_of_the_real_plan(seed_plan: Path) -> None:
    ours, real = understand(PLAN).plan.measures, understand(seed_plan).plan.measures

    assert [(m.code, figures(m)) for m in ours] == [(m.code, figures(m)) for m in real]


def test_its_faults_are_those_of_the_real_plan(seed_plan: Path) -> None:
    def contradictions(path: Path) -> list[tuple[str, str | None]]:
        return [
            (finding.kind.value, finding.measure.code if finding.measure else None)
            for finding in understand(path).findings
            if finding.severity == "error"
        ]

    assert contradictions(PLAN) == contradictions(seed_plan)


def test_no_sentence_is_copied(seeds: Path) -> None:
    """No eight words in a row of running text are the originals'; titles, names and template words are facts."""
    originals = " ".join(" ".join(words(path.read_text())) for path in seeds.glob("*.txt"))
    names = "Chief Officer Group for Crime, Disorder and Substance Misuse"
    running = [
        line
        for line in PLAN.read_text().splitlines()
        if line.startswith("- ") or ("\t" not in line and line.endswith("."))
    ]
    running = [line.replace(names, "the group") for line in running]
    copied = [
        " ".join(eight)
        for line in running
        for eight in zip(*(words(line)[start:] for start in range(8)), strict=False)
        if " ".join(eight) in originals
    ]

    assert copied == []


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9£%]+", text.lower())


def test_the_district_strategy_and_plan_read() -> None:
    strategy = understand(EXAMPLES / "hertsmere/community-strategy.docx").plan
    actions = understand(EXAMPLES / "hertsmere/action-plan.xlsx").plan

    assert strategy.strategy is not None
    assert (strategy.strategy.years, len(strategy.themes), len(strategy.actions)) == ("2023-2027", 3, 14)
    assert (len(strategy.strategy.evidence), len(strategy.strategy.partners)) == (6, 16)
    assert [theme.name for theme in actions.themes] == [theme.name for theme in strategy.themes]


def test_the_workbook_seats_posts_and_names_nobody() -> None:
    people = read_people(render(EXAMPLES / "people-and-groups.xlsx"))

    assert (len(people.places), len(people.partnerships), len(people.groups)) == (11, 2, 22)
    posts = {(post.partnership, post.title, post.organisation) for post in people.posts}
    assert {(seat.partnership, seat.post, seat.organisation) for seat in people.seats} <= posts
