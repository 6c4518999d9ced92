"""Statements about a place with a figure in them, and where the figure comes from."""

import re
from collections.abc import Iterator, Sequence

from goldenthread.reading.cleaning import Row
from goldenthread.reading.plan import EvidenceStatement

_SENTENCE = re.compile(r"(?<=[.!?])[”\"’']?\s+(?=[A-Z£\d“\"‘'])")
_FIGURE = re.compile(
    r"(?:£\s?)?(?<![\w.,/])(?:\d{1,3}(?:,\s?\d{3})+|\d+(?:\.\d+)?)(?:\s?%?\s?[-–]\s?\d+(?:\.\d+)?)?(?:\s?%|\s?per ?cent\b|\s(?:million|billion|years?|times|in every|in \d+|out of|people|residents|children|homes|households|jobs|per \d[\d,]*))?"
)
_QUANTITY = re.compile(
    r"%|per ?cent|£|million|years?\b|times\b|in every|in \d|out of|people|residents|children|homes|households|jobs|per \d|,\s?\d{3}",
    re.IGNORECASE,
)
_NOT_ABOUT_PLACE = re.compile(
    r"\b(?:tel|telephone|call|email|e-mail|www|https?|page|strategy|act \d{4}|workshop|consultation|meets?|meeting|agenda|section|for more information)\b|@",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\(([^()]*(?:\b(?:19|20)\d{2}\b|\b(?:ONS|NOMIS|IMD|PHE|OHID|Census|Fingertips|DWP|survey|source)\b)[^()]*)\)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:according to|source:|data from|figures from|published by) ([A-Z][^,.;()]{2,80})", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b([A-Z][\w’']+(?: (?:of|for|and|[A-Z][\w’']+)){1,6}) (?:suggests?|reports?|found|finds|estimates?|shows?|notes?)\b"
)
_NOTE_MARK = re.compile(r"[¹²³⁴-⁹]|\[\d{1,2}\]|\$\^\{?\\?(?:rm )?\d+\}?\$")
_NOTE = re.compile(
    r"^\s*(?:([¹²³⁴-⁹])|\[(\d{1,2})\]|\$\s*\^\s*\{?\s*\\?(?:rm)?\s*(\d{1,2})\s*\}?\s*\$)\s*(.+)$"
)
_QUOTED = re.compile(r"[‘'“\"][A-Z][^’'”\"]{10,90}[’'”\"]")
_SOURCE_WORD = re.compile(r"^\s*\(?sources?:\s*", re.IGNORECASE)
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def statements(body: Sequence[Row]) -> Iterator[EvidenceStatement]:
    """The sentences of a document that state a figure about the place, each with its value and source."""
    notes = dict(_notes(body))
    for row in body:
        if row.is_table or _NOTE.match(row.text):
            continue
        sentences = _SENTENCE.split(row.text.replace("\n", " "))
        for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
            value = _value(_QUOTED.sub(" ", sentence))
            if value is None or _NOT_ABOUT_PLACE.search(sentence) or len(sentence.split()) < 5:
                continue
            text = re.sub(r"\s+([.,;])", r"\1", " ".join(_NOTE_MARK.sub("", sentence).split()))
            yield EvidenceStatement(
                text=text, lines=row.lines, value=value, source=_source(sentence, following, notes)
            )


def _value(sentence: str) -> str | None:
    """The first figure that is a quantity, not a year or a number in a list."""
    for match in _FIGURE.finditer(sentence):
        written = match.group().strip()
        if _QUANTITY.search(written):
            return " ".join(written.split())
    return None


def _source(sentence: str, following: str, notes: dict[str, str]) -> str | None:
    if match := _IN_BRACKETS.search(sentence):
        return _SOURCE_WORD.sub("", match[1]).strip()
    if (match := _NOTE_MARK.search(sentence)) and (number := _note_number(match.group())) in notes:
        return notes[number]
    if match := _NAMED.search(sentence) or _SAYS.search(sentence):
        return match[1].strip()
    if _SOURCE_WORD.match(following):
        return _SOURCE_WORD.sub("", following).rstrip(".").strip()
    return None


def _notes(body: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """The footnotes of a document by number."""
    for row in body:
        if match := _NOTE.match(row.text):
            mark = next(group for group in match.groups()[:3] if group)
            yield _note_number(mark), match[4].strip()


def _note_number(mark: str) -> str:
    digits = re.findall(r"\d", mark)
    raised = [str(_RAISED.index(character)) for character in mark if character in _RAISED]
    return "".join(raised) if raised else "".join(d for d in digits if d in "0123456789")
