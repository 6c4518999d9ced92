"""Adoption: another partnership's series in one's own plan, read-only; and measures from the catalogue."""

from django.db import transaction

from goldenthread.kernel import clock
from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid, NotFound, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Adoption, Measure, Series
from goldenthread.measures.queries.moment import seen
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Objective, Theme


@transaction.atomic
def adopt(
    *,
    by: Viewer,
    partnership: Partnership,
    series: Series,
    theme: Theme,
    objective: Objective | None = None,
    comment: str = "",
) -> Adoption:
    """Take another partnership's series into this one's plan. Its steward goes on keeping it.

    Raises NotFound where the adopter may not see the measure, Refused for one's own and for what is adopted
    already, Invalid for a theme of another partnership, NotAllowed.
    """
    check(by, Right.MANAGE, partnership.pk)
    if not seen([series.measure_id], by).exists():
        raise NotFound("There is no measure here that you can see.")
    if series.measure.subject.partnership_id == partnership.pk:
        raise Refused("This measure is your own. It is in your plan already.")
    _check_hangs_here(partnership.pk, theme, objective)
    if Adoption.objects.filter(partnership=partnership, series=series, ended_at=None).exists():
        raise Refused("You have adopted this measure already.")
    adoption = Adoption.objects.create(
        partnership=partnership,
        series=series,
        theme=theme,
        objective=objective,
        comment=comment.strip(),
        adopted_at=clock.now(),
    )
    kernel.record_event(
        "theme.measure_adopted", subject=theme.subject, by=by, changes={"adopted": [None, _words(series)]}
    )
    return adoption


@transaction.atomic
def amend_adoption(
    *, by: Viewer, adoption: Adoption, theme: Theme, objective: Objective | None = None, comment: str = ""
) -> None:
    """Change where an adopted series hangs, and what the adopter says about it."""
    check(by, Right.MANAGE, adoption.partnership_id)
    _check_there(adoption)
    _check_hangs_here(adoption.partnership_id, theme, objective)
    after = {"theme": theme, "objective": objective, "comment": comment.strip()}
    changes = {
        f"{name} of {_words(adoption.series)}": [_plain(getattr(adoption, name)), _plain(value)]
        for name, value in after.items()
        if getattr(adoption, name) != value
    }
    if not changes:
        return
    for name, value in after.items():
        setattr(adoption, name, value)
    adoption.save(update_fields=list(after))
    kernel.record_event("theme.adoption_amended", subject=theme.subject, by=by, changes=changes)


@transaction.atomic
def end_adoption(*, by: Viewer, adoption: Adoption, reason: str) -> None:
    """Take an adopted series out of one's plan. Its steward keeps it; the adopter's targets stay on record."""
    check(by, Right.MANAGE, adoption.partnership_id)
    _check_there(adoption)
    if not reason.strip():
        raise Invalid({"reason": "Say in a few words why you end it."})
    adoption.ended_at = clock.now()
    adoption.save(update_fields=["ended_at"])
    kernel.record_event(
        "theme.adoption_ended",
        subject=adoption.theme.subject,
        by=by,
        reason=reason.strip(),
        changes={"adopted": [_words(adoption.series), None]},
    )


def _check_there(adoption: Adoption) -> None:
    if adoption.ended_at is not None:
        raise Refused("This adoption has ended already.")


def _check_hangs_here(partnership_id: int, theme: Theme, objective: Objective | None) -> None:
    if theme.subject.partnership_id != partnership_id:
        raise Invalid({"theme": "Choose a theme of your own partnership."})
    if objective is not None and objective.theme_id != theme.pk:
        raise Invalid({"objective": "Choose an objective of this theme."})


def _words(series: Series) -> str:
    measure: Measure = series.measure
    return f"{measure.code} {measure.title}, {series.place.name}".strip()


def _plain(value: Theme | Objective | str | None) -> str | None:
    return value.title if isinstance(value, Theme | Objective) else value
