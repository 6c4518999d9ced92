"""Two editors of one figure are told of each other."""

from goldenthread.kernel.errors import Conflict
from goldenthread.kernel.models import AuditEvent, Subject


def check_unchanged(subject: Subject, name: str, *, as_of: int | None, field: str) -> None:
    """Raises Conflict where the figure that the audit calls `name` changed after the event `as_of`.

    `field` is the form's field that shows what the figure is now. None as `as_of` asks nothing.
    """
    if as_of is None:
        return
    later = AuditEvent.objects.filter(subject=subject, id__gt=as_of).order_by("id")
    changed = [event for event in later if name in event.changes]
    if changed:
        raise Conflict(
            f"{changed[-1].actor_name} changed the same figure while you were writing."
            " Nothing of yours is lost: compare, and send again.",
            {field: str(changed[-1].changes[name][1] or "")},
        )
