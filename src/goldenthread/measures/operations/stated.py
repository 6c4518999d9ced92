"""Baselines and targets: stated, amended with a reason and the decision behind it, never overwritten."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Conflict, Invalid
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption, Baseline, Figure, Measure, Period, Series, Target
from goldenthread.measures.operations.meanwhile import check_unchanged
from goldenthread.measures.queries.observed import figure_name
from goldenthread.measures.rules import check_target, in_words
from goldenthread.partnership.models import Decision, Place
from goldenthread.partnership.rules import Right, check
from goldenthread.reckoning.periods import span

FigureKind = TypeVar("FigureKind", Baseline, Target)


def series_of(measure: Measure, place: Place, breakdown: str = "", category: str = "") -> Series:
    """The series of a measure for a place, or for a part of it ("sex", "women"), made where it is new."""
    return Series.objects.get_or_create(measure=measure, place=place, breakdown=breakdown, category=category)[
        0
    ]


def period_named(label: str) -> Period:
    """The period of a label, made with its dates where it is new."""
    dates: tuple[date | None, date | None] = span(label) or (None, None)
    return Period.objects.get_or_create(label=label, defaults={"start": dates[0], "end": dates[1]})[0]


@transaction.atomic
def state_figure(
    kind: type[FigureKind],
    *,
    by: Viewer,
    series: Series,
    supersedes: FigureKind | None = None,
    reason: str = "",
    decision: Decision | None = None,
    **stated: Any,
) -> FigureKind:
    """State a baseline or target. The one that it supersedes stays, marked as such: nothing is overwritten.

    Raises Conflict where another superseded it meanwhile. An adopter's target is written down in the adopter's
    history, the others in the measure's.
    """
    moment = clock.now()
    if supersedes is not None:
        still = kind._default_manager.filter(pk=supersedes.pk, superseded_at=None)
        if not still.update(superseded_at=moment):
            raise Conflict("Somebody changed this figure meanwhile. Look at it as it is now, and send again.")
    figure = kind._default_manager.create(
        series=series, supersedes=supersedes, known_from=moment, decision=decision, **stated
    )
    name = str(kind._meta.model_name)
    before = supersedes.as_written if supersedes else None
    kernel.record_event(
        f"measure.{name}_{'amended' if supersedes else 'stated'}",
        subject=_told_to(series, stated.get("adoption")),
        by=by,
        reason=reason,
        changes={_name(series, figure.period, name, stated.get("adoption")): [before, figure.as_written]},
        basis=decision.subject if decision else None,
    )
    return figure


def add_target(
    *,
    by: Viewer,
    series: Series,
    period: Period,
    value: Decimal | None = None,
    words: str = "",
    status: str = Figure.Status.AGREED,
    reason: str = "",
    decision: Decision | None = None,
    adoption: Adoption | None = None,
) -> Target:
    """A target where there is none yet: the steward's, or that of a partnership which adopted the series.

    Raises Invalid where there is one for the period already, NotAllowed.
    """
    _check_manages(by, series, adoption)
    if Target.objects.filter(series=series, period=period, adoption=adoption, superseded_at=None).exists():
        raise Invalid({"period": f"There is a target for {period} already. Amend that one."})
    target: Target = state_figure(
        Target,
        by=by,
        series=series,
        period=period,
        adoption=adoption,
        reason=reason,
        decision=_behind(decision, series, adoption),
        **_stated(series, value, words, status),
    )
    return target


def amend_target(
    *,
    by: Viewer,
    target: Target,
    value: Decimal | None = None,
    words: str = "",
    status: str = Figure.Status.AGREED,
    reason: str,
    decision: Decision | None = None,
    as_of: int | None = None,
) -> Target:
    """Change a target: a new row supersedes it, with the reason and the decision behind it.

    Raises Invalid by field, Conflict where somebody changed it meanwhile, NotAllowed.
    """
    _check_manages(by, target.series, target.adoption)
    return _amend(
        target, by=by, reason=reason, as_of=as_of, decision=decision,
        stated=_stated(target.series, value, words, status, unit=target.unit),
        hanging={"adoption": target.adoption},
    )  # fmt: skip


def confirm_target(*, by: Viewer, target: Target, reason: str, decision: Decision | None = None) -> Target:
    """Say again what was agreed, after its baseline was restated: the number stays, and from now on it is meant.

    Raises Invalid without a reason, Conflict where somebody changed it meanwhile, NotAllowed.
    """
    _check_manages(by, target.series, target.adoption)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why the number stays."})
    same = ("value", "unit", "decimals", "status", "as_written", "numerator", "denominator", "change_percent")
    confirmed: Target = state_figure(
        Target,
        by=by,
        series=target.series,
        supersedes=target,
        reason=reason.strip(),
        decision=_behind(decision, target.series, target.adoption),
        period=target.period,
        place_as_written=target.place_as_written,
        position=target.position,
        adoption=target.adoption,
        **{name: getattr(target, name) for name in same},
    )
    return confirmed


def add_baseline(
    *,
    by: Viewer,
    series: Series,
    period: Period,
    value: Decimal | None = None,
    words: str = "",
    reason: str = "",
    decision: Decision | None = None,
) -> Baseline:
    """A baseline where the series has none. Raises Invalid where it has one already, NotAllowed."""
    _check_manages(by, series, None)
    if Baseline.objects.filter(series=series, superseded_at=None).exists():
        raise Invalid({"period": "There is a baseline already. Amend that one."})
    baseline: Baseline = state_figure(
        Baseline,
        by=by,
        series=series,
        period=period,
        reason=reason,
        decision=_behind(decision, series, None),
        **_stated(series, value, words, ""),
    )
    return baseline


def amend_baseline(
    *,
    by: Viewer,
    baseline: Baseline,
    value: Decimal | None = None,
    words: str = "",
    reason: str,
    decision: Decision | None = None,
    as_of: int | None = None,
) -> Baseline:
    """Change a baseline, as `amend_target` changes a target."""
    _check_manages(by, baseline.series, None)
    return _amend(
        baseline, by=by, reason=reason, as_of=as_of, decision=decision,
        stated=_stated(baseline.series, value, words, baseline.status, unit=baseline.unit),
    )  # fmt: skip


def _amend(
    figure: FigureKind,
    *,
    by: Viewer,
    reason: str,
    as_of: int | None,
    decision: Decision | None,
    stated: dict[str, Any],
    hanging: dict[str, Adoption | None] | None = None,
) -> FigureKind:
    series, adoption = figure.series, (hanging or {}).get("adoption")
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why this changes."})
    name = _name(series, figure.period, str(figure._meta.model_name), adoption)
    check_unchanged(_told_to(series, adoption), name, as_of=as_of, field="value")
    if all(getattr(figure, field) == after for field, after in stated.items()):
        raise Invalid({"value": "This is what it says already."})
    return state_figure(
        type(figure),
        by=by,
        series=series,
        supersedes=figure,
        reason=reason.strip(),
        decision=_behind(decision, series, adoption),
        period=figure.period,
        place_as_written=figure.place_as_written,
        position=figure.position,
        **(hanging or {}),
        **stated,
    )


def _stated(
    series: Series, value: Decimal | None, words: str, status: str, *, unit: str = ""
) -> dict[str, Any]:
    """The fields of a figure from what was typed. Raises Invalid."""
    check_target(value, words)
    if status and status not in Figure.Status.values:
        raise Invalid({"status": "Choose one from the list."})
    unit = unit or series.measure.unit
    exponent = value.as_tuple().exponent if value is not None else 0
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    return {
        "value": value,
        "unit": unit,
        "decimals": decimals,
        "status": status,
        "as_written": words.strip() or in_words(value or Decimal(0), unit),
    }


def _check_manages(by: Viewer, series: Series, adoption: Adoption | None) -> None:
    owner = adoption.partnership_id if adoption else series.measure.subject.partnership_id
    check(by, Right.MANAGE, owner or 0)


def _behind(decision: Decision | None, series: Series, adoption: Adoption | None) -> Decision | None:
    """The decision behind a figure. Raises Invalid for one of another partnership."""
    owner = adoption.partnership_id if adoption else series.measure.subject.partnership_id
    if decision is not None and decision.subject.partnership_id != owner:
        raise Invalid({"decision": "Choose a decision of this partnership."})
    return decision


def _told_to(series: Series, adoption: Adoption | None) -> Subject:
    """In whose history a figure is written: the measure's, or that of the theme which adopted it."""
    return adoption.theme.subject if adoption else series.measure.subject


def _name(series: Series, period: Period | None, kind: str, adoption: Adoption | None) -> str:
    """What that history calls the figure; an adopter's has figures of many measures."""
    measure = series.measure
    return figure_name(series, period, f"{kind} of {measure.code or measure.title}," if adoption else kind)


def series_added(wanted: Iterable[tuple[int, int, str, str]]) -> None:
    """The series of these measures and places (with breakdown and category), made where they are new: one query."""
    Series.objects.bulk_create(
        (
            Series(measure_id=measure, place_id=place, breakdown=breakdown, category=category)
            for measure, place, breakdown, category in wanted
        ),
        ignore_conflicts=True,
    )
