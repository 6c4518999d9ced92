"""Quantiles and life tables in the slow, obvious way: one value, one place, one age after the other."""

import math

STARTS = [0, 1, *range(5, 95, 5)]


def quantile(values: list[float], count: int, *, highest_first: bool) -> list[int | None]:
    """The quantile of each value among all."""
    if len(values) < count:
        return [None] * len(values)
    found: list[int | None] = []
    for value in values:
        rank = 1 + sum(other > value if highest_first else other < value for other in values)
        found.append(
            max(math.floor(count + 1 - math.ceil((len(values) + 1 - rank) / (len(values) / count))), 1)
        )
    return found


def years_left(people: list[float], deaths: list[float]) -> list[tuple[float, float]]:
    """The years left at each age and their standard error, by a life table of 100,000."""
    alive, lived, variances = [100_000.0], [], []
    for band in range(20):
        rate = deaths[band] / people[band]
        if band == 19:
            lived.append(alive[band] / rate)
            variances.append(4 / (deaths[band] * rate * rate))
            continue
        width, share = STARTS[band + 1] - STARTS[band], 0.1 if band == 0 else 0.5
        risk = 1.0
        if deaths[band] <= people[band] / width / share:
            risk = width * rate / (1 + width * rate * (1 - share))
        dying = alive[band] * risk
        alive.append(alive[band] - dying)
        lived.append(width * (alive[band + 1] + share * dying))
        variances.append(risk * risk * (1 - risk) / deaths[band] if dying else 0.0)
    left = [sum(lived[band:]) / alive[band] for band in range(20)]
    found = []
    for start in range(20):
        total = 0.0
        for band in range(start, 20):
            if band == 19:
                total += variances[band] * (alive[band] / 2) ** 2
            else:
                width, share = STARTS[band + 1] - STARTS[band], 0.1 if band == 0 else 0.5
                total += variances[band] * (alive[band] * ((1 - share) * width + left[band + 1])) ** 2
        found.append((left[start], math.sqrt(total) / alive[start]))
    return found
