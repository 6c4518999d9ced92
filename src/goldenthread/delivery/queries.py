"""Named reads of actions, action points, events and risks."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from goldenthread.delivery.models import (
    Action,
    ActionPoint,
    Event,
    Milestone,
    Progress,
    Quantity,
    Referral,
    Risk,
    RiskMap,
)
from goldenthread.delivery.rules import DEFAULT_MAP, OVER, POINT_MOVES, can_close, can_move, is_point_owner
from goldenthread.kernel.models import Subject
from goldenthread.kernel.queries import one
from goldenthread.kernel.viewer import Viewer
from goldenthread.partnership.rules import Right, may
from goldenthread.strategy.queries import theme_of

OWNERS = ("owner_person", "owner_post__organisation")
TURNS = (ActionPoint.State.OPEN, ActionPoint.State.DONE, ActionPoint.State.CLOSED, ActionPoint.State.DROPPED)
"""The order that action points are listed in."""


def actions(partnership_id: int, *, viewer: Viewer) -> QuerySet[Action]:
    """The actions of a partnership, in the order of its plan."""
    return (
        Action.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("measure", "source")
        .order_by("position", "pk")
    )


def action(action_id: int, *, partnership_id: int, viewer: Viewer) -> Action:
    """One action of a partnership. Raises NotFound."""
    related = (
        "theme__strategy__source",
        "objective",
        "measure",
        "part_of",
        "source",
        "organisation",
        "continues",
        *OWNERS,
    )
    return one(Action, action_id, viewer=viewer, related=related, partnership_id=partnership_id)


def is_own(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer owns an action, as a person or by a post that they hold."""
    return (action.owner_person_id is not None and action.owner_person_id == viewer.person_id) or (
        action.owner_post_id is not None and action.owner_post_id in viewer.post_ids
    )


def own(viewer: Viewer) -> Q:
    """The condition of what a viewer owns."""
    return Q(owner_person_id=viewer.person_id or 0) | Q(owner_post_id__in=sorted(viewer.post_ids))


def late_actions(partnership_id: int, today: date, *, viewer: Viewer) -> QuerySet[Action]:
    """The actions that are due and not over, the latest first."""
    found = actions(partnership_id, viewer=viewer).filter(due_on__lt=today).exclude(state__in=OVER)
    return found.select_related("theme", *OWNERS).order_by("due_on", "pk")


def unfinished_actions(partnership_id: int, *, viewer: Viewer) -> QuerySet[Action]:
    """The actions that are not over, and no part of one that goes on: tasks go along with what they are part of."""
    found = actions(partnership_id, viewer=viewer).exclude(state__in=OVER)
    found = found.filter(Q(part_of=None) | Q(part_of__state__in=OVER))
    return found.select_related("subject", "theme", "objective", "measure", "organisation", *OWNERS)


def late_milestones(partnership_id: int, today: date, *, viewer: Viewer) -> QuerySet[Milestone]:
    """The milestones of actions under way that are due and not reached, the latest first."""
    open_ones = actions(partnership_id, viewer=viewer).exclude(state__in=OVER).order_by()
    return (
        Milestone.objects.filter(action__in=open_ones.values("pk"), due_on__lt=today, reached_on=None)
        .select_related("action__theme", "action__owner_person", "action__owner_post__organisation")
        .order_by("due_on", "pk")
    )


def action_points(partnership_id: int, *, viewer: Viewer) -> QuerySet[ActionPoint]:
    """The action points of a partnership: those to be done first, then those to be closed, by the day they are due."""
    found: QuerySet[ActionPoint] = (
        ActionPoint.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("about", *OWNERS)
        .annotate(turn=Case(*(When(state=one, then=turn) for turn, one in enumerate(TURNS))))
        .order_by("turn", F("due_on").asc(nulls_last=True), "pk")
    )
    return found


def action_point(point_id: int, *, partnership_id: int, viewer: Viewer) -> ActionPoint:
    """One action point of a partnership. Raises NotFound."""
    return one(
        ActionPoint, point_id, viewer=viewer, related=("about", *OWNERS), partnership_id=partnership_id
    )


def moves_of(point: ActionPoint, viewer: Viewer) -> tuple[str, ...]:
    """What a viewer may do with an action point as it stands: "finish", "close", "reopen", "drop", "amend"."""
    partnership_id, scopes = point.subject.partnership_id or 0, point_scopes(point.about)
    follows = may(viewer, Right.FOLLOW_UP, partnership_id, scopes=scopes)
    verifies = may(viewer, Right.VERIFY, partnership_id, scopes=scopes)
    moves = {
        "finish": point.state == point.State.OPEN and (follows or is_point_owner(point, viewer)),
        "close": verifies and can_close(point, viewer),
        "reopen": verifies and can_move(POINT_MOVES, point.state, point.State.OPEN),
        "amend": follows and point.state == point.State.OPEN,
        "drop": follows and can_move(POINT_MOVES, point.state, point.State.DROPPED),
    }
    return tuple(name for name, is_open in moves.items() if is_open)


def point_scopes(about: Subject) -> tuple[int | None, ...]:
    """Where one has to hold a right to set or follow an action point: what it is about, or its theme."""
    return about.pk, theme_of(about)


def progress_of(action: Action, *, viewer: Viewer) -> QuerySet[Progress]:
    """What was said of an action, the newest first."""
    found = Progress.objects.filter(action=action)
    return found.filter(said_at__lte=viewer.as_known) if viewer.as_known else found


def last_progress(action_ids: Iterable[int], *, viewer: Viewer) -> dict[int, Progress]:
    """The last thing said of each of these actions."""
    found: dict[int, Progress] = {}
    said = Progress.objects.filter(action__in=list(action_ids)).order_by("said_at", "pk")
    for report in said.filter(said_at__lte=viewer.as_known) if viewer.as_known else said:
        found[report.action_id] = report
    return found


def milestones_of(action: Action) -> QuerySet[Milestone]:
    """The milestones of an action, in their order."""
    return Milestone.objects.filter(action=action)


def quantities_of(action: Action) -> QuerySet[Quantity]:
    """What an action plans and delivers, phase by phase."""
    return Quantity.objects.filter(action=action)


def events(partnership_id: int, *, viewer: Viewer) -> QuerySet[Event]:
    """What was held, the newest first, with its referrals."""
    return (
        Event.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("theme", "action", "place")
        .prefetch_related("referrals__organisation")
        .order_by("-held_on", "-pk")
    )


def event(event_id: int, *, partnership_id: int, viewer: Viewer) -> Event:
    """One event of a partnership. Raises NotFound."""
    return one(Event, event_id, viewer=viewer, related=("theme", "action"), partnership_id=partnership_id)


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


def risks_of(partnership_id: int, *, viewer: Viewer) -> QuerySet[Risk]:
    """The risk register of a partnership."""
    return (
        Risk.objects.visible_to(viewer)
        .of(partnership_id)
        .select_related("source", *OWNERS)
        .prefetch_related("about")
        .order_by("pk")
    )


def risk(risk_id: int, *, partnership_id: int, viewer: Viewer) -> Risk:
    """One risk of a partnership. Raises NotFound."""
    return one(Risk, risk_id, viewer=viewer, related=("source", *OWNERS), partnership_id=partnership_id)


def about_risk(risk: Risk, *, viewer: Viewer) -> QuerySet[Subject]:
    """What a risk hangs on, as far as the viewer may know of it."""
    return Subject.objects.visible_to(viewer).filter(risks=risk).order_by("pk")


def risk_choices(risk: Risk, *, viewer: Viewer) -> list[tuple[int, str]]:
    """What else a risk could hang on, as (number, words): themes, objectives, measures and actions of its partnership."""
    found = Subject.objects.visible_to(viewer).filter(
        partnership_id=risk.subject.partnership_id, kind__in=("theme", "objective", "measure", "action")
    )
    return [
        (one.pk, f"{one.kind.capitalize()}: {one.title}")
        for one in found.exclude(risks=risk).order_by("kind", "title", "pk")
    ]


def risk_map(partnership_id: int) -> tuple[tuple[str, ...], ...]:
    """How a partnership reads its 25 cells: its own map, or that of the house."""
    own_map = RiskMap.objects.filter(partnership_id=partnership_id).first()
    return tuple(tuple(row) for row in own_map.levels) if own_map else DEFAULT_MAP


def risks_by_subject(partnership_id: int, *, viewer: Viewer) -> dict[int, list[str]]:
    """The titles of the risks of a whole partnership by the subject that they hang on."""
    visible = Risk.objects.visible_to(viewer).of(partnership_id).order_by()
    pairs = Risk.about.through.objects.filter(risk__in=visible).values_list("subject_id", "risk__title")
    found: dict[int, list[str]] = {}
    for subject_id, title in pairs:
        found.setdefault(subject_id, []).append(title)
    return found


def event_sums(found: QuerySet[Event]) -> tuple[int, int, tuple[tuple[str, int], ...]]:
    """Attendances of these events added up, how many events counted them, and people referred by agency."""
    sums = found.order_by().aggregate(all=Sum("attendances"), counted=Count("attendances"))
    referred = (
        Referral.objects.filter(event__in=found.order_by().values("pk"))
        .order_by("organisation__name")
        .values_list("organisation__name")
        .annotate(people=Sum("people"))
    )
    return sums["all"] or 0, sums["counted"], tuple(referred)
