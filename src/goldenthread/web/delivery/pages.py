"""The words of the pages about what is done, and what is late."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.delivery.rules import ACTION_CHOICES
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.delivery import ActionPage, ActionRow, ActionsPage, LatePage
from goldenthread.web import addresses
from goldenthread.web.delivery.following import event_table, point_table
from goldenthread.web.delivery.risks import risk_table
from goldenthread.web.delivery.wording import day, late_in_words
from goldenthread.web.editing.one_field import OneField, one_field
from goldenthread.web.figures import number
from goldenthread.web.frame import Cell, Column, Count, Empty, Entry, Link, Row, Stop, Table, turner
from goldenthread.web.overview.parts import vision

STATE_WORDS = dict(ACTION_CHOICES) | {"": "", "carried_on": "Carried on next year"}


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
    stops = [*vision(shown.strategy, heading)]
    for kind, page, one in (
        ("Theme", "theme", shown.theme),
        ("Objective", "objective", shown.objective),
        ("Measure", "measure", shown.measure),
        ("Action", "action", shown.part_of),
    ):
        if one is not None:
            stops.append(Stop(kind, one.title, addresses.of(heading, page, one.id)))
    return tuple(stops)


def _action_entries(shown: ActionPage) -> list[Entry]:
    heading, row = shown.heading, shown.row
    change = _changes(shown)
    entries = [
        Entry("Who answers for it", row.owner, missing="Nobody is named"),
        Entry("How it stands", state_in_words(row), change=change("state", row.state)),
        Entry("Starts", day(shown.starts_on), change=change("starts_on", shown.starts_on)),
        Entry("Due", due_in_words(row), missing="No day", change=change("due_on", row.due_on)),
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


def _changes(shown: ActionPage) -> Callable[[str, object], OneField | None]:
    """What gives the field that changes an entry where it stands; None to whoever may not."""
    heading, number = shown.heading, shown.row.id
    if not shown.may_keep or heading.as_known:
        return lambda name, value: None
    return lambda name, value: one_field(heading, "action", number, name, value, shown.version)


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
    pages = {
        "Action": "action",
        "Milestone": "action",
        "Action point": "action-point",
        "Effect on equality": "equality",
    }
    rows = tuple(
        Row(
            Cell(
                line.what.title,
                addresses.of(heading, pages[line.kind], line.what.id)
                if line.kind in pages
                else addresses.of(heading, "risks"),
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
            "Nothing is late",
            "Actions, milestones, action points, and risks and effects on equality to look at again show here.",
        ),
    }


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
