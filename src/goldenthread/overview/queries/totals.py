"""Which parts are not in the totals of a whole partnership yet, from what is known of its measures."""

from dataclasses import dataclass
from typing import Protocol, Self

from goldenthread.overview.queries.facts import Facts, Place, Seen
from goldenthread.overview.queries.parts import Parts, adds_up, parts_by_measure
from goldenthread.overview.shapes.standing import PeriodRef
from goldenthread.reckoning.additive import not_in


class Latest(Protocol):
    """A figure with its period."""

    @property
    def period(self) -> PeriodRef: ...
    @property
    def seen(self) -> Seen: ...


@dataclass(frozen=True, slots=True)
class Totals:
    """The parts of every measure of the partnership's own that adds up; the place that is the whole."""

    parts: Parts
    whole_id: int

    @classmethod
    def of(cls, known: Facts) -> Self:
        """The parts that the facts know of: the other places of a measure, and the groups of the whole place."""
        own = [
            place
            for place in known.places
            if place.adoption_id is None and adds_up(known.sheets[place.measure_id])
        ]
        counted = {place.measure_id for place in own}
        return cls(
            parts_by_measure(
                ((one.measure_id, one.place_id, one.place, _periods(known, one.series_id)) for one in own),
                (one for one in known.groups if one[0] in counted),
                known.whole_id,
            ),
            known.whole_id,
        )

    def not_in(self, place: Place, latest: Latest | None) -> str:
        """Which parts are not in the latest figure of a place, in words; empty where it is no total."""
        if latest is None or latest.seen.value is None:
            return ""
        if place.place_id != self.whole_id or place.adoption_id is not None:
            return ""
        period_id = latest.period.id
        return "; ".join(one.in_words() for one in not_in(period_id, self.parts.get(place.measure_id, {})))


def _periods(known: Facts, series_id: int) -> set[int]:
    return {one.period_id for one in known.seen.get(series_id, ()) if one.value is not None}
