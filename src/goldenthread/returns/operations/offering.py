"""Figures that somebody gives unasked: whoever signs off gives them outright, all others send them to be signed off."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import operations as measures
from goldenthread.measures.models import Measure, Observation, Period, Series
from goldenthread.measures.operations import Outcome, Typed, period_named
from goldenthread.measures.operations.checking import Answered, check_answered
from goldenthread.measures.operations.observing import words_of
from goldenthread.measures.queries import ToCheck, check_gives_figures, check_not_locked, checks_of_many
from goldenthread.measures.queries.observed import in_force_now
from goldenthread.measures.rules import Given
from goldenthread.partnership.rules import Right, may
from goldenthread.reckoning.checks import Check
from goldenthread.returns.models import Arrangements, Frequency, Return, Round
from goldenthread.returns.operations.answering import Said, submit
from goldenthread.returns.queries import arrangements_of

WAITS = "Sent. It counts once it is signed off."


def may_accept(by: Viewer, measure: Measure, arrangements: Arrangements | None = None) -> bool:
    """Whether what this viewer gives of a measure counts at once: they take the last step, or there is none."""
    partnership_id = measure.subject.partnership_id or 0
    arrangements = arrangements or arrangements_of(partnership_id)
    if arrangements.manager_signs:
        return may(by, Right.MANAGE, partnership_id)
    if arrangements.theme_lead_signs:
        return may(by, Right.KEEP, partnership_id, scopes=(measure.theme_id,))
    return True


def check_accepts(by: Viewer, measure: Measure) -> None:
    """Raises NotAllowed unless what this viewer gives counts at once."""
    if not may_accept(by, measure):
        raise NotAllowed(
            "This figure was signed off. Send another one with your reason, or ask whoever signed it off."
        )


@transaction.atomic
def give_figure(*, by: Viewer, series: Series, period: Period, as_of: int | None = None, **said: Any) -> bool:
    """Give the figure of a series and period, as `measures.operations.observe` takes it.

    Returns whether it counts at once; otherwise it was sent to be signed off. Raises what `observe` and `submit` do.
    """
    if may_accept(by, series.measure):
        measures.observe(by=by, series=series, period=period, as_of=as_of, **said)
        return True
    _offer(by=by, series=series, period=period, said=_said(said), reason=said.get("reason", ""))
    return False


def give_figures(
    *, by: Viewer, period: str, typed: Sequence[Typed], as_of: int | None = None, trial: bool = False
) -> Outcome:
    """Give those figures of a period that are right, as `measures.operations.give_figures` does: what this viewer may
    not sign off is sent to be."""
    if not typed:
        return Outcome((), {}, {})
    partnership_id = typed[0].series.measure.subject.partnership_id or 0
    arrangements = arrangements_of(partnership_id)
    direct = [one for one in typed if may_accept(by, one.series.measure, arrangements)]
    outcome = measures.give_figures(by=by, period=period, typed=direct, as_of=as_of, trial=trial)
    changed, wrong = list(outcome.changed), dict(outcome.wrong)
    with transaction.atomic():
        stretch = period_named(period)
        checked = checks_of_many([ToCheck(one.series, stretch, one.given, one.status) for one in typed])
        for one in typed:
            if one in direct:
                continue
            try:
                with transaction.atomic():
                    _offer(
                        by=by,
                        series=one.series,
                        period=stretch,
                        said=_typed(one, in_force_now(one.series, stretch)),
                        reason=one.reason,
                        found=checked[one.series.pk, stretch.pk],
                    )
                changed.append(one.series.pk)
            except Invalid as problem:
                wrong[one.series.pk] = dict(problem.fields)
            except (Conflict, Refused) as problem:
                wrong[one.series.pk] = {"value": str(problem)}
        if trial:
            transaction.set_rollback(True)
    return Outcome(tuple(changed), wrong, outcome.meanwhile)


def _typed(one: Typed, before: Observation | None) -> Said:
    nothing = one.comment if one.value is None else ""
    as_it_was = before.status if before else ""
    return Said(
        value=one.value,
        nothing_because=nothing,
        what_happened="" if nothing else one.comment,
        status=as_it_was if one.status is None else one.status,
        explanation=one.explanation,
        revision=one.revision,
    )


def _words(*said: str) -> str:
    """Why a figure changes, and what is unusual about it, in one text."""
    return " ".join(filter(None, (one.strip() for one in said)))


def _said(said: dict[str, Any]) -> Said:
    """What `observe` takes, as an answer says it."""
    gap, comment = said.get("gap", ""), said.get("comment", "")
    received = {name: str(said[name]) for name in ("received_on", "received_from") if said.get(name)}
    if gap and not comment.strip():
        raise Invalid({"comment": "Say why there is no figure."})
    return Said(
        value=said.get("value"),
        numerator=said.get("numerator"),
        denominator=said.get("denominator"),
        status=said.get("status", ""),
        nothing_because=comment if gap else "",
        what_happened="" if gap else comment,
        explanation=said.get("explanation", ""),
        revision=said.get("revision", ""),
        source_named=said.get("source_named", ""),
        also=received | ({"gap": gap} if gap == Observation.Gap.CANNOT_COMPUTE else {}),
    )


def _offer(
    *,
    by: Viewer,
    series: Series,
    period: Period,
    said: Said,
    reason: str,
    found: Sequence[Check] | None = None,
) -> None:
    check_gives_figures(by, series.measure)
    check_not_locked(series, period)
    if period.start is not None and period.start > clock.today():
        raise Invalid({"period": f"{period} has not begun yet."})
    before = in_force_now(series, period)
    gap = str(Observation.Gap.MISSING) if said.nothing_because else ""
    words = said.nothing_because or said.what_happened
    check_answered(
        ToCheck(series, period, Given(said.value, gap, said.numerator, said.denominator, words), said.status),
        Answered(said.explanation.strip(), said.revision, reason.strip(), is_asked=not by.everywhere),
        replaces=words_of(before) if before else "",
        found=found,
    )
    # An answer has one text for both: why the figure changes, and what is unusual about it.
    said = replace(said, explanation=_words(reason, said.explanation))
    submit(by=by, asked=_asked(by, series, period), said=said)


def _asked(by: Viewer, series: Series, period: Period) -> Return:
    """The return that waits for this figure, or one in the round of what came unasked."""
    partnership_id = series.measure.subject.partnership_id or 0
    there = (
        Return.objects.filter(series=series, round__period=period, round__closed_at=None)
        .filter(round__subject__partnership_id=partnership_id, round__subject__withdrawn_at=None)
        .select_related("round__subject", "round__period", "subject")
    )
    waiting = there.exclude(state__in=(Return.State.ACCEPTED, Return.State.WITHDRAWN)).order_by("pk").first()
    if waiting is not None:
        return waiting
    unasked = Round.objects.of(partnership_id).filter(asks=[], period=period, closed_at=None)
    free = unasked.exclude(pk__in=there.values("round")).order_by("pk").first()
    return Return.objects.create(
        round=free or _round_unasked(by, series.measure, period),
        kind="measure",
        subject=series.measure.subject,
        series=series,
        theme=series.measure.theme,
        contributor_id=by.person_id,
    )


def _round_unasked(by: Viewer, measure: Measure, period: Period) -> Round:
    today = clock.today()
    return kernel.create(
        Round,
        by=replace(by, everywhere=True),
        partnership_id=measure.subject.partnership_id,
        title=f"Sent unasked for {period}",
        frequency=measure.frequency or Frequency.YEARLY,
        asks=[],
        period=period,
        opens_on=today,
        due_on=today,
        opened_at=clock.now(),
    )
