"""When people may be written to: working days, bank holidays, quiet hours. Pure: no Django, no clock.

Bank holidays come from the package `holidays`, for England, Wales, Scotland and Northern Ireland, with the days that
stand in for one on a weekend.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

import holidays

COUNTRIES: Final = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
_BY_CODE: Final = {"E": "ENG", "W": "WLS", "S": "SCT", "N": "NIR"}


def country_of(place_code: str) -> str:
    """The country whose holidays a place has, by the first letter of its official code: E07000098 is in England."""
    return _BY_CODE.get(place_code[:1].upper(), "ENG")


@lru_cache(maxsize=256)
def bank_holidays(country: str, year: int) -> dict[date, str]:
    """The bank holidays of a country in a year, by day, with their names."""
    return dict(holidays.country_holidays("GB", subdiv=country, years=year))


def is_working_day(day: date, country: str) -> bool:
    """Whether people there work on a day: no Saturday, Sunday or bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(country, day.year)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When nobody is written to: from `begins` in the evening to `ends` in the morning, and on days off in `country`."""

    country: str = "ENG"
    begins: time = time(18)
    ends: time = time(8)

    def is_over(self, moment: datetime) -> bool:
        """Whether people may be written to at a moment, which is in their own time."""
        return is_working_day(moment.date(), self.country) and self.ends <= moment.time() < self.begins


def next_sending_moment(moment: datetime, quiet: Quiet) -> datetime:
    """The first moment from this one on at which people may be written to, in the same time zone."""
    if quiet.is_over(moment):
        return moment
    day = moment.date()
    if moment.time() >= quiet.ends or not is_working_day(day, quiet.country):
        day += timedelta(days=1)
    while not is_working_day(day, quiet.country):
        day += timedelta(days=1)
    return datetime.combine(day, quiet.ends, tzinfo=moment.tzinfo)
