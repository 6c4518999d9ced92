"""Charts as plain data: the figures of a measure in, drawings with their message and table out. No Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from goldenthread.overview.shapes import ObservedFigure, PlaceSeries, StatedFigure
from goldenthread.web import figures
from goldenthread.web.drawing import NARROW, WIDE, Drawing, Item, Spot, draw, scale

KINDS = {"baseline": "Baseline", "observed": "Result", "target": "Target"}
SOFT = {"provisional", "estimated"}
"""How an observation is not final yet."""
SIGNS = {"%", "‰", "£"}
"""Units that are signs and stand with every figure."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One place. `wide` is None where several places stand side by side."""

    place: str
    wide: Drawing | None
    narrow: Drawing
    description: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the table under a chart."""

    period: str
    place: str
    kind: str
    shown: str
    note: str = ""
    href: str = ""
    """Where every version of the figure is."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its message and its table twin. `panels` is empty where no place has a figure."""

    id: str
    title: str
    units: str
    note: str
    panels: tuple[Panel, ...]
    rows: tuple[FigureRow, ...]
    several_places: bool

    @property
    def has_notes(self) -> bool:
        """Whether anything is known of any figure besides its size."""
        return any(row.note for row in self.rows)


def measure_chart(
    chart_id: str,
    title: str,
    series: Sequence[PlaceSeries],
    asked: Sequence[str] = (),
    *,
    message: str = "",
    unit: str = "",
    past: Callable[[int, int], str] | None = None,
) -> Chart:
    """What was observed of a measure beside its baselines and targets, a panel for each place.

    `message` says what the chart shows; without one it is the measure's `title` with the facts of its figures. `asked` are the periods that
    the plan asks a target for, so that one without a figure shows as a gap. `unit` is the measure's, where its
    figures name none. `past` says where every version of the figure of a series and period is.
    """
    of_places = [(one.place.title, _items(one, asked, unit)) for one in series]
    values = [item.value for _, items in of_places for item in items if item.value is not None]
    values += [item.former for _, items in of_places for item in items if item.former is not None]
    several = len(of_places) > 1
    panels: list[Panel] = []
    notes: list[str] = []
    if values:
        bottom, top = scale(values)
        if bottom > 0:
            notes.append(f"The scale starts at {figures.number(bottom)}, not at zero.")
        for place, items in of_places:
            if any(item.value is not None for item in items):
                panels.append(
                    Panel(
                        place=place,
                        wide=None if several else draw(items, bottom, top, WIDE),
                        narrow=draw(items, bottom, top, NARROW),
                        description=_description(items),
                    )
                )
        notes += _marks(series)
    return Chart(
        id=chart_id,
        title=f"{message[:1].upper()}{message[1:]}" if message else f"{title}: {_message(series)}",
        units=_units(series, unit),
        note=" ".join(notes),
        panels=tuple(panels),
        rows=tuple(row for one in series for row in _rows(one, asked, unit, past)),
        several_places=several,
    )


def _marks(series: Sequence[PlaceSeries]) -> list[str]:
    """What the marks of a chart mean that not every chart has: a break, and a hollow mark."""
    observed = [figure for one in series for figure in one.observed]
    notes = [
        f"The figures from {figure.period} on cannot be compared with those before: {figure.after_break.rstrip('.')}."
        for figure in observed
        if figure.after_break
    ]
    notes += [
        f"The broken line is what was known before the {figure.vintage}."
        for figure in observed
        if figure.former is not None
    ]
    known = [figure for figure in observed if figure.value is not None]
    if any(figure.status in SOFT for figure in known):
        notes.append("A hollow mark is a figure that is not final yet.")
    if known and all(figure.illustrative for figure in known):
        notes.append("The results are invented for this demonstration.")
    elif any(figure.illustrative for figure in known):
        notes.append("Some results are invented for this demonstration; the table says which.")
    return list(dict.fromkeys(notes))


def _rows(
    series: PlaceSeries, asked: Sequence[str], unit: str, past: Callable[[int, int], str] | None
) -> list[FigureRow]:
    """The table twin of one place: every figure in the order of time, with what is known of it."""
    pasts = {
        ("observed", figure.period): past(figure.series_id, figure.period_id)
        for figure in series.observed
        if past is not None and figure.series_id
    }
    notes = {("observed", figure.period): figures.known_of(figure) for figure in series.observed}
    return [
        FigureRow(
            item.period or "not stated",
            series.place.title,
            KINDS[item.kind],
            item.missing or item.shown,
            notes.get((item.kind, item.period), ""),
            pasts.get((item.kind, item.period), ""),
        )
        for item in _items(series, asked, unit)
    ]


def _decimal_year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _item(figure: StatedFigure, kind: str) -> Item:
    start = _decimal_year(figure.period_start) if figure.period_start else None
    return Item(
        kind=kind,
        period=figure.period or "",
        value=figure.value,
        shown=figures.level(figure) or "",
        short=_short(figure),
        missing="" if figure.value is not None else figures.stated(figure),
        start=start,
        end=_after(figure.period_end, start),
    )


def _observed_item(figure: ObservedFigure) -> Item:
    start = _decimal_year(figure.start) if figure.start else None
    unit = figure.unit if figure.unit in SIGNS else None
    return Item(
        kind="observed",
        period=figure.period,
        value=figure.value,
        shown="" if figure.value is None else figures.with_unit(figure.value, figure.unit, figure.decimals),
        short="" if figure.value is None else figures.with_unit(figure.value, unit, figure.decimals),
        missing=figures.gap_in_words(figure),
        start=start,
        end=_after(figure.end, start),
        firm=figure.status not in SOFT,
        after_break=bool(figure.after_break),
        former=figure.former,
    )


def _after(end: date | None, start: float | None) -> float:
    """Where a period ends: a year after its start where it has no last day."""
    return _decimal_year(end) + 1 / 365.25 if end else (start or 0.0) + 1.0


def _short(figure: StatedFigure) -> str:
    """A figure with its sign only; a unit of words is named once, over the chart."""
    if figure.value is None:
        return ""
    return figures.with_unit(figure.value, figure.unit if figure.unit in SIGNS else None, figure.decimals)


def _items(series: PlaceSeries, asked: Sequence[str], unit: str = "") -> list[Item]:
    """The figures of one place in the order of time, with a blank for each target that is asked for and absent."""
    baselines = [_item(_in_unit(figure, unit), "baseline") for figure in series.baselines]
    targets = [_item(_in_unit(figure, unit), "target") for figure in series.targets]
    observed = [_observed_item(figure) for figure in series.observed]
    there = {item.period for item in targets}
    targets += [
        Item(
            "target",
            label,
            None,
            "",
            "",
            figures.NO_FIGURE,
            _start_like(label),
            (_start_like(label) or 0.0) + 1,
        )
        for label in asked
        if label not in there
    ]
    return _on_one_line([*baselines, *observed, *_in_asked_order(targets, asked)])


def _in_unit(figure: StatedFigure, unit: str) -> StatedFigure:
    """A figure of the plan in the measure's unit where it names none itself."""
    return replace(figure, unit=unit) if unit and not figure.unit and figure.value is not None else figure


def _start_like(label: str) -> float | None:
    """When a blank financial or calendar year starts, from its label; None where the label is not one."""
    year, _, rest = label.partition("/")
    if len(year) != 4 or not year.isdigit() or (rest and not rest.isdigit()):
        return None
    return int(year) + (0.25 if rest else 0.0)


def _in_asked_order(targets: list[Item], asked: Sequence[str]) -> list[Item]:
    order = {label: place for place, label in enumerate(asked)}
    return sorted(targets, key=lambda item: (item.start or 9999.0, order.get(item.period, len(order))))


def _on_one_line(items: list[Item]) -> list[Item]:
    """Every figure gets a stretch of time; undated baselines stand before all, undated targets end the dates."""
    dated = [item.start for item in items if item.start is not None]
    if not dated or any(item.is_target and item.start is None for item in items):
        return [replace(item, start=float(slot), end=slot + 1.0) for slot, item in enumerate(items)]
    undated = sum(item.start is None for item in items)
    placed: list[Item] = []
    before = min(dated) - undated
    for item in items:
        if item.start is None:
            placed.append(replace(item, start=before, end=before + 1.0))
            before += 1.0
        else:
            placed.append(item)
    targets = [item for item in placed if item.is_target]
    ends = {
        id(item): min(item.end, after.start)
        for item, after in pairwise(targets)
        if after.start is not None and item.start is not None and after.start > item.start
    }
    return sorted(
        (replace(item, end=ends.get(id(item), item.end)) for item in placed),
        key=lambda item: (item.start or 0.0, item.is_target, item.end),
    )


def _description(items: Sequence[Item]) -> str:
    """What a person who cannot see the chart is told: every figure in the order of time."""
    told = [
        f"{KINDS[item.kind].lower()} {item.period or 'with no date'}: {item.missing or item.shown}"
        for item in items
    ]
    return "; ".join(told).capitalize() + "."


def _with_figures(given: Sequence[StatedFigure]) -> list[StatedFigure]:
    """Those that state a level, in the order of time, undated ones first."""
    known = [figure for figure in given if figure.value is not None]
    return sorted(known, key=lambda figure: figure.period_start or date.min)


def _units(series: Sequence[PlaceSeries], unit: str) -> str:
    """The units in words that the figures stand in, each once."""
    stated = [
        figure.unit or unit for one in series for figure in _with_figures((*one.baselines, *one.targets))
    ]
    seen = [figure.unit for one in series for figure in one.observed if figure.value is not None]
    return ", ".join(dict.fromkeys(unit for unit in (*stated, *seen) if unit and unit not in SIGNS))


def _dated(figure: StatedFigure, before: str) -> str:
    return f"{figures.level(figure)}{f' {before} {figure.period}' if figure.period else ''}"


def _message(series: Sequence[PlaceSeries]) -> str:
    """What the figures state, and nothing that they do not."""
    if len(series) > 1:
        return f"{len(series)} places, {_places(series, 'baseline')}, {_places(series, 'target')}"
    baselines = [figure for one in series for figure in _with_figures(one.baselines)]
    targets = [figure for one in series for figure in _with_figures(one.targets)]
    if not baselines and not targets:
        return figures.NO_FIGURE
    if not targets:
        return f"{_dated(baselines[-1], 'in')}, and no target yet"
    if not baselines:
        return f"target {_dated(targets[-1], 'by')}, and no baseline yet"
    start, goal = baselines[-1], targets[-1]
    if start.unit == goal.unit and start.unit not in SIGNS and start.value is not None:
        period = f" in {start.period}" if start.period else ""
        return f"from {figures.number(start.value, start.decimals)}{period} to {_dated(goal, 'by')}"
    return f"from {_dated(start, 'in')} to {_dated(goal, 'by')}"


def _places(series: Sequence[PlaceSeries], word: str) -> str:
    """How many places have a figure of this kind, in words: "all with a baseline", "2 with a target"."""
    count = sum(bool(_with_figures(one.targets if word == "target" else one.baselines)) for one in series)
    how_many = "all" if count == len(series) else f"{count:,}" if count else "none"
    return f"{how_many} with a {word}"


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line as small as a word. `paths` has one piece for each run without a gap; `last` is the newest mark."""

    width: int
    height: int
    paths: tuple[str, ...]
    last: Spot | None
    title: str


def sparkline(values: Sequence[Decimal | None], title: str) -> Sparkline:
    """A sparkline of `values` in the order of time. None leaves a gap; one value alone is a dot."""
    width, height, edge = 96, 24, 4
    known = [value for value in values if value is not None]
    spots: list[Spot | None] = []
    for place, value in enumerate(values):
        if value is None:
            spots.append(None)
            continue
        low, high = min(known), max(known)
        share = 0.5 if high == low else float((value - low) / (high - low))
        across = 0.5 if len(values) == 1 else place / (len(values) - 1)
        spots.append(
            Spot(
                round(edge + across * (width - 2 * edge), 1),
                round(height - edge - share * (height - 2 * edge), 1),
            )
        )
    runs: list[list[Spot]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    paths = tuple("M" + "L".join(f"{s.x} {s.y}" for s in run) for run in runs if len(run) > 1)
    return Sparkline(width, height, paths, next((s for s in reversed(spots) if s), None), title)
