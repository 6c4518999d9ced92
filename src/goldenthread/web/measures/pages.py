"""The words of the pages where figures, targets and definition sheets are kept."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.measures.queries import Adoptable, Observed, Version
from goldenthread.measures.rules import CHOICES
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.figures import STATUS_WORDS, with_unit
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Stop, Table

MOST_BEFORE = 8
"""Figures that stand beside the form: enough to see how the series runs."""
SHEET_WORDS = {
    "definition": "What is counted",
    "numerator_means": "The number on top is",
    "denominator_means": "It is divided by",
    "unit": "Unit",
    "decimals": "Decimals shown",
    "data_type": "Kind of number",
    "polarity": "Which way is better",
    "counts": "What it tells us about",
    "frequency": "How often it is counted",
    "data_source": "Where the figures come from",
    "formula": "Worked out from",
    "caveats": "What to be careful about",
}


def name_of(measure: Any) -> str:
    return f"{measure.code} {measure.title}".strip()


def above(heading: PartnershipHeading, measure: Any) -> tuple[Stop, ...]:
    return (Stop("Measure", name_of(measure), addresses.of(heading, "measure", measure.pk)),)


def part_of(series: Any) -> str:
    """The place or group that a series is for."""
    return f"{series.place.name}, {series.category}" if series.category else str(series.place.name)


def series_choices(series: Iterable[Any]) -> list[tuple[int, str]]:
    """The places and groups that a measure is counted for."""
    return [(one.pk, part_of(one)) for one in series]


def decision_choices(decisions: Iterable[Any]) -> list[tuple[int, str]]:
    return [(one.pk, f"{date_format(one.decided_on, 'j F Y')}: {one.title}") for one in decisions]


def figures_so_far(
    heading: PartnershipHeading, measure: Any, known: Sequence[Observed], series: Sequence[Any]
) -> Table | None:
    """The last figures of each series, the newest first."""
    names = dict(series_choices(series))
    newest = sorted(known, key=lambda one: (one.start is None, one.start), reverse=True)[:MOST_BEFORE]
    rows = tuple(
        Row(
            Cell(one.period, addresses.of(heading, "figure", one.series_id, one.period_id)),
            (
                Cell(names.get(one.series_id, "")),
                Cell(_figure(one, measure.unit), faint=one.value is None),
                Cell(one.comment),
            ),
        )
        for one in newest
    )
    columns = (Column("Period"), Column("For"), Column("Figure", figures=True), Column("What was said"))
    return Table("The last figures", columns, rows) if rows else None


def _figure(one: Observed | Version, unit: str) -> str:
    if one.value is None:
        return "Cannot be computed" if one.gap == "cannot_compute" else "No figure"
    parts = [with_unit(one.value, unit, one.decimals)]
    if one.status in ("provisional", "estimated"):
        parts.append(one.status)
    if one.illustrative:
        parts.append("illustrative")
    return ", ".join(parts)


def targets(
    heading: PartnershipHeading, measure: Any, found: Sequence[Any], started: Sequence[Any]
) -> dict[str, object]:
    """The baselines and targets in force, with a way to change each."""
    may = heading.may_manage and not heading.as_known
    rows = tuple(
        Row(
            Cell(
                f"{target.series.place.name}, {target.period}" if target.period else target.series.place.name
            ),
            (
                Cell(target_words(target)),
                Cell(STATUS_WORDS.get(target.status, "agreed")),
                Cell("Change it", addresses.of(heading, "amend-target", target.pk)) if may else Cell(""),
            ),
        )
        for target in found
    )
    columns = (Column("Target"), Column("What it is"), Column("How firm"), Column("Change"))
    add = Link("Add a target", addresses.of(heading, "add-target", measure.pk)) if may else None
    return {
        "frame": addresses.framed(heading, "Targets", above=above(heading, measure)),
        "table": Table(f"The targets of {name_of(measure)}", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "add": add,
        "baselines": _baselines(heading, started, may),
        "add_baseline": Link("State a baseline", addresses.of(heading, "add-baseline", measure.pk))
        if may
        else None,
        "history": addresses.of(heading, "history", measure.pk) if heading.is_inside else "",
        "empty": Empty(
            "No target is set yet",
            "A target says what this measure should be, and by when. The manager sets it, by a decision.",
            add,
        ),
    }


def _baselines(heading: PartnershipHeading, started: Sequence[Any], may: bool) -> Table | None:
    rows = tuple(
        Row(
            Cell(f"{one.series.place.name}, {one.period}" if one.period else one.series.place.name),
            (
                Cell(target_words(one)),
                Cell("Change it", addresses.of(heading, "amend-baseline", one.pk)) if may else Cell(""),
            ),
        )
        for one in started
    )
    columns = (Column("Baseline"), Column("What it is"), Column("Change"))
    return Table("Where it started from", columns, rows) if rows else None


def baseline_now(baseline: Any) -> tuple[Entry, ...]:
    """What a baseline says before it is changed."""
    return (
        Entry("The baseline now", target_words(baseline)),
        Entry("For", ", ".join(str(one) for one in (baseline.series.place.name, baseline.period) if one)),
    )


def target_words(target: Any) -> str:
    if target.value is None:
        return str(target.as_written)
    return with_unit(target.value, target.unit or target.series.measure.unit, target.decimals)


def target_now(target: Any) -> tuple[Entry, ...]:
    return (
        Entry("The target now", target_words(target)),
        Entry("For", f"{target.series.place.name}, {target.period}"),
    )


def target_as_typed(target: Any) -> dict[str, Any]:
    """A target as its form has it: as many decimals as it was written with."""
    value = target.value
    if value is not None:
        value = value.quantize(Decimal(1).scaleb(-target.decimals))
    known = {key for key, _ in CHOICES["target_status"]}
    return {
        "value": value,
        "words": "" if value is not None else target.as_written,
        "status": target.status if target.status in known else "agreed",
    }


def sheet(
    heading: PartnershipHeading, measure: Any, formula: str, one: Callable[[str], object] | None
) -> dict[str, object]:
    """The definition sheet whole: what is not stated says so. `formula` is what the viewer sees of it. `one` gives the field that changes an entry there."""
    entries = tuple(
        Entry(
            label,
            formula if name == "formula" else _chosen(name, getattr(measure, name)),
            change=one(name) if one else None,
        )
        for name, label in SHEET_WORDS.items()
        if name != "formula" or measure.formula or one
    )
    return {
        "frame": addresses.framed(heading, "Definition sheet", above=above(heading, measure)),
        "name": name_of(measure),
        "entries": (*entries, Entry("Still “watch” this far from the target", _tolerance(measure))),
        "change": addresses.of(heading, "amend-sheet", measure.pk) if one else "",
    }


def _chosen(name: str, value: Any) -> str:
    return "" if value in ("", None) else str(dict(CHOICES.get(name, ())).get(value, value))


def _tolerance(measure: Any) -> str:
    if measure.tolerance is None:
        return "5% of the target: the rule of the house"
    written = format(measure.tolerance.normalize(), "f")
    if measure.tolerance_kind == "unit":
        return f"{written} {measure.unit}".strip()
    return f"{written}% of the target"


def figure(
    heading: PartnershipHeading, series: Any, period: Any, past: Sequence[Version]
) -> dict[str, object]:
    """Every version of a figure, the newest first."""
    measure = series.measure
    columns = (
        Column("Known from"),
        Column("Figure", figures=True),
        Column("Why it changed"),
        Column("What was said"),
        Column("From whom"),
    )
    rows = tuple(
        Row(
            Cell(_moment(version.known_from)),
            (
                Cell(_figure(version, measure.unit), faint=version.value is None),
                Cell(_why(version) or ("The first figure" if index == 0 else ""), faint=not version.reason),
                Cell(_said(version)),
                Cell(", ".join(filter(None, (version.received_from, version.who)))),
            ),
        )
        for index, version in enumerate(past)
    )
    is_own = measure.subject.partnership_id == heading.id
    may = is_own and "CONTRIBUTE" in heading.rights and not heading.as_known and bool(past)
    where = f"{series.place.name}, {series.category}" if series.category else series.place.name
    return {
        "frame": addresses.framed(
            heading, f"{where}, {period}", kind="Figure", above=above(heading, measure)
        ),
        "table": Table("Every version of this figure", columns, tuple(reversed(rows)), caption_hidden=True),
        "has_rows": bool(rows),
        "empty": Empty("There is no figure for this period", "Nobody has given one yet."),
        "revise": addresses.of(heading, "figures", measure.pk, series=str(series.pk), period=str(period))
        if may
        else "",
        "take_back": addresses.of(heading, "take-back", series.pk, period.pk) if may else "",
    }


def _why(version: Version) -> str:
    """Of what kind a change is, and why: "Late data: two schools more"."""
    kind = dict(CHOICES["revision"]).get(version.revision, "").partition(":")[0]
    return ": ".join(filter(None, (kind, version.reason)))


def _said(version: Version) -> str:
    """What was said of a figure, then what the checks asked and what was answered."""
    begin = "We asked" if version.explanation else "A check noticed"
    asked = f"{begin}: {' '.join(version.asked.split())}" if version.asked else ""
    answered = f"Answer: {version.explanation}" if version.explanation else ""
    return "\n".join(filter(None, (version.comment, asked, answered)))


def take_back_facts(current: Any) -> tuple[Entry, ...]:
    before = current.supersedes
    unit = current.series.measure.unit
    return (
        Entry("The figure now", _row(current, unit)),
        Entry("It goes back to", _row(before, unit) if before else "no figure"),
    )


def _row(row: Any, unit: str) -> str:
    return with_unit(row.value, unit, row.decimals) if row.value is not None else row.get_gap_display()


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


def adoptable(heading: PartnershipHeading, words: str, found: Sequence[Adoptable]) -> dict[str, object]:
    """What other partnerships keep and this one may take in."""
    rows = tuple(
        Row(
            Cell(f"{name_of(one.measure)}, {one.series.place.name}"),
            (
                Cell(one.steward.name),
                Cell("In your plan already", faint=True)
                if one.adopted
                else Cell("Adopt it", addresses.of(heading, "adopt", one.series.pk)),
            ),
        )
        for one in found
    )
    columns = (Column("Measure"), Column("Kept by"), Column("Adopt"))
    return {
        "frame": addresses.framed(heading, "Adopt a measure"),
        "words": words,
        "table": Table("Measures of other partnerships", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "empty": Empty(
            "No measure was found",
            "Try fewer words, or a code such as NI 154. Only what another partnership has published can be adopted.",
        ),
    }
