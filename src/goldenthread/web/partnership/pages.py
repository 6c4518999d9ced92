"""The words of the pages about people, places and decisions."""

from typing import Any

from django.utils.formats import date_format

from goldenthread.overview.shapes import Governance, GroupNode
from goldenthread.overview.shapes_partnership import (
    AccountsPage,
    DecidedChange,
    DecisionPage,
    DecisionsPage,
    HolderLine,
    PlaceLine,
    PlacesPage,
    PostsPage,
)
from goldenthread.partnership.rules import rights_in_words
from goldenthread.web import addresses
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Table, turner


def accounts(shown: AccountsPage) -> dict[str, object]:
    """Who may sign in, as what; with a way to give and to take."""
    heading = shown.heading
    rows = tuple(
        Row(
            Cell(account.name or account.email),
            (
                Cell(account.email),
                Cell(account.person or "Nobody named in the plan", faint=not account.person),
                Cell(role_words(role.label, role.scope)),
                Cell("Take it away", addresses.of(heading, "take-role", role.id)),
            ),
        )
        for account in shown.accounts
        for role in account.roles
    )
    columns = (Column("Name"), Column("E-mail"), Column("In the plan"), Column("Role"), Column("Change"))
    return {
        "frame": addresses.framed(heading, "Who may do what", here="accounts"),
        "table": Table("Who may do what", columns, rows, caption_hidden=True),
        "give_href": addresses.of(heading, "give-role"),
        "messages_href": addresses.of(heading, "messages") if heading.may_manage else "",
        "roles": what_roles_do(),
    }


def what_roles_do() -> tuple[Entry, ...]:
    return tuple(Entry(label, text) for label, text in rights_in_words())


def role_words(label: str, scope: str | None) -> str:
    return f"{label}, {scope}" if scope else label


def decisions(shown: DecisionsPage) -> dict[str, object]:
    """The decisions, the newest first."""
    heading = shown.heading
    rows = tuple(
        Row(
            Cell(one.title, addresses.of(heading, "decision", one.id)),
            (Cell(date_format(one.decided_on, "j F Y")), Cell(one.by)),
        )
        for one in shown.decisions
    )
    may_write = "DECIDE" in heading.rights
    write = Link("Write down a decision", addresses.of(heading, "write-decision")) if may_write else None
    return {
        "frame": addresses.framed(heading, "Decisions", here="decisions"),
        "table": Table("Decisions", (Column("Decision"), Column("When"), Column("By")), rows, True),
        "has_rows": bool(rows),
        "write": write,
        "turner": turner(shown.page, addresses.of(heading, "decisions"), {}),
        "empty": Empty(
            "No decision is written down yet",
            "A decision says what was decided, by which group or officer, and when. Changes of targets name the"
            " decision behind them. The minute-taker or the manager writes it down.",
            write,
        ),
    }


def decision(shown: DecisionPage) -> dict[str, object]:
    """One decision, and what was changed because of it."""
    heading, one = shown.heading, shown.decision
    return {
        "frame": addresses.framed(heading, one.title, kind="Decision", here="decisions"),
        "entries": (
            Entry("Decided", date_format(one.decided_on, "j F Y")),
            Entry("By", one.by),
            Entry("In these words", one.words),
            Entry("On this evidence", one.evidence),
        ),
        "changes": [(_change_words(change), change.reason) for change in shown.changes],
    }


def _change_words(change: DecidedChange) -> str:
    told = "; ".join(
        f"{name.replace('_', ' ')}: from {_said(before)} to {_said(after)}"
        for name, before, after in change.changes
    )
    return f"{change.subject.title}: {told}" if told else change.subject.title


def _said(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)


def places(shown: PlacesPage) -> dict[str, object]:
    """The places, with their codes and what became of them."""
    rows = tuple(
        Row(
            Cell(place.name),
            (
                Cell(place.code or "No official code", faint=not place.code),
                Cell(place.kind or "Not stated", faint=not place.kind),
                Cell(place.within or "", faint=not place.within),
                Cell(_validity(place)),
            ),
        )
        for place in shown.places
    )
    columns = (Column("Place"), Column("Code"), Column("Kind"), Column("Inside"), Column("When"))
    return {
        "frame": addresses.framed(shown.heading, "Places", here="places"),
        "table": Table("Places", columns, rows, caption_hidden=True),
    }


def _validity(place: PlaceLine) -> str:
    parts = []
    if place.valid_from:
        parts.append(f"since {date_format(place.valid_from, 'j F Y')}")
    if place.valid_to:
        parts.append(f"until {date_format(place.valid_to, 'j F Y')}")
    parts += [f"{name} took over on {date_format(on, 'j F Y')}" for name, on in place.became]
    parts += [f"took over from {name}" for name, _ in place.was]
    words = "; ".join(parts)
    return words[:1].upper() + words[1:] if words else "Now"


def posts(shown: PostsPage) -> dict[str, object]:
    """The posts and who holds them."""
    heading = shown.heading
    rows = tuple(
        Row(
            Cell(post.title),
            (
                Cell(post.organisation),
                Cell("; ".join(_held(h) for h in post.now) or "Nobody that we know of", faint=not post.now),
                Cell("; ".join(_held(h) for h in post.others), faint=True),
                _post_link(shown, post.id, post.now),
            ),
        )
        for post in shown.posts
    )
    columns = (Column("Post"), Column("Organisation"), Column("Holder"), Column("Others"), Column("Change"))
    return {
        "frame": addresses.framed(heading, "Posts", here="posts"),
        "table": Table("Posts and who holds them", columns, rows, caption_hidden=True),
        "has_rows": bool(rows),
        "empty": Empty(
            "No post is known yet",
            "Posts come in with the workbook of people and groups, and with every plan that names one as a lead.",
        ),
    }


def _post_link(shown: PostsPage, post_id: int, now: tuple[HolderLine, ...]) -> Cell:
    if not shown.heading.may_manage:
        return Cell("")
    if now:
        return Cell(f"{now[0].name} leaves", addresses.of(shown.heading, "leave-post", now[0].id))
    return Cell("Somebody takes it", addresses.of(shown.heading, "hold-post", post_id))


def _held(holder: HolderLine) -> str:
    first = date_format(holder.valid_from, "F Y") if holder.valid_from else ""
    last = date_format(holder.valid_to, "F Y") if holder.valid_to else ""
    when = (
        f"{first} to {last}"
        if first and last
        else f"since {first}"
        if first
        else f"until {last}"
        if last
        else ""
    )
    return f"{holder.name} ({when})" if when else holder.name


def group_choices(shown: Governance) -> list[tuple[int, str]]:
    """Every group of the tree, the upper ones first."""
    return [(node.id, node.name) for node in _all(shown.groups)]


def seats_of(shown: Governance, group_id: int) -> Table | None:
    """The seats of a group, each with a way to end it."""
    node = next(node for node in _all(shown.groups) if node.id == group_id)
    rows = tuple(
        Row(
            Cell(seat.holder or seat.organisation),
            (
                Cell(seat.organisation),
                Cell(seat.role),
                Cell("End this seat", addresses.of(shown.heading, "end-seat", seat.id)),
            ),
        )
        for seat in node.seats
    )
    columns = (Column("Seat"), Column("For"), Column("Role"), Column("Change"))
    return Table(f"Who sits in {node.name} now", columns, rows) if rows else None


def seat_words(seat: Any) -> str:
    """Whose seat it is: "Leader, County Council"."""
    holder = seat.person.name if seat.person else seat.post.title if seat.post else ""
    return ", ".join(filter(None, (holder, seat.organisation.name if seat.organisation else "", seat.role)))


def as_typed(group: Any) -> dict[str, Any]:
    """A group as its form has it."""
    return {
        "name": group.name,
        "kind": group.kind,
        "reports_to": group.reports_to_id,
        "meets": group.meets,
        "terms_of_reference": group.terms_of_reference,
    }


def _all(nodes: tuple[GroupNode, ...]) -> list[GroupNode]:
    return [found for node in nodes for found in (node, *_all(node.groups))]
