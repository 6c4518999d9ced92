"""The words of the pages about silence and handing over."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.overview.queries.silence import WAYS
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.overview.shapes.silence import Orphan, ScoreLine, SilencePage, SilentPerson
from goldenthread.reckoning.silence import RULE as SILENCE_RULE
from goldenthread.reckoning.timeliness import RULE as FRESH_RULE
from goldenthread.returns.operations import HandedOver
from goldenthread.returns.queries import Belongings
from goldenthread.returns.rules import name_of
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Entry, Link, Row, Table, turner

LISTS: Final = {
    "people": "People",
    "measures": "Measures that nobody leads",
    "fresh": "How fresh figures are",
}
IN_WORDS: Final = {
    "left": "left and still has something",
    "never": "never answered",
    "missed": "missed two rounds or more",
    "waiting": "owes something now",
}
SHAPES: Final = {"left": "off-track", "never": "off-track", "missed": "watch", "waiting": "no-figure"}
HAND_OVER: Final = (
    "Look through what goes along. What is done, closed or past stays with whoever did it, and the history of each"
    " record says who had it until today."
)
NOBODY_THERE: Final = (
    "We do not know to which organisation you belong, so there is nothing to show. Ask the partnership manager to give"
    " you your post."
)


def silence(shown: SilencePage) -> dict[str, object]:
    """Who is silent, one list at a time."""
    heading = shown.heading
    keep = {"show": shown.show, "why": shown.why}
    table = _TABLES[shown.show](shown)
    fresh = shown.show == "fresh"
    return {
        "frame": addresses.framed(heading, "Who is silent", here="silence"),
        "intro": _intro(shown),
        "counts": [
            (SHAPES[way], f"{shown.counts[way]} {IN_WORDS[way]}", addresses.of(heading, "silence", why=way))
            for way in WAYS
            if shown.counts[way]
        ],
        "layers": [
            Link(
                f"{words} ({shown.orphans})" if name == "measures" else words,
                addresses.of(heading, "silence", show=name),
                here=name == shown.show,
            )
            for name, words in LISTS.items()
        ],
        "filtered": IN_WORDS.get(shown.why, "") if shown.show == "people" else "",
        "whole": addresses.of(heading, "silence"),
        "nobody": _nobody_asked(shown),
        "table": table,
        "themes": _scores(shown.themes, "Theme", "theme", heading) if fresh else None,
        "turner": turner(
            shown.page, addresses.of(heading, "silence"), {name: one for name, one in keep.items() if one}
        ),
        "rule": FRESH_RULE if fresh else SILENCE_RULE if shown.show == "people" else "",
        "empty": _empty(shown),
    }


def _intro(shown: SilencePage) -> str:
    if shown.own is None:
        return "Who owes what, since when, and what nobody looks after. The board and the public see how many figures are missing, and no names."
    names = " and ".join(one.title for one in shown.own)
    return f"Only of your own organisation: {names}." if names else NOBODY_THERE


def _nobody_asked(shown: SilencePage) -> str:
    if not shown.nobody_asked:
        return ""
    is_asked = "is asked of nobody" if shown.nobody_asked == 1 else "are asked of nobody"
    return f"{counted(shown.nobody_asked, 'thing')} in the open rounds {is_asked}: name somebody who leads."


def _people(shown: SilencePage) -> Table | None:
    heading = shown.heading
    manages = heading.may_manage
    columns = (
        Column("Person"),
        Column("How"),
        Column("Owes", figures=True),
        Column("Since"),
        Column("Last answer"),
        *((Column("Pass it on"), Column("Ask again")) if manages else ()),
    )
    rows = tuple(_person(one, heading) for one in shown.people)
    return (
        Table("People who are silent, the worst first", columns, rows, caption_hidden=True) if rows else None
    )


def _person(one: SilentPerson, heading: PartnershipHeading) -> Row:
    owed = [owed.name for owed in one.owed]
    more = one.owes - len(owed)
    names = "; ".join(owed) + (f"; and {more} more" if more else "")
    cells = [
        Cell(_how(one), status=_shape(one), note=f"Leads or answers for {one.has}" if one.has else ""),
        Cell(str(one.owes) if one.owes else "", note=names),
        Cell(date_format(one.since, "j F Y") if one.since else ""),
        Cell(
            date_format(timezone.localdate(one.last_answer), "j F Y") if one.last_answer else "Never",
            faint=one.last_answer is None,
        ),
    ]
    if heading.may_manage:
        cells += [Cell("Hand over", addresses.of(heading, "hand-over", one.id)), _ask_again(one, heading)]
    return Row(Cell(one.name, note=", ".join(named.title for named in one.organisations)), tuple(cells))


def _ask_again(one: SilentPerson, heading: PartnershipHeading) -> Cell:
    """Where the person's own link is, in the first round in which they owe something."""
    if not one.owed:
        return Cell("")
    first = one.owed[0].round
    return Cell("Their link", addresses.of(heading, "links", first.id), note=first.title)


def _how(one: SilentPerson) -> str:
    if one.left_on is not None:
        return f"Left on {date_format(one.left_on, 'j F Y')}"
    if one.never:
        return "Never answered" + (f", {one.missed} rounds" if one.missed > 1 else "")
    if one.missed > 1:
        return f"Missed {one.missed} rounds in a row"
    return "Late"


def _shape(one: SilentPerson) -> str:
    if one.left_on is not None or one.never:
        return "off-track"
    return "watch" if one.missed > 1 else "no-figure"


def _measures(shown: SilencePage) -> Table | None:
    columns = (Column("Measure"), Column("Why nobody"), Column("Lead organisation"), Column("Theme"))
    rows = tuple(_orphan(one, shown.heading) for one in shown.measures)
    return Table("Measures that nobody leads", columns, rows, caption_hidden=True) if rows else None


def _orphan(one: Orphan, heading: PartnershipHeading) -> Row:
    led = ", ".join(named.title for named in one.organisations)
    return Row(
        Cell(f"{one.code} {one.title}".strip(), addresses.of(heading, "measure", one.id)),
        (
            Cell(one.why),
            Cell(led or "Not stated", faint=not led),
            Cell(one.theme.title, addresses.of(heading, "theme", one.theme.id)),
        ),
    )


def _fresh(shown: SilencePage) -> Table | None:
    return _scores(shown.organisations, "Lead organisation", "", shown.heading)


def _scores(lines: Sequence[ScoreLine], head: str, page: str, heading: PartnershipHeading) -> Table | None:
    columns = (
        Column(head),
        Column("In time", figures=True),
        Column("Expected", figures=True),
        Column("Late", figures=True),
        Column("Missing", figures=True),
    )
    rows = tuple(
        Row(
            Cell(one.name, addresses.of(heading, page, one.id) if page and one.id else ""),
            (
                Cell(
                    "Nothing was expected" if one.score.percent is None else f"{one.score.percent}%",
                    faint=one.score.percent is None,
                ),
                *(Cell(str(count)) for count in (one.score.expected, one.score.late, one.score.missing)),
            ),
        )
        for one in lines
    )
    return Table(f"How fresh figures are, by {head.lower()}", columns, rows) if rows else None


_TABLES: Final[dict[str, Any]] = {"people": _people, "measures": _measures, "fresh": _fresh}


def _empty(shown: SilencePage) -> Empty:
    if shown.own == ():
        return Empty("Nothing to show", NOBODY_THERE)
    if shown.show == "measures":
        return Empty("Every measure has somebody", "Each has a person, or a post that somebody holds.")
    if shown.show == "fresh":
        return Empty("Nothing was expected", "Say on each measure's sheet how often a figure is expected.")
    return Empty("Nobody is silent", "Everybody who was asked has answered, or their day has not come yet.")


# Handing over -------------------------------------------------------------------------------------------

_NAMES: Final = {
    "measures": ("measure", "measures"),
    "actions": ("action", "actions"),
    "milestones": ("milestone", "milestones"),
    "risks": ("risk", "risks"),
    "points": ("action point", "action points"),
    "returns": ("thing asked in open rounds", "things asked in open rounds"),
    "posts": ("post", "posts"),
    "seats": ("seat ended", "seats ended"),
    "links": ("link taken back", "links taken back"),
    "drafts": ("begun answer", "begun answers"),
}


def facts_of(held: Belongings, heading: PartnershipHeading) -> tuple[Entry, ...]:
    """How many there are of what, before it is handed over."""
    counts = {name: count for name, count in held.counts.items() if count and name not in ("seats", "links")}
    facts = [Entry("Goes along", ", ".join(_counted(name, count) for name, count in counts.items()))]
    if not counts:
        facts = [Entry("Goes along", "Nothing: this person leads and answers for nothing that is open.")]
    if held.seats:
        names = ", ".join(seat.group.name for seat in held.seats)
        words = f"{names}. A seat is given by the group; it ends where the person left."
        facts.append(
            Entry("Stays: seats", words, (Link("Who decides", addresses.of(heading, "governance")),))
        )
    if held.links:
        facts.append(Entry("Links", "The person's own links are taken back where they ask for nothing more."))
    return tuple(facts)


def _counted(name: str, count: int) -> str:
    return counted(count, *_NAMES[name])


def table_of(held: Belongings, heading: PartnershipHeading) -> Table | None:
    """Everything that would go along, one line each."""
    rows = tuple(
        Row(Cell(title, href), (Cell(kind), Cell(note, faint=not note)))
        for kind, title, href, note in _lines(held, heading)
    )
    columns = (Column("What goes along"), Column("Kind"), Column("Where"))
    return Table("What goes along", columns, rows, caption_hidden=True) if rows else None


def _lines(held: Belongings, heading: PartnershipHeading) -> Iterator[tuple[str, str, str, str]]:
    """Each thing as (kind, name, address, where it is)."""
    for led in held.measures:
        measure = led.measure
        title = f"{measure.code} {measure.title}".strip()
        yield (
            str(led.get_part_display()),
            title,
            addresses.of(heading, "measure", measure.pk),
            measure.theme.title,
        )
    for action in held.actions:
        yield "Action", action.title, addresses.of(heading, "action", action.pk), action.theme.title
    for milestone in held.milestones:
        yield "Milestone", milestone.title, "", "With its action"
    for risk in held.risks:
        yield "Risk", risk.title, "", ""
    for point in held.points:
        yield "Action point", point.title, addresses.of(heading, "action-point", point.pk), ""
    for asked in held.returns:
        yield "Asked", name_of(asked), addresses.of(heading, "round", asked.round_id), asked.round.title
    for holding in held.posts:
        yield "Post", holding.post.title, "", f"{holding.post.organisation.name}, only if you say so below"


def handed(done: HandedOver, to: str) -> str:
    """What went to whom, in a sentence."""
    told = ", ".join(_counted(name, count) for name, count in done.handed.items())
    return f"To {to}: {told}." if told else f"There was nothing to hand over to {to}."
