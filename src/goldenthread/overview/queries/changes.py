"""What changed since last time, and what waits for a decision."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from goldenthread.delivery.models import Action
from goldenthread.kernel import clock
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Figure, Measure, Target
from goldenthread.measures.queries import hangs_now, in_force
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.standing import DAY, Under, kept_under, standing
from goldenthread.overview.shapes import Named
from goldenthread.overview.shapes.standing import (
    AwaitedTarget,
    Changes,
    MeasureStanding,
    Standing,
    ToDecide,
)

LAST_TIME = timedelta(days=91)
"""How long ago "last time" is where nobody says: a quarter."""
MOST_NAMED = 5
"""Measures that a list of what waits for a decision names; the list behind it has all."""
REVISED = ("measure.figure_revised", "measure.figure_undone")
TARGET_CHANGED = ("measure.target_amended",)
UNSETTLED = (Figure.Status.AWAITED, Figure.Status.TO_BE_RENEGOTIATED, Figure.Status.PROPOSED)
OVER = (Action.State.DONE, Action.State.STOPPED)

Key = tuple[int, int | None]


def last_time(asked: str, today: date) -> date:
    """The day that "since last time" starts from: what was asked for, or a quarter before today."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return today - LAST_TIME
    return day if day < today else today - LAST_TIME


def changes(partnership_id: int, since: date, *, viewer: Viewer, under: Under | None = None) -> Changes:
    """What changed in a partnership's measures after that day: the difference of two standings, and what was written."""
    key = f"changes:{since}:{under or kept_under(partnership_id, viewer)}"
    kept: Changes | None = reckoned.get(key)
    if kept is None:
        kept = _changed(partnership_id, since, viewer)
        reckoned.set(key, kept, DAY)
    return kept


def _changed(partnership_id: int, since: date, viewer: Viewer) -> Changes:
    start = timezone.make_aware(datetime.combine(since, time.max))
    now = standing(partnership_id, viewer=viewer)
    then = standing(partnership_id, viewer=viewer.at(start))
    before = {_key(measure): measure for measure in then.measures}
    answered_then = {_key(measure) for measure in then.measures if measure.answered}
    off: list[int] = []
    back: list[int] = []
    first: list[int] = []
    for measure in now.measures:
        was = before.get(_key(measure))
        if was is not None and measure.status == "off-track" != was.status:
            off.append(measure.measure_id)
        if (
            was is not None
            and was.status == "off-track"
            and measure.status in {"on-track", "watch", "finished"}
        ):
            back.append(measure.measure_id)
        if measure.answered and _key(measure) not in answered_then:
            first.append(measure.measure_id)
    named = names([*off, *back, *first], viewer)
    revised, targets = _written([m.measure_id for m in now.measures], partnership_id, start, viewer)
    return Changes(
        since=since,
        turned_off=tuple(_known(off, named)),
        came_back=tuple(_known(back, named)),
        answered_first=tuple(_known(first, named)),
        figures_revised=revised,
        targets_changed=targets,
    )


def _key(measure: MeasureStanding) -> Key:
    return measure.measure_id, measure.adoption_id


def _known(ids: Iterable[int], named: dict[int, Named]) -> list[Named]:
    return [named[pk] for pk in dict.fromkeys(ids) if pk in named]


def _written(measure_ids: list[int], partnership_id: int, start: datetime, viewer: Viewer) -> tuple[int, int]:
    """How many figures were revised and targets changed after a moment, of what the viewer may see: one query."""
    seen = set(measure_ids)
    events = AuditEvent.objects.filter(
        verb__in=(*REVISED, *TARGET_CHANGED), at__gt=start, at__lte=viewer.as_known or clock.now()
    ).filter(
        Q(partnership_id=partnership_id, subject__in=Subject.objects.visible_to(viewer).values("pk"))
        | Q(subject__measure__series__adoptions__partnership=partnership_id)
    )
    revised: set[tuple[int, str]] = set()
    targets: set[tuple[int, str]] = set()
    for verb, subject_id, kind, changed in events.values_list(
        "verb", "subject_id", "subject__kind", "changes"
    ):
        if kind == "measure" and subject_id not in seen:
            continue
        (targets if verb in TARGET_CHANGED else revised).update((subject_id, name) for name in changed)
    return len(revised), len(targets)


def names(measure_ids: Iterable[int], viewer: Viewer) -> dict[int, Named]:
    """These measures by their number, as code and title: one query."""
    rows = (
        Measure.objects.visible_to(viewer)
        .filter(pk__in=set(measure_ids))
        .order_by()
        .values_list("pk", "code", "title")
    )
    return {pk: Named(pk, f"{code} {title}".strip()) for pk, code, title in rows}


def to_decide(partnership_id: int, stands: Standing, *, viewer: Viewer) -> ToDecide:
    """What waits for a decision: three queries."""
    off = [measure.measure_id for measure in stands.measures if measure.status == "off-track"]
    acted_on = set(
        Action.objects.visible_to(viewer)
        .of(partnership_id)
        .filter(measure__in=off)
        .exclude(state__in=OVER)
        .values_list("measure_id", flat=True)
    )
    idle = [pk for pk in dict.fromkeys(off) if pk not in acted_on]
    awaited = list(_awaited(partnership_id, viewer))
    named = names([*idle[:MOST_NAMED], *(row[0] for row in awaited[:MOST_NAMED])], viewer)
    return ToDecide(
        off_track_without_action=tuple(_known(idle[:MOST_NAMED], named)),
        off_track_count=len(idle),
        awaited=tuple(
            AwaitedTarget(
                named[pk], status, period or "", measured_at or ("" if value is not None else written)
            )
            for pk, status, period, measured_at, written, value in awaited[:MOST_NAMED]
            if pk in named
        ),
        awaited_count=len(awaited),
    )


def _awaited(
    partnership_id: int, viewer: Viewer
) -> Iterable[tuple[int, str, str | None, str, str, Decimal | None]]:
    """Targets that are still to be set or settled, the nearest period first."""
    own = Measure.objects.visible_to(viewer).of(partnership_id).filter(hangs_now(viewer)).order_by()
    return (
        Target.objects.filter(in_force(viewer), status__in=UNSETTLED, series__breakdown="")
        .filter(
            Q(series__measure__in=own.values("pk"), adoption=None) | Q(adoption__partnership=partnership_id)
        )
        .order_by("period__start", "position", "pk")
        .values_list("series__measure_id", "status", "period__label", "measured_at", "as_written", "value")
    )
