"""Small plans of places that do not exist, for the tests of the readers: our own words on the template's shapes."""

import hashlib
from textwrap import dedent

from goldenthread.reading.agreement import read_agreement
from goldenthread.reading.plan import Plan, PlannedMeasure
from goldenthread.reading.rendering import FileKind, Rendering
from goldenthread.reading.text import text_lines

HEADER = (
    "Measure and Target\t\t\t\tLead Individual\tLead Agency\tKey Partners\tHow will we monitor progress\n"
)
TITLE = "NI 900: Litter in Eastmarsh streets\t\t\t\tAda Wren\tEastmarsh BC\tParish councils\tStreets Board, quarterly\n"
FIGURES = "Baseline 12% (06/07)\t08/09 11%\t09/10 10%\t10/11 9%\t\t\t\t\n"
BLOCK = HEADER + TITLE + FIGURES

WHOLE = (
    """\
Theme Name: Cleaner Eastmarsh & Villages (CEV)

Summary of overall theme progress

Provide an "at a glance" view of progress and direction of travel, and mention what the economy may be doing to it

Streets are cleaner than two years ago.

Partnership/ Delivery Arrangements

- Are the named partners aware of their roles and responsibilities?

A streets board meets each quarter.

New ways of working and innovation

Wardens report litter by telephone.

Community Strategy Theme: Cleaner Eastmarsh

Long Term Objective: Streets to be proud of

Short Term Action: Empty bins before they are full

"""
    + BLOCK
    + """
Actions:

- Put 40 more bins out
- Clean the market square every evening

Equalities Impact

Outline briefly whether achieving this target will have a significant positive or negative impact on groups represented by the following equality strands: race, gender, disability, age. Has an EIA been undertaken and are there any significant issues arising from it?

An assessment was carried out in May.

Risk assessment

Description of any risks that may prevent achieving this target, the likelihood of them happening and the actions taken to address them

The lorry is old.
"""
)
"""A theme with its story and one measure, nothing broken."""


def rendered(text: str, *, sure: bool = True) -> Rendering:
    """A text as a rendering; the indent that it shares with the test around it is taken off."""
    text = dedent(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Rendering("plan.txt", FileKind.TEXT, digest, text_lines(text), sure=sure)


def plan_of(text: str) -> Plan:
    return read_agreement(rendered(text))


def only(text: str) -> PlannedMeasure:
    """The one measure of a text."""
    (measure,) = plan_of(text).measures
    return measure
