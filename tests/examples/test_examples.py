"""The demonstration's documents hold the real figures in our own words."""

import re
from collections.abc import Iterator
from pathlib import Path

from goldenthread.intake.understanding import understand
from goldenthread.reading.files import render
from goldenthread.reading.people import read_people
from goldenthread.reading.plan import PlannedMeasure
from tests.conftest import ROOT
from tests.reading.test_seed_plan import EXPECTED, facts

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


def test_its_figures_are_those_checked_by_eye() -> None:
    """The same table that the real plan is held to, so that this needs neither that plan nor trust in the reader."""
    names = {"code", "place", "title_starts", "theme", "frameworks", "lead_organisations", "designated"}
    names |= {"equality", "risks", "blank_targets", "baselines", "targets"}
    ours = [facts(measure) for measure in understand(PLAN).plan.measures]

    assert [{name: one[name] for name in names} for one in ours] == [
        {name: one[name] for name in names} for one in EXPECTED["measures"]
    ]


def test_no_sentence_is_copied(seeds: Path) -> None:
    """No text of ours shares eight words in a row with a real document, and no shorter one of five is whole in it.

    Titles, names of bodies and themes, and figures are facts and may be the same.
    """
    originals = [f" {' '.join(words(path.read_text()))} " for path in sorted(seeds.glob("*.txt"))]

    def is_copied(passage: list[str]) -> bool:
        return any(f" {' '.join(passage)} " in original for original in originals)

    copied = []
    for text in our_texts():
        spoken = words(
            text.replace("Chief Officer Group for Crime, Disorder and Substance Misuse", "its group")
        )
        size = min(len(spoken), 8)
        passages = [spoken[start : start + size] for start in range(len(spoken) - size + 1)]
        copied += [" ".join(passage) for passage in passages if size >= 5 and is_copied(passage)]

    assert copied == []


NAME_AND_SUM = r"[A-Z].* College,? ?\w* £\d+m"


def our_texts() -> Iterator[str]:
    """All running text of the examples: what a reader understood as such, and every plain paragraph."""
    plan = understand(PLAN).plan
    for theme in plan.themes:
        yield from filter(None, (theme.summary, theme.arrangements, theme.innovation))
    for measure in plan.measures:
        yield from filter(None, (measure.long_term_objective, measure.short_term_action))
        yield measure.equality.text
        yield from (one.text for one in measure.actions if not re.fullmatch(NAME_AND_SUM, one.text))
        yield from (risk.text for risk in measure.risks)
    strategy = understand(EXAMPLES / "hertsmere/community-strategy.docx")
    assert strategy.plan.strategy is not None
    names = {*strategy.plan.strategy.partners, *(theme.name for theme in strategy.plan.themes)}
    yield from (line.text for line in strategy.rendering.lines[1:] if line.text not in names)
    for action in understand(EXAMPLES / "hertsmere/action-plan.xlsx").plan.actions:
        yield from filter(None, (action.text, action.progress))
    people = read_people(render(EXAMPLES / "people-and-groups.xlsx"))
    yield from (group.terms_of_reference for group in people.groups)
    yield from (seat.how_appointed for seat in people.seats)


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


def test_what_is_invented_says_so() -> None:
    title = render(EXAMPLES / "hertsmere/action-plan.xlsx").lines[0].text

    assert title.endswith("(example: every action, date, figure and status is illustrative)")
