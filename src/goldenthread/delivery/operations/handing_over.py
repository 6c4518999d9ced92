"""Everything that one person answers for becomes another's."""

from collections.abc import Iterable

from goldenthread.delivery.models import Action, ActionPoint, Risk
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Person
from goldenthread.partnership.rules import Right, check


def hand_over_owned(
    *, by: Viewer, owned: Iterable[Action | ActionPoint | Risk], successor: Person, reason: str
) -> int:
    """Let somebody answer for these from now on; milestones go with their action. Returns how many change.

    An action point that was said to be done is handed over too: it may come back. Call it inside the transaction
    that hands over. Raises NotAllowed.
    """
    changed = 0
    for one in owned:
        check(by, Right.MANAGE, one.subject.partnership_id or 0)
        changed += bool(kernel.amend(one, by=by, reason=reason, owner_person=successor))
    return changed
