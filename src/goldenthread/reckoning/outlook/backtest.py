"""The proof of an outlook: what it said of ends that were held back, beside what came, series by series."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Table
from goldenthread.reckoning.outlook.chance import interval
from goldenthread.reckoning.outlook.expected import FEWEST, outlook

AHEAD: Final = 3
STATED: Final = 0.8


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of the outlooks `ahead` periods on: how many there were, how many of the figures that came lay in
    the stated interval, and the average miss of ours, of "same as last year" and of a straight line, in units of each
    series' own average step."""

    ahead: int
    cases: int
    covered: float
    miss: float
    same_as_last: float
    straight_line: float


def is_for_proving(name: str) -> bool:
    """Whether a series belongs to the half that nothing was chosen on: by a fixed sum of its name."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def proofs(series: Iterable[Table], *, season: int = 1) -> list[Proof]:
    """Roll the origin through each series: at every point from the fewest on, look ahead and compare with what came."""
    rows: dict[int, list[tuple[float, float, float, float]]] = {ahead: [] for ahead in range(1, AHEAD + 1)}
    by_length: dict[int, list[Table]] = {}
    for one in series:
        by_length.setdefault(len(one), []).append(one)
    least = FEWEST if season == 1 else 2 * season + 1
    for length, together in by_length.items():
        table = np.stack(together)
        for origin in range(least, length):
            _look(table, origin, season, rows)
    return [_told(ahead, found) for ahead, found in rows.items() if found]


def _look(
    table: Table, origin: int, season: int, rows: Mapping[int, list[tuple[float, float, float, float]]]
) -> None:
    known = table[:, :origin]
    step = np.abs(known[:, season:] - known[:, :-season]).mean(axis=1)
    found = outlook(known, ahead=AHEAD, season=season)
    lower, upper = interval(found, STATED)
    time = np.arange(origin) - (origin - 1) / 2
    slope = (time * (known - known.mean(axis=1, keepdims=True))).sum(axis=1) / (time**2).sum()
    for ahead in range(1, min(AHEAD, table.shape[1] - origin) + 1):
        came = table[:, origin + ahead - 1]
        last = known[:, origin - season + (ahead - 1) % season]
        line = known.mean(axis=1) + slope * (origin - 1 + ahead - (origin - 1) / 2)
        inside = (came >= lower[:, ahead - 1]) & (came <= upper[:, ahead - 1])
        for row in np.flatnonzero(step > 0):
            misses = (
                abs(guess - came[row]) / step[row]
                for guess in (found.value[row, ahead - 1], last[row], line[row])
            )
            rows[ahead].append((float(inside[row]), *(float(miss) for miss in misses)))  # type: ignore[arg-type]


def _told(ahead: int, found: list[tuple[float, float, float, float]]) -> Proof:
    covered, ours, same, line = (float(one) for one in np.array(found).mean(axis=0))
    return Proof(ahead, len(found), covered, ours, same, line)


def simulated(kind: str, count: int = 400, *, seed: int = 7) -> tuple[list[Table], int]:
    """Series made up from a fixed seed, and how many periods a year of theirs has: "noise" about a level, a "walk",
    a "drift" with noise, and "quarters" with a season."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, 1, (count, 24))
    if kind == "noise":
        return list(50 + noise[:, :12]), 1
    if kind == "walk":
        return list(50 + np.cumsum(noise[:, :12], axis=1)), 1
    if kind == "drift":
        return list(50 + 0.5 * np.arange(12) + noise[:, :12]), 1
    season = np.tile([4.0, 0, -3, -1], 6)
    return list(50 + season + np.cumsum(0.4 * noise, axis=1) + 0.5 * random.normal(0, 1, noise.shape)), 4


SIMULATED: Final = ("noise", "walk", "drift", "quarters")
