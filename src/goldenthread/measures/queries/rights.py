"""Whose measures are whose, and what a viewer may do to one."""

from collections.abc import Iterable

from django.db.models import Q

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Involvement, Measure
from goldenthread.partnership.rules import Right, check, may


def own_ids(viewer: Viewer, measure_ids: Iterable[int] | None = None) -> set[int]:
    """The measures that this viewer leads as a person or by a post: of these, or of all. One query.

    Leading counts, helping does not: a partner organisation's people give no figures here.
    """
    theirs = Q(post__in=sorted(viewer.post_ids))
    if viewer.person_id is not None:
        theirs |= Q(person=viewer.person_id)
    elif not viewer.post_ids:
        return set()
    led = Involvement.objects.filter(theirs, part=Involvement.Part.LEAD_PERSON)
    if measure_ids is not None:
        led = led.filter(measure__in=list(measure_ids))
    return set(led.values_list("measure_id", flat=True))


def is_own(viewer: Viewer, measure: Measure) -> bool:
    """Whether this viewer leads the measure."""
    return bool(own_ids(viewer, [measure.pk]))


def may_give_figures(viewer: Viewer, measure: Measure) -> bool:
    """Whether this viewer may give a figure of the measure; nobody gives one that is worked out from others."""
    return not measure.formula and may(
        viewer,
        Right.CONTRIBUTE,
        _partnership(measure),
        scopes=(measure.theme_id,),
        own=is_own(viewer, measure),
    )


def check_gives_figures(viewer: Viewer, measure: Measure) -> None:
    """Raises NotAllowed unless the viewer may give a figure of the measure."""
    check(
        viewer,
        Right.CONTRIBUTE,
        _partnership(measure),
        scopes=(measure.theme_id,),
        own=is_own(viewer, measure),
    )


def may_keep(viewer: Viewer, measure: Measure) -> bool:
    """Whether this viewer may change the measure's definition sheet and mark breaks."""
    return may(viewer, Right.KEEP, _partnership(measure), scopes=(measure.theme_id,))


def check_keeps(viewer: Viewer, measure: Measure) -> None:
    """Raises NotAllowed unless the viewer may change the measure's definition sheet and mark breaks."""
    check(viewer, Right.KEEP, _partnership(measure), scopes=(measure.theme_id,))


def may_manage(viewer: Viewer, measure: Measure) -> bool:
    """Whether this viewer may change the measure's targets and baselines."""
    return may(viewer, Right.MANAGE, _partnership(measure))


def check_manages(viewer: Viewer, measure: Measure) -> None:
    """Raises NotAllowed unless the viewer may change the measure's targets and baselines."""
    check(viewer, Right.MANAGE, _partnership(measure))


def _partnership(measure: Measure) -> int:
    return measure.subject.partnership_id or 0
