"""Everything that one person leads becomes another's."""

from collections.abc import Iterable

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Involvement
from goldenthread.measures.queries.rights import check_manages
from goldenthread.partnership.models import Person


def hand_over_measures(
    *, by: Viewer, involvements: Iterable[Involvement], successor: Person, reason: str
) -> int:
    """Let somebody take the place of another in these measures, in the same order. Returns how many measures change.

    Who had it before stays in the measure's history. Call it inside the transaction that hands over. Raises
    NotAllowed.
    """
    changed = 0
    for one in involvements:
        check_manages(by, one.measure)
        before = one.person.name if one.person else one.as_written
        there = Involvement.objects.filter(measure=one.measure_id, part=one.part, person=successor)
        if there.exists():
            one.delete()  # they have this part already, so that nobody stands there twice
        else:
            one.person, one.as_written = successor, successor.name
            one.save(update_fields=["person", "as_written"])
        kernel.record_event(
            "measure.handed_over",
            subject=one.measure.subject,
            by=by,
            reason=reason,
            changes={str(one.get_part_display()).lower(): [before, successor.name]},
        )
        changed += 1
    return changed
