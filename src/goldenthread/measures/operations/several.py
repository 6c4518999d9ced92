"""Several figures of one period at once: each is given as alone, and what is wrong with any is said of all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from goldenthread.kernel.errors import Conflict, Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Observation, Period, Series
from goldenthread.measures.operations.observing import observe
from goldenthread.measures.operations.stated import period_named
from goldenthread.measures.queries.checked import ToCheck, checks_of_many
from goldenthread.measures.queries.observed import in_force_now
from goldenthread.measures.rules import Given
from goldenthread.reckoning.checks import Check


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed for a series. No value with a comment says that there is no figure, and why."""

    series: Series
    value: Decimal | None
    comment: str = ""
    reason: str = ""
    status: str | None = None
    """How firm it is; None leaves it as it was."""
    revision: str = ""
    explanation: str = ""

    @property
    def given(self) -> Given:
        """The figure, or that there is none."""
        gap = "" if self.value is not None else str(Observation.Gap.MISSING)
        return Given(self.value, gap, comment=self.comment)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The series whose figure is new now, and what is wrong with the others: sentences by field, by series."""

    changed: tuple[int, ...]
    wrong: dict[int, dict[str, str]]
    meanwhile: dict[int, str]
    """What somebody else gave meanwhile, by series."""


def give_figures(
    *, by: Viewer, period: str, typed: Sequence[Typed], as_of: int | None = None, trial: bool = False
) -> Outcome:
    """Give those figures of a period that are right. A `trial` keeps none and says what would happen.

    `as_of` is the last event that the writer saw. Whoever wants all or none asks for a trial first, or undoes the
    transaction. What says the same as the figure in force changes nothing.
    """
    changed: list[int] = []
    wrong: dict[int, dict[str, str]] = {}
    meanwhile: dict[int, str] = {}
    with transaction.atomic():
        stretch = period_named(period)
        checked = checks_of_many([ToCheck(one.series, stretch, one.given, one.status) for one in typed])
        for one in typed:
            try:
                with transaction.atomic():
                    if _give(one, stretch, checked[one.series.pk, stretch.pk], by=by, as_of=as_of):
                        changed.append(one.series.pk)
            except Invalid as problem:
                wrong[one.series.pk] = dict(problem.fields)
            except Conflict as problem:
                wrong[one.series.pk] = {"value": str(problem)}
                meanwhile[one.series.pk] = next(iter(problem.fields.values()), "")
            except (NotAllowed, Refused) as problem:
                wrong[one.series.pk] = {"value": str(problem)}
        if trial:
            transaction.set_rollback(True)
    return Outcome(tuple(changed), wrong, meanwhile)


def _give(one: Typed, period: Period, checks: Sequence[Check], *, by: Viewer, as_of: int | None) -> bool:
    """Whether the figure is a new one."""
    before = in_force_now(one.series, period)
    if one.value is None and not one.comment:
        raise Invalid({"value": "Give the figure, or say why there is none. To take one back, open it."})
    status = (before.status if before else "") if one.status is None else one.status
    if before is not None and (one.value, one.comment, status) == (
        before.value,
        before.comment,
        before.status,
    ):
        return False
    after = observe(
        by=by,
        series=one.series,
        period=period,
        value=one.value,
        gap=one.given.gap,
        comment=one.comment,
        status=status,
        reason=one.reason,
        revision=one.revision,
        explanation=one.explanation,
        checks=checks,
        as_of=as_of,
    )
    return before is None or after.pk != before.pk
