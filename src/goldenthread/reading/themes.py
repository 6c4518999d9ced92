"""One name a theme: "&" or "and", capitals, or initials in brackets do not make a new one."""

import re

from goldenthread.reading.blocks import Block
from goldenthread.reading.cleaning import fold


def theme_of(block: Block) -> str | None:
    """The agreement's theme where the block names one, else its group; without either, its first framework's."""
    placements = [placement for placement in block.context.frameworks if placement.theme]
    for placement in placements:
        if re.search(r"\b(?:laa|agreement|compact|deal)\b", placement.framework, re.IGNORECASE):
            return placement.theme
    return block.context.group or (placements[0].theme if placements else None)


def theme_names(groups: list[str], blocks: list[Block]) -> dict[str, str]:
    """The one name of each theme, by every name that groups and blocks write it with."""
    written = dict.fromkeys([*groups, *[theme_of(block) for block in blocks]])
    clusters: dict[str, list[str]] = {}
    for name in filter(None, written):
        keys = _keys(name)
        cluster = next((clusters[key] for key in keys if key in clusters), [])
        cluster.append(name)
        clusters.update(dict.fromkeys(keys, cluster))
    return {name: _best_name(cluster) for cluster in clusters.values() for name in cluster}


def _keys(name: str) -> list[str]:
    """What two names of one theme have in common: their folded words, or initials, in brackets or alone."""
    if re.fullmatch(r"[A-Z&]{2,8}", name.strip()):
        return [name.strip()]
    return [fold(name) or name, *re.findall(r"\(([A-Z&]{2,8})\)", name)]


def _best_name(names: list[str]) -> str:
    """The first that is not initials or capitals alone."""
    return next((name for name in names if not name.isupper()), names[0])
