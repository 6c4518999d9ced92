"""Slots: what stands in a kept message where a link that lets somebody in goes once it is sent.

A text says "[[1]]" for the first of its message's own links, each a name and a number ("answer", 12). What somebody
else typed into a text can so name no link that the message does not have anyway. A door registers how each name is
filled, since only a door knows the addresses of pages. So neither the database nor an export nor the log of messages
ever holds such a link.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

Slot = tuple[str, int]

_PLACE: Final = re.compile(r"\[\[(\d{1,3})\]\]")
_fillers: dict[str, Callable[[int], str]] = {}


def register(name: str, fill: Callable[[int], str]) -> None:
    """Say how a slot is filled from its number. A name can be registered once."""
    if name in _fillers:
        raise ValueError(f"The slot {name!r} is registered twice.")
    _fillers[name] = fill


def filled(text: str, links: Sequence[Any]) -> str:
    """The text as it is sent. Raises KeyError for a slot that nobody registered."""

    def fill(found: re.Match[str]) -> str:
        place = int(found[1])
        if not 1 <= place <= len(links):
            return found[0]
        name, number = links[place - 1]
        return _fillers[name](number)

    return _PLACE.sub(fill, text)
