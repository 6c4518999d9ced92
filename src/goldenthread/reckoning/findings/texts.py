"""What the running text of a plan says about its figures."""

import re
from decimal import Decimal

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


def conflicting_figure(text: str, figure: FigureFacts, title: str) -> str | None:
    """Another figure that a text states for the same thing and period, as written there, or None.

    Only a sentence that names the period, shares a telling word with the title right before it and then states a
    number of the same sort and size counts; anything looser would cry wolf over the many numbers of a plan.
    """
    if figure.value is None or figure.period is None:
        return None
    for sentence in _SENTENCE.split(text):
        named = re.search(_period_pattern(figure.period), sentence)
        if named is None:
            continue
        before = sentence[: named.start()].lower().split()[-4:]
        telling = {word.strip(",.()") for word in before} & _telling_words(title)
        if not telling:
            continue
        for match in _NUMBER.finditer(sentence, named.end()):
            if not _STATES.search(sentence[named.end() : match.start()].strip()[-12:] or ""):
                continue
            same_sort = (match.group(2) is not None) == (figure.unit == "%")
            value = Decimal(match.group(1).replace(",", ""))
            if same_sort and value != figure.value and figure.value / 3 <= value <= figure.value * 3:
                return f"{value:,}" + ("%" if match.group(2) else "")
            break
    return None


def _period_pattern(label: str) -> str:
    """How a text may write a period: "2007/08" also as 07/08, 2007-08, FY07/08."""
    match = re.fullmatch(r"(\d{2})(\d{2})/(\d{2})", label)
    if match is None:
        return rf"(?<!\d){re.escape(label)}(?!\d)"
    century, first, second = match.groups()
    return rf"(?<!\d)(?:{century})?{first}\s?[/-]\s?(?:{century})?{second}(?!\d)"


def _telling_words(title: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", title.lower()) if word not in _COMMON}
