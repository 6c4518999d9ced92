"""What is wrong with a partnership's plan as it stands: the rules for documents, run on live records.

The records of a thousand measures take longer to judge than a page may take, so the outcome is kept in the cache
under the number of the partnership's last audit event. Every write makes a new event: a fault that is mended is
gone from the next page.
"""

import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from goldenthread.delivery.queries import actions, risks_by_subject
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures import queries as measures
from goldenthread.measures.models import Baseline, Involvement, Measure, Target
from goldenthread.overview.queries.heading import heading_of
from goldenthread.overview.queries.reckoned import reckoned
from goldenthread.overview.queries.rows import PAGE_SIZE, as_written, name_of
from goldenthread.overview.queries.standing import DAY, Under, kept_under
from goldenthread.overview.shapes import FindingsPage, FindingsSummary, LiveFinding, Named, Page, Source
from goldenthread.partnership.queries import partnership_coded
from goldenthread.reading.plan import (
    Equality,
    EqualityState,
    Passage,
    Plan,
    PlannedMeasure,
    PlannedTheme,
    Value,
    ValueStatus,
)
from goldenthread.reckoning.findings import Finding
from goldenthread.reckoning.findings import findings as judge
from goldenthread.strategy.models import EqualityImpact, FromDocument, Theme
from goldenthread.strategy.queries import equality_impacts, themes

SEVERITIES = ("error", "warning", "note")
NOWHERE = (0, 0)


def findings(
    code: str, *, viewer: Viewer, page: int = 1, kind: str = "", severity: str = "", theme: str = ""
) -> FindingsPage:
    """One page of the findings of a partnership, the gravest first, after the filter. Raises NotFound."""
    partnership = partnership_coded(code, viewer=viewer)
    everything = all_findings(partnership.pk, viewer=viewer)
    chosen = [
        finding
        for finding in everything
        if (not kind or finding.kind == kind)
        and (not severity or finding.severity == severity)
        and (not theme or finding.theme == theme)
    ]
    pages = Paginator(chosen, PAGE_SIZE)
    shown = pages.get_page(page)
    return FindingsPage(
        heading=heading_of(partnership, viewer=viewer),
        has_plan=themes(partnership.pk, viewer=viewer).exists(),
        summary=summed_up(everything),
        findings=tuple(shown.object_list),
        page=Page(number=shown.number, pages=pages.num_pages, total=pages.count),
    )


def findings_summary(partnership_id: int, *, viewer: Viewer, under: Under | None = None) -> FindingsSummary:
    """How many findings a partnership has, by severity and by kind."""
    return _kept(partnership_id, viewer, under).summary


def summed_up(found: Iterable[LiveFinding]) -> FindingsSummary:
    found = list(found)
    return FindingsSummary(
        by_severity=dict(Counter(finding.severity for finding in found)),
        by_kind=dict(Counter(finding.kind for finding in found)),
        total=len(found),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """The findings of a partnership as the cache has them: packed, since few pages look at more than one measure's."""

    summary: FindingsSummary
    everything: bytes
    of_measure: dict[int, bytes]


def all_findings(partnership_id: int, *, viewer: Viewer) -> tuple[LiveFinding, ...]:
    """Every finding of a partnership, the gravest first; computed again after any write."""
    return _unpacked(_kept(partnership_id, viewer).everything)


def findings_of(
    measure_id: int, partnership_id: int, *, viewer: Viewer, under: Under | None = None
) -> tuple[LiveFinding, ...]:
    """The findings of one measure, the gravest first."""
    packed = _kept(partnership_id, viewer, under).of_measure.get(measure_id)
    return _unpacked(packed) if packed else ()


def _kept(partnership_id: int, viewer: Viewer, under: Under | None = None) -> Kept:
    key = f"findings:{under or kept_under(partnership_id, viewer)}"
    kept: Kept | None = reckoned.get(key)
    if kept is None:
        found = _judged(partnership_id, viewer)
        of_measure: dict[int, list[LiveFinding]] = defaultdict(list)
        for finding in found:
            if finding.measure is not None:
                of_measure[finding.measure.id].append(finding)
        kept = Kept(
            summed_up(found), _packed(found), {pk: _packed(tuple(few)) for pk, few in of_measure.items()}
        )
        reckoned.set(key, kept, DAY)
    return kept


def _packed(found: tuple[LiveFinding, ...]) -> bytes:
    return pickle.dumps(found, pickle.HIGHEST_PROTOCOL)


def _unpacked(packed: bytes) -> tuple[LiveFinding, ...]:
    found: tuple[LiveFinding, ...] = pickle.loads(packed)  # noqa: S301 - packed by ourselves
    return found


def _judged(partnership_id: int, viewer: Viewer) -> tuple[LiveFinding, ...]:
    records = list(measures.measures(partnership_id, viewer=viewer))
    of_partnership = list(themes(partnership_id, viewer=viewer).select_related("source"))
    plan = Plan(
        themes=tuple(_theme(theme) for theme in of_partnership),
        measures=tuple(_measures(records, partnership_id, viewer)),
    )
    live = [_live(finding, records, of_partnership) for finding in judge(plan)]
    return tuple(sorted(live, key=lambda finding: SEVERITIES.index(finding.severity)))


def _live(finding: Finding, records: list[Measure], of_partnership: list[Theme]) -> LiveFinding:
    record = records[finding.measure.position] if finding.measure else None
    theme = next(
        (t for t in of_partnership if record is None and _lines(t) == finding.lines != NOWHERE), None
    )
    about: FromDocument | None = record or theme
    source = None
    if about is not None and about.source is not None:
        lines = finding.lines if finding.lines != NOWHERE else None
        source = Source(Named(about.source.pk, about.source.title), lines)
    return LiveFinding(
        kind=finding.kind.value,
        severity=finding.severity.value,
        text=finding.text,
        measure=Named(record.pk, record.title) if record else None,
        measure_code=record.code if record else "",
        theme=record.theme.title if record else (theme.title if theme else None),
        source=source,
    )


# Records as the plain data that the rules take -----------------------------------------------------------


def _measures(records: list[Measure], partnership_id: int, viewer: Viewer) -> Iterable[PlannedMeasure]:
    """The measures as plain data, in eight queries."""
    ids = [record.pk for record in records]
    people: dict[int, list[str]] = defaultdict(list)
    organisations: dict[int, list[str]] = defaultdict(list)
    for involvement in measures.involvements_of(partnership_id, viewer=viewer):
        if involvement.part == Involvement.Part.LEAD_PERSON:
            people[involvement.measure_id].append(name_of(involvement))
        elif involvement.part == Involvement.Part.LEAD_ORGANISATION:
            organisations[involvement.measure_id].append(name_of(involvement))
    baselines = _by_measure(measures.figure_facts(Baseline, partnership_id, viewer=viewer))
    targets = _by_measure(measures.figure_facts(Target, partnership_id, viewer=viewer))
    passages: dict[int, list[Passage]] = defaultdict(list)
    written = actions(partnership_id, viewer=viewer).filter(measure__isnull=False)
    for measure_id, title, first, last in written.values_list(
        "measure_id", "title", "source_from", "source_to"
    ):
        passages[measure_id or 0].append(Passage(title, (first or 0, last or 0)))
    equality = {impact.about_id: impact for impact in equality_impacts(ids, viewer=viewer)}
    risky = risks_by_subject(partnership_id, viewer=viewer)
    for record in records:
        stated = targets[record.pk]
        yield PlannedMeasure(
            title=record.title,
            lines=_lines(record),
            theme=record.theme.title,
            code=record.code or None,
            place=record.place.name if record.place else None,
            lead_people=tuple(people[record.pk]),
            lead_organisations=tuple(organisations[record.pk]),
            monitoring_text=record.monitoring,
            baselines=tuple(baselines[record.pk]),
            targets=tuple(stated),
            blank_targets=tuple(sorted(set(record.target_periods) - {value.period for value in stated})),
            actions=tuple(passages[record.pk]),
            remarks=tuple(Passage(text, (first, last)) for text, first, last in record.remarks),
            equality=_equality(equality.get(record.pk)),
            risks=tuple(Passage(text, NOWHERE) for text in risky.get(record.pk, ())),
            risks_asked=record.risks_asked,
            lead_person_asked=record.lead_person_asked,
        )


def _by_measure(figures: Iterable[Any]) -> dict[int, list[Value]]:
    """Figures as plain values by their measure; each figure has the attributes of `measures.queries.FACTS`."""
    found: dict[int, list[Value]] = defaultdict(list)
    for figure in figures:
        found[figure.series__measure_id].append(_value(figure))
    return found


def _value(figure: Any) -> Value:
    return Value(
        lines=_lines(figure),
        as_written=figure.as_written,
        place=figure.place_as_written or None,
        period=figure.period__label,
        measured_at=figure.measured_at or None,
        value=None if figure.value is None else round(figure.value, figure.decimals),
        unit=figure.unit or None,
        numerator=as_written(figure.numerator),
        denominator=as_written(figure.denominator),
        change_percent=as_written(figure.change_percent),
        status=ValueStatus(figure.status) if figure.status else None,
    )


def _theme(theme: Theme) -> PlannedTheme:
    return PlannedTheme(theme.title, _lines(theme), to_follow=theme.to_follow)


def _equality(impact: EqualityImpact | None) -> Equality:
    if impact is None:
        return Equality(EqualityState.NOT_ASKED)
    return Equality(EqualityState(impact.state), impact.text)


def _lines(record: FromDocument) -> tuple[int, int]:
    return (record.source_from or 0, record.source_to or 0)
