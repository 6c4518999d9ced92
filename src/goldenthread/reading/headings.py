"""The headings of a delivery plan on an area agreement's template, recognised by their words."""

import re
from dataclasses import dataclass
from enum import Enum

from goldenthread.reading.cleaning import Row, fold
from goldenthread.reading.prompts import answer


class Section(Enum):
    """The parts of a plan that text can stand in."""

    SUMMARY = "summary"
    ARRANGEMENTS = "arrangements"
    INNOVATION = "innovation"
    CONTEXT = "context"
    ACTIONS = "actions"
    EQUALITY = "equality"
    RISK = "risk"


class Label(Enum):
    """The lines that say what a measure is for."""

    FRAMEWORK = "framework"
    OBJECTIVE = "objective"
    ACTION = "action"
    TARGET = "target"


_SECTIONS = (
    (
        Section.SUMMARY,
        r"(?:a )?summary of (?:overall )?(?:theme )?(?:progress|performance)|theme (?:story|summary|overview)|overall progress",
    ),
    (
        Section.ARRANGEMENTS,
        r"partnership\s?/?\s?(?:and )?delivery arrangements?|delivery arrangements?|governance arrangements?",
    ),
    (
        Section.INNOVATION,
        r"(?:i{1,3} )?new ways of working(?:\s?(?:and|&|/)\s?innovations?)?|innovations?(?: and new ways of working)?",
    ),
    (
        Section.EQUALITY,
        r"equalit(?:y|ies)(?: and diversity)?(?: impacts?)?(?: assessments?)?|diversity impact",
    ),
    (Section.RISK, r"risks?(?: assessments?| management| analysis)?(?: and mitigation)?"),
    (Section.CONTEXT, r"context|background|rationale"),
)
_SECTION_PATTERNS = tuple(
    (section, re.compile(rf"(?:\d+[.)]\s*)?(?:{words})\s*[:.–-]?\s*$", re.IGNORECASE))
    for section, words in _SECTIONS
)
_INLINE = tuple(
    (section, re.compile(rf"(?:{words})\s*(?::|\n)\s*(?=\S)", re.IGNORECASE))
    for section, words in _SECTIONS
    if section in {Section.EQUALITY, Section.RISK, Section.CONTEXT}
)
_ACTIONS = re.compile(
    r"(?:key |main |planned )?actions?(?: planned| to be taken)?\s*(?::|\n|$)\s*", re.IGNORECASE
)

_BEFORE_QUESTION = tuple(
    (section, re.compile(rf"(?:{words})\s+(?=[A-Z])", re.IGNORECASE))
    for section, words in (*_SECTIONS, (Section.ACTIONS, "actions?"))
)
"""A heading with the template's own question right behind it."""

_LABELS = (
    (
        Label.FRAMEWORK,
        re.compile(
            r"(?P<name>[^:\n]{0,70}\b(?:strategy|agreement|laa|plan|framework|compact|deal)\b[^:\n]{0,30}?)\s+(?:theme|block|outcome|priority)s?\s*(?::|$)",
            re.IGNORECASE,
        ),
    ),
    (
        Label.OBJECTIVE,
        re.compile(
            r"long[- ]term (?:objective|outcome|aim|goal)s?\s*(?::|$)|(?:strategic )?objectives?\s*:",
            re.IGNORECASE,
        ),
    ),
    (Label.ACTION, re.compile(r"short[- ]term (?:action|priority|objective|aim)s?\s*(?::|$)", re.IGNORECASE)),
    (
        Label.TARGET,
        re.compile(
            r"(?P<name>(?:laa|local area agreement|agreement)\s?\d?\s+(?:improvement |local )?(?:target|indicator)s?)\s*(?::|$)"
            r"|(?P<other>(?:(?:local|national|designated|improvement|stretch|supporting)\s+)+(?:target|indicator))"
            r"\s*:(?=.{0,160}$)(?!.*[.;]\s*$)|(?:target|indicator)\s*:\s*(?=(?-i:[A-Z]{1,5}\s?\d))",
            re.IGNORECASE,
        ),
    ),
)

_THEME = re.compile(r"theme(?: name| title| group)?\s*(?::|–|—|-|$)\s*(.*)", re.IGNORECASE | re.DOTALL)
_STORY = re.compile(
    r"(?P<name>.{2,90}?)\s*(?:\btheme)?\s*[–—-]+\s*(?:theme )?(?:story|summary|narrative)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_TO_FOLLOW = re.compile(
    r"\bto (?:follow|come|be (?:added|supplied|provided|written))\b|\bawait", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with what stands beside it. `name` is a framework's, or the kind of target ("LAA Target")."""

    label: Label
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """A group heading: its name ("" where the name follows on the next line)."""

    name: str
    to_follow: bool = False


def section_of(text: str) -> tuple[Section, str] | None:
    """The section that a text opens and what follows in the same cell, or None."""
    first = text.split("\n", 1)
    for section, pattern in _SECTION_PATTERNS:
        if pattern.match(first[0].strip("# ")):
            return section, first[1] if len(first) > 1 else ""
    if match := _ACTIONS.match(text.strip("# ")):
        return Section.ACTIONS, text.strip("# ")[match.end() :]
    for section, pattern in _INLINE:
        if match := pattern.match(text):
            return section, text[match.end() :]
    for section, pattern in _BEFORE_QUESTION:
        if (match := pattern.match(text)) and answer(text[match.end() :]) != text[match.end() :].strip():
            return section, text[match.end() :]
    return None


def labelled(row: Row) -> Labelled | None:
    """The label that a row opens with: alone in its row, or with its value in the next filled cell."""
    filled = [row.cells[index] for index in row.filled]
    if len(filled) > 2 and (len(filled) > 3 or ":" not in filled[0]):
        return None
    text = filled[0].strip("# ")
    for label, pattern in _LABELS:
        match = pattern.match(text)
        if match is None:
            continue
        if len(filled) > 1 and text[match.end() :].strip():
            return None
        named = match.groupdict()
        if label is Label.TARGET and row.is_bullet and not named["name"]:
            return None
        value = text[match.end() :].strip() or "\n".join(filled[1:])
        return Labelled(label, value, (named.get("name") or named.get("other") or "").strip())
    return None


def group_heading(row: Row, following: Row | None) -> GroupHeading | None:
    """The group heading that a row is: named as a theme, promising a story, or standing over a summary."""
    if len(row.filled) != 1 or row.is_bullet:
        return None
    text = re.sub(r"^\d{1,2}[.)]\s+", "", row.text.strip("# ").strip())
    if len(text) > 160 or "\n" in text:
        return None
    if match := _THEME.match(text):
        name = match.group(1).strip()
        story = _STORY.fullmatch(name)
        if story is None:
            return GroupHeading(name)
        return GroupHeading(story["name"].strip(" :–—-"), _TO_FOLLOW.search(story["rest"]) is not None)
    if (match := _STORY.fullmatch(text)) and fold(match["name"]):
        return GroupHeading(match["name"].strip(" :–—-"), _TO_FOLLOW.search(match["rest"]) is not None)
    if following is not None and section_of(text) is None:
        opened = section_of(following.text) if len(following.filled) == 1 else None
        if opened and opened[0] is Section.SUMMARY and labelled(row) is None:
            return GroupHeading(
                re.sub(r"\s+theme(?: group| summary| story| overview)?$", "", text, flags=re.IGNORECASE)
            )
    return None
