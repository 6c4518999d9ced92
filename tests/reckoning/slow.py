"""The same reckonings, slow and obvious: one series at a time, in exact fractions and calendar dates."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from goldenthread.reckoning.assessment import Point
from goldenthread.reckoning.direction import Against, Direction
from goldenthread.reckoning.forecast import Why
from goldenthread.reckoning.freshness import Freshness
from goldenthread.reckoning.rule import Rule
from goldenthread.reckoning.status import Reason, Status

Target = tuple[date, date, object]
DAY = timedelta(days=1)


def latest(points: Sequence[Point], today: date) -> Point | None:
    begun = [point for point in points if point.start <= today]
    return max(begun, key=lambda point: (point.end, -point.start.toordinal()), default=None)


def has_figure(point: Point) -> bool:
    return point.value is not None and not point.cannot_compute


def mark(value: Fraction, against: Fraction | None, rule: Rule) -> Status:
    if rule.polarity == "range":
        low = None if rule.range_low is None else Fraction(rule.range_low)
        high = None if rule.range_high is None else Fraction(rule.range_high)
        if low is not None and value < low:
            short, against = low - value, low
        elif high is not None and value > high:
            short, against = value - high, high
        else:
            return Status.ON_TRACK
    else:
        assert against is not None
        short = against - value if rule.polarity == "higher" else value - against
    if short <= 0:
        return Status.ON_TRACK
    tolerance = Fraction(5) if rule.tolerance is None else Fraction(rule.tolerance)
    if rule.tolerance is None or rule.tolerance_kind == "share":
        tolerance = abs(against) * tolerance / 100
    return Status.WATCH if short <= tolerance else Status.OFF_TRACK


def status(
    points: Sequence[Point],
    targets: Sequence[Target],
    rule: Rule,
    today: date,
    baseline: tuple[date, object] | None,
    breaks: Sequence[date],
    first_due: date | None,
) -> tuple[Status, Reason]:
    point = latest(points, today)
    if point is None:
        return _never(targets, today, first_due)
    if point.cannot_compute:
        return Status.CANNOT_COMPUTE, Reason.FIGURE_CANNOT
    if point.value is None:
        return Status.NO_FIGURE, Reason.MISSING
    if unruled := _unruled(rule):
        return Status.CANNOT_COMPUTE, unruled
    value = Fraction(point.value)
    if rule.polarity == "range":
        return mark(value, None, rule), Reason.RANGE
    containing = [target for target in targets if target[0] <= point.start and point.end <= target[1]]
    if not containing:
        return _against_later(point, value, targets, rule, baseline, breaks)
    target = min(containing, key=lambda target: target[1] - target[0])
    return _in_its_period(point, target, max(end for _, end, _ in targets), rule, today)


def _never(targets: Sequence[Target], today: date, first_due: date | None) -> tuple[Status, Reason]:
    expected = first_due or min((end + DAY for _, end, _ in targets), default=date.min)
    return (Status.NO_FIGURE, Reason.NEVER) if expected <= today else (Status.TOO_EARLY, Reason.NOT_DUE)


def _unruled(rule: Rule) -> Reason | None:
    if rule.polarity == "":
        return Reason.NO_POLARITY
    if rule.polarity == "none":
        return Reason.NEITHER_BETTER
    if rule.polarity == "range" and rule.range_low is None and rule.range_high is None:
        return Reason.NO_RANGE
    return None


def _against_later(
    point: Point,
    value: Fraction,
    targets: Sequence[Target],
    rule: Rule,
    baseline: tuple[date, object] | None,
    breaks: Sequence[date],
) -> tuple[Status, Reason]:
    later = [target for target in targets if target[1] > point.end]
    if not later:
        return Status.CANNOT_COMPUTE, Reason.NO_TARGET
    target = min(later, key=lambda target: target[1])
    if baseline is None or baseline[0] >= point.end:
        return Status.TOO_EARLY, Reason.LATER_TARGET
    if any(baseline[0] < day <= point.end for day in breaks):
        return Status.TOO_EARLY, Reason.LATER_TARGET
    gone = Fraction((point.end - baseline[0]).days, (target[1] - baseline[0]).days)
    start = Fraction(baseline[1])  # type: ignore[arg-type]
    promised = Fraction(target[2])  # type: ignore[arg-type]
    return mark(value, start + (promised - start) * gone, rule), Reason.INTERIM


def _in_its_period(
    point: Point, target: Target, last_end: date, rule: Rule, today: date
) -> tuple[Status, Reason]:
    start, end, promised = target
    marked = mark(Fraction(point.value), Fraction(promised), rule)  # type: ignore[arg-type]
    whole, over = (point.start, point.end) == (start, end), end < today
    if rule.adds_up and not whole:
        met = marked == Status.ON_TRACK
        if met != (rule.polarity == "higher"):  # a part says nothing yet
            return (
                (Status.NO_FIGURE, Reason.WHOLE_MISSING) if over else (Status.TOO_EARLY, Reason.COUNT_SO_FAR)
            )
        return marked, Reason.PART_OF_YEAR
    if over and end == last_end and point.end == end:
        if point.soft:
            return marked, Reason.SOFT
        if marked == Status.ON_TRACK:
            return Status.FINISHED, Reason.FINISHED_MET
        return Status.OFF_TRACK, Reason.FINISHED_MISSED
    return marked, Reason.TARGET if whole else Reason.PART_OF_YEAR


def month(day: date) -> int:
    return day.year * 12 + day.month - 1


def length(point: Point) -> int:
    return month(point.end) - month(point.start) + 1


def comparable(points: Sequence[Point], point: Point, breaks: Sequence[date]) -> list[Point]:
    """The figures of the same length, up to this one, that no break parts from it."""
    same = [each for each in points if has_figure(each) and length(each) == length(point)]
    return [
        each
        for each in same
        if month(each.end) <= month(point.end)
        and not any(min(each.start, point.start) < day <= point.end for day in breaks)
    ]


def direction(
    points: Sequence[Point], rule: Rule, today: date, breaks: Sequence[date]
) -> tuple[Direction, Against, Fraction | None]:
    point = latest(points, today)
    if point is None or not has_figure(point):
        return Direction.UNKNOWN, Against.NO_FIGURE, None
    earlier = [each for each in comparable(points, point, breaks) if month(each.end) < month(point.end)]
    if not earlier:
        before = [each for each in comparable(points, point, ()) if month(each.end) < month(point.end)]
        return Direction.UNKNOWN, Against.BREAK if before else Against.NO_EARLIER, None
    against, other = Against.PREVIOUS, max(earlier, key=lambda each: month(each.end))
    if length(point) < 12:
        for each in earlier:
            if month(each.end) == month(point.end) - 12:
                against, other = Against.YEAR_AGO, each
    now, then = Fraction(point.value or 0), Fraction(other.value or 0)
    return _better(now, then, rule), against, now - then


def _better(now: Fraction, then: Fraction, rule: Rule) -> Direction:
    if _unruled(rule):
        return Direction.UNKNOWN
    gain = {"higher": now - then, "lower": then - now}.get(rule.polarity)
    if gain is None:
        gain = _outside(then, rule) - _outside(now, rule)
    return Direction.STEADY if gain == 0 else Direction.IMPROVING if gain > 0 else Direction.WORSENING


def _outside(value: Fraction, rule: Rule) -> Fraction:
    below = Fraction(rule.range_low) - value if rule.range_low is not None else Fraction(0)
    above = value - Fraction(rule.range_high) if rule.range_high is not None else Fraction(0)
    return max(below, above, Fraction(0))


def forecast(
    points: Sequence[Point], targets: Sequence[Target], rule: Rule, today: date, breaks: Sequence[date]
) -> tuple[Why, Fraction | None, int, Status]:
    """Why, the figure, through how many points, and its status."""

    def none(why: Why) -> tuple[Why, None, int, Status]:
        return why, None, 0, Status.TOO_EARLY

    now = [target for target in targets if target[0] <= today <= target[1]]
    if not now:
        return none(Why.NO_TARGET)
    start, end, promised = min(now, key=lambda target: target[1] - target[0])
    point = latest(points, today)
    if point is None:
        return none(Why.NO_FIGURE)
    if month(end) <= month(point.end):
        return none(Why.COMPLETE)
    if month(start) - month(point.end) - 1 > length(point):
        return none(Why.TOO_OLD)
    months = month(end) - month(start) + 1
    if rule.adds_up and (months % length(point) or (month(end) - month(point.end)) % length(point)):
        return none(Why.UNEVEN)
    usable = comparable(points, point, breaks)
    inside = [each for each in usable if month(start) <= month(each.start) and month(each.end) <= month(end)]
    recent = [each for each in usable if month(each.end) > month(point.end) - 4 * length(point)]
    why, through = (Why.THIS_YEAR, inside) if len(inside) > 1 else (Why.RECENT, recent)
    if len(through) < 2:
        return none(Why.TOO_FEW)
    if rule.adds_up:
        there = {month(each.end): Fraction(each.value or 0) for each in inside}
        slots = range(month(start) + length(point) - 1, month(end) + 1, length(point))
        value = sum((there.get(slot, line(through, slot)) for slot in slots), Fraction(0))
    else:
        value = line(through, month(end))
    if _unruled(rule):
        return why, value, len(through), Status.CANNOT_COMPUTE
    return why, value, len(through), mark(value, Fraction(promised), rule)  # type: ignore[arg-type]


def line(points: Sequence[Point], at: int) -> Fraction:
    """Least squares, by the textbook: through the means, with the slope of covariance over variance."""
    xs, ys = [Fraction(month(each.end)) for each in points], [Fraction(each.value or 0) for each in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - mean_x) ** 2 for x in xs
    )
    return mean_y + slope * (at - mean_x)


def freshness(
    answered: date | None, first_end: date | None, every: int, grace: int, today: date
) -> tuple[Freshness, int, date | None]:
    """How fresh, how many periods are overdue, and the day from which the oldest of them is late."""
    if not every:
        return Freshness.UNKNOWN, 0, None
    if answered is None and first_end is None:
        return Freshness.NEVER, 0, None
    end = _month_end(month(answered) + every) if answered else _month_end(month(first_end))  # type: ignore[arg-type]
    late_from, overdue = end + timedelta(days=grace + 1), 0
    while end + timedelta(days=grace) < today:
        overdue += 1
        end = _month_end(month(end) + every)
    if answered is None:
        return (Freshness.NEVER if overdue else Freshness.NOT_DUE), overdue, late_from
    return (Freshness.FRESH, Freshness.LATE, Freshness.STALE)[min(overdue, 2)], overdue, late_from


def _month_end(number: int) -> date:
    return date((number + 1) // 12, (number + 1) % 12 + 1, 1) - DAY
