"""The words that plans use for a time, made into one form each.

08/09, 2008-09, 2008/9, 06.07 -> 2008/09 …      07/08 Q3 -> 2007/08 Q3        (06) -> 2006
Feb 08, February 2008 -> Feb 2008               12 January 09 -> 12 Jan 2009   Summer 07 -> summer 2007
"""

import re
from dataclasses import dataclass

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d{2}"
_FINANCIAL = rf"(?P<first>{_YEAR}|\d{{2}})\s?[/.–-]\s?(?P<second>{_YEAR}|\d{{1,2}})(?![\d%/])(?![.,]\d)"
_SEVERAL_YEARS = rf"(?P<from>{_YEAR})\s?[/–-]\s?(?P<to>{_YEAR}|\d{{2}})(?![\d%/])(?![.,]\d)"
_TO = re.compile(r"\s*(?:[–—-]|to|until)\s*", re.IGNORECASE)
_QUARTER = r"(?:q(?:uarter)?\s?(?P<quarter>[1-4]))"

_FORMS = tuple(
    re.compile(rf"(?<![\w£/.,]){form}(?![\w%])", re.IGNORECASE)
    for form in (
        rf"{_QUARTER}\s*,?\s*{_FINANCIAL}",
        rf"{_FINANCIAL}\s*,?\s*{_QUARTER}".replace("quarter>", "later_quarter>"),
        _FINANCIAL,
        _SEVERAL_YEARS,
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\s*(?P<year>{_YEAR}|['’]?\d{{2}})",
        rf"{_MONTH}\s*(?P<year>{_YEAR}|['’]?\d{{2}})",
        rf"(?P<season>spring|summer|autumn|winter)\s+(?P<year>{_YEAR}|['’]?\d{{2}})",
        rf"(?P<year>{_YEAR})(?![.,/]\d)",
        r"(?P<plan_year>year\s+\d{1,2})",
        _MONTH,
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A time found in a text: its one form and where it stands there."""

    label: str
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year alone."""
        return re.fullmatch(_YEAR, self.label) is not None


def find_periods(text: str, *, dotted: bool = False) -> list[Found]:
    """Every time named in a text, from left to right, none overlapping another.

    "06.07" is a year only where `dotted` says that it stands apart; elsewhere it is a number.
    """
    found: list[Found] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not dotted and re.search(r"\d\.\d", match.group()):
                continue
            label = _label(match)
            if label and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Found(label, match.start(), match.end()))
    return _with_spans(text, sorted(found, key=lambda item: item.start))


def _with_spans(text: str, found: list[Found]) -> list[Found]:
    """The times with "July 2006 – June 2007" as one."""
    spans: list[Found] = []
    for time in found:
        if spans and _TO.fullmatch(text, spans[-1].end, time.start) and " to " not in spans[-1].label:
            spans[-1] = Found(f"{spans[-1].label} to {time.label}", spans[-1].start, time.end)
        else:
            spans.append(time)
    return spans


def normalise(text: str) -> str | None:
    """The one form of a text that is a time and nothing else ("(06)" too), or None."""
    bare = re.sub(r"^[\s(\[]+|[\s)\].:]+$", "", text)
    if re.fullmatch(r"['’]?\d{2}", bare):
        return _four_digits(bare)
    found = find_periods(bare, dotted=True)
    if len(found) == 1 and not bare[: found[0].start].strip() and not bare[found[0].end :].strip():
        return found[0].label
    return None


def _label(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    if parts.get("first"):
        return _financial_label(parts)
    if parts.get("from"):
        first, last = parts["from"], parts["to"]
        last = last if len(last) == 4 else first[:2] + last
        return f"{first} to {last}" if 1 < int(last) - int(first) <= 20 else None
    if parts.get("plan_year"):
        return "Year " + parts["plan_year"].split()[-1]
    if parts.get("season"):
        return f"{parts['season'].lower()} {_four_digits(parts['year'])}"
    if parts.get("month"):
        month = _MONTHS[[name.lower() for name in _MONTHS].index(parts["month"][:3].lower())]
        words = [parts.get("day"), month, parts.get("year") and _four_digits(parts["year"])]
        # "may" and "march" are words of their own: without a year they count only with a capital.
        if not parts.get("year") and not match.group()[0].isupper():
            return None
        return " ".join(word for word in words if word)
    return parts.get("year")


def _financial_label(parts: dict[str, str]) -> str | None:
    first = _four_digits(parts["first"])
    second = parts["second"]
    if int(second) % (10 ** min(len(second), 2)) != (int(first) + 1) % (10 ** min(len(second), 2)):
        return None
    quarter = parts.get("quarter") or parts.get("later_quarter")
    return f"{first}/{(int(first) + 1) % 100:02d}" + (f" Q{quarter}" if quarter else "")


def _four_digits(year: str) -> str:
    digits = year.lstrip("'’")
    if len(digits) == 4:
        return digits
    return ("20" if int(digits) < 70 else "19") + digits
