"""Everything that is reckoned of many series at once, and the same of one series simply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from goldenthread.reckoning.choosing import Basis, Compared, compare
from goldenthread.reckoning.columns import (
    LONG_AGO,
    NO_ROW,
    Baselines,
    Breaks,
    Ints,
    Observations,
    Observed,
    Promised,
    State,
    Targets,
    day_number,
    last_days,
    months,
)
from goldenthread.reckoning.direction import Against, Direction, Travelled, travel
from goldenthread.reckoning.forecast import Forecast, Why, forecast
from goldenthread.reckoning.freshness import GRACE, MONTHS, Freshened, Freshness, freshness, last_answers
from goldenthread.reckoning.rule import Rule, Rules
from goldenthread.reckoning.status import Assessed, Reason, Status, assess

_NEVER = np.int64(2**23)  # after any day of any calendar


@dataclass(frozen=True, slots=True)
class Assessments:
    """All that is reckoned, with one row per series in each of its columns."""

    compared: Compared
    assessed: Assessed
    travelled: Travelled
    forecast: Forecast
    freshened: Freshened


def assess_all(
    observations: Observations,
    targets: Targets,
    rules: Rules,
    *,
    today: int,
    baselines: Baselines | None = None,
    breaks: Breaks | None = None,
    every: Ints | None = None,
    grace: Ints | None = None,
) -> Assessments:
    """Status, direction, forecast and freshness of every series of `rules`, on the day `today`.

    `every` is how many months lie between two figures (`freshness.MONTHS`, 0 unknown) and `grace` how many days are
    given after a period's end (42). The first figure of all is expected for the first such stretch of the earliest target.
    """
    count = len(rules)
    every = np.zeros(count, np.int64) if every is None else every
    grace = np.full(count, GRACE, np.int64) if grace is None else grace
    answered = last_answers(observations, count, today)
    fresh = freshness(every, grace, answered, _first_end(targets, every), today=today)
    compared = compare(
        observations,
        targets,
        rules,
        today=today,
        baselines=baselines,
        breaks=breaks,
        first_due=np.where(answered == LONG_AGO, fresh.late_from, LONG_AGO),
    )
    return Assessments(
        compared,
        assess(observations, compared, rules),
        travel(observations, compared.row, rules, breaks),
        forecast(observations, compared.row, targets, rules, today=today, breaks=breaks),
        fresh,
    )


def _first_end(targets: Targets, every: Ints) -> Ints:
    """The last day of the first stretch of `every` months of the earliest target, LONG_AGO where there is none."""
    starts = np.full(len(every), _NEVER, np.int64)
    np.minimum.at(starts, targets.series, targets.start)
    known = (starts != _NEVER) & (every > 0)
    month = months(np.where(known, starts, 0)) + np.maximum(every, 1) - 1
    return np.where(known, last_days(month), LONG_AGO)


@dataclass(frozen=True, slots=True)
class Point:
    """What was observed in a period of one series, both days included; `value` None is missing, or cannot be computed."""

    start: date
    end: date
    value: Decimal | None
    cannot_compute: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is reckoned of one series. `latest`, `target` and `earlier` are places in the lists given, None for none.

    `against` is the figure that the latest is held against; `change` the difference to the earlier one.
    """

    status: Status
    reason: Reason
    latest: int | None
    target: int | None
    against: float | None
    direction: Direction
    compared: Against
    earlier: int | None
    change: float | None
    forecast: float | None
    forecast_why: Why
    forecast_status: Status
    forecast_points: int
    freshness: Freshness
    overdue: int
    days_late: int


def assess_one(
    points: Sequence[Point],
    targets: Sequence[tuple[date, date, Decimal]],
    rule: Rule,
    *,
    today: date,
    baseline: tuple[date, Decimal] | None = None,
    breaks: Sequence[date] = (),
    frequency: str = "",
    grace: int = GRACE,
) -> Assessment:
    """One series through the same columns. A target is the first and last day of its period, and its value."""
    found = assess_all(
        Observations.of(
            Observed(0, each.start, each.end, each.value, _state(each), each.soft) for each in points
        ),
        Targets.of(Promised(0, *target) for target in targets),
        Rules.of([rule]),
        today=day_number(today),
        baselines=Baselines.of([baseline]),
        breaks=Breaks.of((0, day) for day in breaks),
        every=np.array([MONTHS.get(frequency, 0)]),
        grace=np.array([grace]),
    )
    compared, travelled, ahead, fresh = found.compared, found.travelled, found.forecast, found.freshened
    held = Basis(compared.basis[0]) in (Basis.TARGET, Basis.INTERIM)
    return Assessment(
        status=Status(found.assessed.status[0]),
        reason=Reason(found.assessed.reason[0]),
        latest=_place(compared.row),
        target=_place(compared.target_row),
        against=float(compared.value[0]) if held else None,
        direction=Direction(travelled.direction[0]),
        compared=Against(travelled.against[0]),
        earlier=_place(travelled.row),
        change=None if travelled.row[0] == NO_ROW else float(travelled.difference[0]),
        forecast=float(ahead.value[0]) if ahead.made[0] else None,
        forecast_why=Why(ahead.why[0]),
        forecast_status=Status(ahead.status[0]),
        forecast_points=int(ahead.points[0]),
        freshness=Freshness(fresh.freshness[0]),
        overdue=int(fresh.periods[0]),
        days_late=int(fresh.days[0]),
    )


def _state(point: Point) -> State:
    return State.CANNOT_COMPUTE if point.cannot_compute else State.NUMBER


def _place(row: Ints) -> int | None:
    return None if row[0] == NO_ROW else int(row[0])
