"""Days in words."""

from datetime import date

from django.utils.formats import date_format

from goldenthread.web.figures import counted


def late_in_words(days: int) -> str:
    """By how much something is late: "12 days late", "3 months late"."""
    if days < 1:
        return ""
    if days < 60:
        return f"{counted(days, 'day')} late"
    if days < 730:
        return f"{counted(days // 30, 'month')} late"
    return f"{days // 365} years late"


def day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""
