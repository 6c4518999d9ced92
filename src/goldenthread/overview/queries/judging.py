"""From the facts of a partnership's measures to where each stands: the arithmetic and the rules are `reckoning`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeVar

import numpy as np

from goldenthread.measures.models import Figure, Measure, Observation
from goldenthread.overview.queries.facts import Aim, Facts, Place, Seen, Sheet
from goldenthread.overview.queries.totals import Totals
from goldenthread.overview.shapes.standing import Assessment, PeriodRef
from goldenthread.reckoning.assessment import Assessments, assess_all
from goldenthread.reckoning.choosing import Basis, compare
from goldenthread.reckoning.columns import (
    NO_ROW,
    Baselines,
    Breaks,
    Codes,
    Ints,
    Observations,
    Observed,
    Promised,
    State,
    Targets,
    day_number,
)
from goldenthread.reckoning.direction import Against, Direction
from goldenthread.reckoning.forecast import Why
from goldenthread.reckoning.freshness import MONTHS, Freshness
from goldenthread.reckoning.rule import SHARE, Rule, Rules
from goldenthread.reckoning.status import Reason, Status, assess
from goldenthread.reckoning.wording import number

Row = TypeVar("Row")

NOTHING = 255
"""A cell where nothing is asked."""
NOT_BINDING = {Figure.Status.UNEXPLAINED, Figure.Status.DEFERRED}
ADDED_UP = {Measure.DataType.COUNT, Measure.DataType.MONEY}
OVERDUE = {Freshness.LATE, Freshness.STALE, Freshness.NEVER}
_WHITHER = {
    Direction.IMPROVING: ", in the right direction",
    Direction.WORSENING: ", in the wrong direction",
    Direction.STEADY: "",
    Direction.UNKNOWN: "",
}


class Dated(NamedTuple):
    """A figure in force with the days of its period: one row of the columns."""

    place: int
    period: PeriodRef
    start: date
    end: date
    seen: Seen


class Promise(NamedTuple):
    """A target with a number and the days of its period: one row of the columns."""

    place: int
    period: PeriodRef
    start: date
    end: date
    value: Decimal
    decimals: int


@dataclass(slots=True)
class Rows:
    """The facts in the order of the columns, so that a row that is chosen there is found again here."""

    seen: list[Dated]
    targets: list[Promise]
    rules: list[Rule]
    inferred: list[str]
    """Per place, why a polarity is taken that nobody stated; "" where it was, or where none can be taken."""
    baselines: list[tuple[date, Decimal] | None]


def judge(known: Facts, today: date) -> tuple[list[PeriodRef], list[Assessment]]:
    """Where each of the places stands today, in their order; with the periods that their cells are for, in time."""
    if not known.places:
        return [], []
    rows = _rows(known)
    columns = Columns.of(known, rows)
    found = assess_all(
        columns.observations,
        columns.targets,
        columns.rules,
        today=day_number(today),
        baselines=columns.baselines,
        breaks=columns.breaks,
        every=np.array([MONTHS.get(known.sheets[place.measure_id].frequency, 0) for place in known.places]),
    )
    periods, cells = _cells(rows, columns, len(known.places), today)
    totals = Totals.of(known)
    return periods, [
        _assessment(known, rows, found, place, cells[place], totals) for place in range(len(known.places))
    ]


@dataclass(frozen=True, slots=True)
class Columns:
    """The same rows as columns."""

    observations: Observations
    targets: Targets
    rules: Rules
    baselines: Baselines
    breaks: Breaks

    @classmethod
    def of(cls, known: Facts, rows: Rows) -> "Columns":
        soft = {Observation.Status.PROVISIONAL, Observation.Status.ESTIMATED}
        return cls(
            Observations.of(
                Observed(
                    one.place, one.start, one.end, one.seen.value, _state(one.seen), one.seen.status in soft
                )
                for one in rows.seen
            ),
            Targets.of(Promised(one.place, one.start, one.end, one.value) for one in rows.targets),
            Rules.of(rows.rules),
            Baselines.of(rows.baselines),
            Breaks.of(
                (row, day)
                for row, place in enumerate(known.places)
                for day in known.breaks.get(place.series_id, ())
            ),
        )


def _state(seen: Seen) -> State:
    return State.CANNOT_COMPUTE if seen.gap == Observation.Gap.CANNOT_COMPUTE else State.NUMBER


def _rows(known: Facts) -> Rows:
    rows = Rows([], [], [], [], [])
    for row, place in enumerate(known.places):
        sheet = known.sheets[place.measure_id]
        baseline = _baseline(known, place)
        rows.baselines.append(baseline and (baseline[0], baseline[1]))
        targets = [
            Promise(row, period, period.start, period.end, value, aim.decimals)
            for aim in known.targets.get((place.series_id, place.adoption_id), ())
            for period in [known.periods.get(aim.period_id or 0)]
            for value in [_value(aim, baseline and baseline[1], sheet)]
            if period and period.start and period.end and value is not None
        ]
        rows.targets += targets
        rows.seen += [
            Dated(row, period, period.start, period.end, seen)
            for seen in known.seen.get(place.series_id, ())
            for period in [known.periods[seen.period_id]]
            if period.start and period.end
        ]
        polarity, why = _polarity(sheet, baseline and baseline[1], targets)
        rows.rules.append(
            Rule(
                polarity,
                sheet.tolerance,
                sheet.tolerance_kind or (SHARE if sheet.tolerance is not None else ""),
                sheet.range_low,
                sheet.range_high,
                adds_up=sheet.data_type in ADDED_UP,
            )
        )
        rows.inferred.append(why)
    return rows


def _baseline(known: Facts, place: Place) -> tuple[date, Decimal] | None:
    """Where a place starts from: the last figure of the plan that is explained and has a day."""
    found = [
        (period.end, aim.value)
        for aim in known.baselines.get(place.series_id, ())
        for period in [known.periods.get(aim.period_id or 0)]
        if period and period.end and aim.value is not None and aim.status not in NOT_BINDING
    ]
    return max(found, key=lambda one: one[0]) if found else None


def _value(aim: Aim, baseline: Decimal | None, sheet: Sheet) -> Decimal | None:
    """What a target promises: its level, or the change that it states on the baseline; None where it binds nobody."""
    if aim.status in NOT_BINDING or not _same_unit(aim.unit, sheet.unit):
        return None
    if aim.value is None and aim.change_percent is not None and baseline is not None:
        return baseline * (100 + aim.change_percent) / 100
    return aim.value


def _same_unit(one: str, other: str) -> bool:
    """Whether two units may be compared: percentages are never held against tonnes."""
    return (
        not one
        or not other
        or one[:1].casefold() == other[:1].casefold()
        or not ({one[:1], other[:1]} & {"%", "£"})
    )


def _polarity(sheet: Sheet, baseline: Decimal | None, targets: Sequence[Promise]) -> tuple[str, str]:
    """Which way is better: as stated, or as the targets lie to the baseline or to each other; and why so."""
    if sheet.polarity or not targets:
        return sheet.polarity, ""
    in_time = sorted(targets, key=lambda one: one.end)
    start, words = (baseline, "the baseline") if baseline is not None else (in_time[0].value, "the first one")
    end = in_time[-1].value
    if start == end:
        return "", ""
    side, way = ("above", "higher") if end > start else ("below", "lower")
    return (
        way,
        f"Nobody has said which way is better. The last target lies {side} {words}, so {way} is taken to be better.",
    )


# What is said of one place -------------------------------------------------------------------------------


def _assessment(
    known: Facts, rows: Rows, found: Assessments, row: int, cells: bytes, totals: Totals
) -> Assessment:
    place = known.places[row]
    sheet = known.sheets[place.measure_id]
    seen = _at(rows.seen, found.compared.row[row])
    target = _at(rows.targets, found.compared.target_row[row])
    status = Status(found.assessed.status[row])
    decimals = seen.seen.decimals if seen else (sheet.decimals or 0)
    target_decimals = max(target.decimals, _needed(target.value)) if target else decimals
    ahead = _forecast(rows, found, row, max(decimals, target_decimals))
    fresh = Freshness(found.freshened.freshness[row])
    return Assessment(
        measure_id=place.measure_id,
        series_id=place.series_id,
        adoption_id=place.adoption_id,
        place_id=place.place_id,
        place=place.place,
        unit=sheet.unit,
        status=status.key,
        reason=Reason(found.assessed.reason[row]).words,
        rule=_rule(rows, found, row, sheet, target, target_decimals),
        value=seen.seen.value if seen else None,
        decimals=decimals,
        gap=seen.seen.gap if seen else "",
        period=seen.period.label if seen else "",
        soft=seen.seen.status if seen else "",
        illustrative=bool(seen and seen.seen.illustrative),
        target=target.value if target else None,
        target_decimals=target_decimals,
        target_period=target.period.label if target else "",
        **ahead,
        direction=_direction(rows, found, row, sheet),
        fresh=_fresh(fresh, int(found.freshened.days[row])),
        silent=fresh in OVERDUE,
        cells=cells,
        not_in=totals.not_in(place, seen),
    )


def _at(rows: Sequence[Row], row: np.int64) -> Row | None:
    return None if row == NO_ROW else rows[int(row)]


def _needed(value: Decimal) -> int:
    """How many decimals a value has, none of them a zero at the end."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _rule(
    rows: Rows, found: Assessments, row: int, sheet: Sheet, target: Promise | None, decimals: int
) -> str:
    """The rule in words, with the numbers that it comes to here."""
    against = target.value if target else None
    if found.compared.basis[row] == Basis.INTERIM:
        against = _rounded(float(found.compared.value[row]), decimals)
    elif found.compared.basis[row] != Basis.TARGET:
        against = None
    words = rows.rules[row].in_words(sheet.unit, decimals, against)
    return f"{words} {rows.inferred[row]}".strip()


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _forecast(rows: Rows, found: Assessments, row: int, decimals: int) -> dict[str, Any]:
    ahead = found.forecast
    why = Why(ahead.why[row])
    if not ahead.made[row]:
        return {"forecast": None, "forecast_status": "", "forecast_period": "", "forecast_reason": why.words}
    target = _at(rows.targets, ahead.target_row[row])
    return {
        "forecast": _rounded(float(ahead.value[row]), decimals),
        "forecast_status": Status(ahead.status[row]).key,
        "forecast_period": target.period.label if target else "",
        "forecast_reason": why.words,
    }


def _direction(rows: Rows, found: Assessments, row: int, sheet: Sheet) -> str:
    """How it moves: "down 1.4 points since 2007/08, in the right direction"; or why nothing can be said."""
    travelled = found.travelled
    earlier = _at(rows.seen, travelled.row[row])
    now = _at(rows.seen, found.compared.row[row])
    if earlier is None or now is None or now.seen.value is None or earlier.seen.value is None:
        against = Against(travelled.against[row])
        return "" if against is Against.NO_FIGURE else f"Not known: {against.words}"
    change = now.seen.value - earlier.seen.value
    if not change:
        return f"No change since {earlier.period.label}"
    places = max(now.seen.decimals, earlier.seen.decimals, 0)
    size = number(abs(change).quantize(Decimal(1).scaleb(-max(places, _needed(change)))), "", places)
    unit = "point" if sheet.unit == "%" and size == "1" else "points" if sheet.unit == "%" else sheet.unit
    written = f"£{size}" if unit == "£" else f"{size} {unit}".strip()
    side = "Up" if change > 0 else "Down"
    return f"{side} {written} since {earlier.period.label}{_WHITHER[Direction(travelled.direction[row])]}"


def _fresh(fresh: Freshness, days: int) -> str:
    words = fresh.words[:1].upper() + fresh.words[1:]
    return (
        f"{words}, by {days:,} {'day' if days == 1 else 'days'}" if days > 0 and fresh in OVERDUE else words
    )


# The cells of the rug ------------------------------------------------------------------------------------


def _cells(rows: Rows, columns: Columns, places: int, today: date) -> tuple[list[PeriodRef], list[bytes]]:
    """A status for each place and period: every figure judged as if it were the last of its series.

    A target whose period is over and has no figure at all shows as "no figure".
    """
    answered: dict[int, list[Dated]] = {}
    for one in rows.seen:
        answered.setdefault(one.place, []).append(one)
    blank = [
        promise
        for promise in rows.targets
        if promise.end < today
        and not any(
            promise.start <= one.start and one.end <= promise.end for one in answered.get(promise.place, ())
        )
    ]
    periods = sorted(
        {one.period for one in rows.seen} | {promise.period for promise in blank},
        key=lambda period: (period.end or today, -(period.start or today).toordinal()),
    )
    column_of = {period.id: column for column, period in enumerate(periods)}
    cells = np.full((places, len(periods)), NOTHING, np.uint8)
    for promise in blank:
        cells[promise.place, column_of[promise.period.id]] = Status.NO_FIGURE
    if rows.seen:
        across = np.array([column_of[one.period.id] for one in rows.seen])
        cells[columns.observations.series, across] = _each_alone(columns, today)
    return periods, [row.tobytes() for row in cells]


def _each_alone(columns: Columns, today: date) -> Codes:
    """The status of each observation on its own, against the targets and by the rule of its place."""
    of_place = columns.observations.series
    alone = Observations(
        np.arange(len(of_place), dtype=np.int64),
        columns.observations.start,
        columns.observations.end,
        columns.observations.value,
        columns.observations.state,
        columns.observations.soft,
    )
    rules = Rules(*(getattr(columns.rules, name)[of_place] for name in Rules.__slots__))
    repeated, rows = _repeated(columns.targets.series, of_place)
    targets = Targets(repeated, *(getattr(columns.targets, name)[rows] for name in ("start", "end", "value")))
    broken, rows = _repeated(columns.breaks.series, of_place)
    compared = compare(
        alone,
        targets,
        rules,
        today=day_number(today),
        baselines=Baselines(columns.baselines.day[of_place], columns.baselines.value[of_place]),
        breaks=Breaks(broken, columns.breaks.day[rows]),
    )
    return assess(alone, compared, rules).status


def _repeated(series: Ints, of_place: Ints) -> tuple[Ints, Ints]:
    """For each observation, the rows of its place: the observation's number and the row, one pair for each."""
    order = np.argsort(series, kind="stable")
    ordered = series[order]
    first = np.searchsorted(ordered, of_place, "left")
    rowof = np.searchsorted(ordered, of_place, "right") - first
    before = np.cumsum(rowof) - rowof
    rows = np.arange(rowof.sum()) + np.repeat(first - before, rowof)
    return np.repeat(np.arange(len(of_place), dtype=np.int64), rowof), order[rows]
