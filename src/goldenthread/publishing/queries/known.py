"""The measures that a partnership's templates may ask for: its own, and those that it adopted."""

from collections import defaultdict
from dataclasses import dataclass, replace

from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure, Series
from goldenthread.measures.queries import adoptions, measures, series_of_measures
from goldenthread.partnership.models import Partnership
from goldenthread.reading.outside.shapes import KnownMeasure, KnownSeries


def eyes_of(partnership_id: int, by: Viewer) -> Viewer:
    """What a partnership itself may see, whoever fills its templates: the clock sees no more than its manager."""
    own = frozenset({partnership_id})
    return replace(by, everywhere=False, partnership_ids=own, private_ids=own)


@dataclass(frozen=True, slots=True)
class Choice:
    """A measure, or one place or part of it, by the words that people choose it by."""

    words: str
    measure: Measure
    series: Series | None = None


def choices(partnership: Partnership, *, viewer: Viewer) -> tuple[Choice, ...]:
    """Everything that a slot may be about, in the order of the plan; each has words of its own."""
    found: list[Choice] = []
    used: dict[str, int] = defaultdict(int)

    def named(words: str) -> str:
        used[words] += 1
        return words if used[words] == 1 else f"{words} ({used[words]})"

    for measure, series in _with_series(partnership, viewer):
        name = f"{measure.code} {measure.title}".strip()
        if measure.place is not None and measure.place_id != partnership.place_id:
            name = f"{name} ({measure.place.name})"
        found.append(Choice(named(name), measure))
        if len(series) > 1:
            found += [Choice(named(f"{name}: {part_of(one)}"), measure, one) for one in series]
    return tuple(found)


def part_of(series: Series) -> str:
    """The place of a series and what part of it: "Northshire, women"."""
    return f"{series.place.name}, {series.category}" if series.category else str(series.place.name)


def known_measures(partnership: Partnership, *, viewer: Viewer) -> tuple[KnownMeasure, ...]:
    """The same for the reader of templates."""
    return tuple(
        KnownMeasure(
            measure.pk,
            measure.code,
            measure.title,
            measure.place.name if measure.place else "",
            tuple(
                KnownSeries(one.pk, one.place.name, one.category)
                for one in sorted(
                    series, key=lambda one: (one.breakdown, one.place_id != partnership.place_id)
                )
            ),
        )
        for measure, series in _with_series(partnership, viewer)
    )


def _with_series(partnership: Partnership, viewer: Viewer) -> list[tuple[Measure, list[Series]]]:
    own = list(measures(partnership.pk, viewer=viewer))
    adopted: dict[int, tuple[Measure, list[Series]]] = {}
    for one in adoptions(partnership.pk, viewer=viewer):
        adopted.setdefault(one.measure.pk, (one.measure, []))[1].append(one.series)
    by_measure: dict[int, list[Series]] = defaultdict(list)
    for series in series_of_measures([measure.pk for measure in own], viewer=viewer):
        by_measure[series.measure_id].append(series)
    return [(measure, by_measure[measure.pk]) for measure in own] + list(adopted.values())
