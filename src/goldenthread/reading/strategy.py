"""Community strategies: the vision, principles, themes with their priorities, evidence with its source, partners.

A theme is a heading with a list of priorities under it. What stands in a contents list, in the language pages and
in an appendix is not content.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from goldenthread.reading.cleaning import Row, fold, rows
from goldenthread.reading.evidence import statements
from goldenthread.reading.plan import Plan, PlannedAction, PlannedStrategy, PlannedTheme
from goldenthread.reading.rendering import Rendering

_TITLE = re.compile(
    r"\b(?:strategy(?! (?:officer|manager|team|group|meeting|lead|director|unit)\b)|strategic plan|well-?being plan|improvement plan|community plan|partnership plan|vision for)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(20\d{2})\s*(?:[-–—/]|to|until)\s*(20\d{2}|\d{2})\b")
_VISION = re.compile(
    r"(?:our |the |partnership |shared |a )*vision(?: statement| for .{2,40}| is| and .{2,40}|,.{2,40})?\s*:?$",
    re.IGNORECASE,
)
_VISION_INLINE = re.compile(
    r"(?:our|the|the partnership.s|the board.s) (?:shared )?vision (?:is|for .{2,40} is)\s*(?:that|to be|of|for|:)?\s*(.{15,})"
    r"|^(?:our |the )?vision(?: statement)?\s*:\s+(.{15,})",
    re.IGNORECASE,
)
_PRINCIPLES = re.compile(
    r"(?:our |guiding |core |key |shared |the |underpinning |five )*(?:principles|values|ways of working)(?: and values| of working| for .{2,30})?\s*:?$",
    re.IGNORECASE,
)
_PRIORITIES = re.compile(
    r"(?:our |the |key |strategic |what are our )*(?:priorities|objectives|well-?being objectives|commitments)(?: (?:are|will be|for .{2,50}|under .{2,50}))?(?: to)?\s*:?$"
    r"|(?:(?:to do this|together|in partnership|under this .{2,20}),? )?we will\s*:?$|(?:together )?we (?:want|aim) to\s*:$|our (?:ambitions?|aims?|goals?) (?:is|are)(?: to)?\s*:?$|what we will do\s*:?$",
    re.IGNORECASE,
)
_NUMBERED_THEME = re.compile(
    r"(?:(?:our|strategic|local|key|shared|long-term|well-?being)\s+)*(?:priority(?: area)?|theme|challenge|ambition|outcome|aim|goal|objective|mission|pillar)\s+(?:\d{1,2}|one|two|three|four|five|six)\s*[:.–-]\s*(.{3,120})$",
    re.IGNORECASE,
)
_PARTNERS = re.compile(
    r"(?:our|the|list of|community planning|partnership)?\s*(?:partners|members|members of the (?:board|partnership)|membership|member organi[sz]ations|partner organi[sz]ations)\s*:?$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:table of )?contents(?: page)?\s*:?$", re.IGNORECASE)
_APPENDIX = re.compile(r"(?:appendi(?:x|ces)|annex(?:e)?)\b.{0,40}$", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:foreword|introduction|welcome|background|context|summary|executive summary|conclusion|glossary|references|delivering (?:our|the) .{2,30}|governance|monitoring.{0,40}"
    r"|how we will .{2,50}|measuring .{2,40}|next steps|have your say|we welcome feedback|feedback|consultation|about .{2,40}|our (?:borough|district|county|city|town|area|place|communit(?:y|ies))"
    r"|overarching approach|a whole systems? approach|case stud(?:y|ies)|contact.{0,30}|downloads?|large print.{0,40})\s*:?$",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"(?:why (?:this|is this|it|does it|does this|we chose|have we).{0,40}|what (?:you|people|residents|we know|we have|the data|does|do we know|success|the evidence).{0,50}"
    r"|where (?:are we|we are).{0,30}|the (?:local picture|story so far|evidence|challenges?|issues?)|how will we (?:know|measure).{0,40}|case study.{0,40}|measures of success|overarching approach)\s*[:?]?$",
    re.IGNORECASE,
)
"""A heading that every theme has inside it, and that names none."""
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[a-z][.)])\s")
_SECTION_NUMBER = re.compile(
    r"^(?:section |chapter )?\d{1,2}(?:\.\d{1,2})*[.):]?\s+(?=[A-Z“])", re.IGNORECASE
)
_MINUTES = re.compile(
    r"\b(?:minutes of|apologies for absence|matters arising|agenda item|annual report)\b", re.IGNORECASE
)
_FOREIGN = re.compile(r"[^\x00-\u024f\u2000-\u2bff\ufb00-\ufb06]")


@dataclass
class _Theme:
    name: str
    line: int
    end: int
    priorities: list[Row] = field(default_factory=list)
    story: list[str] = field(default_factory=list)


def read_strategy(rendering: Rendering) -> Plan | None:
    """The strategy of a document, None where it is none: no title that says so, or no theme with priorities."""
    content = [row for row in rows(rendering) if not _is_foreign(row.text)]
    title = _title(content)
    if title is None or sum(bool(_MINUTES.search(row.text)) for row in content[:40]) > 1:
        return None
    contents = _contents(content)
    body = [row for row in content if row.number not in contents.lines]
    themes = _themes(body, contents) or (_listed_themes(body) if _is_named(title, content) else [])
    priorities = {row.number for theme in themes for row in theme.priorities}
    if not themes or sum(len(theme.priorities) for theme in themes) < 2:
        return None
    strategy = PlannedStrategy(
        title=title,
        years=_years(title, content),
        vision=_vision(body),
        principles=tuple(_principles(body, contents, themes)),
        evidence=tuple(statements([row for row in _main_part(body) if row.number not in priorities])),
        partners=tuple(_partners(body)),
    )
    return Plan(
        strategy=strategy,
        themes=tuple(PlannedTheme(t.name, (t.line, t.end), summary="\n".join(t.story)) for t in themes),
        actions=tuple(
            PlannedAction(text=_unnumbered(row.text).rstrip(";:,"), lines=row.lines, theme=t.name)
            for t in themes
            for row in t.priorities
        ),
    )


# The title and the contents list ------------------------------------------------------------------------


def _title(content: Sequence[Row]) -> str | None:
    """The first line that names a strategy or a plan; "A vision for …" only where none does."""
    titles = list(_titles(content))
    return next((title for title in titles if not _VISION.match(title)), titles[0] if titles else None)


def _titles(content: Sequence[Row]) -> Iterator[str]:
    for row in content[:60]:
        text = re.sub(r"^title:\s*", "", _plain(row.text)).strip("“”\"'")
        if (
            _TITLE.search(text)
            and len(text) <= 120
            and not row.is_bullet
            and not text.endswith((".", ","))
            and not _MINUTES.search(text)
        ):
            yield text


def _is_named(title: str, content: Sequence[Row]) -> bool:
    """A document that opens with its title and its years, and says nothing of minutes or a report there."""
    opening = [row.text for row in content[:15]]
    return (
        any(title in text for text in opening)
        and _years(title, content) is not None
        and not any(_MINUTES.search(text) for text in opening)
    )


def _years(title: str, content: Sequence[Row]) -> str | None:
    for text in [title, *(row.text for row in content[:80])]:
        if match := _YEARS.search(text):
            second = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
            return f"{match[1]}-{second}"
    return None


@dataclass(frozen=True)
class _Contents:
    """The entries of a contents list and the lines that it takes."""

    names: frozenset[str]
    lines: frozenset[int]


def _contents(content: Sequence[Row]) -> _Contents:
    """The contents list: from its heading up to where its first entry stands again as a heading."""
    start = next((i for i, row in enumerate(content) if _CONTENTS.match(_plain(row.text))), None)
    if start is None:
        return _Contents(frozenset(), frozenset())
    entries = {}
    for position in range(start + 1, min(start + 60, len(content))):
        name = fold(re.sub(r"[\s.…]*\d*\s*$", "", _plain(content[position].text)))
        if name and name in entries:
            break
        if len(content[position].text) > 120:
            break
        entries[name] = content[position].number
    else:
        position = start + 1
    again = next(
        (e for e in entries if e and any(fold(_plain(r.text)) == e for r in content[position:])), None
    )
    lines = {content[start].number, *entries.values()} if again else {content[start].number}
    return _Contents(frozenset(name for name in entries if name), frozenset(lines))


# Themes -------------------------------------------------------------------------------------------------


def _themes(body: Sequence[Row], contents: _Contents) -> list[_Theme]:
    themes: list[_Theme] = []
    heading: Row | None = None
    current: _Theme | None = None
    numbered_theme: Row | None = None
    listing = False
    for row in _main_part(body):
        text = _plain(row.text) if listing else _unnumbered(row.text)
        numbered = _NUMBERED_THEME.match(_unnumbered(row.text))
        if _INNER.match(text) and not row.is_bullet:
            listing = False
        elif _PRIORITIES.match(text) and heading is not None and not _closes(_unnumbered(heading.text)):
            over = numbered_theme or heading
            current = _theme_for(_theme_name(over), over, themes)
            listing = True
        elif numbered and not row.is_bullet:
            heading = numbered_theme = row
            current, listing = _theme_for(numbered[1].strip(), row, themes), False
        elif listing and current is not None and _is_broken_off(row, current):
            before = current.priorities[-1]
            whole = (f"{before.cells[0]} {row.cells[0]}",)
            current.priorities[-1] = replace(before, cells=whole, last=row.number)
            current.end = row.number
        elif listing and current is not None and _is_item(row, current):
            current.priorities.append(row)
            current.end = row.number
        elif _is_heading(row, contents):
            listing = False
            heading = row
            numbered_theme = numbered_theme if _stays_inside(text, contents) else None
            if current is not None and not _is_inner(row, contents):
                current = None
        elif current is not None:
            listing = False
            if row.is_bullet and numbered is None and not current.priorities and _is_priority_list(current):
                current.priorities.append(row)
            elif len(current.story) < 2 and not row.is_table and len(text) > 60:
                current.story.append(text)
                current.end = row.number
    return [theme for theme in themes if theme.priorities]


def _listed_themes(body: Sequence[Row]) -> list[_Theme]:
    """The themes of a strategy that heads no list "priorities": headings of the file's own, each right over bullets."""
    themes: list[_Theme] = []
    current: _Theme | None = None
    for row in _main_part(body):
        if row.is_heading:
            name = _theme_name(row)
            closed = _closes(name) or _INNER.match(name)
            current = None if closed else _Theme(name, row.number, row.number)
            themes += [current] if current else []
        elif current is not None and row.is_bullet:
            current.priorities.append(row)
            current.end = row.number
        else:
            current = None
    listed = [theme for theme in themes if len(theme.priorities) > 1]
    return listed if len(listed) > 1 else []


def _theme_for(name: str, row: Row, themes: list[_Theme]) -> _Theme:
    for theme in themes:
        if fold(theme.name) == fold(name):
            return theme
    themes.append(_Theme(name, row.number, row.number))
    return themes[-1]


def _theme_name(heading: Row) -> str:
    text = _unnumbered(heading.text)
    numbered = _NUMBERED_THEME.match(text)
    return numbered[1].strip() if numbered else text.rstrip(":")


def _is_item(row: Row, theme: _Theme) -> bool:
    """A priority: a bullet, or a line that goes on from one list as the first of it did."""
    if row.is_bullet:
        return True
    if row.is_heading or len(row.text) >= 160 or _NUMBER.match(row.text) is None:
        return False
    return not theme.priorities or _NUMBER.match(theme.priorities[-1].text) is not None


def _is_broken_off(row: Row, theme: _Theme) -> bool:
    """The rest of a priority that the page broke in two: on the very next line, and no new sentence."""
    if not theme.priorities or row.is_bullet or row.is_table or row.is_heading:
        return False
    before = theme.priorities[-1]
    unfinished = row.number == before.lines[1] + 1 and not before.text.endswith((".", ";", ":"))
    return (
        unfinished and row.text[:1].isalnum() and not row.text[:1].isupper() and not _NUMBER.match(row.text)
    )


def _is_priority_list(theme: _Theme) -> bool:
    return not theme.story


def _is_heading(row: Row, contents: _Contents) -> bool:
    text = _plain(row.text)
    if row.is_bullet or row.is_table or len(text) > 90 or not text[:1].isalnum():
        return False
    if row.is_heading or fold(text) in contents.names:
        return True
    return text[:1].isupper() and not text.endswith((".", ",", ";", "!", "?")) and len(text.split()) <= 9


def _is_inner(row: Row, contents: _Contents) -> bool:
    """A heading inside a theme: not one of the contents list, where there is one."""
    return bool(contents.names) and fold(_plain(row.text)) not in contents.names


def _stays_inside(text: str, contents: _Contents) -> bool:
    """Whether a heading leaves a numbered theme open: no part of the document that has a name of its own."""
    return not _closes(_unnumbered(text)) and fold(text) not in contents.names


def _closes(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_VISION, _PRINCIPLES, _PARTNERS, _CONTENTS)) or (
        _OTHER.match(text) is not None
    )


def _main_part(body: Sequence[Row]) -> Sequence[Row]:
    """The document up to its appendix."""
    end = next(
        (i for i, row in enumerate(body) if i > len(body) // 3 and _APPENDIX.match(_unnumbered(row.text))),
        len(body),
    )
    return body[:end]


# Vision, principles, partners ---------------------------------------------------------------------------


def _vision(body: Sequence[Row]) -> str | None:
    """What stands under the heading "vision"; else the sentence that says what the vision is."""
    for row, following in itertools.pairwise(body):
        text = _plain(following.text)
        if _VISION.match(_unnumbered(row.text)) and not row.is_bullet and _could_be_vision(text):
            inline = _VISION_INLINE.search(text)
            return _sentence(inline[1] or inline[2]) if inline else text.strip("“”\"'‘’ ")
    for row in body:
        if match := _VISION_INLINE.search(_unnumbered(row.text)):
            return _sentence(match[1] or match[2])
    return None


def _could_be_vision(text: str) -> bool:
    headings = (_PRINCIPLES, _PRIORITIES, _PARTNERS, _VISION, _CONTENTS, _OTHER)
    return (
        15 < len(text) <= 600
        and not any(pattern.match(text) for pattern in headings)
        and len(text.split()) > 3
        and not (_TITLE.search(text) and _YEARS.search(text))
    )


def _sentence(text: str) -> str:
    first = re.split(r"(?<=[.!?])\s", text.strip("“”\"'‘’ "), maxsplit=1)[0]
    return first[:1].upper() + first[1:]


def _principles(body: Sequence[Row], contents: _Contents, themes: Sequence[_Theme]) -> Iterator[str]:
    """The names of the principles, or the principles themselves where they are a list."""
    start = next(
        (
            i
            for i, row in enumerate(_main_part(body))
            if _PRINCIPLES.match(_unnumbered(row.text)) and not row.is_bullet
        ),
        None,
    )
    if start is None:
        return
    names = {fold(theme.name) for theme in themes}
    for row in body[start + 1 : start + 60]:
        text = _unnumbered(row.text)
        if (
            _NUMBERED_THEME.match(text)
            or _closes(text)
            or _PRIORITIES.match(text)
            or fold(text) in names
            or fold(text) in contents.names
        ):
            return
        if row.is_bullet or _NUMBER.match(_plain(row.text)):
            yield (
                re.split(r"\s*(?::|–|—)\s", text, maxsplit=1)[0].rstrip(".;:")
                if len(text) > 80
                else text.rstrip(".;:")
            )
        elif _is_heading(row, contents) and len(text.split()) <= 8:
            yield text.rstrip(":")


def _partners(body: Sequence[Row]) -> Iterator[str]:
    start = next(
        (i for i, row in enumerate(body) if _PARTNERS.match(_unnumbered(row.text)) and not row.is_bullet),
        None,
    )
    if start is None:
        return
    found = False
    for row in body[start + 1 : start + 80]:
        if row.is_bullet or (row.is_table and len(row.filled) <= 2):
            found = True
            yield _plain(row.cells[row.filled[0]] if row.is_table else row.text).rstrip(".;")
        elif found or _is_heading(row, _Contents(frozenset(), frozenset())):
            return


def _plain(text: str) -> str:
    """A line without its marks: "# ", "· ", "1. " stays."""
    return " ".join(re.sub(r"^[#>\s·•*-]+", "", text.replace("\n", " ")).split())


def _unnumbered(text: str) -> str:
    """A line without its marks and without the number of a section or of a list."""
    return _SECTION_NUMBER.sub("", _NUMBER.sub("", _plain(text)))


def _is_foreign(text: str) -> bool:
    """A line of a language page: much of it in another script."""
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(bool(_FOREIGN.match(letter)) for letter in letters) > len(letters) * 0.3
