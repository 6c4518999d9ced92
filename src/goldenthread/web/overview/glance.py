"""The words of a partnership at a glance."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format

from goldenthread.overview.shapes import AwaitedTarget, Changes, Glance, Named, PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.figures import STATUS_WORDS as FIRMNESS
from goldenthread.web.figures import counted
from goldenthread.web.frame import Cell, Column, Link, Row, Table
from goldenthread.web.overview.findings import kind_counts
from goldenthread.web.overview.parts import evidence, no_plan, vision
from goldenthread.web.overview.standing import counts_cell, status_counts


def glance(shown: Glance) -> dict[str, object]:
    """A partnership at a glance: what changed, how it stands, what waits for a decision and what is missing."""
    heading = shown.heading
    errors = shown.findings.by_severity.get("error", 0)
    return {
        "frame": addresses.framed(
            heading,
            heading.name,
            here="partnership",
            above=vision(shown.strategy, heading, with_strategy=False),
            source=shown.strategy.source if shown.strategy else None,
            as_known=date_format(shown.as_known, "j F Y"),
        ),
        "words": in_a_paragraph(shown),
        "counts": status_counts(shown.counts, heading),
        "since": shown.changes.since,
        "keep": addresses.kept(heading),
        "changed": _changed(shown.changes, heading) if shown.answered else [],
        "decide": _to_decide(shown),
        "contradictions": Link(
            f"{counted(errors, 'contradiction')} in the plan".capitalize(),
            addresses.of(heading, "findings", severity="error"),
        )
        if errors
        else None,
        "missing": _missing(shown),
        "silent": [_to_measure(one, heading) for one in shown.silent],
        "strategy": shown.strategy,
        "settle": kind_counts(shown.findings, heading),
        "themes": _themes(shown),
        "frameworks": [(one.id, one.title, one.id == shown.framework) for one in shown.frameworks]
        if len(shown.frameworks) > 1
        else [],
        "outside": _outside(shown),
        "rug_href": addresses.of(heading, "rug"),
        "evidence": evidence(shown.evidence),
        "contains": [
            Link(inner.title, reverse("web:partnership", args=[inner.code])) for inner in shown.contains
        ],
        "within": heading.within
        and Link(heading.within.title, reverse("web:partnership", args=[heading.within.code])),
        "empty": no_plan(heading),
        "may_publish": heading.may_manage and bool(shown.themes) and not heading.published,
        "publish_href": addresses.of(heading, "publish"),
        "more": _more(shown),
        "keeping": _keeping(shown),
    }


def _more(shown: Glance) -> list[Link]:
    """The registers that no section of the page's head leads to."""
    heading = shown.heading
    pages = [
        ("What is late", "late", True),
        ("Action points", "action-points", True),
        ("Events", "events", True),
        ("Effect on equality", "equality-register", True),
        ("Strategies, and what became of earlier ones", "strategies", True),
        ("What we know of the place", "evidence", True),
        ("What was changed, and why", "amendments", True),
        ("Places", "places", True),
        ("Posts and who holds them", "posts", heading.is_inside),
    ]
    return [Link(words, addresses.of(heading, page)) for words, page, may in pages if may]


def _keeping(shown: Glance) -> list[Link]:
    """What only the manager begins here."""
    heading = shown.heading
    if not heading.may_manage or heading.as_known:
        return []
    found = [
        Link("Adopt another partnership's measure", addresses.of(heading, "adoptable")),
        Link("Take a measure from the catalogue", addresses.of(heading, "catalogue")),
        Link("Start the next year", addresses.of(heading, "roll-forward")),
    ]
    if shown.strategy:
        found.insert(
            0, Link("Change the strategy", addresses.of(heading, "amend-strategy", shown.strategy.id))
        )
    return found


def in_a_paragraph(shown: Glance) -> str:
    """What a councillor needs first: what changed since last time; before the first figure, what there is."""
    if not shown.themes:
        return ""
    if not shown.answered:
        return _before_any_figure(shown)
    changes = shown.changes
    told = [
        _told(len(changes.turned_off), "measure turned off track", "measures turned off track"),
        _told(len(changes.came_back), "came back", "came back"),
        _told(len(changes.answered_first), "answered for the first time", "answered for the first time"),
        _told(changes.figures_revised, "figure was revised", "figures were revised"),
        _told(changes.targets_changed, "target was changed", "targets were changed"),
    ]
    words = [part for part in told if part]
    since = f"Since {date_format(changes.since, 'j F Y')},"
    first = f"{since} {_listed(words)}." if words else f"{since} nothing changed."
    return f"{first} {_now(shown)}"


def _told(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _now(shown: Glance) -> str:
    total, off = sum(shown.counts.values()), shown.counts.get("off-track", 0)
    off_words = f"{off:,} of {counted(total, 'measure')} {'is' if off == 1 else 'are'} off track"
    first = f"Now {off_words}" if off else f"Now none of {counted(total, 'measure')} is off track"
    if not shown.silent_count:
        return f"{first}."
    silent = shown.silent_count
    return f"{first}, and {silent:,} {'has' if silent == 1 else 'have'} an overdue figure."


def _before_any_figure(shown: Glance) -> str:
    tally = shown.tally
    actions = sum(theme.actions for theme in shown.themes)
    promises = sum(theme.commitments for theme in shown.themes)
    if not sum(shown.counts.values()):
        parts = f"{counted(len(shown.themes), 'theme')}, {counted(promises, 'promise')} and {counted(actions, 'action')}"
        return f"{shown.heading.name} has {parts}. No measure says yet whether the promises are kept."
    errors = shown.findings.by_severity.get("error", 0)
    faults = (
        f"In {counted(errors, 'place')} the plan contradicts itself."
        if errors
        else "Nothing in the plan contradicts itself."
    )
    return (
        f"{shown.heading.name} has {counted(len(shown.themes), 'theme')}, {counted(tally.measures, 'measure')} and"
        f" {counted(actions, 'action')}. {tally.with_baseline} of the {counted(tally.measures, 'measure')} have a figure"
        f" to start from, {tally.with_target} have a target and {tally.with_lead} have a lead. Nobody has given a result"
        f" yet. {faults}"
    )


MOST_CHANGED = 8
"""Measures that each kind of change names."""


def _changed(changes: Changes, heading: PartnershipHeading) -> list[tuple[str, str, list[Link], str]]:
    """The measures behind the paragraph, by how they changed: status key, words, links, and how many more."""
    return [
        (
            key,
            words,
            [_to_measure(one, heading) for one in named[:MOST_CHANGED]],
            f"and {len(named) - MOST_CHANGED:,} more" if len(named) > MOST_CHANGED else "",
        )
        for key, words, named in (
            ("off-track", "Turned off track", changes.turned_off),
            ("on-track", "Came back", changes.came_back),
            ("too-early", "Answered for the first time", changes.answered_first),
        )
        if named
    ]


def _to_measure(one: Named, heading: PartnershipHeading) -> Link:
    return Link(one.title, addresses.of(heading, "measure", one.id))


def _to_decide(shown: Glance) -> list[dict[str, object]]:
    """What waits for a decision: words, the first few measures, and where the rest is."""
    heading, waiting = shown.heading, shown.to_decide
    found: list[dict[str, object]] = []
    if waiting.off_track_count:
        number = waiting.off_track_count
        found.append(
            {
                "words": f"{counted(number, 'measure').capitalize()} off track without an action to mend it",
                "links": [(_to_measure(one, heading), "") for one in waiting.off_track_without_action],
                "rest": Link(
                    "See all that are off track", addresses.of(heading, "measures", status="off-track")
                )
                if number > len(waiting.off_track_without_action)
                else None,
            }
        )
    if waiting.awaited_count:
        number = waiting.awaited_count
        more = number - len(waiting.awaited)
        found.append(
            {
                "words": f"{counted(number, 'target').capitalize()} still to be agreed",
                "links": [(_to_measure(one.measure, heading), _awaited(one)) for one in waiting.awaited],
                "rest": f"and {more:,} more" if more > 0 else None,
            }
        )
    if shown.to_publish:
        words = f"{counted(shown.to_publish, 'record').capitalize()} that the public does not see yet"
        choose = Link("Choose what to publish", addresses.of(heading, "publish"))
        found.append({"words": words, "links": [(choose, "")], "rest": None})
    return found


def _awaited(one: AwaitedTarget) -> str:
    parts = [one.period, FIRMNESS.get(one.status, one.status), one.due]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _missing(shown: Glance) -> Link | None:
    if not shown.silent_count:
        return None
    words = f"{counted(shown.silent_count, 'measure')} {'has' if shown.silent_count == 1 else 'have'} an overdue figure"
    return Link(words.capitalize(), addresses.of(shown.heading, "measures", silent="yes"))


def _outside(shown: Glance) -> str:
    """What a list of themes leaves out, and that nothing is counted twice."""
    if len(shown.frameworks) < 2:
        return ""
    once = "A measure that hangs in two frameworks is counted once on top, and under a theme of each here."
    if not shown.outside:
        return once
    hang = "hangs" if shown.outside == 1 else "hang"
    return f"{once} {counted(shown.outside, 'measure').capitalize()} {hang} in no theme of this framework."


def _themes(shown: Glance) -> Table | None:
    """One row a theme: how its measures stand, and what else hangs in it."""
    heading = shown.heading
    counted_in = [
        (head, name)
        for head, name in (("Objectives", "objectives"), ("Promises", "commitments"), ("Actions", "actions"))
        if any(getattr(theme, name) for theme in shown.themes)
    ]
    measured = bool(sum(shown.counts.values()))
    several = len(shown.frameworks) > 1 and shown.framework is None
    titles = {one.id: one.title for one in shown.frameworks} if several else {}
    columns = (
        Column("Theme"),
        *((Column("How its measures stand"),) if measured else ()),
        *(Column(head, True) for head, _ in counted_in),
    )
    rows = tuple(
        Row(
            Cell(
                theme.title, addresses.of(heading, "theme", theme.id), note=titles.get(theme.strategy_id, "")
            ),
            (
                *((counts_cell(theme.counts),) if measured else ()),
                *(Cell(str(getattr(theme, name))) for _, name in counted_in),
            ),
        )
        for theme in shown.themes
    )
    return Table("Themes", columns, rows, caption_hidden=True) if rows else None
