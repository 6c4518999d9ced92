"""What can be kept of strategies and of equality impact."""

from collections.abc import Mapping
from datetime import date

from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.strategy.models import EqualityEffect, EqualityImpact

LOOKED_AT = frozenset({EqualityImpact.State.DONE, EqualityImpact.State.PARTLY})
"""The states in which somebody has looked at the effect."""


def check_equality(
    *,
    state: str,
    depth: str,
    effects: Mapping[str, tuple[str, str, str]],
    done_on: date | None,
    review_on: date | None,
    today: date,
) -> None:
    """Raises Invalid by field. `effects` maps a characteristic to (effect, evidence, mitigation).

    What is done says how deep it went and when; a full assessment that is done says the effect on all nine.
    """
    wrong: dict[str, str] = {}
    if state == EqualityImpact.State.DONE:
        if not depth:
            wrong["depth"] = "Say whether it was a screening or a full assessment."
        if done_on is None:
            wrong["done_on"] = "Say when it was done."
        if depth == EqualityImpact.Depth.FULL:
            for characteristic in EqualityEffect.Characteristic:
                effect = effects.get(characteristic, ("", "", ""))[0]
                if effect in ("", EqualityEffect.Effect.NOT_KNOWN):
                    wrong[f"effect_{characteristic}"] = (
                        f"{characteristic.label}: a full assessment says the effect on each of the nine."
                    )
    if done_on is not None and done_on > today:
        wrong["done_on"] = "That day has not come yet."
    if review_on is not None and done_on is not None and review_on <= done_on:
        wrong["review_on"] = "It is looked at again after it was done."
    for name, (effect, _, mitigation) in effects.items():
        if effect in (EqualityEffect.Effect.WORSE, EqualityEffect.Effect.MIXED) and not mitigation.strip():
            wrong[f"mitigation_{name}"] = (
                f"{EqualityEffect.Characteristic(name).label}: say what is done about it, or why nothing can be."
            )
    if wrong:
        raise Invalid(wrong)


def check_reason(subject: Subject, reason: str) -> None:
    """Raises Invalid where a record that everyone can read would change without a reason."""
    if subject.visibility == Visibility.PUBLIC and not reason.strip():
        raise Invalid({"reason": "Everyone can read this. Say in a few words why it changes."})


EFFECT_CHOICES = [(str(one.value), str(one.label)) for one in EqualityEffect.Effect]
CHARACTERISTICS = [(str(one.value), str(one.label)) for one in EqualityEffect.Characteristic]
DEPTH_CHOICES = [(str(one.value), str(one.label)) for one in EqualityImpact.Depth]
STATE_CHOICES = [(str(one.value), str(one.label)) for one in EqualityImpact.State]
