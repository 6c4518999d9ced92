"""Figures that were observed: given, revised, taken back. Append-only: nothing is overwritten."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Observation, Period, Series, SeriesBreak
from goldenthread.measures.operations.checking import Answered, check_answered
from goldenthread.measures.operations.meanwhile import check_unchanged
from goldenthread.measures.queries.checked import ToCheck
from goldenthread.measures.queries.moment import check_not_locked
from goldenthread.measures.queries.observed import figure_name, in_force_now, unit_of
from goldenthread.measures.queries.rights import check_gives_figures, check_keeps
from goldenthread.measures.rules import Given, check_day_received, check_firmness, in_words, worked_out
from goldenthread.reckoning.checks import Check

_RESTATED = (
    "value",
    "gap",
    "decimals",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "status",
    "comment",
    "source_named",
    "received_on",
    "received_from",
    "illustrative",
)
"""What two rows must share to say the same."""
_RESTORED = (*_RESTATED, "asked", "explanation", "vintage")
"""What a figure that is taken back to has of the earlier row."""


def observe(
    *,
    by: Viewer,
    series: Series,
    period: Period,
    value: Decimal | None = None,
    gap: str = "",
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    status: str = "",
    comment: str = "",
    source_named: str = "",
    received_on: date | None = None,
    received_from: str = "",
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    reason: str = "",
    illustrative: bool = False,
    no_longer_final: bool = False,
    known_from: datetime | None = None,
    as_of: int | None = None,
    revision: str = "",
    explanation: str = "",
    asking: bool = True,
    checks: Sequence[Check] | None = None,
) -> Observation:
    """Give the figure of a series and period: a value, its two parts, or `gap` and in `comment` why there is none.

    A second figure for the same period supersedes the first and needs a `reason`; the same figure again changes
    nothing. `as_of` is the measure's version that the writer saw. `known_from` says when it was known, for the
    command line only, which loads what happened earlier.

    The figure is checked (`queries.checks_of`; `checks` is what was found already, with others of the same form). An
    error refuses it; a warning wants an `explanation`, a revised figure a kind of `revision`, which are kept with it.
    Without `asking`, as after sign-off, and on the command line nobody is asked and only an error refuses.
    Raises Invalid by field, Conflict where somebody gave the same figure meanwhile, NotAllowed, and Refused for a
    derived measure.
    """
    check_gives_figures(by, series.measure)
    if series.measure.formula:
        raise Refused("This measure is worked out from others. Give the figures of those.")
    if known_from is not None and not by.everywhere:
        raise Refused("When a figure was known is written down by the clock, not by hand.")
    with clock.standing_at(known_from) if known_from else nullcontext():
        return _give(
            by=by,
            series=series,
            period=period,
            given=Given(value, gap, numerator, denominator, comment.strip()),
            answered=Answered(
                explanation.strip(), revision, reason.strip(), asking and not by.everywhere, no_longer_final
            ),
            checks=checks,
            as_of=as_of,
            status=status,
            source_named=source_named,
            received_on=received_on,
            received_from=received_from,
            lower=lower,
            upper=upper,
            illustrative=illustrative,
        )


@transaction.atomic
def _give(
    *,
    by: Viewer,
    series: Series,
    period: Period,
    given: Given,
    answered: Answered,
    checks: Sequence[Check] | None,
    as_of: int | None,
    **told: Any,
) -> Observation:
    measure = series.measure
    check_day_received(told["received_on"], today=clock.today())
    if period.start is not None and period.start > clock.today():
        raise Invalid({"period": f"{period} has not begun yet."})
    worked = worked_out(given, unit=unit_of(series), decimals=measure.decimals)
    # One writer of a series at a time, so that both cannot find the same figure in force.
    Series.objects.select_for_update().get(pk=series.pk)
    check_not_locked(series, period)
    before = in_force_now(series, period)
    check_firmness(
        before.status if before else "",
        told["status"],
        no_longer_final=answered.no_longer_final or answered.is_asked,
    )
    after = Observation(
        series=series,
        period=period,
        value=worked.value,
        gap=worked.gap,
        decimals=worked.decimals,
        comment=worked.comment,
        numerator=given.numerator,
        denominator=given.denominator,
        reason=answered.reason,
        explanation=answered.explanation,
        **told,
    )
    if before is not None and all(getattr(before, name) == getattr(after, name) for name in _RESTATED):
        return before
    if before is not None:
        check_unchanged(measure.subject, figure_name(series, period), as_of=as_of, field="value")
        after.revision = answered.revision
    after.asked = check_answered(
        ToCheck(series, period, given, told["status"]),
        answered,
        replaces=words_of(before) if before else "",
        found=checks,
    )
    if before is None:
        return keep_row(after, None, by=by, verb="measure.figure_given")
    return keep_row(after, before, by=by, verb="measure.figure_revised")


@transaction.atomic
def undo_observation(*, by: Viewer, observation: Observation, reason: str) -> Observation:
    """Take a figure back: a new row says what the one before said, or that there is none. Nothing is deleted.

    Raises Invalid without a reason, Conflict where the figure is not the one in force any more.
    """
    check_gives_figures(by, observation.series.measure)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why you take it back."})
    Series.objects.select_for_update().get(pk=observation.series_id)
    check_not_locked(observation.series, observation.period)
    current = in_force_now(observation.series, observation.period)
    if current is None or current.pk != observation.pk:
        raise Conflict("Somebody replaced this figure meanwhile. Look at it as it is now.")
    earlier = observation.supersedes
    if earlier is None:
        restated = {"gap": Observation.Gap.MISSING, "comment": f"Taken back: {reason.strip()}"}
    else:
        restated = {name: getattr(earlier, name) for name in _RESTORED}
    again = Observation(
        series=observation.series, period=observation.period, reason=reason.strip(), **restated
    )
    return keep_row(again, observation, by=by, verb="measure.figure_undone")


def keep_row(after: Observation, before: Observation | None, *, by: Viewer, verb: str) -> Observation:
    """Write down who did it, and keep the row from that moment on."""
    if before is not None and clock.now() <= before.known_from:
        raise Invalid({"known_from": f"The figure before was known only on {before.known_from:%d/%m/%Y}."})
    event = kernel.record_event(
        verb,
        subject=after.series.measure.subject,
        by=by,
        reason=after.reason,
        changes={
            figure_name(after.series, after.period): [words_of(before) if before else None, words_of(after)]
        },
    )
    after.known_from = event.at
    if before is not None:
        before.superseded_at = event.at
        before.save(update_fields=["superseded_at"])
        after.supersedes = before
    after.save(force_insert=True)
    return after


def words_of(row: Observation) -> str:
    """A figure as the audit writes it: "56.1%", "no figure: the survey was late"."""
    if row.value is None:
        return f"{Observation.Gap(row.gap).label}: {row.comment}"
    return in_words(row.value.normalize(), row.series.measure.unit)


@transaction.atomic
def mark_break(*, by: Viewer, series: Series, on: date, why: str) -> SeriesBreak:
    """From this day on, the figures of a series are not comparable with those before.

    Raises Invalid without a why, and where a break is marked on that day already.
    """
    check_keeps(by, series.measure)
    if not why.strip():
        raise Invalid({"why": "Say what changed, so that a reader knows what not to compare."})
    if SeriesBreak.objects.filter(series=series, on=on).exists():
        raise Invalid({"on": "A break is marked on this day already."})
    event = kernel.record_event(
        "measure.break_marked",
        subject=series.measure.subject,
        by=by,
        reason=why.strip(),
        changes={figure_name(series, None, "break"): [None, on]},
    )
    return SeriesBreak.objects.create(series=series, on=on, why=why.strip(), known_from=event.at)
