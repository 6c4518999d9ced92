"""Named reads of actions and risks."""

from collections.abc import Iterable

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


def risks(subject_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Risk]:
    """The risks that hang on any of these subjects, each once, with `sharers`: how many subjects it hangs on."""
    hanging = Risk.about.through.objects.filter(subject_id__in=list(subject_ids)).values("risk_id")
    found: QuerySet[Risk] = (
        Risk.objects.visible_to(viewer)
        .filter(pk__in=hanging)
        .annotate(sharers=Count("about"))
        .select_related("source")
        .order_by("pk")
    )
    return found


def risks_by_subject(partnership_id: int, *, viewer: Viewer) -> dict[int, list[str]]:
    """The titles of the risks of a whole partnership by the subject that they hang on."""
    visible = Risk.objects.visible_to(viewer).of(partnership_id).order_by()
    pairs = Risk.about.through.objects.filter(risk__in=visible).values_list("subject_id", "risk__title")
    found: dict[int, list[str]] = {}
    for subject_id, title in pairs:
        found.setdefault(subject_id, []).append(title)
    return found
