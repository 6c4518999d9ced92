"""A theme's story as it is drafted from what came in: plain sentences, each with where it came from. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft and its origin: the return that it tells of, and the figure as it was then."""

    text: str
    return_id: int
    observation_id: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """What an accepted return says. Figures are in words with their unit; "" is what is not there."""

    return_id: int
    kind: str
    name: str
    period: str = ""
    figure: str = ""
    before: str = ""
    before_period: str = ""
    target: str = ""
    nothing_because: str = ""
    comment: str = ""
    percent: int | None = None
    reached_on: str = ""
    judged: str = ""
    observation_id: int | None = None


def drafted(came: Iterable[Came], missing: Iterable[str]) -> list[Sentence]:
    """A sentence or two for each thing that came in, in the order of the plan; then what nothing came in for."""
    found = [Sentence(_told(one), one.return_id, one.observation_id, one.figure) for one in came]
    names = list(missing)
    if names:
        found.append(Sentence(f"Nothing came in for: {'; '.join(names)}.", 0))
    return found


def as_text(sentences: Iterable[Sentence]) -> str:
    """The draft as one text: a paragraph for each sentence."""
    return "\n\n".join(one.text for one in sentences)


def new_since(now: Iterable[Sentence], used: Iterable[dict[str, object]]) -> list[Sentence]:
    """The sentences about what the story has not told yet, or tells differently now."""
    told = {(one.get("return_id"), one.get("said"), one.get("text")) for one in used}
    return [one for one in now if (one.return_id, one.said, one.text) not in told]


def _told(one: Came) -> str:
    if one.nothing_because:
        return f"{one.name}: nothing to report yet, because {_joined(one.nothing_because)}"
    head = {"measure": _figure, "action": _action, "milestone": _milestone, "risk": _risk}.get(
        one.kind, _plain
    )
    comment = " ".join(one.comment.split())
    return " ".join(filter(None, (head(one), _closed(comment))))


def _figure(one: Came) -> str:
    if not one.figure:
        return f"{one.name}: no figure for {one.period}."
    parts = [f"{one.name}: {one.figure} in {one.period}"]
    if one.before:
        parts.append(f"{one.before} in {one.before_period}")
    if one.target:
        parts.append(f"the target is {one.target}")
    return ", ".join(parts[:1]) + (f" ({'; '.join(parts[1:])})" if parts[1:] else "") + "."


def _action(one: Came) -> str:
    return (
        f"{one.name.rstrip('.')}: {one.percent}% done."
        if one.percent is not None
        else f"{one.name.rstrip('.')}."
    )


def _milestone(one: Came) -> str:
    return (
        f"{one.name.rstrip('.')}: reached on {one.reached_on}."
        if one.reached_on
        else f"{one.name.rstrip('.')}: not reached yet."
    )


def _risk(one: Came) -> str:
    return f"Risk: {one.name.rstrip('.')}{f' ({one.judged})' if one.judged else ''}."


def _plain(one: Came) -> str:
    return f"{one.name.rstrip('.')}."


def _joined(words: str) -> str:
    """Words after "because": they begin small unless they are a name or short form, and end with a full stop."""
    first, _, rest = words.strip().partition(" ")
    small = first if first.isupper() or first[1:] != first[1:].lower() else first[:1].lower() + first[1:]
    return _closed(f"{small} {rest}".strip())


def _closed(words: str) -> str:
    return words if not words or words[-1] in ".!?" else f"{words}."
