"""What can be kept of strategies and of equality impact."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Subject, Visibility
from goldenthread.strategy.models import EqualityEffect, EqualityImpact, Outcome, Strategy

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
    unknown = set(effects) - set(EqualityEffect.Characteristic.values)
    if unknown or any(effect not in EqualityEffect.Effect.values for effect, _, _ in effects.values()):
        raise Invalid({"state": "An effect is one of the list, on one of the nine characteristics."})
    wrong = _wrong_days(done_on, review_on, today) | _wrong_mitigation(effects)
    if state not in EqualityImpact.State.values:
        wrong["state"] = "Choose one from the list."
    if state == EqualityImpact.State.DONE:
        if not depth:
            wrong["depth"] = "Say whether it was a screening or a full assessment."
        if done_on is None:
            wrong["done_on"] = "Say when it was done."
        if depth == EqualityImpact.Depth.FULL:
            wrong |= _not_looked_at(effects)
    if wrong:
        raise Invalid(wrong)


def _wrong_days(done_on: date | None, review_on: date | None, today: date) -> dict[str, str]:
    wrong = {}
    if done_on is not None and done_on > today:
        wrong["done_on"] = "That day has not come yet."
    if review_on is not None and done_on is not None and review_on <= done_on:
        wrong["review_on"] = "It is looked at again after it was done."
    return wrong


def _wrong_mitigation(effects: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    worse = (EqualityEffect.Effect.WORSE, EqualityEffect.Effect.MIXED)
    return {
        f"mitigation_{name}": (
            f"{EqualityEffect.Characteristic(name).label}: say what is done about it, or why nothing can be."
        )
        for name, (effect, _, mitigation) in effects.items()
        if effect in worse and not mitigation.strip()
    }


def _not_looked_at(effects: Mapping[str, tuple[str, str, str]]) -> dict[str, str]:
    none = ("", EqualityEffect.Effect.NOT_KNOWN)
    return {
        f"effect_{one.value}": f"{one.label}: a full assessment says the effect on each of the nine."
        for one in EqualityEffect.Characteristic
        if effects.get(one.value, none)[0] in none
    }


Fates = Mapping[int, tuple[str, int | None, str]]
"""What becomes of each old objective: (fate, the number of the objective that it goes on as, note)."""

GOES_ON = frozenset({Outcome.Fate.CARRIED_ON, Outcome.Fate.CHANGED, Outcome.Fate.MERGED})
"""The fates that name an objective of the next strategy."""


def check_fates(before: Collection[int], fates: Fates, after: Collection[int], *, reason: str) -> None:
    """Raises Invalid by field unless every old objective has a fate that holds together.

    `before` and `after` are the objectives of the old and of the new strategy.
    """
    wrong = {} if reason.strip() else {"reason": "Say in a few words why the next strategy begins."}
    shared = Counter(becomes for _, becomes, _ in fates.values())
    for number in before:
        fate, becomes, note = fates.get(number, ("", None, ""))
        if fate not in Outcome.Fate.values:
            wrong[f"fate_{number}"] = "Say what became of this objective."
        elif fate in GOES_ON and becomes is None:
            wrong[f"becomes_{number}"] = "Choose the objective that it goes on as."
        elif fate in GOES_ON and becomes not in after:
            wrong[f"becomes_{number}"] = "Choose an objective of the strategy that follows."
        elif fate not in GOES_ON and becomes is not None:
            wrong[f"becomes_{number}"] = "It ends here, so it goes on as nothing. Leave this open."
        elif becomes in after and fate != Outcome.Fate.MERGED and shared[becomes] > 1:
            wrong[f"fate_{number}"] = "Several objectives go on as this one, so each is merged into it."
        elif fate == Outcome.Fate.DROPPED and not note.strip():
            wrong[f"note_{number}"] = "Say in a few words why it was dropped."
    if set(fates) - set(before):
        wrong["new"] = "This says what became of an objective that is not in the old strategy."
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
FATE_CHOICES = [(str(one.value), str(one.label)) for one in Outcome.Fate]
STRATEGY_KINDS = [(str(one.value), str(one.label)) for one in Strategy.Kind]
