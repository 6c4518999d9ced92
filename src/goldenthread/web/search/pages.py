"""The words of the search."""

from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.overview.shapes_search import Parts, SearchHit, SearchPage
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Empty, Link, turner

KINDS = {
    "action": "Action",
    "action_point": "Action point",
    "commitment": "Commitment",
    "decision": "Decision",
    "document": "Document",
    "draft": "Draft",
    "event": "Event",
    "evidence": "Evidence",
    "group": "Group",
    "measure": "Measure",
    "objective": "Objective",
    "organisation": "Organisation",
    "partnership": "Partnership",
    "person": "Person",
    "place": "Place",
    "post": "Post",
    "outside_template": "Template of somebody else",
    "risk": "Risk",
    "round": "Round",
    "story": "Theme story",
    "strategy": "Strategy",
    "theme": "Theme",
}
"""The word for each kind of record. One without a line is shown by its name."""

LONGEST_SHOWN = 100
"""Characters of what was typed that a sentence or an address repeats."""


@dataclass(frozen=True, slots=True)
class Result:
    """A row of what was found."""

    kind: str
    title: Parts
    href: str
    snippet: Parts
    under_kind: str
    under: Link | None


def search(shown: SearchPage) -> dict[str, object]:
    """The search and what it found."""
    heading = shown.heading
    typed = shown.words if len(shown.words) <= LONGEST_SHOWN else f"{shown.words[:LONGEST_SHOWN]}…"
    keep = {**addresses.kept(heading), "words": shown.words[:1000]}
    address = addresses.elsewhere(heading.code, "search")
    return {
        "frame": addresses.framed(heading, "Search", here="search"),
        "shown": shown,
        "words": shown.words[:1000],
        "address": address,
        "kept": addresses.kept(heading),
        "empty": _empty(shown, typed),
        "found": f"{counted(shown.page.total, 'result')} for “{typed}”",
        "kinds": list(_kinds(shown)),
        "results": [_result(hit, shown) for hit in shown.hits],
        "first": (shown.page.number - 1) * 50 + 1,
        "turner": turner(shown.page, address, keep | ({"kind": shown.kind} if shown.kind else {})),
    }


def _empty(shown: SearchPage, typed: str) -> Empty | None:
    if not shown.words.strip():
        return Empty(
            "What are you looking for?",
            "Type a word, a name or a code, such as “burglary” or “NI 16”. The search looks in measures, objectives,"
            " actions, risks, decisions, groups and places. Every word must be there. The start of the last word is"
            " enough.",
        )
    if not shown.looked_for:
        return Empty(
            f"“{typed}” is nothing that the search can look for",
            "Small words such as “the” and signs alone are in too many places. Type a word, a name or a code.",
        )
    if shown.counts and not shown.hits:
        return Empty(
            "Nothing more is here", "Look at the results from the start, or choose another kind above."
        )
    if not shown.counts:
        return Empty(
            f"Nothing here has “{typed}”",
            "Try fewer words, or a part of a word. Check the spelling."
            + ("" if shown.heading.is_inside else " You see only what is published; sign in to find more."),
        )
    return None


def _kinds(shown: SearchPage) -> Iterator[tuple[str, str, bool]]:
    """The kinds to choose from: name, words with their number, and whether it is chosen."""
    for kind, number in shown.counts.items():
        yield kind, f"{_kind(kind)} ({number:,})", kind == shown.kind


def _kind(name: str) -> str:
    return KINDS.get(name) or name.replace("_", " ").capitalize()


def _result(hit: SearchHit, shown: SearchPage) -> Result:
    heading, under = shown.heading, hit.under
    above = addresses.of_kind(heading, under.kind, under.subject.id) if under else ""
    return Result(
        kind=_kind(hit.kind),
        title=hit.title,
        href=addresses.of_kind(heading, hit.kind, hit.id) or above,
        snippet=hit.snippet,
        under_kind=_kind(under.kind) if under else "",
        under=Link(under.subject.title, above) if under else None,
    )
