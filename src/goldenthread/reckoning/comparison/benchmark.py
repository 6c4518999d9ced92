"""A place beside a benchmark, as OHID Fingertips compares: by the limits of the place, of both, or round the benchmark.

Touching is no difference: a benchmark exactly on a limit is similar.
"""

from typing import Final

import numpy as np

from goldenthread.reckoning.columns import Codes, Flags, Floats, anywhere
from goldenthread.reckoning.comparison.words import Side, sides

CONTROL_95: Final = 1.96
CONTROL_998: Final = 3.0902
"""The normal deviates that OHID uses for control limits round a benchmark."""


def by_limits(lower: Floats, upper: Floats, benchmark: Floats) -> Codes:
    """Whether the benchmark lies outside the place's limits: columns of n rows. Missing ones are not compared."""
    with np.errstate(invalid="ignore"):
        return sides(
            below=upper < benchmark, above=lower > benchmark, compared=_all_there(lower, upper, benchmark)
        )


def by_two_limits(
    lower: Floats, upper: Floats, wide_lower: Floats, wide_upper: Floats, benchmark: Floats
) -> Codes:
    """The same at two levels: far where it lies outside the wider limits too."""
    near = by_limits(lower, upper, benchmark)
    with np.errstate(invalid="ignore"):
        far = sides(below=wide_upper < benchmark, above=wide_lower > benchmark, compared=near != 0, far=True)
    found = np.where(far == Side.SIMILAR, near, far)
    there = _all_there(lower, upper, wide_lower, wide_upper, benchmark)
    return np.where(there, found, np.uint8(Side.NOT_COMPARED)).astype(np.uint8)


def by_both_limits(lower: Floats, upper: Floats, benchmark_lower: Floats, benchmark_upper: Floats) -> Codes:
    """Whether the two intervals lie apart."""
    with np.errstate(invalid="ignore"):
        return sides(
            below=upper < benchmark_lower,
            above=lower > benchmark_upper,
            compared=_all_there(lower, upper, benchmark_lower, benchmark_upper),
        )


def control_limits(benchmark: Floats, denominator: Floats, z: float) -> tuple[Floats, Floats]:
    """The limits round a benchmark for as many people as a place has, in per cent: Wilson's of the expected count."""
    expected = denominator * benchmark / 100
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = z * np.sqrt(z**2 + 4 * expected * (1 - expected / denominator))
        middle, whole = 2 * expected + z**2, 2 * (denominator + z**2)
    return 100 * (middle - spread) / whole, 100 * (middle + spread) / whole


def by_control_limits(value: Floats, lower: Floats, upper: Floats) -> Codes:
    """Whether a place's figure lies outside the control limits."""
    with np.errstate(invalid="ignore"):
        return sides(below=value < lower, above=value > upper, compared=_all_there(value, lower, upper))


def _all_there(*columns: Floats) -> Flags:
    return ~anywhere(np.isnan(np.stack(columns, axis=1)))
