"""A chart says what its figures state, draws a missing one as a gap and prints no word over another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.charts import Chart, measure_chart, sparkline
from goldenthread.web.drawing import EDGE, FLOOR, NARROW, TOP, WIDE, Drawing, collides, extent, scale
from tests.web.gallery import charts, figure, series

D = Decimal
YEARS = ["2008/09", "2009/10", "2010/11"]


def drawings(chart: Chart) -> list[Drawing]:
    return [drawing for panel in chart.panels for drawing in (panel.wide, panel.narrow) if drawing]


def wide(chart: Chart) -> Drawing:
    (panel,) = chart.panels
    assert panel.wide is not None
    return panel.wide


def words(drawing: Drawing, role: str) -> list[str]:
    return [word.text for word in sorted(drawing.words, key=lambda word: word.x) if word.role == role]


@pytest.mark.parametrize(
    ("baselines", "targets", "message"),
    [
        ([figure("2007/08", "56.1")], [figure("2010/11", "49")], "from 56.1% in 2007/08 to 49% by 2010/11"),
        ([figure(None, "0")], [figure("2010/11", "49")], "from 0% to 49% by 2010/11"),
        ([figure("2007/08", "56.1")], [], "56.1% in 2007/08, and no target yet"),
        ([], [figure("2010/11", "49")], "target 49% by 2010/11, and no baseline yet"),
        ([figure("2007/08", None, status="awaited")], [], "no figure yet"),
        (
            [figure("2006", "6.7", "tonnes"), figure(None, "7", "tonnes")],
            [figure("2009/10", "6.2", "tonnes")],
            "from 6.7 in 2006 to 6.2 tonnes by 2009/10",
        ),
    ],
)
def test_the_message_states_the_figures(baselines, targets, message) -> None:
    assert measure_chart("c", "Waste", [series(baselines, targets)]).title == f"Waste: {message}"


def test_the_message_of_several_places_counts_them() -> None:
    one = series([figure("2006", "1")], [figure("2008/09", "2")], "St Albans")
    two = series([figure("2006", "3")], [], "Hertsmere")
    chart = measure_chart("c", "Waste", [one, two])
    assert chart.title == "Waste: 2 places, all with a baseline, 1 with a target"
    assert [(panel.place, panel.wide) for panel in chart.panels] == [("St Albans", None), ("Hertsmere", None)]


def test_a_missing_target_breaks_the_line_and_says_why_in_the_table() -> None:
    awaited = figure("2009/10", None, status="awaited", as_written="TBA by 12 January 2009")
    chart = measure_chart(
        "c",
        "Waste",
        [series([figure("2007/08", "50")], [figure("2008/09", "40"), awaited, figure("2010/11", "30")])],
        YEARS,
    )
    drawing = wide(chart)
    assert drawing.target.count("M") == 2
    assert len(drawing.gaps) == 1
    assert words(drawing, "gap") == ["no figure"]
    assert [(row.period, row.kind, row.shown) for row in chart.rows] == [
        ("2007/08", "Baseline", "50%"),
        ("2008/09", "Target", "40%"),
        ("2009/10", "Target", "no figure yet: awaited (TBA by 12 January 2009)"),
        ("2010/11", "Target", "30%"),
    ]


def test_targets_of_neighbouring_periods_are_one_step_line() -> None:
    chart = measure_chart("c", "Waste", [series([], [figure(year, "4") for year in YEARS])], YEARS)
    assert wide(chart).target.count("M") == 1


def test_a_period_that_is_asked_for_and_blank_is_a_gap_and_zero_is_a_mark() -> None:
    drawing = wide(measure_chart("c", "Waste", [series([figure("2007/08", "0")], [])], YEARS))
    assert len(drawing.gaps) == 3
    assert [(spot.y, spot.last) for spot in drawing.points] == [(FLOOR, True)]
    assert words(drawing, "baseline") == ["Baseline 0%"]


def test_without_any_figure_there_is_no_drawing_but_a_table() -> None:
    chart = measure_chart("c", "Waste", [series([], [])], YEARS)
    assert chart.panels == ()
    assert [row.shown for row in chart.rows] == ["no figure yet"] * 3
    assert measure_chart("c", "Waste", []).rows == ()


def test_words_of_a_unit_are_named_once() -> None:
    chart = measure_chart("c", "Waste", [series([figure("2006", "6.7", "tonnes")], [])])
    assert chart.units == "tonnes"
    assert words(wide(chart), "baseline") == ["Baseline 6.7"]


def test_a_period_without_a_date_falls_back_to_the_order_of_the_plan() -> None:
    chart = measure_chart(
        "c", "Waste", [series([figure("2007/08", "5")], [figure("summer", "6"), figure("winter", "7")])]
    )
    assert words(wide(chart), "axis") == ["2007/08", "summer", "winter", "0"]


def test_the_first_and_last_periods_are_always_named() -> None:
    long = series([figure(f"{1998 + n}/99", "5") for n in range(12)], [])
    for drawing in drawings(measure_chart("c", "Waste", [long])):
        named = [text for text in words(drawing, "axis") if text != "0"]
        assert (named[0], named[-1]) == ("1998/99", "2009/99")


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        (["56.1", "49"], ("0", "56.1")),
        (["100", "95"], ("90", "100")),
        (["15990", "14500"], ("13000", "15990")),
        (["80", "80"], ("0", "80")),
        (["0", "0"], ("0", "1")),
        (["-4.5", "1.5"], ("-4.5", "1.5")),
        (["-4", "-2"], ("-4", "0")),
    ],
)
def test_the_scale_starts_at_zero_unless_that_hides_the_difference(values, ends) -> None:
    assert scale([D(value) for value in values]) == (D(ends[0]), D(ends[1]))


def test_a_cut_scale_says_so() -> None:
    chart = measure_chart("c", "Crime", [series([figure("2006", "100", "")], [figure("2008/09", "95", "")])])
    assert chart.note == "The scale starts at 90, not at zero."
    assert wide(chart).floor_is_zero is False


level = st.one_of(st.none(), st.decimals(-(10**7), 10**7, places=1), st.sampled_from([D(0), D(80)]))


@given(
    st.lists(level, max_size=8),
    st.lists(level, max_size=6),
    st.sampled_from(["%", "", "tonnes per person each year", "per 100,000"]),
)
def test_every_drawing_keeps_its_marks_inside_and_its_words_apart(before, after, unit) -> None:
    def stated(first: int, values: list[Decimal | None]):
        return [
            figure(f"{first + n}/09", None if value is None else str(value), unit)
            for n, value in enumerate(values)
        ]

    chart = measure_chart("c", "Any", [series(stated(1995, before), stated(2003, after))])
    assert len(chart.rows) == len(before) + len(after)
    known = [value for value in before + after if value is not None]
    assert len(chart.panels) == bool(known)
    for drawing in drawings(chart):
        assert drawing.width in {WIDE, NARROW}
        marks = (*drawing.points, *drawing.ends)
        assert len(marks) == len(known)
        assert len(drawing.gaps) == len(before) + len(after) - len(known)
        assert sum(mark.last for mark in marks) == 1
        for mark in marks:
            assert EDGE <= mark.x <= drawing.width - EDGE
            assert TOP <= mark.y <= FLOOR
        boxes = [extent(word) for word in drawing.words]
        assert not any(collides(box, boxes[:place]) for place, box in enumerate(boxes))


def test_the_shapes_that_gave_trouble_keep_their_words_apart() -> None:
    for chart in charts():
        for drawing in drawings(chart):
            boxes = [extent(word) for word in drawing.words]
            assert not any(collides(box, boxes[:place]) for place, box in enumerate(boxes)), chart.id


def test_a_sparkline_leaves_a_gap_where_a_figure_is_missing() -> None:
    spark = sparkline([D(3), D(5), None, D(4), D(8)], "From 3 to 8")
    assert [path.count("L") for path in spark.paths] == [1, 1]
    assert spark.last is not None
    assert (spark.last.x, spark.last.y) == (92, 4)
    assert sparkline([None], "").last is None
    assert sparkline([D(0)], "").paths == ()
    assert sparkline([D(0)], "").last is not None
