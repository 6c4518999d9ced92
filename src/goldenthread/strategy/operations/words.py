"""The words of a strategy: its themes, objectives, promises and evidence, added and amended with a reason."""

from typing import Any

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import NamedRecord
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Decision
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Commitment, Evidence, Objective, Strategy, Theme
from goldenthread.strategy.rules import check_reason

WORDS: dict[type[NamedRecord], tuple[str, ...]] = {
    Strategy: ("title", "years", "vision", "principles", "starts_on", "ends_on"),
    Theme: ("title", "summary", "arrangements", "innovation"),
    Objective: ("title",),
    Commitment: ("title",),
    Evidence: ("text", "value", "source_named", "dated"),
}
"""What can be amended of each kind of record."""


def amend_words(
    *,
    by: Viewer,
    record: Strategy | Theme | Objective | Commitment | Evidence,
    reason: str = "",
    decision: Decision | None = None,
    as_of: int | None = None,
    **words: Any,
) -> dict[str, list[Any]]:
    """Amend a record of the strategy: with the reason, the difference and the decision behind it.

    Raises Invalid by field, Conflict where somebody changed the same meanwhile, NotAllowed.
    """
    _check_keeps(by, record)
    unknown = set(words) - set(WORDS[type(record)])
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))} cannot be amended here.")
    first = WORDS[type(record)][0]
    if first in words and not str(words[first]).strip():
        raise Invalid({first: "It needs some words."})
    if words.get("starts_on") and words.get("ends_on") and words["ends_on"] < words["starts_on"]:
        raise Invalid({"ends_on": "It cannot end before it starts."})
    check_reason(record.subject, reason)
    return kernel.amend(
        record,
        by=by,
        reason=reason.strip(),
        basis=decision.subject if decision else None,
        as_of=as_of,
        **words,
    )


def add_objective(
    *, by: Viewer, theme: Theme, title: str, reason: str = "", decision: Decision | None = None
) -> Objective:
    """An objective at the end of its theme; seen by whoever sees the theme."""
    added: Objective = _add(Objective, by=by, theme=theme, title=title, reason=reason, decision=decision)
    return added


def add_commitment(
    *,
    by: Viewer,
    theme: Theme,
    title: str,
    objective: Objective | None = None,
    reason: str = "",
    decision: Decision | None = None,
) -> Commitment:
    """A promise under an objective, or straight under its theme."""
    if objective is not None and objective.theme_id != theme.pk:
        raise Invalid({"objective": "Choose an objective of this theme."})
    added: Commitment = _add(
        Commitment,
        by=by,
        theme=theme,
        title=title,
        objective=objective,
        reason=reason,
        decision=decision,
    )
    return added


def add_evidence(
    *,
    by: Viewer,
    theme: Theme,
    text: str,
    objective: Objective | None = None,
    reason: str = "",
    decision: Decision | None = None,
    **words: str,
) -> Evidence:
    """A statement about the place that a theme, or one of its objectives, rests on."""
    if objective is not None and objective.theme_id != theme.pk:
        raise Invalid({"objective": "Choose an objective of this theme."})
    added: Evidence = _add(
        Evidence,
        by=by,
        theme=theme,
        text=text,
        objective=objective,
        strategy=theme.strategy,
        reason=reason,
        decision=decision,
        **words,
    )
    return added


def withdraw(*, by: Viewer, record: Objective | Commitment | Evidence, reason: str) -> None:
    """Take a record out of every page without deleting it. Raises Invalid without a reason."""
    _check_keeps(by, record)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why it goes."})
    kernel.withdraw(record.subject, by=by, reason=reason.strip())


def _add(
    model: Any, *, by: Viewer, theme: Theme, reason: str, decision: Decision | None, **fields: Any
) -> Any:
    partnership_id = theme.subject.partnership_id or 0
    check(by, Right.KEEP, partnership_id, scopes=(theme.pk,))
    if decision is not None and decision.subject.partnership_id != partnership_id:
        raise Invalid({"decision": "Choose a decision of this partnership."})
    return kernel.create(
        model,
        by=by,
        partnership_id=partnership_id,
        reason=reason.strip(),
        basis=decision.subject if decision else None,
        theme=theme,
        position=model.objects.filter(theme=theme).count(),
        **fields,
    )


def _check_keeps(by: Viewer, record: Any) -> None:
    """A strategy is the manager's; what stands in a theme is its keeper's."""
    partnership_id = record.subject.partnership_id or 0
    if isinstance(record, Strategy):
        check(by, Right.MANAGE, partnership_id)
    else:
        theme_id = record.pk if isinstance(record, Theme) else record.theme_id
        check(by, Right.KEEP, partnership_id, scopes=(theme_id,))
