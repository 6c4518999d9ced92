"""Where measures stand: computed from what is known, kept until somebody writes, and shown to nobody who may not see it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.clock import standing_at
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC, Viewer
from goldenthread.measures.models import Target
from goldenthread.measures.operations import add_target, adopt, amend_target, mark_break, period_named
from goldenthread.overview.queries import glance, measure, measure_list, rug
from goldenthread.overview.queries.standing import counted, standing, worst
from goldenthread.overview.shapes import WORST_FIRST, Assessment
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.queries import viewer_for
from goldenthread.strategy.models import Theme
from tests import factories
from tests.overview import record

pytestmark = pytest.mark.django_db
NOW = record.on(2009, 3, 1)


def stand(partnership: Partnership, code: str, when: Any = NOW, viewer: Viewer = COMMAND_LINE) -> Assessment:
    """Where the measure of that code stands on a day."""
    with standing_at(when):
        stands = standing(partnership.pk, viewer=viewer)
    pk = record.measure_coded(code, partnership).pk
    (found,) = (place for one in stands.measures if one.measure_id == pk for place in stands.of(one))
    return found


@pytest.mark.parametrize(
    ("value", "status"),
    [("85", "on-track"), ("84.9", "watch"), ("80.75", "watch"), ("80.7", "off-track"), (None, "no-figure")],
)
def test_a_figure_is_held_against_its_target_by_the_rule_that_is_shown(
    value: str | None, status: str
) -> None:
    partnership = record.loaded()
    record.give(record.measure_coded("NI 1", partnership), "2008/09 Q3", value, record.on(2009, 1, 20))
    found = stand(partnership, "NI 1")
    assert found.status == status
    assert found.rule == "On track at 85% or more; watch down to 80.75%; off track below." or value is None


def test_an_assessment_says_everything_that_it_rests_on() -> None:
    partnership = record.loaded()
    one = record.measure_coded("NI 1", partnership)
    for quarter, value, when in (
        ("Q1", "80.0", record.on(2008, 8, 1)),
        ("Q2", "81.5", record.on(2008, 11, 1)),
        ("Q3", "83.0", record.on(2009, 1, 20)),
    ):
        record.give(one, f"2008/09 {quarter}", value, when, status="provisional", illustrative=True)
    found = stand(partnership, "NI 1")
    assert (found.value, found.decimals, found.period, found.soft) == (
        Decimal(83),
        1,
        "2008/09 Q3",
        "provisional",
    )
    assert (found.target, found.target_period) == (Decimal(85), "2008/09")
    assert (found.forecast, found.forecast_status, found.forecast_period) == (
        Decimal("84.5"),
        "watch",
        "2008/09",
    )
    assert "straight line" in found.forecast_reason
    assert found.direction == "Up 1.5 points since 2008/09 Q2, in the right direction"
    assert (found.fresh, found.silent, found.illustrative) == ("Up to date", False, True)


def test_zero_missing_and_cannot_be_computed_are_three() -> None:
    partnership = record.loaded()
    codes = ("NI 1", "NI 2", "NI 3")
    cannot = {"gap": "cannot_compute", "comment": "Nobody was asked."}
    for code, value, told in zip(codes, ("0", None, None), ({}, {}, cannot), strict=True):
        record.give(
            record.measure_coded(code, partnership), "2008/09 Q3", value, record.on(2009, 1, 20), **told
        )
    found = [stand(partnership, code) for code in codes]
    assert [(one.status, one.value) for one in found] == [
        ("off-track", Decimal(0)),
        ("no-figure", None),
        ("cannot-compute", None),
    ]


def test_a_polarity_that_nobody_stated_is_taken_from_the_target_and_said_so() -> None:
    partnership = record.loaded()
    one = record.measure_coded("NI 1", partnership)
    with standing_at(record.on(2008, 7, 1)):
        kernel.amend(one, by=COMMAND_LINE, polarity="")
    record.give(one, "2008/09 Q3", "70", record.on(2009, 1, 20))
    found = stand(partnership, "NI 1")
    assert found.status == "off-track"
    assert found.rule.endswith(
        "Nobody has said which way is better. The last target lies above the baseline, so higher is taken to be better."
    )


def test_nothing_is_compared_across_a_break() -> None:
    partnership = record.loaded()
    one = record.measure_coded("NI 1", partnership)
    record.give(one, "2008/09 Q1", "80", record.on(2008, 8, 1))
    record.give(one, "2008/09 Q2", "84", record.on(2008, 11, 1))
    before = stand(partnership, "NI 1").direction
    with standing_at(record.on(2008, 11, 2)):
        mark_break(by=COMMAND_LINE, series=record.whole(one), on=date(2008, 7, 1), why="Another survey.")
    assert before.startswith("Up 4.0 points")
    assert "break in the series" in stand(partnership, "NI 1").direction


def test_a_red_is_never_hidden_behind_a_green() -> None:
    assert worst(["on-track", "off-track", "no-figure"]) == "off-track"
    assert worst(["on-track", "no-figure"]) == "on-track"
    assert worst([]) == "no-figure"
    assert WORST_FIRST[:4] == ("off-track", "watch", "on-track", "finished")


def test_what_is_kept_costs_two_queries_and_a_write_makes_it_new() -> None:
    partnership = record.loaded()
    record.give(record.measure_coded("NI 1", partnership), "2008/09 Q3", "86", record.on(2009, 1, 20))
    with standing_at(NOW):
        first = standing(partnership.pk, viewer=COMMAND_LINE)
        with CaptureQueriesContext(connection) as asked:
            assert standing(partnership.pk, viewer=COMMAND_LINE) == first
    assert len(asked) == 2
    record.give(record.measure_coded("NI 2", partnership), "2008/09 Q3", "60", record.on(2009, 1, 20))
    with standing_at(NOW):
        assert counted(standing(partnership.pk, viewer=COMMAND_LINE).measures) == {
            "off-track": 1,
            "on-track": 1,
            "no-figure": 1,
        }


def test_the_day_is_part_of_it() -> None:
    partnership = record.loaded()
    record.give(record.measure_coded("NI 1", partnership), "2008/09 Q1", "86", record.on(2008, 8, 1))
    assert stand(partnership, "NI 1", record.on(2008, 9, 1)).silent is False
    assert stand(partnership, "NI 1", record.on(2009, 3, 1)).silent is True


def test_what_is_not_published_is_in_no_count_of_the_public() -> None:
    partnership = record.loaded()
    record.give(record.measure_coded("NI 1", partnership), "2008/09 Q3", "86", record.on(2009, 1, 20))
    with standing_at(NOW):
        inside = viewer_for(factories.manager(partnership).account)
        assert len(standing(partnership.pk, viewer=inside).measures) == 3
        assert standing(partnership.pk, viewer=PUBLIC).measures == ()
        publish_plan(partnership=partnership, by=COMMAND_LINE)
        assert len(standing(partnership.pk, viewer=PUBLIC).measures) == 3


def test_an_earlier_day_knows_the_earlier_figure() -> None:
    partnership = record.loaded()
    one = record.measure_coded("NI 1", partnership)
    record.give(one, "2008/09 Q3", "70", record.on(2009, 1, 20))
    record.give(one, "2008/09 Q3", "90", record.on(2009, 2, 20), reason="Two offices were left out.")
    with standing_at(NOW):
        then = COMMAND_LINE.at(record.on(2009, 2, 1))
        (was,) = measure(partnership.code, one.pk, viewer=then).places
        (now,) = measure(partnership.code, one.pk, viewer=COMMAND_LINE).places
        assert (was.value, was.status, now.value, now.status) == (
            Decimal(70),
            "off-track",
            Decimal(90),
            "on-track",
        )
        assert glance(partnership.code, viewer=then).counts == {"off-track": 1, "no-figure": 2}
        assert glance(partnership.code, viewer=COMMAND_LINE).counts == {"on-track": 1, "no-figure": 2}
        for viewer, status in ((then, "off-track"), (COMMAND_LINE, "on-track")):
            listed = measure_list(partnership.code, viewer=viewer, status=status)
            assert [row.id for row in listed.measures] == [one.pk]
            (group,) = rug(partnership.code, viewer=viewer).groups
            assert group.rows[0].statuses == (status,)


def test_the_glance_says_what_changed_since_last_time() -> None:
    partnership = record.loaded(measures=5)
    one, two, three, four = (record.measure_coded(f"NI {n}", partnership) for n in range(1, 5))
    for given, value in ((one, "86"), (two, "60"), (four, "86")):
        record.give(given, "2008/09 Q2", value, record.on(2008, 11, 1))
    record.give(one, "2008/09 Q3", "60", record.on(2009, 1, 20))
    record.give(two, "2008/09 Q3", "86", record.on(2009, 1, 20))
    record.give(three, "2008/09 Q3", "86", record.on(2009, 1, 20))
    record.give(four, "2008/09 Q2", "87", record.on(2009, 1, 21), reason="Counted again.")
    with standing_at(record.on(2009, 1, 22)):
        amend_target(
            by=COMMAND_LINE,
            target=Target.objects.get(series=record.whole(four), superseded_at=None),
            value=Decimal(84),
            reason="The grant was cut.",
        )
    with standing_at(NOW):
        changes = glance(partnership.code, viewer=COMMAND_LINE, since="2008-12-31").changes
        assert [
            [named.id for named in kind]
            for kind in (changes.turned_off, changes.came_back, changes.answered_first)
        ] == [
            [one.pk],
            [two.pk],
            [three.pk],
        ]
        assert (changes.figures_revised, changes.targets_changed) == (1, 1)
        quiet = glance(partnership.code, viewer=COMMAND_LINE, since="2009-02-01").changes
        assert (quiet.turned_off, quiet.figures_revised, quiet.targets_changed) == ((), 0, 0)
        assert glance(partnership.code, viewer=COMMAND_LINE, since="nonsense").changes.since == date(
            2008, 11, 30
        )


def test_a_period_has_the_status_that_its_own_figure_had() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    for quarter, value, when in (
        ("Q1", "60", record.on(2008, 8, 1)),
        ("Q2", "82", record.on(2008, 11, 1)),
        ("Q3", "86", record.on(2009, 1, 20)),
    ):
        record.give(one, f"2008/09 {quarter}", value, when)
    with standing_at(NOW):
        shown = rug(partnership.code, viewer=COMMAND_LINE)
    assert shown.columns == ("2008/09 Q1", "2008/09 Q2", "2008/09 Q3")
    assert shown.groups[0].rows[0].statuses == ("off-track", "watch", "on-track")


def test_the_rug_by_places_and_its_filters() -> None:
    partnership = record.loaded(measures=2)
    record.give(record.measure_coded("NI 1", partnership), "2008/09 Q3", "60", record.on(2009, 1, 20))
    with standing_at(NOW):
        shown = rug(partnership.code, viewer=COMMAND_LINE, by="places")
        assert shown.columns == ("Northshire",)
        assert [row.statuses for row in shown.groups[0].rows] == [("off-track",), ("no-figure",)]
        assert rug(partnership.code, viewer=COMMAND_LINE, frequency="yearly").groups == ()
        assert rug(partnership.code, viewer=COMMAND_LINE, theme=0).groups == ()


def adopted() -> tuple[Partnership, Partnership]:
    """A county with a published measure, and a district that adopted it with a lower target of its own."""
    county = record.loaded("northshire", 1)
    district = record.loaded("southtown", 1)
    one = record.measure_coded("NI 1", county)
    with standing_at(record.on(2008, 7, 1)):
        publish_plan(partnership=county, by=COMMAND_LINE)
        adoption = adopt(
            by=COMMAND_LINE,
            partnership=district,
            series=record.whole(one),
            theme=Theme.objects.of(district.pk).select_related("subject").get(),
            comment="We share the patrols.",
        )
        add_target(
            by=COMMAND_LINE,
            series=record.whole(one),
            period=period_named("2008/09"),
            value=Decimal(70),
            adoption=adoption,
        )
    record.give(one, "2008/09 Q3", "72", record.on(2009, 1, 20))
    return county, district


def test_one_figure_serves_two_boards_each_by_its_own_target() -> None:
    county, district = adopted()
    pk = record.measure_coded("NI 1", county).pk
    with standing_at(NOW):
        there = measure(county.code, pk, viewer=COMMAND_LINE)
        here = measure(district.code, pk, viewer=COMMAND_LINE)
    assert (there.status, here.status) == ("off-track", "on-track")
    assert here.kept_by is not None
    assert (here.kept_by.title, here.adopted_comment) == ("Northshire Together", "We share the patrols.")
    assert [target.value for target in here.series[0].targets] == [Decimal(70)]
    assert [(one.name.title, one.comment) for one in there.adopters] == [
        ("Southtown Together", "We share the patrols.")
    ]


def test_a_figure_that_the_keeper_revises_is_new_for_the_adopter_at_once() -> None:
    county, district = adopted()
    one = record.measure_coded("NI 1", county)
    with standing_at(NOW):
        assert measure(district.code, one.pk, viewer=COMMAND_LINE).status == "on-track"
    record.give(one, "2008/09 Q3", "50", record.on(2009, 2, 1), reason="Counted again.")
    with standing_at(NOW):
        assert measure(district.code, one.pk, viewer=COMMAND_LINE).status == "off-track"


def test_what_one_viewer_saw_of_another_partnership_is_not_shown_to_the_next() -> None:
    county, district = adopted()
    with standing_at(NOW):
        publish_plan(partnership=district, by=COMMAND_LINE)
        for subject in (record.measure_coded("NI 1", county).subject,):
            kernel.show_to("partnership", [subject], by=COMMAND_LINE, about=subject)
        insider = viewer_for(factories.manager(county).account)
        seen = standing(district.pk, viewer=insider).measures
        public = standing(district.pk, viewer=PUBLIC).measures
    assert [one.adoption_id is not None for one in seen] == [False, True]
    assert [one.adoption_id is not None for one in public] == [False]
