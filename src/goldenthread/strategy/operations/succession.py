"""Strategies that succeed each other, and what became of each objective of the one before."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.models import Visibility
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.models import Decision, Partnership
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Objective, Outcome, Strategy, Theme
from goldenthread.strategy.rules import Fates, check_fates


@transaction.atomic
def add_strategy(
    *,
    by: Viewer,
    partnership: Partnership,
    title: str,
    kind: str = Strategy.Kind.STRATEGY,
    draft: bool = True,
    reason: str = "",
    decision: Decision | None = None,
    years: str = "",
    vision: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Strategy:
    """A strategy or a second framework. A draft counts nowhere until it is put into force, or follows another.

    Raises Invalid by field, NotAllowed.
    """
    check(by, Right.MANAGE, partnership.pk)
    wrong = {}
    if not title.strip():
        wrong["title"] = "Give it a title."
    if kind not in Strategy.Kind.values:
        wrong["kind"] = "Choose one from the list."
    if starts_on and ends_on and ends_on < starts_on:
        wrong["ends_on"] = "It cannot end before it starts."
    if wrong:
        raise Invalid(wrong)
    _check_decision(decision, partnership.pk)
    return kernel.create(
        Strategy,
        by=by,
        partnership_id=partnership.pk,
        reason=reason.strip(),
        basis=decision.subject if decision else None,
        title=title.strip(),
        kind=kind,
        state=Strategy.State.DRAFT if draft else Strategy.State.AGREED,
        decision=decision,
        years=years,
        vision=vision,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def add_theme(
    *,
    by: Viewer,
    strategy: Strategy,
    title: str,
    summary: str = "",
    reason: str = "",
    decision: Decision | None = None,
) -> Theme:
    """A theme at the end of its strategy. Raises Invalid by field, Refused in an earlier strategy, NotAllowed."""
    partnership_id = strategy.subject.partnership_id or 0
    check(by, Right.MANAGE, partnership_id)
    _check_goes_on(strategy)
    if not title.strip():
        raise Invalid({"title": "Give the theme a title."})
    if Theme.objects.filter(
        strategy=strategy, title__iexact=title.strip(), subject__withdrawn_at=None
    ).exists():
        raise Invalid({"title": "This strategy has a theme of that title already."})
    _check_decision(decision, partnership_id)
    return kernel.create(
        Theme,
        by=by,
        partnership_id=partnership_id,
        reason=reason.strip(),
        basis=decision.subject if decision else None,
        strategy=strategy,
        title=title.strip(),
        summary=summary,
        position=Theme.objects.filter(strategy=strategy).count(),
    )


@transaction.atomic
def put_into_force(*, by: Viewer, strategy: Strategy, reason: str, decision: Decision | None = None) -> None:
    """Let a draft count beside the strategies that are in force. Raises Invalid, Refused where it is none, NotAllowed."""
    partnership_id = strategy.subject.partnership_id or 0
    check(by, Right.MANAGE, partnership_id)
    if strategy.state != Strategy.State.DRAFT:
        raise Refused("Only a draft is put into force. This is none.")
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why it counts from now on."})
    _check_decision(decision, partnership_id)
    _agree(strategy, by=by, reason=reason.strip(), decision=decision)


@transaction.atomic
def succeed(
    *,
    by: Viewer,
    old: Strategy,
    new: Strategy,
    fates: Fates,
    reason: str,
    decision: Decision | None = None,
) -> dict[int, Outcome]:
    """Let a strategy take the place of another, saying what became of every objective of the old one.

    `fates` maps the number of each old objective to (fate, the objective it goes on as, note). The old strategy stops
    counting now, and an earlier day goes on showing it. Returns the outcomes by old objective. Raises Invalid by
    field, Refused where either has been followed already, Conflict where somebody did it meanwhile, NotAllowed.
    """
    partnership_id = old.subject.partnership_id or 0
    check(by, Right.MANAGE, partnership_id)
    _check_may_follow(old, new)
    _check_decision(decision, partnership_id)
    before = list(_objectives(old))
    check_fates([one.pk for one in before], fates, {one.pk for one in _objectives(new)}, reason=reason)
    _check_published(old, new, fates)
    moment = clock.now()
    if not Strategy.objects.filter(pk=old.pk, superseded_at=None).update(superseded_at=moment):
        raise Conflict("Somebody said meanwhile what follows this strategy. Open its page again.")
    old.superseded_at, old.state = moment, Strategy.State.CLOSED
    old.save(update_fields=["state"])
    if new.state == Strategy.State.DRAFT:
        _agree(new, by=by, reason=reason.strip(), decision=decision)
    new.supersedes = old
    new.save(update_fields=["supersedes"])
    basis = decision.subject if decision else None
    kernel.record_event(
        "strategy.succeeded",
        subject=old.subject,
        by=by,
        reason=reason.strip(),
        changes={"followed by": [None, new.title]},
        basis=basis,
    )
    kept = {}
    for objective in before:
        fate, becomes, note = fates[objective.pk]
        outcome = Outcome.objects.create(
            objective=objective, fate=fate, becomes_id=becomes, note=note.strip()
        )
        kept[objective.pk] = outcome
        said: dict[str, list[Any]] = {"what became of it": [None, Outcome.Fate(fate).label]}
        if outcome.becomes is not None:
            said["goes on as"] = [None, outcome.becomes.title]
        kernel.record_event(
            "objective.ended",
            subject=objective.subject,
            by=by,
            reason=note.strip(),
            changes=said,
            basis=basis,
        )
    return kept


def _objectives(strategy: Strategy) -> QuerySet[Objective]:
    found: QuerySet[Objective] = (
        Objective.objects.filter(theme__strategy=strategy, subject__withdrawn_at=None)
        .select_related("subject")
        .order_by("pk")
    )
    return found


def _agree(strategy: Strategy, *, by: Viewer, reason: str, decision: Decision | None) -> None:
    kernel.amend(
        strategy,
        by=by,
        reason=reason,
        basis=decision.subject if decision else None,
        state=Strategy.State.AGREED,
        in_force_from=clock.now(),
        decision=decision or strategy.decision,
    )


def _check_may_follow(old: Strategy, new: Strategy) -> None:
    if old.subject.partnership_id != new.subject.partnership_id or old.pk == new.pk:
        raise Invalid({"new": "Choose another strategy of this partnership."})
    if new.superseded_at is not None:
        raise Invalid({"new": "That one was followed by another itself. Choose one that still counts."})
    if new.supersedes_id is not None:
        raise Invalid({"new": "That one follows another strategy already."})
    if old.state == Strategy.State.DRAFT:
        raise Refused("A draft counts nowhere yet, so nothing can take its place.")
    _check_goes_on(old)


def _check_published(old: Strategy, new: Strategy, fates: Fates) -> None:
    """What everyone can read is not followed by what they cannot: the page would be empty, or tell too much."""
    if old.subject.visibility != Visibility.PUBLIC:
        return
    if new.subject.visibility != Visibility.PUBLIC:
        raise Invalid({"new": "Everyone can read the old strategy. Publish this one first."})
    hidden = set(
        Objective.objects.filter(pk__in=[becomes for _, becomes, _ in fates.values() if becomes])
        .exclude(subject__visibility=Visibility.PUBLIC, theme__subject__visibility=Visibility.PUBLIC)
        .values_list("pk", flat=True)
    )
    wrong = {
        f"becomes_{number}": "Everyone can read the old objective. Publish this one and its theme first."
        for number, (_, becomes, _) in fates.items()
        if becomes in hidden
    }
    if wrong:
        raise Invalid(wrong)


def _check_goes_on(strategy: Strategy) -> None:
    if strategy.superseded_at is not None:
        raise Refused("Another strategy has taken the place of this one. It is kept as it was.")


def _check_decision(decision: Decision | None, partnership_id: int) -> None:
    if decision is not None and decision.subject.partnership_id != partnership_id:
        raise Invalid({"decision": "Choose a decision of this partnership."})
