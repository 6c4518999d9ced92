"""CPU per group of the statistical methods, and beside plain NumPy written for the one case.

    python -m benchmarks.statistics

No database. Each function runs on invented figures from a fixed seed; the best of three.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy.special import stdtrit

from goldenthread.reckoning import (
    chart,
    direct,
    indirect_ratio,
    life_expectancy,
    mean,
    proportion,
    quantiles,
    rate,
    recent_trend,
    slope_index,
)
from goldenthread.reckoning.columns import sums
from goldenthread.reckoning.comparison.funnel import ratio_significance
from goldenthread.reckoning.limits import Reference

RUNS = 3
Z = 1.959963984540054
random = np.random.default_rng(1)


def cpu(work: Callable[[], object]) -> float:
    """The least CPU seconds of a few runs."""
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def told(
    name: str, groups: int, ours: Callable[[], object], plain: Callable[[], object] | None = None
) -> None:
    seconds = cpu(ours)
    beside = f"{seconds / cpu(plain):.1f}" if plain else ""
    print(f"| {name} | {groups:,} | {seconds:.3f} | {seconds / groups * 1000:.6f} | {beside} |")


def by_bands(groups: int, bands: int) -> tuple[np.ndarray, ...]:
    n = random.integers(500, 9000, groups * bands).astype(float)
    x = random.poisson(n * 0.01).astype(float)
    return (
        x,
        n,
        np.tile(random.integers(1000, 7000, bands).astype(float), groups),
        np.repeat(np.arange(groups), bands),
    )


def limits() -> None:
    n = random.integers(50, 9000, 1_000_000).astype(float)
    x = np.floor(n * random.random(len(n)))

    def wilson() -> None:
        root = Z * np.sqrt(Z**2 + 4 * x * (1 - x / n))
        (2 * x + Z**2 - root) / 2 / (n + Z**2), (2 * x + Z**2 + root) / 2 / (n + Z**2), x / n

    told("proportion, a row each", len(n), lambda: proportion(x, n), wilson)
    told("rate, a row each", len(n), lambda: rate(x, n))
    group = np.repeat(np.arange(100_000), 5)
    parts = x[: len(group)], n[: len(group)]
    told(
        "proportion, 5 rows a group",
        100_000,
        lambda: proportion(*(sums(one, group, 100_000) for one in parts)),
    )
    ten = np.repeat(np.arange(100_000), 10)

    def student() -> None:
        table = x.reshape(-1, 10)
        off = stdtrit(9, 0.975) * table.std(axis=1, ddof=1) / np.sqrt(10)
        table.mean(axis=1) - off, table.mean(axis=1) + off

    told("mean, 10 rows a group", 100_000, lambda: mean(x, ten, 100_000), student)


def standardised() -> None:
    groups, bands = 100_000, 19
    x, n, weight, group = by_bands(groups, bands)

    def dobson() -> None:
        xs, ns, w = (one.reshape(groups, bands) for one in (x, n, weight))
        total = xs.sum(axis=1)
        value = (w * xs / ns).sum(axis=1) / w.sum(axis=1)
        spread = np.sqrt((w**2 * xs / ns**2).sum(axis=1) / w.sum(axis=1) ** 2 / total)
        low = total * (1 - 1 / (9 * total) - Z / 3 / np.sqrt(total)) ** 3
        high = (total + 1) * (1 - 1 / (9 * (total + 1)) + Z / 3 / np.sqrt(total + 1)) ** 3
        value + spread * (low - total), value + spread * (high - total)

    told("dsr, 19 bands", groups, lambda: direct(x, n, weight, group, groups), dobson)
    against = Reference(n, weight, n * 100, group, groups)
    observed = sums(x, group, groups)
    told("isr, 19 bands", groups, lambda: indirect_ratio(observed, against))
    expected = observed * random.uniform(0.8, 1.2, groups)
    told("funnel, ratios", groups, lambda: ratio_significance(observed, expected))


def inequality() -> None:
    value = random.normal(50, 9, 1_000_000)
    told("quantile, in one group", len(value), lambda: quantiles(value, np.zeros(len(value), np.int64), 1))
    people = random.integers(3000, 9000, (10_000, 20)).astype(float)
    deaths = np.minimum(random.poisson(people * np.geomspace(0.001, 0.2, 20)) + 1.0, people)
    told("life expectancy, 20 bands", len(people), lambda: life_expectancy(people, deaths))
    tenths = random.uniform(20, 40, (10_000, 10))
    crowd = random.integers(500, 900, tenths.shape).astype(float)
    told("sii, 10 quantiles, analytic", len(tenths), lambda: slope_index(tenths, crowd, np.ones_like(tenths)))
    few = (tenths[:10], crowd[:10], np.ones((10, 10)))
    told("sii, 10 quantiles, 100,000 draws", 10, lambda: slope_index(*few, repetitions=100_000))


def over_time() -> None:
    groups, months = 10_000, 24
    value = random.normal(50, 9, groups * months)
    group = np.repeat(np.arange(groups), months)
    fixed, screened = np.zeros(groups, np.int64), np.ones(groups, np.bool_)

    def limits_alone() -> None:
        table = value.reshape(groups, months)
        moving = np.abs(np.diff(table, axis=1))
        usual = moving.mean(axis=1, keepdims=True)
        kept = moving < 3.267 * usual
        spread = 2.66 * (moving * kept).sum(axis=1) / kept.sum(axis=1)
        table.mean(axis=1) - spread, table.mean(axis=1) + spread

    told(
        "spc, 24 months",
        groups,
        lambda: chart(value, group, groups, fix_after=fixed, screened=screened),
        limits_alone,
    )
    people = np.full((groups, 5), 1000.0)
    counted = random.integers(100, 900, people.shape).astype(float)
    years = np.tile(np.arange(2001.0, 2006), (groups, 1))
    empty = np.full_like(people, np.nan)
    told(
        "trend, 5 years", groups,
        lambda: recent_trend(years, counted, people, empty, empty, empty, np.ones(groups, np.bool_)),
    )  # fmt: skip


if __name__ == "__main__":
    print("| method | groups | CPU s | ms per group | times plain NumPy |\n|---|---|---|---|---|")
    for part in (limits, standardised, inequality, over_time):
        part()
