"""The words of the page on which a round is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format

from goldenthread.kernel import clock
from goldenthread.returns import queries
from goldenthread.returns.rules import UNANSWERED, Standing, name_of, standing
from goldenthread.web.charts import Sparkline, sparkline
from goldenthread.web.figures import counted, with_unit
from goldenthread.web.frame import Cell, Column, Entry, Row, Table
from goldenthread.web.returns.desk import Desk
from goldenthread.web.returns.form import AnswersForm, Item, content_of

WAITING_STATES: Final = UNANSWERED
MOST_BEFORE: Final = 8
"""Figures of the past that stand beside the one asked for."""
KINDS: Final = {"measure": "Figure", "action": "Action", "milestone": "Milestone", "risk": "Risk"}
STANDS: Final = {
    Standing.NOT_DUE: "too-early",
    Standing.DUE: "too-early",
    Standing.OVERDUE: "off-track",
    Standing.SUBMITTED: "on-track",
    Standing.SENT_BACK: "watch",
    Standing.ACCEPTED: "finished",
    Standing.WITHDRAWN: "cannot-compute",
}
"""The shape that stands before each state, so that no colour speaks alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """One return as the page shows it."""

    id: int
    kind: str
    name: str
    mark: tuple[str, str]
    facts: tuple[Entry, ...]
    spark: Sparkline | None
    so_far: Table | None
    about: tuple[Entry, ...]
    to_change: str
    sent: str
    kept: str
    fields: Mapping[str, BoundField]
    open: bool
    theirs: tuple[Entry, ...] = field(default=())


def items_of(desk: Desk) -> list[Item]:
    """What a desk asks, with what was sent and what was typed and not sent yet. Four queries."""
    sent = queries.answers(desk.returns)
    drafts = queries.draft_of(list(desk.returns), viewer=desk.viewer)
    known = queries.backgrounds(desk.returns, desk.asked_in.period)
    items = []
    for one in desk.returns:
        last, draft = sent.get(one.pk), drafts.get(one.pk)
        before = content_of(last)
        items.append(
            Item(
                id=one.pk,
                kind=one.kind,
                asked=one,
                seen=draft.seen if draft else (last.number if last else 0),
                sent=before,
                shown=draft.content if draft else before,
                open=desk.asked_in.closed_at is None and one.state != "accepted",
                has_figure=one.pk in known and known[one.pk].now is not None,
            )
        )
    return items


def answering(
    desk: Desk, form: AnswersForm, items: list[Item], theirs: Mapping[int, Mapping[str, str]]
) -> dict[str, object]:
    """The page: what is asked, in the order of the plan."""
    asked_in = desk.asked_in
    known = queries.backgrounds(desk.returns, asked_in.period)
    drafts = queries.draft_of(list(desk.returns), viewer=desk.viewer)
    waiting = sum(1 for one in desk.returns if one.state in WAITING_STATES)
    questions = [
        _question(item, form, known.get(item.id), drafts.get(item.id), theirs.get(item.id, {}))
        for item in items
    ]
    return {
        "frame": desk.framed(asked_in.title),
        "lead": _lead(desk, waiting),
        "questions": questions,
        "is_open": any(one.open for one in questions),
        "intro": "Fill in what you know. You may leave anything blank."
        if waiting
        else "You may change what you sent until it is accepted.",
        "hidden": list(form.hidden_fields()),
        "workbook": desk.address("workbook") if not desk.one else "",
        "hand_on": desk.address("hand-on") if waiting and asked_in.closed_at is None and not desk.one else "",
        "viewer": desk.viewer.name,
    }


def _lead(desk: Desk, waiting: int) -> str:
    asked_in = desk.asked_in
    if asked_in.closed_at is not None:
        return "This round is closed. You see what was sent; nothing can be changed any more."
    due = date_format(asked_in.due_on, "j F Y")
    if not desk.returns:
        return "This round asks you for nothing."
    if not waiting:
        return "You have answered everything. Thank you."
    late = " That day has passed: please answer now." if clock.today() > asked_in.due_on else ""
    return f"{counted(waiting, 'answer').capitalize()} to give for {asked_in.period}, by {due}.{late}"


def _question(
    item: Item,
    form: AnswersForm,
    known: Any,
    draft: Any,
    theirs: Mapping[str, str],
) -> Question:
    asked = item.asked
    stands = standing(asked, clock.today())
    unit = known.unit if known else ""
    return Question(
        id=item.id,
        kind=KINDS.get(item.kind, item.kind),
        name=name_of(asked),
        mark=(STANDS[stands], stands.value),
        facts=_facts(known, unit),
        spark=_spark(known, asked),
        so_far=_so_far(known, unit),
        about=about_words(asked),
        to_change=asked.to_change if stands is Standing.SENT_BACK else "",
        sent=_sent(asked),
        kept=_kept(draft) if draft else "",
        fields=form.fields_of(item) if item.open else {},
        open=item.open,
        theirs=tuple(Entry(name.replace("_", " ").capitalize(), text) for name, text in theirs.items()),
    )


def _kept(draft: Any) -> str:
    if draft.begun_by:
        return f"{draft.begun_by} typed this until {_when(draft.kept_at)} and did not send it. Look at it before you do."
    return f"Kept for you on {_when(draft.kept_at)}. It is not sent yet."


def _facts(known: Any, unit: str) -> tuple[Entry, ...]:
    """The last figure with what was said of it, and the target."""
    if known is None:
        return ()
    last, target, now = known.last, known.target, known.now
    before = f"{figure_words(last, unit)}\n{last.comment}".strip() if last else ""
    entries = [
        Entry(f"Last time ({last.period})" if last else "Last time", before, missing="No figure yet"),
        Entry("Target", target_words(target), missing="No target for this period"),
    ]
    if now is not None:
        entries.append(Entry("There already", figure_words(now, unit)))
    return tuple(entries)


def figure_words(one: Any, unit: str) -> str:
    if one.value is None:
        return "Cannot be computed" if one.gap == "cannot_compute" else "No figure"
    firmness = f", {one.status}" if one.status in ("provisional", "estimated") else ""
    return with_unit(one.value, unit, one.decimals) + firmness


def target_words(target: Any) -> str:
    if target is None:
        return ""
    if target.value is None:
        return str(target.as_written)
    return with_unit(target.value, target.unit, target.decimals)


def _spark(known: Any, asked: Any) -> Sparkline | None:
    if known is None or len(known.before) < 2:
        return None
    values = [one.value for one in known.before[-MOST_BEFORE:]]
    first, last = known.before[-len(values)], known.before[-1]
    return sparkline(values, f"{name_of(asked)} from {first.period} to {last.period}")


def _so_far(known: Any, unit: str) -> Table | None:
    if known is None or not known.before:
        return None
    rows = tuple(
        Row(
            Cell(str(one.period)), (Cell(figure_words(one, unit), faint=one.value is None), Cell(one.comment))
        )
        for one in reversed(known.before[-MOST_BEFORE:])
    )
    columns = (Column("Period"), Column("Figure", figures=True), Column("What was said"))
    return Table("The figures so far", columns, rows)


def about_words(asked: Any) -> tuple[Entry, ...]:
    """What is counted and how: the definition."""
    if asked.series is None:
        return ()
    measure = asked.series.measure
    told = (
        ("What is counted", measure.definition),
        ("The number on top is", measure.numerator_means),
        ("It is divided by", measure.denominator_means),
        ("Unit", measure.unit),
        ("Where the figures come from", measure.data_source),
        ("What to be careful about", measure.caveats),
    )
    return tuple(Entry(label, words) for label, words in told if words or label == "What is counted")


def _sent(asked: Any) -> str:
    if not asked.submitted_at:
        return ""
    parts = [f"Sent by {asked.submitted_by} on {_when(asked.submitted_at)}."]
    if asked.accepted_at:
        parts.append(f"Accepted on {_when(asked.accepted_at)}.")
    return " ".join(parts)


def _when(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i")


def now_in_words() -> str:
    """This time of day."""
    return date_format(timezone.localtime(clock.now()), "H:i")
