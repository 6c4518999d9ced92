"""Where every mark and word of one chart stands. Lengths are in the drawing's units, one to a CSS pixel.

A drawing is made for two widths because text in a picture that shrinks becomes too small to read: on a phone
the narrow one is shown at its own size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

WIDE, NARROW, HEIGHT = 640, 280, 250
TOP, FLOOR, EDGE = 34, 206, 10
LETTER, LINE = 8.6, 20
"""The room that a letter and a line of 16 px type take, on the generous side."""
MOST_LABELLED = 10
"""With more figures than these, only the first and last of each kind are labelled: the table has them all."""
FLAT = Decimal("0.1")
"""Where all figures lie within this share of the largest, a scale from zero would hide the difference."""

NAMES = {"baseline": "Baseline", "observed": "Latest", "target": "Target"}
"""What stands before the last figure of each kind."""

Box = tuple[float, float, float, float]
"""Left, right, top and bottom."""
Across = Callable[[float], float]
Up = Callable[[Decimal], float]


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
    """A mark. `firm` is False for a figure that is only provisional, estimated or invented: it is drawn hollow."""

    x: float
    y: float
    last: bool = False
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart at one width. `target` is the path of the step line, empty where there is no target; `observed`
    the line through what was observed, with a gap where a figure is missing or the series breaks; `breaks` are
    where it does."""

    width: int
    height: int
    floor: float
    floor_is_zero: bool
    target: str
    points: tuple[Spot, ...]
    ends: tuple[Spot, ...]
    gaps: tuple[Spot, ...]
    words: tuple[Word, ...]
    observed: str = ""
    breaks: tuple[float, ...] = ()
    former: str = ""
    """The line through what figures were before their source restated them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A figure with its stretch of time, in years (or in slots where the plan's periods have no dates).

    `kind` is baseline, observed or target. `short` is what stands beside its mark, `shown` all that is known;
    `missing` says why there is no figure; `after_break` that it is not comparable with the one before.
    """

    kind: str
    period: str
    value: Decimal | None
    shown: str
    short: str
    missing: str
    start: float | None
    end: float
    firm: bool = True
    after_break: bool = False
    former: Decimal | None = None

    @property
    def is_target(self) -> bool:
        return self.kind == "target"

    @property
    def middle(self) -> float:
        return ((self.start or 0.0) + self.end) / 2


def scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest and highest value that a chart has room for: from zero, unless that would hide the difference."""
    low, high = min(values), max(values)
    if low > 0:
        if high > low and (high - low) / high < FLAT:
            step = Decimal(1).scaleb((high - low).adjusted())
            return max((low - (high - low)) // step * step, Decimal(0)), high
        return Decimal(0), high
    return low, max(high, Decimal(0)) if low < 0 or high > 0 else Decimal(1)


def draw(items: Sequence[Item], bottom: Decimal, top: Decimal, width: int) -> Drawing:
    """The chart of one place; at least one of its `items` has a figure, and all are in the order of time."""
    first = min(item.start or 0.0 for item in items)
    last = max(item.end for item in items)

    def x(at: float) -> float:
        return round(EDGE + (at - first) / (last - first) * (width - 2 * EDGE), 1)

    def y(value: Decimal) -> float:
        return round(FLOOR - float((value - bottom) / (top - bottom)) * (FLOOR - TOP), 1)

    known = [item for item in items if item.value is not None]
    newest = ([item for item in known if item.kind == "observed"] or known)[-1]
    points = tuple(
        Spot(x(i.middle), y(i.value or Decimal(0)), i is newest, i.firm) for i in known if not i.is_target
    )
    ends = tuple(Spot(x(i.middle), y(i.value or Decimal(0)), i is newest) for i in known if i.is_target)
    floor = y(Decimal(0)) if bottom <= 0 else float(FLOOR)
    gaps = tuple(Spot(x(item.middle), floor - 10) for item in items if item.value is None)
    targets = [item for item in items if item.is_target]
    observed = [item for item in items if item.kind == "observed"]
    taken = _line_boxes(targets, x, y) + [(s.x - 6, s.x + 6, s.y - 6, s.y + 6) for s in (*points, *ends)]
    taken += _slope_boxes(observed, x, y)
    breaks = tuple(x(item.start or 0.0) for item in observed if item.after_break)
    taken += [(at - 2, at + 2, TOP, FLOOR) for at in breaks]
    words = _value_words(known, x, y, width, taken)
    words += _gap_words(gaps, [*taken, *_kept_clear(words)], width)
    words += _axis_words(items, x, width)
    if bottom <= 0:
        zero = Word(width, floor - 6, "0", "end", "axis")
        boxes = [*taken, *_kept_clear(words), *((g.x - 6, g.x + 6, g.y - 3, g.y + 3) for g in gaps)]
        words += [] if collides(extent(zero), boxes) else [zero]
    return Drawing(
        width=width,
        height=HEIGHT,
        floor=floor,
        floor_is_zero=bottom <= 0,
        target=_steps(targets, x, y),
        points=points,
        ends=ends,
        gaps=gaps,
        words=tuple(words),
        observed=_line(observed, x, y),
        breaks=breaks,
        former=_former(observed, x, y),
    )


def _runs(observed: Sequence[Item]) -> list[list[Item]]:
    """What was observed, in runs that a line may join: it ends at a missing figure and at a break."""
    runs: list[list[Item]] = [[]]
    for item in observed:
        if item.after_break or item.value is None:
            runs.append([])
        if item.value is not None:
            runs[-1].append(item)
    return [run for run in runs if len(run) > 1]


def _line(observed: Sequence[Item], x: Across, y: Up) -> str:
    return "".join(
        "M" + "L".join(f"{x(item.middle)} {y(item.value or Decimal(0))}" for item in run)
        for run in _runs(observed)
    )


def _former(observed: Sequence[Item], x: Across, y: Up) -> str:
    """The line through what was known before a restatement; one figure alone is a dot."""
    path: list[str] = []
    run: list[str] = []
    for item in (*observed, None):
        if item is not None and item.former is not None:
            run.append(f"{x(item.middle)} {y(item.former)}")
        elif run:
            path.append("M" + "L".join(run) + ("h0" if len(run) == 1 else ""))
            run = []
    return "".join(path)


def _slope_boxes(observed: Sequence[Item], x: Across, y: Up) -> list[Box]:
    """The room that the line through what was observed takes, in short pieces."""
    pieces = 6
    boxes: list[Box] = []
    for run in _runs(observed):
        for item, after in pairwise(run):
            left, right = x(item.middle), x(after.middle)
            start, end = y(item.value or Decimal(0)), y(after.value or Decimal(0))
            for piece in range(pieces):
                ys = (start + (end - start) * piece / pieces, start + (end - start) * (piece + 1) / pieces)
                xs = (left + (right - left) * piece / pieces, left + (right - left) * (piece + 1) / pieces)
                boxes.append((xs[0], xs[1], min(ys) - 2, max(ys) + 2))
    return boxes


def _steps(targets: Sequence[Item], x: Across, y: Up) -> str:
    """The path of the target: level through each period, a step between neighbours, broken where one is missing."""
    path: list[str] = []
    before: Item | None = None
    for item in targets:
        if item.value is None:
            continue
        joins = before is not None and abs(before.end - (item.start or 0.0)) < 0.01
        path.append(f"{'L' if joins else 'M'}{x(item.start or 0.0)} {y(item.value)}H{x(item.end)}")
        before = item
    return "".join(path)


def _line_boxes(targets: Sequence[Item], x: Across, y: Up) -> list[Box]:
    """The room that the step line takes."""
    known = [(x(i.start or 0.0), x(i.end), y(i.value)) for i in targets if i.value is not None]
    level = [(left, right, at - 2, at + 2) for left, right, at in known]
    steps = [
        (right - 2, right + 2, min(at, after), max(at, after))
        for (_, right, at), (left, _, after) in pairwise(known)
        if abs(left - right) < 1
    ]
    return level + steps


def extent(word: Word) -> Box:
    """The room that a word takes."""
    width = len(word.text) * LETTER
    left = word.x - {"start": 0.0, "middle": width / 2, "end": width}[word.anchor]
    return left, left + width, word.y - LINE * 0.8, word.y + LINE * 0.2


def _kept_clear(words: Sequence[Word]) -> list[Box]:
    """The room of words with the white that has to stay beside them."""
    return [(left - 6, right + 6, top, bottom) for left, right, top, bottom in map(extent, words)]


def collides(box: Box, others: Sequence[Box]) -> bool:
    """Whether a box would print over one of the others."""
    left, right, top, bottom = box
    return any(left < r and le < right and top < b and t < bottom for le, r, t, b in others)


def _word(x: float, y: float, text: str, role: str, width: int) -> Word:
    """A word centred on `x`, or drawn in from the edge where it would run over it."""
    half = len(text) * LETTER / 2
    if x - half < 0:
        return Word(0, y, text, "start", role)
    if x + half > width:
        return Word(width, y, text, "end", role)
    return Word(x, y, text, "middle", role)


def _order(known: Sequence[Item]) -> list[Item]:
    """Who is labelled first where not all labels find room: the last and the first of each kind."""
    baselines = [item for item in known if item.kind == "baseline"]
    observed = [item for item in known if item.kind == "observed"]
    targets = [item for item in known if item.is_target]
    order = [*observed[-1:], *targets[-1:], *baselines[-1:], *observed[:1], *baselines[:1], *targets[:1]]
    if len(known) <= MOST_LABELLED:
        order += known
    return list({id(item): item for item in order}.values())


def _value_words(known: Sequence[Item], x: Across, y: Up, width: int, taken: Sequence[Box]) -> list[Word]:
    """The figures beside their marks, over no mark, line or other word. What finds no room is in the table."""
    last = {item.kind: item for item in known}
    words: list[Word] = []
    for item in _order(known):
        if item.value is None:
            continue
        role = item.kind
        named = [f"{NAMES[role]} {item.short}"] if last[role] is item else []
        middle, level = x(item.middle), y(item.value)
        candidates = (
            word
            for text in (*named, item.short)
            for at in (level - 10, level + 23)
            for word in (
                _word(middle, at, text, role, width),
                Word(middle - 6, at, text, "start", role),
                Word(middle + 6, at, text, "end", role),
            )
        )
        boxes = [*taken, *_kept_clear(words)]
        free = (word for word in candidates if _inside(word, width) and not collides(extent(word), boxes))
        words += [word for word in [next(free, None)] if word]
    return words


def _inside(word: Word, width: int) -> bool:
    left, right, top, bottom = extent(word)
    return left >= 0 and right <= width and top >= 0 and bottom <= FLOOR + 4


def _gap_words(gaps: Sequence[Spot], taken: Sequence[Box], width: int) -> list[Word]:
    words: list[Word] = []
    for gap in gaps:
        word = _word(gap.x, gap.y - 10, "no figure", "gap", width)
        if not collides(extent(word), [*taken, *_kept_clear(words)]):
            words.append(word)
    return words


def _axis_words(items: Sequence[Item], x: Across, width: int) -> list[Word]:
    """The periods under the chart: the last and the first for certain, the others where there is room."""
    seen: dict[str, float] = {}
    for item in items:
        seen.setdefault(item.period or "no date", item.middle)
    labels = list(seen.items())
    words: list[Word] = []
    for label, at in [labels[-1], *labels[:-1]]:
        word = _word(x(at), FLOOR + 26, label, "axis", width)
        spaced = replace(word, text=word.text + " ")
        if not collides(extent(spaced), [extent(other) for other in words]):
            words.append(word)
    return words
