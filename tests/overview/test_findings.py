"""The findings on live records: the same as on the document they came from, and never older than the last write."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.intake.operations import accept_draft, publish_plan, upload_document
from goldenthread.intake.understanding import understand
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import NotFound
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Measure
from goldenthread.overview import queries
from goldenthread.partnership.models import Partnership
from tests import factories
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
PLAN = ROOT / "examples/hertfordshire/delivery-plan.txt"


def loaded_from(document: Path) -> Partnership:
    partnership = factories.partnership()
    draft = upload_document(path=document, partnership=partnership, by=COMMAND_LINE)
    accept_draft(draft=draft, by=COMMAND_LINE)
    return partnership


def agree(document: Path) -> None:
    """The records of a document have the findings of the document, those on no measure or theme apart."""
    understood = understand(document)
    partnership = loaded_from(document)
    live = queries.findings_summary(partnership.pk, viewer=COMMAND_LINE)
    # A table without a title is no measure, so no record can have it.
    told = Counter(one.kind.value for one in understood.findings if one.kind.value != "no_title")
    assert live.by_kind == dict(told)


def test_live_records_have_the_findings_of_their_document() -> None:
    agree(PLAN)


def test_live_records_have_the_findings_of_the_real_plan(seed_plan: Path) -> None:
    agree(seed_plan)


@pytest.mark.parametrize(("asked", "missing"), [(True, 2), (False, 0)])
def test_a_column_for_leads_that_nobody_filled_is_remembered(asked: bool, missing: int) -> None:
    planned = factories.plan(2)
    empty = tuple(replace(one, lead_people=(), lead_person_asked=asked) for one in planned.measures)
    partnership = factories.partnership()
    draft = factories.draft(partnership, COMMAND_LINE, replace(planned, measures=empty))
    accept_draft(draft=draft, by=COMMAND_LINE)

    live = queries.findings_summary(partnership.pk, viewer=COMMAND_LINE)

    assert live.by_kind.get("missing_lead", 0) == missing


def test_the_gravest_come_first_and_each_leads_to_its_record_and_lines() -> None:
    partnership = loaded_from(PLAN)
    shown = queries.findings(partnership.code, viewer=COMMAND_LINE)
    order = [finding.severity for finding in shown.findings]
    assert order == sorted(order, key=["error", "warning", "note"].index)
    mismatch = next(finding for finding in shown.findings if finding.kind == "percent_mismatch")
    assert mismatch.measure is not None
    assert mismatch.measure.id == Measure.objects.get(code="NI 186").pk
    assert mismatch.source is not None
    lines = mismatch.source.lines
    assert lines is not None
    assert "6.6%" in PLAN.read_text().splitlines()[lines[0] - 1]


def test_a_filter_narrows_the_list_and_not_the_summary() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership)
    everything = queries.findings(partnership.code, viewer=COMMAND_LINE)
    for narrowed in (
        queries.findings(partnership.code, viewer=COMMAND_LINE, kind="blank_equality"),
        queries.findings(partnership.code, viewer=COMMAND_LINE, severity="note"),
        queries.findings(partnership.code, viewer=COMMAND_LINE, theme="Another theme"),
    ):
        assert narrowed.summary == everything.summary
        assert len(narrowed.findings) < len(everything.findings)


def test_the_second_reading_costs_two_queries_and_a_write_makes_it_new() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership)
    first = queries.findings_summary(partnership.pk, viewer=COMMAND_LINE)
    with CaptureQueriesContext(connection) as asked:
        assert queries.findings_summary(partnership.pk, viewer=COMMAND_LINE) == first
    assert len(asked) == 2
    measure = Measure.objects.select_related("subject").order_by("pk").first()
    assert measure is not None
    kernel.withdraw(measure.subject, by=COMMAND_LINE, reason="It was merged with another.")
    assert queries.findings_summary(partnership.pk, viewer=COMMAND_LINE).total == first.total * 2 / 3


def test_a_write_in_one_partnership_leaves_the_findings_of_another_kept() -> None:
    north, south = factories.partnership("north"), factories.partnership("south")
    factories.loaded(north)
    queries.findings_summary(north.pk, viewer=COMMAND_LINE)
    factories.loaded(south)
    with CaptureQueriesContext(connection) as asked:
        queries.findings_summary(north.pk, viewer=COMMAND_LINE)
    assert len(asked) == 2


def test_the_public_is_told_nothing_of_what_is_not_published() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership)
    assert queries.findings_summary(partnership.pk, viewer=COMMAND_LINE).total > 0
    assert queries.findings_summary(partnership.pk, viewer=PUBLIC).total == 0
    with pytest.raises(NotFound):
        queries.findings(partnership.code, viewer=PUBLIC)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    assert queries.findings(partnership.code, viewer=PUBLIC).summary == queries.findings_summary(
        partnership.pk, viewer=COMMAND_LINE
    )


def test_what_is_published_later_stays_inside_until_then() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, measures=1)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    before = queries.findings_summary(partnership.pk, viewer=PUBLIC)
    accept_draft(
        draft=factories.draft(partnership, COMMAND_LINE, factories.plan(3), name="newer.txt"), by=COMMAND_LINE
    )
    assert queries.findings_summary(partnership.pk, viewer=PUBLIC) == before
    assert queries.findings_summary(partnership.pk, viewer=COMMAND_LINE).total > before.total
    assert queries.front(viewer=PUBLIC)[0].measures == 1
    assert queries.front(viewer=COMMAND_LINE)[0].measures == 3
