"""The words of a finding: what a measure, a figure and the people who could settle it are called."""

import re
from functools import lru_cache

from goldenthread.reckoning.findings.facts import FigureFacts, MeasureFacts
from goldenthread.reckoning.wording import listed, with_unit

TITLE_LENGTH = 70
"""The most of a title that a sentence can carry."""

_SHORT = {"w": "west", "e": "east", "n": "north", "s": "south", "c": "central", "&": "and", "st": "saint"}


def known_as(measure: MeasureFacts) -> str:
    """A measure as a sentence names it: its code, or its title; with its place."""
    name = measure.code or f"“{shortened(measure.title)}”"
    return f"{name} for {measure.place}" if measure.code and measure.place else name


def who(measure: MeasureFacts) -> str:
    """Who could settle it: the lead person, else the lead organisation, else the theme's lead."""
    leads = list(measure.lead_people) or list(measure.lead_organisations)
    return listed(leads, "or") if leads else "The theme's lead"


def number(figure: FigureFacts) -> str:
    """A figure with its unit, thousands separated, as many decimals as were written."""
    if figure.value is None:
        return f"{figure.change_percent}%" if figure.change_percent is not None else "no figure"
    return with_unit(f"{figure.value:,}", figure.unit or "")


def shortened(text: str) -> str:
    """A text that fits into a sentence."""
    return text if len(text) <= TITLE_LENGTH else text[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


@lru_cache(maxsize=4096)  # a plan names few places, once for every figure
def fold_place(name: str) -> str:
    """A place as it is compared: "W Herts PCT" and "West Herts PCT" are one."""
    words = re.findall(r"\w+|&", name.lower())
    return " ".join(_SHORT.get(word, word) for word in words)
