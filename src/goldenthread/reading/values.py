"""What one cell of baselines or targets says: each figure with its place, period, unit and standing.

A cell is walked from left to right. Text in brackets explains the figure before it (its period, its place,
the level behind a change, its fraction); brackets before any figure explain all of them. A figure that nothing
explains is kept apart as unexplained.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldenthread.reading.figures import HIDDEN, LIMIT_DOUBT, NUMBER, Figure, decimal, figures
from goldenthread.reading.periods import Found, find_periods, normalise
from goldenthread.reading.plan import Value, ValueStatus
from goldenthread.reading.rendering import Lines

_FRACTION = re.compile(rf"^\s*(?P<part>{NUMBER})\s?(?:/|out of|of)\s?(?P<whole>{NUMBER})\s*$", re.IGNORECASE)
_OUT_OF = re.compile(rf"^\s*(?:out\s+)?of\s+(?P<whole>{NUMBER})\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CODE = re.compile(r"\bN\.?I\.?\s?\d{1,3}[a-z]?\b")
_PLACE = re.compile(
    r"((?:St\.? |[A-Z]\w*&[A-Z]\w* )?[A-Z][\w'’.-]*(?:\s+(?:&|and|of|upon|on|in|the|[A-Z][\w'’.&-]*))*)\s*[:\-–]?\s*$"
)
_BLANK = re.compile(r"^[\s\-–—_.*]*$")

_STANDING = (
    (ValueStatus.TO_BE_RENEGOTIATED, r"re-?negotiat"),
    (ValueStatus.DEFERRED, r"\bdeferred|\bparked\b"),
    (
        ValueStatus.AWAITED,
        r"\bt\.?b\.?[cadn]\b|\bawait|\bto be (?:confirmed|determined|agreed|advised|set|decided|established|negotiated)"
        r"|\byet to be\b|\bnot yet\b|\bpending\b|\bto follow\b|\bto be (?:available|finalised|published|collected|measured|developed)\b"
        r"|\b(?:not |un)(?:available|known|set)\b|\bno (?:data|baseline|target|figure)s?\b",
    ),
    (ValueStatus.PREDICTED, r"\bpredict|\bforecast|\best(?:imated?)?\b"),
    (ValueStatus.PROJECTED, r"\bproject(?:ed|ion)"),
    (ValueStatus.PROPOSED, r"\bpropos|\bprovisional|\bdraft\b"),
    (ValueStatus.AGREED, r"(?<!not )(?<!not yet )\bagreed\b"),
)
_NOT_A_PLACE = re.compile(
    r"^(?:Baseline|Target|Actual|Average|Approx|Year|By|To|Reduce|Reduction|Increase|Maintain|Improve|TBC|TBA|Tbc|Tba|About|From"
    r"|Projected|Predicted|Proposed|Level|At|Less|More|Minimum|Maximum|Over|Under|Below|Above|No|Not|Set|Q\d|England|National|Total"
    r"|Provisional|Estimated?|Revised|Cumulative|Annual|Interim|Final|Draft|Outturn|Current|Latest|Between|Only|Subject|As|Using"
    r"|Spring|Summer|Autumn|Winter|Source|Data|Local|Stretch)\b"
    r"|\b(?:[Ss]urvey|[Cc]ensus|[Ss]ource|[Dd]ata|[Rr]eturns?|[Aa]udit|[Rr]eport|[Aa]ssessment|Tellus|[Ss]trategy|[Pp]lan"
    r"|[Ii]ndex|[Tt]arget|[Bb]aseline|[Ff]igures?|[Ss]tretch|[Ee]stimates?|[Tt]hreshold)\b"
)
_BASE_YEAR_AFTER = re.compile(r"\s*(?:baseline|base|levels?|outturn|figures?|actual)\b", re.IGNORECASE)
_BASE_YEAR_BEFORE = re.compile(
    r"\b(?:on|from|over|against|below|above|than|with|compared\s+(?:to|with))\s+(?:the\s+)?$", re.IGNORECASE
)
_BASELINE_FIGURE = re.compile(
    rf"\b(?:base(?:line)?)(?:\s+figure)?(?:\s+of)?\s*[:=]?\s*{NUMBER}\s?%?", re.IGNORECASE
)
_NOT_AFTER_A_YEAR = re.compile(
    r"\s+(?!(?:survey|baseline|figures?|data|calendar|academic|school|financial|mid|average|results?|target|census|year|outturn"
    r"|actuals?|and|to|or|by|but|is|was|in|for|from|onwards?|predicted|projected|estimated?|provisional|level|exams?|cohort)\b)[a-z]{3,}"
)
_FAR_YEARS = 3
_DUE = re.compile(
    r"\b(?:by|due|until|from|after|expected|available|t\.?b\.?[cadn]|await\w*)\b", re.IGNORECASE
)
_LEADS_TO = re.compile(r"(?:\bto|=|→|i\.?e\.?)\s*$", re.IGNORECASE)


UNREADABLE_DOUBT = "There are digits here that do not make a figure."
YEAR_DOUBT = "This was read as a figure; it may be a year."


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
    if _BLANK.match(written):
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
        self.upcoming: list[str] = []
        self.times_lead = _times_lead(written)

    def entries(self) -> tuple[Value, ...]:
        last = 0
        for match in _BRACKETS.finditer(self.written):
            self._plain(self.written[last : match.start()])
            self._bracket(match.group(1) if match.group(1) is not None else match.group(2))
            last = match.end()
        self._plain(self.written[last:])
        if not self.found:
            return self._only_words()
        self._share_what_ends_the_list()
        return tuple(self._finished())

    def _share_what_ends_the_list(self) -> None:
        """ "Males 720 Females 510 per 100,000 (2008)": the unit and the time at the end are all the places'."""
        *before, last = self.found
        if not before or not all(value.place for value in self.found):
            return
        if last.unit and not any(value.unit for value in before):
            self.found = [replace(value, unit=last.unit) for value in before] + [last]
        if list(self.times) == [len(before)]:
            self.leading, self.times = self.times[len(before)], {}

    # The text outside brackets --------------------------------------------------------------------------

    def _plain(self, text: str) -> None:
        text = _CODE.sub(lambda code: " " * len(code.group()), text)
        text = self._without_baseline_figure(text)
        taken = self._times_of(text)
        if self._bare_due_year(text, taken):
            return
        masked = _mask(text, taken)
        taken = [time for time in taken if not self._is_base_year(text, time)]
        position = 0
        for figure in figures(masked):
            self._times_between(taken, position, figure.start)
            before = masked[position : figure.start]
            self._add(self._value(figure), _place_before(before), joined=_LEADS_TO.search(before) is not None)
            position = figure.end
        self._times_between(taken, position, len(text))

    def _times_of(self, text: str) -> list[Found]:
        """The times of a text. A year that counts something is none ("1999 homes"), nor is a target that is all of a cell."""
        if (
            not self.column.is_baseline
            and re.fullmatch(r"\s*\d{4}\s*", text)
            and text.strip() == self.written
        ):
            return []
        return [
            time
            for time in find_periods(text)
            if not (time.is_year and _NOT_AFTER_A_YEAR.match(text, time.end))
        ]

    def _is_base_year(self, text: str, time: Found) -> bool:
        """In a target's cell: the year that the change starts from, not the one that it is measured in."""
        if self.column.is_baseline:
            return False
        return (
            _BASE_YEAR_AFTER.match(text, time.end) is not None
            or _BASE_YEAR_BEFORE.search(text[: time.start]) is not None
        )

    def _without_baseline_figure(self, text: str) -> str:
        if self.column.is_baseline:
            return text
        return _BASELINE_FIGURE.sub(lambda said: " " * len(said.group()), text)

    def _bare_due_year(self, text: str, taken: list[Found]) -> bool:
        if not self.column.is_baseline or self.found or len(taken) != 1 or not taken[0].is_year:
            return False
        return text.strip() == self.written and text.strip() == taken[0].label

    def _times_between(self, taken: list[Found], start: int, end: int) -> None:
        for time in taken:
            if start <= time.start < end:
                if self.times_lead:
                    self.upcoming.append(time.label)
                else:
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
        if self.upcoming:
            self.times[len(self.found) - 1] = self.upcoming
            self.upcoming = []

    def _value(self, figure: Figure) -> Value:
        doubt = figure.doubt
        if figure.is_limit and self.column.is_baseline:
            doubt = doubt or LIMIT_DOUBT
        if figure.value is not None and re.fullmatch(r"(?:19[89]|20[0-4])\d", self.written):
            doubt = doubt or YEAR_DOUBT
        return Value(
            lines=self.lines,
            as_written=self.written,
            value=figure.value,
            unit=figure.unit,
            numerator=figure.numerator,
            denominator=figure.denominator,
            change_percent=figure.change_percent,
            doubt=doubt,
        )

    # The text in brackets -------------------------------------------------------------------------------

    def _bracket(self, text: str) -> None:
        if (fraction := _FRACTION.match(text)) and normalise(text) is None and self.found:
            self._fraction(fraction)
            return
        if (whole := _OUT_OF.match(text)) and self.found and self.found[-1].value is not None:
            last = self.found[-1]
            self.found[-1] = replace(last, numerator=last.value, denominator=decimal(whole["whole"]))
            return
        text = self._without_baseline_figure(text)
        times = [] if self._is_level(text.strip()) else _times_in_bracket(text)
        rest = _mask(text, times)
        times = [time for time in times if not self._is_base_year(text, time)]
        found = [self._value(figure) for figure in figures(rest)]
        if not self.found:
            self._leading_bracket(times, found)
            return
        for time in times:
            self._time(time.label)
        if found:
            self._explains(found[0])
        elif place := _place_in_bracket(rest):
            self._to_last_unplaced(place)
        if status := standing(text):
            self.found[-1] = replace(self.found[-1], status=status)

    def _is_level(self, text: str) -> bool:
        """Whether two digits in brackets are no year: far from the target's own, or the level behind a change."""
        opening = re.match(r"\d{4}", self.column.period or "")
        if self.column.is_baseline or opening is None or not re.fullmatch(r"[1-9]\d", text):
            return False
        after = int(normalise(text) or 0) - int(opening.group())
        last = self.found[-1] if self.found else None
        changes = last is not None and (last.value is None or (last.unit == "%" and self.column.counts))
        return after not in (0, 1) if changes else abs(after) > _FAR_YEARS

    def _leading_bracket(self, times: list[Found], found: list[Value]) -> None:
        if found and not times:
            self.found.append(found[0])
            return
        self.leading.extend(time.label for time in times)

    def _fraction(self, match: re.Match[str]) -> None:
        self.found[-1] = replace(
            self.found[-1], numerator=decimal(match["part"]), denominator=decimal(match["whole"])
        )

    def _explains(self, value: Value) -> None:
        """A bracketed figure after a figure: the level behind a change, or the change behind a level."""
        last = self.found[-1]
        if last.change_percent is not None and last.value is None:
            self.found[-1] = replace(last, value=value.value, unit=value.unit)
        elif value.change_percent is not None and last.change_percent is None:
            self.found[-1] = replace(last, change_percent=value.change_percent)
        elif value.unit == "%" and last.denominator is not None and last.numerator == last.value:
            self.found[-1] = replace(last, value=value.value, unit="%")
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
        for label in times or self.leading or [self.column.period]:  # type: ignore[list-item]
            yield replace(value, period=label)

    def _only_words(self) -> tuple[Value, ...]:
        """No figure: words with their standing, or a date when one is due."""
        time = _fullest(self._all_times())
        status = standing(self.written)
        is_due = (
            status is not None or normalise(self.written) == time or _DUE.search(self.written) is not None
        )
        if status is None and self.column.is_baseline and time is not None:
            status = ValueStatus.AWAITED
        elif status is None and not self.column.is_baseline:
            is_due, status = True, ValueStatus.AGREED
        return (
            Value(
                lines=self.lines,
                as_written=self.written,
                period=self.column.period if is_due else time,
                measured_at=time if is_due else None,
                status=status,
                doubt=UNREADABLE_DOUBT
                if time is None and re.search(r"\d", _CODE.sub("", self.written))
                else None,
            ),
        )

    def _all_times(self) -> list[str]:
        return [time.label for time in find_periods(_CODE.sub(" ", self.written))]


def _times_lead(written: str) -> bool:
    """Whether each time stands before its figure ("2006: 12% 2007: 11%"), not after it."""
    outside = _BRACKETS.sub(" ", written)
    times = find_periods(outside)
    if len(times) < 2 or (len(times) == 2 and not outside[times[1].end :].strip(" ,;:.")):
        return False
    first = next(figures(_mask(outside, times)), None)
    return first is not None and times[0].start < first.start


def _mask(text: str, times: list[Found]) -> str:
    """The text with its times blanked out, so that a year is not read as a figure."""
    for time in times:
        text = text[: time.start] + HIDDEN * (time.end - time.start) + text[time.end :]
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
    return None if _NOT_A_PLACE.search(name) or standing(name) or not name else name


def _place_in_bracket(text: str) -> str | None:
    """A bracket that is a name alone: capitalised words, not mere initials."""
    name = text.strip()
    if (
        re.fullmatch(r"[A-Z][\w'’.&-]*(?:\s+(?:and|&|of|upon|on|[A-Z][\w'’.&-]*))*", name)
        and not name.isupper()
    ):
        return None if _NOT_A_PLACE.search(name) or standing(name) else name
    return None


def _fullest(labels: list[str]) -> str | None:
    """Of several times in a cell, the one with a year; the first of these."""
    with_year = [label for label in labels if re.search(r"\d{4}", label)]
    return (with_year or labels or [None])[0]  # type: ignore[list-item]
