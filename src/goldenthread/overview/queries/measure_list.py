"""The measures of a partnership in one list, which every count leads to; and those that are one's own."""

from datetime import date

from django.db.models import Q

from goldenthread.delivery.models import Action
from goldenthread.kernel import clock
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.queries import own_ids
from goldenthread.overview.queries.changes import OVER
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.rows import measure_rows, one_page
from goldenthread.overview.queries.standing import counted, standing
from goldenthread.overview.shapes import AskedOfMe, MeasureList, MinePage, Named, OwnAction
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, check
from goldenthread.returns.queries import rounds_asking
from goldenthread.strategy.queries import themes


def measure_list(
    code: str,
    *,
    viewer: Viewer,
    page: int = 1,
    status: str = "",
    theme: int | None = None,
    silent: bool = False,
) -> MeasureList:
    """One page of the measures of the partnership of that code, after the filter. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    stands = standing(partnership.pk, viewer=viewer)
    chosen = [
        measure
        for measure in stands.measures
        if status in ("", measure.status)
        and (theme is None or measure.hangs_in(theme))
        and (measure.silent or not silent)
    ]
    rows, where = one_page(chosen, page, stands, viewer=viewer)
    return MeasureList(
        heading=heading_of(partnership, viewer=viewer),
        counts=counted(stands.measures),
        silent=sum(measure.silent for measure in stands.measures),
        themes=tuple(Named(one.pk, one.title) for one in themes(partnership.pk, viewer=viewer)),
        measures=rows,
        page=where,
    )


def mine(code: str, *, viewer: Viewer) -> MinePage:
    """The measures and actions that the person who looks answers for. Raises NotFound, NotAllowed."""
    partnership = partnership_coded(code, viewer=viewer)
    check(viewer, Right.READ, partnership.pk)
    stands = standing(partnership.pk, viewer=viewer)
    own = own_ids(viewer)
    chosen = [
        measure for measure in stands.measures if measure.measure_id in own and measure.adoption_id is None
    ]
    return MinePage(
        heading=heading_of(partnership, viewer=viewer),
        known=viewer.person_id is not None or bool(viewer.post_ids),
        measures=measure_rows(chosen, stands, viewer=viewer),
        actions=_own_actions(partnership.pk, stands.today, viewer),
        asked=_asked_of_me(partnership.pk, viewer),
    )


def _asked_of_me(partnership_id: int, viewer: Viewer) -> tuple[AskedOfMe, ...]:
    """The open rounds that ask this viewer for something, the one due first on top. Two queries."""
    if viewer.as_known is not None:
        return ()
    today = clock.today()
    return tuple(
        AskedOfMe(one.pk, one.title, one.due_on, waiting, waiting > 0 and today > one.due_on)
        for one, waiting in rounds_asking(partnership_id, viewer=viewer)
    )


def _own_actions(partnership_id: int, today: date, viewer: Viewer) -> tuple[OwnAction, ...]:
    owned = Q(owner_post__in=sorted(viewer.post_ids))
    if viewer.person_id is not None:
        owned |= Q(owner_person=viewer.person_id)
    found = (
        Action.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(owned)
        .order_by("due_on", "position", "pk")
    )
    return tuple(
        OwnAction(
            id=action.pk,
            title=action.title,
            state=action.state,
            due_on=action.due_on,
            late=action.due_on is not None and action.due_on < today and action.state not in OVER,
        )
        for action in found
    )
