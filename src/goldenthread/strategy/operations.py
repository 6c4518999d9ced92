"""Named writes of why the partnership does what it does."""

from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.strategy.models import EqualityImpact


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
