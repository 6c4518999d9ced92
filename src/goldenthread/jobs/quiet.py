"""The demonstration's silence: a round before that some never answered, somebody who left, a total with a part missing."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goldenthread.partnership.models import Partnership
    from goldenthread.returns.models import Return

PERIOD = "2009/10 Q3"
NEVER = ("Stop smoking lead", "Early years lead")
"""Who never answered."""
LEFT = "Looked-after children lead"
"""Who left and still leads measures."""
TOTAL = "NI 16"
"""Counted in the county and in two districts; one of them has not come in yet."""


def load_silence(partnership: "Partnership") -> None:
    """Ask for the quarter before, let some be silent, and let somebody leave. All of it is invented."""
    from goldenthread.kernel import clock
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Measure
    from goldenthread.measures.operations import amend_measure
    from goldenthread.partnership.models import Person
    from goldenthread.partnership.operations import amend_person
    from goldenthread.reckoning.periods import span
    from goldenthread.returns import operations
    from goldenthread.returns.models import Return
    from goldenthread.returns.queries import returns_of

    today, dates = clock.today(), span(PERIOD)
    assert dates is not None
    made = operations.make_round(
        by=COMMAND_LINE,
        partnership=partnership,
        frequency="quarterly",
        period=operations.period_dated(PERIOD, *dates),
        opens_on=today - timedelta(days=100),
        due_on=today - timedelta(days=60),
        asks=["measure"],
        title=f"Third quarter, {PERIOD[:7]}",
    )
    operations.tick(by=COMMAND_LINE, partnership=partnership)
    for asked in returns_of(made):
        _say(asked)
    for measure in Measure.objects.of(partnership.pk).filter(code=TOTAL).select_related("subject"):
        amend_measure(by=COMMAND_LINE, measure=measure, data_type="count", unit="crimes")
    waiting = Return.objects.filter(series__measure__code=TOTAL, state=Return.State.SUBMITTED)
    for asked in waiting.filter(subject__partnership_id=partnership.pk):
        operations.sign_off(by=replace(COMMAND_LINE, name="Manager (invented)"), asked=asked)
    gone = Person.objects.of(partnership.pk).select_related("subject").get(name=LEFT)
    amend_person(by=COMMAND_LINE, person=gone, left_on=today - timedelta(days=20))


def _say(asked: "Return") -> None:
    """Answer what is known already as one who is asked would, and ask no more for what nobody counts."""
    from goldenthread.kernel.viewer import COMMAND_LINE
    from goldenthread.measures.models import Observation
    from goldenthread.returns import operations

    who = asked.contributor
    if who is not None and who.name in NEVER:
        return
    there = Observation.objects.filter(series=asked.series, period=asked.round.period, superseded_at=None)
    if who is None or not there.exists():
        operations.withdraw_return(by=COMMAND_LINE, asked=asked, reason="It is not counted in this quarter.")
        return
    operations.submit(
        by=replace(COMMAND_LINE, name=who.name, person_id=who.pk),
        asked=asked,
        said=operations.Said(nothing_because="The figure was sent before this round began."),
    )
    operations.sign_off(by=replace(COMMAND_LINE, name="Manager (invented)"), asked=asked)
