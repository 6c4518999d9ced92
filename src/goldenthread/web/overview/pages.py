"""The words of the pages: what a partnership, a theme, an objective and its findings say, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from goldenthread.overview.shapes import (
    ActionLine,
    EvidenceLine,
    FindingsPage,
    FindingsSummary,
    Glance,
    Governance,
    LiveFinding,
    MeasureRow,
    ObjectivePage,
    PartnershipCard,
    PartnershipHeading,
    StatedFigure,
    StrategySummary,
    ThemePage,
)
from goldenthread.web import addresses
from goldenthread.web.figures import counted, level, stated_change, why_missing
from goldenthread.web.frame import Cell, Column, Count, Empty, Frame, Link, Row, Stop, Table, turner

KINDS = {
    "percent_mismatch": "percentage that does not fit its figure",
    "fraction_mismatch": "fraction that does not fit its percentage",
    "parts_not_total": "total that is not the sum of its parts",
    "target_easier_than_baseline": "target that is easier than the baseline",
    "date_conflict": "date outside its year",
    "text_conflict": "figure that the text contradicts",
    "doubled": "measure that stands twice",
    "no_title": "table without a name",
    "missing_baseline": "missing baseline",
    "missing_target": "missing target",
    "missing_lead": "missing lead",
    "blank_equality": "blank equality section",
    "blank_risk": "blank risk section",
    "to_follow": "story still to follow",
    "second_figure": "second figure that nothing explains",
    "undecided": "measure left undecided",
}
"""Each kind of finding as one of it is called, the gravest first."""

_PLURALS = {
    "percentage that does not fit its figure": "percentages that do not fit their figures",
    "fraction that does not fit its percentage": "fractions that do not fit their percentages",
    "total that is not the sum of its parts": "totals that are not the sum of their parts",
    "target that is easier than the baseline": "targets that are easier than the baseline",
    "date outside its year": "dates outside their year",
    "figure that the text contradicts": "figures that the text contradicts",
    "measure that stands twice": "measures that stand twice",
    "table without a name": "tables without a name",
    "story still to follow": "stories still to follow",
    "second figure that nothing explains": "second figures that nothing explains",
    "measure left undecided": "measures left undecided",
}
SEVERITIES = {"error": "contradiction", "warning": "gap", "note": "open point"}


def front(cards: Iterable[PartnershipCard]) -> dict[str, object]:
    """The front page: what this is, and the partnerships."""
    cards = list(cards)
    return {
        "frame": Frame(title="What partnerships promised, and whether it adds up"),
        "partnerships": [
            (card, reverse("web:partnership", args=[card.code]), _card_words(card)) for card in cards
        ],
        "empty": Empty(
            "No partnership is public yet",
            "A partnership shows here when its manager has loaded its plan and published it.",
        ),
    }


def _card_words(card: PartnershipCard) -> str:
    holds = counted(card.themes, "theme")
    if card.measures:
        holds += f" and {counted(card.measures, 'measure')}"
    if not card.themes:
        return "No plan has been loaded yet."
    return f"{card.strategy}: {holds}." if card.strategy else f"{holds[:1].upper()}{holds[1:]}."


def glance(shown: Glance) -> dict[str, object]:
    """A partnership at a glance."""
    heading = shown.heading
    counted_in = [
        (head, name)
        for head, name in (
            ("Objectives", "objectives"),
            ("Promises", "commitments"),
            ("Measures", "measures"),
            ("Actions", "actions"),
        )
        if any(getattr(theme, name) for theme in shown.themes)
    ]
    columns = (Column("Theme"), *(Column(head, True) for head, _ in counted_in))
    rows = tuple(
        Row(
            Cell(theme.title, addresses.of(heading, "theme", theme.id)),
            tuple(Cell(str(getattr(theme, name))) for _, name in counted_in),
        )
        for theme in shown.themes
    )
    return {
        "frame": addresses.framed(
            heading,
            heading.name,
            here="partnership",
            above=vision(shown.strategy, heading, with_strategy=False),
            source=shown.strategy.source if shown.strategy else None,
            as_known=date_format(shown.as_known, "j F Y"),
        ),
        "words": _in_a_paragraph(shown),
        "strategy": shown.strategy,
        "counts": severity_counts(shown.findings, heading),
        "settle": kind_counts(shown.findings, heading),
        "themes": Table("Themes", columns, rows, caption_hidden=True) if rows else None,
        "evidence": evidence(shown.evidence),
        "contains": [
            Link(inner.title, reverse("web:partnership", args=[inner.code])) for inner in shown.contains
        ],
        "within": heading.within
        and Link(heading.within.title, reverse("web:partnership", args=[heading.within.code])),
        "empty": no_plan(heading),
        "may_publish": heading.may_manage and bool(shown.themes) and not heading.published,
        "publish_href": addresses.of(heading, "publish"),
    }


def no_plan(heading: PartnershipHeading) -> Empty:
    """What stands where a plan will be."""
    return Empty(
        "No plan has been loaded yet",
        "The plan belongs here: its themes, measures, targets and actions. The partnership's manager puts it in,"
        " from the document that it already is.",
        Link("Load a plan", addresses.of(heading, "intake")) if heading.may_manage else None,
    )


def _in_a_paragraph(shown: Glance) -> str:
    """What a councillor needs first, in a few sentences."""
    tally, errors = shown.tally, shown.findings.by_severity.get("error", 0)
    if not shown.themes:
        return ""
    actions = sum(theme.actions for theme in shown.themes)
    promises = sum(theme.commitments for theme in shown.themes)
    if not tally.measures:
        parts = f"{counted(len(shown.themes), 'theme')}, {counted(promises, 'promise')} and {counted(actions, 'action')}"
        return f"{shown.heading.name} has {parts}. No measure says yet whether the promises are kept."
    first = f"{shown.heading.name} has {counted(len(shown.themes), 'theme')}, {counted(tally.measures, 'measure')} and {counted(actions, 'action')}."
    second = (
        f"{tally.with_baseline} of the {counted(tally.measures, 'measure')} have a figure to start from,"
        f" {tally.with_target} have a target and {tally.with_lead} have a lead."
    )
    third = (
        f"In {counted(errors, 'place')} the plan contradicts itself."
        if errors
        else "Nothing in the plan contradicts itself."
    )
    return f"{first} {second} {third}"


def severity_counts(summary: FindingsSummary, heading: PartnershipHeading) -> list[Count]:
    """How many contradictions, gaps and open points there are, each a link to its list."""
    address = addresses.of(heading, "findings")
    return [
        Count(number, word if number == 1 else f"{word}s", f"{address}?severity={severity}")
        for severity, word in SEVERITIES.items()
        if (number := summary.by_severity.get(severity, 0))
    ]


def kind_counts(summary: FindingsSummary, heading: PartnershipHeading) -> list[Link]:
    """How many findings of each kind there are, the gravest first."""
    address = addresses.of(heading, "findings")
    return [
        Link(f"{number} {kind_words(kind, number)}", f"{address}?kind={kind}")
        for kind in KINDS
        if (number := summary.by_kind.get(kind, 0))
    ]


def kind_words(kind: str, number: int) -> str:
    one = KINDS[kind]
    return one if number == 1 else _PLURALS.get(one, f"{one}s")


def theme(shown: ThemePage) -> dict[str, object]:
    """A theme: its story, what it is for and how that is measured."""
    heading = shown.heading
    objectives = tuple(
        Stop("Objective", o.title, addresses.of(heading, "objective", o.id)) for o in shown.objectives
    )
    return {
        "frame": addresses.framed(
            heading,
            shown.title,
            kind="Theme",
            above=vision(shown.strategy, heading),
            below=objectives,
            source=shown.source,
        ),
        "shown": shown,
        "story": _paragraphs(shown.summary),
        "parts": [
            (title, _paragraphs(text))
            for title, text in (
                ("How the partners deliver it", shown.arrangements),
                ("New ways of working", shown.innovation),
            )
            if text
        ],
        "objectives": [
            (o, addresses.of(heading, "objective", o.id), counted(o.measures, "measure"))
            for o in shown.objectives
        ],
        "measures": measure_table(shown.measures, heading, "Measures of this theme"),
        "turner": turner(shown.page, addresses.of(heading, "theme", shown.id), {}),
        "actions": action_table(shown.actions, "Actions of this theme"),
        "evidence": evidence(shown.evidence),
    }


def objective(shown: ObjectivePage) -> dict[str, object]:
    """An objective: what is promised for it, and how that is measured."""
    heading = shown.heading
    above = (
        *vision(shown.strategy, heading),
        Stop("Theme", shown.theme.title, addresses.of(heading, "theme", shown.theme.id)),
    )
    below = tuple(
        Stop("Measure", f"{row.code} {row.title}".strip(), addresses.of(heading, "measure", row.id))
        for row in shown.measures
    )
    return {
        "frame": addresses.framed(
            heading, shown.title, kind="Objective", above=above, below=below, source=shown.source
        ),
        "shown": shown,
        "measures": measure_table(shown.measures, heading, "Measures of this objective"),
        "turner": turner(shown.page, addresses.of(heading, "objective", shown.id), {}),
        "actions": action_table(shown.actions, "Actions of this objective"),
    }


def measure_table(rows: Iterable[MeasureRow], heading: PartnershipHeading, caption: str) -> Table | None:
    """Measures with where they start and where they should end."""
    rows = tuple(rows)
    if not rows:
        return None
    columns = (Column("Measure"), Column("Lead"), Column("Baseline", True), Column("Last target", True))
    return Table(caption, columns, tuple(_measure_row(row, heading) for row in rows), caption_hidden=True)


def _measure_row(row: MeasureRow, heading: PartnershipHeading) -> Row:
    title = f"{row.code} {row.title}".strip()
    lead = ", ".join(row.lead_organisations)
    return Row(
        Cell(title, addresses.of(heading, "measure", row.id)),
        (
            Cell(lead) if lead else Cell("No lead organisation", faint=True),
            _figure_cell(
                [(series.place.title, series.baselines[-1]) for series in row.series if series.baselines],
                "baseline",
            ),
            _figure_cell(
                [(series.place.title, series.targets[-1]) for series in row.series if series.targets],
                "target",
            ),
        ),
    )


def _figure_cell(figures: list[tuple[str, StatedFigure]], kind: str) -> Cell:
    """The last figure of each place, in few words."""
    if not figures:
        return Cell(f"No {kind}", faint=True)
    if len(figures) == 1:
        words = _short(figures[0][1])
        return Cell(words[:1].upper() + words[1:])
    return Cell("; ".join(f"{place}: {_short(figure)}" for place, figure in figures))


def _short(figure: StatedFigure) -> str:
    words = level(figure) or stated_change(figure) or why_missing(figure)
    return f"{words}, {figure.period}" if figure.period else words


def action_table(actions: Iterable[ActionLine], caption: str) -> Table | None:
    """Actions in the plan's own words; columns that no action fills are left out."""
    actions = tuple(actions)
    if not actions:
        return None
    parts = [("Lead", "lead"), ("By when", "due"), ("Status", "status"), ("Progress", "progress")]
    filled = [(head, name) for head, name in parts if any(getattr(action, name) for action in actions)]
    rows = tuple(
        Row(
            Cell(action.text),
            tuple(
                Cell(getattr(action, name) or "Not stated", faint=not getattr(action, name))
                for _, name in filled
            ),
        )
        for action in actions
    )
    return Table(
        caption, (Column("Action"), *(Column(head) for head, _ in filled)), rows, caption_hidden=True
    )


def evidence(lines: Iterable[EvidenceLine]) -> list[tuple[str, str]]:
    """Statements about the place, each with its source in words."""
    return [(line.text, _source_words(line)) for line in lines]


def _source_words(line: EvidenceLine) -> str:
    """The source of a statement, unless the statement names it itself."""
    if not line.source_named:
        return "No source is named."
    return "" if line.source_named in line.text else f"Source: {line.source_named}."


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding as its component shows it."""

    severity: str
    text: str
    measure_title: str
    href: str
    where: str
    where_href: str


def finding_items(
    found: Iterable[LiveFinding], heading: PartnershipHeading, *, with_measure: bool = True
) -> list[FindingItem]:
    return [
        FindingItem(
            severity=finding.severity,
            text=finding.text,
            measure_title=_about(finding) if with_measure else "",
            href=addresses.of(heading, "measure", finding.measure.id) if finding.measure else "",
            where=addresses.where(finding.source),
            where_href=addresses.where_href(heading, finding.source),
        )
        for finding in found
    ]


def _about(finding: LiveFinding) -> str:
    """The measure or theme that a finding is about."""
    if finding.measure is None:
        return finding.theme or ""
    return f"{finding.measure_code} {finding.measure.title}".strip()


def findings(shown: FindingsPage, chosen: Mapping[str, str]) -> dict[str, object]:
    """The findings of a partnership, and how to narrow them."""
    heading = shown.heading
    address = addresses.of(heading, "findings")
    chosen = {name: value for name, value in chosen.items() if value}
    return {
        "frame": addresses.framed(heading, "What is wrong with the plan", here="findings"),
        "shown": shown,
        "counts": severity_counts(shown.summary, heading),
        "kinds": [
            (
                kind,
                f"{kind_words(kind, number)[:1].upper()}{kind_words(kind, number)[1:]} ({number})",
                chosen.get("kind") == kind,
            )
            for kind in KINDS
            if (number := shown.summary.by_kind.get(kind, 0))
        ],
        "severities": [
            (
                severity,
                f"{word.capitalize()}s ({shown.summary.by_severity[severity]})",
                chosen.get("severity") == severity,
            )
            for severity, word in SEVERITIES.items()
            if severity in shown.summary.by_severity
        ],
        "findings": finding_items(shown.findings, heading),
        "address": address,
        "narrowed": bool(chosen),
        "turner": turner(shown.page, address, chosen),
        "empty": Empty(
            "Nothing was found",
            "Every figure, lead and section that the rules look for is there, and none contradicts another.",
        )
        if shown.has_plan
        else no_plan(heading),
    }


def governance(shown: Governance) -> dict[str, object]:
    """Who reports to whom, and who sits where."""
    return {
        "frame": addresses.framed(shown.heading, "Who decides, and who reports to whom", here="governance"),
        "groups": shown.groups,
        "words": f"{shown.heading.name} has {counted(shown.group_count, 'group')} with {counted(shown.seat_count, 'seat')}. Each group reports to the one that it hangs under.",
        "empty": Empty(
            "No groups are known yet",
            "Boards and groups belong here, with who sits in them. They come from the people-and-groups workbook.",
        ),
    }


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


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]
