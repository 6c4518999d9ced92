"""`python -m benchmarks.status [SERIES]`: the status of 1,000,000 series x 12 periods, on this machine.

Each reckoning is timed by itself in a process of its own, and set against a raw pass: one NumPy sum over each of the
same columns of observations and targets. Memory is what NumPy asked for at the peak, beside the columns themselves,
traced in a run that is not timed. Columns are invented from a fixed seed.
"""

import multiprocessing
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date

import numpy as np

from goldenthread.reckoning.assessment import assess_all
from goldenthread.reckoning.choosing import compare, latest
from goldenthread.reckoning.columns import Observations, State, Targets, day_number, last_days
from goldenthread.reckoning.direction import travel
from goldenthread.reckoning.forecast import forecast
from goldenthread.reckoning.freshness import freshness, last_answers
from goldenthread.reckoning.rollup import counts
from goldenthread.reckoning.rule import Rules
from goldenthread.reckoning.status import assess

PERIODS, YEARS, RUNS = 12, 3, 3
TODAY = day_number(date(2010, 11, 23))
APRIL_2008 = (2008 - 1970) * 12 + 3


def columns(count: int) -> tuple[Observations, Targets, Rules]:
    """Twelve quarters and three yearly targets of so many series; every twentieth figure missing or not computable."""
    chance = np.random.default_rng(2008)
    quarter = np.tile(np.arange(PERIODS), count)
    state = np.where(chance.random(len(quarter)) < 0.05, State.MISSING, State.NUMBER).astype(np.uint8)
    state[chance.random(len(quarter)) < 0.01] = State.CANNOT_COMPUTE
    observations = Observations(
        series=np.repeat(np.arange(count), PERIODS),
        start=last_days(APRIL_2008 + quarter * 3 - 1) + 1,
        end=last_days(APRIL_2008 + quarter * 3 + 2),
        value=chance.normal(80, 5, len(quarter)).round(2),
        state=state,
        soft=chance.random(len(quarter)) < 0.1,
    )
    year = np.tile(np.arange(YEARS), count)
    targets = Targets(
        series=np.repeat(np.arange(count), YEARS),
        start=last_days(APRIL_2008 + year * 12 - 1) + 1,
        end=last_days(APRIL_2008 + year * 12 + 11),
        value=chance.normal(80, 2, len(year)).round(1),
    )
    rules = Rules(
        polarity=chance.integers(0, 5, count).astype(np.uint8),
        tolerance=np.full(count, 5.0),
        is_share=chance.random(count) < 0.5,
        low=np.full(count, 78.0),
        high=np.full(count, 82.0),
        adds_up=chance.random(count) < 0.2,
    )
    return observations, targets, rules


def raw(observations: Observations, targets: Targets, rules: Rules) -> object:
    """Every column read once: what no reckoning can do without."""
    every = (
        *(getattr(observations, name) for name in observations.__slots__),
        *(getattr(targets, name) for name in targets.__slots__),
    )
    return [column.sum() for column in every]


def status(observations: Observations, targets: Targets, rules: Rules) -> object:
    return assess(observations, compare(observations, targets, rules, today=TODAY), rules)


def direction(observations: Observations, targets: Targets, rules: Rules) -> object:
    return travel(observations, latest(observations, len(rules), TODAY), rules)


def ahead(observations: Observations, targets: Targets, rules: Rules) -> object:
    return forecast(observations, latest(observations, len(rules), TODAY), targets, rules, today=TODAY)


def fresh(observations: Observations, targets: Targets, rules: Rules) -> object:
    every, grace = np.full(len(rules), 3), np.full(len(rules), 42)
    answered = last_answers(observations, len(rules), TODAY)
    return freshness(every, grace, answered, answered, today=TODAY)


def rolled_up(observations: Observations, targets: Targets, rules: Rules) -> object:
    """A status is there already: only its counting by a thousand groups."""
    return counts((np.arange(len(rules)) % 7).astype(np.uint8), np.arange(len(rules)) % 1000, 1000)


def everything(observations: Observations, targets: Targets, rules: Rules) -> object:
    return assess_all(observations, targets, rules, today=TODAY, every=np.full(len(rules), 3))


WORK: dict[str, Callable[[Observations, Targets, Rules], object]] = {
    "raw pass": raw,
    "status": status,
    "direction": direction,
    "forecast": ahead,
    "freshness": fresh,
    "roll-up": rolled_up,
    "everything": everything,
}


def measure(name: str, count: int) -> tuple[float, float, float]:
    """Seconds (the best of three), and megabytes: of the columns, and what the work took beside them at its peak."""
    data = columns(count)
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        WORK[name](*data)
        times.append(time.perf_counter() - started)
    tracemalloc.start()
    WORK[name](*data)
    beside = tracemalloc.get_traced_memory()[1]
    size = sum(getattr(part, name).nbytes for part in data for name in part.__slots__)
    return min(times), size / 2**20, beside / 2**20


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for count in (most // 100, most // 10, most):
        print(f"\n{count:,} series x {PERIODS} periods")
        print(f"{'':<12} {'seconds':>9} {'x raw':>7} {'columns MB':>11} {'beside them MB':>15}")
        seconds_raw = 0.0
        for name in WORK:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                seconds, size, beside = pool.apply(measure, (name, count))
            seconds_raw = seconds_raw or seconds
            print(f"{name:<12} {seconds:9.3f} {seconds / seconds_raw:7.1f} {size:11.0f} {beside:15.0f}")


if __name__ == "__main__":
    main()
