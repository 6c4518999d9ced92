"""A record's past: whole, in pages, in words, and for the partnership's own people only."""

import pytest

from goldenthread.intake.operations import publish_plan
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import NotAllowed, NotFound
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.overview.queries import history, mine
from goldenthread.partnership.queries import viewer_for
from goldenthread.strategy.models import Theme
from goldenthread.web.overview.history import told
from tests import factories
from tests.overview import record

pytestmark = pytest.mark.django_db


def test_the_past_says_from_what_to_what_and_names_the_records_that_it_points_at() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    old = Theme.objects.of(partnership.pk).get()
    new = kernel.create(
        Theme, by=COMMAND_LINE, partnership_id=partnership.pk, strategy=old.strategy, title="Greener places"
    )
    kernel.amend(one, by=COMMAND_LINE, theme=new, reason="The board moved it.")
    shown = history(partnership.code, one.pk, viewer=COMMAND_LINE)
    newest = told(shown.entries[0], shown.heading, shown.titles)
    assert newest.what == "Changed"
    assert newest.changes == (("theme", "Safer places", "Greener places"),)
    assert newest.reason == "The board moved it."
    assert shown.entries[-1].verb == "measure.created"


def test_a_figure_that_was_revised_stands_in_the_past_with_its_reason() -> None:
    partnership = record.loaded(measures=1)
    one = record.measure_coded("NI 1", partnership)
    record.give(one, "2008/09 Q3", "70", record.on(2009, 1, 20))
    record.give(one, "2008/09 Q3", "71", record.on(2009, 2, 20), reason="Counted again.")
    shown = history(partnership.code, one.pk, viewer=COMMAND_LINE)
    newest = told(shown.entries[0], shown.heading, shown.titles)
    assert (newest.when, newest.what, newest.changes, newest.reason) == (
        "20 February 2009, 12:00",
        "Figure revised",
        (("figure Northshire 2008/09 Q3", "70%", "71%"),),
        "Counted again.",
    )
    earlier = history(partnership.code, one.pk, viewer=COMMAND_LINE.at(record.on(2009, 2, 1)))
    assert earlier.entries[0].verb == "measure.figure_given"


def test_nobody_outside_reads_the_past_even_of_what_is_public() -> None:
    partnership = record.loaded(measures=1)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    one = record.measure_coded("NI 1", partnership)
    other = factories.partnership("southtown")
    for viewer in (PUBLIC, factories.manager(other).viewer):
        with pytest.raises(NotAllowed):
            history(partnership.code, one.pk, viewer=viewer)
        with pytest.raises(NotAllowed):
            mine(partnership.code, viewer=viewer)
    publish_plan(partnership=other, by=COMMAND_LINE)
    with pytest.raises(NotFound):
        history(other.code, one.pk, viewer=COMMAND_LINE)


def test_an_account_that_is_nobody_in_the_plan_is_told_so() -> None:
    partnership = record.loaded(measures=1)
    viewer = viewer_for(factories.member(partnership, "contributor").account)
    shown = mine(partnership.code, viewer=viewer)
    assert (shown.known, shown.measures, shown.actions) == (False, (), ())
