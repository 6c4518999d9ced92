"""The words of the findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldenthread.overview.shapes import FindingsPage, FindingsSummary, LiveFinding, PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.frame import Count, Empty, Link, turner
from goldenthread.web.overview.parts import no_plan

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


def findings(shown: FindingsPage, chosen: Mapping[str, str]) -> dict[str, object]:
    """The findings of a partnership, and how to narrow them."""
    heading = shown.heading
    address = addresses.elsewhere(heading.code, "findings")
    kept = addresses.kept(heading)
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
        "kept": kept,
        "turner": turner(shown.page, address, {**kept, **chosen}),
        "empty": Empty(
            "Nothing was found",
            "Every figure, lead and section that the rules look for is there, and none contradicts another.",
        )
        if shown.has_plan
        else no_plan(heading),
    }


def severity_counts(summary: FindingsSummary, heading: PartnershipHeading) -> list[Count]:
    """How many contradictions, gaps and open points there are, each a link to its list."""
    return [
        Count(
            number, word if number == 1 else f"{word}s", addresses.of(heading, "findings", severity=severity)
        )
        for severity, word in SEVERITIES.items()
        if (number := summary.by_severity.get(severity, 0))
    ]


def kind_counts(summary: FindingsSummary, heading: PartnershipHeading) -> list[Link]:
    """How many findings of each kind there are, the gravest first."""
    return [
        Link(f"{number} {kind_words(kind, number)}", addresses.of(heading, "findings", kind=kind))
        for kind in KINDS
        if (number := summary.by_kind.get(kind, 0))
    ]


def kind_words(kind: str, number: int) -> str:
    one = KINDS[kind]
    return one if number == 1 else _PLURALS.get(one, f"{one}s")


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
