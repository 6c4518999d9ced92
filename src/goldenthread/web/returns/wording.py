"""The words of the pages on which rounds are kept."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.rounds import (
    AnswerLine,
    ReturnLine,
    ReturnPage,
    RoundCard,
    RoundPage,
    RoundsPage,
)
from goldenthread.returns.rules import REVISIONS, Standing
from goldenthread.web import addresses
from goldenthread.web.figures import counted, with_unit
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Stop, Table, turner
from goldenthread.web.returns.pages import KINDS, STANDS

NOBODY: Final = "Nobody is asked"
LAYERS: Final = {"operational": "Every return", "executive": "By theme", "strategic": "The whole"}
BY_KEY: Final = {one.key: one for one in Standing}
ALSO: Final = {
    "percent": "Done, in per cent",
    "state": "How it stands",
    "reached_on": "Reached on",
    "likelihood_now": "How likely now",
    "impact_now": "How bad",
}
MOVES: Final = {
    "sign-off": ("Sign it off", "sign-off-return"),
    "send-back": ("Send it back", "send-back-return"),
    "answer": ("Answer for them", "answer-return"),
    "withdraw": ("Ask for it no more", "withdraw-return"),
    "ask-again": ("Ask for it after all", "ask-again-return"),
}


def mark(key: str, words: str = "") -> Cell:
    """How a return stands, with its shape."""
    return Cell(words or BY_KEY[key].value, status=STANDS[BY_KEY[key]])


def rounds(shown: RoundsPage) -> dict[str, object]:
    """The rounds, the last due first."""
    heading = shown.heading
    rows = tuple(
        Row(
            Cell(one.title, addresses.of(heading, "round", one.id), note=one.frequency),
            (
                Cell(f"{_day(one.opens_on)} to {_day(one.due_on)}", note="Closed" if one.closed_at else ""),
                Cell(str(one.asked)),
                Cell(str(one.count("submitted") + one.count("accepted"))),
                Cell(str(one.count("overdue"))),
                Cell(str(one.count("submitted"))),
            ),
        )
        for one in shown.rounds
    )
    columns = (
        Column("Round"),
        Column("Open"),
        Column("Asked", figures=True),
        Column("Answered", figures=True),
        Column("Overdue", figures=True),
        Column("To sign off", figures=True),
    )
    keeps = heading.may_manage
    return {
        "frame": addresses.framed(heading, "Rounds", here="rounds"),
        "intro": shown.steps,
        "table": Table("Rounds", columns, rows, caption_hidden=True) if rows else None,
        "turner": turner(shown.page, addresses.of(heading, "rounds"), {}),
        "keeping": [
            Link("How often rounds come", addresses.of(heading, "schedules")),
            Link("Make a round by hand", addresses.of(heading, "make-round")),
            Link("Who signs off", addresses.of(heading, "arrangements")),
            Link("How people are reminded", addresses.of(heading, "set-reminders")),
        ]
        if keeps
        else [],
        "empty": Empty(
            "No round yet",
            "A round asks everybody for their figures of a period, by a link in an e-mail. Say how often rounds come,"
            " and the clock makes them.",
            Link("Say how often", addresses.of(heading, "set-schedule")) if keeps else None,
        ),
    }


def round_(shown: RoundPage) -> dict[str, object]:
    """One round, as closely as it is looked at."""
    heading, card = shown.heading, shown.card
    keep = {"standing": shown.standing, "theme": str(shown.theme_id or ""), "layer": shown.layer}
    return {
        "frame": addresses.framed(heading, card.title, kind="Round", here="rounds", above=_above(heading)),
        "lead": _lead(card),
        "steps": shown.steps,
        "counts": _counts(shown),
        "layers": [
            Link(words, addresses.of(heading, "round", card.id, layer=layer), here=layer == shown.layer)
            for layer, words in LAYERS.items()
        ],
        "filtered": BY_KEY[shown.standing].value.lower() if shown.standing in BY_KEY else "",
        "whole": addresses.of(heading, "round", card.id),
        "table": _table(shown),
        "turner": turner(
            shown.page, addresses.of(heading, "round", card.id), {k: v for k, v in keep.items() if v}
        )
        if shown.layer == "operational"
        else None,
        "sign": Link(
            f"Sign off {counted(shown.ready, 'unremarkable return')}",
            addresses.of(heading, "sign-off-many", card.id),
        )
        if shown.ready and not card.closed_at
        else None,
        "keeping": [
            Link("Theme stories", addresses.of(heading, "stories", card.id)),
            *_keeping(heading, card),
        ],
    }


def _lead(card: RoundCard) -> str:
    answered = card.count("submitted") + card.count("accepted")
    words = f"{answered} of {card.asked} have answered. {card.count('accepted')} accepted."
    if card.closed_at:
        return f"{words} The round is closed and its figures are locked."
    return f"{words} Due by {_day(card.due_on)}."


def _counts(shown: RoundPage) -> list[tuple[str, str, str]]:
    """How many returns stand how, each leading to its list: (shape, words, address)."""
    found = [
        (
            STANDS[BY_KEY[key]],
            f"{count} {BY_KEY[key].value.lower()}",
            addresses.of(shown.heading, "round", shown.card.id, standing=key),
        )
        for key, count in shown.card.counts
    ]
    if shown.nobody:
        found.append(
            (
                "cannot-compute",
                f"{shown.nobody} asked of nobody",
                addresses.of(shown.heading, "round", shown.card.id, standing="nobody"),
            )
        )
    return found


def _table(shown: RoundPage) -> Table | None:
    if shown.layer == "executive":
        return _by_theme(shown)
    if not shown.lines:
        return None
    rows = tuple(_row(line, shown) for line in shown.lines)
    columns = (
        Column("What is asked"),
        Column("Who"),
        Column("How it stands"),
        Column("What was sent"),
        Column("Worth a look"),
    )
    return Table("Returns", columns, rows, caption_hidden=True)


def _row(line: ReturnLine, shown: RoundPage) -> Row:
    who = line.who or NOBODY
    late = f", {counted(line.days_late, 'day')} late" if line.days_late else ""
    waits = f"Waits for the {line.waits_for}" if line.waits_for else ""
    return Row(
        Cell(
            line.name,
            addresses.of(shown.heading, "return", shown.card.id, line.id),
            note=KINDS.get(line.kind, "") if line.kind != "measure" else "",
        ),
        (
            Cell(who, faint=not line.who, note=line.deputy and f"or {line.deputy}"),
            Cell(
                BY_KEY[line.standing].value + late,
                status=STANDS[BY_KEY[line.standing]],
                note=waits,
            ),
            Cell(line.said),
            Cell(line.remark),
        ),
    )


def _by_theme(shown: RoundPage) -> Table:
    rows = tuple(
        Row(
            Cell(
                one.theme.title, addresses.of(shown.heading, "round", shown.card.id, theme=str(one.theme.id))
            )
            if one.theme
            else Cell("In no theme"),
            (
                Cell(
                    counts=tuple(
                        (STANDS[BY_KEY[key]], f"{count} {BY_KEY[key].value.lower()}")
                        for key, count in one.counts
                    )
                ),
            ),
        )
        for one in shown.themes
    )
    return Table("Themes", (Column("Theme"), Column("How its returns stand")), rows, caption_hidden=True)


def _keeping(heading: PartnershipHeading, card: RoundCard) -> list[Link]:
    if not heading.may_manage or heading.as_known:
        return []
    written = Link("Who was written to", addresses.of(heading, "reminders-sent", card.id))
    if card.closed_at:
        return [Link("Open it again", addresses.of(heading, "reopen-round", card.id)), written]
    return [
        Link("As a workbook or CSV", addresses.of(heading, "round-workbook", card.id)),
        written,
        Link("Links to answer it", addresses.of(heading, "links", card.id)),
        Link("Change its name or days", addresses.of(heading, "amend-round", card.id)),
        Link("Close it and lock its figures", addresses.of(heading, "close-round", card.id)),
    ]


def _above(heading: PartnershipHeading, card: RoundCard | None = None) -> tuple[Stop, ...]:
    stops = [Stop("Rounds", "All rounds", addresses.of(heading, "rounds"))]
    if card:
        stops.append(Stop("Round", card.title, addresses.of(heading, "round", card.id)))
    return tuple(stops)


def return_(shown: ReturnPage) -> dict[str, object]:
    """One return: what was asked and sent, and what may be done with it."""
    heading, card, line = shown.heading, shown.card, shown.line
    return {
        "frame": addresses.framed(
            heading,
            line.name,
            kind=KINDS.get(line.kind, "Return"),
            here="rounds",
            above=_above(heading, card),
        ),
        "mark": (STANDS[BY_KEY[line.standing]], BY_KEY[line.standing].value),
        "waits": f"It waits for the {line.waits_for}." if line.waits_for else "",
        "to_change": shown.to_change if line.standing == "sent-back" else "",
        "entries": _entries(shown),
        "answers": _answers(shown),
        "before": _before(shown),
        "moves": [
            Link(words, addresses.of(heading, page, card.id, line.id))
            for move, (words, page) in MOVES.items()
            if move in shown.moves and not heading.as_known
        ],
        "history": addresses.of(heading, "history", card.id),
        "written": _written(heading, card, line),
    }


def _written(heading: PartnershipHeading, card: RoundCard, line: ReturnLine) -> str:
    """Where who was written to about a return stands, for those who may look."""
    if not heading.may_manage:
        return ""
    address = addresses.of(heading, "reminders-sent", card.id)
    return f"{address}{'&' if '?' in address else '?'}return={line.id}"


def _entries(shown: ReturnPage) -> tuple[Entry, ...]:
    heading, line = shown.heading, shown.line
    about = Link(line.about.title, addresses.of_kind(heading, _kind_of_page(line.kind), line.about.id))
    who = line.who + (f", or {line.deputy} in their place" if line.deputy else "")
    signed = [
        Entry(label, f"{one[0]}, {_moment(one[1])}")
        for label, one in (
            ("Sent", shown.submitted),
            ("Checked", shown.checked),
            ("Accepted", shown.accepted),
        )
        if one
    ]
    return (
        Entry("About", about.text, (about,) if about.href else ()),
        Entry("Asked of", who, missing=NOBODY),
        Entry("Lead organisation", line.organisation),
        *((Entry("Target for the period", shown.target, missing="None"),) if line.kind == "measure" else ()),
        *signed,
    )


def _kind_of_page(kind: str) -> str:
    return "action" if kind == "milestone" else kind


def _answers(shown: ReturnPage) -> Table | None:
    """Everything that was sent, the newest first."""
    rows = tuple(
        Row(
            Cell(f"{one.who}, {_moment(one.when)}"),
            (Cell(_said(one, shown.unit)), Cell(one.words), Cell(_explained(one))),
        )
        for one in shown.answers
    )
    columns = (
        Column("Who, when"),
        Column("What was sent"),
        Column("In words"),
        Column("What was explained"),
    )
    return Table("What was sent", columns, rows) if rows else None


def _said(one: AnswerLine, unit: str) -> str:
    if one.nothing_because:
        return f"Nothing to report yet: {one.nothing_because}"
    parts = []
    if one.value is not None:
        parts.append(with_unit(one.value.normalize(), unit))
    if one.numerator is not None and one.denominator is not None:
        parts.append(f"{one.numerator.normalize():f} of {one.denominator.normalize():f}")
    parts += [f"{ALSO.get(name, name)}: {value}" for name, value in one.also]
    return "; ".join(parts) + (f", {one.status}" if one.status and parts else "")


def _explained(one: AnswerLine) -> str:
    kind = REVISIONS.get(one.revision, "")
    return "\n".join(filter(None, (one.questions, kind, one.explanation and f"Answer: {one.explanation}")))


def _before(shown: ReturnPage) -> Table | None:
    rows = tuple(
        Row(
            Cell(one.period),
            (
                Cell(with_unit(one.value, shown.unit, one.decimals))
                if one.value is not None
                else Cell("No figure", faint=True),
                Cell(one.comment),
            ),
        )
        for one in shown.before[:8]
    )
    columns = (Column("Period"), Column("Figure", figures=True), Column("What was said"))
    return Table("The figures before", columns, rows) if rows else None


def links(heading: PartnershipHeading, asked_in: Any, people: Iterable[tuple[Any, str]]) -> dict[str, object]:
    """Whom a round asks, and how each gets at it."""
    rows = tuple(
        Row(
            Cell(person.name),
            (
                Cell(person.email or "No e-mail address", faint=not person.email),
                Cell(link or "Not made yet", faint=not link),
            ),
        )
        for person, link in people
    )
    columns = (Column("Who"), Column("E-mail"), Column("Their link"))
    return {
        "frame": addresses.framed(
            heading,
            "Links to answer this round",
            here="rounds",
            above=(
                *_above(heading),
                Stop("Round", asked_in.title, addresses.of(heading, "round", asked_in.pk)),
            ),
        ),
        "table": Table("Links", columns, rows, caption_hidden=True) if rows else None,
    }


def schedules(heading: PartnershipHeading, found: Iterable[Any], kinds: dict[str, str]) -> dict[str, object]:
    """How often rounds come."""
    rows = tuple(
        Row(
            Cell(str(one.get_frequency_display())),
            (
                Cell(", ".join(kinds.get(kind, kind) for kind in one.asks)),
                Cell(f"{one.opens_after} days after the period's last day"),
                Cell(f"{one.due_after} days after it"),
                Cell("Stop it", addresses.of(heading, "end-schedule", one.pk)),
            ),
        )
        for one in found
    )
    columns = (
        Column("How often"),
        Column("What is asked"),
        Column("It opens"),
        Column("It is due"),
        Column("Change"),
    )
    return {
        "frame": addresses.framed(heading, "How often rounds come", here="rounds", above=_above(heading)),
        "table": Table("Schedules", columns, rows, caption_hidden=True) if rows else None,
        "set": Link("Set how often", addresses.of(heading, "set-schedule")),
        "empty": Empty(
            "Nothing is set yet",
            "Set it once for each frequency: rounds are then made by the clock.",
            Link("Say how often", addresses.of(heading, "set-schedule")),
        ),
    }


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
