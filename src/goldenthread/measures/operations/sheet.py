"""Measures and their definition sheets; who leads them, who looks at them, where they hang."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from goldenthread.kernel import operations as kernel
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.models import Subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Involvement, Measure, MonitoringRoute, Placement
from goldenthread.measures.operations.stated import series_of
from goldenthread.measures.queries.rights import check_keeps, check_manages
from goldenthread.measures.rules import SHEET, check_formula, check_not_needed, check_sheet
from goldenthread.partnership.models import Decision, Group, Organisation, Partnership, Person, Place, Post
from goldenthread.partnership.rules import Right, check
from goldenthread.strategy.models import Objective, Theme


@transaction.atomic
def add_measure(
    *,
    by: Viewer,
    partnership: Partnership,
    theme: Theme,
    objective: Objective | None = None,
    place: Place | None = None,
    reason: str = "",
    catalogue_entry: str = "",
    decision: Decision | None = None,
    **sheet: Any,
) -> Measure:
    """A measure with its definition sheet (`rules.SHEET`), and its series for `place`, else the partnership's own.

    It is seen inside the partnership until it is published. Raises Invalid by field, NotAllowed.
    """
    check(by, Right.MANAGE, partnership.pk)
    _check_only_sheet(sheet)
    _check_hangs_here(partnership, theme, objective)
    check_sheet(sheet)
    _check_code_is_free(partnership.pk, sheet.get("code", ""), place, None)
    _check_formula(partnership.pk, sheet.get("code", ""), sheet.get("formula", ""), None)
    measure = kernel.create(
        Measure,
        by=by,
        partnership_id=partnership.pk,
        reason=reason,
        basis=decision.subject if decision else None,
        theme=theme,
        objective=objective,
        place=place,
        catalogue_entry=catalogue_entry,
        position=Measure.objects.of(partnership.pk).count(),
        **sheet,
    )
    series_of(measure, place or partnership.place)
    return measure


@transaction.atomic
def amend_measure(
    *, by: Viewer, measure: Measure, reason: str = "", as_of: int | None = None,
    basis: Subject | None = None, **sheet: Any,
) -> dict[str, list[Any]]:  # fmt: skip
    """Change the definition sheet of a measure. Returns what changed, {} if nothing did.

    Raises Invalid by field, Conflict where somebody changed the same fields meanwhile, NotAllowed.
    """
    check_keeps(by, measure)
    _check_only_sheet(sheet)
    whole = {name: getattr(measure, name) for name in SHEET} | sheet
    check_sheet(whole)
    _check_code_is_free(measure.subject.partnership_id or 0, whole["code"], measure.place, measure.pk)
    _check_formula(measure.subject.partnership_id or 0, whole["code"], whole["formula"], measure)
    return kernel.amend(measure, by=by, reason=reason, as_of=as_of, basis=basis, **sheet)


def _check_only_sheet(sheet: dict[str, Any]) -> None:
    if unknown := set(sheet) - set(SHEET):
        raise TypeError(f"A definition sheet has no {', '.join(sorted(unknown))}.")


def _check_hangs_here(partnership: Partnership, theme: Theme, objective: Objective | None) -> None:
    if theme.subject.partnership_id != partnership.pk:
        raise Invalid({"theme": "Choose a theme of this partnership."})
    if objective is not None and objective.theme_id != theme.pk:
        raise Invalid({"objective": "Choose an objective of this theme."})


def _check_code_is_free(partnership_id: int, code: str, place: Place | None, but: int | None) -> None:
    if not code:
        return
    same = Measure.objects.of(partnership_id).filter(
        code__iexact=code, place=place, subject__withdrawn_at=None
    )
    if same.exclude(pk=but).exists():
        raise Invalid({"code": f"There is a measure {code} already."})


def _check_formula(partnership_id: int, code: str, formula: str, measure: Measure | None) -> None:
    """Raises Invalid where this formula cannot be worked out, or another one could not be any more."""
    theirs = Measure.objects.of(partnership_id).filter(subject__withdrawn_at=None)
    others = list(theirs.exclude(pk=measure and measure.pk).values_list("code", "formula"))
    if formula:
        adopted = Measure.objects.filter(
            series__adoptions__partnership=partnership_id, series__adoptions__ended_at=None
        )
        check_formula(code, formula, [*others, *((theirs.code, "") for theirs in adopted)])
    if measure is not None and measure.code and measure.code.casefold() != code.casefold():
        check_not_needed(measure.code, others)


@transaction.atomic
def set_involvements(
    measure: Measure,
    part: Involvement.Part,
    holders: Iterable[tuple[str, Person | Post | Organisation]],
    *,
    by: Viewer,
) -> None:
    """Who has this part in a measure, as (name as written, holder) in order.

    Who had it before is in the audit event of the amendment.
    """
    check_manages(by, measure)
    Involvement.objects.filter(measure=measure, part=part).delete()
    Involvement.objects.bulk_create(
        Involvement(
            measure=measure,
            part=part,
            as_written=written,
            position=position,
            person=holder if isinstance(holder, Person) else None,
            post=holder if isinstance(holder, Post) else None,
            organisation=holder if isinstance(holder, Organisation) else None,
        )
        for position, (written, holder) in enumerate(holders)
    )


@transaction.atomic
def set_placements(measure: Measure, placements: Sequence[tuple[str, str]], *, by: Viewer) -> None:
    """Where a measure hangs as its plan writes it, as (framework, theme), in order.

    What hangs under a theme of ours was put there by hand and stays.
    """
    check_manages(by, measure)
    Placement.objects.filter(measure=measure, under=None).delete()
    Placement.objects.bulk_create(
        Placement(measure=measure, framework=framework, theme=theme, position=position)
        for position, (framework, theme) in enumerate(placements)
    )


@transaction.atomic
def set_routes(measure: Measure, routes: Sequence[tuple[str, str, Group | None]], *, by: Viewer) -> None:
    """Which bodies look at a measure, as (body, frequency, group), in order."""
    check_manages(by, measure)
    MonitoringRoute.objects.filter(measure=measure).delete()
    MonitoringRoute.objects.bulk_create(
        MonitoringRoute(measure=measure, body=body, frequency=frequency, group=group, position=position)
        for position, (body, frequency, group) in enumerate(routes)
    )
