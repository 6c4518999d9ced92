"""What an equality section says of whether the assessment was done."""

import re

from goldenthread.reading.plan import Equality, EqualityState, Passage

_STATES = (
    (
        EqualityState.DEFERRED,
        r"\bleave (?:this )?blank\b|\bto be completed\b|\bto (?:follow|be confirmed)\b|\bt\.?b\.?[ca]\b",
    ),
    (
        EqualityState.REFERS,
        r"^\s*(?:as|see|please see|refer to)\s+(?:above|below|previous|the above|section|ni\b|for\b)",
    ),
    (
        EqualityState.PARTLY,
        r"\b(?:has|have|was|were)\b(?! not\b)[^.]{0,40}\b(?:undertaken|conducted|completed|carried out|done)\b[^.]{0,60}"
        r"\b(?:but|although|though)\b[^.]{0,30}\bnot\b",
    ),
    (
        EqualityState.NOT_DONE,
        r"^\s*no\s*[.,;–-]*\s*$|^\s*no[.,]\s|\b(?:not|n't)\b[^.]{0,40}\b(?:undertaken|conducted|completed|carried out|done|started|begun)\b"
        r"|\bno (?:eia|equality impact assessment|assessment)\b"
        r"|\b(?:will be|to be|needs? to be|is due to be)\b[^.]{0,30}\b(?:undertaken|conducted|completed|carried out|done)\b",
    ),
    (
        EqualityState.PARTLY,
        r"\b(?:part(?:ly|ially)|under ?way|in progress|being (?:undertaken|carried out|conducted|developed)|screening|some)\b",
    ),
    (
        EqualityState.DONE,
        r"^\s*yes\b|\b(?:completed?|full) (?:eia|equality|assessment)\b|\b(?:has|have|was|were)\b[^.]{0,30}\b(?:been )?(?:undertaken|conducted|completed|carried out|done)\b"
        r"|\b(?:eia|assessment)s?\s+(?:is |are )?(?:complete|done|undertaken|carried out)\b",
    ),
)


def equality_from(passages: list[Passage]) -> Equality:
    """The equality record of a section that was asked for: blank where only the question stands."""
    if not passages:
        return Equality(EqualityState.BLANK)
    text = "\n".join(passage.text for passage in passages)
    lines = (passages[0].lines[0], passages[-1].lines[1])
    for state, words in _STATES:
        if re.search(words, text, re.IGNORECASE):
            return Equality(state, text, lines)
    return Equality(EqualityState.PARTLY, text, lines)
