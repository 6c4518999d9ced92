"""Who reports to whom, and who sits where."""

from collections import defaultdict

from django.db.models import Count

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, MonitoringRoute
from goldenthread.measures.queries import hangs_now
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.shapes import Governance, GroupNode, Seat
from goldenthread.partnership.models import Group, Membership
from goldenthread.partnership.queries import groups, partnership_coded, seats


def governance(code: str, *, viewer: Viewer) -> Governance:
    """The groups of a partnership as a tree, in four queries however many there are. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    found = list(groups(partnership.pk, viewer=viewer))
    in_group: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats(partnership.pk, viewer=viewer):
        in_group[seat.group_id].append(_seat(seat))
    visible = Measure.objects.visible_to(viewer).of(partnership.pk).filter(hangs_now(viewer)).order_by()
    looked_at = (
        MonitoringRoute.objects.filter(measure__in=visible, group__isnull=False)
        .order_by()
        .values("group_id")
        .annotate(count=Count("measure_id", distinct=True))
    )
    counts = dict(looked_at.values_list("group_id", "count"))
    return Governance(
        heading=heading_of(partnership, viewer=viewer),
        groups=_tree(found, in_group, counts),
        group_count=len(found),
        seat_count=sum(len(some) for some in in_group.values()),
    )


def _tree(
    found: list[Group], in_group: dict[int, list[Seat]], counts: dict[int, int]
) -> tuple[GroupNode, ...]:
    """The groups that report to nobody here, each with those below it. A circle cannot be loaded, so this ends."""
    below: dict[int | None, list[Group]] = defaultdict(list)
    known = {group.pk for group in found}
    for group in found:
        below[group.reports_to_id if group.reports_to_id in known else None].append(group)

    def nodes(above: int | None) -> tuple[GroupNode, ...]:
        return tuple(
            GroupNode(
                id=group.pk,
                name=group.name,
                kind=Group.Kind(group.kind).label,
                meets=group.meets,
                terms_of_reference=group.terms_of_reference,
                seats=tuple(in_group[group.pk]),
                measures=counts.get(group.pk, 0),
                groups=nodes(group.pk),
            )
            for group in below[above]
        )

    return nodes(None)


def _seat(seat: Membership) -> Seat:
    holder = seat.person.name if seat.person else seat.post.title if seat.post else ""
    organisation = seat.organisation or (seat.post.organisation if seat.post else None)
    return Seat(
        id=seat.pk,
        holder=holder,
        organisation=organisation.name if organisation else "",
        role=seat.role,
        how_appointed=seat.how_appointed,
        valid_from=seat.valid_from,
        valid_to=seat.valid_to,
        deputy=seat.deputy,
    )
