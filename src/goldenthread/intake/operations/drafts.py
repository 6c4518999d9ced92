"""A draft is edited, accepted whole or discarded."""

from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from goldenthread.intake.difference import Difference
from goldenthread.intake.models import Draft
from goldenthread.intake.operations.loading import Loading
from goldenthread.intake.queries import Recorded, asked_of, strategy_of
from goldenthread.intake.rules import check_move, check_review, check_size
from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Partnership
from goldenthread.reading.plan import Plan, ValueStatus

NUMBERS = frozenset({"value", "numerator", "denominator", "change_percent"})
LEFT_OUT = "left_out"
"""The mark on a measure, figure or action that its reviewer keeps out of the plan."""
CHOICES: dict[str, dict[str, bool | None]] = {
    "designated": {"": None, "yes": True, "no": False},
    "to_follow": {"yes": True, "no": False},
    LEFT_OUT: {"yes": True, "no": None},
}
"""What may be chosen where a plan says yes, no or nothing."""
LISTS = frozenset({"lead_people", "lead_organisations", "key_partners", "principles", "partners"})


@transaction.atomic
def edit_draft(*, draft: Draft, by: Viewer, version: int, edits: dict[str, str]) -> Draft:
    """Change fields of what was understood; what was read stays beside it.

    `edits` maps a path ("measures.3.title", "measures.3.targets.0.value") to what was typed; a list is one entry a
    line. Raises Invalid with a sentence a path, Conflict where the draft is no longer of this `version`.
    """
    check_review(by, draft)
    current: Draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if current.state != Draft.State.OPEN:
        raise Refused("This draft is closed, so it can no longer be changed.")
    if current.version != version:
        raise Conflict(
            "Somebody else saved this draft while you had it open. What you typed is still below; check it against theirs and save again."
        )
    edited, wrong = deepcopy(current.edited), dict[str, str]()
    changes: dict[str, list[Any]] = {}
    for path, typed in edits.items():
        try:
            before, after = _replace(edited, path, typed)
        except ValueError as problem:
            wrong[path] = str(problem)
            continue
        if before != after:
            changes[path] = [before, after]
    if wrong:
        raise Invalid(wrong)
    if not changes:
        return current
    try:
        Plan.from_json(edited)
    except ValueError:
        raise Invalid(
            {"": "What was sent is no longer a plan. Open the review again and type it there."}
        ) from None
    current.edited = edited
    current.version += 1
    current.save(update_fields=["edited", "version"])
    kernel.record_event("draft.edited", subject=current.subject, by=by, changes=changes)
    return current


@transaction.atomic
def accept_draft(*, draft: Draft, by: Viewer) -> Difference:
    """Make the draft records, whole or not at all. Returns what was changed."""
    check_review(by, draft)
    current = (
        Draft.objects.select_for_update().select_related("document__subject", "subject").get(pk=draft.pk)
    )
    check_move(current, Draft.State.ACCEPTED)
    partnership = Partnership.objects.select_related("place", "subject").get(
        pk=current.subject.partnership_id
    )
    there = Recorded(partnership, strategy_of(current))
    change = asked_of(current, there, partnership)
    Loading(partnership, current.document, there, by).carry_out(change)
    _close(current, Draft.State.ACCEPTED, by)
    return change


@transaction.atomic
def discard_draft(*, draft: Draft, by: Viewer) -> None:
    """Put a draft aside. The document and what was understood are kept."""
    check_review(by, draft)
    current = Draft.objects.select_for_update().select_related("subject").get(pk=draft.pk)
    check_move(current, Draft.State.DISCARDED)
    _close(current, Draft.State.DISCARDED, by)


def _close(draft: Draft, state: Draft.State, by: Viewer) -> None:
    before = draft.state
    draft.state = state
    draft.closed_at = clock.now()
    draft.save(update_fields=["state", "closed_at"])
    kernel.record_event(f"draft.{state}", subject=draft.subject, by=by, changes={"state": [before, state]})


def _replace(content: dict[str, Any], path: str, typed: str) -> tuple[Any, Any]:
    """Put what was typed at a path. Returns what was there and what is there now; raises ValueError with a sentence."""
    *parents, name = path.split(".")
    holder: Any = content
    try:
        for part in parents:
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        before = holder.get(name) if name == LEFT_OUT else holder[name]
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        raise ValueError(
            "This field is not part of the plan. Open the review again and type it there."
        ) from None
    after = _typed(name, typed.strip(), before)
    holder[name] = after
    return before, after


def _typed(name: str, typed: str, before: Any) -> Any:
    if name in CHOICES:
        if typed not in CHOICES[name]:
            raise ValueError("Choose one of the answers in the list.")
        return CHOICES[name][typed]
    if name in NUMBERS:
        return _number(typed)
    if name in LISTS:
        return [line.strip() for line in typed.splitlines() if line.strip()]
    if name == "status" and typed and typed not in {status.value for status in ValueStatus}:
        raise ValueError("Choose one of the statuses in the list.")
    if name == "title" and not typed:
        raise ValueError("Give the measure a title, or discard the draft.")
    if isinstance(before, list | dict | bool) or name == "lines":
        raise ValueError("This field cannot be changed here.")
    if not typed and before in (None, ""):
        return before
    return typed or (
        None if before is None or name in {"code", "place", "period", "measured_at", "unit", "status"} else ""
    )


def _number(typed: str) -> str | None:
    """A number as it is kept, None where nothing was typed."""
    if not typed:
        return None
    try:
        number = Decimal(typed.replace(",", "").replace("£", "").removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(f"“{typed}” is not a number. Type digits only, such as 56.13.") from None
    if not number.is_finite():
        raise ValueError(f"“{typed}” is not a number. Type digits only, such as 56.13.")
    check_size(number)
    return format(number, "f")
