"""What is known of the effect of anything on people with protected characteristics."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict
from goldenthread.kernel.models import Subject
from goldenthread.kernel.queries import events_since
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import EqualityEffect, EqualityImpact
from goldenthread.strategy.queries import theme_of
from goldenthread.strategy.rules import check_equality


@transaction.atomic
def record_equality_impact(
    *, by: Viewer, about: Subject, state: str, text: str, reason: str = "", **source: Any
) -> EqualityImpact:
    """What is known of a subject's effect on people with protected characteristics: one record a subject."""
    impact = EqualityImpact.objects.filter(about=about).first() or EqualityImpact(about=about)
    changes = {
        f"equality_{name}": [getattr(impact, name) or None, value]
        for name, value in (("state", state), ("text", text))
        if getattr(impact, name) != value
    }
    impact.state, impact.text = state, text
    for name, value in source.items():
        setattr(impact, name, value)
    impact.save()
    if changes:
        kernel.record_event(
            f"{about.kind}.equality_recorded", subject=about, by=by, reason=reason, changes=changes
        )
    return impact


@transaction.atomic
def look_at_equality(
    *,
    by: Viewer,
    about: Subject,
    state: str,
    depth: str = "",
    text: str = "",
    done_on: date | None = None,
    review_on: date | None = None,
    effects: Mapping[str, tuple[str, str, str]] | None = None,
    as_of: int | None = None,
) -> EqualityImpact:
    """Write down the effect of something on people with each protected characteristic.

    `effects` maps a characteristic to (effect, evidence, mitigation); `as_of` is the version that it was made from.
    Raises Invalid by field, Conflict where somebody wrote down the same meanwhile, NotAllowed.
    """
    check(by, Right.KEEP, about.partnership_id or 0, scopes=(theme_of(about),))
    if (
        as_of is not None
        and events_since(about.pk, as_of).filter(verb__endswith="equality_recorded").exists()
    ):
        raise Conflict(
            "Somebody wrote down the effect on equality while you were writing. Nothing of yours is lost: look at"
            " the page in another window, and send again."
        )
    asked = dict(effects or {})
    check_equality(
        state=state,
        depth=depth,
        effects=asked,
        done_on=done_on,
        review_on=review_on,
        today=clock.today(),
    )
    impact = EqualityImpact.objects.filter(about=about).first() or EqualityImpact(about=about)
    after = {"state": state, "depth": depth, "text": text, "done_on": done_on, "review_on": review_on}
    changes: dict[str, list[Any]] = {
        f"equality_{name}": [getattr(impact, name) or None, value or None]
        for name, value in after.items()
        if (getattr(impact, name) or None) != (value or None)
    }
    for name, value in after.items():
        setattr(impact, name, value)
    impact.save()
    before = {one.characteristic: one for one in impact.effects.all()}
    for characteristic, (effect, evidence, mitigation) in asked.items():
        row = before.get(characteristic) or EqualityEffect(impact=impact, characteristic=characteristic)
        was = [row.effect, row.evidence, row.mitigation] if row.pk else None
        if was == [effect, evidence, mitigation]:
            continue
        row.effect, row.evidence, row.mitigation = effect, evidence, mitigation
        row.save()
        changes[f"equality {EqualityEffect.Characteristic(characteristic).label}"] = [
            _told(was),
            _told([effect, evidence, mitigation]),
        ]
    if changes:
        kernel.record_event(f"{about.kind}.equality_recorded", subject=about, by=by, changes=changes)
    return impact


def _told(row: list[str] | None) -> str | None:
    """An effect in words: "Worse for them. 12 of 40 were turned away. A ramp is built." """
    if row is None:
        return None
    return ". ".join(filter(None, (EqualityEffect.Effect(row[0]).label, row[1], row[2])))
