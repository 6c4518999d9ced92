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


def of_a_strategy(strategy: StrategySummary, standing: str, heading: PartnershipHeading) -> Link | None:
    """What a page of a theme or objective says first where its strategy does not count; None where it does."""
    words = {
        "draft": f"This belongs to a draft, which counts nowhere yet: {strategy.title}",
        "earlier": f"Another strategy has taken the place of this one. See what became of each objective: {strategy.title}",
    }
    if standing not in words:
        return None
    return Link(words[standing], addresses.of(heading, "strategy", strategy.id))


THEME_FORMS = (
    ("Change the theme", "amend-theme", "KEEP"),
    ("Add an objective", "add-objective", "KEEP"),
    ("Add a promise", "add-commitment", "KEEP"),
    ("Add what we know", "add-evidence", "KEEP"),
    ("Add an action", "add-action", "KEEP"),
    ("Write down an event", "add-event", "CONTRIBUTE"),
    ("Add a risk", "add-risk", "KEEP"),
    ("Set an action point", "set-point", "FOLLOW_UP"),
    ("Effect on equality", "equality", ""),
)
OBJECTIVE_FORMS = (
    ("Change the objective", "amend-objective", "KEEP"),
    ("Place its measures in another framework too", "place-objective", "MANAGE"),
    ("Add a risk", "add-risk", "KEEP"),
    ("Set an action point", "set-point", "FOLLOW_UP"),
    ("Effect on equality", "equality", ""),
)
"""Where a record is kept, as (words, page, the right that it needs)."""


def keeping(
    heading: PartnershipHeading, subject_id: int, forms: tuple[tuple[str, str, str], ...]
) -> list[Link]:
    """Where whoever looks may change a record, or hang something on it; on an earlier day only what is read."""
    return [
        Link(words, addresses.of(heading, page, subject_id))
        for words, page, right in forms
        if not right or (right in heading.rights and not heading.as_known)
    ]
