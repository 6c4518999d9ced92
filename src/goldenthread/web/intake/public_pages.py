"""The words of the pages that take public figures in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from goldenthread.intake.operations import Fetched
from goldenthread.intake.public.matching import Matched
from goldenthread.measures.queries import feeds
from goldenthread.measures.rules import Change, Waiting
from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.reading.public import PUBLISHERS
from goldenthread.returns.rules import name_of
from goldenthread.web import addresses
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Link, Row, Table

MOST_SHOWN = 200
"""Figures of a kind that the page names one by one."""
TITLE = "Public figures"


def measure_named(measure: Any) -> str:
    return f"{measure.code}: {measure.title}" if measure.code else str(measure.title)


def groups_of(one: Matched) -> list[tuple[str, str]]:
    """For whom an indicator has figures, the most first: as a form sends it, and in words."""
    return [
        (f"{sex}|{age}", ", ".join(filter(None, (sex, age))) or "Everybody")
        for (sex, age), _ in one.indicator.groups.most_common()
    ] or [("|", "Everybody")]


def files(
    heading: PartnershipHeading, form: Any, sent: Iterable[Any], releases: Iterable[Any]
) -> dict[str, Any]:
    """Where a download is sent, those that came, and what fills which measure."""
    taken = {release.sha256: release.figures for release in releases}
    rows = [
        Row(
            Cell(file.name, href=reverse("web:public-file", args=[heading.code, file.pk])),
            (
                Cell(PUBLISHERS[file.source] or "Not told by the file", faint=not PUBLISHERS[file.source]),
                Cell(_release(file), faint=not _release(file)),
                Cell(f"{date_format(file.sent_at, 'j F Y')}, {file.sent_by}"),
                Cell(str(taken.get(file.sha256, 0)) if file.taken_in_at else "not taken in"),
            ),
        )
        for file in sent
    ]
    filled = [
        (
            measure_named(feed.measure),
            addresses.of(heading, "measure", feed.measure_id),
            f"{PUBLISHERS[feed.source] or 'A table'}: {feed.title or feed.indicator}"
            + (f" ({', '.join(filter(None, (feed.sex, feed.age)))})" if feed.sex or feed.age else ""),
            reverse("web:end-feed", args=[heading.code, feed.pk]),
        )
        for feed in feeds(heading.id)
    ]
    columns = [Column(words) for words in ("File", "Published by", "Release", "Sent")]
    return {
        "frame": addresses.framed(heading, TITLE, here="intake"),
        "form": form,
        "table": Table("Files that came", (*columns, Column("Figures in force", figures=True)), tuple(rows))
        if rows
        else None,
        "filled": filled,
    }


def _release(file: Any) -> str:
    day = f"{date_format(file.released_on, 'j F Y')}" if file.released_on else ""
    return ", ".join(filter(None, (file.edition, day)))


def file(heading: PartnershipHeading, file: Any, fetched: Fetched, form: Any, take: Any) -> dict[str, Any]:
    """What one download would do."""
    filled = [
        f"{one.indicator.title} fills {measure_named(match.measure)}"
        + (f" ({', '.join(filter(None, (match.sex, match.age)))})" if match.sex or match.age else "")
        + ("." if match.is_confirmed else ". Its code says so.")
        for one in fetched.matched
        for match in one.matches
    ]
    places = fetched.named
    return {
        "frame": addresses.framed(heading, file.name, kind=TITLE, here="intake"),
        "lead": _lead(file, fetched),
        "filled": filled,
        "places": [*fetched.places.followed, *fetched.places.merged],
        "form": form,
        "more": max(sum(not one.matches for one in fetched.matched) - len(form.asked), 0),
        "others": sum(field.name.startswith("measure_") for field in form.others),
        "take": take,
        "new": _changes("New", fetched.taken.new, fetched.taken.count("new"), places),
        "revised": _changes("Revised", fetched.taken.revised, fetched.taken.count("revised"), places),
        "answered": [f"{name_of(one)}, {one.round.period}" for one in fetched.answered],
        "waiting": _waiting(fetched, places),
        "refused": [f"{sentence} {refusal.where}" for sentence, refusal in fetched.all_refused],
        "button": _button(fetched),
        "nothing": _nothing(fetched),
        "back": Link(TITLE, reverse("web:public-files", args=[heading.code])),
    }


def waiting_of(fetched: Fetched) -> tuple[Waiting, ...]:
    return (*fetched.taken.waiting, *fetched.waiting)


def taken_in_words(fetched: Fetched) -> str:
    """What came in, in a sentence."""
    said = [
        (fetched.taken.count("new"), "new figure"),
        (fetched.taken.count("revised"), "revised figure"),
        (len(fetched.answered), "answer to an open round"),
    ]
    parts = [
        "1 answer to an open round" if count == 1 and words.startswith("answer")
        else f"{count:,} answers to an open round" if words.startswith("answer")
        else counted(count, words)
        for count, words in said
        if count
    ]  # fmt: skip
    return (
        f"Taken in: {' and '.join([', '.join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)}."
        if parts
        else ("Nothing was taken in: nothing in it is new.")
    )


def _lead(file: Any, fetched: Fetched) -> str:
    whose = PUBLISHERS[file.source] or "A table of public figures"
    indicators = len(fetched.matched)
    filling = sum(bool(one.matches) for one in fetched.matched)
    fills = f"{filling} {'fills' if filling == 1 else 'fill'}" if filling else "none fills"
    return (
        f"{whose}: {counted(indicators, 'indicator')}, of which {fills} a measure of yours. Nothing is taken in"
        " until you say so."
    )


def _button(fetched: Fetched) -> str:
    count = fetched.taken.count("new") + fetched.taken.count("revised") + len(fetched.answered)
    if count:
        return f"Take in {counted(count, 'figure')}"
    return "Take in what I answered" if waiting_of(fetched) else ""


def _nothing(fetched: Fetched) -> str:
    """Why nothing of a file can be taken in, though it fills a measure."""
    if fetched.elsewhere and not fetched.taken.count("same"):
        return (
            "None of its figures is about a place of yours. Places are known by their official"
            " codes: look at the places of your partnership."
        )
    return "Nothing in this file is new. It changes nothing."


def _changes(
    caption: str, changes: tuple[Change, ...], count: int, places: Mapping[int, tuple[str, str]]
) -> Table | None:
    if not changes:
        return None
    is_new = not changes[0].before
    columns = ("Measure", "Place", "Period", *(("Figure",) if is_new else ("Before", "Now")), "Row")
    rows = []
    for one in changes[:MOST_SHOWN]:
        measure, place = places[one.series_id]
        figures = (Cell(one.after),) if is_new else (Cell(one.before), Cell(one.after))
        rows.append(Row(Cell(measure), (Cell(place), Cell(one.period), *figures, Cell(str(one.row)))))
    shown = f"{caption}: {counted(count, 'figure')}" + (
        f", the first {MOST_SHOWN}" if count > MOST_SHOWN else ""
    )
    return Table(
        shown,
        tuple(Column(words, figures=words in {"Figure", "Before", "Now", "Row"}) for words in columns),
        tuple(rows),
    )


def _waiting(fetched: Fetched, places: Mapping[int, tuple[str, str]]) -> list[str]:
    return [
        f"Row {one.row}, {', '.join(places[one.series_id])}, {one.period}: {one.sentence}"
        for one in waiting_of(fetched)[:MOST_SHOWN]
    ]
