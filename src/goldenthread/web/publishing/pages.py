"""What the pages of outside templates say."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.publishing.queries import Change, TemplateLine
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Stop, Table

NOT_YET = "Not yet"


def above(shown: PartnershipHeading, template: Any = None) -> tuple[Stop, ...]:
    """The way back: to the list, and to the template."""
    stops = [Stop("Templates", "Templates of others", addresses.of(shown, "templates"))]
    if template is not None:
        stops.append(Stop("Template", template.title, addresses.of(shown, "template", template.pk)))
    return tuple(stops)


def templates(shown: PartnershipHeading, lines: Sequence[TemplateLine]) -> dict[str, object]:
    """The list."""
    columns = (Column("Template"), Column("Who asks"), Column("Filled last"), Column("Sent last"))
    rows = tuple(
        Row(
            Cell(line.template.title, addresses.of(shown, "template", line.template.pk)),
            (Cell(line.template.asked_by), _filled(shown, line), _sent(line)),
        )
        for line in lines
    )
    send = Link("Send a template", addresses.of(shown, "add-template"))
    empty = Empty(
        "No template yet",
        "When somebody asks for the same figures in a form of their own, send the form here once. It comes out filled"
        " every round.",
        send,
    )
    return {
        "frame": addresses.framed(shown, "Templates of others", here="templates"),
        "table": Table("Templates", columns, rows, caption_hidden=True) if rows else None,
        "empty": empty,
        "send": send,
    }


def _filled(shown: PartnershipHeading, line: TemplateLine) -> Cell:
    if line.filled is not None:
        return Cell(
            str(line.filled.period),
            addresses.of(shown, "filled-template", line.filled.pk),
            note=moment(line.filled.filled_at),
        )
    if line.newest is not None and line.newest.confirmed_at is None:
        return Cell("Its places wait for you", addresses.of(shown, "template-places", line.newest.pk))
    return Cell(NOT_YET, faint=True)


def _sent(line: TemplateLine) -> Cell:
    if line.sent is None:
        return Cell(NOT_YET, faint=True)
    return Cell(f"{line.sent.copy.period}, {day(line.sent.sent_on)}", note=f"to {line.sent.sent_to}")


def template(
    shown: PartnershipHeading, found: Any, versions: Sequence[Any], copies: Sequence[Any]
) -> dict[str, object]:
    """One template."""
    newest = versions[0]
    waiting = newest.confirmed_at is None
    confirmed = any(version.confirmed_at for version in versions)
    links = [Link("Look through its places", addresses.of(shown, "template-places", newest.pk))]
    if confirmed:
        links.insert(0, Link("Fill it for a period", addresses.of(shown, "fill-template", found.pk)))
    others = (
        Link("They sent a new file", addresses.of(shown, "add-template-version", found.pk)),
        Link("Change what it is called", addresses.of(shown, "amend-template", found.pk)),
        Link("Fill it no more", addresses.of(shown, "withdraw-template", found.pk)),
    )
    return {
        "frame": addresses.framed(shown, found.title, kind="Template", here="templates", above=above(shown)),
        "facts": (Entry("Who asks for it", found.asked_by),),
        "waiting": waiting,
        "confirmed": confirmed,
        "actions": links,
        "others": others,
        "copies": _copies(shown, copies),
        "versions": _versions(shown, versions),
    }


def _copies(shown: PartnershipHeading, copies: Sequence[Any]) -> Table | None:
    rows = tuple(
        Row(
            Cell(str(copy.period), addresses.of(shown, "filled-template", copy.pk)),
            (
                Cell(moment(copy.filled_at), note=f"by {copy.filled_by}"),
                Cell(sent_words(copy) or NOT_YET, faint=not sent_words(copy)),
                Cell("Download", addresses.of(shown, "download-filled", copy.pk), note=copy.file_name),
            ),
        )
        for copy in copies
    )
    columns = (Column("For"), Column("Filled"), Column("Sent"), Column("File"))
    return Table("Copies that were filled", columns, rows) if rows else None


def _versions(shown: PartnershipHeading, versions: Sequence[Any]) -> Table:
    rows = tuple(
        Row(
            Cell(version.file_name, addresses.of(shown, "download-template", version.pk)),
            (
                Cell(moment(version.uploaded_at), note=f"by {version.uploaded_by}"),
                Cell(
                    f"Right since {moment(version.confirmed_at)}"
                    if version.confirmed_at
                    else "To be looked through",
                    addresses.of(shown, "template-places", version.pk),
                ),
            ),
        )
        for version in versions
    )
    return Table("Their files", (Column("File"), Column("Sent here"), Column("Its places")), rows)


def copy(
    shown: PartnershipHeading, found: Any, before: Any, changes: Sequence[Change], said: Sequence[Any]
) -> dict[str, object]:
    """One filled copy."""
    template = found.version.template
    gaps = sum(one.gap for one in said)
    facts = (
        Entry("Who asks for it", template.asked_by),
        Entry("Filled", f"{moment(found.filled_at)}, by {found.filled_by}"),
        Entry("Sent", sent_words(found), missing=NOT_YET),
        Entry(
            "Without a figure",
            f"{counted(gaps, 'place').capitalize()}: each says why, in words." if gaps else "",
            missing="No place",
        ),
    )
    return {
        "frame": addresses.framed(
            shown,
            f"{template.title}, {found.period}",
            kind="Filled",
            here="templates",
            above=above(shown, template),
        ),
        "facts": facts,
        "download": Link(f"Download {found.file_name}", addresses.of(shown, "download-filled", found.pk)),
        "sent": Link("Note that it was sent", addresses.of(shown, "mark-sent", found.pk)),
        "since": _since(shown, before),
        "changes": _changes(changes),
        "said": _said(shown, said),
    }


def _since(shown: PartnershipHeading, before: Any) -> Link | None:
    if before is None:
        return None
    words = f"{before.period}, filled {moment(before.filled_at)}"
    return Link(words, addresses.of(shown, "filled-template", before.pk))


def _changes(changes: Sequence[Change]) -> Table | None:
    rows = tuple(Row(Cell(one.where), (Cell(one.before), Cell(one.after), Cell(one.why))) for one in changes)
    columns = (Column("Where"), Column("As it was sent"), Column("Now"), Column("Why"))
    return Table("What changed", columns, rows, caption_hidden=True) if rows else None


def _said(shown: PartnershipHeading, said: Sequence[Any]) -> Table:
    rows = tuple(
        Row(
            Cell(one.where),
            (
                Cell("Left as it is" if one.left else one.words, faint=one.left),
                Cell(origin(one), _past(shown, one)),
            ),
        )
        for one in said
    )
    columns = (Column("Where"), Column("What it says"), Column("Where that is from"))
    return Table("What every place says", columns, rows, caption_hidden=True)


def origin(one: Any) -> str:
    """Where something in a copy is from, as a sentence."""
    words = str(one.came_from)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _past(shown: PartnershipHeading, one: Any) -> str:
    """The page with every version of the figure that was filled in."""
    if one.observation is None:
        return ""
    return addresses.of(shown, "figure", one.observation.series_id, one.observation.period_id)


def sent_words(found: Any) -> str:
    """When and to whom a copy was sent: "3 October 2009 to the county"."""
    return "; ".join(f"{day(one.sent_on)} to {one.sent_to}" for one in found.sendings.all())


def moment(at: Any) -> str:
    """A moment as people read it."""
    return date_format(timezone.localtime(at), "j F Y, H:i")


def day(on: Any) -> str:
    """A day as people read it."""
    return date_format(on, "j F Y")
