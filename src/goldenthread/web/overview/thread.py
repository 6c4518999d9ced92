"""The whole thread on one page: from the vision down to what was changed when, and why."""

from dataclasses import dataclass

from goldenthread.overview.shapes import Assessment, MeasurePage, PlaceSeries
from goldenthread.web import addresses
from goldenthread.web.figures import counted, stated
from goldenthread.web.marks import STATUS_WORDS
from goldenthread.web.overview import standing
from goldenthread.web.overview.actions import STATES
from goldenthread.web.overview.history import Told, told, told_shortly
from goldenthread.web.overview.measure import above, action_words, chart, equality, name_of

MOST_TOLD = 5
"""Lines of the past that the thread tells; the record's history has all."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A level on the thread page: what it is, its words, and what can be said of it."""

    kind: str
    title: str
    href: str = ""
    notes: tuple[str, ...] = ()
    part: str = ""
    status: str = ""
    status_words: str = ""
    decided: tuple[Told, ...] = ()


def thread(shown: MeasurePage) -> dict[str, object]:
    """Everything that one measure hangs on and that hangs on it, on one line."""
    heading = shown.heading
    knots = [Knot(stop.kind, stop.title, stop.href) for stop in above(shown)]
    knots += [_measure_knot(shown), _led_by(shown), _actions_knot(shown), _risks_knot(shown)]
    knots += [Knot("Equality", equality(shown)), _watched_knot(shown), _decisions_knot(shown)]
    if shown.findings:
        knots.append(Knot("To settle", "", notes=tuple(finding.text for finding in shown.findings)))
    if shown.history:
        knots.append(_history_knot(shown))
    return {
        "frame": addresses.framed(heading, f"The thread of {shown.code or shown.title}", source=shown.source),
        "knots": knots,
        "chart": chart(shown),
    }


def _measure_knot(shown: MeasurePage) -> Knot:
    places = shown.places
    if any(place.value is not None for place in places):
        notes = tuple(_place_told(place) for place in places) if len(places) > 1 else _one_place(shown)
    else:
        notes = tuple(_plan_words(series) for series in shown.series) or ("No figure is stated yet.",)
    return Knot(
        "Measure",
        name_of(shown),
        addresses.of(shown.heading, "measure", shown.id),
        notes=notes,
        part="chart",
        status=shown.status,
        status_words=STATUS_WORDS[shown.status],
    )


def _place_told(place: Assessment) -> str:
    against = standing.target(place)
    held = f", held against {against}" if against else ""
    return f"{place.place}: {STATUS_WORDS[place.status].lower()}, {standing.latest(place)}{held}."


def _one_place(shown: MeasurePage) -> tuple[str, ...]:
    place = shown.places[0]
    forecast = standing.forecast(place)
    heading_to = f"Heading to {forecast}" if place.forecast is not None else ""
    return tuple(filter(None, (place.reason, place.rule, heading_to, place.direction)))


def _plan_words(series: PlaceSeries) -> str:
    start = stated(series.baselines[-1]) if series.baselines else "no baseline"
    end = f"{stated(series.targets[-1])} in {series.targets[-1].period}" if series.targets else "no target"
    return f"{series.place.title}: from {start} to {end}."


def _led_by(shown: MeasurePage) -> Knot:
    leads = ", ".join((*shown.leads, *shown.lead_organisations))
    notes = (f"With {', '.join(shown.partners)}.",) if shown.partners else ()
    return Knot("Led by", leads or "Nobody is named to lead it.", notes=notes)


def _actions_knot(shown: MeasurePage) -> Knot:
    """How many actions there are, and how many are done and late."""
    states = shown.progress
    if not states:
        return Knot("Actions", "No action is named in the plan.")
    done = sum(state.state == "done" or state.finished_on is not None for state in states)
    late = sum(state.late for state in states)
    told_of = [f"{done} done" if done else "", f"{late} late" if late else ""]
    known = any(state.state in STATES and state.state for state in states) or done or late
    counts = ", ".join(part for part in told_of if part) or ("none done yet" if known else "")
    title = f"{counted(len(states), 'action')}{f': {counts}' if counts else ' in the plan'}"
    notes = tuple(
        f"{state.title.rstrip('.')}. {words}." if (words := action_words(state)) else state.title
        for state in states
    )
    return Knot("Actions", title, notes=notes)


def _risks_knot(shown: MeasurePage) -> Knot:
    count = len(shown.risks)
    title = f"{counted(count, 'risk')} named" if count else "No risk is named."
    return Knot("Risks", title, notes=tuple(risk.text for risk in shown.risks[:3]))


def _watched_knot(shown: MeasurePage) -> Knot:
    if not shown.routes:
        return Knot("Looked at by", "The plan does not say who looks at it.")
    notes = tuple(
        f"{route.body} reports to {', then '.join(route.reports_to)}."
        for route in shown.routes
        if route.reports_to
    )
    return Knot("Looked at by", "; ".join(route.body for route in shown.routes), notes=notes)


def _decisions_knot(shown: MeasurePage) -> Knot:
    if not shown.decided:
        return Knot("Decisions", "No decision has changed it.")
    told_of = tuple(told(one, shown.heading, {}) for one in shown.decided)
    return Knot("Decisions", f"{counted(len(told_of), 'change')} by a decision", decided=told_of)


def _history_knot(shown: MeasurePage) -> Knot:
    told_of = tuple(": ".join(told_shortly(line)) for line in shown.history[:MOST_TOLD])
    inside = shown.heading.is_inside and not shown.adoption_id
    href = addresses.of(shown.heading, "history", shown.id) if inside else ""
    return Knot("What was changed when", "The whole past of this measure", href, notes=told_of)
