"""What several pages say in the same way: the top of the thread, evidence, and where a plan will be."""

from collections.abc import Iterable

from goldenthread.overview.shapes import EvidenceLine, PartnershipHeading, StrategySummary
from goldenthread.web import addresses
from goldenthread.web.frame import Empty, Link, Stop


def vision(
    strategy: StrategySummary | None, heading: PartnershipHeading, *, with_strategy: bool = True
) -> tuple[Stop, ...]:
    """The top of the thread: the vision, and the partnership's own page."""
    if strategy is None:
        return ()
    stops = (
        [Stop("Vision", strategy.vision, addresses.partnership(heading) if with_strategy else "")]
        if strategy.vision
        else []
    )
    if with_strategy or not strategy.vision:
        words = (
            f"{strategy.title}, {strategy.years}"
            if strategy.years and _squeezed(strategy.years) not in _squeezed(strategy.title)
            else strategy.title
        )
        stops.append(Stop("Strategy", words, addresses.partnership(heading) if with_strategy else ""))
    return tuple(stops)


def _squeezed(words: str) -> str:
    """Words without spaces, and with one kind of dash: "2023 – 2027" and "2023-2027" say the same."""
    return "".join(words.split()).replace("–", "-")


def evidence(lines: Iterable[EvidenceLine]) -> list[tuple[str, str]]:
    """Statements about the place, each with its source in words."""
    return [(line.text, _source_words(line)) for line in lines]


def _source_words(line: EvidenceLine) -> str:
    """The source of a statement, unless the statement names it itself."""
    if not line.source_named:
        return "No source is named."
    return "" if line.source_named in line.text else f"Source: {line.source_named}."


def no_plan(heading: PartnershipHeading) -> Empty:
    """What stands where a plan will be."""
    return Empty(
        "No plan has been loaded yet",
        "The plan belongs here: its themes, measures, targets and actions. The partnership's manager puts it in,"
        " from the document that it already is.",
        Link("Load a plan", addresses.of(heading, "intake")) if heading.may_manage else None,
    )


def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]
