"""What the words of a heading ask for: which measure, which of its figures, for which period."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from goldenthread.reading.outside.shapes import KnownMeasure, KnownSeries, What, When
from goldenthread.reading.periods import find_periods

_NOT_OURS = re.compile(
    r"\b(variance|difference|change|direction|trend|weight|score|sign(?:ed|ature)|approved|due|deadline|target date|"
    r"rank|quartile|for office use|office use|checked by|link|hyperlink|evidence|attachment)\b",
    re.IGNORECASE,
)
"""Words of columns that ask for something which is worked out or decided elsewhere."""

_ASKS: tuple[tuple[What, str], ...] = (
    (
        What.FIRMNESS,
        r"provisional|how firm|data status|status of (?:the )?(?:data|figures?)|final or|estimated\?",
    ),
    (What.NUMERATOR, r"numerator|top number|how many"),
    (What.DENOMINATOR, r"denominator|bottom number|out of(?: how many)?"),
    (
        What.COMMENT,
        r"comment(?:s|ary)?|narrative|explanations?|remarks?|notes?|reasons?|context|what happened|"
        r"progress (?:update|report|made)|why",
    ),
    (What.STATUS, r"status|rag|rating|on track|traffic light"),
    (What.BASELINE, r"base\s?-?line|starting (?:point|figure)"),
    (What.TARGET, r"targets?|planned|plan|trajectory|goal|ambition"),
    (What.DATE, r"(?<!to )date|dated|as at|received on"),
    (What.ORGANISATION, r"organi[sz]ations?|agency|agencies|(?:lead|partner) (?:body|authority)|department"),
    (
        What.OWNER,
        r"owners?|leads?|lead officer|responsible|contact|accountable|named officer|officer|who leads",
    ),
    (
        What.VALUE,
        r"actuals?|out-?turn|results?|performance|values?|figures?|achieved|reported|reading|latest|current|position|"
        r"to date|ytd|cumulative|year so far",
    ),
)
_ASKED = tuple((what, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for what, words in _ASKS)

_ABOUT_ALL = (
    (
        What.PERIOD,
        r"(?:reporting |return )?(?:period|quarter|reporting year)(?: covered| ending| reported(?: on)?)?",
    ),
    (
        What.PARTNERSHIP,
        r"(?:name of (?:the |your )?)?(?:partnership|lsp|csp|psb|cpp|strategic partnership)(?: name)?",
    ),
    (
        What.DATE,
        r"date(?: of (?:this )?(?:return|submission|report|completion))?(?: completed| submitted| sent| returned)?",
    ),
)
_ALL = tuple((what, re.compile(rf"\s*(?:{words})\s*[:?]?\s*", re.IGNORECASE)) for what, words in _ABOUT_ALL)

_QUARTER = re.compile(
    r"\bq(?:uarter|tr)?\.?\s?([1-4])\b|\b(first|second|third|fourth) quarter\b", re.IGNORECASE
)
_QUARTER_MONTHS = (
    ("apr", "jun", When.QUARTER_1),
    ("jul", "sep", When.QUARTER_2),
    ("oct", "dec", When.QUARTER_3),
    ("jan", "mar", When.QUARTER_4),
)
_ORDINALS = ("first", "second", "third", "fourth")
_SO_FAR = re.compile(
    r"\b(?:year[- ]to[- ]date|ytd|cumulative|year so far|so far this year|to date)\b", re.IGNORECASE
)
_TIMES = (
    (When.YEAR_BEFORE, r"(?:last|previous|prior) (?:financial )?year(?:['’]s)?"),
    (When.BEFORE, r"last|previous|prior|preceding"),
    (When.THIS, r"(?:this|current|latest|reporting) (?:period|quarter|month|half[- ]year)"),
    (When.YEAR, r"(?:this|full|whole|current|end of) year|year[- ]end|annual|yearly"),
)
_TIMED = tuple((when, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for when, words in _TIMES)
_PERIOD = re.compile(
    r"\d{4}/\d{2}(?: Q[1-4])?|\d{4}|[A-Z][a-z]{2} \d{4}|(?:spring|summer|autumn|winter) \d{4}"
)
_YEAR = re.compile(r"\d{4}/\d{2}")
_FOREIGN_CODE = re.compile(r"\s*(?!Q\d|H\d|KS\s?\d|FY)([A-Z]{2,5}[\s.-]?0*\d{1,4}[a-z]?)\b(?!\d)")
CLOSE = 0.86
"""How alike two titles are that are taken for the same, with a doubt."""
MOST_CLOSE = 300
"""Characters of a text that is compared with titles: no title is longer."""


def asked(words: str) -> What | None:
    """What a heading asks for of a measure; None where it says nothing of the kind."""
    if _NOT_OURS.search(words):
        return None
    return next((what for what, pattern in _ASKED if pattern.search(words)), None)


def asked_of_all(words: str) -> What | None:
    """What a label asks for that belongs to no measure: the period, the partnership, the date."""
    return next((what for what, pattern in _ALL if pattern.fullmatch(words)), None)


def is_refused(words: str) -> bool:
    """Whether a heading asks for what is not ours to give: a variance, a signature."""
    return _NOT_OURS.search(words) is not None


def time_in(headings: Sequence[str]) -> tuple[When, str] | None:
    """Which period some headings mean together; ("2009/10" over "Q1") is one. None where they name none."""
    text = " | ".join(headings)
    labels = [found.label for found in find_periods(text) if _PERIOD.fullmatch(found.label)]
    exact = next((label for label in labels if " Q" in label), None)
    year = next((label for label in labels if _YEAR.fullmatch(label)), None)
    if _SO_FAR.search(text):
        return When.SO_FAR, ""
    if exact:
        return When.NAMED, exact
    if quarter := _quarter(text):
        return (When.NAMED, f"{year} {quarter}") if year else (quarter, "")
    for when, pattern in _TIMED:
        if pattern.search(text) and not labels:
            return when, ""
    return (When.NAMED, labels[0]) if labels else None


def _quarter(text: str) -> When | None:
    if match := _QUARTER.search(text):
        number = int(match[1]) if match[1] else _ORDINALS.index(match[2].casefold()) + 1
        return When(f"Q{number}")
    for first, last, when in _QUARTER_MONTHS:
        if re.search(rf"\b{first}[a-z]*\s*(?:-|–|to)\s*{last}[a-z]*\b", text, re.IGNORECASE):
            return when
    return None


@dataclass(frozen=True, slots=True)
class Mention:
    """A measure that a text names. `measure` is None for a code that we do not hold."""

    measure: KnownMeasure | None
    code: str = ""
    doubt: str = ""
    by_code: bool = False


class Measures:
    """The measures that a template may ask for, to be found by their codes and titles."""

    def __init__(self, known: Iterable[KnownMeasure]) -> None:
        self._known = tuple(known)
        self._codes = [(_code_pattern(one.code), one) for one in self._known if one.code.strip()]
        self._titles = [(_plain(one.title), one) for one in self._known if one.title.strip()]
        self._found: dict[str, Mention | None] = {}

    def named_in(self, text: str) -> Mention | None:
        """The measure that a text names by its code, or else by its title."""
        if text not in self._found:
            self._found[text] = self._look(text)
        return self._found[text]

    def _look(self, text: str) -> Mention | None:
        by_code = [one for pattern, one in self._codes if pattern.search(text)]
        if by_code:
            return replace(_one_of(by_code, text), by_code=True)
        if foreign := _FOREIGN_CODE.match(text):
            return Mention(None, foreign[1], by_code=True)
        plain = _plain(text)
        whole = [one for title, one in self._titles if title == plain]
        inside = [
            one for title, one in self._titles if len(title.split()) > 2 and f" {title} " in f" {plain} "
        ]
        if whole or inside:
            return _one_of(whole or inside, text)
        return self._close(plain)

    def _close(self, plain: str) -> Mention | None:
        if not 12 <= len(plain) <= MOST_CLOSE:
            return None
        likest, best = CLOSE, None
        for title, one in self._titles:
            matcher = SequenceMatcher(None, plain, title)
            if matcher.real_quick_ratio() >= likest and (alike := matcher.ratio()) >= likest:
                likest, best = alike, one
        return Mention(best, doubt="The title is not quite the same as ours.") if best else None


def series_in(measure: KnownMeasure, texts: Iterable[str]) -> KnownSeries | None:
    """The series of a measure whose place and part some labels name; None where they name neither."""
    plain = [f" {_plain(text)} " for text in texts]

    def is_named(words: str) -> bool:
        return bool(words) and any(f" {_plain(words)} " in text for text in plain)

    # A part that is named stands before the place alone, which is named in many a heading.
    for one in sorted(measure.series, key=lambda one: not one.category):
        if one.category and is_named(one.category):
            places = {other.place for other in measure.series if other.category == one.category}
            if len(places) == 1 or is_named(one.place):
                return one
        elif not one.category and is_named(one.place):
            return one
    return None


def _one_of(found: Sequence[KnownMeasure], text: str) -> Mention:
    """The one that is meant of several with the same code or title: the one whose place is named too."""
    if len(found) == 1:
        return Mention(found[0])
    plain = f" {_plain(text)} "
    named = [one for one in found if one.place and f" {_plain(one.place)} " in plain]
    longest = max(found, key=lambda one: len(one.code))
    if len(named) == 1:
        return Mention(named[0])
    return Mention(longest, doubt="We hold several measures of this name. Check that it is the right one.")


def _code_pattern(code: str) -> re.Pattern[str]:
    """A code as others write it: "NI 32", "NI32", "NI-032". A number alone counts only at the start of a text."""
    pieces = re.findall(r"[A-Za-z]+|\d+", code) or [re.escape(code)]
    written = [rf"0*{int(piece)}" if piece.isdigit() else piece for piece in pieces]
    start = r"\A\s*" if written[0][0] == "0" else r"(?<![A-Za-z0-9])"
    return re.compile(start + r"[\s.\-–_/]*".join(written) + r"(?![A-Za-z0-9]|[./]\d)", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
