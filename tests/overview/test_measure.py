"""A measure's page shows nothing that its viewer may not know of."""

from dataclasses import replace

import pytest

from goldenthread.intake.operations import accept_draft, publish_plan
from goldenthread.kernel.viewer import COMMAND_LINE, PUBLIC
from goldenthread.measures.models import Measure
from goldenthread.overview import queries
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_objective_that_is_not_published_is_not_shown_above_a_public_measure() -> None:
    partnership = factories.partnership()
    factories.loaded(partnership, 1)
    publish_plan(partnership=partnership, by=COMMAND_LINE)
    before = queries.measure(partnership.code, Measure.objects.get().pk, viewer=PUBLIC)
    assert before.objective is not None
    moved = replace(factories.plan(1).measures[0], long_term_objective="Nobody knows of this yet")
    planned = replace(factories.plan(1), measures=(moved,))
    accept_draft(draft=factories.draft(partnership, COMMAND_LINE, planned, name="new.txt"), by=COMMAND_LINE)

    public = queries.measure(partnership.code, Measure.objects.get().pk, viewer=PUBLIC)
    inside = queries.measure(partnership.code, Measure.objects.get().pk, viewer=COMMAND_LINE)

    assert (public.objective, public.commitment) == (None, None)
    assert inside.objective is not None
    assert inside.objective.title == "Nobody knows of this yet"
