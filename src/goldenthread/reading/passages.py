"""Passages of text, put together again where a page break cut a sentence in two."""

from goldenthread.reading.plan import Passage


def add_passage(into: list[Passage], passage: Passage, *, is_new: bool) -> None:
    """Add a passage, joined to the one before where a page break cut a sentence in two."""
    if into and not is_new and _goes_on(into[-1].text, passage.text):
        into[-1] = Passage(f"{into[-1].text} {passage.text}", (into[-1].lines[0], passage.lines[1]))
    else:
        into.append(passage)


def joined_passages(passages: list[Passage]) -> list[Passage]:
    """The passages of one section, cut sentences joined."""
    joined: list[Passage] = []
    for passage in passages:
        add_passage(joined, passage, is_new=False)
    return joined


def _goes_on(before: str, after: str) -> bool:
    return after[:1].islower() and not before.rstrip().endswith((".", ":", ";", "?", "!"))
