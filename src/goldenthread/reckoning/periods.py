"""The dates behind the name of a period. Financial years run from April to March, quarters with them."""

import re
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@lru_cache(maxsize=4096)  # few labels, asked for again and again
def span(label: str) -> tuple[date, date] | None:
    """The first and last day of a period by its label, both included; None where it names no dates.

    Labels are in the form of `reading.periods`: "2008/09", "2007/08 Q3", "2006", "Feb 2008", "12 Jan 2009" or
    "summer 2007"; half years are "2008/09 H1", school years (September to August) "School year 2008/09". Several years
    together are "2015 to 2017" or "2015/16 to 2017/18".
    """
    if " to " in label:
        beginning, _, ending = label.partition(" to ")
        begun, ended = span(beginning), span(ending)
        return (begun[0], ended[1]) if begun and ended and begun[0] <= ended[1] else None
    if match := re.fullmatch(r"(\d{4})/\d{2} H([12])", label):
        return _months(int(match[1]), 4 + 6 * (int(match[2]) - 1), 6)
    if match := re.fullmatch(r"School year (\d{4})/\d{2}", label):
        return _months(int(match[1]), 9, 12)
    if match := re.fullmatch(r"(\d{4})/\d{2}(?: Q([1-4]))?", label):
        year, quarter = int(match[1]), match[2]
        if quarter is None:
            return _months(year, 4, 12)
        return _months(year, 4 + 3 * (int(quarter) - 1), 3)
    if match := re.fullmatch(r"(\d{4})", label):
        return _months(int(match[1]), 1, 12)
    if match := re.fullmatch(r"(?:(\d{1,2}) )?([A-Z][a-z]{2}) (\d{4})", label):
        if match[2] not in _MONTHS:
            return None
        first, last = _months(int(match[3]), _MONTHS[match[2]], 1)
        if match[1] is None:
            return first, last
        day = int(match[1])
        return (first.replace(day=day),) * 2 if 1 <= day <= last.day else None
    if match := re.fullmatch(r"(spring|summer|autumn|winter) (\d{4})", label):
        return _months(int(match[2]), _SEASONS[match[1]], 3)
    return None


def following(label: str) -> str:
    """The year after a year: "2010/11" after "2009/10", "2010" after "2009". Raises ValueError for what is no year."""
    if match := re.fullmatch(r"(\d{4})/(\d{2})", label):
        year = int(match[1]) + 1
        return f"{year}/{(year + 1) % 100:02d}"
    if re.fullmatch(r"\d{4}", label):
        return str(int(label) + 1)
    raise ValueError(f"{label!r} is not a year.")


def preceding(label: str) -> str | None:
    """The period of the same length right before: "2009/10 Q1" before "2009/10 Q2". None for a label without days
    or of a length of its own."""
    days = span(label)
    if days is None:
        return None
    if re.fullmatch(r"\d{4}", label):
        return str(int(label) - 1)
    for frequency in ("monthly", "quarterly", "half_yearly", "yearly", "school_year"):
        if label_of(frequency, days[0]) == label:
            return label_of(frequency, days[0] - timedelta(days=1))
    return None


def last_quarter(day: date) -> str:
    """The last quarter of a financial year that was over on a day: "2009/10 Q2" on 1 October 2009."""
    month = (day.month - 1) // 3 * 3 - 3  # months from January to the first of the quarter before
    year, quarter = (day.year, month // 3) if month > 0 else (day.year - 1, month // 3 + 4)
    return f"{year}/{(year + 1) % 100:02d} Q{quarter}"


def label_of(frequency: str, day: date) -> str:
    """The period of that length in which a day lies: "2009/10 Q2", "Sep 2009", "School year 2009/10".

    `frequency` is a word of `freshness.MONTHS`. Raises KeyError for any other.
    """
    year = day.year if day.month >= 4 else day.year - 1
    financial = f"{year}/{(year + 1) % 100:02d}"
    since_april = (day.month - 4) % 12
    school = day.year if day.month >= 9 else day.year - 1
    return {
        "monthly": f"{list(_MONTHS)[day.month - 1]} {day.year}",
        "quarterly": f"{financial} Q{since_april // 3 + 1}",
        "half_yearly": f"{financial} H{since_april // 6 + 1}",
        "yearly": financial,
        "school_year": f"School year {school}/{(school + 1) % 100:02d}",
    }[frequency]


def periods_between(frequency: str, first: date, last: date) -> list[str]:
    """The labels of the periods of that length that begin on `first` or later and on `last` or earlier, in time."""
    found, day = [], first
    while day <= last:
        label = label_of(frequency, day)
        start, end = span(label) or (day, day)
        if start >= first:
            found.append(label)
        day = end + timedelta(days=1)
    return found


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """The days of `count` months from a month on, which may lie in the next year."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    after = month + count
    return first, date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
