"""Which way a measure should go, from its own words: the plan's unit and title come before any catalogue's.

A wrong direction raises a false alarm, so every doubt is silence: words that pull both ways, and words that turn a
title round ("non-decent homes", "crimes detected", "percentage reduction in …").
"""

import re
from enum import Enum
from functools import lru_cache


class Polarity(Enum):
    HIGHER = "higher is better"
    LOWER = "lower is better"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_COUNTS_A_CHANGE = _any_of(r"(?:\bper ?cent(?:age)?|%) (?:change|reduction|decrease|fall)\b")
_NOUN_OF_REDUCTION = _any_of(r"\b(?:reduction|decrease|fall) (?:in|of)\b")
_SET_LOWER = _any_of(
    r"^\W*(?:reduc(?:e|es|ed|ing|tion)|decreas\w*|lower(?:ing)? (?:the|levels?)|cut(?:ting)?|minimis\w*|narrow\w*|fewer)\b",
    r"\breduction in\b|\bfind it difficult\b|\bdifficulty\b|\bdissatisf|\bgaps?\b",
    r"\bnot in (?:education|employment|school|work|training|learning)\b|\bre-?admi(?:ssions?|tted)\b",
)
_SET_HIGHER = _any_of(
    r"^\W*(?:increas\w*|rais\w*|grow\w*|more|maximis\w*)\b",
    r"\bstop(?:ping|ped)? smoking\b|\bsmoking cessation\b|\bquit|\bbrought (?:back into use|to justice)\b",
)
_TURNS_ROUND = _any_of(
    r"\bno\b|\bnot\b|\bnon\b|\bnever\b|\bwithout\b|\black(?:s|ing)?\b|\b(?:fewer|less) than\b|\bfail\w*|\blow\b|\bpoor\b"
)
_ANSWERS_A_HARM = _any_of(
    r"\bprevent\w*|\bawareness\b|\bunderstand\w*|\bdealing\b|\btackl\w*|\bresilience\b|\bprotect\w*|\bsafety\b|\bsafer?\b",
    r"\bvictims?\b|\bdetect\w*|\bsolved\b|\bclear-?up\b|\breports?\b|\breporting\b|\bvisits?\b|\bcourses?\b|\btraining\b",
    r"\bhelp(?:ed|s|ing)?\b|\blifted\b|\bsupport\w*|\btreat\w*|\brespon\w*|\bappropriate\b|\bsuitable\b|\bservices?\b|\bimprov\w*",
)
_HIGHER_WHATEVER_ELSE = _any_of(
    r"\bengage[ds]?\b|\bengagement\b|\brecycl\w+|\bcompost\w+|\breus(?:e|ed|ing)\b|\bsatisf\w+|\bon time\b|\bpunctual\w*|\beffective\w*",
    r"\bwithin (?:required |\d+ )?(?:timescales?|(?:working )?days)|\bin employment\b|\bcan influence\b|\bindependen\w+",
)
_HIGHER = _any_of(
    r"\bachiev\w+|\bparticipat\w+|\breceiv\w+(?!.{0,30}\bbenefits?\b)|\bqualif(?:y|ied|ications?)\b|\bprogression\b|\bvolunteer\w*",
    r"\b(?:homes?|dwellings?|houses?) (?:provided|delivered|built|completed)|\baffordable homes\b|\bdecent homes\b|\bsupply of\b",
    r"\bget(?:ting)? on (?:well )?together\b|\bemployment (?:growth|rate)\b|\bthriving\b|\breach\w*\b.{0,20}\blevel\b",
    r"\blife expectancy\b|\bfeel safe\b|\bhealthy weight\b|\b(?:physically|more) active\b|\bphysical activity\b|\bsurviv\w+|\bwell-?being\b",
    r"\bup-?take\b|\btake[- ]up\b|\bcoverage\b|\bschool attendance\b|\bscreened\b|\bbreast-? ?f\w+",
)
_LOWER = _any_of(
    r"\bcrimes?\b|\boffen(?:ces?|ding)\b|\bre-?offend\w*|\bfirst time entrants\b|\banti-?social\b|\bcriminal\b|\bburglar\w+|\btheft\b",
    r"\brobber\w+|\bviolen\w+|\babuse\b|\brepeat incidents\b|\bdrug[- ]related\b|\bcustody\b|\barson\b|\bfires\b|\bbully\w*",
    r"\babsen(?:ce|t|teeism)\b|\bexclusions?\b|\bneet\b|\bunemploy\w+|\bout[- ]of[- ]work benefits?\b|\bclaimants?\b|\b(?:on|claiming|receiving) benefits?\b",
    r"\bland ?fill\w*|\bresidual\b|\bemissions?\b|\bco2\b|\blitter\b|\bgraffiti\b|\bfly[- ]?(?:tip|post)\w*",
    r"\bobes\w+|\boverweight\b|\bsmok(?:ing|ers?)\b|\bmortality\b|\bdeaths?\b|\bsuicides?\b|\badmissions?\b|\bdelayed\b|\bdecay\b",
    r"\baccidents?\b|\bcasualt\w+|\bkilled\b|\binjur\w+|\bconceptions?\b|\bpregnanc\w+|\bwaiting (?:lists?|times?)\b|\bisolat\w+|\blonel\w+",
    r"\bpoverty\b|\bhomeless\w*|\btemporary accommodation\b|\bempty homes\b|\bdebt\b|\bhungry?\b",
)


@lru_cache(maxsize=4096)  # asked again for every target of a measure
def polarity(title: str, unit: str | None = None) -> Polarity | None:
    """Which way a measure of this title should go, None where its words do not say.

    With a per cent `unit`, "reduction in …" may count either what is left or what was saved, so it says nothing.
    """
    if _COUNTS_A_CHANGE.search(title) or (unit == "%" and _NOUN_OF_REDUCTION.search(title)):
        return None
    if _SET_LOWER.search(title):
        return Polarity.LOWER
    if _SET_HIGHER.search(title):
        return Polarity.HIGHER
    if _TURNS_ROUND.search(title):
        return None
    if _HIGHER_WHATEVER_ELSE.search(title):
        return Polarity.HIGHER
    return _of_plain_words(title)


def _of_plain_words(title: str) -> Polarity | None:
    higher, lower = bool(_HIGHER.search(title)), bool(_LOWER.search(title))
    if higher == lower or (lower and _ANSWERS_A_HARM.search(title)):
        return None
    return Polarity.HIGHER if higher else Polarity.LOWER
