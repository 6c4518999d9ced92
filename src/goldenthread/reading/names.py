"""The people, organisations and bodies in a cell, as lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.reading.plan import MonitoringRoute

_JOINT = re.compile(r"^\s*(?:joint\s+)?leads?(?:\s+by)?\s*:\s*", re.IGNORECASE)
_PERSON = r"(?:(?:Cllr|Councillor|Dr|DCI|DI|DS|PC|Insp|Supt|Sgt|Mr|Mrs|Ms|Miss|Prof|Rev|Sir|Dame)\.?\s+)?[A-Z][a-z’']+(?:-[A-Z]?[a-z’']+)?(?:\s+(?:[A-Z]\.?|de|van|der|le|O['’])){0,2}\s+(?:Mc|Mac|O['’])?[A-Z][A-Za-z’'-]+"
_ALONE = re.compile(rf"^{_PERSON}$")
_WITH_ROLE = re.compile(rf"^({_PERSON})\s*(?:,|\(|–|-\s|\bas\b)")
_ROLE_WORD = re.compile(
    r"\b(?:manager|lead|head|director|officer|chief|executive|co-?ordinator|commissioner|chair|superintendent|inspector"
    r"|commander|advis[eo]r|assistant|deputy|team|unit|service|council|partnership|group|vacant|tbc|tba)\b",
    re.IGNORECASE,
)
_ORGANISATION_END = (
    r"(?:BC|DC|CC|MBC|UA|LA|PCTs?|CCGs?|ICB|Councils?|Trusts?|trusts?|Partnerships?|Constabulary|Police|Authority|Authorities|Boards?"
    r"|University|Colleges?|Service|Services|Association|Consortium|Forum|Agency|Agencies|Federation|Alliance|Chamber|Society|Charity"
    r"|Charities|Commissioner|Ltd|plc|CIC|CVS|Sector|Communities|Groups?|Networks?|Office|Panel|Centre)"
)
_RUN_ON = re.compile(
    rf"(?<=\b)({_ORGANISATION_END})\s+(?=[A-Z])(?!{_ORGANISATION_END}\b)(?!(?:of|for|and)\b)"
)
_ENDING = re.compile(_ORGANISATION_END)
_PAIR_OF_INITIALS = re.compile(r"(?<=\s)[A-Z]{3,}/[A-Z]{3,}(?=\s[A-Z]|$)")
_IS_ORGANISATION = re.compile(
    rf"(?:\b{_ORGANISATION_END}|\b[A-Z]{{2,}}[a-z]?s?|\bUniversity of [A-Z]\w+)\s*(?:\([^()]*\))?$"
)
_GENERIC = re.compile(r"(?:County|District|Borough|City|Town|Parish|Local|Third|Voluntary)\b")
_FREQUENCY = re.compile(
    r"\b(?:bi-?annual(?:ly)?|annual(?:ly)?|yearly|quarterly|monthly|weekly|fortnightly|daily|half[- ]term(?:ly)?|termly"
    r"|half[- ]yearly|six[- ]monthly|6[- ]monthly|bi-?monthly|twice a year|every \w+ (?:weeks|months))\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*[;\n]\s*")
_NOBODY = re.compile(
    r"(?:\W*(?:vacant|vacancy|t\.?b\.?[acd]\.?|n/?a|none|nobody|unknown|to be (?:confirmed|agreed|appointed|identified|decided|advised)"
    r"|awaiting (?:appointment|confirmation)|not yet (?:known|agreed|appointed))\W*)+",
    re.IGNORECASE,
)
_SENTENCE_STOP = re.compile(r"(?<=\w[\w+])(?<!\bSt)(?<!\bDr)(?<!\bMr)(?<!\bMrs)\.\s+(?=[A-Z])")
_SMALL_THEN_CAPITAL = re.compile(
    r"(?<=\b)(?!(?:and|of|for|the|in|on|upon|with|to|by|at|from|or|de|la|le)\b)([a-z][a-z’'-]+)\s+(?=[A-Z])"
)
_PLURALS = re.compile(r"(?:[A-Z][a-z]+s\s+)+[A-Z][a-z]+s")
_TELLS = re.compile(r"\b(?:will|is|are|has|have|through|reports?|reported|by|be|to)\b")
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a cell, and why they may be wrong (None if they are sure)."""

    names: tuple[str, ...] = ()
    doubt: str | None = None


def known_names(cells: Iterable[str]) -> tuple[str, ...]:
    """Names that stand apart somewhere in a document, longest first: they show where a run of names breaks.

    Only initials and names of several words count: a word like "Schools" also starts other names.
    """
    found = {
        piece.strip(" .")
        for cell in cells
        for part in _LIST.split(cell)
        for piece in re.split(r"\s*[,/]\s*", part)
    }
    telling = {
        name
        for name in found
        if (re.fullmatch(r"[A-Z]{2,}[a-z]?s?", name) or _is_short_name(name))
        and not (_ENDING.fullmatch(name) or _GENERIC.match(name))
    }
    return tuple(sorted(telling, key=lambda name: (-len(name), name)))


def people(cell: str, known: tuple[str, ...] = ()) -> Names:
    """The lead people of a cell. Roles beside a name are left to the doubt, which repeats the cell.

    `known` are people named elsewhere in the document, so that "Ann Lee Head of Waste" is Ann Lee.
    """
    text = _JOINT.sub("", " ".join(cell.split())).strip(" ,;")
    if not text:
        return Names()
    if _NOBODY.fullmatch(text):
        return Names((), f"The lead reads “{text}”.")
    if listed := _listed_people(_JOINT.sub("", cell)):
        return Names(listed)
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
    if len(parts) > 1 and all(_ROLE_WORD.search(part) and not _WITH_ROLE.match(part) for part in parts):
        return Names(tuple(parts))
    found = []
    for part in (part for part in re.split(r"\s*/\s*|\s*;\s*", text) if part):
        if match := _WITH_ROLE.match(part):
            found.append(match.group(1))
        elif _ALONE.match(_bare(part)) and not _ROLE_WORD.search(part):
            found.append(_bare(part))
        elif name := next((name for name in known if part.startswith(name + " ")), None):
            found.append(name)
        else:
            return Names((text,), None if _is_role(text) else f"The lead reads “{text}”.")
    return Names(tuple(found), f"The lead reads “{text}”; only the name was taken from it.")


def _listed_people(cell: str) -> tuple[str, ...]:
    """People one to a line or between commas; none where a piece is anything else."""
    pieces = [
        _bare(piece)
        for line in cell.split("\n")
        for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+", line)
        if piece.strip()
    ]
    are_people = all(_ALONE.match(piece) and not _ROLE_WORD.search(piece) for piece in pieces)
    return tuple(pieces) if len(pieces) > 1 and are_people else ()


def organisations(cell: str) -> Names:
    """The lead organisations of a cell."""
    text = _JOINT.sub("", cell).strip(" ,;\n")
    if not text:
        return Names()
    if _NOBODY.fullmatch(text):
        return Names((), f"The lead organisation reads “{text}”.")
    parts = [part for part in _LIST.split(text) for part in re.split(r"\s*/\s*", part) if part]
    parts = [piece for part in parts for piece in _at_commas_between_organisations(part)]
    split = [piece for part in parts for piece in _at_and(part)]
    if len(split) == 1 and re.fullmatch(r"[A-Z]{2,6}s?(?:\s+[A-Z]{2,6}s?)+", split[0]):
        return Names(tuple(split[0].split()), f"“{text}” was read as {len(split[0].split())} organisations.")
    return Names(tuple(split))


def _at_commas_between_organisations(text: str) -> list[str]:
    pieces = _COMMA.split(text)
    return pieces if all(_IS_ORGANISATION.search(piece) for piece in pieces) else [text]


def partners(cell: str, known: tuple[str, ...] = ()) -> Names:
    """The partners of a cell: a list with marks, or names that run on without any.

    `known` are organisations that stand apart elsewhere in the document (`known_names`).
    """
    text = cell.strip(" ,;.\n")
    if not text:
        return Names()
    parts = [
        stop.strip(" .")
        for part in _LIST.split(text)
        for piece in _COMMA.split(part)
        for stop in _SENTENCE_STOP.split(piece)
    ]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        return Names(tuple(name for part in parts for name in _at_and(part)))
    joined = _at_and(text)
    names = tuple(name for part in joined for name in _run_on(part, known))
    if len(names) == len(joined):
        return Names(names)
    return Names(names, "The partners run on without a mark between them; check where one ends.")


def _run_on(text: str, known: tuple[str, ...]) -> list[str]:
    """A run of names cut where one can be seen to end."""
    marked = _SMALL_THEN_CAPITAL.sub(r"\1\n", _RUN_ON.sub(r"\1\n", text))
    marked = _PAIR_OF_INITIALS.sub(lambda pair: f"\n{pair.group()}\n", marked)
    for name in known:
        marked = re.sub(
            rf"(?:(?<=^)|(?<=[\s])){re.escape(name)}(?=\s[A-Z]|$)", f"\n{name}\n", marked, flags=re.MULTILINE
        )
    pieces = [piece.strip() for piece in marked.split("\n") if piece.strip()]
    return [name for piece in pieces for name in (piece.split() if _PLURALS.fullmatch(piece) else [piece])]


def routes(cell: str) -> tuple[MonitoringRoute, ...]:
    """The bodies that look at a measure, each with how often where the cell says."""
    text = cell.strip(" \n")
    if not text:
        return ()
    items = [piece for item in _LIST.split(text) if item for piece in _at_commas(item)]
    return tuple(_route(piece) for item in items for piece in _bodies(item))


def _at_commas(item: str) -> list[str]:
    """A list of bodies between commas; a sentence stays whole."""
    pieces = [piece.strip(" .") for piece in _COMMA.split(item)]
    is_list = len(pieces) > 1 and all(
        re.match(r"[A-Z]", piece) and len(piece.split()) <= 8 and not _TELLS.search(piece) for piece in pieces
    )
    return pieces if is_list else [item]


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
    several = list(dict.fromkeys(found.group().lower() for found in _FREQUENCY.finditer(text)))
    if len(several) > 1:
        return MonitoringRoute(text, ", ".join(several))
    trailing = re.fullmatch(rf"(.+?)[\s,–-]+[(\[]?{re.escape(match.group())}[)\]]?\s*\.?", text)
    return MonitoringRoute(trailing.group(1) if trailing else text, match.group().lower())


def _is_short_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(
        re.fullmatch(r"[A-Z][\w’'-]*|&|and|of|for|the|in", word) for word in words
    )


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
