"""Each rule both ways: the fault is found, and what is right is left in peace."""

from dataclasses import replace
from decimal import Decimal

import pytest

from goldenthread.reading.plan import (
    Equality,
    EqualityState,
    Gap,
    Passage,
    Plan,
    PlannedMeasure,
    PlannedTheme,
    Value,
    ValueStatus,
)
from goldenthread.reckoning.findings import Finding, Kind, Severity, findings
from goldenthread.reckoning.findings.rules import _SEVERITY

LINES = (1, 9)


def figure(
    value: str | None, unit: str | None = "%", period: str | None = "2008/09", **more: object
) -> Value:
    number = None if value is None else Decimal(value)
    return Value(
        LINES, str(more.pop("as_written", value or "")), period=period, value=number, unit=unit, **more
    )  # type: ignore[arg-type]


def measure(**more: object) -> PlannedMeasure:
    """A measure that nothing is wrong with."""
    given: dict[str, object] = {
        "title": "Percentage of homes made safe",
        "lines": LINES,
        "code": "NI 1",
        "lead_people": ("Ann",),
        "lead_organisations": ("Council",),
        "baselines": (figure("80", period="2007/08"),),
        "targets": (figure("85"),),
        "equality": Equality(EqualityState.DONE, "Done."),
    }
    return PlannedMeasure(**(given | more))  # type: ignore[arg-type]


def found(*measures: PlannedMeasure, **plan: object) -> list[Finding]:
    return findings(Plan(measures=measures, **plan))  # type: ignore[arg-type]


def kinds(*measures: PlannedMeasure, **plan: object) -> list[str]:
    return [finding.kind.value for finding in found(*measures, **plan)]


def test_nothing_is_wrong_with_a_good_measure() -> None:
    assert kinds(measure()) == []


def test_every_kind_has_a_severity() -> None:
    assert set(_SEVERITY) == set(Kind)


@pytest.mark.parametrize(
    ("baselines", "raised"),
    [
        ((), ["missing_baseline"]),
        ((figure(None, as_written="the survey of 2009"),), ["missing_baseline"]),
        ((figure(None, measured_at="2009", status=ValueStatus.AWAITED),), ["missing_baseline"]),
        ((figure("0"),), []),
    ],
)
def test_a_baseline_without_a_figure_is_missing_and_zero_is_a_figure(
    baselines: tuple[Value, ...], raised: list[str]
) -> None:
    assert kinds(measure(baselines=baselines)) == raised


@pytest.mark.parametrize(
    ("targets", "blank", "raised"),
    [
        ((), (), ["missing_target"]),
        ((figure("85"),), ("2009/10",), ["missing_target"]),
        ((figure(None, as_written="improve"),), (), ["missing_target"]),
        ((figure(None, change_percent=Decimal(2)),), (), []),
        ((figure("85"), figure(None, as_written="see notes")), (), []),
    ],
)
def test_a_target_without_a_figure_is_missing(
    targets: tuple[Value, ...], blank: tuple[str, ...], raised: list[str]
) -> None:
    assert kinds(measure(targets=targets, blank_targets=blank)) == raised


def test_the_years_without_a_target_are_named_together() -> None:
    texts = [f.text for f in found(measure(blank_targets=("2009/10", "2010/11")))]

    assert texts == [
        "NI 1 has no target for 2009/10 and 2010/11. Without one nobody can say whether it is on track."
        " Ann could propose it to the board."
    ]


@pytest.mark.parametrize(
    ("people", "organisations", "says"),
    [
        ((), (), "nobody to lead it"),
        ((), ("Council",), "no lead person"),
        (("Bob",), (), "no lead organisation"),
    ],
)
def test_a_missing_lead_says_which(
    people: tuple[str, ...], organisations: tuple[str, ...], says: str
) -> None:
    other = measure(code="NI 2")
    raised = found(other, measure(lead_people=people, lead_organisations=organisations))

    assert [finding.kind for finding in raised] == [Kind.MISSING_LEAD]
    assert says in raised[0].text


def test_a_plan_that_has_no_place_for_people_is_not_asked_for_them() -> None:
    assert kinds(measure(lead_people=())) == []


def test_a_place_for_a_lead_person_that_is_empty_all_through_is_a_gap() -> None:
    assert kinds(measure(lead_people=(), lead_person_asked=True)) == ["missing_lead"]


@pytest.mark.parametrize(
    ("state", "raised"),
    [(state, ["blank_equality"] if state in {"blank", "not_asked"} else []) for state in EqualityState],
)
def test_only_a_blank_equality_section_is_blank(state: EqualityState, raised: list[str]) -> None:
    assert kinds(measure(equality=Equality(state))) == raised


def test_a_template_that_does_not_ask_is_reported_once() -> None:
    not_asked = measure(equality=Equality(EqualityState.NOT_ASKED))
    several = [replace(not_asked, code=f"NI {number}") for number in range(5)]
    raised = found(measure(code="NI 99"), *several)

    assert [(finding.kind, finding.severity, finding.measure) for finding in raised] == [
        (Kind.BLANK_EQUALITY, Severity.NOTE, None)
    ]
    assert "5 measures, from NI 0 to NI 4," in raised[0].text


@pytest.mark.parametrize(
    ("asked", "risks", "raised"), [(True, 0, ["blank_risk"]), (True, 1, []), (False, 0, [])]
)
def test_a_risk_section_with_nothing_in_it(asked: bool, risks: int, raised: list[str]) -> None:
    assert kinds(measure(risks_asked=asked, risks=(Passage("Floods.", LINES),) * risks)) == raised


@pytest.mark.parametrize(
    ("words", "raised"),
    [
        ("tbc", True),
        ("TBA by 12 January", True),
        ("Awaiting survey", True),
        ("Deferred", True),
        ("to be renegotiated", True),
        ("to be confirmed", True),
        ("the tobacco plan", False),
        ("agreed", False),
    ],
)
def test_words_in_a_cell_that_leave_it_open(words: str, raised: bool) -> None:
    assert ("undecided" in kinds(measure(targets=(figure("85"), figure(None, as_written=words))))) is raised


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("This indicator will have to be parked.", True),
        ("Cars will be parked behind the school.", False),
        ("We are awaiting planning permission.", False),
        ("The baseline is deferred.", True),
    ],
)
def test_words_in_an_action_count_only_beside_talk_of_figures(text: str, raised: bool) -> None:
    assert kinds(measure(actions=(Passage(text, LINES),))) == (["undecided"] if raised else [])


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("Targets for 2008/09 to be renegotiated.", True),
        ("A steering group to be established.", False),
        ("Each quarter by the board; lead officer tbc", False),
    ],
)
def test_words_in_the_monitoring_cell_count_only_beside_talk_of_figures(text: str, raised: bool) -> None:
    assert kinds(measure(monitoring_text=text)) == (["undecided"] if raised else [])


def test_a_record_without_lines_is_not_said_to_stand_on_line_nought() -> None:
    texts = [finding.text for finding in found(measure(lines=(0, 0)), measure(lines=(0, 0)))]

    assert len(texts) == 1
    assert texts[0].startswith("NI 1 stands twice in the plan. Two people")


def test_the_same_code_and_place_twice_is_doubled_and_another_place_is_not() -> None:
    assert kinds(measure(), measure()) == ["doubled"]
    assert kinds(measure(place="Stevenage"), measure(place="Broxbourne")) == []
    assert kinds(measure(code=None), measure(code=None, title="percentage of homes made SAFE")) == ["doubled"]


@pytest.mark.parametrize(
    ("title", "baseline", "target", "raised"),
    [
        ("Percentage of homes recycled", "40", "38", True),
        ("Percentage of homes recycled", "40", "40", False),
        ("Reduce the burglary rate", "40", "41", True),
        ("Reduce the burglary rate", "40", "39", False),
        ("Something nobody can judge", "40", "41", False),
    ],
)
def test_a_target_easier_than_the_baseline(title: str, baseline: str, target: str, raised: bool) -> None:
    one = measure(title=title, baselines=(figure(baseline),), targets=(figure(target),))

    assert kinds(one) == (["target_easier_than_baseline"] if raised else [])


def test_like_is_compared_with_like() -> None:
    baselines = (figure("861", "per 100,000", place="E&N PCT"), figure("824", "per 100,000", place="W PCT"))
    targets = (figure("822", "per 100,000", place="E&N PCT"), figure("829", "per 100,000", place="West PCT"))
    raised = found(measure(title="Stopping smoking", baselines=baselines, targets=targets))

    assert [finding.kind for finding in raised] == [Kind.TARGET_EASIER_THAN_BASELINE]
    assert "E&N PCT" in raised[0].text


@pytest.mark.parametrize(
    ("change", "value", "raised"),
    [("-4.2", "6.4", False), ("-6.6", "6.2", True), ("-6.6", "6.3", False), ("-9.1", "6.1", False)],
)
def test_a_percentage_gives_the_figure_beside_it(change: str, value: str, raised: bool) -> None:
    one = measure(
        title="CO2 emissions",
        baselines=(figure("6.7", "tonnes"),),
        targets=(figure(value, "tonnes", change_percent=Decimal(change)),),
    )

    assert kinds(one) == (["percent_mismatch"] if raised else [])


@pytest.mark.parametrize(("last", "raised"), [("96", False), ("95", True)])
def test_a_change_may_be_counted_from_the_year_before(last: str, raised: bool) -> None:
    one = measure(
        title="Visits",
        baselines=(figure("100", None),),
        targets=(
            figure("98", None, change_percent=Decimal("-2.0")),
            figure(last, None, "2009/10", change_percent=Decimal("-2.0")),
        ),
    )

    assert kinds(one) == (["percent_mismatch"] if raised else [])


def test_the_year_before_of_another_place_is_no_start() -> None:
    one = measure(
        title="Visits",
        baselines=(figure("100", None, place="North"), figure("200", None, place="South")),
        targets=(
            figure("98", None, place="North"),
            figure("196", None, place="South"),
            figure("96", None, "2009/10", place="North", change_percent=Decimal("-2.0")),
            figure("192", None, "2009/10", place="South", change_percent=Decimal("-2.0")),
            figure("98", None, "2010/11", place="South", change_percent=Decimal("-2.0")),
        ),
    )

    assert kinds(one) == ["percent_mismatch"]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_target_is_compared_with_the_latest_baseline(newest_first: bool) -> None:
    older, newer = figure("40", period="2006/07"), figure("30", period="2007/08")
    baselines = (newer, older) if newest_first else (older, newer)

    assert kinds(measure(title="Waste recycled", baselines=baselines, targets=(figure("35"),))) == []


@pytest.mark.parametrize(
    ("part", "whole", "value", "raised"),
    [("14", "97", "14", False), ("14", "97", "15", True), ("22", "39", "56", False), ("1", "0", "50", True)],
)
def test_a_fraction_is_its_percentage(part: str, whole: str, value: str, raised: bool) -> None:
    target = figure(value, numerator=Decimal(part), denominator=Decimal(whole))

    assert kinds(measure(baselines=(figure("5"),), targets=(target,))) == (
        ["fraction_mismatch"] if raised else []
    )


@pytest.mark.parametrize(("total", "raised"), [("300", False), ("310", True)])
def test_parts_add_up_to_their_total(total: str, raised: bool) -> None:
    places = (("Total", total), ("North", "100"), ("South", "200"))
    targets = tuple(figure(value, None, place=place) for place, value in places)
    one = measure(title="Number of homes", baselines=(figure("1", None),), targets=targets)

    assert kinds(one) == (["parts_not_total"] if raised else [])


@pytest.mark.parametrize(
    ("total", "as_written", "raised"),
    [
        ("310", "Total 310, North 100, South 200", True),
        ("300", "Total 300, North 100, South 200", False),
        ("310", "310 (North 100, South 200)", False),
        ("290", "290 (North 100, South 200)", True),
    ],
)
def test_some_parts_need_not_fill_a_whole_and_never_outgrow_it(
    total: str, as_written: str, raised: bool
) -> None:
    places = ((None, total), ("North", "100"), ("South", "200"))
    targets = tuple(figure(value, None, place=place, as_written=as_written) for place, value in places)
    one = measure(title="Number of homes", baselines=(figure("1", None),), targets=targets)

    assert kinds(one) == (["parts_not_total"] if raised else [])


@pytest.mark.parametrize(("value", "raised"), [("38.1", False), ("39.1", True), ("4100", False)])
def test_a_figure_may_leave_out_the_unit_of_its_baseline(value: str, raised: bool) -> None:
    one = measure(
        title="Rate of visits",
        baselines=(figure("40.1", "per 1,000"),),
        targets=(figure(value, None, change_percent=Decimal(-5)),),
    )

    assert kinds(one) == (["percent_mismatch"] if raised else [])


def test_places_without_a_total_are_no_sum() -> None:
    targets = tuple(
        figure(value, None, place=place)
        for place, value in (("County", "100"), ("North", "200"), ("South", "1"))
    )

    assert kinds(measure(title="Number of homes", baselines=(figure("1", None),), targets=targets)) == []


@pytest.mark.parametrize(
    ("measured_at", "raised"),
    [
        ("Nov 2009", True),
        ("Nov 2008", False),
        ("summer 2008", False),
        ("summer 2009", False),
        ("2009", False),
        ("2011", True),
        ("Feb", False),
    ],
)
def test_a_date_outside_its_year(measured_at: str, raised: bool) -> None:
    assert kinds(measure(targets=(figure("85", measured_at=measured_at),))) == (
        ["date_conflict"] if raised else []
    )


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("The net completions for 07/08 is 4271.", True),
        ("The net completions for 07/08 is 3,600.", False),
        ("The net completions for 06/07 is 4271.", False),
        ("New build starts in 07/08 were 2827.", False),
        ("Net completions for 07/08 is 12%.", False),
        ("Net completions in Watford for 07/08 were 3,500.", False),
        ("Net completions for 07/08 in Watford were 3,500.", False),
        ("A total of 4,271 net additional homes were provided in 2007/08.", True),
        ("In 2007/08 there were 4,271 additional homes provided.", True),
        ("A total of 3,600 net additional homes were provided in 2007/08.", False),
        ("In 2007/08 some 2,000 affordable homes were provided.", False),
        ("Officers made 4,271 visits in 2007/08.", False),
        ("The net homes in Watford for 07/08 were 3,500.", False),
        ("There were 4,271 homes in 2007/08.", False),
        ("Then 4,271 net homes in Watford were provided in 2007/08.", False),
        ("The 4,271 net homes, so said all who sat at the long table, were for 2007/08.", False),
        ("The net homes for 07/08 were 27.", False),
        ("Our target of net completions for 07/08 is 4,000.", False),
        ("Net completions for 08/09 are 3,500 so far.", False),
        ("The target of net homes for 08/09 is 3,500.", True),
    ],
)
def test_the_text_gives_another_figure(text: str, raised: bool) -> None:
    one = measure(
        title="Net additional homes provided",
        baselines=(figure("3600", None, "2007/08"),),
        targets=(figure("3800", None),),
        actions=(Passage(text, LINES),),
    )

    assert kinds(one) == (["text_conflict"] if raised else [])


def test_a_second_figure_is_named() -> None:
    baselines = (figure("51"), figure("54", None, None, status=ValueStatus.UNEXPLAINED, as_written="51% 54"))
    raised = found(measure(baselines=baselines))

    assert [finding.kind for finding in raised] == [Kind.SECOND_FIGURE]
    assert "a second figure, 54, stands in “51% 54”" in raised[0].text


def test_a_second_figure_that_nothing_explains_is_compared_with_nothing() -> None:
    odd = figure("99", period=None, status=ValueStatus.UNEXPLAINED)
    low = figure("1", status=ValueStatus.UNEXPLAINED)
    title = "Waste recycled"

    assert kinds(measure(title=title, baselines=(figure("80"), odd))) == ["second_figure"]
    assert kinds(measure(title=title, targets=(figure("85"), low))) == ["second_figure"]


def test_so_many_out_of_so_many_is_no_percentage() -> None:
    ten = figure("10", None, numerator=Decimal(10), denominator=Decimal(16))

    assert kinds(measure(baselines=(ten,), targets=(ten,))) == []


def test_what_only_the_reader_saw_is_passed_on() -> None:
    gap = Gap("no_title", "A table stands here without a name.", (4, 4))
    theme = PlannedTheme("Well", (7, 7), to_follow=True)

    assert [(f.kind, f.lines) for f in found(gaps=(gap,), themes=(theme,))] == [
        (Kind.TO_FOLLOW, (7, 7)),
        (Kind.NO_TITLE, (4, 4)),
    ]
