"""How words are cut for the search: the same for both databases, so that both find the same.

Neither engine's own stemming is used: SQLite has Porter's and PostgreSQL Snowball's, which differ, and neither keeps
"NI154" and "NI 154" together. The engines get finished words; they match, rank and page.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST_WORD = 60
MOST_WORDS = 20
LONGEST_QUESTION = 1000
SNIPPET = 200

STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "in",
        "is",
        "it",
    }
    | {"its", "of", "on", "or", "that", "the", "their", "this", "to", "was", "were", "which", "will", "with"}
)
"""Words that are in nearly every text. A question leaves them out."""

_CODE = re.compile(r"([^\W\d_]{1,5})(\d{1,6}[a-z]?)")
_LETTERS = re.compile(r"[^\W\d_]{1,5}")
_NUMBER = re.compile(r"\d{1,6}[a-z]?")
_VOWELS = frozenset("aeiouy")

Parts = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands and how it is compared, in small letters without accents."""

    start: int
    end: int
    plain: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: every one of `words`, the last of which may be the beginning of a word."""

    words: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""


def tidy(text: str) -> str:
    """Text in one line and one spelling of its characters."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words_of(text: str) -> Iterator[Word]:
    """The words of a text. Each character is compared by one character, so that places stay true."""
    folded = "".join(_folded(character) for character in text)
    for found in re.finditer(r"\S+", folded):
        yield Word(found.start(), found.end(), found.group()[:LONGEST_WORD])


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """A character in small letters without its accent; a space for what belongs to no word."""
    apart = unicodedata.normalize("NFKD", character)
    if len(apart) > 1 and all(unicodedata.combining(mark) for mark in apart[1:]):
        character = apart[0]
    small = character.lower()
    if len(small) == 1:
        character = small
    return character if character.isalnum() or unicodedata.category(character).startswith("M") else " "


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """An English word without its plural and verb endings: burglary, burglaries -> burglari; visited -> visit."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and not rest.endswith("e") and _VOWELS & set(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) > 3 and word.endswith("y") else word


def other_forms(words: Iterable[str]) -> set[str]:
    """Under what else a text is found: roots, "ni154" for "ni 154", and "ni" and "154" for "ni154"."""
    words = list(words)
    found = {root(word) for word in words}
    for before, after in pairwise(words):
        if before not in STOP_WORDS and _LETTERS.fullmatch(before) and _NUMBER.fullmatch(after):
            found.add(before + after)
    for word in words:
        if code := _CODE.fullmatch(word):
            found.update(code.groups())
    return found


def asked(text: str) -> Question:
    """What somebody typed, as a question; one without words where there is nothing to look for."""
    words = dict.fromkeys(word.plain for word in words_of(tidy(text[:LONGEST_QUESTION])))
    return Question(tuple(word for word in words if word not in STOP_WORDS)[:MOST_WORDS])


def marked(text: str, question: Question) -> Parts:
    """A text in parts, marked where it answers the question."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _hits(text, question):
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[start:end], True))
        at = end
    if at < len(text):
        parts.append((text[at:], False))
    return tuple(parts)


def _hits(text: str, question: Question) -> list[tuple[int, int]]:
    wanted = {form for word in question.words for form in (word, root(word))}
    words = list(words_of(text))
    found: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        forms = {word.plain, root(word.plain)}
        if code := _CODE.fullmatch(word.plain):
            forms.update(code.groups())
        if place + 1 < len(words) and _wants(
            other_forms([word.plain, words[place + 1].plain])
            - other_forms([word.plain])
            - other_forms([words[place + 1].plain]),
            wanted,
            question.last,
        ):
            found.append((word.start, words[place + 1].end))
        elif _wants(forms, wanted, question.last) and (not found or word.start >= found[-1][1]):
            found.append((word.start, word.end))
    return found


def _wants(forms: set[str], wanted: set[str], beginning: str) -> bool:
    return bool(forms & wanted) or any(form.startswith(beginning) for form in forms if beginning)


def snippet(text: str, question: Question) -> Parts:
    """The piece of a text around the first place that answers, marked; nothing where no place does."""
    hits = _hits(text, question)
    if not hits:
        return ()
    start = max(0, hits[0][0] - SNIPPET // 3)
    if start:
        start = text.find(" ", start, hits[0][0]) + 1 or hits[0][0]
    end = min(len(text), start + SNIPPET)
    if end < len(text):
        end = max(text.rfind(" ", start, end), min(hits[0][1], start + SNIPPET))
    piece = marked(text[start:end], question)
    before, after = ((("… ", False),) if start else ()), ((" …", False),) if end < len(text) else ()
    return before + piece + after
