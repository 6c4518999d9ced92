"""Which way a measure should go, from its own words: the plan's unit and title come before any catalogue's."""

import re
from enum import Enum


class Polarity(Enum):
    HIGHER = "higher is better"
    LOWER = "lower is better"


_SET_LOWER = re.compile(
    r"^\W*(?:reduc\w*|decreas\w*|lower\w*|cut\w*|minimis\w*|narrow\w*|fewer|prevent\w*|tackl\w*|eradicat\w*|end\w*)\b"
    r"|\breduction in\b|\bfind it difficult\b|\bdifficulty\b|\bdissatisf|\bnarrowing the gap\b|\bnot in (?:education|employment|school)\b",
    re.IGNORECASE,
)
_SET_HIGHER = re.compile(
    r"^\W*(?:increas\w*|rais\w*|improv\w*|rais\w*|grow\w*|more|maximis\w*|maintain\w*)\b|\bstop(?:ping|ped)? smoking\b|\bquit|\bsmoking quit",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"\bachiev\w+|\bengage\w*|\brecycl\w+|\bcompost\w+|\breus\w+|\bparticipat\w+|\breceiv\w+|\bqualif\w+|\b(?:homes?|dwellings?|houses?) (?:provided|delivered|built|completed)"
    r"|\baffordable homes\b|\bget(?:ting)? on (?:well )?together\b|\bcan influence\b|\bsatisf\w+|\bon time\b|\bpunctual\w*|\beffective\w*|\bwithin (?:required |\d+ )?(?:timescales?|(?:working )?days)"
    r"|\bindependen\w+|\bprogression\b|\bvolunteer\w*|\bemployment growth\b|\bemployment rate\b|\bin employment\b|\bthriving\b|\bsupply of\b|\breach\w*\b.{0,20}\blevel\b"
    r"|\blife expectancy\b|\bfeel safe\b|\bhealthy weight\b|\bactive\b|\buptake\b|\btake-up\b|\bcoverage\b|\battend\w*|\bscreened\b|\bsurviv\w+|\bbreast-?f\w+|\bactivity\b|\bdecent homes\b|\bwellbeing\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\bcrimes?\b|\boffen(?:ces?|ding|ders?)\b|\banti-?social\b|\babsen(?:ce|t|teeism)\b|\bland ?fill\w*|\bresidual\b|\bbully\w*|\bobes\w+|\boverweight\b|\bpoverty\b"
    r"|\bsmok(?:ing|ers?)\b|\bmortality\b|\bdeaths?\b|\bsuicides?\b|\bunemploy\w+|\bbenefits?\b|\bneet\b|\bgap\b|\bemissions?\b|\bco2\b|\brepeat incidents\b|\baccidents?\b|\bcasualt\w+|\bkilled\b"
    r"|\binjur\w+|\bhomeless\w*|\bburglar\w+|\btheft\b|\brobber\w+|\bviolen\w+|\babuse\b|\bconceptions?\b|\bpregnanc\w+|\bdelayed\b|\bexclusions?\b|\badmissions?\b|\bdrug[- ]related\b|\bfires?\b|\bwaiting\b"
    r"|\btemporary accommodation\b|\bvacan\w+|\bempty homes\b|\bfuel poverty\b|\bdebt\b|\bhungry?\b|\bdecay\b|\bisolat\w+|\blonel\w+",
    re.IGNORECASE,
)


def polarity(title: str) -> Polarity | None:
    """Which way a measure of this title should go, None where its words do not say."""
    if _SET_LOWER.search(title):
        return Polarity.LOWER
    if _SET_HIGHER.search(title) or _HIGHER.search(title):
        return Polarity.HIGHER
    if _LOWER.search(title):
        return Polarity.LOWER
    return None
