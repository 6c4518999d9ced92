"""The people, organisations and bodies in a cell, as lists."""

import re
from dataclasses import dataclass

from goldenthread.reading.plan import MonitoringRoute

_JOINT = re.compile(r"^\s*(?:joint\s+)?leads?(?:\s+by)?\s*:\s*", re.IGNORECASE)
_PERSON = r"(?:(?:Cllr|Councillor|Dr|DCI|DI|DS|PC|Insp|Supt|Sgt|Mr|Mrs|Ms|Miss|Prof|Rev|Sir|Dame)\.?\s+)?[A-Z][a-z’'-]+(?:\s+(?:[A-Z]\.?|de|van|der|le|O['’])){0,2}\s+(?:Mc|Mac|O['’])?[A-Z][A-Za-z’'-]+"
_ALONE = re.compile(rf"^{_PERSON}$")
_WITH_ROLE = re.compile(rf"^({_PERSON})\s*(?:,|\(|–|-\s|\bas\b)")
_ROLE_WORD = re.compile(
    r"\b(?:manager|lead|head|director|officer|chief|executive|co-?ordinator|commissioner|chair|superintendent|inspector"
    r"|commander|advis[eo]r|assistant|deputy|team|unit|service|council|partnership|group|vacant|tbc|tba)\b",
    re.IGNORECASE,
)
_ORGANISATION_END = (
    r"(?:BC|DC|CC|MBC|UA|LA|PCTs?|CCGs?|ICB|Council|Trusts?|trusts?|Partnerships?|Constabulary|Police|Authority|Authorities|Board"
    r"|University|College|Service|Services|Association|Consortium|Forum|Agency|Federation|Alliance|Chamber|Society|Charity|Commissioner|Ltd|plc|CIC|CVS|Sector)"
)
_RUN_ON = re.compile(
    rf"(?<=\b)({_ORGANISATION_END})\s+(?=[A-Z])(?!{_ORGANISATION_END}\b)(?!(?:of|for|and)\b)"
)
_IS_ORGANISATION = re.compile(rf"\b{_ORGANISATION_END}\b|\b[A-Z]{{2,}}[a-z]?s?\b|\bUniversity of\b")
_FREQUENCY = re.compile(
    r"\b(?:bi-?annual(?:ly)?|annual(?:ly)?|yearly|quarterly|monthly|weekly|fortnightly|daily|half[- ]term(?:ly)?|termly"
    r"|half[- ]yearly|six[- ]monthly|6[- ]monthly|bi-?monthly|twice a year|every \w+ (?:weeks|months))\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*[;\n]\s*")
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a cell, and why they may be wrong (None if they are sure)."""

    names: tuple[str, ...] = ()
    doubt: str | None = None


def people(cell: str) -> Names:
    """The lead people of a cell. Roles beside a name are left to the doubt, which repeats the cell."""
    text = _JOINT.sub("", " ".join(cell.split())).strip(" ,;")
    if not text:
        return Names()
    parts = [
        part
        for part in re.split(r"\s*/\s*|\s*;\s*|\s+&\s+|\s+and\s+|\s*,\s+(?=(?:Cllr|Dr|Mr|Mrs|Ms)\b)", text)
        if part
    ]
    if all(_ALONE.match(_bare(part)) and not _ROLE_WORD.search(part) for part in parts):
        return Names(tuple(_bare(part) for part in parts))
    words = text.split()
    if (
        len(words) == 4
        and all(re.fullmatch(r"[A-Z][a-z’'-]+", word) for word in words)
        and not _ROLE_WORD.search(text)
    ):
        names = (" ".join(words[:2]), " ".join(words[2:]))
        return Names(names, f"“{text}” was read as two people, {names[0]} and {names[1]}.")
    found = []
    for part in (part for part in re.split(r"\s*/\s*|\s*;\s*", text) if part):
        if match := _WITH_ROLE.match(part):
            found.append(match.group(1))
        elif _ALONE.match(_bare(part)) and not _ROLE_WORD.search(part):
            found.append(_bare(part))
        else:
            return Names((text,), None if _is_role(text) else f"The lead reads “{text}”.")
    return Names(tuple(found), f"The lead reads “{text}”; only the name was taken from it.")


def organisations(cell: str) -> Names:
    """The lead organisations of a cell."""
    text = _JOINT.sub("", cell).strip(" ,;\n")
    if not text:
        return Names()
    parts = [part for part in _LIST.split(text) for part in re.split(r"\s*/\s*", part) if part]
    split = [piece for part in parts for piece in _at_and(part)]
    if len(split) == 1 and re.fullmatch(r"[A-Z]{2,6}s?(?:\s+[A-Z]{2,6}s?)+", split[0]):
        return Names(tuple(split[0].split()), f"“{text}” was read as {len(split[0].split())} organisations.")
    return Names(tuple(split))


def partners(cell: str) -> Names:
    """The partners of a cell: a list with marks, or names that run on without any."""
    text = cell.strip(" ,;.\n")
    if not text:
        return Names()
    parts = [piece.strip(" .") for part in _LIST.split(text) for piece in _COMMA.split(part)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        return Names(tuple(parts))
    marked = _RUN_ON.sub(r"\1\n", text)
    names = tuple(name.strip() for name in marked.split("\n"))
    if len(names) == 1:
        return Names(names)
    return Names(names, "The partners run on without a mark between them; check where one ends.")


def routes(cell: str) -> tuple[MonitoringRoute, ...]:
    """The bodies that look at a measure, each with how often where the cell says."""
    text = cell.strip(" \n")
    if not text:
        return ()
    items = [item for item in _LIST.split(text) if item]
    return tuple(_route(piece) for item in items for piece in _bodies(item))


def _bodies(item: str) -> list[str]:
    """A run of bodies, each with its own frequency: "Board annual Plan annual", "X Quarterly Monitor Y …"."""
    found = list(_FREQUENCY.finditer(item))
    if len(found) < 2 or ". " in item or len(item) > 200:
        return [item]
    pieces, start = [], 0
    for match in found[:-1]:
        rest = re.match(
            r"(?:\s+(?:[A-Z]\w+\s+){0,2}(?:Monitor|Report|Review|Return)s?\b)?", item[match.end() :]
        )
        end = match.end() + (rest.end() if rest else 0)
        if re.match(r"\s*,?\s+[A-Z]", item[end:]):
            pieces.append(item[start:end].strip(" ,"))
            start = end
    pieces.append(item[start:].strip(" ,"))
    return pieces


def _route(text: str) -> MonitoringRoute:
    match = _FREQUENCY.search(text)
    if match is None:
        return MonitoringRoute(text)
    trailing = re.fullmatch(rf"(.+?)[\s,–-]+{re.escape(match.group())}\s*\.?", text)
    return MonitoringRoute(trailing.group(1) if trailing else text, match.group().lower())


def _bare(name: str) -> str:
    return re.sub(r"\s*\([^)]*\)\s*$", "", name).strip(" ,.")


def _is_role(text: str) -> bool:
    """A post in place of a name ("Head of waste"): nothing to doubt."""
    return _ROLE_WORD.search(text) is not None and not _WITH_ROLE.match(text) and len(text.split()) <= 12


def _at_and(text: str) -> list[str]:
    """Two organisations joined by "and", where each side is one by itself."""
    for match in re.finditer(r"\s+(?:and|&)\s+", text):
        left, right = text[: match.start()], text[match.end() :]
        if _IS_ORGANISATION.search(left) and _IS_ORGANISATION.search(right):
            return [left.strip(), *_at_and(right)]
    return [text.strip()]
