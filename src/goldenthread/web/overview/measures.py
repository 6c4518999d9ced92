"""The words of the list of measures, of what is one's own, of the rug and of a record's past."""

from collections.abc import Mapping

from django.utils.formats import date_format

from goldenthread.overview.shapes import (
    MeasureList,
    MeasureRow,
    MinePage,
    OwnAction,
    PartnershipHeading,
    RugPage,
)
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Empty, Link, Row, Table, turner
from goldenthread.web.marks import STATUS_WORDS
from goldenthread.web.overview.actions import STATES
from goldenthread.web.overview.standing import measure_row, measure_table, status_counts

FREQUENCIES = {
    "monthly": "Every month",
    "quarterly": "Every quarter",
    "half_yearly": "Every half year",
    "yearly": "Every year",
}


def measure_list(shown: MeasureList, chosen: Mapping[str, str]) -> dict[str, object]:
    """The measures of a partnership, and how to narrow them."""
    heading = shown.heading
    chosen = {name: value for name, value in chosen.items() if value}
    address = addresses.elsewhere(heading.code, "measures")
    return {
        "frame": addresses.framed(heading, "How the measures stand", here="measures"),
        "shown": shown,
        "counts": status_counts(shown.counts, heading),
        "statuses": [
            (key, f"{STATUS_WORDS[key]} ({number:,})", chosen.get("status") == key)
            for key, number in shown.counts.items()
        ],
        "themes": [(one.id, one.title, chosen.get("theme") == str(one.id)) for one in shown.themes],
        "silent": bool(chosen.get("silent")),
        "silent_words": f"Only those with an overdue figure ({shown.silent:,})",
        "address": address,
        "narrowed": bool(chosen),
        "found": counted(shown.page.total, "measure").capitalize(),
        "measures": measure_table(shown.measures, heading, "Measures"),
        "turner": turner(shown.page, address, {**addresses.kept(heading), **chosen}),
        "rug_href": addresses.of(heading, "rug"),
        "results_href": addresses.of(heading, "results"),
        "kept": addresses.kept(heading),
    }


def rug(shown: RugPage, chosen: Mapping[str, str]) -> dict[str, object]:
    """Measures down, periods or places across."""
    heading = shown.heading
    chosen = {name: value for name, value in chosen.items() if value}
    address = addresses.elsewhere(heading.code, "rug")
    by_places = shown.by == "places"
    return {
        "frame": addresses.framed(heading, "The rug: every measure side by side", here="measures"),
        "shown": shown,
        "caption": f"How each measure stands in each {'place now' if by_places else 'period'}",
        "width": len(shown.columns) + 1,
        "groups": [
            (
                group.theme.title,
                addresses.of(heading, "theme", group.theme.id),
                [
                    (row.measure.title, addresses.of(heading, "measure", row.measure.id), row.statuses)
                    for row in group.rows
                ],
            )
            for group in shown.groups
        ],
        "by_places": by_places,
        "themes": [(one.id, one.title, chosen.get("theme") == str(one.id)) for one in shown.themes],
        "frequencies": [(key, words, chosen.get("frequency") == key) for key, words in FREQUENCIES.items()],
        "key": list(STATUS_WORDS),
        "address": address,
        "narrowed": bool(chosen),
        "turner": turner(shown.page, address, {**addresses.kept(heading), **chosen}),
        "kept": addresses.kept(heading),
        "list_href": addresses.of(heading, "measures"),
    }


def mine(shown: MinePage) -> dict[str, object]:
    """What the person who looks answers for."""
    heading = shown.heading
    return {
        "frame": addresses.framed(heading, "What is yours", here="mine"),
        "shown": shown,
        "words": _mine_in_words(shown),
        "asked": _asked(shown),
        "measures": _own_measures(shown),
        "together": _together(heading),
        "actions": _own_actions(shown.actions, heading),
        "empty": Empty(
            "Nothing here is yours yet" if shown.known else "Nobody has said who you are in the plan",
            "Measures that you lead and actions that you own are listed here, for you or for a post that you hold."
            if shown.known
            else "The partnership's manager can say which person in the plan your account belongs to. Then your"
            " measures and actions are listed here.",
        ),
    }


def _asked(shown: MinePage) -> list[tuple[Link, str]]:
    """The rounds that ask for something, and by when."""
    return [
        (
            Link(one.title, addresses.of(shown.heading, "answer", one.round_id)),
            f"{counted(one.waiting, 'answer').capitalize()} to give by {date_format(one.due_on, 'j F Y')}"
            + (". That day has passed." if one.late else ".")
            if one.waiting
            else "You have answered everything.",
        )
        for one in shown.asked
    ]


def _together(heading: PartnershipHeading) -> list[Link]:
    """Where several figures are given at once, for whoever gives any."""
    if "CONTRIBUTE" not in heading.rights or heading.as_known:
        return []
    return [
        Link("Give several figures at once", addresses.of(heading, "several-figures")),
        Link("Fill them in as a workbook", addresses.of(heading, "figures-workbook")),
    ]


def _mine_in_words(shown: MinePage) -> str:
    late = sum(action.late for action in shown.actions)
    overdue = sum(any(place.silent for place in row.places) for row in shown.measures)
    first = (
        f"You lead {counted(len(shown.measures), 'measure')} and own {counted(len(shown.actions), 'action')}."
    )
    parts = [
        f"{counted(overdue, 'measure')} {'waits' if overdue == 1 else 'wait'} for a figure"
        if overdue
        else "",
        f"{counted(late, 'action')} {'is' if late == 1 else 'are'} late" if late else "",
    ]
    waiting = " and ".join(part for part in parts if part)
    return f"{first} {waiting.capitalize()}." if waiting else first


def _own_measures(shown: MinePage) -> Table | None:
    if not shown.measures:
        return None
    columns = (
        Column("Measure"),
        Column("Status"),
        Column("Latest", True),
        Column("When"),
        Column("What to do"),
    )
    rows = tuple(_own_measure(row, shown.heading) for row in shown.measures)
    return Table("Your measures", columns, rows, caption_hidden=True)


def _own_measure(row: MeasureRow, heading: PartnershipHeading) -> Row:
    usual = measure_row(row, heading)
    fresh = next((place.fresh for place in row.places if place.silent), "") or next(
        (place.fresh for place in row.places), ""
    )
    href = give_figure_href(heading, row.id)
    give = Cell("Give the figure", href) if href else Cell("Only to read", faint=True)
    return Row(
        usual.head, (*usual.cells[:2], Cell(fresh or "No place has this measure yet", faint=not fresh), give)
    )


def give_figure_href(heading: PartnershipHeading, measure_id: int) -> str:
    """Where a figure of this measure is given; empty for those who give none here, and on an earlier day."""
    if heading.as_known or "CONTRIBUTE" not in heading.rights:
        return ""
    return addresses.of(heading, "figures", measure_id)


def _own_actions(actions: tuple[OwnAction, ...], heading: PartnershipHeading) -> Table | None:
    if not actions:
        return None
    rows = tuple(
        Row(
            Cell(action.title, addresses.of(heading, "action", action.id)),
            (
                Cell("Late", severity="error")
                if action.late
                else Cell(STATES.get(action.state) or "Not said yet"),
                Cell(date_format(action.due_on, "j F Y")) if action.due_on else Cell("No date", faint=True),
            ),
        )
        for action in actions
    )
    return Table(
        "Your actions", (Column("Action"), Column("How it stands"), Column("Due")), rows, caption_hidden=True
    )
