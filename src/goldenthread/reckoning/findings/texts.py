"""What the running text of a plan says about its figures."""

import re
from decimal import Decimal
from functools import lru_cache

from goldenthread.reckoning.findings.facts import FigureFacts

_OPEN = re.compile(
    r"\bt\.?b\.?[acd]\b\.?|\bawait(?:ing|ed)\b(?: \w+)?|\bdeferred\b|\bparked\b|\b(?:to be )?re-?negotiat(?:ed|ions?|ing)\b"
    r"|\b(?:yet )?to be (?:confirmed|determined|negotiated|agreed|decided|advised|set|established)\b",
    re.IGNORECASE,
)
_ABOUT_FIGURES = re.compile(r"\b(?:indicators?|targets?|baselines?|figures?|measures?|data)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_NUMBER = re.compile(r"(?<![\w.,/£])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\d/])(\s?%)?")
_STATES = re.compile(r"\b(?:is|was|were|are|of|at|totalled|stood|reached|came to|:)\s*$", re.IGNORECASE)
_AIMED_AT = re.compile(r"\btarget|\baim(?:s|ed|ing)?\b", re.IGNORECASE)
_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "number",
        "rate",
        "per",
        "cent",
        "percentage",
        "people",
        "who",
        "are",
        "that",
        "this",
        "from",
        "their",
        "they",
        "have",
        "been",
        "all",
        "local",
        "area",
        "being",
        "out",
    ]
)


def open_words(text: str, *, in_cell: bool) -> str | None:
    """The words that leave figures open, or None. In running text they count only beside talk of figures."""
    if in_cell:
        match = _OPEN.search(text)
        return " ".join(match.group().split()) if match else None
    for sentence in _SENTENCE.split(text):
        match = _OPEN.search(sentence)
        if match and _ABOUT_FIGURES.search(sentence):
            return " ".join(match.group().split())
    return None


def conflicting_figure(text: str, figure: FigureFacts, title: str, *, aimed_at: bool) -> str | None:
    """Another figure that a text states for the same thing and period, as written there, or None.

    Only a sentence that names the period, shares a telling word with the title right before it and then states a
    number of the same sort and size counts, or one that counts the title's own words ("4,271 net homes were provided
    in 07/08"); anything looser would cry wolf over the many numbers of a plan. A result is no other target and a
    target no other baseline: a sentence speaks of targets exactly when the figure is one (`aimed_at`). A name between
    the words and the number ("completions in Watford") makes it another thing.
    """
    if figure.value is None or figure.period is None:
        return None
    telling = _telling_words(title)
    for sentence in _SENTENCE.split(text):
        named = re.search(_period_pattern(figure.period), sentence)
        if named is None or bool(_AIMED_AT.search(sentence)) != aimed_at:
            continue
        stated = _stated_after(sentence, named, telling) or _counted_in_its_words(sentence, named, telling)
        if stated is None:
            continue
        same_sort = (stated.group(2) is not None) == (figure.unit == "%")
        value = Decimal(stated.group(1).replace(",", ""))
        if same_sort and value != figure.value and figure.value / 3 <= value <= figure.value * 3:
            return f"{value:,}" + ("%" if stated.group(2) else "")
    return None


def _stated_after(sentence: str, named: re.Match[str], telling: frozenset[str]) -> re.Match[str] | None:
    """The number in "the net completions for 07/08 is 4271"."""
    words = sentence[: named.start()].split()
    near = [word.strip(",.()") for word in words[-4:]]
    if not {word.lower() for word in near} & telling or _names(near, telling, starts=len(words) <= 4):
        return None
    for match in _NUMBER.finditer(sentence, named.end()):
        between = sentence[named.end() : match.start()].strip()
        if _STATES.search(between[-12:]):
            return None if _names(between.split(), telling) else match
    return None


def _counted_in_its_words(
    sentence: str, named: re.Match[str], telling: frozenset[str]
) -> re.Match[str] | None:
    """The number in "4,271 net homes were provided in 07/08", or with the year in front."""
    for match in _NUMBER.finditer(sentence):
        after = sentence[match.end() :].removeprefix(" of").split()[:6]
        words = [word.strip(",.()").lower() for word in after]
        if match.end() <= named.start():
            between = sentence[match.end() : named.start()].split()
        elif match.start() >= named.end():
            between = sentence[named.end() : match.start()].split()
        else:
            continue
        starts_with_its_words = bool(words) and words[0] in telling and len(set(words) & telling) >= 2
        if starts_with_its_words and len(between) <= 8 and not _names([*between, *after], telling):
            return match
    return None


def _names(words: list[str], telling: frozenset[str], *, starts: bool = False) -> bool:
    """Whether a name stands among words: a capital that is neither the title's nor a sentence's first."""
    return any(
        re.match(r"[A-Z][a-z]", word) and word.strip(",.()").lower() not in telling | {"the", "of"}
        for word in (words[1:] if starts else words)
    )


@lru_cache(maxsize=1024)
def _period_pattern(label: str) -> str:
    """How a text may write a period: "2007/08" also as 07/08, 2007-08, FY07/08."""
    match = re.fullmatch(r"(\d{2})(\d{2})/(\d{2})", label)
    if match is None:
        return rf"(?<!\d){re.escape(label)}(?!\d)"
    century, first, second = match.groups()
    return rf"(?<!\d)(?:{century})?{first}\s?[/-]\s?(?:{century})?{second}(?!\d)"


@lru_cache(maxsize=4096)  # asked again for every figure of a measure beside every passage
def _telling_words(title: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]{3,}", title.lower()) if word not in _COMMON)
