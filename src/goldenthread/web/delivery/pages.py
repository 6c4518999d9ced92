"""The words of the pages about what is done, what is late and what could stop it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.delivery.rules import ACTION_CHOICES
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.delivery import (
    ActionPage,
    ActionRow,
    ActionsPage,
    EventLine,
    EventsPage,
    LatePage,
    PointLine,
    PointsPage,
    RiskRegister,
    RiskRow,
)
from goldenthread.web import addresses
from goldenthread.web.figures import counted, number
from goldenthread.web.frame import Cell, Column, Count, Empty, Entry, Link, Row, Stop, Table, turner
from goldenthread.web.overview.parts import vision

STATE_WORDS = dict(ACTION_CHOICES) | {"": "", "carried_on": "Carried on next year"}
POINT_WORDS = {"open": "Open", "done": "Said to be done", "closed": "Closed", "dropped": "Dropped"}


def late_in_words(days: int) -> str:
    """By how much something is late: "12 days late", "3 months late"."""
    if days < 1:
        return ""
    if days < 60:
        return f"{counted(days, 'day')} late"
    if days < 730:
        return f"{counted(days // 30, 'month')} late"
    return f"{days // 365} years late"


def day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def actions(shown: ActionsPage, chosen: Mapping[str, str]) -> dict[str, object]:
    """The actions, with their filter."""
    heading = shown.heading
    address = addresses.of(heading, "actions")
    keep = {name: value for name, value in chosen.items() if value}
    mine = (("mine", "Those that are yours"),) if heading.is_inside else ()
    return {
        "frame": addresses.framed(heading, "Actions", here="actions"),
        "table": action_table(shown.actions, heading, "Actions"),
        "has_rows": bool(shown.actions),
        "filters": (
            ("theme", "Theme", [(str(one.id), one.title) for one in shown.themes], "All themes"),
            ("state", "How it stands", [("late", "Late"), *ACTION_CHOICES], "Any way"),
            *((("whose", "Whose", mine, "Everybody's"),) if mine else ()),
        ),
        "chosen": chosen,
        "late": Count(shown.late, "late", addresses.of(heading, "late")) if shown.late else None,
        "turner": turner(shown.page, address, keep),
        "empty": Empty("No action is here", "Choose fewer conditions, or load a plan that names actions."),
    }


def action_table(rows: Iterable[ActionRow], heading: PartnershipHeading, caption: str) -> Table:
    """Actions in rows: who, how it stands, until when, and what was said last."""
    columns = (Column("Action"), Column("Who"), Column("How it stands"), Column("Due"), Column("Said last"))
    return Table(
        caption,
        columns,
        tuple(
            Row(
                Cell(row.title, addresses.of(heading, "action", row.id)),
                (
                    Cell(row.owner or "Nobody is named", faint=not row.owner),
                    Cell(state_in_words(row) or "Not stated", faint=not state_in_words(row)),
                    Cell(due_in_words(row) or "No day", faint=not due_in_words(row)),
                    Cell(row.last_said or "Nothing yet", faint=not row.last_said),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def state_in_words(row: ActionRow) -> str:
    """How it stands, as its keeper says; else as the plan does."""
    return STATE_WORDS[row.state] or (f"The plan says: {row.status}" if row.status else "")


def due_in_words(row: ActionRow) -> str:
    due = day(row.due_on) or row.due
    late = late_in_words(row.days_late)
    return f"{due}, {late}" if late else due


def action(shown: ActionPage) -> dict[str, object]:
    """One action with everything that hangs on it."""
    heading, row = shown.heading, shown.row
    may_keep, may_say = shown.may_keep and not heading.as_known, shown.may_say and not heading.as_known
    edits = [
        ("Change it", "amend-action", may_keep),
        ("Add a task", "add-task", may_keep),
        ("Add a risk", "add-risk", may_keep),
        ("Set an action point", "set-point", "FOLLOW_UP" in heading.rights and not heading.as_known),
    ]
    return {
        "frame": addresses.framed(
            heading, row.title, kind="Action", above=_above(shown), source=shown.source, here="actions"
        ),
        "entries": _action_entries(shown),
        "say": addresses.of(heading, "say-progress", row.id) if may_say else "",
        "edits": [Link(text, addresses.of(heading, page, row.id)) for text, page, may in edits if may],
        "tasks": action_table(shown.tasks, heading, "Tasks") if shown.tasks else None,
        "milestones": _milestones(shown),
        "quantities": _quantities(shown),
        "said": [
            (
                date_format(timezone.localtime(one.said_at), "j F Y"),
                one.who,
                one.text,
                f"{one.percent}% done" if one.percent is not None else "",
                one.illustrative,
            )
            for one in shown.said
        ],
        "events": event_table(shown.events, heading) if shown.events else None,
        "risks": risk_table(shown.risks, heading) if shown.risks else None,
        "points": point_table(shown.points, heading) if shown.points else None,
        "history": addresses.of(heading, "history", row.id) if heading.is_inside else "",
    }


def _above(shown: ActionPage) -> tuple[Stop, ...]:
    heading = shown.heading
    stops = [
        *vision(shown.strategy, heading),
        Stop("Theme", shown.theme.title, addresses.of(heading, "theme", shown.theme.id)),
    ]
    for kind, page, one in (
        ("Objective", "objective", shown.objective),
        ("Measure", "measure", shown.measure),
        ("Action", "action", shown.part_of),
    ):
        if one is not None:
            stops.append(Stop(kind, one.title, addresses.of(heading, page, one.id)))
    return tuple(stops)


def _action_entries(shown: ActionPage) -> list[Entry]:
    heading, row = shown.heading, shown.row
    entries = [
        Entry("Who answers for it", row.owner, missing="Nobody is named"),
        Entry("How it stands", state_in_words(row)),
        Entry("Starts", day(shown.starts_on)),
        Entry("Due", due_in_words(row), missing="No day"),
    ]
    if shown.finished_on:
        entries.append(Entry("Done", day(shown.finished_on)))
    if shown.condition:
        entries.append(Entry("It hangs on", shown.condition))
    if shown.progress_as_written:
        entries.append(Entry("The plan says", shown.progress_as_written))
    for label, one in (("It carries on", shown.continues), ("Carried on as", shown.continued_by)):
        if one is not None:
            link = Link(one.title, addresses.of(heading, "action", one.id))
            entries.append(Entry(label, one.title, (link,)))
    return entries


def _milestones(shown: ActionPage) -> Table | None:
    rows = tuple(
        Row(
            Cell(one.title),
            (
                Cell(day(one.due_on) or "No day", faint=not one.due_on),
                Cell(f"Reached on {day(one.reached_on)}")
                if one.reached_on
                else Cell(late_in_words(one.days_late).capitalize() or "Not yet", faint=not one.days_late),
            ),
        )
        for one in shown.milestones
    )
    return (
        Table("Milestones", (Column("Milestone"), Column("Due"), Column("Reached")), rows) if rows else None
    )


def _quantities(shown: ActionPage) -> Table | None:
    rows = tuple(
        Row(
            Cell(f"{one.what}, {one.phase}" if one.phase else one.what),
            (
                Cell(number(one.planned.normalize())),
                Cell("Nobody has said", faint=True)
                if one.delivered is None
                else Cell(number(one.delivered.normalize())),
            ),
        )
        for one in shown.quantities
    )
    columns = (Column("What"), Column("Planned", figures=True), Column("So far", figures=True))
    return Table("How many", columns, rows) if rows else None


def late(shown: LatePage) -> dict[str, object]:
    """What is late, the latest first."""
    heading = shown.heading
    columns = (Column("What"), Column("Kind"), Column("Of"), Column("Who"), Column("Was due"), Column("Late"))
    pages = {"Action": "action", "Milestone": "action"}
    rows = tuple(
        Row(
            Cell(
                line.what.title,
                addresses.of(heading, pages[line.kind], line.what.id)
                if line.kind in pages
                else addresses.of(heading, "action-points" if line.kind == "Action point" else "risks"),
            ),
            (
                Cell(line.kind),
                Cell(line.of),
                Cell(line.owner or "Nobody is named", faint=not line.owner),
                Cell(day(line.due_on)),
                Cell(late_in_words(line.days).removesuffix(" late").capitalize()),
            ),
        )
        for line in shown.lines
    )
    return {
        "frame": addresses.framed(heading, "What is late", here="actions"),
        "table": Table("What is late", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "turner": turner(shown.page, addresses.of(heading, "late"), {}),
        "empty": Empty(
            "Nothing is late", "Actions, milestones, action points and risks to look at again show here."
        ),
    }


def risks(shown: RiskRegister) -> dict[str, object]:
    """The map and the register."""
    heading = shown.heading
    columns = (Column("How likely"), *(Column(f"Impact {impact}", figures=True) for impact in range(1, 6)))
    rows = tuple(
        Row(
            Cell(f"Likelihood {likelihood}"),
            tuple(
                Cell(f"{name.capitalize()}: {count}" if count else name.capitalize(), faint=not count)
                for name, count in shown.cells[likelihood - 1]
            ),
        )
        for likelihood in range(5, 0, -1)
    )
    may_map = heading.may_manage and not heading.as_known
    return {
        "frame": addresses.framed(heading, "Risks", here="risks"),
        "map": Table("Where the risks are now", columns, rows),
        "map_href": addresses.of(heading, "risk-map") if may_map else "",
        "unjudged": f"{counted(shown.unjudged, 'risk')} not judged yet." if shown.unjudged else "",
        "table": risk_table(shown.risks, heading) if shown.risks else None,
        "empty": Empty(
            "No risk is known yet", "Risks come in with a plan, or are added on an action or a measure."
        ),
    }


def risk_table(rows: Iterable[RiskRow], heading: PartnershipHeading) -> Table:
    """Risks with their way from before to now and to the aim, in words."""
    may = "KEEP" in heading.rights and not heading.as_known
    columns = (
        Column("Risk"),
        Column("Before, now, aim"),
        Column("What is done"),
        Column("Who"),
        Column("Look again"),
    )
    return Table(
        "Risks",
        columns,
        tuple(
            Row(
                Cell(row.title, addresses.of(heading, "amend-risk", row.id) if may else ""),
                (
                    Cell(_way(row), faint=row.scores == (None, None, None)),
                    Cell(row.mitigation or "Not stated", faint=not row.mitigation),
                    Cell(row.owner or "Nobody is named", faint=not row.owner),
                    Cell(_review(row) or "No day", faint=not row.review_on),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _way(row: RiskRow) -> str:
    if row.scores == (None, None, None):
        return "Not judged yet"
    steps = [
        f"{level} ({score[0]} × {score[1]})" if score else "not judged"
        for level, score in zip(row.levels, row.scores, strict=True)
    ]
    return " → ".join(steps).capitalize()


def _review(row: RiskRow) -> str:
    late_by = late_in_words(row.days_late)
    return f"{day(row.review_on)}, {late_by}" if late_by else day(row.review_on)


def action_points(shown: PointsPage) -> dict[str, object]:
    """The action points, those to be done first."""
    heading = shown.heading
    return {
        "frame": addresses.framed(heading, "Action points", here="actions"),
        "table": point_table(shown.points, heading),
        "has_rows": bool(shown.points),
        "turner": turner(shown.page, addresses.of(heading, "action-points"), {}),
        "empty": Empty(
            "No action point is set",
            "An action point is a small thing to do, about anything. One person does it, a second one closes it."
            " The minute-taker sets it, on the page of what it is about.",
        ),
    }


def point_table(rows: Iterable[PointLine], heading: PartnershipHeading) -> Table:
    columns = (
        Column("Action point"),
        Column("About"),
        Column("Who"),
        Column("Due"),
        Column("State"),
        Column("Next"),
    )
    return Table(
        "Action points",
        columns,
        tuple(
            Row(
                Cell(row.title),
                (
                    Cell(row.about.title),
                    Cell(row.owner or "Nobody is named", faint=not row.owner),
                    Cell(
                        ", ".join(filter(None, (day(row.due_on), late_in_words(row.days_late)))) or "No day"
                    ),
                    Cell(_point_state(row)),
                    _next(row, heading),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _point_state(row: PointLine) -> str:
    who = {"done": row.done_by, "closed": row.closed_by}.get(row.state, "")
    return f"{POINT_WORDS[row.state]} by {who}" if who else POINT_WORDS[row.state]


def _next(row: PointLine, heading: PartnershipHeading) -> Cell:
    """The one thing that comes next; whoever may not do it is told so there."""
    if not heading.is_inside or heading.as_known:
        return Cell("")
    if row.state == "open":
        return Cell("It is done", addresses.of(heading, "finish-point", row.id))
    if row.state == "done" and "VERIFY" in heading.rights:
        return Cell("Close it", addresses.of(heading, "close-point", row.id))
    return Cell("")


def events(shown: EventsPage) -> dict[str, object]:
    """What was held, and what can be added up of it."""
    heading = shown.heading
    sums = []
    if shown.counted:
        sums.append(
            f"{shown.attendances:,} attendances at {counted(shown.counted, 'event')}. One person may have come to"
            " several, so individuals are not added up."
        )
    sums += [f"{people:,} passed on to {name}." for name, people in shown.referred]
    return {
        "frame": addresses.framed(heading, "Events", here="actions"),
        "sums": sums,
        "table": event_table(shown.events, heading),
        "has_rows": bool(shown.events),
        "turner": turner(shown.page, addresses.of(heading, "events"), {}),
        "empty": Empty(
            "No event is written down",
            "Visits, sessions and fairs show here, with how many came. They are written down on the page of a theme.",
        ),
    }


def event_table(rows: Iterable[EventLine], heading: PartnershipHeading) -> Table:
    may = "CONTRIBUTE" in heading.rights and not heading.as_known
    columns = (
        Column("Event"),
        Column("When"),
        Column("Attendances", figures=True),
        Column("Individuals", figures=True),
        Column("Passed on to"),
    )
    return Table(
        "Events",
        columns,
        tuple(
            Row(
                Cell(row.title, addresses.of(heading, "amend-event", row.id) if may else ""),
                (
                    Cell(day(row.held_on)),
                    _people(row.attendances),
                    _people(row.individuals),
                    Cell("; ".join(f"{name}: {people}" for name, people in row.referrals)),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _people(count: int | None) -> Cell:
    return Cell("Not counted", faint=True) if count is None else Cell(f"{count:,}")


def said_before(action: Any, said: Iterable[Any]) -> tuple[Entry, ...]:
    """What one needs to know to say how an action goes."""
    last = next(iter(said), None)
    words = (
        f"{date_format(timezone.localtime(last.said_at), 'j F Y')}: {last.text}" if last else action.progress
    )
    return (
        Entry("Due", day(action.due_on) or action.due, missing="No day"),
        Entry("Said last", words, missing="Nothing yet"),
    )


def action_as_typed(action: Any, milestones: Iterable[Any], quantities: Iterable[Any]) -> dict[str, Any]:
    """An action as its form has it."""
    names = ("title", "state", "starts_on", "due_on", "condition")
    typed = {name: getattr(action, name) for name in names}
    typed |= {name: getattr(action, f"{name}_id") for name in ("owner_person", "owner_post", "organisation")}
    for n, one in enumerate(milestones, start=1):
        typed |= {f"milestone_{n}": one.title, f"milestone_due_{n}": one.due_on}
    for n, one in enumerate(quantities, start=1):
        delivered = None if one.delivered is None else one.delivered.normalize()
        typed |= {
            f"what_{n}": one.what,
            f"phase_{n}": one.phase,
            f"planned_{n}": one.planned.normalize(),
            f"delivered_{n}": delivered,
        }
    return typed


def risk_as_typed(risk: Any) -> dict[str, Any]:
    """A risk as its form has it."""
    names = [f"{what}_{when}" for what in ("likelihood", "impact") for when in ("before", "now", "aim")]
    typed = {name: getattr(risk, name) for name in (*names, "title", "mitigation", "review_on")}
    return typed | {"owner_person": risk.owner_person_id, "owner_post": risk.owner_post_id}


def event_as_typed(event: Any, referrals: Iterable[Any]) -> dict[str, Any]:
    """An event as its form has it."""
    names = ("title", "held_on", "attendances", "individuals", "note")
    typed = {name: getattr(event, name) for name in names} | {"action": event.action_id}
    for n, one in enumerate(referrals, start=1):
        typed |= {f"agency_{n}": one.organisation_id, f"people_{n}": one.people}
    return typed
