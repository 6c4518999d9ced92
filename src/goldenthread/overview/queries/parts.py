"""Totals and their parts: which places and groups a total is made of, and which of them are not in it yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from goldenthread.measures.models import Measure
from goldenthread.overview.shapes import Breakdown, ObservedFigure, PartsSum, PlaceSeries
from goldenthread.reckoning.additive import add_up, not_in

ADDS_UP = {Measure.DataType.COUNT, Measure.DataType.MONEY}
RATES = ("%", "‰", "per ", "rate", "average", "score")
PLACE = "place"
MOST_SUMS = 4
"""The last periods of which a measure's page says whether the parts add up."""


Parts = Mapping[int, Mapping[str, Mapping[str, Collection[int]]]]
"""By measure and kind of part, each part's name with the periods that it has a figure for."""


class Counted(Protocol):
    """What is known of a measure to say whether its figures may be added."""

    @property
    def data_type(self) -> str: ...
    @property
    def unit(self) -> str: ...


def adds_up(measure: Counted) -> bool:
    """Whether the figures of places may be added: counts and money may, shares and rates may not."""
    if measure.data_type:
        return measure.data_type in ADDS_UP
    unit = measure.unit.casefold()
    return bool(unit) and not any(word in unit for word in RATES)


def kind_of_part(breakdown: str) -> str:
    """What the parts of a breakdown are called: "age group"."""
    return f"{breakdown.lower()} group"


def observed_sums(
    measure: Measure,
    whole_id: int,
    series: Sequence[PlaceSeries],
    breakdowns: Sequence[Breakdown],
    wanted: Iterable[tuple[int, str, str, str]] = (),
) -> tuple[PartsSum, ...]:
    """What was observed in the parts of the whole, added up beside what was observed for the whole itself.

    Of the last periods, the newest first: only where something is missing, or where there is no figure for the whole,
    so that the sum of the parts is the only one there is. Only of what may be added. `wanted` is
    what a figure is wanted for, whether or not one was ever given, as (place, its name, breakdown, group).
    """
    if not adds_up(measure):
        return ()
    whole = next((one for one in series if one.place.id == whole_id), None)
    if whole is None:
        return ()
    totals = {one.period: one for one in whole.observed if one.value is not None}
    groups = dict(_groups(whole, series, breakdowns, wanted))
    found = []
    for period in _newest(totals, groups):
        total = totals.get(period)
        for what, parts in groups.items():
            known = {name: figures.get(period) for name, figures in parts.items()}
            if len(parts) < 2 or not any(known.values()):
                continue
            values = {name: one.value if one else None for name, one in known.items()}
            added = add_up(values, total.value if total else None, additive=True)
            if added.added is None or (total is not None and not added.missing):
                continue
            missing = not_in(period, {what: _periods(parts)})
            decimals = max(one.decimals for one in (total, *known.values()) if one)
            found.append(
                PartsSum(
                    period, whole.place.title, added, missing[0] if missing else None, measure.unit, decimals
                )
            )
    return tuple(found)


_Figures = Mapping[str, ObservedFigure]


def _groups(
    whole: PlaceSeries,
    series: Sequence[PlaceSeries],
    breakdowns: Sequence[Breakdown],
    wanted: Iterable[tuple[int, str, str, str]],
) -> Iterable[tuple[str, dict[str, _Figures]]]:
    """The parts of the whole, kind by kind, each with its figures by period."""
    asked = list(wanted)
    places: dict[str, _Figures] = {
        name: {} for place, name, breakdown, _ in asked if not breakdown and place != whole.place.id
    }
    for other in series:
        if other.place.id != whole.place.id:
            places[other.place.title] = _with_value(other.observed)
    yield PLACE, places
    for one in breakdowns:
        if one.place == whole.place.title:
            parts: dict[str, _Figures] = {
                group: {} for place, _, name, group in asked if (place, name) == (whole.place.id, one.name)
            }
            parts |= {group: _with_value(figures) for group, figures in one.rows}
            yield kind_of_part(one.name), parts


def _with_value(figures: Iterable[ObservedFigure | None]) -> _Figures:
    return {one.period: one for one in figures if one is not None and one.value is not None}


def _periods(parts: Mapping[str, _Figures]) -> dict[str, set[str]]:
    return {name: set(figures) for name, figures in parts.items()}


def _newest(totals: _Figures, groups: Mapping[str, Mapping[str, _Figures]]) -> list[str]:
    """The last periods for which the whole or a part has a figure."""
    starts: dict[str, date] = {}
    for figures in (totals, *(one for parts in groups.values() for one in parts.values())):
        for period, figure in figures.items():
            starts[period] = figure.start or date.min
    return sorted(starts, key=lambda period: (starts[period], period), reverse=True)[:MOST_SUMS]


def parts_by_measure(
    places: Iterable[tuple[int, int, str, Iterable[int]]],
    groups: Iterable[tuple[int, str, str, int | None]],
    whole_id: int,
) -> Parts:
    """The parts of many measures with the periods that each has a figure for.

    `places` are (measure, place, its name, periods), `groups` are (measure, breakdown, group, period or None).
    """
    found: dict[int, dict[str, dict[str, set[int]]]] = defaultdict(lambda: defaultdict(dict))
    for measure_id, place_id, name, periods in places:
        if place_id != whole_id:
            found[measure_id][PLACE][name] = set(periods)
    for measure_id, breakdown, group, period in groups:
        known = found[measure_id][kind_of_part(breakdown)].setdefault(group, set())
        if period is not None:
            known.add(period)
    return found
