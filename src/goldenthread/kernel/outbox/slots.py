"""Slots: what stands in a kept message where a link that lets somebody in goes once it is sent.

A door registers how each is filled, since only a door knows the addresses of pages. So neither the database nor an
export nor the log of messages ever holds such a link.
"""

import re
from collections.abc import Callable
from typing import Final

_SLOT: Final = re.compile(r"\[\[([a-z][a-z-]*) (\d+)\]\]")
_fillers: dict[str, Callable[[int], str]] = {}


def register(name: str, fill: Callable[[int], str]) -> None:
    """Say how a slot is filled from its number. A name can be registered once."""
    if name in _fillers:
        raise ValueError(f"The slot {name!r} is registered twice.")
    _fillers[name] = fill


def slot(name: str, number: int) -> str:
    """What stands in a kept message."""
    return f"[[{name} {number}]]"


def filled(text: str) -> str:
    """The text as it is sent. Raises KeyError for a slot that nobody registered."""
    return _SLOT.sub(lambda found: _fillers[found[1]](int(found[2])), text)


def told(text: str) -> str:
    """The text as whoever looks at the log may see it."""
    return _SLOT.sub("(a link)", text)
