"""What stands in an address."""

from django.urls.converters import IntConverter


class SubjectId(IntConverter):
    """A record's number, of no more digits than a database holds: a longer one is no record's."""

    regex = "[0-9]{1,18}"
