"""The one clock, so that a test can stop it, and what happened earlier can be loaded as of then."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """This moment, with its time zone."""
    return _standing.get() or timezone.now()


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
