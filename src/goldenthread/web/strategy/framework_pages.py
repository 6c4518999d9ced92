"""The words of the pages about strategies, what became of their objectives, and what they rest on."""

from datetime import timedelta

from goldenthread.overview.shapes.strategy import (
    EvidenceRegister,
    ObjectiveFate,
    StrategyLine,
    StrategyList,
    StrategyPage,
)
from goldenthread.web import addresses
from goldenthread.web.delivery.wording import day
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Table, turner

STANDING = {"in force": "In force", "draft": "Draft: it counts nowhere yet", "earlier": "Followed by another"}


def strategies(shown: StrategyList) -> dict[str, object]:
    """The strategies in force, drafts and earlier ones."""
    heading = shown.heading
    columns = (Column("Strategy"), Column("What it is"), Column("Years"), Column("How it stands"))
    rows = tuple(
        Row(
            Cell(one.title, addresses.of(heading, "strategy", one.id)),
            (
                Cell(one.kind),
                Cell(one.years or "Not stated", faint=not one.years),
                Cell(_standing(one)),
            ),
        )
        for one in shown.strategies
    )
    may = heading.may_manage and not heading.as_known
    return {
        "frame": addresses.framed(heading, "Strategies"),
        "table": Table("Strategies", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "empty": Empty("There is no strategy yet", "It is added here, or read from the document that it is."),
        "add": addresses.of(heading, "add-strategy") if may else "",
    }


def _standing(one: StrategyLine) -> str:
    if one.followed_by and one.superseded_on:
        return f"Until {day(one.superseded_on)}, then {one.followed_by.title}"
    return STANDING[one.standing]


def strategy(shown: StrategyPage) -> dict[str, object]:
    """One strategy: its themes and objectives; for an earlier one, what became of each."""
    heading, line = shown.heading, shown.line
    return {
        "frame": addresses.framed(heading, line.title, kind=line.kind),
        "entries": _entries(shown),
        "principles": shown.principles,
        "then": _as_it_was(shown),
        "themes": [
            (
                Link(theme.title, addresses.of(heading, "theme", theme.id)),
                _objectives(theme.title, objectives, shown),
            )
            for theme, objectives in shown.themes
        ],
        "keeping": _keeping(shown),
        "all": addresses.of(heading, "strategies"),
    }


def _entries(shown: StrategyPage) -> tuple[Entry, ...]:
    heading, line = shown.heading, shown.line

    def to(one: object) -> tuple[Link, ...]:
        return (Link(one.title, addresses.of(heading, "strategy", one.id)),) if one else ()  # type: ignore[attr-defined]

    entries = [
        Entry("How it stands", STANDING[line.standing]),
        Entry("Years", line.years),
        Entry("Vision", shown.vision),
    ]
    if line.follows:
        entries.append(Entry("It took the place of", links=to(line.follows)))
    if line.standing == "earlier":
        entries += [
            Entry("It counted until", day(line.superseded_on)),
            Entry("What took its place", links=to(line.followed_by), missing="Not published"),
        ]
    if shown.decision:
        decision = Link(shown.decision.title, addresses.of(heading, "decision", shown.decision.id))
        entries.append(Entry("Decided by", links=(decision,)))
    return tuple(entries)


def _as_it_was(shown: StrategyPage) -> Link | None:
    """The partnership's page on the last day that an earlier strategy counted."""
    last = shown.line.superseded_on
    if last is None:
        return None
    before = last - timedelta(days=1)
    address = addresses.elsewhere(shown.heading.code, "partnership")
    return Link(
        f"See the plan as it was known on {day(before)}", f"{address}?{addresses.AS_KNOWN}={before:%Y-%m-%d}"
    )


def _objectives(theme: str, objectives: tuple[ObjectiveFate, ...], shown: StrategyPage) -> Table | None:
    """The objectives of a theme; what became of each, or what each goes on from."""
    if not objectives:
        return None
    heading = shown.heading
    ended = shown.line.standing == "earlier"
    begun = any(one.comes_from for one in objectives)
    columns = (
        Column("Objective"),
        *((Column("What became of it"), Column("It goes on as"), Column("Why")) if ended else ()),
        *((Column("It goes on from"),) if begun else ()),
    )
    rows = []
    for one in objectives:
        cells: list[Cell] = []
        if ended:
            to = addresses.of(heading, "objective", one.becomes.id) if one.becomes else ""
            cells += [
                Cell(one.fate or "Not said", faint=not one.fate),
                Cell(one.becomes.title if one.becomes else "Nothing", to, faint=not one.becomes),
                Cell(one.note or "Not stated", faint=not one.note),
            ]
        if begun:
            came = "; ".join(f"{before.title} ({fate.lower()})" for before, fate in one.comes_from)
            cells.append(Cell(came or "Nothing: it is new", faint=not came))
        head = Cell(one.objective.title, addresses.of(heading, "objective", one.objective.id))
        rows.append(Row(head, tuple(cells)))
    return Table(f"Objectives of {theme}", columns, tuple(rows), caption_hidden=True)


def _keeping(shown: StrategyPage) -> list[Link]:
    heading, line = shown.heading, shown.line
    if not heading.may_manage or heading.as_known:
        return []
    found = []
    if line.standing != "earlier":
        found += [("Change the strategy", "amend-strategy"), ("Add a theme", "add-theme")]
    if line.standing == "draft":
        found.append(("Put it into force", "put-into-force"))
    if shown.may_be_followed:
        found.append(("Say what follows it", "follow-strategy"))
    return [Link(words, addresses.of(heading, page, line.id)) for words, page in found]


def follow_words(can: bool) -> str:
    """What happens when one strategy takes the place of another."""
    if not can:
        return "There is no other strategy yet that could take its place. Add it first, with its themes and objectives."
    return (
        "The old strategy stops counting today, with its targets. It stays on record: ask for an earlier day to see it."
        " Say for each objective what became of it. Measures go on under the objective that theirs goes on as; those of"
        " an objective that was reached or dropped end with it."
    )


def evidence_register(shown: EvidenceRegister) -> dict[str, object]:
    """What the partnership says of its place, with figures, sources and what rests on each."""
    heading = shown.heading
    columns = (
        Column("What we know"),
        Column("Figure"),
        Column("From when"),
        Column("Where it comes from"),
        Column("What rests on it"),
    )
    rows = []
    for one in shown.rows:
        rests = one.objective or one.theme
        page = "objective" if one.objective else "theme"
        rows.append(
            Row(
                Cell(one.text),
                (
                    Cell(one.value or "None", faint=not one.value),
                    Cell(one.dated or "Not stated", faint=not one.dated),
                    Cell(one.source_named or "No source is named", faint=not one.source_named),
                    Cell(rests.title, addresses.of(heading, page, rests.id))
                    if rests
                    else Cell("The whole strategy", faint=True),
                ),
            )
        )
    return {
        "frame": addresses.framed(heading, "What we know of the place"),
        "words": f"{counted(shown.unsourced, 'statement').capitalize()} of {shown.page.total:,} "
        f"{'names' if shown.unsourced == 1 else 'name'} no source."
        if shown.unsourced
        else "",
        "table": Table("What we know of the place", columns, tuple(rows), caption_hidden=True),
        "has_rows": bool(rows),
        "turner": turner(shown.page, addresses.elsewhere(heading.code, "evidence"), addresses.kept(heading)),
        "empty": Empty(
            "Nothing is known yet",
            "Statements about the place with their figure and source stand here. They are read from the plan, or added"
            " on the page of a theme.",
        ),
    }
