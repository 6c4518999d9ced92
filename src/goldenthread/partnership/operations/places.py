"""Places: official ones that everyone shares, a partnership's own, and what became of them."""

from datetime import date, timedelta

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Place, Succession
from goldenthread.partnership.rules import Right, check, check_dates


def add_official_place(
    *,
    by: Viewer,
    code: str,
    name: str,
    kind: str,
    within: Place | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Place:
    """A place that belongs to no partnership and that everyone may know of."""
    check_dates(valid_from, valid_to)
    return kernel.create(
        Place,
        by=by,
        partnership_id=None,
        visibility=Visibility.PUBLIC,
        code=code,
        name=name,
        kind=kind,
        within=within,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def add_place(*, by: Viewer, partnership_id: int, name: str, within: Place) -> Place:
    """A place without an official code that a plan names: known inside this partnership."""
    check(by, Right.MANAGE, partnership_id)
    return kernel.create(Place, by=by, partnership_id=partnership_id, name=name, within=within)


@transaction.atomic
def succeed_place(*, by: Viewer, old: Place, new: Place, on: date, note: str = "") -> Succession:
    """Another place takes over from a day on: the old one ends the day before, and keeps its figures.

    Raises Invalid where a place would take over from itself, or from one that took over from it.
    """
    if by.everywhere is False:
        check(by, Right.MANAGE, old.subject.partnership_id or 0)
    if new.pk == old.pk or old.pk in _successors_of(new):
        raise Invalid(
            {"new": f"{new.name} cannot take over from {old.name}: it would take over from itself."}
        )
    if old.valid_from and on <= old.valid_from:
        raise Invalid({"on": f"{old.name} began on {old.valid_from:%d/%m/%Y}. Give a later day."})
    if Succession.objects.filter(old=old, new=new).exists():
        raise Refused(f"{new.name} takes over from {old.name} already.")
    taken_over = Succession.objects.create(old=old, new=new, on=on, note=note)
    kernel.amend(old, by=by, reason=note or f"{new.name} took over", valid_to=on - timedelta(days=1))
    kernel.record_event(
        "place.succeeded", subject=old.subject, by=by, reason=note, changes={"successor": [None, new]}
    )
    return taken_over


def _successors_of(place: Place) -> set[int]:
    """The places that took over from a place, and from those in turn."""
    found: set[int] = set()
    wave = {place.pk}
    while wave:
        wave = set(Succession.objects.filter(old__in=wave).values_list("new_id", flat=True)) - found
        found |= wave
    return found
