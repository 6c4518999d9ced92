"""Named reads of why the partnership does what it does."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from goldenthread.kernel.models import Subject
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.strategy.models import (
    Commitment,
    EqualityImpact,
    Evidence,
    Objective,
    Outcome,
    Strategy,
    Theme,
)


def in_force(viewer: Viewer, *, prefix: str = "") -> Q:
    """The condition of a strategy that counts at the moment looked at: no draft, and nothing took its place by then.

    `prefix` leads from the filtered model to the strategy.
    """
    agreed = ~Q(**{f"{prefix}state": Strategy.State.DRAFT})
    moment = viewer.as_known
    if moment is None:
        return agreed & Q(**{f"{prefix}superseded_at": None})
    return (
        agreed
        & Q(**{f"{prefix}subject__created_at__lte": moment})
        & (Q(**{f"{prefix}in_force_from": None}) | Q(**{f"{prefix}in_force_from__lte": moment}))
        & (Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gt": moment}))
    )


IN_FORCE, DRAFT, EARLIER = "in force", "draft", "earlier"


def standing_of(strategy: Strategy, *, viewer: Viewer) -> str:
    """IN_FORCE, DRAFT or EARLIER at the moment looked at: what was put into force later was a draft then."""
    moment = viewer.as_known
    later = moment is not None and strategy.in_force_from is not None and strategy.in_force_from > moment
    if strategy.state == Strategy.State.DRAFT or later:
        return DRAFT
    ended = strategy.superseded_at
    return EARLIER if ended is not None and (moment is None or ended <= moment) else IN_FORCE


def strategies(partnership_id: int, *, viewer: Viewer) -> QuerySet[Strategy]:
    """The strategies of a partnership that are in force, the newest first."""
    return every_strategy(partnership_id, viewer=viewer).filter(in_force(viewer))


def every_strategy(partnership_id: int, *, viewer: Viewer) -> QuerySet[Strategy]:
    """The strategies of a partnership, drafts and earlier ones too, the newest first."""
    return (
        Strategy.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("source", "subject")
        .order_by("-subject__created_at", "-pk")
    )


def strategies_to_follow(strategy_id: int, partnership_id: int, *, viewer: Viewer) -> QuerySet[Strategy]:
    """The strategies that could take the place of this one: drafts and those in force that follow none yet."""
    others = every_strategy(partnership_id, viewer=viewer).filter(superseded_at=None, supersedes=None)
    return others.exclude(pk=strategy_id)


def themes(partnership_id: int, *, viewer: Viewer, strategy_id: int | None = None) -> QuerySet[Theme]:
    """The themes of the strategies in force, or of the one that is asked for, in the order of each plan."""
    found = Theme.objects.visible_to(viewer).of(partnership_id)
    chosen = in_force(viewer, prefix="strategy__") if strategy_id is None else Q(strategy=strategy_id)
    return found.filter(chosen).order_by("strategy_id", "position", "pk")


def objectives_of_strategy(strategy_id: int, *, viewer: Viewer) -> QuerySet[Objective]:
    """The objectives of one strategy, theme by theme, with what became of each."""
    found = Objective.objects.visible_to(viewer).filter(theme__strategy=strategy_id)
    return found.select_related("theme", "subject").order_by("theme__position", "theme_id", "position", "pk")


def outcomes(objective_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[Outcome]:
    """What became of these objectives, or what became these: those that the viewer may know of."""
    seen = Objective.objects.visible_to(viewer).order_by().values("pk")
    ids = list(objective_ids)
    found = Outcome.objects.filter(Q(objective__in=ids) | Q(becomes__in=ids), objective__in=seen)
    if viewer.as_known is not None:
        found = found.filter(objective__theme__strategy__superseded_at__lte=viewer.as_known)
    return found.select_related("objective__theme__strategy", "becomes__theme").order_by("pk")


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
    """The objectives of the strategies in force, theme by theme."""
    found = Objective.objects.visible_to(viewer).of(partnership_id).select_related("theme")
    return found.filter(in_force(viewer, prefix="theme__strategy__")).order_by(
        "theme__strategy_id", "theme__position", "position", "pk"
    )


def objectives(*, theme_id: int, viewer: Viewer) -> QuerySet[Objective]:
    """The objectives of a theme, in the order of its plan."""
    return Objective.objects.visible_to(viewer).filter(theme_id=theme_id).order_by("position", "pk")


def commitments(*, theme_id: int, viewer: Viewer) -> QuerySet[Commitment]:
    """The promises of a theme, under its objectives or straight under it."""
    return Commitment.objects.visible_to(viewer).filter(theme_id=theme_id).order_by("position", "pk")


def evidence(partnership_id: int, *, viewer: Viewer) -> QuerySet[Evidence]:
    """What the strategies in force say of the place, with figures and sources."""
    return (
        Evidence.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(in_force(viewer, prefix="strategy__"))
        .select_related("source", "theme", "objective")
        .order_by("position", "pk")
    )


def equality_impacts(subject_ids: Iterable[int], *, viewer: Viewer) -> QuerySet[EqualityImpact]:
    """What is known of the effect of these subjects on people with protected characteristics."""
    seen = Subject.objects.visible_to(viewer).filter(pk__in=list(subject_ids))
    return EqualityImpact.objects.filter(about__in=seen).select_related("source")


def equality_due(partnership_id: int, today: date, *, viewer: Viewer) -> QuerySet[EqualityImpact]:
    """The effects on equality that were to be looked at again before today."""
    seen = Subject.objects.visible_to(viewer).filter(partnership_id=partnership_id)
    found = EqualityImpact.objects.filter(about__in=seen, review_on__lt=today)
    return found.select_related("about").order_by("review_on", "pk")
