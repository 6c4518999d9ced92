"""The one clock, so that a test can stop it."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its time zone."""
    return timezone.now()
