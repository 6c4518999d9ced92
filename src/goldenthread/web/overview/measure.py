"""The words of a measure's page."""

from decimal import Decimal
from functools import partial

from django.utils.formats import date_format

from goldenthread.overview.shapes import (
    ActionState,
    AdopterLine,
    AlsoUnder,
    Assessment,
    AwaitingFigure,
    Breakdown,
    FlaggedTarget,
    MeasurePage,
    PartnershipHeading,
    PartsSum,
    StatedFigure,
    TargetSum,
    VintageLine,
)
from goldenthread.web import addresses
from goldenthread.web.charts import Chart, measure_chart
from goldenthread.web.figures import number, observed, stated, with_unit
from goldenthread.web.frame import Cell, Column, Entry, Link, Row, Stop, Table
from goldenthread.web.marks import STATUS_WORDS
from goldenthread.web.overview import standing
from goldenthread.web.overview.actions import STATES
from goldenthread.web.overview.findings import finding_items
from goldenthread.web.overview.history import told, told_shortly
from goldenthread.web.overview.measures import give_figure_href
from goldenthread.web.overview.parts import vision


def name_of(shown: MeasurePage) -> str:
    return f"{shown.code} {shown.title}".strip()


def measure(shown: MeasurePage) -> dict[str, object]:
    """A measure with how it stands, its chart, who leads it, what is done and what is wrong."""
    heading = shown.heading
    return {
        "frame": addresses.framed(
            heading, name_of(shown), kind="Measure", above=above(shown), source=shown.source
        ),
        "shown": shown,
        "place": shown.places[0] if len(shown.places) == 1 else None,
        "stands": stands(shown),
        "flagged": [flagged(one, heading) for one in shown.flagged],
        "vintages": [_vintage(one) for one in shown.vintages],
        "awaiting": [_awaiting(one) for one in shown.awaiting],
        "places": _places(shown),
        "chart": chart(shown),
        "breakdowns": [_breakdown(one) for one in shown.breakdowns],
        "sums": [*(total_in_words(one) for one in shown.totals), *(sum_in_words(one) for one in shown.sums)],
        "sources": _sources(shown),
        "thread_href": addresses.of(heading, "thread", shown.id),
        "give_href": give_figure_href(heading, shown.id) if shown.may_give_figures else "",
        "keeping": keeping(shown),
        "keeper": _keeper(shown),
        "adopters": [_adopter(one) for one in shown.adopters],
        "entries": _entries(shown),
        "checks": shown.checks,
        "sheet": [*(Entry(label, words) for label, words in shown.sheet), *_formula(shown)],
        "actions": [
            (action.text, by_whom(action.lead, action.due), action_words(state))
            for action, state in zip(shown.actions, shown.progress, strict=True)
        ],
        "equality": equality(shown),
        "risks": [(risk.text, _shared(risk.shared_with)) for risk in shown.risks],
        "findings": finding_items(shown.findings, heading, with_measure=False),
        "decided": [told(one, heading, {}) for one in shown.decided],
        "history": [told_shortly(line) for line in shown.history],
        "history_href": addresses.of(heading, "history", shown.id)
        if heading.is_inside and not shown.adoption_id
        else "",
        "neighbours": [(one.title, addresses.of(heading, "measure", one.id)) for one in shown.neighbours],
    }


def flagged(one: FlaggedTarget, heading: PartnershipHeading) -> tuple[str, Link | None]:
    """Both readings of a target whose baseline was restated, and where a manager decides."""

    def level(value: Decimal | None) -> str:
        return "not known" if value is None else with_unit(value, one.unit, one.decimals)

    def share(value: Decimal | None) -> str:
        return "cannot be computed" if value is None else f"{number(value.normalize())}%"

    words = (
        f"The target for {one.period} was agreed on a baseline of {level(one.before)}. The {one.vintage} restated it to"
        f" {level(one.after)}. As agreed: {level(one.level)}, a change of {share(one.change)}. On the new baseline the"
        f" same number is a change of {share(one.kept_change)}, and the same change would be {level(one.moved_level)}."
    )
    link = (
        Link("Decide which one counts", addresses.of(heading, "confirm-target", one.id))
        if heading.may_manage and not heading.as_known
        else None
    )
    return " ".join(filter(None, (words, one.why_not))), link


def _vintage(one: VintageLine) -> Entry:
    day = one.released_on or one.loaded_at.date()
    source = f" Source: {one.source}." if one.source else ""
    return Entry(f"{one.title}, {date_format(day, 'j F Y')}", f"{one.method.rstrip('.')}.{source}")


def _awaiting(one: AwaitingFigure) -> str:
    """A figure that nobody signed off yet, and says so."""
    said = with_unit(one.value, one.unit, one.decimals) if one.value is not None else "No figure"
    return f"{said} for {one.period}, {one.where}"


def _formula(shown: MeasurePage) -> list[Entry]:
    """How a derived measure is worked out, and from what. An adopter has no page for what its steward names."""
    if not shown.formula:
        return []
    links = tuple(
        Link(one.title, addresses.of(shown.heading, "measure", one.id))
        for one in shown.inputs
        if not shown.adoption_id
    )
    names = "; ".join(one.title for one in shown.inputs)
    return [
        Entry("Worked out from", shown.formula),
        Entry("These are", names, links, "Measures that you cannot see"),
    ]


def keeping(shown: MeasurePage) -> list[Link]:
    """Where the measure is kept, as far as whoever looks may: targets, sheet, breaks, or its adoption."""
    heading = shown.heading
    manages, keeps = "MANAGE" in heading.rights, "KEEP" in heading.rights
    if shown.adoption_id:
        pages = [
            ("Set a target of your own", "add-adopted-target", manages),
            ("Change where it hangs", "amend-adoption", manages),
            ("Take it out of your plan", "end-adoption", manages),
        ]
        number = shown.adoption_id
    else:
        pages = [
            ("Targets", "targets", True),
            ("Definition sheet", "sheet", True),
            ("Mark a break", "mark-break", keeps),
            ("Load restated figures", "load-vintage", keeps),
            ("Place it in another framework too", "place-measure", manages),
        ]
        number = shown.id
    return [
        Link(text, addresses.of(heading, page, number))
        for text, page, may in pages
        if may and (page in ("targets", "sheet") or not heading.as_known)
    ]


def above(shown: MeasurePage) -> tuple[Stop, ...]:
    """The thread over a measure, from the vision down."""
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


def chart(shown: MeasurePage) -> Chart:
    return measure_chart(
        f"measure-{shown.id}",
        shown.title,
        shown.series,
        shown.target_periods,
        message=standing.message(shown.places, shown.status),
        unit=shown.unit,
        past=None if shown.adoption_id else partial(addresses.of, shown.heading, "figure"),
    )


def stands(shown: MeasurePage) -> list[Entry]:
    """How a measure stands in its one place, each part with its rule; of several places a table says it."""
    if len(shown.places) != 1:
        return []
    place = shown.places[0]
    return [
        Entry("Why", place.reason),
        Entry("Latest figure", _capital(standing.latest(place))),
        Entry("Held against", _capital(standing.target(place)), missing="No target"),
        Entry("The rule", place.rule, missing="There is none yet"),
        Entry(
            "Where it is heading", _capital(standing.forecast(place)), missing="Nothing to draw a line from"
        ),
        Entry("Direction", place.direction, missing="Not known yet"),
        Entry("How fresh", place.fresh, missing="Nobody has said how often a figure is expected"),
    ]


def _places(shown: MeasurePage) -> Table | None:
    """How a measure stands in each of several places."""
    if len(shown.places) < 2:
        return None
    columns = (
        Column("Place"),
        Column("Status"),
        Column("Latest", True),
        Column("Target", True),
        Column("Where it is heading"),
        Column("Direction"),
    )
    return Table("How it stands in each place", columns, tuple(_place(one) for one in shown.places))


def _place(place: Assessment) -> Row:
    return Row(
        Cell(place.place),
        (
            Cell(STATUS_WORDS[place.status], status=place.status),
            Cell(_capital(standing.latest(place)), faint=place.value is None, note=_capital(place.not_in)),
            Cell(standing.target(place) or "No target", faint=place.target is None),
            Cell(_capital(standing.forecast(place)) or "Not known yet", faint=place.forecast is None),
            Cell(place.direction or "Not known yet", faint=not place.direction),
        ),
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _breakdown(one: Breakdown) -> Table:
    rows = tuple(
        Row(
            Cell(category),
            tuple(
                Cell(_capital(observed(figure))) if figure else Cell("Not asked", faint=True)
                for figure in across
            ),
        )
        for category, across in one.rows
    )
    columns = (Column(one.name.capitalize()), *(Column(period, True) for period in one.periods))
    return Table(f"{one.place}, by {one.name}", columns, rows)


def sum_in_words(one: TargetSum) -> str:
    """Whether the targets of the places inside add up to that of the whole, or by how much they do not."""
    parts = with_unit(one.parts, one.unit, one.decimals)
    whole = with_unit(one.whole, one.unit, one.decimals)
    first = f"For {one.period}, the targets of {one.number} places add up to {parts}"
    if one.parts == one.whole:
        return f"{first}, which is the target of {one.whole_name}."
    gap = with_unit(abs(one.parts - one.whole), one.unit, one.decimals)
    side = "more" if one.parts > one.whole else "less"
    return f"{first}: {gap} {side} than the {whole} of {one.whole_name}."


def total_in_words(one: PartsSum) -> str:
    """Which parts are not in a total yet, and what those that are in add up to."""
    where = f"{one.whole_name} for {one.period}"
    missing = f"{one.not_in.in_words()}. " if one.not_in else ""
    parts = with_unit(one.added.added or Decimal(0), one.unit, one.decimals)
    if one.added.total is None:
        said = f"{'Those that are in' if missing else 'Its parts'} add up to {parts}"
        return f"{where}: {missing}{said}. No figure was given for the whole."
    whole = with_unit(one.added.total, one.unit, one.decimals)
    return f"{where}: {missing}The others add up to {parts}; the total says {whole}."


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


def _keeper(shown: MeasurePage) -> tuple[str, Link | None] | None:
    """Who keeps an adopted measure: the words, and its own page there."""
    if shown.kept_by is None:
        return None
    words = f"Kept by {shown.kept_by.title}. The figures are theirs; the targets here are {shown.heading.name}'s own."
    if not shown.kept_by.code:
        return words, None
    return words, Link("See it there", addresses.elsewhere(shown.kept_by.code, "measure", shown.id))


def _adopter(one: AdopterLine) -> tuple[Link, str]:
    own = (
        f"Its own target: {stated(one.target)}{f' in {one.target.period}' if one.target.period else ''}."
        if one.target
        else "It has set no target of its own."
    )
    return Link(one.name.title, addresses.elsewhere(one.name.code, "partnership")), " ".join(
        filter(None, (own, one.comment))
    )


def _also_under(one: AlsoUnder, heading: PartnershipHeading) -> Entry:
    """Where else it hangs; for the manager the way to end that."""
    links = [Link(f"{one.framework.title}: {one.theme.title}", addresses.of(heading, "theme", one.theme.id))]
    if one.objective:
        links.append(Link(one.objective.title, addresses.of(heading, "objective", one.objective.id)))
    if heading.may_manage and not heading.as_known:
        links.append(Link("Take it out there", addresses.of(heading, "end-placement", one.id)))
    return Entry("Also under", links=tuple(links))


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
        *(_also_under(one, shown.heading) for one in shown.also),
        Entry("Designated target", designated, missing="The plan does not say"),
    ]
    if shown.doubt:
        entries.append(Entry("Less sure", shown.doubt))
    return entries


def by_whom(lead: str, due: str) -> str:
    return ", ".join(part for part in (lead, f"by {due}" if due else "") if part)


def action_words(state: ActionState) -> str:
    """How an action stands: "Done on 3 May 2009", "Late: it was due on …"."""
    if state.finished_on:
        return f"Done on {date_format(state.finished_on, 'j F Y')}"
    due = date_format(state.due_on, "j F Y") if state.due_on else ""
    if state.late:
        return f"Late: it was due on {due}"
    return ", ".join(part for part in (STATES.get(state.state, ""), f"due on {due}" if due else "") if part)


def equality(shown: MeasurePage) -> str:
    if shown.equality is None:
        return "The plan's template does not ask about equality."
    if not shown.equality.text:
        return f"{shown.equality.label}."
    return f"{shown.equality.label}. {shown.equality.text}"


def _shared(others: int) -> str:
    return f"Shared with {others} other {'measure' if others == 1 else 'measures'}." if others > 0 else ""
