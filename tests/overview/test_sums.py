"""Whether the targets of districts add up to the county's, wherever they were set."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.viewer import COMMAND_LINE
from goldenthread.measures.models import Measure, Series
from goldenthread.measures.operations import (
    add_target,
    adopt,
    amend_measure,
    observe,
    period_named,
    series_of,
)
from goldenthread.overview.queries import measure as page_of
from goldenthread.overview.queries import measure_list, results
from goldenthread.overview.queries.figures import target_sums
from goldenthread.overview.shapes import Named, PlaceSeries, StatedFigure
from goldenthread.partnership import operations as partnerships
from goldenthread.partnership.models import Partnership, Place
from goldenthread.reckoning.additive import NotIn, not_in
from goldenthread.strategy.models import Theme
from goldenthread.web.overview.measure import sum_in_words, total_in_words
from tests import factories
from tests.overview.record import loaded, measure_coded, on, whole

YEAR = "2009/10"


@pytest.fixture
def county(db: None) -> Partnership:
    """Given a county that counts homes."""
    partnership = loaded(measures=1)
    amend_measure(by=COMMAND_LINE, measure=homes(partnership), data_type="count", unit="homes", decimals=0)
    return partnership


def homes(of: Partnership) -> Measure:
    return measure_coded("NI 1", of)


def district(county: Partnership, name: str, target: int | None) -> Place:
    """A district of the county, with a target of the county's plan where it has one."""
    place = partnerships.add_place(by=COMMAND_LINE, partnership_id=county.pk, name=name, within=county.place)
    series = series_of(homes(county), place)
    if target is not None:
        add_target(by=COMMAND_LINE, series=series, period=period_named(YEAR), value=Decimal(target))
    return place


def of_the_county(county: Partnership, target: int) -> None:
    add_target(by=COMMAND_LINE, series=whole(homes(county)), period=period_named(YEAR), value=Decimal(target))


def said(county: Partnership) -> list[str]:
    sums = page_of(county.code, homes(county).pk, viewer=COMMAND_LINE).sums
    return [sum_in_words(one) for one in sums]


def test_the_page_says_by_how_much_they_do_not_add_up(county: Partnership) -> None:
    of_the_county(county, 900)
    district(county, "Easton", 500)
    assert said(county) == []  # one place is no sum
    district(county, "Weston", 300)
    assert said(county) == [
        "For 2009/10, the targets of 2 places add up to 800 homes: 100 homes less than the 900 homes of Northshire."
    ]
    district(county, "Norton", 100)
    assert said(county) == [
        "For 2009/10, the targets of 3 places add up to 900 homes, which is the target of Northshire."
    ]


def test_the_target_that_a_district_set_for_itself_counts(county: Partnership) -> None:
    of_the_county(county, 900)
    district(county, "Easton", 500)
    district(county, "Weston", None)
    other = factories.partnership("southtown")
    factories.loaded(other, measures=1)
    series = homes(county).series.get(place=county.place)
    adopted = adopt(by=COMMAND_LINE, partnership=other, series=series, theme=Theme.objects.of(other.pk).get())
    add_target(
        by=COMMAND_LINE,
        series=series,
        period=period_named(YEAR),
        value=Decimal(250),
        adoption=adopted,
    )
    assert said(county) == [
        "For 2009/10, the targets of 2 places add up to 750 homes: 150 homes less than the 900 homes of Northshire."
    ]
    page = page_of(county.code, homes(county).pk, viewer=COMMAND_LINE)
    own = [one for one in page.series if one.place.id == county.place_id]
    assert [target.value for one in own for target in one.targets if target.period == YEAR] == [900]


def test_shares_are_not_added(county: Partnership) -> None:
    of_the_county(county, 90)
    district(county, "Easton", 50)
    district(county, "Weston", 40)
    amend_measure(by=COMMAND_LINE, measure=homes(county), data_type="percentage", unit="%")
    assert said(county) == []


def figure(period: str, value: Decimal | None) -> StatedFigure:
    return StatedFigure(
        period=period, period_start=None, value=value, decimals=0, unit="homes", numerator=None,
        denominator=None, change_percent=None, status="agreed", measured_at="", as_written="", doubt="",
        source=None,
    )  # fmt: skip


TARGETS = st.dictionaries(
    st.integers(1, 6),
    st.dictionaries(st.sampled_from(["2008/09", YEAR]), st.none() | st.integers(-50, 50)),
)


@given(stated=TARGETS, adopted=TARGETS)
def test_a_place_counts_once_and_the_plan_before_its_own(
    stated: dict[int, dict[str, int | None]], adopted: dict[int, dict[str, int | None]]
) -> None:
    counted = Measure(data_type="count", unit="homes")

    def figures(of: dict[str, int | None]) -> tuple[StatedFigure, ...]:
        return tuple(figure(one, None if v is None else Decimal(v)) for one, v in of.items())

    series = [PlaceSeries(Named(pk, f"Place {pk}"), (), figures(of), ()) for pk, of in stated.items()]
    found = target_sums(counted, 1, series, {pk: figures(of) for pk, of in adopted.items()})
    expected = []
    for period, whole_value in stated.get(1, {}).items():
        if whole_value is None:
            continue
        known = []
        for pk in range(2, 7):
            own, theirs = stated.get(pk, {}).get(period), adopted.get(pk, {}).get(period)
            if own is not None or theirs is not None:
                known.append(Fraction(own if own is not None else theirs or 0))
        if len(known) > 1:
            expected.append((period, whole_value, sum(known), len(known)))
    assert [(one.period, one.whole, one.parts, one.number) for one in found] == expected


# What was observed, and who is not in it yet


def _given(county: Partnership, place: Place | None, value: str, period: str = "2008/09") -> None:
    series = series_of(homes(county), place or county.place)
    with standing_at(on(2009, 5, 1)):
        observe(by=COMMAND_LINE, series=series, period=period_named(period), value=Decimal(value))


def _totals(county: Partnership) -> list[str]:
    shown = page_of(county.code, homes(county).pk, viewer=COMMAND_LINE)
    return [total_in_words(one) for one in shown.totals]


def _in_lists(county: Partnership) -> list[str]:
    (row,) = measure_list(county.code, viewer=COMMAND_LINE).measures
    return [place.not_in for place in row.places if place.not_in]


def _in_files(county: Partnership) -> list[str]:
    (one,) = results(county.code, viewer=COMMAND_LINE, whole=True).measures
    return [figure.not_in for series in one.series for figure in series.figures if figure.not_in]


def test_a_total_says_who_is_not_in_it_yet_wherever_it_is_shown(county: Partnership) -> None:
    easton, weston = district(county, "Easton", None), district(county, "Weston", None)
    district(county, "Norton", None)
    _given(county, None, "900")
    assert (_totals(county), _in_lists(county), _in_files(county)) == ([], [], [])  # no part ever gave one
    _given(county, easton, "500")
    missing = "2 of 3 places are not in it yet: Norton and Weston"
    assert _in_lists(county) == _in_files(county) == [missing]
    assert _totals(county) == [
        f"Northshire for 2008/09: {missing}. The others add up to 500 homes; the total says 900 homes."
    ]
    _given(county, weston, "0")  # zero is a number: it is in
    assert _in_lists(county) == ["1 of 3 places is not in it yet: Norton"]


def test_a_sum_of_parts_without_a_figure_for_the_whole_never_looks_complete(county: Partnership) -> None:
    easton = district(county, "Easton", None)
    district(county, "Weston", None)
    _given(county, easton, "500")

    assert _totals(county) == [
        "Northshire for 2008/09: 1 of 2 places is not in it yet: Weston. Those that are in add up to 500 homes."
        " No figure was given for the whole."
    ]


def test_a_total_of_which_no_part_has_come_for_the_period_says_so(county: Partnership) -> None:
    for name in ("Easton", "Weston"):
        _given(county, district(county, name, None), "500")
    _given(county, None, "1000")
    assert _in_lists(county) == []
    _given(county, None, "1100", "2008/09 Q4")

    assert "none of its 2 places is in it yet" in _in_files(county)


def test_what_cannot_be_added_has_no_parts(county: Partnership) -> None:
    easton = district(county, "Easton", None)
    district(county, "Weston", None)
    _given(county, easton, "50")
    _given(county, None, "60")
    amend_measure(by=COMMAND_LINE, measure=homes(county), data_type="percentage", unit="%")

    assert (_totals(county), _in_lists(county), _in_files(county)) == ([], [], [])


def test_a_group_of_a_breakdown_can_be_missing_too(county: Partnership) -> None:
    measure = homes(county)
    for group in ("Council", "Police", "Health"):
        Series.objects.create(measure=measure, place=county.place, breakdown="organisation", category=group)
    _given(county, None, "90")
    with standing_at(on(2009, 5, 1)):
        observe(
            by=COMMAND_LINE,
            series=Series.objects.get(category="Police"),
            period=period_named("2008/09"),
            value=Decimal(30),
        )

    missing = "2 of 3 organisation groups are not in it yet: Council and Health"
    assert _in_lists(county) == _in_files(county) == [missing]
    assert _totals(county) == [
        f"Northshire for 2008/09: {missing}. The others add up to 30 homes; the total says 90 homes."
    ]


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.sets(st.integers(0, 3), max_size=3), min_size=0, max_size=6
    ),
    st.integers(0, 3),
)
def test_who_is_not_in_is_everybody_without_a_figure(parts: dict[str, set[int]], period: int) -> None:
    found = not_in(period, {"place": parts})

    there, absent = 0, []
    for name in parts:
        if any(one == period for one in parts[name]):
            there += 1
        else:
            absent.append(name)
    ever = sum(len(one) for one in parts.values())
    if len(parts) < 2 or not ever or not absent:
        assert found == ()
    else:
        assert found == (NotIn("place", tuple(absent), there + len(absent)),)
