"""The words of the pages that take a document in; the review has a field for everything that was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format

from goldenthread.overview.shapes import PartnershipHeading
from goldenthread.reckoning.findings import Finding
from goldenthread.web import addresses
from goldenthread.web.editing.handling import Task
from goldenthread.web.figures import EQUALITY_WORDS, STATUS_WORDS, counted, lines_in_words
from goldenthread.web.frame import Empty, Fault, Link

LONG, WIDE = 70, 24
"""Characters from which a field is a box and not a line, and from which it has the row to itself."""

_MEASURE_FIELDS = (
    ("code", "Code"),
    ("title", "Title"),
    ("place", "Place"),
    ("theme", "Theme"),
    ("long_term_objective", "Objective"),
    ("short_term_action", "Short-term action"),
    ("lead_people", "Lead people, one a line"),
    ("lead_organisations", "Lead organisations, one a line"),
    ("key_partners", "Partners, one a line"),
    ("monitoring_text", "How it is monitored"),
)
_FIGURE_FIELDS = (
    ("value", "Figure"),
    ("unit", "Unit"),
    ("period", "Period"),
    ("place", "Place"),
    ("change_percent", "Change in %"),
    ("status", "Status"),
    ("measured_at", "Measured or due"),
)
_FRACTION_FIELDS = (("numerator", "How many"), ("denominator", "Out of"))
_ACTION_FIELDS = (
    ("text", "Action"),
    ("theme", "Theme"),
    ("lead", "Lead"),
    ("due", "By when"),
    ("status", "Status"),
    ("progress", "Progress"),
)


def meanwhile(
    problem: str, typed: Mapping[str, str], theirs: Mapping[str, tuple[str, str]]
) -> tuple[dict[str, str], dict[str, str]]:
    """What stays typed and what is said of it, after somebody else saved first.

    `theirs` has what they found and what they left, by path. A field that only they changed shows theirs; one that
    both changed keeps what was typed here, with theirs beside it.
    """
    wrong = {"": problem}
    kept = dict(typed)
    for path, (before, after) in theirs.items():
        if path not in typed or typed[path].strip() == after:
            continue
        if typed[path].strip() == before:
            del kept[path]
        else:
            wrong[path] = f"They typed “{after}” here." if after else "They left this empty."
    return kept, wrong


@dataclass(frozen=True, slots=True)
class Box:
    """One field of the review: where it is kept in the plan, its words, and the lines that it lights."""

    path: str
    label: str
    value: str
    lines: tuple[int, int]
    mistake: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return "field-" + self.path.replace(".", "-")

    @property
    def light(self) -> str:
        return f"{self.lines[0]}-{self.lines[1]}"

    @property
    def is_wide(self) -> bool:
        return self.is_long or len(self.value) > WIDE

    @property
    def is_long(self) -> bool:
        return len(self.value) > LONG or "\n" in self.value or "one a line" in self.label


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, such as those of one figure. `is_short` puts them side by side."""

    title: str
    boxes: list[Box]
    is_short: bool = False

    @property
    def line(self) -> int:
        """Where the first of them was read."""
        return self.boxes[0].lines[0]


@dataclass(slots=True)
class Part:
    """A measure, a theme or an action of the draft with its fields; doubtful and faulty ones come first, open."""

    title: str
    lines: tuple[int, int]
    boxes: list[Box]
    groups: list[Group] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        return lines_in_words(self.lines)

    @property
    def id(self) -> str:
        """The id of the first field: an address that ends in it opens the part there."""
        return self.boxes[0].id

    @property
    def is_open(self) -> bool:
        return bool(self.doubts or any(box.mistake for box in self.all_boxes))

    @property
    def all_boxes(self) -> list[Box]:
        return [*self.boxes, *(box for group in self.groups for box in group.boxes)]


def intake(heading: PartnershipHeading, form: object, drafts: Iterable[Any]) -> dict[str, object]:
    """The page where a document is sent, and the drafts that wait."""
    return {
        "frame": addresses.framed(heading, "Put a plan in", here="intake"),
        "form": form,
        "public_figures": addresses.elsewhere(heading.code, "public-files"),
        "drafts": [
            (
                draft.title,
                addresses.of(heading, "review", draft.pk),
                date_format(draft.created_at, "j F Y, H:i"),
            )
            for draft in drafts
        ],
    }


def review(
    heading: PartnershipHeading,
    draft: Any,
    findings: Sequence[Finding],
    difference: Any,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
) -> dict[str, object]:
    """The review of a draft. `typed` is what the person typed and is not saved; `wrong` says why, by path."""
    filled = _Filled(draft.edited, typed, wrong)
    parts = [*filled.measures(findings), *filled.themes(), *filled.actions(), *filled.strategy()]
    parts.sort(
        key=lambda part: (not any(box.mistake for box in part.all_boxes), not part.doubts, not part.faults)
    )
    doubtful = sum(bool(part.doubts) for part in parts)
    return {
        "frame": addresses.framed(heading, draft.title, kind="Check what was understood", here="intake"),
        "draft": draft,
        "document_lines": draft.document.rendering.split("\n"),
        "note": " ".join(draft.document.notes),
        "parts": parts,
        "loose": [finding.text for finding in findings if finding.measure is None],
        "words": _review_words(draft, findings, doubtful),
        "change_words": change_words(difference, published=heading.published),
        "faults": _faults(parts, wrong),
        "is_open": draft.state == "open",
    }


def _review_words(draft: Any, findings: Sequence[Finding], doubtful: int) -> str:
    """What was found in the document, what was doubtful in it and how much is to settle."""
    plan = draft.edited
    actions = len(plan["actions"]) + sum(len(measure["actions"]) for measure in plan["measures"])
    found = ((len(plan["themes"]), "theme"), (len(plan["measures"]), "measure"), (actions, "action"))
    holds = in_a_row([counted(number, word) for number, word in found if number])
    doubt = (
        f"{counted(doubtful, 'part')} could be read in more than one way: check {'it' if doubtful == 1 else 'them'} first."
        if doubtful
        else "Nothing in it was doubtful."
    )
    number = len(findings)
    settle = f"There {'is' if number == 1 else 'are'} {counted(number, 'thing')} to settle." if number else ""
    return " ".join(filter(None, (f"We found {holds}.", doubt, settle)))


def in_a_row(words: Sequence[str]) -> str:
    """Words with commas and an "and": "6 themes, 46 measures and 107 actions"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing"


def _faults(parts: Sequence[Part], wrong: Mapping[str, str]) -> list[Fault]:
    """The mistakes on top of the page, each with the part that it is in and a link to its field."""
    shown = [(part, box) for part in parts for box in part.all_boxes if box.mistake]
    placed = {box.path for _, box in shown}
    return [
        *(Fault(text) for path, text in wrong.items() if path not in placed),
        *(Fault(f"{part.title}, {box.label.lower()}: {box.mistake}", box.id) for part, box in shown),
    ]


def change_words(difference: Any, *, published: bool) -> str:
    """What accepting would do, and who would see it."""
    new = sum(change.is_new for change in difference.changes)
    amended = len(difference.changes) - new
    if difference.is_empty:
        return "Accepting it changes nothing: all of it is in the plan already."
    done = [
        f"{verb} {counted(number, 'record')}"
        for verb, number in (("adds", new), ("changes", amended))
        if number
    ]
    same = f"; {difference.unchanged:,} stay as they are" if difference.unchanged else ""
    seen = " What is public already changes for everyone at once." if published and amended else ""
    return f"Accepting it {' and '.join(done)}{same}.{seen}"


def accepted(difference: Any) -> str:
    new = sum(change.is_new for change in difference.changes)
    return f"Accepted: {counted(new, 'record')} added, {counted(len(difference.changes) - new, 'record')} changed. Only your partnership sees it until you publish."


def document(heading: PartnershipHeading, kept: Any) -> dict[str, object]:
    """A document as text with its line numbers."""
    return {
        "frame": addresses.framed(heading, kept.file_name, kind="Document", here="intake"),
        "document_lines": kept.rendering.split("\n"),
        "name": kept.file_name,
        "note": " ".join(kept.notes),
    }


def publishing(heading: PartnershipHeading) -> Task:
    """The question before something goes public."""
    return Task(
        heading,
        "Publish what is new?" if heading.published else "Publish this plan?",
        "Yes, publish it",
        "What you chose is public now. Documents and drafts stay inside the partnership.",
        addresses.partnership(heading),
        intro="Everyone will be able to read what you tick here. Documents stay inside the partnership; a person’s name is read only where they sit in a group.",
    )


def published(heading: PartnershipHeading) -> dict[str, object]:
    """Nothing waits to be published."""
    return {
        "frame": addresses.framed(heading, "Publish"),
        "empty": Empty(
            "Everything is published",
            "What is added from now on is seen inside the partnership only, until you publish it here.",
            Link("Go to the front page of the plan", addresses.partnership(heading)),
        ),
    }


class _Filled:
    """The fields of a draft, each with what is kept or what was just typed."""

    def __init__(self, plan: Mapping[str, Any], typed: Mapping[str, str], wrong: Mapping[str, str]) -> None:
        self.plan, self.typed, self.wrong = plan, typed, wrong

    def measures(self, findings: Sequence[Finding]) -> Iterable[Part]:
        faults: dict[int, list[str]] = {}
        for finding in findings:
            if finding.measure is not None:
                faults.setdefault(finding.measure.position, []).append(finding.text)
        for number, measure in enumerate(self.plan["measures"]):
            base = f"measures.{number}"
            lines = tuple(measure["lines"])
            part = Part(
                title=" ".join(filter(None, (measure["code"], measure["title"]))),
                lines=lines,
                boxes=[
                    self._box(f"{base}.{name}", label, measure[name], lines)
                    for name, label in _MEASURE_FIELDS
                ],
                doubts=[measure["doubt"]] if measure["doubt"] else [],
                faults=faults.get(number, []),
            )
            part.boxes.append(self._left_out(base, measure, "Leave this measure out of the plan"))
            part.boxes.append(
                self._box(
                    f"{base}.designated",
                    "Designated target",
                    _yes_or_no(measure["designated"]),
                    lines,
                    choices=(("", "Nothing is said"), ("yes", "Yes"), ("no", "No")),
                )
            )
            for kind, word in (("baselines", "Baseline"), ("targets", "Target")):
                for index, value in enumerate(measure[kind]):
                    part.groups.append(self._figure(f"{base}.{kind}.{index}", word, value))
                    if value["doubt"]:
                        part.doubts.append(value["doubt"])
            part.groups += self._around(base, measure)
            yield part

    def _figure(self, base: str, word: str, value: Mapping[str, Any]) -> Group:
        lines = tuple(value["lines"])
        has_parts = value["numerator"] is not None or value["denominator"] is not None
        boxes = [
            self._box(
                f"{base}.{name}", label, value[name], lines, choices=_statuses() if name == "status" else ()
            )
            for name, label in _FIGURE_FIELDS + (_FRACTION_FIELDS if has_parts else ())
        ]
        boxes.append(self._left_out(base, value, "Leave it out"))
        return Group(f"{word}: the plan says “{value['as_written']}”", boxes, is_short=True)

    def _around(self, base: str, measure: Mapping[str, Any]) -> Iterable[Group]:
        """What hangs on a measure: where it hangs itself, who looks at it, actions, risks, equality."""
        own = tuple(measure["lines"])
        pairs = (
            ("monitoring", "Who looks at it", (("body", "Body"), ("frequency", "How often"))),
            ("frameworks", "Where it hangs", (("framework", "Framework"), ("theme", "Theme in it"))),
        )
        for name, title, fields in pairs:
            boxes = [
                self._box(f"{base}.{name}.{index}.{part}", label, entry[part], own)
                for index, entry in enumerate(measure[name])
                for part, label in fields
            ]
            if boxes:
                yield Group(title, boxes, is_short=True)
        for name, word in (("actions", "action"), ("risks", "risk")):
            boxes = [
                self._box(
                    f"{base}.{name}.{index}.text",
                    f"{word.capitalize()} {index + 1}",
                    passage["text"],
                    tuple(passage["lines"]),
                )
                for index, passage in enumerate(measure[name])
            ]
            if boxes:
                yield Group(counted(len(boxes), word).capitalize(), boxes)
        equality = measure["equality"]
        lines = tuple(equality["lines"] or own)
        states = tuple(EQUALITY_WORDS.items())
        boxes = [
            self._box(f"{base}.equality.state", "State", equality["state"], lines, choices=states),
            self._box(f"{base}.equality.text", "What the plan says", equality["text"], lines),
        ]
        yield Group("Effect on equality", boxes)

    def themes(self) -> Iterable[Part]:
        for number, theme in enumerate(self.plan["themes"]):
            lines = tuple(theme["lines"])
            fields = (
                ("name", "Name"),
                ("summary", "Summary"),
                ("arrangements", "Arrangements"),
                ("innovation", "New ways of working"),
            )
            boxes = [
                self._box(f"themes.{number}.{name}", label, theme[name], lines) for name, label in fields
            ]
            promised = _yes_or_no(theme["to_follow"])
            answers = (("yes", "Yes"), ("no", "No"))
            boxes.append(
                self._box(
                    f"themes.{number}.to_follow", "Story still to follow", promised, lines, choices=answers
                )
            )
            yield Part(f"Theme: {theme['name']}", lines, boxes)

    def actions(self) -> Iterable[Part]:
        for number, action in enumerate(self.plan["actions"]):
            lines = tuple(action["lines"])
            boxes = [
                self._box(f"actions.{number}.{name}", label, action[name], lines)
                for name, label in _ACTION_FIELDS
            ]
            boxes.append(self._left_out(f"actions.{number}", action, "Leave this out of the plan"))
            doubts = [action["doubt"]] if action["doubt"] else []
            yield Part(action["text"].split("\n")[0][:120], lines, boxes, doubts=doubts)

    def strategy(self) -> Iterable[Part]:
        strategy = self.plan["strategy"]
        if strategy is None:
            return
        fields = (
            ("title", "Title"),
            ("years", "Years"),
            ("vision", "Vision"),
            ("principles", "Principles, one a line"),
        )
        boxes = [self._box(f"strategy.{name}", label, strategy[name], (1, 1)) for name, label in fields]
        evidence = [
            self._box(f"strategy.evidence.{number}.{name}", label, statement[name], tuple(statement["lines"]))
            for number, statement in enumerate(strategy["evidence"])
            for name, label in (("text", "Statement"), ("value", "Figure"), ("source", "Source"))
        ]
        yield Part("The strategy", (1, 1), boxes, groups=[Group("Evidence", evidence)] if evidence else [])

    def _left_out(self, base: str, part: Mapping[str, Any], label: str) -> Box:
        answers = (("no", "No"), ("yes", "Yes, leave it out"))
        answer = "yes" if part.get("left_out") else "no"
        return self._box(f"{base}.left_out", label, answer, tuple(part["lines"]), choices=answers)

    def _box(
        self, path: str, label: str, kept: Any, lines: Any, choices: tuple[tuple[str, str], ...] = ()
    ) -> Box:
        words = "\n".join(kept) if isinstance(kept, list) else "" if kept is None else str(kept)
        return Box(path, label, self.typed.get(path, words), lines, self.wrong.get(path, ""), choices)


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _statuses() -> tuple[tuple[str, str], ...]:
    return (("", "Nothing is said"), ("agreed", "agreed"), *STATUS_WORDS.items())
