"""The past of a record in words: who, when, what, from what to what, why and by which decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.overview.shapes import HistoryEntry, HistoryLine, HistoryPage, Named, PartnershipHeading
from goldenthread.web import addresses
from goldenthread.web.figures import EQUALITY_WORDS
from goldenthread.web.frame import Link, turner

FIELDS = {
    "lead_people": "lead",
    "lead_organisations": "lead organisations",
    "key_partners": "partners",
    "routes": "monitoring",
    "target_periods": "years with a target",
    "owner_person": "owner",
    "owner_post": "owner",
    "due_on": "due",
    "starts_on": "starts",
    "finished_on": "finished",
    "part_of": "part of",
    "as_written": "as the plan writes it",
}
VERBS = {
    "measure.created": "Added",
    "measure.amended": "Changed",
    "measure.baseline_stated": "Baseline stated",
    "measure.target_stated": "Target stated",
    "measure.baseline_amended": "Baseline changed",
    "measure.target_amended": "Target changed",
    "measure.figure_given": "Figure given",
    "measure.figure_revised": "Figure revised",
    "measure.figure_undone": "Figure taken back",
    "measure.break_marked": "Break in the series marked",
    "measure.equality_recorded": "Equality impact recorded",
    "measure.withdrawn": "Taken out",
    "theme.measure_adopted": "Measure of another partnership adopted",
    "theme.adoption_amended": "Adopted measure changed",
    "theme.adoption_ended": "Adopted measure given back",
    "measure.placed": "Placed in another framework too",
    "measure.placement_ended": "Taken out of another framework",
    "strategy.succeeded": "Followed by another strategy",
    "objective.ended": "What became of it",
    "visibility.changed": "Who may see it changed",
    "outside_template.version_added": "Their file kept",
    "outside_template.places_set": "What belongs where changed",
    "outside_template.confirmed": "Places confirmed",
    "outside_template.filled": "Filled",
    "outside_template.sent": "Noted as sent",
    "outside_template.withdrawn": "Filled no more",
}
NOTHING = "nothing"
VISIBILITY = {
    "private": "the manager",
    "partnership": "the partnership",
    "public": "everyone",
}
OURS = {
    "block",
    "in_force_from",
    "position",
    "source_from",
    "source_to",
    "remarks",
    "risks_asked",
    "lead_person_asked",
    "doubt",
}
"""Fields that keep how a plan was read: nobody changes them by hand."""
_TYPED = {"title", "text", "words", "definition", "comment", "code"}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was done, ready to be read."""

    when: str
    who: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str
    decision: Link | None = None
    undo: str = ""
    """Where this change can be undone."""


def history(shown: HistoryPage) -> dict[str, object]:
    """The past of a record, the newest first."""
    heading = shown.heading
    undoable = shown.undoable if "CONTRIBUTE" in heading.rights else frozenset()
    address = addresses.elsewhere(heading.code, "history", shown.subject.id)
    return {
        "frame": addresses.framed(
            heading, f"What was done to: {shown.subject.title}", kind=shown.kind.capitalize()
        ),
        "shown": shown,
        "entries": [
            replace(
                told(entry, heading, shown.titles),
                undo=addresses.of(heading, "undo", shown.subject.id, entry.id)
                if entry.id in undoable
                else "",
            )
            for entry in shown.entries
        ],
        "turner": turner(shown.page, address, addresses.kept(heading)),
        "back": record_link(shown.subject, shown.kind, heading),
    }


RECORD_PAGES = {"measure": "measure", "theme": "theme", "objective": "objective", "decision": "decision"}


def record_link(subject: Named, kind: str, heading: PartnershipHeading) -> Link | None:
    """Where a record has its page; None where it has none."""
    page = RECORD_PAGES.get(kind)
    return Link(subject.title, addresses.of(heading, page, subject.id)) if page else None


def told(entry: HistoryEntry, heading: PartnershipHeading, titles: Mapping[int, str]) -> Told:
    """An entry in words."""
    decision = entry.decision
    return Told(
        when=date_format(timezone.localtime(entry.at), "j F Y, H:i"),
        who=entry.who,
        what=_what(entry.verb),
        changes=tuple(
            _change(entry.verb, name, before, after, titles)
            for name, before, after in entry.changes
            if name not in OURS and (before or after or before == 0 or after == 0)
        ),
        reason=entry.reason,
        decision=Link(decision.title, addresses.of(heading, "decision", decision.id)) if decision else None,
    )


def told_shortly(line: HistoryLine) -> tuple[str, str]:
    """When and who, and what was done, in one sentence each."""
    changes = "; ".join(
        f"{name}: {after}" if before == NOTHING else f"{name}: {before} → {after}"
        for name, before, after in (_change(line.verb, *change, {}) for change in line.changes)
        if line.verb != "measure.created"
    )
    when = date_format(timezone.localtime(line.at), "j F Y, H:i")
    parts = [part.rstrip(".") for part in (_what(line.verb), changes, line.reason) if part]
    return f"{when}, {line.who}", f"{'. '.join(parts)}."


def _what(verb: str) -> str:
    return VERBS.get(verb) or verb.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def _change(
    verb: str, name: str, before: object, after: object, titles: Mapping[int, str]
) -> tuple[str, str, str]:
    if verb == "visibility.changed":
        shown = titles.get(int(name), "a record") if name.isdigit() else name
        return shown, VISIBILITY.get(str(before), str(before)), VISIBILITY.get(str(after), str(after))
    return FIELDS.get(name, name.replace("_", " ")), _shown(name, before, titles), _shown(name, after, titles)


def _shown(name: str, value: object, titles: Mapping[int, str]) -> str:
    """A value in words: a record by its title, a list by its parts."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return titles.get(value, f"{value:,}")
    if isinstance(value, list):
        return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    words = str(value)
    if day := _day(words):
        return day
    if name not in _TYPED and words.isidentifier() and "_" in words:
        return EQUALITY_WORDS.get(words, words.replace("_", " "))
    return EQUALITY_WORDS.get(words, words)


def _day(words: str) -> str:
    """A day as the audit writes it, in words; empty for anything else."""
    try:
        return date_format(date.fromisoformat(words), "j F Y") if len(words) == 10 else ""
    except ValueError:
        return ""
