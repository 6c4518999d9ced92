"""Where everything in a chart stands: plain figures in, plain drawings out. No Django, no colour, no style.

A drawing is made for two widths because text in a picture that shrinks becomes too small to read: on a phone
the narrow one is shown at its own size. Lengths are in the drawing's units, one to a CSS pixel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from goldenthread.overview.shapes import PlaceSeries, StatedFigure
from goldenthread.web import figures

WIDE, NARROW, HEIGHT = 640, 280, 250
TOP, FLOOR, EDGE = 34, 206, 10
LETTER, LINE = 8.6, 20
"""The room that a letter and a line of 16 px type take, on the generous side."""
FLAT = Decimal("0.1")
"""Where all figures lie within this share of the largest, a scale from zero would hide the difference."""


@dataclass(frozen=True, slots=True)
class Word:
    """Text at a place; `anchor` is start, middle or end, as SVG has it."""

    x: float
    y: float
    text: str
    anchor: str
    role: str


@dataclass(frozen=True, slots=True)
class Spot:
    x: float
    y: float
    last: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart at one width. `target` is the path of the step line, empty where there is no target."""

    width: int
    height: int
    floor: float
    floor_is_zero: bool
    target: str
    points: tuple[Spot, ...]
    ends: tuple[Spot, ...]
    gaps: tuple[Spot, ...]
    words: tuple[Word, ...]


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


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its message and its table twin. `panels` is empty where no place has a figure."""

    id: str
    title: str
    note: str
    panels: tuple[Panel, ...]
    rows: tuple[FigureRow, ...]
    several_places: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """A figure with its stretch of time, in years (or in slots where the plan's periods have no dates)."""

    is_target: bool
    period: str
    value: Decimal | None
    shown: str
    missing: str
    start: float | None
    end: float

    @property
    def middle(self) -> float:
        return ((self.start or 0.0) + self.end) / 2


def measure_chart(
    chart_id: str, title: str, series: Sequence[PlaceSeries], asked: Sequence[str] = ()
) -> Chart:
    """The baselines and targets of a measure, a panel for each place.

    `title` is the measure's; the facts of its figures follow it. `asked` are the periods that the plan asks a
    target for, so that one without a figure shows as a gap.
    """
    of_places = [(one.place.title, _items(one, asked)) for one in series]
    values = [item.value for _, items in of_places for item in items if item.value is not None]
    several = len(of_places) > 1
    panels: list[Panel] = []
    note = ""
    if values:
        bottom, top = _scale(values)
        if bottom > 0:
            note = f"The scale starts at {figures.number(bottom)}, not at zero."
        for place, items in of_places:
            if any(item.value is not None for item in items):
                panels.append(
                    Panel(
                        place=place,
                        wide=None if several else _draw(items, bottom, top, WIDE),
                        narrow=_draw(items, bottom, top, NARROW),
                        description=_description(items),
                    )
                )
    return Chart(
        id=chart_id,
        title=f"{title}: {_message(series)}",
        note=note,
        panels=tuple(panels),
        rows=tuple(
            FigureRow(
                item.period or "not stated",
                place,
                "Target" if item.is_target else "Baseline",
                item.missing or item.shown,
            )
            for place, items in of_places
            for item in items
        ),
        several_places=several,
    )


def _decimal_year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _item(figure: StatedFigure, *, is_target: bool) -> _Item:
    start = _decimal_year(figure.period_start) if figure.period_start else None
    return _Item(
        is_target=is_target,
        period=figure.period or "",
        value=figure.value,
        shown=figures.level(figure) or "",
        missing="" if figure.value is not None else figures.stated(figure),
        start=start,
        end=(start or 0.0) + 1.0,
    )


def _items(series: PlaceSeries, asked: Sequence[str]) -> list[_Item]:
    """The figures of one place in the order of time, with a blank for each target that is asked for and absent."""
    baselines = [_item(figure, is_target=False) for figure in series.baselines]
    targets = [_item(figure, is_target=True) for figure in series.targets]
    there = {item.period for item in targets}
    for label in asked:
        if label not in there:
            targets.append(_Item(True, label, None, "", figures.NO_FIGURE, _start_like(label), 0.0))
    return _on_one_line([*baselines, *_in_asked_order(targets, asked)])


def _start_like(label: str) -> float | None:
    """When a blank financial or calendar year starts, from its label; None where the label is not one."""
    year, _, rest = label.partition("/")
    if len(year) != 4 or not year.isdigit() or (rest and not rest.isdigit()):
        return None
    return int(year) + (0.25 if rest else 0.0)


def _in_asked_order(targets: list[_Item], asked: Sequence[str]) -> list[_Item]:
    order = {label: place for place, label in enumerate(asked)}
    return sorted(targets, key=lambda item: (item.start or 9999.0, order.get(item.period, len(order))))


def _on_one_line(items: list[_Item]) -> list[_Item]:
    """Every figure gets a stretch of time; undated baselines stand before all, undated targets end the dates."""
    dated = [item.start for item in items if item.start is not None]
    if not dated or any(item.is_target and item.start is None for item in items):
        return [replace(item, start=float(slot), end=slot + 1.0) for slot, item in enumerate(items)]
    undated = sum(item.start is None for item in items)
    placed: list[_Item] = []
    before = min(dated) - undated
    for item in items:
        if item.start is None:
            placed.append(replace(item, start=before, end=before + 1.0))
            before += 1.0
        else:
            placed.append(replace(item, end=item.start + 1.0))
    targets = [item for item in placed if item.is_target]
    ends = {
        id(item): min(item.end, after.start)
        for item, after in zip(targets, targets[1:], strict=False)
        if after.start is not None and item.start is not None and after.start > item.start
    }
    return sorted(
        (replace(item, end=ends.get(id(item), item.end)) for item in placed),
        key=lambda item: (item.start or 0.0, item.is_target),
    )


def _scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value that a chart has room for: from zero, unless that would hide the difference."""
    low, high = min(values), max(values)
    if low > 0:
        if high > low and (high - low) / high < FLAT:
            return max(low - (high - low), Decimal(0)), high
        return Decimal(0), high
    return low, max(high, Decimal(0)) if low < 0 or high > 0 else Decimal(1)


def _draw(items: Sequence[_Item], bottom: Decimal, top: Decimal, width: int) -> Drawing:
    first = min(item.start or 0.0 for item in items)
    last = max(item.end for item in items)

    def x(at: float) -> float:
        return round(EDGE + (at - first) / (last - first) * (width - 2 * EDGE), 1)

    def y(value: Decimal) -> float:
        return round(FLOOR - float((value - bottom) / (top - bottom)) * (FLOOR - TOP), 1)

    known = [item for item in items if item.value is not None]
    newest = known[-1]
    points = tuple(Spot(x(i.middle), y(i.value or Decimal(0)), i is newest) for i in known if not i.is_target)
    ends = tuple(Spot(x(i.middle), y(i.value or Decimal(0)), i is newest) for i in known if i.is_target)
    missing = tuple(item for item in items if item.value is None)
    floor = y(Decimal(0)) if bottom <= 0 else float(FLOOR)
    gaps = tuple(Spot(x(item.middle), floor - 10) for item in missing)
    words = _value_words(known, x, y, width)
    words += _gap_words(gaps, words, width)
    words += _axis_words(items, x, width)
    return Drawing(
        width=width,
        height=HEIGHT,
        floor=floor,
        floor_is_zero=bottom <= 0,
        target=_steps([item for item in items if item.is_target], x, y),
        points=points,
        ends=ends,
        gaps=gaps,
        words=tuple(words),
    )


def _steps(targets: Sequence[_Item], x, y) -> str:
    """The path of the target: level through each period, a step between neighbours, broken where one is missing."""
    path: list[str] = []
    before: _Item | None = None
    for item in targets:
        if item.value is None:
            before = None
            continue
        joins = before is not None and abs(before.end - (item.start or 0.0)) < 0.01
        path.append(f"{'L' if joins else 'M'}{x(item.start or 0.0)} {y(item.value)}H{x(item.end)}")
        before = item
    return "".join(path)


def _extent(word: Word) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a word."""
    width = len(word.text) * LETTER
    left = word.x - {"start": 0.0, "middle": width / 2, "end": width}[word.anchor]
    return left, left + width, word.y - LINE * 0.8, word.y + LINE * 0.2


def overlap(one: Word, other: Word) -> bool:
    """Whether two words would print over each other."""
    left, right, top, bottom = _extent(one)
    left_2, right_2, top_2, bottom_2 = _extent(other)
    return left < right_2 and left_2 < right and top < bottom_2 and top_2 < bottom


def _word(x: float, y: float, text: str, role: str, width: int) -> Word:
    """A word centred on `x`, or drawn in from the edge where it would run over it."""
    half = len(text) * LETTER / 2
    if x - half < 0:
        return Word(0, y, text, "start", role)
    if x + half > width:
        return Word(width, y, text, "end", role)
    return Word(x, y, text, "middle", role)


def _value_words(known: Sequence[_Item], x, y, width: int) -> list[Word]:
    """The figures beside their marks. First and last of each kind come first; what finds no room is in the table."""
    baselines = [item for item in known if not item.is_target]
    targets = [item for item in known if item.is_target]
    named = {id(item): name for group, name in ((baselines, "Baseline "), (targets, "Target ")) for item in group[-1:]}
    order = [*targets[-1:], *baselines[-1:], *baselines[:1], *targets[:1], *known]
    done: set[int] = set()
    words: list[Word] = []
    for item in order:
        if id(item) in done or item.value is None:
            continue
        done.add(id(item))
        middle, level = x(item.middle), y(item.value)
        role = "target" if item.is_target else "baseline"
        texts = [named.get(id(item), "") + item.shown, item.shown]
        for text in texts:
            tries = [_word(middle, at, text, role, width) for at in (level - 10, level + 23)]
            free = [one for one in tries if 16 <= one.y <= FLOOR and len(text) * LETTER <= width]
            place = next((one for one in free if not any(overlap(one, other) for other in words)), None)
            if place:
                words.append(place)
                break
    return words


def _gap_words(gaps: Sequence[Spot], others: Sequence[Word], width: int) -> list[Word]:
    words: list[Word] = []
    for gap in gaps:
        word = _word(gap.x, gap.y - 10, "no figure", "gap", width)
        if not any(overlap(word, other) for other in (*others, *words)):
            words.append(word)
    return words


def _axis_words(items: Sequence[_Item], x, width: int) -> list[Word]:
    """The periods under the chart: the last and the first for certain, the others where there is room."""
    seen: dict[str, float] = {}
    for item in items:
        seen.setdefault(item.period or "no date", item.middle)
    labels = list(seen.items())
    words: list[Word] = []
    for label, at in [labels[-1], *labels[:-1]]:
        word = _word(x(at), FLOOR + 26, label, "axis", width)
        spaced = replace(word, text=word.text + " ")
        if not any(overlap(spaced, other) for other in words):
            words.append(word)
    return words


def _description(items: Sequence[_Item]) -> str:
    """What a person who cannot see the chart is told: every figure in the order of time."""
    told = [
        f"{'target' if item.is_target else 'baseline'} {item.period or 'with no date'}: {item.missing or item.shown}"
        for item in items
    ]
    return "; ".join(told).capitalize() + "."


def _dated(figure: StatedFigure, before: str) -> str:
    return f"{figures.level(figure)}{f' {before} {figure.period}' if figure.period else ''}"


def _message(series: Sequence[PlaceSeries]) -> str:
    """What the figures state, and nothing that they do not."""
    baselines = [figure for one in series for figure in one.baselines if figure.value is not None]
    targets = [figure for one in series for figure in one.targets if figure.value is not None]
    if not baselines and not targets:
        return figures.NO_FIGURE
    if len(series) > 1:
        return f"baselines for {_places(series, 'baselines')}, targets for {_places(series, 'targets')}"
    if not targets:
        return f"{_dated(baselines[-1], 'in')}, and no target yet"
    if not baselines:
        return f"target {_dated(targets[-1], 'by')}, and no baseline yet"
    start, goal = baselines[-1], targets[-1]
    return f"from {_dated(start, 'in')} to {_dated(goal, 'by')}"


def _places(series: Sequence[PlaceSeries], which: str) -> str:
    count = sum(any(figure.value is not None for figure in getattr(one, which)) for one in series)
    return f"{count} of {len(series)} places"


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
            Spot(round(edge + across * (width - 2 * edge), 1), round(height - edge - share * (height - 2 * edge), 1))
        )
    runs: list[list[Spot]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    paths = tuple("M" + "L".join(f"{s.x} {s.y}" for s in run) for run in runs if len(run) > 1)
    return Sparkline(width, height, paths, next((s for s in reversed(spots) if s), None), title)
