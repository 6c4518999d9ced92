"""What one cell of baselines or targets says: each figure with its place, period, unit and standing.

A cell is walked from left to right. Text in brackets explains the figure before it (its period, its place,
the level behind a change, its fraction); brackets before any figure explain all of them. A figure that nothing
explains is kept apart as unexplained.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from goldenthread.reading.periods import Found, find_periods, normalise
from goldenthread.reading.plan import Value, ValueStatus
from goldenthread.reading.rendering import Lines

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT_WORD = r"(?!(?:by|on|from|in|to|at|is|was|are|and|or|of|out|the|reduction|increase|decrease|rise|fall|below|above|less|more|improvement|summer|spring|autumn|winter|year|target|baseline|figure|for|as|pred|proj|prop|agreed|q\d)\b)[a-z£%][\w/%-]*"
_FIGURE = re.compile(
    rf"(?<![\w.,/])(?P<sign>[+\-–−]\s?(?=[\d£]))?(?P<money>£\s?)?(?P<number>{_NUMBER})(?![\d])"
    rf"(?:\s?/\s?(?P<per>{_NUMBER})(?![\d]))?(?P<scale>\s?(?:million|bn|m|k)\b)?(?P<percent>\s?(?:%|per\s?cent\b|percent\b))?"
    rf"(?P<range>\s?[-–]\s?(?:{_NUMBER})\s?%?(?![\d/]))?"
    rf"(?:\s?(?P<unit>per\s(?:{_NUMBER})(?:\s{_UNIT_WORD}){{0,3}}|(?:{_UNIT_WORD})(?:\s{_UNIT_WORD}){{0,3}}))?",
)
_OUT_OF = re.compile(rf"(?P<part>{_NUMBER})\s+(?:out\s+)?of\s+(?P<whole>{_NUMBER})(?![\d%])", re.IGNORECASE)
_FRACTION = re.compile(
    rf"^\s*(?P<part>{_NUMBER})\s?(?:/|out of|of)\s?(?P<whole>{_NUMBER})\s*$", re.IGNORECASE
)
_DOWN = re.compile(r"\b(?:reduc\w+|decreas\w+|fall\w*|cut|lower|fewer|less|drop)\b", re.IGNORECASE)
_UP = re.compile(r"\b(?:increas\w+|rise|growth|improvement|higher|more)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CODE = re.compile(r"\bN\.?I\.?\s?\d{1,3}[a-z]?\b")
_PLACE = re.compile(
    r"((?:St\.? |[A-Z]\w*&[A-Z]\w* )?[A-Z][\w'’.-]*(?:\s+(?:&|and|of|upon|on|in|the|[A-Z][\w'’.&-]*))*)\s*[:\-–]?\s*$"
)
_BLANK = re.compile(r"^[\s\-–—_.*]*$")
_NOT_APPLICABLE = re.compile(r"^\s*(?:n/?a|not applicable|none)\s*$", re.IGNORECASE)

_STANDING = (
    (ValueStatus.TO_BE_RENEGOTIATED, r"re-?negotiat"),
    (ValueStatus.DEFERRED, r"\bdeferred|\bparked\b"),
    (
        ValueStatus.AWAITED,
        r"\bt\.?b\.?[cadn]\b|\bawait|\bto be (?:confirmed|determined|agreed|advised|set|decided|established|negotiated)"
        r"|\byet to be\b|\bnot yet\b|\bpending\b|\bto follow\b",
    ),
    (ValueStatus.PREDICTED, r"\bpredict|\bforecast|\bestimated?\b"),
    (ValueStatus.PROJECTED, r"\bproject(?:ed|ion)"),
    (ValueStatus.PROPOSED, r"\bpropos|\bprovisional|\bdraft\b"),
    (ValueStatus.AGREED, r"(?<!not )(?<!not yet )\bagreed\b"),
)
_NOT_A_PLACE = re.compile(
    r"^(?:Baseline|Target|Actual|Average|Approx|Year|By|To|Reduce|Reduction|Increase|Maintain|Improve|TBC|TBA|Tbc|Tba|About|From"
    r"|Projected|Predicted|Proposed|Level|At|Less|More|Minimum|Maximum|Over|Under|Below|Above|No|Set|Q\d|England|National|Total)\b"
)

_DUE = re.compile(
    r"\b(?:by|due|until|from|after|expected|available|t\.?b\.?[cadn]|await\w*)\b", re.IGNORECASE
)
_LEADS_TO = re.compile(r"(?:\bto|=|→|i\.?e\.?)\s*$", re.IGNORECASE)

RANGE_DOUBT = "A range is written here, so no single figure was taken from it."


@dataclass(frozen=True, slots=True)
class Column:
    """Which column a cell stands in. `period` is a target column's; `counts` says that the measure counts things."""

    is_baseline: bool
    period: str | None = None
    counts: bool = False


def standing(text: str) -> ValueStatus | None:
    """How firm a text says that a figure is, or None."""
    for status, words in _STANDING:
        if re.search(words, text, re.IGNORECASE):
            return status
    return None


def read_cell(text: str, column: Column, lines: Lines) -> tuple[Value, ...]:
    """The entries of one cell, none for an empty one. Never raises."""
    written = " ".join(text.split())
    if _BLANK.match(written) or _NOT_APPLICABLE.match(written):
        return ()
    walk = _Walk(written, column, lines)
    return walk.entries()


class _Walk:
    """One pass over a cell's text."""

    def __init__(self, written: str, column: Column, lines: Lines) -> None:
        self.written = written
        self.column = column
        self.lines = lines
        self.found: list[Value] = []
        self.leading: list[str] = []
        self.times: dict[int, list[str]] = {}

    def entries(self) -> tuple[Value, ...]:
        last = 0
        for match in _BRACKETS.finditer(self.written):
            self._plain(self.written[last : match.start()])
            self._bracket(match.group(1) if match.group(1) is not None else match.group(2))
            last = match.end()
        self._plain(self.written[last:])
        if not self.found:
            return self._only_words()
        return tuple(self._finished())

    # The text outside brackets --------------------------------------------------------------------------

    def _plain(self, text: str) -> None:
        text = _CODE.sub(lambda code: " " * len(code.group()), text)
        taken = find_periods(text)
        if self._whole_is_number(text):
            taken = []
        if self._bare_due_year(text, taken):
            return
        masked = _mask(text, taken)
        position = 0
        for value, start, end in _figures(masked, self):
            self._times_between(taken, position, start)
            place = _place_before(masked[position:start])
            self._add(value, place, joined=_LEADS_TO.search(masked[position:start]) is not None)
            position = end
        self._times_between(taken, position, len(text))

    def _whole_is_number(self, text: str) -> bool:
        """A target cell that is a four-digit number alone: a count, not a year ("2009" homes)."""
        return not self.column.is_baseline and re.fullmatch(r"\s*\d{4}\s*", text) is not None

    def _bare_due_year(self, text: str, taken: list[Found]) -> bool:
        if not self.column.is_baseline or self.found or len(taken) != 1 or not taken[0].is_year:
            return False
        return text.strip() == self.written and text.strip() == taken[0].label

    def _times_between(self, taken: list[Found], start: int, end: int) -> None:
        for time in taken:
            if start <= time.start < end:
                self._time(time.label)

    def _time(self, label: str) -> None:
        if self.found:
            self.times.setdefault(len(self.found) - 1, []).append(label)
        else:
            self.leading.append(label)

    def _add(self, value: Value, place: str | None, *, joined: bool) -> None:
        previous = self.found[-1] if self.found else None
        if joined and previous is not None and previous.change_percent is not None and previous.value is None:
            # "reduce by 10% to 450": the level that the change leads to.
            self.found[-1] = replace(previous, value=value.value, unit=value.unit)
            return
        self.found.append(replace(value, place=place) if place else value)

    # The text in brackets -------------------------------------------------------------------------------

    def _bracket(self, text: str) -> None:
        if (fraction := _FRACTION.match(text)) and normalise(text) is None and self.found:
            self._fraction(fraction)
            return
        times = _times_in_bracket(text)
        rest = _mask(text, times) if times else text
        if times and normalise(text) is not None and not times[0].start and times[0].end == 0:
            rest = ""
        figures = list(_figures(rest, self))
        if not self.found:
            self._leading_bracket(text, times, figures)
            return
        for time in times:
            self._time(time.label)
        if figures:
            self._explains(figures[0][0])
        elif place := _place_in_bracket(rest):
            self._to_last_unplaced(place)
        if status := standing(text):
            self.found[-1] = replace(self.found[-1], status=status)

    def _leading_bracket(self, text: str, times: list[Found], figures: list[tuple[Value, int, int]]) -> None:
        if figures and not times:
            self.found.append(figures[0][0])
            return
        self.leading.extend(time.label for time in times)

    def _fraction(self, match: re.Match[str]) -> None:
        self.found[-1] = replace(
            self.found[-1], numerator=_decimal(match["part"]), denominator=_decimal(match["whole"])
        )

    def _explains(self, value: Value) -> None:
        """A bracketed figure after a figure: the level behind a change, or the change behind a level."""
        last = self.found[-1]
        if last.change_percent is not None and last.value is None:
            self.found[-1] = replace(last, value=value.value, unit=value.unit)
        elif value.change_percent is not None and last.change_percent is None:
            self.found[-1] = replace(last, change_percent=value.change_percent)
        elif value.unit == "%" and last.unit != "%" and last.value is not None:
            self.found[-1] = replace(last, doubt=f"The cell also says {value.value}%, and not of what.")
        elif last.value is not None and last.unit == "%" and value.unit != "%" and self.column.counts:
            self.found[-1] = replace(last, value=value.value, unit=value.unit, change_percent=last.value)
        else:
            self.found.append(replace(value, status=ValueStatus.UNEXPLAINED))

    def _to_last_unplaced(self, place: str) -> None:
        if self.found[-1].place is None:
            self.found[-1] = replace(self.found[-1], place=place)

    # The whole cell -------------------------------------------------------------------------------------

    def _finished(self) -> Iterator[Value]:
        cell_standing = standing(_BRACKETS.sub(" ", self.written))
        for index, value in enumerate(self.found):
            times = self.times.get(index, [])
            status = value.status or cell_standing
            if index and value.place is None and not times and value.status is None:
                status = ValueStatus.UNEXPLAINED
            if status is None and not self.column.is_baseline:
                status = ValueStatus.AGREED
            finished = replace(value, status=status, as_written=self.written, lines=self.lines)
            finished = self._as_change(finished)
            yield from self._timed(finished, times)

    def _as_change(self, value: Value) -> Value:
        """A bare percentage on a measure that counts things is a change, not a level."""
        if (
            self.column.counts
            and value.unit == "%"
            and value.change_percent is None
            and value.numerator is None
        ):
            return replace(value, value=None, unit=None, change_percent=value.value)
        return value

    def _timed(self, value: Value, times: list[str]) -> Iterator[Value]:
        if not self.column.is_baseline:
            labels = times or self.leading
            chosen = _fullest(labels)
            others = [label for label in labels if label != chosen]
            doubt = f"The cell also says “{', '.join(others)}”." if others else value.doubt
            yield replace(value, period=self.column.period, measured_at=chosen, doubt=doubt)
            return
        for label in times or self.leading or [None]:  # type: ignore[list-item]
            yield replace(value, period=label)

    def _only_words(self) -> tuple[Value, ...]:
        """No figure: words with their standing, or a date when one is due."""
        status = standing(self.written) or (ValueStatus.AWAITED if self._names_a_time() else None)
        if status is None and not self.column.is_baseline:
            status = ValueStatus.AGREED
        time = _fullest(self._all_times())
        is_due = not self.column.is_baseline or self.written == time or _DUE.search(self.written) is not None
        return (
            Value(
                lines=self.lines,
                as_written=self.written,
                period=self.column.period if is_due else time,
                measured_at=time if is_due else None,
                status=status,
            ),
        )

    def _all_times(self) -> list[str]:
        return [time.label for time in find_periods(_CODE.sub(" ", self.written))]

    def _names_a_time(self) -> bool:
        return bool(self._all_times()) and self.column.is_baseline


def _figures(text: str, walk: _Walk) -> Iterator[tuple[Value, int, int]]:
    """The figures of a text with where each starts and ends."""
    position = 0
    while match := _FIGURE.search(text, position):
        parts = _OUT_OF.match(text, match.start("number")) or (
            None if match.start("number") == match.start() else _OUT_OF.match(text, match.start())
        )
        if parts:
            value = _value(walk, _decimal(parts["part"]))
            yield (
                replace(value, numerator=value.value, denominator=_decimal(parts["whole"])),
                match.start(),
                parts.end(),
            )
            position = parts.end()
            continue
        end = match.end()
        yield _figure(match, text, walk), match.start(), end
        position = max(end, match.start() + 1)


def _figure(match: re.Match[str], text: str, walk: _Walk) -> Value:
    number = _decimal(match["number"])
    if match["range"]:
        return replace(_value(walk, None), doubt=RANGE_DOUBT)
    if match["percent"]:
        after = re.split(r"\d", text[match.end("percent") :], maxsplit=1)[0]
        before = re.split(r"\d", text[: match.start()])[-1]
        change = _change(number, match["sign"], after, before)
        if change is not None:
            return replace(_value(walk, None), change_percent=change)
        return replace(_value(walk, number), unit="%")
    if match["per"]:
        return replace(_value(walk, number), unit=f"per {match['per']}")
    if match["sign"] and match["sign"].strip() != "+" and not text[: match.start()].rstrip()[-1:].isalpha():
        number = -number
    unit = match["unit"]
    if match["money"]:
        unit = "£" + (match["scale"] or "").strip()
    elif match["scale"]:
        unit = (match["scale"].strip() + " " + (unit or "")).strip()
    return replace(_value(walk, number), unit=unit)


def _change(number: Decimal, sign: str | None, after: str, before: str) -> Decimal | None:
    """A percentage as a change: with a word for up or down right after it or before it, or signed."""
    for words in (after, before):
        if _DOWN.search(words):
            return -number
        if _UP.search(words):
            return number
    if sign:
        return number if sign.strip() == "+" else -number
    return None


def _value(walk: _Walk, number: Decimal | None) -> Value:
    return Value(lines=walk.lines, as_written=walk.written, value=number)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _mask(text: str, times: list[Found]) -> str:
    """The text with its times blanked out, so that a year is not read as a figure."""
    for time in times:
        text = text[: time.start] + " " * (time.end - time.start) + text[time.end :]
    return text


def _times_in_bracket(text: str) -> list[Found]:
    whole = normalise(text)
    if whole is not None:
        return [Found(whole, 0, len(text))]
    return find_periods(text)


def _place_before(text: str) -> str | None:
    """The name written right before a figure."""
    match = _PLACE.search(text)
    if match is None:
        return None
    name = re.sub(r"\s+(?:&|and|of|in|on|the)$", "", match.group(1)).strip(" .-")
    return None if _NOT_A_PLACE.match(name) or standing(name) or not name else name


def _place_in_bracket(text: str) -> str | None:
    """A bracket that is a name alone: capitalised words, not mere initials."""
    name = text.strip()
    if (
        re.fullmatch(r"[A-Z][\w'’.&-]*(?:\s+(?:and|&|of|upon|on|[A-Z][\w'’.&-]*))*", name)
        and not name.isupper()
    ):
        return None if _NOT_A_PLACE.match(name) or standing(name) else name
    return None


def _fullest(labels: list[str]) -> str | None:
    """Of several times in a cell, the one with a year; the first of these."""
    with_year = [label for label in labels if re.search(r"\d{4}", label)]
    return (with_year or labels or [None])[0]  # type: ignore[list-item]
