"""What the checks ask of figures that somebody gives: of one, or of many in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from goldenthread.kernel import clock
from goldenthread.kernel.errors import Invalid
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import (
    Baseline,
    Measure,
    Observation,
    Period,
    Series,
    SeriesBreak,
    Target,
)
from goldenthread.measures.queries.moment import in_force
from goldenthread.measures.rules import Given, worked_out
from goldenthread.reckoning.checks import (
    Behind,
    Breakdown,
    Check,
    Level,
    Limits,
    Part,
    Point,
    Proposed,
    Sheet,
    check_figure,
    in_words,
    limits_of,
)
from goldenthread.reckoning.freshness import MONTHS


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A figure that somebody gives, with how firm it is (None: as firm as it was).

    `series.measure` is best loaded with it.
    """

    series: Series
    period: Period
    given: Given
    status: str | None = ""


class _Row(NamedTuple):
    """A figure in force as the checks need it."""

    series_id: int
    period_id: int
    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    status: str
    numerator: Decimal | None
    denominator: Decimal | None
    decimals: int


class _Sibling(NamedTuple):
    """A series of the same measure: for the place whole, or for a part of it."""

    id: int
    measure_id: int
    place_id: int
    breakdown: str
    category: str


@dataclass(slots=True)
class _Facts:
    """What is known of all series that are asked about."""

    rows: dict[int, dict[int, _Row]] = field(default_factory=lambda: defaultdict(dict))
    """By series, then by period."""
    siblings: dict[tuple[int, int], list[_Sibling]] = field(default_factory=lambda: defaultdict(list))
    """By measure and place."""
    breaks: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    aims: dict[int, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    units: dict[int, str] = field(default_factory=dict)


def checks_of(
    series: Series,
    period: Period,
    given: Given,
    *,
    status: str | None = "",
    together: Iterable[ToCheck] = (),
) -> tuple[Check, ...]:
    """What is to be asked of one figure. `together` are others that are given with it, such as its parts."""
    asked = ToCheck(series, period, given, status)
    return checks_of_many([*together, asked])[series.pk, period.pk]


def checks_of_many(asked: Sequence[ToCheck]) -> dict[tuple[int, int], tuple[Check, ...]]:
    """What is to be asked of each figure, by series and period. Five queries, whatever is in it.

    Figures that are given together are held against each other: a total against its parts. What cannot be kept at
    all is an error too ("not_kept").
    """
    facts = _facts([one.series for one in asked], periods={one.period.pk for one in asked})
    found: dict[tuple[int, int], tuple[Check, ...]] = {}
    proposed: dict[tuple[int, int], Proposed] = {}
    for one in asked:
        key = (one.series.pk, one.period.pk)
        try:
            proposed[key] = _proposed(one, facts)
        except Invalid as problem:
            found[key] = tuple(
                Check("not_kept", Level.ERROR, name, sentence) for name, sentence in problem.fields.items()
            )
    for one in asked:
        key = (one.series.pk, one.period.pk)
        if key in proposed:
            behind = _behind(facts, one.series, breakdowns=_breakdowns(one, proposed, facts))
            found[key] = check_figure(proposed[key], behind, _limits(one.series, facts), today=clock.today())
    return found


class Screen(NamedTuple):
    """What tells of most figures of a series that nothing need be asked: its limits, and whether it has figures yet."""

    limits: Limits
    has_figures: bool


def screens_of(series_ids: Iterable[int]) -> dict[int, Screen]:
    """The screen of each series: seven queries, whatever is in it."""
    found = series_with_measures(series_ids)
    if not found:
        return {}
    facts = _facts(found, periods=set())
    screens: dict[int, Screen] = {}
    of_measure: dict[int, Screen] = {}
    for one in found:
        if facts.rows.get(one.pk) or facts.aims.get(one.pk):
            screens[one.pk] = Screen(_limits(one, facts), bool(facts.rows.get(one.pk)))
        elif one.measure_id not in of_measure or facts.units.get(one.pk):
            screens[one.pk] = of_measure[one.measure_id] = Screen(_limits(one, facts), has_figures=False)
        else:  # nothing is known of it: its limits are those of its measure
            screens[one.pk] = of_measure[one.measure_id]
    return screens


def series_with_measures(series_ids: Iterable[int]) -> list[Series]:
    """These series with their measures, which those of one measure share: two queries."""
    found = list(Series.objects.filter(pk__in=list(series_ids)))
    measures = Measure.objects.in_bulk({one.measure_id for one in found})
    for one in found:
        one.measure = measures[one.measure_id]
    return found


def unanswered(
    checks: Iterable[Check], *, explanation: str = "", revision: str = "", reason: str = ""
) -> dict[str, str]:
    """What still stands in the way of a figure, as sentences by field; empty where it may be kept.

    An error always does. A warning does until a sentence answers it; a revised figure until its kind and a few words
    say why (`reason`, or the sentence where there is one field for both).
    """
    wrong: dict[str, str] = {}
    for one in checks:
        if one.level is Level.ERROR:
            _add(wrong, one.field, one.sentence)
        elif one.code == "revised":
            if revision not in Observation.Revision.values:
                _add(wrong, "revision", one.sentence)
            elif not (reason.strip() or explanation.strip()):
                _add(wrong, "explanation", "Say in a few words why the figure changes.")
        elif not explanation.strip():
            _add(wrong, "explanation", _with_history(one))
    return wrong


def _add(wrong: dict[str, str], name: str, sentence: str) -> None:
    wrong[name] = f"{wrong[name]} {sentence}" if name in wrong else sentence


def _with_history(one: Check) -> str:
    """What a check asks, with the figures that it speaks of."""
    so_far = ", ".join(f"{figure} ({period})" for period, figure in one.history)
    return f"{one.sentence} The figures so far: {so_far}." if so_far else one.sentence


def rules_of(measure: Measure, *, viewer: Viewer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How the figures of a measure are checked, in words, with today's numbers.

    First what all its places share, under no name, then as (place, sentences) what each has of its own. Derived
    measures are not checked.
    """
    if measure.formula:
        return ()
    series = list(
        Series.objects.filter(measure=measure, breakdown="")
        .select_related("place")
        .order_by("place__name", "pk")
    )
    for one in series:
        one.measure = measure
    facts = _facts(series, periods=set(), viewer=viewer)
    months = MONTHS.get(measure.frequency, 0)
    told = [
        (one.place.name, in_words(_limits(one, facts), _behind(facts, one), months=months)) for one in series
    ]
    if not told:
        return ()
    shared = tuple(one for one in told[0][1] if all(one in sentences for _, sentences in told))
    own = tuple((name, tuple(one for one in sentences if one not in shared)) for name, sentences in told)
    return (("", shared), *((name, sentences) for name, sentences in own if sentences))


def _facts(series: Sequence[Series], *, periods: set[int], viewer: Viewer | None = None) -> _Facts:
    """Five queries. With a `viewer`, as far as it was known at the moment that they look at."""
    facts = _Facts()
    ids = {one.pk for one in series}
    known = in_force(viewer) if viewer else Q(superseded_at=None)
    measures = {one.measure_id for one in series}
    for sibling in map(
        _Sibling._make,
        Series.objects.filter(measure__in=measures).order_by("category", "pk").values_list(*_Sibling._fields),
    ):
        facts.siblings[sibling.measure_id, sibling.place_id].append(sibling)
    also = {one.id for siblings in facts.siblings.values() for one in siblings} if periods else set()
    figures = Observation.objects.filter(
        known, Q(series__in=ids) | Q(series__in=also - ids, period__in=periods)
    ).values_list(
        "series_id", "period_id", "period__label", "period__start", "period__end", "value", "status",
        "numerator", "denominator", "decimals",
    )  # fmt: skip
    for row in map(_Row._make, figures):
        facts.rows[row.series_id][row.period_id] = row
    breaks = SeriesBreak.objects.filter(series__in=ids)
    if viewer is not None and viewer.as_known is not None:
        breaks = breaks.filter(known_from__lte=viewer.as_known)
    for number, day in breaks.values_list("series_id", "on"):
        facts.breaks[number].append(day)
    _know_aims(facts, series, Target, known & Q(adoption=None))
    _know_aims(facts, series, Baseline, known)
    return facts


def _know_aims(facts: _Facts, series: Sequence[Series], kind: type[Target | Baseline], known: Q) -> None:
    """The targets or baselines of the series: one query. Those in another unit than the figures do not count."""
    own = {one.pk: one.measure.unit for one in series}
    stated = list(
        kind._default_manager.filter(known, series__in=own)
        .order_by("-pk")
        .values_list("series_id", "unit", "value")
    )
    for number, unit, _ in stated:
        if unit and not own[number]:
            facts.units.setdefault(number, unit)
    for number, unit, value in stated:
        if value is not None and unit in ("", own[number] or facts.units.get(number, "")):
            facts.aims[number].append(value)


def _unit(series: Series, facts: _Facts) -> str:
    return series.measure.unit or facts.units.get(series.pk, "")


def _proposed(one: ToCheck, facts: _Facts) -> Proposed:
    """The figure as it would be kept. Raises Invalid where it cannot be."""
    worked = worked_out(one.given, unit=_unit(one.series, facts), decimals=one.series.measure.decimals)
    standing = facts.rows.get(one.series.pk, {}).get(one.period.pk)
    as_it_was = standing.status if standing else ""
    return Proposed(
        one.period.label,
        one.period.start,
        one.period.end,
        worked.value,
        as_it_was if one.status is None else one.status,
        one.given.numerator,
        one.given.denominator,
    )


def _behind(facts: _Facts, series: Series, breakdowns: tuple[Breakdown, ...] = ()) -> Behind:
    return Behind(
        points=tuple(
            Point(row.period, row.start, row.end, row.value, row.status)
            for row in facts.rows.get(series.pk, {}).values()
        ),
        breaks=tuple(facts.breaks.get(series.pk, ())),
        aims=tuple(facts.aims.get(series.pk, ())),
        breakdowns=breakdowns,
    )


def _limits(series: Series, facts: _Facts) -> Limits:
    measure, rows = series.measure, facts.rows.get(series.pk, {}).values()
    sheet = Sheet(
        title=measure.title,
        data_type=measure.data_type,
        unit=_unit(series, facts),
        decimals=measure.decimals,
        lowest=measure.lowest,
        highest=measure.highest,
        largest_change=measure.largest_change,
        whole=measure.whole_numbers,
        parts_add_up=measure.parts_add_up,
    )
    known = [row.value for row in rows if row.value is not None]
    return limits_of(
        sheet,
        [*known, *facts.aims.get(series.pk, ())],
        decimals=max((row.decimals for row in rows), default=0),
    )


def _breakdowns(
    one: ToCheck, proposed: Mapping[tuple[int, int], Proposed], facts: _Facts
) -> tuple[Breakdown, ...]:
    """The breakdowns that a figure is the total of, or the one that it is a part of, in its period.

    Where the total is given too, it is asked of the total alone: one mistake is one message.
    """
    series, period = one.series, one.period.pk
    siblings = facts.siblings[series.measure_id, series.place_id]
    total = next((each for each in siblings if not each.breakdown), None)
    if total is None or (series.breakdown and (total.id, period) in proposed):
        return ()
    names = (
        {series.breakdown} if series.breakdown else {each.breakdown for each in siblings if each.breakdown}
    )
    return tuple(
        Breakdown(
            name,
            _part(total, period, proposed, facts),
            tuple(_part(each, period, proposed, facts) for each in siblings if each.breakdown == name),
        )
        for name in sorted(names)
    )


def _part(
    sibling: _Sibling, period: int, proposed: Mapping[tuple[int, int], Proposed], facts: _Facts
) -> Part:
    """What is given for a series now, else its figure in force."""
    key = (sibling.id, period)
    figure = proposed.get(key) or facts.rows.get(sibling.id, {}).get(period)
    if figure is None:
        return Part(sibling.category, None)
    return Part(sibling.category, figure.value, figure.numerator, figure.denominator)
