"""The questions that a template asks. They are never content, also where somebody's answer follows in one cell.

Every partnership words them a little differently, so they are recognised by how many words they share with the
ones known here, whether they stand alone or at the start of a sentence that goes on with an answer.
"""

import re
from collections import Counter
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SENTENCES = re.compile(r"(?<=[.?!:])\s+")
_AROUND = " ,.:;?!–—-\"'”’)"
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "this",
        "these",
        "those",
        "that",
        "which",
        "will",
        "would",
        "and",
        "or",
        "in",
        "it",
        "is",
        "are",
        "be",
        "been",
        "any",
        "for",
        "by",
        "on",
        "them",
        "if",
        "they",
        "there",
        "please",
    ]
)


def _stems(words: list[str]) -> tuple[str, ...]:
    """The words that carry a question, each cut so that "targets" is "target" and "describe" is "description"."""
    return tuple(word.lower().rstrip("s")[:6] for word in words if word.lower() not in _SMALL)


_QUESTIONS = tuple(
    _stems(_WORD.findall(question))
    for question in (
        "describe briefly the specific projects or initiatives that will help delivery of this target",
        "outline briefly whether achieving these targets will have a significant positive or negative impact on groups"
        " represented by the following equalities strands",
        "has an EIA been undertaken and are there any significant issues arising from it",
        "has an EIA been undertaken",
        "has an equality impact assessment been carried out and are there any significant issues arising from it",
        "description of risk that may prevent achieving these targets, likelihood of it happening and actions taken"
        " to address this",
        "the partnership / board of body that will performance manage this target",
        "measure and target used to deliver the short term action – including LAA targets",
        "measure and target used to deliver the short term action",
        "short term action from community strategy",
        "long term objective from community strategy",
        "provide an at a glance view of progress and direction of travel, also mentioning the impact current economic"
        " conditions may be having",
        "provide an at a glance view of progress and direction of travel",
        "this section needs to demonstrate we are confident that a plausible and effective delivery culture is in place"
        " across the partnership, using evidence where possible",
        "CLG are keen to capture any examples of good practice",
        "what arrangements are in place for governance, accountability and performance management",
        "are the named partners aware of their roles and responsibilities",
        "what skills and capacity exist to deliver",
        "engagement with LSPs and localisation of targets",
        "involvement of users or local people",
        "what steps, if any, have been taken towards a more preventative approach to achieving outcomes",
        "evidence of partners taken a whole systems approach to service delivery (and notably those that involve end users)",
        "examples of service transformation and re-design",
        "joint appointments and commissioning",
        "new service deliverers especially the third sector",
        "cross sector and cross boundary working",
        "could consider",
    )
)
_STRANDS = frozenset(
    [
        "race",
        "ethnicity",
        "gender",
        "sex",
        "sexual",
        "orientation",
        "religion",
        "belief",
        "faith",
        "disability",
        "age",
        "transgender",
        "reassignment",
    ]
)
_ALIKE = 0.76
"""The share of words that a sentence has in common with a question when it is that question."""
_ALIKE_AT_START = 0.84
"""The same for the start of a sentence, where an answer follows without a stop."""
_SURELY = 0.95
_LONG_QUESTION = 6
"""A question of so many words that goes on in small letters is all question, in somebody's own words."""


def answer(text: str) -> str:
    """What is left of a text when the template's own questions are taken out: "" if nothing is."""
    kept = (_answer_of(item) for item in text.split("\n"))
    return "\n".join(item for item in kept if item)


@lru_cache(maxsize=4096)
def _answer_of(item: str) -> str:
    sentences = _SENTENCES.split(item)
    kept = [_without_question(sentence) for sentence in sentences]
    if kept == sentences:
        return item.strip()
    return " ".join(sentence for sentence in kept if sentence).strip()


def _without_question(sentence: str) -> str:
    """A sentence without the question that it is or starts with."""
    words = [match for match in _WORD.finditer(sentence) if match.group().lower() not in _SMALL]
    spoken = _stems([match.group() for match in words])
    said = [match.group().lower() for match in words]
    if len(said) > 2 and sum(word in _STRANDS for word in said) >= 0.8 * len(said):
        return ""
    best, length = 0.0, 0
    for question in _QUESTIONS:
        if spoken[:1] != question[:1]:
            continue
        alike, upto = _best_start(spoken, question)
        if alike > best or (alike == best and upto > length):
            best, length = alike, upto
    if best >= _ALIKE_AT_START:
        rest = sentence[words[length - 1].end() :].lstrip(_AROUND)
        if not rest:
            return ""
        if not rest[0].islower():
            return _without_question(rest)
        if best > _SURELY and length >= _LONG_QUESTION:
            return ""
    return "" if any(_alike(spoken, question) >= _ALIKE for question in _QUESTIONS) else sentence


def _best_start(spoken: tuple[str, ...], question: tuple[str, ...]) -> tuple[float, int]:
    """How alike a question and the start of a sentence are, and how many words that start has."""
    size = len(question)
    best, length = 0.0, 0
    for upto in range(max(2, size - 4), min(len(spoken), size + 4) + 1):
        if upto < len(spoken) and spoken[upto - 1] not in question[-3:]:
            continue
        alike = _alike(spoken[:upto], question)
        if alike >= best:
            best, length = alike, upto
    return best, length


def _alike(spoken: tuple[str, ...], question: tuple[str, ...]) -> float:
    """The share of their words that two questions have in common; 0 where they begin with another word."""
    if spoken[:1] != question[:1]:
        return 0.0
    shared = sum((Counter(spoken) & Counter(question)).values())
    return 2 * shared / (len(spoken) + len(question))
