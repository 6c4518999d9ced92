"""The figures of a measure: breaks, revisions, parts, sums; each told to those who may know it."""

from datetime import date
from decimal import Decimal

import pytest

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.operations import add_target, mark_break, observe, period_named, series_of
from goldenthread.overview.queries import measure
from goldenthread.partnership import operations as partnerships
from goldenthread.web.figures import known_of
from goldenthread.web.overview.measure import sum_in_words
from tests.overview import record

pytestmark = pytest.mark.django_db


def test_a_figure_tells_its_parts_its_source_and_that_it_was_revised_and_only_insiders_from_whom() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    told = {"received_on": date(2009, 1, 19), "received_from": "Robin Hale", "status": "final"}
    record.give(one, "2008/09 Q3", "70", record.on(2009, 1, 20), **told)
    parts = {"numerator": Decimal(71), "denominator": Decimal(100), "reason": "Counted again."}
    record.give(one, "2008/09 Q3", "71", record.on(2009, 2, 20), **told, **parts)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    (inside,) = measure(partnership.code, one.pk, viewer=COMMAND_LINE).series[0].observed
    (outside,) = measure(partnership.code, one.pk, viewer=PUBLIC).series[0].observed
    assert known_of(inside) == (
        "Final; 71 of 100; received 19 January 2009 from Robin Hale; revised (Counted again)."
    )
    assert "Robin Hale" not in known_of(outside)
    assert (inside.versions, outside.value) == (2, Decimal(71))


def test_a_break_stands_before_the_first_figure_after_it() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    for quarter, when in (("Q1", (2008, 8, 1)), ("Q2", (2008, 11, 1)), ("Q3", (2009, 1, 20))):
        record.give(one, f"2008/09 {quarter}", "80", record.on(*when))
    with standing_at(record.on(2009, 1, 21)):
        mark_break(by=COMMAND_LINE, series=record.whole(one), on=date(2008, 7, 1), why="Another survey.")
    observed = measure(partnership.code, one.pk, viewer=COMMAND_LINE).series[0].observed
    assert [figure.after_break for figure in observed] == ["", "Another survey.", ""]


def test_the_parts_of_a_place_are_a_table_of_their_own() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    for category, value in (("women", "70"), ("men", "60")):
        with standing_at(record.on(2009, 1, 20)):
            observe(
                by=COMMAND_LINE,
                series=series_of(one, partnership.place, "sex", category),
                period=period_named("2008/09 Q3"),
                value=Decimal(value),
            )
    shown = measure(partnership.code, one.pk, viewer=COMMAND_LINE)
    (parts,) = shown.breakdowns
    assert (parts.name, parts.place, parts.periods) == ("sex", "Northshire", ("2008/09 Q3",))
    assert [(name, [f.value if f else None for f in across]) for name, across in parts.rows] == [
        ("men", [Decimal(60)]),
        ("women", [Decimal(70)]),
    ]
    assert len(shown.places) == 1


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            ("40", "45"),
            "For 2008/09, the targets of 2 places add up to 85, which is the target of Northshire.",
        ),
        (
            ("40", "40"),
            "For 2008/09, the targets of 2 places add up to 80: 5 less than the 85 of Northshire.",
        ),
        (
            ("50", "40"),
            "For 2008/09, the targets of 2 places add up to 90: 5 more than the 85 of Northshire.",
        ),
    ],
)
def test_targets_by_district_add_up_or_the_page_says_by_how_much_they_do_not(
    parts: tuple[str, str], words: str
) -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    kernel.amend(one, by=COMMAND_LINE, unit="", data_type="count", decimals=0)
    for name, value in zip(("Eastham", "Westham"), parts, strict=True):
        district = partnerships.add_official_place(
            by=COMMAND_LINE, code=f"E9{name}", name=name, kind="district"
        )
        add_target(
            by=COMMAND_LINE,
            series=series_of(one, district),
            period=period_named("2008/09"),
            value=Decimal(value),
        )
    (found,) = measure(partnership.code, one.pk, viewer=COMMAND_LINE).sums
    assert sum_in_words(found).replace("%", "") == words
    kernel.amend(one, by=COMMAND_LINE, data_type="percentage")
    assert measure(partnership.code, one.pk, viewer=COMMAND_LINE).sums == ()
