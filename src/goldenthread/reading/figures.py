"""The figures in a piece of text, one after another: levels with their units, fractions, and changes.

"6.7 tonnes per capita", "861/100,000", "10 out of 16" and "£1.2m" are levels; "4% reduction", "+3%" and "reduce by 5%"
are changes; "from 12% to 9%" gives the 9; "12-15%" is a range and gives no figure, only a doubt.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![.,]?\d)"
"""A number as people write it. "1,00" and "1.2.3" are none: nobody knows what they mean."""

HIDDEN = "\x1f"
"""What stands in for a time that was taken out: white space to every pattern, yet not an empty beginning."""

_NOT_UNITS = (
    r"by|on|from|in|to|at|is|was|are|and|or|of|out|the|reduction|increase|decrease|rise|fall|below|above|less|more|better"
    r"|improvement|summer|spring|autumn|winter|year|target|baseline|figure|for|as|pred|proj|prop|predicted|projected"
    r"|proposed|agreed|est|estimated|actual|provisional|approx|stretch|cumulative|with|but|when|where|which|that|this"
    r"|each|against|compared|over|under|than|p\.a|pa|q\d"
)
_UNIT_WORD = rf"(?!(?:{_NOT_UNITS})\b)[a-z£%][\w/%-]*"
_FIGURE = re.compile(
    rf"(?<![\w.,/])(?P<sign>(?:[+\-–−]|\bminus\b)\s?(?=[\d£]))?(?P<money>£\s?)?(?P<number>{NUMBER})"
    r"(?!(?:st|nd|rd|th)\b)"
    r"(?:\s?/\s?(?P<per>1,000,000|100,000|10,000|1,000|10{2,6})(?![.,]?\d))?"
    r"(?P<scale>\s?(?:million|billion|thousand|bn|m|k)\b)?"
    r"(?P<points>\s?(?:pp|ppts?|(?:percentage|%|per\s?cent)\s?-?points?)\b)?"
    r"(?P<percent>\s?(?:%|per\s?cent\b|percent\b))?"
    rf"(?:\s?(?P<unit>per\s(?:{NUMBER})(?:\s{_UNIT_WORD}){{0,3}}|(?:{_UNIT_WORD})(?:\s{_UNIT_WORD}){{0,3}}))?"
)
_OUT_OF = re.compile(
    rf"(?P<part>{NUMBER})(?:\s+(?:(?:out\s+)?of|(?P<in>in))\s+|\s?/\s?)(?P<whole>{NUMBER})(?!\s?%)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{NUMBER}(?P<first>\s?%)?(?:(?P<dash>\s?[-–]\s?)|\s+(?P<word>to|and)\s+){NUMBER}(?P<second>\s?%)?",
    re.IGNORECASE,
)
_FROM = re.compile(rf"\bfrom\s+£?{NUMBER}\s?%?(?:\s+in)?\s+(?=to\s+[£\d])", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:reduc\w+|decreas\w+|fall\w*|cut|lower|fewer|less|drop|below|under)\b", re.IGNORECASE
)
_UP = re.compile(
    r"\b(?:increas\w+|rise|growth|improve(?:ment)?|better|higher|more|above|over)\b", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?:\b(?:(?:no|not)\s+)?(?:more|less|fewer|lower|higher|greater)\s+than|\bat\s+(?:least|most)|\bunder|\bover|\bbelow"
    r"|\babove|\bup\s+to|\b(?:minimum|maximum)(?:\s+of)?|[<>≤≥]=?)\s*$",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"(?:\b(?:approx(?:imately)?|about|around|circa|c|roughly|nearly|almost)\.?|~)\s*$", re.IGNORECASE
)
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}

RANGE_DOUBT = "A range is written here, so no single figure was taken from it."
POINTS_DOUBT = "A change in percentage points is written here, so no level was taken from it."
NEARLY_DOUBT = "The plan says that this figure is not exact."
LIMIT_DOUBT = "The plan gives a limit here, not an exact figure."


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and where it stands. `value` is its level; `change_percent` is negative for a reduction."""

    start: int
    end: int
    value: Decimal | None = None
    unit: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    change_percent: Decimal | None = None
    is_limit: bool = False
    doubt: str | None = None


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text from left to right, none overlapping another."""
    text = _FROM.sub(lambda start: " " * len(start.group()), text)
    position = 0
    while match := _FIGURE.search(text, position):
        found = _fraction(match, text) or _range(match, text) or _figure(match, text)
        yield found
        position = max(found.end, match.start() + 1)


def decimal(text: str) -> Decimal:
    """A number as people write it, without its thousands separators."""
    return Decimal(text.replace(",", ""))


def _fraction(match: re.Match[str], text: str) -> Figure | None:
    """ "10 out of 16", "14/97" or "1 in 5"; no part may be more than its whole."""
    parts = None if match["per"] else _OUT_OF.match(text, match.start("number"))
    if parts is None:
        return None
    part, whole = decimal(parts["part"]), decimal(parts["whole"])
    if part > whole or (parts["in"] and not re.fullmatch(r"[2-9]|10+", parts["whole"])):
        return None
    return Figure(match.start(), parts.end(), value=part, numerator=part, denominator=whole)


def _range(match: re.Match[str], text: str) -> Figure | None:
    """ "12-15%", "12 to 15": but "10% to 450" is a change and where it leads."""
    both = _RANGE.match(text, match.start("number"))
    if both is None or (both["first"] and not both["second"]):
        return None
    before = text[: match.start()].rstrip().lower()
    if both["dash"] and both["dash"] != both["dash"].strip() and both["second"] and not both["first"]:
        return None
    if both["word"] and (
        before.endswith("by") or (both["word"].lower() == "and" and not before.endswith("between"))
    ):
        return None
    return Figure(match.start(), both.end(), doubt=RANGE_DOUBT)


def _figure(match: re.Match[str], text: str) -> Figure:
    before = re.split(r"\d", text[: match.start()])[-1]
    is_limit = _LIMIT.search(before) is not None
    plain = Figure(
        match.start(),
        match.end(),
        is_limit=is_limit,
        doubt=NEARLY_DOUBT if _NEARLY.search(before) else None,
    )
    number = decimal(match["number"])
    sign = _sign(match, text)
    if match["points"]:
        return replace(plain, end=match.end("points"), doubt=POINTS_DOUBT)
    if match["percent"]:
        plain = replace(plain, end=match.end("percent"))
        after = re.split(rf"[\d{HIDDEN}]", text[match.end("percent") :], maxsplit=1)[0]
        change = _change(number, sign, after, _LIMIT.sub("", before))
        if change is not None:
            return replace(plain, change_percent=change)
        return replace(plain, value=number, unit="%")
    if match["per"]:
        return replace(plain, value=number, unit=f"per {match['per']}")
    if match["scale"]:
        number = number.scaleb(_SCALES[match["scale"].strip()]).quantize(Decimal(1))
    unit = match["unit"]
    if match["money"]:
        unit = f"£ {unit}" if unit and unit.startswith("per ") else "£"
    return replace(plain, value=-number if sign == "-" else number, unit=unit)


def _sign(match: re.Match[str], text: str) -> str | None:
    """The sign of a figure. A dash that stands apart after something else is a dash ("2007/08 – 54%")."""
    written = match["sign"]
    if not written:
        return None
    before = text[: match.start()].strip(" ")
    if written[-1] == " " and before and written.strip() != "minus":
        return None
    if before.endswith(HIDDEN):
        return None
    return "+" if written.strip() == "+" else "-"


def _change(number: Decimal, sign: str | None, after: str, before: str) -> Decimal | None:
    """A percentage as a change: with a word for up or down right after it or before it, or signed."""
    after = re.split(r"[,;:.]", after, maxsplit=1)[0]
    if re.search(r"\bto\s*$", before, re.IGNORECASE):
        before = ""
    for words in (after, before):
        if _DOWN.search(words):
            return -number
        if _UP.search(words):
            return number
    if sign:
        return number if sign == "+" else -number
    return None
