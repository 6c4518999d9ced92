"""The words of the pages about equality, amendments and the next year."""

from typing import Any

from goldenthread.overview.shapes.strategy import (
    AmendmentsPage,
    EqualityPage,
    EqualityRegister,
    EqualityRow,
    YearEnd,
)
from goldenthread.strategy.rules import DEPTH_CHOICES, STATE_CHOICES
from goldenthread.web import addresses
from goldenthread.web.delivery.wording import day, late_in_words
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Count, Empty, Entry, Link, Row, Stop, Table, turner
from goldenthread.web.overview.history import told

NOT_LOOKED_AT = "Not looked at yet"
STATES = {"late": "to be looked at again", "none": "not looked at yet"} | {
    value: words[:1].lower() + words[1:] for value, words in STATE_CHOICES
}


def equality_register(shown: EqualityRegister, state: str) -> dict[str, object]:
    """What has been looked at and what not, record by record."""
    heading = shown.heading
    columns = (Column("What"), Column("How far"), Column("Done"), Column("Look again"), Column("Worse for"))
    rows = tuple(
        Row(
            Cell(row.about.title, addresses.of(heading, "equality", row.about.id)),
            (
                Cell(how_far(row), faint=not row.state),
                Cell(day(row.done_on) or "No day", faint=not row.done_on),
                Cell(_review(row) or "No day", faint=not row.review_on),
                Cell(", ".join(row.worse_for) or "Nobody that we know of", faint=not row.worse_for),
            ),
        )
        for row in shown.rows
    )
    keep = {"state": state} if state else {}
    return {
        "frame": addresses.framed(heading, "Effect on equality"),
        "counts": [
            Count(shown.counts[name], words, addresses.of(heading, "equality-register", state=name))
            for name, words in STATES.items()
            if shown.counts.get(name)
        ],
        "chosen": STATES.get(state, ""),
        "everything": addresses.of(heading, "equality-register"),
        "table": Table("Effect on equality", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "turner": turner(shown.page, addresses.of(heading, "equality-register"), keep),
        "empty": Empty(
            "Nothing is here",
            "Themes, objectives, measures and actions are listed with how far their effect on people with protected"
            " characteristics was looked at.",
        ),
    }


def how_far(row: EqualityRow) -> str:
    """How far it was looked at: "Done, full assessment"."""
    if not row.state:
        return NOT_LOOKED_AT
    words = dict(STATE_CHOICES)[row.state]
    depth = dict(DEPTH_CHOICES).get(row.depth, "")
    return f"{words}, {depth.lower()}" if depth else words


def _review(row: EqualityRow) -> str:
    late = late_in_words(row.days_late)
    return f"{day(row.review_on)}, {late}" if late else day(row.review_on)


def equality(shown: EqualityPage) -> dict[str, object]:
    """The effect of one record, characteristic by characteristic."""
    heading, row = shown.heading, shown.row
    columns = (Column("People by"), Column("Effect"), Column("How we know"), Column("What is done about it"))
    rows = tuple(
        Row(
            Cell(one.label),
            (
                Cell(one.effect_label, faint=one.effect == "not_known"),
                Cell(one.evidence or "Not stated", faint=not one.evidence),
                Cell(one.mitigation or "Not stated", faint=not one.mitigation),
            ),
        )
        for one in shown.effects
    )
    may = "KEEP" in heading.rights and not heading.as_known
    about = addresses.of_kind(heading, row.kind, row.about.id)
    return {
        "frame": addresses.framed(
            heading,
            "Effect on equality",
            above=(Stop(row.kind.replace("_", " ").capitalize(), row.about.title, about),),
        ),
        "entries": (
            Entry("How far it was looked at", how_far(row)),
            Entry("Done on", day(row.done_on)),
            Entry("To be looked at again on", _review(row)),
            Entry("What was found", shown.text),
        ),
        "table": Table("The nine protected characteristics of the Equality Act 2010", columns, rows),
        "look": addresses.of(heading, "look-at-equality", row.about.id) if may else "",
        "register": addresses.of(heading, "equality-register"),
    }


def equality_as_typed(shown: EqualityPage) -> dict[str, Any]:
    """What is known, as the form has it."""
    row = shown.row
    typed: dict[str, Any] = {
        "state": row.state,
        "depth": row.depth,
        "done_on": row.done_on,
        "review_on": row.review_on,
        "text": shown.text,
    }
    for one in shown.effects:
        known = one.effect != "not_known" or one.evidence or one.mitigation
        typed |= {
            f"effect_{one.characteristic}": one.effect if known else "",
            f"evidence_{one.characteristic}": one.evidence,
            f"mitigation_{one.characteristic}": one.mitigation,
        }
    return typed


def amendments(shown: AmendmentsPage) -> dict[str, object]:
    """What was changed and why, the newest first."""
    heading = shown.heading
    return {
        "frame": addresses.framed(heading, "What was changed, and why"),
        "entries": [
            (
                Link(record.title, addresses.of_kind(heading, kind, record.id)),
                told(entry, heading, shown.names),
            )
            for record, kind, entry in shown.entries
        ],
        "turner": turner(shown.page, addresses.of(heading, "amendments"), {}),
        "empty": Empty(
            "Nothing was changed yet",
            "A change of the strategy or of a target names its reason, and the decision behind it. Both show here.",
        ),
    }


def year_end_words(shown: YearEnd) -> str:
    """What happens when the next year starts, in a few sentences."""
    parts = [
        f"You report on {shown.heading.year} now. Nothing of it is changed: its targets, figures and actions stay.",
        f"{counted(shown.kept, 'target').capitalize()} for {shown.following} "
        f"{'is' if shown.kept == 1 else 'are'} in the plan already and {'stays' if shown.kept == 1 else 'stay'} as agreed.",
    ]
    if shown.over:
        parts.append(
            f"{counted(shown.over, 'action').capitalize()} that ended {'stays' if shown.over == 1 else 'stay'} in {shown.heading.year}."
        )
    if shown.reviews:
        parts.append(f"{counted(shown.reviews, 'risk').capitalize()} should be looked at again.")
    return " ".join(parts)
