"""Derived measures: worked out from the figures of others, never typed and never kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q

from goldenthread.kernel.models import AuditEvent
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, Observation, Series
from goldenthread.measures.queries.adopted import adoptions_there
from goldenthread.measures.queries.moment import in_force
from goldenthread.measures.rules import MOST_DIGITS, MOST_SHOWN
from goldenthread.reckoning.columns import State
from goldenthread.reckoning.derived import Derived, Values, evaluate_all
from goldenthread.reckoning.formula import Circle, Formula, order, parse, renamed
from goldenthread.reckoning.freshness import MONTHS

HIDDEN = "a measure that you cannot see"
"""How an input is called where the viewer may not know of it, or where there is none any more."""
TOO_LARGE = "The figure is too large to keep."
FIRM = ("", Observation.Status.ESTIMATED, Observation.Status.PROVISIONAL, Observation.Status.FINAL)
"""How firm a figure is, the least firm first: what is worked out is as firm as the least firm of its inputs."""


class Worked(NamedTuple):
    """A derived figure. `value` is None exactly where `gap` is "missing" or "cannot_compute"; `comment` says why."""

    series_id: int
    period_id: int
    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    gap: str
    comment: str
    decimals: int
    status: str
    illustrative: bool
    known_from: datetime


class _Sheet(NamedTuple):
    """What is needed of a measure of the same partnership."""

    id: int
    partnership_id: int
    code: str
    title: str
    place_id: int | None
    formula: str
    decimals: int | None
    frequency: str


class _Typed(NamedTuple):
    """A figure that somebody gave."""

    series_id: int
    period_id: int
    period: str
    start: date | None
    end: date | None
    value: Decimal | None
    gap: str
    decimals: int
    status: str
    illustrative: bool
    known_from: datetime


@dataclass(slots=True)
class _Known:
    """The measures of some partnerships that the viewer sees, and where they are counted."""

    sheets: dict[int, _Sheet]
    series: dict[tuple[int, int], int] = field(default_factory=dict)
    """The series for a whole place, by measure and place."""
    figures: dict[int, list[_Typed]] = field(default_factory=lambda: defaultdict(list))
    coded: dict[tuple[int, str], list[_Sheet]] = field(default_factory=lambda: defaultdict(list))
    """The measures of a code, by partnership and code in small letters."""

    def named(self, partnership_id: int, code: str, place_id: int) -> int | None:
        """The measure that a formula names for a place: an own one before an adopted one, one for that place alone
        before one for all."""
        coded = self.coded[partnership_id, code.casefold()]
        found = [one for one in coded if (one.id, place_id) in self.series]
        return (
            min(
                found, key=lambda one: (one.partnership_id != partnership_id, one.place_id is None, one.id)
            ).id
            if found
            else None
        )


def derived_figures(measure_ids: Iterable[int], *, viewer: Viewer) -> dict[int, list[Worked]]:
    """What the derived ones among these measures come to, by series and in time, at the viewer's moment.

    An input that the viewer may not see counts as missing: what is not public shows in no public sum. Four or five
    queries more where any of the measures is derived, however many they are.
    """
    wanted = set(measure_ids)
    asked = Measure.objects.filter(pk__in=wanted).order_by()
    if viewer.as_known is None and not asked.exclude(formula="").exists():
        return {}
    known = _known(set(asked.values_list("subject__partnership_id", flat=True)), viewer)
    derived = {pk for pk in wanted if pk in known.sheets and known.sheets[pk].formula}
    if not derived:
        return {}
    _read_figures(known, viewer)
    places = sorted({place_id for measure_id, place_id in known.series if measure_id in derived})
    found: dict[int, list[Worked]] = {}
    for place_id in places:
        found |= _in_a_place(known, place_id, derived)
    return found


def inputs_of(measure: Measure, *, viewer: Viewer) -> tuple[Measure, ...]:
    """The measures that a formula names, as far as the viewer sees them, in the order of the formula."""
    if not measure.formula:
        return ()
    partnership_id = measure.subject.partnership_id or 0
    adopted = adoptions_there(viewer).filter(partnership=partnership_id).values("series__measure")
    visible = Measure.objects.visible_to(viewer).filter(
        Q(subject__partnership_id=partnership_id) | Q(pk__in=adopted)
    )
    by_code: dict[str, list[Measure]] = defaultdict(list)
    for one in visible.exclude(code="").order_by("pk"):
        by_code[one.code.casefold()].append(one)
    return tuple(one for name in parse(measure.formula).names for one in by_code[name.casefold()])


def formula_seen(measure: Measure, *, viewer: Viewer) -> str:
    """The formula of a measure; a sentence in place of it where it names what the viewer may not know of."""
    if not measure.formula:
        return ""
    codes = {one.code.casefold() for one in inputs_of(measure, viewer=viewer)}
    is_seen = all(name.casefold() in codes for name in parse(measure.formula).names)
    return measure.formula if is_seen else "Measures of which you cannot see all"


def _known(partnership_ids: set[int | None], viewer: Viewer) -> _Known:
    adopted = _adopted(partnership_ids, viewer)
    stewards = {steward for _, _, steward in adopted}
    visible = Measure.objects.visible_to(viewer).order_by()
    visible = visible.filter(subject__partnership_id__in=partnership_ids | stewards)
    columns = (
        "pk",
        "subject__partnership_id",
        "code",
        "title",
        "place_id",
        "formula",
        "decimals",
        "frequency",
    )
    known = _Known({row[0]: _Sheet._make(row) for row in visible.values_list(*columns)})
    if viewer.as_known is not None:
        _as_it_was(known, viewer.as_known)
    for sheet in known.sheets.values():
        known.coded[sheet.partnership_id, sheet.code.casefold()].append(sheet)
    for adopter, measure_id, _ in adopted:
        if (theirs := known.sheets.get(measure_id)) is not None:
            known.coded[adopter, theirs.code.casefold()].append(theirs)
    rows = Series.objects.filter(measure__in=visible.values("pk"), breakdown="")
    for series_id, measure_id, place_id in rows.values_list("pk", "measure_id", "place_id"):
        known.series[measure_id, place_id] = series_id
    return known


def _adopted(partnership_ids: set[int | None], viewer: Viewer) -> set[tuple[int, int, int | None]]:
    """What these partnerships adopted, as (adopter, measure, steward)."""
    rows = adoptions_there(viewer).filter(partnership__in=[pk for pk in partnership_ids if pk is not None])
    return set(
        rows.values_list("partnership_id", "series__measure_id", "series__measure__subject__partnership_id")
    )


def _as_it_was(known: _Known, moment: datetime) -> None:
    """Give each measure the formula, code and title of that day: the first change after it says what stood before."""
    later = AuditEvent.objects.filter(subject__in=list(known.sheets), at__gt=moment, verb="measure.amended")
    for measure_id, changes in later.order_by("-id").values_list("subject_id", "changes"):
        sheet = known.sheets[measure_id]
        known.sheets[measure_id] = sheet._replace(
            formula=_before(changes, "formula", sheet.formula),
            code=_before(changes, "code", sheet.code),
            title=_before(changes, "title", sheet.title),
        )


def _before(changes: Mapping[str, list[Any]], name: str, now: str) -> str:
    return str(changes[name][0] or "") if name in changes else now


def _read_figures(known: _Known, viewer: Viewer) -> None:
    """The figures that somebody gave of everything that a formula could name. One query."""
    formulas = [sheet.formula.casefold() for sheet in known.sheets.values() if sheet.formula]
    needed = [
        series_id
        for (measure_id, _), series_id in known.series.items()
        if not known.sheets[measure_id].formula
        and (code := known.sheets[measure_id].code.casefold())
        and any(code in formula for formula in formulas)
    ]
    columns = (
        *("series_id", "period_id", "period__label", "period__start", "period__end", "value", "gap"),
        *("decimals", "status", "illustrative", "known_from"),
    )
    rows = Observation.objects.filter(in_force(viewer), series__in=needed).values_list(*columns)
    for figure in map(_Typed._make, rows):
        known.figures[figure.series_id].append(figure)


def _in_a_place(known: _Known, place_id: int, derived: set[int]) -> dict[int, list[Worked]]:
    """The derived figures of one place, by series."""
    formulas, called = _formulas(known, place_id)
    given = {name for formula in formulas.values() for name in formula.names if name not in formulas}
    typed = {name: known.figures[known.series[int(name), place_id]] for name in given if name.isdigit()}
    periods = {figure.period_id: figure for figures in typed.values() for figure in figures}
    rows = sorted(periods.values(), key=lambda one: (one.start or date.max, one.period))
    index = {figure.period_id: row for row, figure in enumerate(rows)}
    inputs = {name: _column(typed.get(name, ()), index) for name in given}
    found = evaluate_all(formulas, inputs)
    behind = _behind(formulas)
    return {
        known.series[int(name), place_id]: _worked(
            known,
            int(name),
            place_id,
            found[name],
            rows,
            called,
            [typed[one] for one in behind[name] if one in typed],
        )
        for name in formulas
        if int(name) in derived
    }


def _formulas(known: _Known, place_id: int) -> tuple[dict[str, Formula], dict[str, str]]:
    """The formulas of a place with the numbers of measures in place of their codes; how each input is called."""
    formulas: dict[str, Formula] = {}
    called: dict[str, str] = {}
    for sheet in known.sheets.values():
        if not sheet.formula or (sheet.id, place_id) not in known.series:
            continue
        formula = parse(sheet.formula)
        numbers = {}
        for name in formula.names:
            measure_id = known.named(sheet.partnership_id, name, place_id)
            numbers[name] = str(measure_id) if measure_id else f"[{name}]"
            named = known.sheets[measure_id] if measure_id else None
            called[numbers[name]] = f"{named.code} {named.title}" if named else HIDDEN
        formulas[str(sheet.id)] = renamed(formula, numbers)
    return _without_circles(formulas), called


def _without_circles(formulas: dict[str, Formula]) -> dict[str, Formula]:
    """The formulas that can be worked out: none that goes round in a circle is kept, however it came in."""
    while True:
        try:
            order(formulas)
        except Circle as found:
            formulas = {name: one for name, one in formulas.items() if name not in found.names}
        else:
            return formulas


def _behind(formulas: Mapping[str, Formula]) -> dict[str, set[str]]:
    """The typed measures that each derived one comes from, through others too."""
    found: dict[str, set[str]] = {}
    for name in order(formulas):
        needed = formulas[name].names
        found[name] = set().union(*(found[one] if one in formulas else {one} for one in needed))
    return found


def _column(figures: Iterable[_Typed], index: Mapping[int, int]) -> Values:
    value = np.zeros(len(index))
    state = np.full(len(index), np.uint8(State.MISSING))
    for figure in figures:
        row = index[figure.period_id]
        if figure.value is not None:
            value[row], state[row] = float(figure.value), State.NUMBER
        elif figure.gap == Observation.Gap.CANNOT_COMPUTE:
            state[row] = State.CANNOT_COMPUTE
    return Values(value, state)


def _worked(
    known: _Known,
    measure_id: int,
    place_id: int,
    found: Derived,
    rows: list[_Typed],
    called: Mapping[str, str],
    inputs: list[list[_Typed]],
) -> list[Worked]:
    """The rows of one derived series: those periods in which any input has a figure, of the sheet's length."""
    sheet = known.sheets[measure_id]
    used: dict[int, list[_Typed]] = defaultdict(list)
    for figures in inputs:
        for figure in figures:
            used[figure.period_id].append(figure)
    worked = []
    for row, period in enumerate(rows):
        behind = used[period.period_id]
        if not behind or not _of_length(period, sheet.frequency):
            continue
        value = _kept(float(found.value[row])) if found.state[row] == State.NUMBER else None
        why = "" if value is not None else found.why(row, called) or TOO_LARGE
        gap = Observation.Gap.MISSING if found.state[row] == State.MISSING else Observation.Gap.CANNOT_COMPUTE
        worked.append(
            Worked(
                series_id=known.series[measure_id, place_id],
                period_id=period.period_id,
                period=period.period,
                start=period.start,
                end=period.end,
                value=value,
                gap="" if value is not None else str(gap),
                comment=why[:1].upper() + why[1:],
                decimals=_decimals(value, behind) if sheet.decimals is None else sheet.decimals,
                status=min((one.status for one in behind), key=FIRM.index),
                illustrative=any(one.illustrative for one in behind),
                known_from=max(one.known_from for one in behind),
            )
        )
    return worked


def _of_length(period: _Typed, frequency: str) -> bool:
    """Whether a period is as long as the measure is counted for; any is where that is not stated."""
    if not frequency or period.start is None or period.end is None:
        return True
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return months == MONTHS.get(frequency, months)


def _decimals(value: Decimal | None, behind: Iterable[_Typed]) -> int:
    """How many decimals show where the sheet does not say: those of the inputs, and one for what is no whole number."""
    is_whole = value is None or value == value.to_integral_value()
    return max(0 if is_whole else 1, *(one.decimals for one in behind))


def _kept(value: float) -> Decimal | None:
    """A figure as ours are kept: six decimals, halves rounded away from zero; None where it is too large for that."""
    if abs(value) >= 10**MOST_DIGITS:
        return None
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-MOST_SHOWN), rounding=ROUND_HALF_UP)
