"""Rounds: scheduled, made and opened by the clock or by hand, closed, opened again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Period
from goldenthread.measures.operations import lock_period, period_named, unlock_period
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import Right, check
from goldenthread.reckoning.periods import periods_between, span
from goldenthread.returns.models import Arrangements, Frequency, Layer, Return, Round, Schedule, Story
from goldenthread.returns.operations.asking import Asked, askable, kinds_known
from goldenthread.returns.rules import (
    Standing,
    check_asks,
    check_days,
    check_move,
    check_open,
    check_reminders,
    check_window,
    name_of,
    standing,
)


@transaction.atomic
def arrange(*, by: Viewer, partnership: Partnership, **arranged: Any) -> None:
    """Say how a partnership deals with returns: the fields of `Arrangements`. Raises Invalid by field, NotAllowed."""
    check(by, Right.MANAGE, partnership.pk)
    found, _ = Arrangements.objects.get_or_create(partnership=partnership)
    changes = {
        name: [getattr(found, name), value]
        for name, value in arranged.items()
        if getattr(found, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(found, name, value)
    check_reminders(found)
    if changes:
        found.save(update_fields=list(changes))
        kernel.record_event(
            "partnership.returns_arranged", subject=partnership.subject, by=by, changes=changes
        )


@transaction.atomic
def set_schedule(
    *,
    by: Viewer,
    partnership: Partnership,
    frequency: str,
    asks: Sequence[str],
    opens_after: int = 1,
    due_after: int = 21,
    layer: str = Layer.OPERATIONAL,
    waves: Sequence[tuple[str, date, date]] = (),
    since: date | None = None,
) -> Schedule:
    """Set once how the rounds of a frequency come; the schedule before it ends, its rounds stay.

    `waves` are a survey's stretches as (name, first day, last day). Raises Invalid by field, NotAllowed.
    """
    check(by, Right.MANAGE, partnership.pk)
    if frequency not in Frequency.values:
        raise Invalid({"frequency": "Choose one from the list."})
    if layer not in Layer.values:
        raise Invalid({"layer": "Choose one from the list."})
    check_asks(list(asks), kinds_known())
    check_days(opens_after, due_after)
    _check_waves(frequency, waves)
    before = Schedule.objects.select_for_update().filter(
        partnership=partnership, frequency=frequency, ended_at=None
    )
    earlier = before.first()
    before.update(ended_at=clock.now())
    schedule = Schedule.objects.create(
        partnership=partnership,
        frequency=frequency,
        layer=layer,
        asks=list(asks),
        opens_after=opens_after,
        due_after=due_after,
        waves=[[name, first.isoformat(), last.isoformat()] for name, first, last in waves],
        since=since or (earlier.since if earlier else _beginning(frequency)),
    )
    kernel.record_event(
        "partnership.schedule_set",
        subject=partnership.subject,
        by=by,
        changes={
            f"rounds {frequency}": [
                _told(earlier) if earlier else None,
                _told(schedule),
            ]
        },
    )
    return schedule


@transaction.atomic
def end_schedule(*, by: Viewer, schedule: Schedule) -> None:
    """Make no more rounds of this frequency. Those that were made stay."""
    check(by, Right.MANAGE, schedule.partnership_id)
    schedule.ended_at = clock.now()
    schedule.save(update_fields=["ended_at"])
    kernel.record_event(
        "partnership.schedule_ended",
        subject=schedule.partnership.subject,
        by=by,
        changes={f"rounds {schedule.frequency}": [_told(schedule), None]},
    )


@transaction.atomic
def make_round(
    *,
    by: Viewer,
    partnership: Partnership,
    frequency: str,
    period: Period,
    opens_on: date,
    due_on: date,
    asks: Sequence[str],
    layer: str = Layer.OPERATIONAL,
    schedule: Schedule | None = None,
    title: str = "",
) -> Round:
    """A round for a period, with a return for everything that it asks for. Raises Invalid by field, NotAllowed."""
    check(by, Right.MANAGE, partnership.pk)
    if frequency not in Frequency.values:
        raise Invalid({"frequency": "Choose one from the list."})
    check_asks(list(asks), kinds_known())
    check_window(opens_on, due_on)
    made = kernel.create(
        Round,
        by=by,
        partnership_id=partnership.pk,
        title=title or f"Figures for {period}",
        schedule=schedule,
        frequency=frequency,
        layer=layer,
        asks=list(asks),
        period=period,
        opens_on=opens_on,
        due_on=due_on,
    )
    ask_for_the_rest(asked_in=made)
    return made


@transaction.atomic
def ask_for_the_rest(*, asked_in: Round) -> int:
    """A return for everything that the round would ask for now and has not yet. Returns how many are new."""
    there = {
        (one.subject_id, one.series_id, one.milestone_id): one
        for one in Return.objects.filter(round=asked_in)
    }
    found: list[Return] = []
    for kind in asked_in.asks:
        for asked in askable(kind).find(asked_in):
            key = (
                asked.subject.pk,
                asked.series.pk if asked.series else None,
                asked.milestone.pk if asked.milestone else None,
            )
            if key not in there:
                found.append(_return(asked_in, kind, asked, len(there) + len(found)))
    Return.objects.bulk_create(found, batch_size=500)
    return len(found)


def _return(asked_in: Round, kind: str, asked: Asked, position: int) -> Return:
    return Return(
        round=asked_in,
        kind=kind,
        subject=asked.subject,
        series=asked.series,
        milestone=asked.milestone,
        theme=asked.theme,
        contributor=asked.contributor,
        deputy=asked.deputy if asked.deputy != asked.contributor else None,
        post=asked.post,
        organisation=asked.organisation,
        position=position,
    )


def tick(*, by: Viewer, partnership: Partnership | None = None) -> list[Round]:
    """Do what the clock asks for: make the rounds whose period has begun, and open those whose day has come.

    Safe to call again at any time. Returns the rounds that it opened: their people are to be asked now.
    """
    today = clock.today()
    schedules = Schedule.objects.filter(ended_at=None).select_related("partnership__subject")
    waiting = Round.objects.filter(opened_at=None, closed_at=None, subject__withdrawn_at=None)
    if partnership is not None:
        schedules = schedules.filter(partnership=partnership)
        waiting = waiting.of(partnership.pk)
    for schedule in schedules:
        _make_due(schedule, today, by=by)
    opened = []
    for one in waiting.filter(opens_on__lte=today).select_related("subject", "period").order_by("pk"):
        with transaction.atomic():
            locked = Round.objects.select_for_update().select_related("subject", "period").get(pk=one.pk)
            if locked.opened_at is not None:
                continue  # another clock was faster
            ask_for_the_rest(asked_in=locked)
            kernel.amend(locked, by=by, opened_at=clock.now())
            opened.append(locked)
    return opened


def _make_due(schedule: Schedule, today: date, *, by: Viewer) -> None:
    there = set(Round.objects.filter(schedule=schedule).values_list("period__label", flat=True))
    for label, start, end in _stretches(schedule, today):
        if label in there:
            continue
        with transaction.atomic():
            Schedule.objects.select_for_update().get(pk=schedule.pk)
            if Round.objects.filter(schedule=schedule, period__label=label).exists():
                continue
            make_round(
                by=by,
                partnership=schedule.partnership,
                frequency=schedule.frequency,
                period=period_dated(label, start, end),
                opens_on=end + timedelta(days=schedule.opens_after),
                due_on=end + timedelta(days=schedule.due_after),
                asks=schedule.asks,
                layer=schedule.layer,
                schedule=schedule,
            )


def _stretches(schedule: Schedule, today: date) -> list[tuple[str, date, date]]:
    """The periods of a schedule that have begun, as (label, first day, last day)."""
    if schedule.frequency == Frequency.SURVEY:
        waves = [
            (name, date.fromisoformat(first), date.fromisoformat(last))
            for name, first, last in schedule.waves
        ]
        return [wave for wave in waves if schedule.since <= wave[1] <= today]
    labels = periods_between(schedule.frequency, schedule.since, today)
    return [(label, *dates) for label in labels if (dates := span(label)) is not None]


def period_dated(label: str, start: date, end: date) -> Period:
    """The period of this name with these days. Raises Invalid where it has other days already."""
    period = period_named(label)
    if period.start is None:
        period.start, period.end = start, end
        period.save(update_fields=["start", "end"])
    elif (period.start, period.end) != (start, end):
        raise Invalid({"period": f"“{label}” is the name of other days already. Choose another name."})
    return period


@transaction.atomic
def amend_round(
    *, by: Viewer, asked_in: Round, as_of: int | None = None, reason: str = "", **fields: Any
) -> None:
    """Change a round's title or days. Raises Invalid, Conflict, Refused once it is closed, NotAllowed."""
    check(by, Right.MANAGE, asked_in.subject.partnership_id or 0)
    check_open(asked_in)
    check_window(fields.get("opens_on", asked_in.opens_on), fields.get("due_on", asked_in.due_on))
    kernel.amend(asked_in, by=by, as_of=as_of, reason=reason, **fields)


@transaction.atomic
def close_round(*, by: Viewer, asked_in: Round) -> None:
    """End a round: nothing is answered or signed off any more, and the period is locked.

    A period that another round of the partnership still asks about stays open until that one is closed too.
    Raises Refused while something that was sent waits to be signed off, NotAllowed.
    """
    check(by, Right.MANAGE, asked_in.subject.partnership_id or 0)
    asked_in = _locked(asked_in)
    check_open(asked_in)
    waiting = Return.objects.filter(round=asked_in, state=Return.State.SUBMITTED).count()
    if waiting:
        raise Refused(
            f"{waiting} {'return waits' if waiting == 1 else 'returns wait'} to be signed off. Accept"
            " or send back what was sent first."
        )
    if Story.objects.filter(round=asked_in, state=Story.State.SUBMITTED).exists():
        raise Refused("A theme's story waits to be signed off. Accept it or send it back first.")
    kernel.amend(asked_in, by=by, closed_at=clock.now())
    partnership_id = asked_in.subject.partnership_id or 0
    others = Round.objects.of(partnership_id).filter(
        period=asked_in.period, closed_at=None, subject__withdrawn_at=None
    )
    if not others.exists():
        lock_period(partnership_id=partnership_id, period=asked_in.period)


@transaction.atomic
def reopen_round(*, by: Viewer, asked_in: Round, reason: str) -> None:
    """Open a closed round and its period again. Raises Invalid without a reason, Refused if it is open, NotAllowed."""
    check(by, Right.MANAGE, asked_in.subject.partnership_id or 0)
    asked_in = _locked(asked_in)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why it is opened again."})
    if asked_in.closed_at is None:
        raise Refused("This round is open.")
    kernel.amend(asked_in, by=by, reason=reason.strip(), closed_at=None)
    unlock_period(partnership_id=asked_in.subject.partnership_id or 0, period=asked_in.period)


@transaction.atomic
def withdraw_return(*, by: Viewer, asked: Return, reason: str) -> None:
    """Ask for this no more in this round. Raises Invalid without a reason, Refused, NotAllowed."""
    _move_by_hand(asked, Standing.WITHDRAWN, Return.State.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def ask_again(*, by: Viewer, asked: Return, reason: str) -> None:
    """Ask for what was withdrawn after all. Raises Invalid without a reason, Refused, NotAllowed."""
    _move_by_hand(asked, Standing.DUE, Return.State.ASKED, by=by, reason=reason)


def _move_by_hand(asked: Return, to: Standing, state: str, *, by: Viewer, reason: str) -> None:
    check(by, Right.MANAGE, asked.subject.partnership_id or 0)
    check_open(asked.round)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why."})
    asked = (
        Return.objects.select_for_update(of=("self",))
        .select_related("round__subject", "subject")
        .get(pk=asked.pk)
    )
    before = standing(asked, clock.today())
    check_move(before, to)
    asked.state = state
    asked.save(update_fields=["state"])
    record_return(asked, [before.value, to.value], by=by, verb="round.return_moved", reason=reason.strip())


def record_return(asked: Return, pair: list[Any], *, by: Viewer, verb: str, reason: str = "") -> None:
    """Write down what became of a return, in its round's history."""
    kernel.record_event(
        verb, subject=asked.round.subject, by=by, reason=reason, changes={name_of(asked): pair}
    )


def _locked(asked_in: Round) -> Round:
    """The round as it is now, held until the end of the transaction."""
    held: Round = (
        Round.objects.select_for_update(of=("self",)).select_related("subject", "period").get(pk=asked_in.pk)
    )
    return held


def link_ends(asked_in: Round) -> datetime:
    """When the links of a round end: some weeks after it is due, as people are late."""
    return timezone.make_aware(datetime.combine(asked_in.due_on + timedelta(days=60), time.max))


def _beginning(frequency: str) -> date:
    """The first day of the period that runs today: a new schedule asks for nothing before it."""
    today = clock.today()
    if frequency == Frequency.SURVEY:
        return date(today.year - 1, 1, 1)
    labels = periods_between(frequency, today - timedelta(days=800), today)
    dates = span(labels[-1])
    return dates[0] if dates else today


def _check_waves(frequency: str, waves: Sequence[tuple[str, date, date]]) -> None:
    if frequency != Frequency.SURVEY:
        if waves:
            raise Invalid({"waves": "Only a survey has waves."})
        return
    if not waves:
        raise Invalid({"waves": "Give each wave a name, its first and its last day."})
    for name, first, last in waves:
        if not name.strip() or last < first:
            raise Invalid({"waves": f"“{name}” cannot end before it begins, and needs a name."})


def _told(schedule: Schedule) -> str:
    kinds = ", ".join(schedule.asks)
    return (
        f"{kinds}; opens {schedule.opens_after} and is due {schedule.due_after} days after the period's end"
    )
