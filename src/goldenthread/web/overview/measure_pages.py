"""The words of a measure's page, and of its thread."""

from dataclasses import dataclass

from django.utils.formats import date_format

from goldenthread.overview.shapes import (
    HistoryLine,
    MeasurePage,
    PartnershipHeading,
    PlaceSeries,
    StatedFigure,
)
from goldenthread.web import addresses
from goldenthread.web.charts import measure_chart
from goldenthread.web.figures import EQUALITY_WORDS, stated
from goldenthread.web.frame import Cell, Column, Entry, Row, Stop, Table
from goldenthread.web.overview.pages import finding_items, vision

_FIELDS = {
    "lead_people": "lead",
    "lead_organisations": "lead organisations",
    "key_partners": "partners",
    "routes": "monitoring",
    "target_periods": "years with a target",
}
_VERBS = {
    "measure.created": "Added",
    "measure.amended": "Changed",
    "measure.baseline_stated": "Baseline stated",
    "measure.target_stated": "Target stated",
    "measure.baseline_amended": "Baseline changed",
    "measure.target_amended": "Target changed",
    "measure.equality_recorded": "Equality impact recorded",
    "measure.withdrawn": "Taken out",
}


@dataclass(frozen=True, slots=True)
class Knot:
    """A level on the thread page: what it is, its words, and what can be said of it."""

    kind: str
    title: str
    href: str = ""
    notes: tuple[str, ...] = ()
    part: str = ""


def name_of(shown: MeasurePage) -> str:
    return f"{shown.code} {shown.title}".strip()


def measure(shown: MeasurePage) -> dict[str, object]:
    """A measure with its chart, who leads it, what is done and what is wrong."""
    heading = shown.heading
    return {
        "frame": addresses.framed(
            heading, name_of(shown), kind="Measure", above=_above(shown), source=shown.source
        ),
        "shown": shown,
        "chart": _chart(shown),
        "sources": _sources(shown),
        "thread_href": addresses.of(heading, "thread", shown.id),
        "entries": _entries(shown),
        "actions": [(action.text, _by_whom(action.lead, action.due)) for action in shown.actions],
        "equality": _equality(shown),
        "risks": [(risk.text, _shared(risk.shared_with)) for risk in shown.risks],
        "findings": finding_items(shown.findings, heading, with_measure=False),
        "history": [_history(line) for line in shown.history],
        "neighbours": [(one.title, addresses.of(heading, "measure", one.id)) for one in shown.neighbours],
    }


def thread(shown: MeasurePage) -> dict[str, object]:
    """Everything that one measure hangs on and that hangs on it, on one line."""
    heading = shown.heading
    knots = [Knot(stop.kind, stop.title, stop.href) for stop in _above(shown)]
    knots.append(
        Knot(
            "Measure",
            name_of(shown),
            addresses.of(heading, "measure", shown.id),
            notes=tuple(_place_words(series) for series in shown.series) or ("No figure is stated yet.",),
            part="chart",
        )
    )
    leads = ", ".join((*shown.leads, *shown.lead_organisations))
    knots.append(Knot("Led by", leads or "Nobody is named to lead it.", notes=_with_partners(shown)))
    knots.append(_actions_knot(shown))
    knots.append(Knot("Risks", _risk_words(shown), notes=tuple(risk.text for risk in shown.risks[:3])))
    knots.append(Knot("Equality", _equality(shown)))
    knots.append(_watched_knot(shown))
    if shown.findings:
        knots.append(Knot("To settle", "", notes=tuple(finding.text for finding in shown.findings)))
    return {
        "frame": addresses.framed(heading, f"The thread of {shown.code or shown.title}", source=shown.source),
        "knots": knots,
        "chart": _chart(shown),
    }


def _above(shown: MeasurePage) -> tuple[Stop, ...]:
    heading = shown.heading
    stops = [
        *vision(shown.strategy, heading),
        Stop("Theme", shown.theme.title, addresses.of(heading, "theme", shown.theme.id)),
    ]
    if shown.objective:
        stops.append(
            Stop("Objective", shown.objective.title, addresses.of(heading, "objective", shown.objective.id))
        )
    if shown.commitment:
        stops.append(Stop("Promise", shown.commitment.title))
    return tuple(stops)


def _chart(shown: MeasurePage) -> object:
    return measure_chart(f"measure-{shown.id}", shown.title, shown.series, shown.target_periods)


def _sources(shown: MeasurePage) -> Table | None:
    """Where each figure comes from: the words of the plan, the document and its lines."""
    heading = shown.heading
    rows = tuple(
        _source_row(heading, f"{kind} {figure.period or ''} {series.place.title}".replace("  ", " "), figure)
        for series in shown.series
        for kind, figures in (("Baseline", series.baselines), ("Target", series.targets))
        for figure in figures
    )
    columns = (Column("Figure"), Column("As we read it"), Column("As the plan writes it"), Column("Where"))
    return Table("Where each figure comes from", columns, rows, caption_hidden=True) if rows else None


def _source_row(heading: PartnershipHeading, what: str, figure: StatedFigure) -> Row:
    words = f"{stated(figure)}. {figure.doubt}" if figure.doubt else stated(figure)
    where = Cell(addresses.where(figure.source) or "Not known", addresses.where_href(heading, figure.source))
    return Row(Cell(what), (Cell(words), Cell(figure.as_written), where))


def _entries(shown: MeasurePage) -> list[Entry]:
    routes = "\n".join(
        route.body
        + (f", {route.frequency}" if route.frequency and route.frequency not in route.body.lower() else "")
        + (f" (reports to {', then '.join(route.reports_to)})" if route.reports_to else "")
        for route in shown.routes
    )
    frameworks = "\n".join(f"{framework}: {theme}" for framework, theme in shown.placements)
    designated = {True: "Yes, in the agreement", False: "No, a local target", None: ""}[shown.designated]
    entries = [
        Entry("Lead", ", ".join(shown.leads), missing="Nobody is named"),
        Entry("Lead organisation", ", ".join(shown.lead_organisations), missing="None is named"),
        Entry("Partners", ", ".join(shown.partners), missing="None are named"),
        Entry("Who looks at it", routes, missing="The plan does not say"),
        Entry("Place", shown.place or shown.heading.place.title),
        Entry("Hangs in", frameworks, missing="No framework is named"),
        Entry("Designated target", designated, missing="The plan does not say"),
    ]
    if shown.doubt:
        entries.append(Entry("Less sure", shown.doubt))
    return entries


def _by_whom(lead: str, due: str) -> str:
    return ", ".join(part for part in (lead, f"by {due}" if due else "") if part)


def _equality(shown: MeasurePage) -> str:
    if shown.equality is None:
        return "The plan's template does not ask about equality."
    if not shown.equality.text:
        return f"{shown.equality.label}."
    return f"{shown.equality.label}. {shown.equality.text}"


def _shared(others: int) -> str:
    return f"Shared with {others} other {'measure' if others == 1 else 'measures'}." if others > 0 else ""


def _history(line: HistoryLine) -> tuple[str, str]:
    """When and who, and what was done."""
    what = _VERBS.get(line.verb, line.verb.rsplit(".", 1)[-1].replace("_", " ").capitalize())
    changes = "; ".join(
        f"{_FIELDS.get(name, name.replace('_', ' '))}: {_shown(before)} → {_shown(after)}"
        for name, before, after in line.changes
        if line.verb != "measure.created"
    )
    when = date_format(line.at, "j F Y, H:i")
    parts = [part.rstrip(".") for part in (what, changes, line.reason) if part]
    return f"{when}, {line.who}", f"{'. '.join(parts)}."


def _shown(value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    return EQUALITY_WORDS.get(value, value) if isinstance(value, str) else str(value)


def _place_words(series: PlaceSeries) -> str:
    start = stated(series.baselines[-1]) if series.baselines else "no baseline"
    end = f"{stated(series.targets[-1])} in {series.targets[-1].period}" if series.targets else "no target"
    return f"{series.place.title}: from {start} to {end}."


def _with_partners(shown: MeasurePage) -> tuple[str, ...]:
    return (f"With {', '.join(shown.partners)}.",) if shown.partners else ()


def _actions_knot(shown: MeasurePage) -> Knot:
    count = len(shown.actions)
    title = (
        f"{count} {'action' if count == 1 else 'actions'} in the plan"
        if count
        else "No action is named in the plan."
    )
    return Knot("Actions", title, notes=tuple(action.text for action in shown.actions))


def _risk_words(shown: MeasurePage) -> str:
    count = len(shown.risks)
    return f"{count} {'risk' if count == 1 else 'risks'} named" if count else "No risk is named."


def _watched_knot(shown: MeasurePage) -> Knot:
    if not shown.routes:
        return Knot("Looked at by", "The plan does not say who looks at it.")
    notes = tuple(
        f"{route.body} reports to {', then '.join(route.reports_to)}."
        for route in shown.routes
        if route.reports_to
    )
    return Knot("Looked at by", "; ".join(route.body for route in shown.routes), notes=notes)
