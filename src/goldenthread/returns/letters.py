"""The words of the mails that ask, remind and tell. Pure: no Django; links are places that are filled as a mail goes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

MOST_LINES: Final = 20
"""More lines than these are counted and not listed: the page behind the link has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked for. `who` is asked for it; `to_change` says why it was sent back."""

    what: str
    due_on: date
    who: str = ""
    to_change: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a mail says about one round. `link` is the place of its link among those of the mail, 0 for none.

    `told_as` is empty for who is asked; "deputy", "organisation" or "theme lead" for who is told that others are late.
    """

    partnership: str
    round: str
    lines: tuple[Line, ...]
    link: int = 0
    told_as: str = ""


def title_of(parts: Sequence[Part], today: date) -> str:
    """The subject of a mail."""
    asked = [part for part in parts if not part.told_as]
    if not asked:
        lines = [line for part in parts for line in part.lines]
        return f"Not answered yet: {_counted(len(lines))} for {_partnerships(parts)}"
    lines = [line for part in asked for line in part.lines]
    late = sum(line.due_on < today for line in lines)
    whom = _partnerships(asked)
    if late:
        return f"Overdue: {_counted(late)} for {whom}"
    first = min(line.due_on for line in lines)
    if first == today:
        return f"Due today: {_counted(len(lines))} for {whom}"
    verb = "asks" if len({part.partnership for part in asked}) == 1 else "ask"
    return f"{whom} {verb} you for {_counted(len(lines))} by {_day(first)}"


def text_of(name: str, parts: Sequence[Part], today: date) -> str:
    """The words of a mail."""
    asked = [part for part in parts if not part.told_as]
    told = [part for part in parts if part.told_as]
    paragraphs = [f"Hello {name}," if name else "Hello,"]
    for part in asked:
        paragraphs += _asked(part, today)
    if asked:
        paragraphs.append(
            "It takes a few minutes, and you need no account. What you type is kept as you go.\n"
            "There is nothing to report yet? Say so on the page, and why. That is a real answer too.\n"
            "Somebody else has the answer? Choose “Hand it on” on the page."
        )
    for part in told:
        paragraphs += _told(part, today)
    if any(part.link and part.told_as != "theme lead" for part in parts):
        paragraphs.append("The link is for you alone. Please do not pass it on.")
    paragraphs.append(
        "You may have answered while this mail was on its way. Then you need do nothing.\n"
        "Replies to this mail reach nobody."
    )
    return "\n\n".join(paragraphs) + "\n"


def _asked(part: Part, today: date) -> list[str]:
    late = [line for line in part.lines if line.due_on < today]
    opening = f"{part.partnership} asks you for {_counted(len(part.lines))}: {part.round}."
    if late:
        opening += f" {_counted(len(late)).capitalize()} {'is' if len(late) == 1 else 'are'} overdue."
    return [opening, _listed(part.lines, today), f"Answer here:\n[[{part.link}]]"]


_HEADS: Final = {
    "deputy": "You are the deputy for these, and there is no answer to them yet. {partnership}, {round}:",
    "organisation": "Your organisation leads on these, and there is no answer to them yet. {partnership}, {round}:",
    "theme lead": "These have not come in, and reminders have not helped. {partnership}, {round}:",
}
_TAILS: Final = {
    "deputy": "You can answer for them here:\n[[{link}]]",
    "organisation": "Please ask who was named. If it is somebody else’s to answer, tell {partnership} whose.",
    "theme lead": "This page shows how the round stands, and what you can do:\n[[{link}]]",
}


def _told(part: Part, today: date) -> list[str]:
    words = {"partnership": part.partnership, "round": part.round, "link": part.link}
    return [
        _HEADS[part.told_as].format(**words),
        _listed(part.lines, today, names=True),
        _TAILS[part.told_as].format(**words),
    ]


def _listed(lines: Sequence[Line], today: date, *, names: bool = False) -> str:
    told = [_line(line, today, names=names) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        told.append(f"- and {len(lines) - MOST_LINES} more")
    return "\n".join(told)


def _line(line: Line, today: date, *, names: bool) -> str:
    due = "was due on" if line.due_on < today else "is due today," if line.due_on == today else "is due by"
    words = f"- {' '.join(line.what.split())}: {due} {_day(line.due_on)}"
    if names:
        words += f"; asked: {line.who or 'nobody who can be written to'}"
    if line.to_change:
        words += f"\n  It came back to you: {' '.join(line.to_change.split())}"
    return words


def _partnerships(parts: Iterable[Part]) -> str:
    names = list(dict.fromkeys(part.partnership for part in parts))
    return names[0] if len(names) == 1 else f"{len(names)} partnerships"


def _counted(number: int) -> str:
    return f"{number} answer{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
