"""Named reads of why the partnership does what it does."""

from collections.abc import Iterable

from django.db.models import QuerySet

from goldenthread.kernel.models import Subject
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.strategy.models import Commitment, EqualityImpact, Evidence, Objective, Strategy, Theme


def strategies(partnership_id: int, *, viewer: Viewer) -> QuerySet[Strategy]:
    """The strategies of a partnership, the current one first."""
    return (
        Strategy.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("source")
        .filter(superseded_by=None)
        .order_by("-subject__created_at", "-pk")
    )


def themes(partnership_id: int, *, viewer: Viewer) -> QuerySet[Theme]:
    """The themes of a partnership, in the order of its plan."""
    return Theme.objects.visible_to(viewer).of(partnership_id).order_by("position", "pk")


def theme(theme_id: int, *, partnership_id: int, viewer: Viewer) -> Theme:
    """One theme of a partnership. Raises NotFound."""
    return one(Theme, theme_id, viewer=viewer, partnership_id=partnership_id)


def objective(objective_id: int, *, partnership_id: int, viewer: Viewer) -> Objective:
    """One objective of a partnership. Raises NotFound."""
    return one(Objective, objective_id, viewer=viewer, related=("theme",), partnership_id=partnership_id)


def theme_of(subject: Subject) -> int | None:
    """The theme that a record of any room stands in; None where it knows none."""
    if subject.kind == "theme":
        return subject.pk
    record = getattr(subject, subject.kind, None)
    theme_id: int | None = getattr(record, "theme_id", None)
    return theme_id


def commitment(commitment_id: int, *, partnership_id: int, viewer: Viewer) -> Commitment:
    """One promise of a partnership. Raises NotFound."""
    return one(Commitment, commitment_id, viewer=viewer, related=("theme",), partnership_id=partnership_id)


def strategy(strategy_id: int, *, partnership_id: int, viewer: Viewer) -> Strategy:
    """One strategy of a partnership. Raises NotFound."""
    return one(Strategy, strategy_id, viewer=viewer, partnership_id=partnership_id)


def statement(evidence_id: int, *, partnership_id: int, viewer: Viewer) -> Evidence:
    """One statement of evidence of a partnership. Raises NotFound."""
    return one(Evidence, evidence_id, viewer=viewer, related=("theme",), partnership_id=partnership_id)


def objectives_of(partnership_id: int, *, viewer: Viewer) -> QuerySet[Objective]:
    """The objectives of a whole partnership, theme by theme."""
    found = Objective.objects.visible_to(viewer).of(partnership_id).select_related("theme")
    return found.order_by("theme__position", "position", "pk")


def objectives(*, theme_id: int, viewer: Viewer) -> QuerySet[Objective]:
    """The objectives of a theme, in the order of its plan."""
    return Objective.objects.visible_to(viewer).filter(theme_id=theme_id).order_by("position", "pk")


def commitments(*, theme_id: int, viewer: Viewer) -> QuerySet[Commitment]:
    """The promises of a theme, under its objectives or straight under it."""
    return Commitment.objects.visible_to(viewer).filter(theme_id=theme_id).order_by("position", "pk")


def evidence(partnership_id: int, *, viewer: Viewer) -> QuerySet[Evidence]:
    """What the partnership says of its place, with figures and sources."""
    return (
        Evidence.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("source")
        .order_by("position", "pk")
    )


def equality_impacts(subject_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[EqualityImpact]:
    """What is known of the effect of these subjects on people with protected characteristics."""
    seen = Subject.objects.visible_to(viewer).filter(pk__in=list(subject_ids))
    return EqualityImpact.objects.filter(about__in=seen).select_related("source")
