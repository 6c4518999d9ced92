"""How sure: levels of confidence, and the limits that go with each."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtri

from goldenthread.reckoning.columns import Flags, Floats
from goldenthread.reckoning.errors import Unusable

_LEAST = 0.9
_AS_PERCENTAGE = 100


@dataclass(frozen=True, slots=True)
class Level:
    """A level of confidence as a share: 0.95 is 95%."""

    share: float

    @property
    def low(self) -> float:
        """The share that lies below the lower limit."""
        return (1 - self.share) / 2

    @property
    def high(self) -> float:
        """The share that lies below the upper limit."""
        return self.share + (1 - self.share) / 2

    @property
    def z(self) -> float:
        """The standard normal deviate of the upper limit; infinite at 100%."""
        return float(ndtri(self.high))

    @property
    def label(self) -> str:
        """As people write it: "95%", "99.8%"."""
        return f"{self.share * _AS_PERCENTAGE:.10g}%"

    @property
    def name(self) -> str:
        """As it stands in the name of a column: "95_0", "99_8"."""
        return f"{self.share * _AS_PERCENTAGE:.1f}".replace(".", "_")


@dataclass(frozen=True, slots=True)
class Limits:
    """A value for each of n rows, and its lower and upper limits: one column of n for each level asked.

    NaN is missing. All three are in the unit that the multiplier makes.
    """

    value: Floats
    lower: tuple[Floats, ...]
    upper: tuple[Floats, ...]


def levels(confidence: float | Sequence[float]) -> tuple[Level, ...]:
    """The levels meant by 0.95, by 95, or by several of these. A number of 90 or more is a percentage.

    Raises Unusable below 0.9, between 1 and 90, and above 100.
    """
    asked = (confidence,) if isinstance(confidence, int | float) else tuple(confidence)
    if not asked:
        raise Unusable("Say at least one level of confidence, such as 0.95.")
    found = []
    for one in asked:
        share = one / _AS_PERCENTAGE if one >= _LEAST * _AS_PERCENTAGE else one
        if not _LEAST <= share <= 1:
            raise Unusable(
                f"A level of confidence is between 0.9 and 1, or between 90 and 100 per cent. {one:g} is neither."
            )
        found.append(Level(share))
    return tuple(found)


def check_all(good: Flags, message: str, *, column: str) -> None:
    """Raises Unusable for the first row where `good` does not hold."""
    if not good.all():
        raise Unusable(message, row=int(good.argmin()), column=column)
