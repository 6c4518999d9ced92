"""The questions that a template asks. They are never content, also where somebody's answer follows in one cell."""

import re

from goldenthread.reading.cleaning import fold

_STARTS = tuple(
    re.compile(rf"\s*(?:{pattern})[\s.:?–-]*", re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"describe briefly the specific (?:projects?|initiatives?)(?: or (?:projects?|initiatives?))?(?: that)? will help"
        r"(?: the)? delivery(?: of)? (?:this|these|the) targets?",
        r"outline briefly whether achieving (?:these|this) targets?.{0,200}?strands\s*:?"
        r"(?:\s*race,? gender.{0,160}?arising from (?:it|this|them))?",
        r"race,? gender,? sexual orientation.{0,160}?arising from (?:it|this|them)",
        r"has an (?:eia|equality impact assessment) been undertaken and are there any significant issues arising from (?:it|this)",
        r"descriptions? of (?:any )?risks? that may prevent.{0,140}?(?:actions?|steps) (?:being )?taken to address (?:this|these|it|them)",
        r"the partnership\s?/?\s?(?:board|body)?\s?(?:of|or) body that will performance manage this target",
        r"measures? and targets? used to deliver the short[- ]term action\s*[–-]?\s*(?:including laa targets?|including local area agreement targets?)?",
        r"short[- ]term actions? from (?:the )?community strategy",
        r"provide an [\"'“‘]?at a glance[\"'”’]? view of progress.{0,160}?may be having",
        r"this section needs to demonstrate.{0,200}?using evidence where possible",
        r"(?:clg|government|go) (?:are|is) keen to capture any examples? of good practice(?:\.? ?could consider)?",
    )
)
_QUESTIONS = frozenset(
    fold(question)
    for question in (
        "What arrangements are in place for governance, accountability and performance management?",
        "Are the named partners aware of their roles and responsibilities?",
        "What skills and capacity exist to deliver?",
        "Engagement with LSPs and localisation of targets?",
        "Involvement of users or local people?",
        "What steps, if any, have been taken towards a more preventative approach to achieving outcomes?",
        'Evidence of partners taken a "whole systems" approach to service delivery (and notably those that involve end users)',
        "Examples of service transformation and re-design",
        "Joint appointments and commissioning",
        "New service deliverers especially the Third Sector",
        "Cross sector and cross boundary working",
        "Could consider:",
    )
)


def answer(text: str) -> str:
    """What is left of a text when the template's own questions are taken out: "" if nothing is."""
    kept = [_without_starts(item) for item in text.split("\n")]
    return "\n".join(item for item in kept if item and fold(item) not in _QUESTIONS)


def _without_starts(item: str) -> str:
    while True:
        for start in _STARTS:
            if match := start.match(item):
                item = item[match.end() :].strip()
                break
        else:
            return item.strip()
