"""The one clock, so that a test can stop it and a demonstration can stand in the years of its plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """This moment, with its time zone; earlier by `settings.CLOCK_BACK_DAYS` in a demonstration."""
    return _standing.get() or timezone.now() - timedelta(days=settings.CLOCK_BACK_DAYS)


def today() -> date:
    """The day of this moment, where we are."""
    return timezone.localdate(now())


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, to load what happened then."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)
