"""The shapes that stand before a word: a status or a severity must survive greyscale, colour blindness and a fax.

They are made here and not in a template because a page may have a thousand of them.
"""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

STATUS_WORDS = {
    "off-track": "Off track",
    "watch": "Watch",
    "on-track": "On track",
    "finished": "Finished",
    "no-figure": "No figure",
    "cannot-compute": "Cannot be computed",
    "too-early": "Too early to say",
}
SEVERITY_WORDS = {"error": "Contradiction", "warning": "Gap", "note": "Open point"}

_SHAPES = {
    "on-track": '<circle cx="8" cy="8" r="6.5" class="full"/>',
    "watch": '<path d="M8 1.5 15 14.5H1Z" class="full"/>',
    "off-track": '<path d="M2 2h12v12H2Z" class="full"/>',
    "too-early": '<circle cx="8" cy="8" r="6" class="line"/>',
    "no-figure": '<path d="M2 8h12" class="line thick"/>',
    "cannot-compute": '<circle cx="8" cy="8" r="6" class="line"/><path d="M4 4l8 8M12 4l-8 8" class="line"/>',
    "finished": '<path d="M2 8.5l4 4.5 8-10" class="line thick"/>',
    "error": '<path d="M8 .5 15.5 8 8 15.5.5 8Z" class="full"/>',
    "warning": '<path d="M8 1.5 15 14.5H1Z" class="line"/><path d="M8 6v4.5M8 11.5v1.2" class="line"/>',
    "note": '<path d="M3 2.5h10v11H3ZM5.5 6h5M5.5 9.5h5" class="line"/>',
}


@cache
def shape(key: str) -> SafeString:
    """The shape of a status or severity, for the eye only: a word must stand beside it."""
    return mark_safe(  # noqa: S308 - our own constants
        '<svg class="shape" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        f"{_SHAPES[key]}</svg>"
    )


def status(key: str, words: str = "") -> SafeString:
    """A status: its shape, its colour and its word, or other words in its place."""
    return format_html('<span class="status {}">{} {}</span>', key, shape(key), words or STATUS_WORDS[key])


def severity(key: str, words: str = "") -> SafeString:
    """How bad a finding is: a contradiction (error), a gap (warning) or an open point (note)."""
    return format_html(
        '<span class="status severity-{}">{} {}</span>', key, shape(key), words or SEVERITY_WORDS[key]
    )


@cache
def square(key: str) -> SafeString:
    """A status in a table of many: the shape, and the word for those who hear the page. "" is an empty cell."""
    if not key:
        return mark_safe("<td></td>")
    return format_html(
        '<td class="{}">{}<span class="unseen">{}</span></td>', key, shape(key), STATUS_WORDS[key]
    )
