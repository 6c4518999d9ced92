"""Which indicators of a public file fill which measures: by what was confirmed, else by code; by title only proposed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from goldenthread.catalogue import frameworks
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Measure
from goldenthread.measures.queries import feedable, feeds
from goldenthread.reading.public import Contents, Indicator, indicator_key

CATALOGUES = {"fingertips": "fingertips-public-health", "ons": "ons-subnational-indicators"}
"""By source, the framework of the catalogue whose codes are those of the source."""
EVERYBODY = "Persons"


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator fills a measure: with the rows of one sex and age, and with those of other sexes as its parts.

    `is_confirmed` where somebody said so before; else it was found by code, or is said now.
    """

    indicator: str
    title: str
    measure: Measure
    sex: str
    age: str
    with_parts: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """An indicator of a file with the measures that it fills; none where nobody can tell.

    `suggested` is a measure of the same title, for a person to confirm; `unclear` says that the measure is known but
    not which sex or age is its whole, or that several bear the code.
    """

    indicator: Indicator
    matches: tuple[Match, ...] = ()
    suggested: Measure | None = None
    unclear: bool = False


def matched(
    source: str, contents: Contents, partnership_id: int, *, viewer: Viewer, also: Iterable[Match] = ()
) -> list[Matched]:
    """Each indicator of a file with the measures that it fills, those that fill one first. Three queries.

    `also` are matches that somebody makes now: they count before what was confirmed for the same measure.
    """
    measures = list(feedable(partnership_id, viewer=viewer))
    chosen = {match.measure.pk: match for match in also}
    fed: dict[str, list[Match]] = defaultdict(list)
    for match in chosen.values():
        fed[match.indicator].append(match)
    taken = set(chosen)
    for feed in feeds(partnership_id).filter(source=source):
        if feed.measure_id not in taken:
            taken.add(feed.measure_id)
            match = Match(
                feed.indicator,
                feed.title,
                feed.measure,
                feed.sex,
                feed.age,
                feed.with_parts,
                is_confirmed=True,
            )
            fed[feed.indicator].append(match)
    free = [measure for measure in measures if measure.pk not in taken]
    by_code = _by_code(source, free, contents)
    by_title = {indicator_key(measure.title): measure for measure in free}
    found = [
        _one(
            indicator, fed.get(code, []), by_code.get(code, []), by_title.get(indicator_key(indicator.title))
        )
        for code, indicator in contents.indicators.items()
    ]
    return sorted(found, key=lambda one: (not one.matches, not one.unclear, one.suggested is None))


def _one(indicator: Indicator, fed: list[Match], coded: list[Measure], titled: Measure | None) -> Matched:
    if fed:
        return Matched(indicator, tuple(replace(match, title=indicator.title) for match in fed))
    if not coded:
        return Matched(indicator, suggested=titled)
    if len(coded) > 1:
        return Matched(indicator, unclear=True)
    whole = whole_of(indicator)
    if whole is None:
        return Matched(indicator, suggested=coded[0], unclear=True)
    sex, age = whole
    return Matched(indicator, (Match(indicator.code, indicator.title, coded[0], sex, age),))


def whole_of(indicator: Indicator) -> tuple[str, str] | None:
    """The sex and age whose rows are the whole figure: the only ones, else all persons of the age told most often.

    None where the file has men and women and nobody together.
    """
    if len(indicator.groups) == 1:
        return next(iter(indicator.groups))
    together = [group for group, _ in indicator.groups.most_common() if group[0] in (EVERYBODY, "")]
    return together[0] if together else None


def _by_code(source: str, measures: Iterable[Measure], contents: Contents) -> dict[str, list[Measure]]:
    """The measures whose entry of the catalogue, or whose own code, is that of an indicator."""
    of_entry = _entries(source, contents)
    codes = {code.casefold(): code for code in contents.indicators if code}
    found: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        code = of_entry.get(measure.catalogue_entry) or codes.get(measure.code.strip().casefold())
        if code is not None:
            found[code].append(measure)
    return found


def _entries(source: str, contents: Contents) -> dict[str, str]:
    """By entry of the catalogue, the indicator of the file that it is: by code, else by the very same title."""
    key = CATALOGUES.get(source)
    titles = {indicator_key(one.title): one.code for one in contents.indicators.values()}
    found: dict[str, str] = {}
    for framework in frameworks():
        if framework.key != key:
            continue
        for entry in framework.entries:
            code = entry.code if entry.code in contents.indicators else titles.get(indicator_key(entry.title))
            if code is not None:
                found[entry.key] = code
    return found
