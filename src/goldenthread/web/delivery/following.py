"""The words of the pages about action points and events."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.delivery import EventLine, EventsPage, PointLine, PointPage, PointsPage
from goldenthread.web import addresses
from goldenthread.web.delivery.wording import day, late_in_words
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Table, turner

HIDDEN = "Something that is not public"
POINT_WORDS = {"open": "Open", "done": "Said to be done", "closed": "Closed", "dropped": "Dropped"}
MOVE_WORDS = {
    "finish": "It is done",
    "close": "Close it",
    "reopen": "Open it again",
    "amend": "Change it",
    "drop": "Drop it",
}


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


def action_point(shown: PointPage) -> dict[str, object]:
    """One action point, and what may be done with it now."""
    heading, row = shown.heading, shown.point
    about = row.about and Link(row.about.title, addresses.of_kind(heading, row.about_kind, row.about.id))
    said = [
        Entry(label, f"{date_format(timezone.localtime(at), 'j F Y')}{f', {who}' if who else ''}")
        for label, who, at in (
            ("Said to be done", row.done_by, shown.done_at),
            ("Closed", row.closed_by, shown.closed_at),
        )
        if at is not None
    ]
    return {
        "frame": addresses.framed(heading, row.title, kind="Action point", here="actions"),
        "entries": (
            Entry(
                "About",
                row.about.title if row.about else "",
                (about,) if about and about.href else (),
                HIDDEN,
            ),
            Entry("Who does it", row.owner, missing="Nobody is named"),
            Entry("Until when", _until(row), missing="No day"),
            Entry("How it stands", POINT_WORDS[row.state]),
            *said,
        ),
        "moves": [
            Link(words, addresses.of(heading, f"{move}-point", row.id))
            for move, words in MOVE_WORDS.items()
            if move in shown.moves and not heading.as_known
        ],
        "waits": row.state == "done" and "close" not in shown.moves,
        "history": addresses.of(heading, "history", row.id) if heading.is_inside else "",
    }


def _until(row: PointLine) -> str:
    return ", ".join(filter(None, (day(row.due_on), late_in_words(row.days_late))))


def point_table(rows: Iterable[PointLine], heading: PartnershipHeading) -> Table:
    columns = (
        Column("Action point"),
        Column("About"),
        Column("Who"),
        Column("Due"),
        Column("State"),
    )
    return Table(
        "Action points",
        columns,
        tuple(
            Row(
                Cell(row.title, addresses.of(heading, "action-point", row.id)),
                (
                    Cell(row.about.title, addresses.of_kind(heading, row.about_kind, row.about.id))
                    if row.about
                    else Cell(HIDDEN, faint=True),
                    Cell(row.owner or "Nobody is named", faint=not row.owner),
                    Cell(_until(row) or "No day", faint=not row.due_on),
                    Cell(_point_state(row)),
                ),
            )
            for row in rows
        ),
        caption_hidden=True,
    )


def _point_state(row: PointLine) -> str:
    who = {"done": row.done_by, "closed": row.closed_by}.get(row.state, "")
    return f"{POINT_WORDS[row.state]} by {who}" if who else POINT_WORDS[row.state]


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
