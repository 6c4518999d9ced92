"""Equality, amendments and the next year: what was looked at, what changed and why, what would be carried on."""

from collections import Counter
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q

from goldenthread.delivery import queries as delivery
from goldenthread.delivery.rules import OVER, days_late
from goldenthread.kernel.models import AuditEvent, Subject
from goldenthread.kernel.queries import subject as subject_of
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.queries import targets_of_year, targets_to_carry_on
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.history import entries, titles
from goldenthread.overview.queries.rows import PAGE_SIZE
from goldenthread.overview.queries.standing import day_of
from goldenthread.overview.shapes import Named, Page
from goldenthread.overview.shapes.strategy import (
    ActionToCarry,
    AmendmentsPage,
    EffectLine,
    EqualityPage,
    EqualityRegister,
    EqualityRow,
    TargetToCarry,
    YearEnd,
)
from goldenthread.partnership.queries import partnership_coded
from goldenthread.partnership.rules import Right, check, is_inside
from goldenthread.reckoning.periods import following
from goldenthread.strategy.models import EqualityEffect, EqualityImpact
from goldenthread.strategy.queries import equality_impacts

LOOKED_AT_KINDS = ("strategy", "theme", "objective", "measure", "action")
"""What the register lists even where nobody has looked at it yet."""


def equality_register(code: str, *, viewer: Viewer, page: int = 1, state: str = "") -> EqualityRegister:
    """One page of the register; `state` is a state, "none" for not looked at yet, "late" for a review overdue."""
    partnership = partnership_coded(code, viewer=viewer)
    today = day_of(viewer, partnership.year)
    visible = Subject.objects.visible_to(viewer).filter(partnership_id=partnership.pk)
    impacts = {
        impact.about_id: impact
        for impact in EqualityImpact.objects.filter(about__in=visible).prefetch_related("effects")
    }
    listed = visible.filter(Q(kind__in=LOOKED_AT_KINDS) | Q(pk__in=list(impacts)))
    rows = [_row(one, impacts.get(one.pk), today) for one in listed.order_by("kind", "title", "pk")]
    counts = Counter(row.state or "none" for row in rows)
    counts["late"] = sum(row.days_late > 0 for row in rows)
    chosen = [
        row
        for row in rows
        if not state or (row.days_late > 0 if state == "late" else (row.state or "none") == state)
    ]
    pages = Paginator(chosen, PAGE_SIZE)
    shown = pages.get_page(page)
    return EqualityRegister(
        heading=heading_of(partnership, viewer=viewer),
        rows=tuple(shown.object_list),
        counts=dict(counts),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def equality(code: str, subject_id: int, *, viewer: Viewer) -> EqualityPage:
    """What is known of the effect of one record of the partnership of that code. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    about = subject_of(subject_id, viewer=viewer, partnership_id=partnership.pk)
    impact = equality_impacts([about.pk], viewer=viewer).prefetch_related("effects").first()
    known = {one.characteristic: one for one in impact.effects.all()} if impact else {}
    return EqualityPage(
        heading=heading_of(partnership, viewer=viewer),
        row=_row(about, impact, day_of(viewer, partnership.year)),
        text=impact.text if impact else "",
        effects=tuple(
            _effect(characteristic, known.get(characteristic.value))
            for characteristic in EqualityEffect.Characteristic
        ),
    )


def _effect(characteristic: EqualityEffect.Characteristic, known: EqualityEffect | None) -> EffectLine:
    effect = EqualityEffect.Effect(known.effect) if known else EqualityEffect.Effect.NOT_KNOWN
    return EffectLine(
        characteristic=characteristic.value,
        label=str(characteristic.label),
        effect=effect.value,
        effect_label=str(effect.label),
        evidence=known.evidence if known else "",
        mitigation=known.mitigation if known else "",
    )


def _row(about: Subject, impact: EqualityImpact | None, today: date) -> EqualityRow:
    worse = (EqualityEffect.Effect.WORSE, EqualityEffect.Effect.MIXED)
    return EqualityRow(
        about=Named(about.pk, about.title),
        kind=about.kind,
        state=impact.state if impact else "",
        depth=impact.depth if impact else "",
        done_on=impact.done_on if impact else None,
        review_on=impact.review_on if impact else None,
        days_late=days_late(impact.review_on, today) if impact else 0,
        worse_for=tuple(
            str(one.get_characteristic_display()) for one in impact.effects.all() if one.effect in worse
        )
        if impact
        else (),
    )


def amendments(code: str, *, viewer: Viewer, page: int = 1) -> AmendmentsPage:
    """What was amended with a reason or by a decision, the newest first. Raises NotFound.

    The public sees what a decision changed of public records; the reasons of others stay inside.
    """
    partnership = partnership_coded(code, viewer=viewer)
    seen = Subject.objects.visible_to(viewer).filter(partnership_id=partnership.pk)
    found = AuditEvent.objects.filter(subject__in=seen, verb__endswith="amended")
    if viewer.as_known:
        found = found.filter(at__lte=viewer.as_known)
    if is_inside(viewer, partnership.pk):
        found = found.filter(~Q(reason="") | Q(basis__isnull=False))
    else:
        found = found.filter(basis__in=Subject.objects.visible_to(viewer))
    pages = Paginator(found.select_related("subject", "basis").order_by("-at", "-id"), PAGE_SIZE)
    shown = pages.get_page(page)
    events = list(shown.object_list)
    told = zip(events, entries(events), strict=True)
    return AmendmentsPage(
        heading=heading_of(partnership, viewer=viewer),
        entries=tuple(
            (Named(event.subject_id, event.subject.title), event.subject.kind, entry) for event, entry in told
        ),
        names=titles(events, viewer),
        page=Page(shown.number, pages.num_pages, pages.count),
    )


def year_end(code: str, *, viewer: Viewer) -> YearEnd:
    """What the next year would start with. Raises NotFound, NotAllowed."""
    partnership = partnership_coded(code, viewer=viewer)
    check(viewer, Right.MANAGE, partnership.pk)
    heading = heading_of(partnership, viewer=viewer)
    year = partnership.year
    after = following(year) if year else ""
    targets = targets_to_carry_on(partnership.pk, year, after, viewer=viewer) if year else ()
    every = delivery.actions(partnership.pk, viewer=viewer)
    today = day_of(viewer, partnership.year)
    return YearEnd(
        heading=heading,
        following=after,
        kept=targets_of_year(partnership.pk, after, viewer=viewer).count() if year else 0,
        targets=tuple(
            TargetToCarry(
                id=target.pk,
                measure=Named(
                    target.series.measure_id,
                    f"{target.series.measure.code} {target.series.measure.title}".strip(),
                ),
                place=target.series.place.name,
                words=target.as_written,
                value=target.value,
                unit=target.unit,
                decimals=target.decimals,
            )
            for target in targets
        ),
        actions=tuple(
            ActionToCarry(action.pk, action.title, action.theme.title, action.due_on)
            for action in delivery.unfinished_actions(partnership.pk, viewer=viewer)
        ),
        over=every.filter(state__in=OVER).count(),
        reviews=delivery.risks_of(partnership.pk, viewer=viewer).filter(review_on__lt=today).count(),
    )
