"""The one clock, so that a test can stop it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its time zone."""
    return timezone.now()


def today() -> date:
    """The date where the partnership is."""
    return timezone.localdate(now())
