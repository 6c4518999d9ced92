"""Delivery plans on the area agreement's template, whole and broken in the ways that plans are broken."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.reading.agreement import read_agreement
from goldenthread.reading.errors import Unreadable
from goldenthread.reading.files import render
from goldenthread.reading.plan import (
    EqualityState,
    FrameworkPlacement,
    MonitoringRoute,
    PlannedMeasure,
    ValueStatus,
)
from goldenthread.reading.reader import NO_PLAN, read_plan
from goldenthread.reading.rendering import FileKind, Line, Rendering
from tests.reading.documents import excel
from tests.reading.plans import BLOCK, FIGURES, HEADER, TITLE, WHOLE, only, plan_of, rendered


def levels(measure: PlannedMeasure) -> list[tuple[str | None, Decimal | None]]:
    return [(value.period, value.value) for value in (*measure.baselines, *measure.targets)]


FOUR = [("2006/07", Decimal(12)), ("2008/09", Decimal(11)), ("2009/10", Decimal(10)), ("2010/11", Decimal(9))]


# The whole template -------------------------------------------------------------------------------------------


def test_a_whole_measure() -> None:
    measure = only(WHOLE)
    assert (measure.code, measure.title, measure.theme) == (
        "NI 900",
        "Litter in Eastmarsh streets",
        "Cleaner Eastmarsh & Villages (CEV)",
    )
    assert measure.frameworks == (FrameworkPlacement("Community Strategy", "Cleaner Eastmarsh"),)
    assert measure.long_term_objective == "Streets to be proud of"
    assert measure.short_term_action == "Empty bins before they are full"
    assert (measure.lead_people, measure.lead_organisations, measure.key_partners) == (
        ("Ada Wren",),
        ("Eastmarsh BC",),
        ("Parish councils",),
    )
    assert measure.monitoring == (MonitoringRoute("Streets Board", "quarterly"),)
    assert levels(measure) == FOUR
    assert [action.text for action in measure.actions] == [
        "Put 40 more bins out",
        "Clean the market square every evening",
    ]
    assert (measure.equality.state, measure.equality.text) == (
        EqualityState.DONE,
        "An assessment was carried out in May.",
    )
    assert [risk.text for risk in measure.risks] == ["The lorry is old."]
    assert (measure.designated, measure.doubt) == (None, None)


def test_a_whole_theme_without_the_template_s_questions() -> None:
    (theme,) = plan_of(WHOLE).themes
    assert (theme.summary, theme.arrangements, theme.innovation, theme.to_follow) == (
        "Streets are cleaner than two years ago.",
        "A streets board meets each quarter.",
        "Wardens report litter by telephone.",
        False,
    )


def test_lines_are_those_of_the_text() -> None:
    measure = only(WHOLE)
    text = WHOLE.split("\n")
    assert text[measure.lines[0] - 1].startswith("Measure and Target")
    assert all(
        text[value.lines[0] - 1].startswith("Baseline") for value in (*measure.baselines, *measure.targets)
    )
    assert text[measure.actions[0].lines[0] - 1] == "- Put 40 more bins out"


def test_tags_and_marks_are_not_content() -> None:
    measure = only(
        HEADER
        + '<b>NI 900:</b> <i>Litter in **Eastmarsh** streets</i>\t\t\t\tAda Wren\tEastmarsh BC\t<ul style="list-style-type: none"> ○ Schools ○ Police </ul>\t\n'
        + "<p><u>Baseline</u> 12% (06/07)</p>\t<u>08/09</u> 11%\t<u>09/10</u> 10%\t<u>10/11</u> 9%\t\t\t\t\n"
    )
    assert (measure.title, measure.key_partners) == ("Litter in Eastmarsh streets", ("Schools", "Police"))
    assert levels(measure) == FOUR


# Where a title can stand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "code", "title"),
    [
        (HEADER + TITLE + FIGURES, "NI 900", "Litter in Eastmarsh streets"),
        (HEADER + "NI900 Litter\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, "NI 900", "Litter"),
        (HEADER + "Litter (NI 900)\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, "NI 900", "Litter"),
        (HEADER + "Litter [LAA Target – NI 900]\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, "NI 900", "Litter"),
        ("Measure and Target: NI 900 Litter\t\t\t\tLead Individual\tLead Agency\tKey Partners\tHow will we monitor progress\n" + FIGURES, "NI 900", "Litter"),
        ("Measure and target : NI 900 Litter (local target).\n\n" + FIGURES, "NI 900", "Litter"),
        ("LAA Target: NI 900 Litter\n\n" + HEADER + "\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, "NI 900", "Litter"),
        ("LAA Target: NI 900\n\nLitter\n\n" + HEADER + "\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, "NI 900", "Litter"),
        (HEADER + "Litter\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES, None, "Litter"),
        (HEADER + "Measure and target used to deliver the short term action – NI Litter\t\t\t\t\tBC\t\t\n" + FIGURES, None, "Litter"),
    ],
)  # fmt: skip
def test_a_title_is_found_wherever_it_stands(plan: str, code: str | None, title: str) -> None:
    measure = only(plan)
    assert (measure.code, measure.title) == (code, title)
    assert levels(measure) == FOUR


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Litter in Eastmarsh", "Eastmarsh"),
        ("Litter in St Bede", "St Bede"),
        ("Litter", None),
        ("Progress in English", None),
        ("LITTER IN STREETS", None),
    ],
)
def test_the_place_in_a_title(title: str, place: str | None) -> None:
    assert only(HEADER + f"{title}\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES).place == place


@pytest.mark.parametrize(
    ("title", "designated"),
    [
        ("Litter [LAA Target – NI 900]", True),
        ("Litter (local target)", False),
        ("Litter (NOT LAA target)", False),
        ("Local: Litter", False),
        ("Litter", None),
    ],
)
def test_whether_a_target_is_the_agreement_s(title: str, designated: bool | None) -> None:
    assert only(HEADER + f"{title}\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES).designated is designated


# Broken tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "plan",
    [
        # the figures in the row below their headings
        HEADER + TITLE + "Baseline\t08/09\t09/10\t10/11\t\t\t\t\n12% (06/07)\t11%\t10%\t9%\t\t\t\t\n",
        # the heading over several lines and cells
        "Measure and Target\tLead\tLead\tKey\tHow will we monitor\n------\t----\t----\t---\t----\n\n\t\t\t\tIndividual\tAgency\tPartners\tprogress\n" + TITLE + FIGURES,
        "Measure and Target\n\nLead\n\nLead Agency\n\nKey Partners\n\nHow will we monitor\n\n\t\t\t\tIndividual\t\t\tprogress\n" + TITLE + FIGURES,
        # ruled lines and empty ones between the rows
        HEADER + TITLE + "--\t--\t--\n\n" + FIGURES,
        # one row of names cut in two
        HEADER + "NI 900: Litter in Eastmarsh streets\t\t\t\tAda\tEastmarsh\tParish\tStreets\n\n" + "Baseline 12% (06/07)\t08/09 11%\t09/10 10%\t10/11 9%\tWren\tBC\tcouncils\tBoard, quarterly\n",
        # the empty cells at the end of a row lost, and its names in a row of their own
        HEADER + "NI 900: Litter in Eastmarsh streets\t\t\t\tAda Wren\n" + FIGURES + "\t\t\t\t\tEastmarsh BC\tParish councils\tStreets Board, quarterly\n",
        # a narrow heading over a wide row
        "Measure and Target\tLead Individual\tLead Agency\tKey Partners\tHow will we monitor progress\n" + TITLE + FIGURES,
    ],
    ids=["figures below", "heading in pieces", "heading cell by cell", "ruled", "names cut", "ends lost", "narrow heading"],
)  # fmt: skip
def test_a_broken_table_says_the_same(plan: str) -> None:
    measure = only(plan)
    assert levels(measure) == FOUR
    assert (measure.code, measure.lead_people, measure.lead_organisations, measure.key_partners) == (
        "NI 900",
        ("Ada Wren",),
        ("Eastmarsh BC",),
        ("Parish councils",),
    )
    assert measure.monitoring == (MonitoringRoute("Streets Board", "quarterly"),)


def test_a_measure_without_a_heading_of_its_own() -> None:
    second = TITLE.replace("NI 900", "NI 901")
    plan = plan_of(BLOCK + "\nActions:\n\n- Sweep\n\n" + second + FIGURES)
    assert [measure.code for measure in plan.measures] == ["NI 900", "NI 901"]
    assert [levels(measure) for measure in plan.measures] == [FOUR, FOUR]
    assert [action.text for action in plan.measures[0].actions] == ["Sweep"]


def test_two_places_over_several_rows_of_one_cell() -> None:
    measure = only(
        HEADER
        + "NI 901 Smoking\t\t\t\tAda Wren\tNHS\t\t\n"
        + "Baseline\t08/09\t09/10\t\n06/07 North Trust\tNorth Trust 90/1,000\tNorth Trust 91/1,000\n"
        + "80/1,000 South Trust 70/1,000\tSouth Trust 71/1,000\tSouth Trust 72/1,000\n"
    )
    assert [(value.place, value.period, value.value) for value in (*measure.baselines, *measure.targets)] == [
        ("North Trust", "2006/07", Decimal(80)),
        ("South Trust", "2006/07", Decimal(70)),
        ("North Trust", "2008/09", Decimal(90)),
        ("South Trust", "2008/09", Decimal(71)),
        ("North Trust", "2009/10", Decimal(91)),
        ("South Trust", "2009/10", Decimal(72)),
    ]


@pytest.mark.parametrize(
    "years",
    [
        ["2009/10", "2010/11"],
        ["08/09", "09/10", "10/11", "11/12"],
        ["Year 1", "Year 2", "Year 3"],
        ["2009", "2010"],
    ],
)
def test_any_number_of_target_columns(years: list[str]) -> None:
    row = "\t".join(f"{year} {number}%" for number, year in enumerate(years, 10))
    measure = only(HEADER + TITLE + f"Baseline 9%\t{row}\n")
    assert [value.value for value in measure.targets] == [Decimal(n) for n, _ in enumerate(years, 10)]
    assert len({value.period for value in measure.targets}) == len(years)


def test_one_measure_a_row_with_its_own_columns_of_figures() -> None:
    plan = plan_of(
        """\
        Indicator\tLead officer\tLead agency\tPartners\tBaseline (2007/08)\tTarget 2009/10\tTarget 2010/11
        NI 901 Jobs\tAda Wren\tEastmarsh BC\tCollege; Chamber\t50%\t52%\t55%
        NI 902 Firms\tBen Oak\tChamber\tCollege\t1,200\t+2%\ttbc
        """
    )
    assert [(measure.code, measure.lead_people, measure.key_partners) for measure in plan.measures] == [
        ("NI 901", ("Ada Wren",), ("College", "Chamber")),
        ("NI 902", ("Ben Oak",), ("College",)),
    ]
    jobs, firms = plan.measures
    assert [(value.value, value.change_percent) for value in firms.targets] == [
        (None, Decimal(2)),
        (None, None),
    ]
    assert [value.period for value in jobs.targets] == ["2009/10", "2010/11"]
    assert firms.targets[1].status is ValueStatus.AWAITED


def test_a_row_that_ends_at_its_lead_keeps_it_there() -> None:
    measure = only(HEADER + "NI 900: Litter\t\t\t\tHead of streets\n" + FIGURES)
    assert (measure.lead_people, measure.monitoring) == (("Head of streets",), ())


def test_two_capitals_in_the_last_column_are_a_body_where_the_lead_is_known() -> None:
    measure = only(HEADER + "NI 900: Litter\t\t\t\tAda Wren\tBC\tPolice\tEastmarsh Prosperity\n" + FIGURES)
    assert (measure.lead_people, measure.monitoring) == (
        ("Ada Wren",),
        (MonitoringRoute("Eastmarsh Prosperity"),),
    )


def test_a_row_that_moved_left_gives_its_lead_back() -> None:
    measure = only(HEADER + "NI 900: Litter\t\t\t\t\t\t\tAda Wren\n" + FIGURES)
    assert (measure.lead_people, measure.monitoring) == (("Ada Wren",), ())


def test_a_sheet_wider_than_its_table() -> None:
    rows = [
        [
            "Measure and Target",
            "Lead Individual",
            "Lead Agency",
            "Key Partners",
            "How will we monitor progress",
        ],
        ["NI 900: Litter", "Ada", "Eastmarsh", "Parish", "Streets"],
        ["Baseline 12% (06/07)", "08/09 11%", "09/10 10%", "10/11 9%", "Wren", "BC", "councils", "Board"],
    ]
    lines = [Line(n, "\t".join(row), (*row, *[""] * (12 - len(row))), 1) for n, row in enumerate(rows, 1)]
    (measure,) = read_agreement(Rendering("plan.xlsx", FileKind.EXCEL, "", lines)).measures
    assert levels(measure) == FOUR
    assert (measure.lead_people, measure.lead_organisations, measure.key_partners, measure.monitoring) == (
        ("Ada Wren",),
        ("Eastmarsh BC",),
        ("Parish councils",),
        (MonitoringRoute("Streets Board"),),
    )


@pytest.mark.parametrize(
    ("baseline", "value", "change"),
    [
        ("3,000", None, Decimal(5)),
        ("450 tonnes", None, Decimal(5)),
        ("4%", Decimal(5), None),
        ("40", Decimal(5), None),
    ],
)
def test_a_bare_percentage_is_a_change_where_the_baseline_is_none(
    baseline: str, value: Decimal | None, change: Decimal | None
) -> None:
    measure = only(HEADER + "Homes\t\t\t\tAda Wren\tBC\t\t\n" + f"Baseline {baseline}\t08/09 5%\n")
    assert [(target.value, target.change_percent) for target in measure.targets] == [(value, change)]


# Blank templates and tables without a name --------------------------------------------------------------------


def test_a_blank_template_with_a_title_is_a_measure_with_nothing_in_it() -> None:
    measure = only(
        HEADER
        + "Litter (NI 900)\t\t\t\t\t\t\tThe partnership/ board or body that will performance manage this target\n"
        + "Baseline\t08/09\t09/10\t10/11\t\t\t\t\n"
        + "Actions: Describe briefly the projects that will help to deliver this target\t\t\t\n"
    )
    assert (measure.baselines, measure.targets, measure.monitoring, measure.actions) == ((), (), (), ())
    assert measure.blank_targets == ("2008/09", "2009/10", "2010/11")


def test_a_table_without_any_title_is_a_gap_and_no_measure() -> None:
    plan = plan_of(BLOCK + "\nActions:\n\n- Sweep\n\nBaseline\t08/09\t09/10\t10/11\n")
    assert [measure.code for measure in plan.measures] == ["NI 900"]
    assert [(gap.kind, gap.lines) for gap in plan.gaps] == [("no_title", (9, 9))]


def test_an_empty_cell_has_no_entry_and_words_have_a_standing() -> None:
    measure = only(HEADER + TITLE + "Baseline tbc\t08/09\t09/10 to be renegotiated\t10/11 9%\n")
    assert [(value.value, value.status) for value in measure.baselines] == [(None, ValueStatus.AWAITED)]
    assert [(value.period, value.value, value.status) for value in measure.targets] == [
        ("2009/10", None, ValueStatus.TO_BE_RENEGOTIATED),
        ("2010/11", Decimal(9), ValueStatus.AGREED),
    ]
    assert measure.blank_targets == ("2008/09",)


def test_a_monitoring_cell_that_speaks_of_targets_says_how_firm_these_are() -> None:
    figures = FIGURES.rstrip("\n") + "Targets for 2008/9 and 2009/10 to be renegotiated.\n"
    measure = only(HEADER + "NI 900 Litter\t\t\t\tAda Wren\tBC\t\t\n" + figures)
    assert measure.monitoring == ()
    assert [value.status for value in measure.targets] == [
        ValueStatus.TO_BE_RENEGOTIATED,
        ValueStatus.TO_BE_RENEGOTIATED,
        ValueStatus.AGREED,
    ]


# Themes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name", "to_follow"),
    [
        ("Theme Name: Cleaner Streets", "Cleaner Streets", False),
        ("Theme Name – Cleaner Streets", "Cleaner Streets", False),
        ("Theme Name:\n\nCleaner Streets", "Cleaner Streets", False),
        ("Theme: Cleaner Streets – story to follow", "Cleaner Streets", True),
        ("CLEANER STREETS – theme story within the district plan", "CLEANER STREETS", False),
        ("CS THEME – STORY TO FOLLOW", "CS", True),
        ("Cleaner Streets\n\nSummary of overall theme progress\n\nGood.", "Cleaner Streets", False),
        ("2. Cleaner Streets theme\n\nTheme summary\n\nGood.", "Cleaner Streets", False),
        ("# Cleaner Streets\n\nOverall progress\n\nGood.", "Cleaner Streets", False),
    ],
)
def test_a_theme_s_heading(heading: str, name: str, to_follow: bool) -> None:
    plan = plan_of(f"{heading}\n\n{BLOCK}")
    assert [(theme.name, theme.to_follow) for theme in plan.themes] == [(name, to_follow)]
    assert [measure.theme for measure in plan.measures] == [name]


def test_and_capitals_and_initials_make_no_new_theme() -> None:
    plan = plan_of(
        "HOP THEME – STORY TO FOLLOW\n\nLAA 2008-2011 Theme: Healthier & Older People (HOP)\n\nLong Term Objective: One\n\n"
        + BLOCK
        + "\nLAA 2008-2011 Theme: Healthier and Older People\n\nLong Term Objective: Two\n\n"
        + BLOCK.replace("NI 900", "NI 901")
    )
    assert [theme.name for theme in plan.themes] == ["Healthier & Older People (HOP)"]
    assert {measure.theme for measure in plan.measures} == {"Healthier & Older People (HOP)"}
    assert [measure.frameworks[0].theme for measure in plan.measures] == [
        "Healthier & Older People (HOP)",
        "Healthier and Older People",
    ]


def test_the_agreement_s_theme_goes_before_the_group() -> None:
    plan = plan_of(
        "Theme Name: Children\n\nEastmarsh Community Strategy Theme: Children\n\nLAA 2008-2011 Theme: Safer Streets\n\n"
        + BLOCK
    )
    assert [measure.theme for measure in plan.measures] == ["Safer Streets"]
    assert [place.framework for place in plan.measures[0].frameworks] == [
        "Eastmarsh Community Strategy",
        "LAA 2008-2011",
    ]


def test_what_a_block_does_not_say_again_stays() -> None:
    plan = plan_of(
        "Community Strategy Theme: Clean\n\nLong Term Objective: One\n\nShort Term Action: First\n\n"
        + BLOCK
        + "\nShort Term Action: Second\n\n"
        + BLOCK.replace("NI 900", "NI 901")
        + "\nLong Term Objective: Two\n\n"
        + BLOCK.replace("NI 900", "NI 902")
    )
    assert [(m.long_term_objective, m.short_term_action) for m in plan.measures] == [
        ("One", "First"),
        ("One", "Second"),
        ("Two", None),
    ]
    assert {measure.frameworks[0].theme for measure in plan.measures} == {"Clean"}


# Shared sections ----------------------------------------------------------------------------------------------

EQUALITY = "\nEqualities Impact\n\n{0}\n\nRisk assessment\n\n{1}\n\n"


def test_a_shared_section_belongs_to_every_measure_above_it_since_the_last_one() -> None:
    two = BLOCK + "\nActions:\n\n- Sweep\n\n" + BLOCK.replace("NI 900", "NI 901")
    plan = plan_of(
        two
        + EQUALITY.format("An EIA has been conducted.", "Rain.")
        + BLOCK.replace("NI 900", "NI 902")
        + EQUALITY.format("As above.", "")
    )
    assert [(m.code, m.equality.state, [risk.text for risk in m.risks]) for m in plan.measures] == [
        ("NI 900", EqualityState.DONE, ["Rain."]),
        ("NI 901", EqualityState.DONE, ["Rain."]),
        ("NI 902", EqualityState.REFERS, []),
    ]
    assert all(measure.risks_asked for measure in plan.measures)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("", EqualityState.BLANK),
        ("Outline briefly whether achieving these targets will have a positive or negative impact on groups represented by the following equalities strands: race, gender, age.", EqualityState.BLANK),
        ("Leave blank for now (the policy team to complete)", EqualityState.DEFERRED),
        ("As above. Managers will work with partners.", EqualityState.REFERS),
        ("An EIA has not yet been undertaken.", EqualityState.NOT_DONE),
        ("Not yet done.", EqualityState.NOT_DONE),
        ("An equalities impact assessment has been undertaken for the transport plan.", EqualityState.DONE),
        ("Screening is under way.", EqualityState.PARTLY),
    ],
)  # fmt: skip
def test_the_state_of_an_equality_section(words: str, state: EqualityState) -> None:
    assert only(BLOCK + EQUALITY.format(words, "Rain.")).equality.state is state


def test_a_template_that_does_not_ask_is_not_blank() -> None:
    measure = only(BLOCK + "\nActions:\n\n- Sweep\n")
    assert (measure.equality.state, measure.risks_asked) == (EqualityState.NOT_ASKED, False)


# Sure and less sure -------------------------------------------------------------------------------------------


def test_every_measure_of_a_layout_is_marked_less_sure() -> None:
    layout = """\
        Measure and Target                 Lead Individual    Lead      Key        How will we
                                                              Agency    Partners   monitor progress
        NI 900: Litter in                  Ada Wren           BC        Police     Streets Board
        Eastmarsh streets
        Baseline 12%   08/09    09/10     10/11
        (06/07)        11%      10%       9%
        """
    (measure,) = read_agreement(rendered(layout, sure=False)).measures
    assert (measure.code, measure.title, measure.lead_people) == (
        "NI 900",
        "Litter in Eastmarsh streets",
        ("Ada Wren",),
    )
    assert (measure.lead_organisations, measure.key_partners) == (("BC",), ("Police",))
    assert levels(measure) == FOUR
    assert measure.lines == (1, 6)
    assert measure.doubt is not None


def test_a_layout_where_the_baseline_s_own_words_say_baseline() -> None:
    layout = """\
        Measure and Target                 Lead Individual    Lead      Key        How will we
                                                              Agency    Partners   monitor progress
        NI 900: Anti-                      Ada Wren           BC        Police     Streets Board
        social litter
        Baseline The      08/09    09/10     10/11
        Baseline survey   11%      10%       9%
        of Nov 08
        """
    (measure,) = read_agreement(rendered(layout, sure=False)).measures
    assert [(value.period, value.value) for value in measure.baselines] == [("Nov 2008", None)]
    assert [value.value for value in measure.targets] == [Decimal(11), Decimal(10), Decimal(9)]
    assert measure.title == "Anti-social litter"


# No plan, and any text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "Dear all,\n\nThe meeting is on Monday.\n", "Theme Name: Cleaner Streets\n", "1,2,3\n4,5,6\n"],
)
def test_what_is_no_plan_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_plan(rendered(text))
    assert str(refusal.value) == NO_PLAN


PIECES = st.sampled_from(
    [
        line
        for line in (WHOLE + "Baseline\n\t\n--\t--\nMeasure and Target:\nLAA Target:\n").split("\n")
        if line
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=40), max_size=30), st.booleans())
def test_any_order_of_lines_is_read(pieces: list[str], sure: bool) -> None:
    text = "\n".join(pieces)
    lines = rendered(text, sure=sure).lines
    for measure in read_agreement(rendered(text, sure=sure)).measures:
        assert measure.title
        assert 1 <= measure.lines[0] <= measure.lines[1] <= len(lines)


def test_one_cell_with_several_labels_and_sections() -> None:
    """Word tables often hold the labels of a block, and all its sections, in one merged cell each."""
    lines = [
        Line(1, "", cells=("Community Strategy Theme: Clean\nLong Term Objective: Proud\nShort Term Action: Sweep", "", "")),
        Line(2, "", cells=("Measure and Target", "Lead Individual", "Lead Agency", "Key Partners", "How will we monitor progress")),
        Line(3, "", cells=("NI 900 Litter", "Ada Wren\nBen Oak", "BC", "Police\nSchools", "")),
        Line(4, "", cells=("Baseline\n12% (06/07)", "08/09\n11%", "09/10\n10%", "10/11\n9%", "")),
        Line(5, "", cells=("Actions\nBuy bins\nEmpty bins\nEqualities Impact\nAs above\nRisk assessment\nRain", "", "", "", "")),
    ]  # fmt: skip
    (measure,) = read_agreement(Rendering("plan.docx", FileKind.WORD, "", lines)).measures
    assert (measure.frameworks[0].theme, measure.long_term_objective, measure.short_term_action) == (
        "Clean",
        "Proud",
        "Sweep",
    )
    assert (measure.lead_people, measure.key_partners) == (("Ada Wren", "Ben Oak"), ("Police", "Schools"))
    assert levels(measure) == FOUR
    assert [action.text for action in measure.actions] == ["Buy bins", "Empty bins"]
    assert (measure.equality.state, [risk.text for risk in measure.risks]) == (EqualityState.REFERS, ["Rain"])


PLAIN_COPIES = {
    "no empty cells at the end of a row": lambda text: "\n".join(line.rstrip() for line in text.split("\n")),
    "no empty lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "twice as many": lambda text: text.replace("\n", "\n\n"),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "marks of headings": lambda text: text.replace("\nLong", "\n### Long").replace(
        "\nMeasure", "\n## Measure"
    ),
    "bold headings": lambda text: text.replace("Equalities Impact", "**Equalities Impact**"),
    "capitals": lambda text: text.replace("Measure and Target", "MEASURE AND TARGET").replace(
        "Baseline", "BASELINE"
    ),
    "a question right behind its heading": lambda text: text.replace("assessment\n\nDesc", "assessment Desc"),
}


@pytest.mark.parametrize("change", PLAIN_COPIES.values(), ids=PLAIN_COPIES.keys())
def test_a_copy_by_another_editor_says_the_same(change: Callable[[str], str]) -> None:
    def said(text: str) -> tuple[object, ...]:
        measure = only(text)
        return (
            measure.code,
            measure.title,
            measure.theme,
            measure.long_term_objective,
            measure.lead_people,
            measure.key_partners,
            measure.monitoring,
            levels(measure),
            [action.text for action in measure.actions],
            measure.equality.state,
            [risk.text for risk in measure.risks],
        )

    assert said(change(WHOLE)) == said(WHOLE)


def test_a_lone_figure_below_an_empty_baseline_is_the_baseline() -> None:
    measure = only(HEADER + TITLE + "Baseline\t08/09\t09/10\n79%\n\nActions:\n\n- Sweep\n")
    assert levels(measure) == [(None, Decimal(79))]
    assert measure.remarks == ()


def test_words_among_the_figures_are_kept() -> None:
    header = "Short Term Action\t" + HEADER
    measure = only(
        header
        + "Sweep more\tNI 900: Litter\t\t\t\tAda Wren\tBC\tPolice\tBoard\n"
        + "Baseline 12%\t08/09 11%\t09/10\t10/11\tReduce litter near schools\n"
    )
    assert measure.short_term_action == "Sweep more Reduce litter near schools"


def test_a_whole_table_whose_title_is_empty_is_a_gap() -> None:
    plan = plan_of(HEADER + "\t\t\t\tAda Wren\tBC\t\t\n" + FIGURES)
    assert plan.measures == ()
    assert [(gap.kind, gap.lines) for gap in plan.gaps] == [("no_title", (3, 3))]


def test_the_heading_of_a_flat_table_dates_its_baselines(tmp_path: Path) -> None:
    head = ["Measure", "Baseline (2010/11)", "Target 2011/12", "Lead Officer"]
    rows = [
        head,
        ["NI 15 Violent crime", "0.9", "0.8", "Bob Ray"],
        ["NI 20 Assaults", "1.2 (2009/10)", "", "Ann Lee"],
    ]

    plan = read_plan(render(excel(tmp_path / "plan.xlsx", {"Plan": rows})))

    assert [[value.period for value in measure.baselines] for measure in plan.measures] == [
        ["2010/11"],
        ["2009/10"],
    ]
