"""Named reads of actions and risks."""

from django.db.models import Count, QuerySet

from goldenthread.delivery.models import Action, Risk
from goldenthread.kernel.viewer import Viewer


def actions(partnership_id: int, *, viewer: Viewer) -> QuerySet[Action]:
    """The actions of a partnership, in the order of its plan."""
    return (
        Action.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("measure", "source")
        .order_by("position", "pk")
    )


def risks(subject_id: int, *, viewer: Viewer) -> list[tuple[Risk, int]]:
    """The risks that hang on a subject, each with how many subjects share it."""
    found = (
        Risk.objects.visible_to(viewer)
        .filter(pk__in=Risk.about.through.objects.filter(subject_id=subject_id).values("risk_id"))
        .annotate(sharers=Count("about"))
        .select_related("source")
        .order_by("pk")
    )
    return [(risk, risk.sharers) for risk in found]


def risks_by_subject(partnership_id: int, *, viewer: Viewer) -> dict[int, list[str]]:
    """The titles of the risks of a whole partnership by the subject that they hang on."""
    visible = Risk.objects.visible_to(viewer).of(partnership_id).order_by()
    pairs = Risk.about.through.objects.filter(risk__in=visible).values_list("subject_id", "risk__title")
    found: dict[int, list[str]] = {}
    for subject_id, title in pairs:
        found.setdefault(subject_id, []).append(title)
    return found
