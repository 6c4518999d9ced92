"""Figures that were sent and wait to be signed off: for those who sign, and for the board where it may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.rules import Given, worked_out
from goldenthread.partnership.rules import Right, is_inside, may_somewhere
from goldenthread.returns.models import Answer, Return
from goldenthread.returns.queries.found import arrangements_of


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A figure that nobody signed off yet. `value` is None where it says that there is none, or cannot be computed."""

    measure_id: int
    place: str
    category: str
    period: str
    value: Decimal | None
    decimals: int
    unit: str


def may_see_awaiting(partnership_id: int, viewer: Viewer) -> bool:
    """Whether this viewer sees what waits: who keeps records does, others inside where the partnership says so."""
    if viewer.as_known is not None or not is_inside(viewer, partnership_id):
        return False
    return (
        may_somewhere(viewer, Right.KEEP, partnership_id)
        or arrangements_of(partnership_id).board_sees_awaiting
    )


def awaiting(partnership_id: int, *, viewer: Viewer, measure_ids: Iterable[int] = ()) -> list[Awaiting]:
    """The figures of these measures that wait, of all measures where none is named. Three queries at most."""
    if not may_see_awaiting(partnership_id, viewer):
        return []
    found = Return.objects.filter(
        round__subject__partnership_id=partnership_id,
        round__subject__withdrawn_at=None,
        state=Return.State.SUBMITTED,
        series__isnull=False,
    )
    wanted = list(measure_ids)
    if wanted:
        found = found.filter(series__measure__in=wanted)
    asked = list(
        found.select_related("series__measure", "series__place", "round__period").order_by("position", "pk")
    )
    sent = {answer.asked_id: answer for answer in Answer.objects.filter(asked__in=asked).order_by("number")}
    return [_awaiting(one, sent[one.pk]) for one in asked if one.pk in sent]


def _awaiting(one: Return, sent: Answer) -> Awaiting:
    assert one.series is not None
    measure = one.series.measure
    value, decimals = sent.value, measure.decimals or 0
    if not sent.nothing_because:
        given = Given(value=sent.value, numerator=sent.numerator, denominator=sent.denominator)
        worked = worked_out(given, unit=measure.unit, decimals=measure.decimals)
        value, decimals = worked.value, worked.decimals
    return Awaiting(
        measure_id=measure.pk,
        place=one.series.place.name,
        category=one.series.category,
        period=str(one.round.period),
        value=value,
        decimals=decimals,
        unit=measure.unit,
    )
