"""What may become of a return: its states, its moves, who may make them."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from goldenthread.kernel.errors import Invalid, NotAllowed, Refused
from goldenthread.kernel.viewer import Viewer
from goldenthread.measures.models import Observation
from goldenthread.measures.rules import in_words
from goldenthread.partnership.rules import Right, check, may
from goldenthread.returns.models import Answer, Arrangements, Frequency, Layer, Return, Round
from goldenthread.returns.working_days import COUNTRIES


class Standing(Enum):
    """How a return stands on a day, as people see it."""

    NOT_DUE = "Not due yet"
    DUE = "Due"
    OVERDUE = "Overdue"
    SUBMITTED = "Submitted"
    SENT_BACK = "Sent back"
    ACCEPTED = "Accepted"
    WITHDRAWN = "Withdrawn"

    @property
    def key(self) -> str:
        """The name that addresses and files use: "sent-back"."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where a return goes, by whom and how it is called."""

    before: Standing
    after: Standing
    act: str
    who: str


_S = Standing
MOVES: Final = (
    Move(_S.NOT_DUE, _S.DUE, "the round opens", "the clock"),
    Move(_S.DUE, _S.OVERDUE, "the due day passes", "the clock"),
    Move(_S.NOT_DUE, _S.SUBMITTED, "submit", "contributor"),
    Move(_S.DUE, _S.SUBMITTED, "submit", "contributor"),
    Move(_S.OVERDUE, _S.SUBMITTED, "submit", "contributor"),
    Move(_S.SENT_BACK, _S.SUBMITTED, "submit", "contributor"),
    Move(_S.SUBMITTED, _S.SUBMITTED, "submit again, or check", "contributor or theme lead"),
    Move(_S.SUBMITTED, _S.SENT_BACK, "send back", "theme lead or manager"),
    Move(_S.SUBMITTED, _S.ACCEPTED, "accept", "theme lead or manager"),
    Move(_S.ACCEPTED, _S.SENT_BACK, "send back", "manager"),
    Move(_S.NOT_DUE, _S.WITHDRAWN, "withdraw", "manager"),
    Move(_S.DUE, _S.WITHDRAWN, "withdraw", "manager"),
    Move(_S.OVERDUE, _S.WITHDRAWN, "withdraw", "manager"),
    Move(_S.SUBMITTED, _S.WITHDRAWN, "withdraw", "manager"),
    Move(_S.SENT_BACK, _S.WITHDRAWN, "withdraw", "manager"),
    Move(_S.WITHDRAWN, _S.DUE, "ask again", "manager"),
)
"""Every move that there is. What is not here is refused; the diagram in the docs is made from it."""


def diagram() -> str:
    """The table of moves as the documents draw it: a state diagram in Mermaid, and a row for each move."""
    arrows = [
        f"    {move.before.name} --> {move.after.name}: {move.act}"
        for move in MOVES
        if move.before is not move.after
    ]
    names = [f'    state "{one.value}" as {one.name}' for one in Standing]
    rows = [f"| {move.before.value} | {move.act} | {move.who} | {move.after.value} |" for move in MOVES]
    return "\n".join(
        [
            "```mermaid",
            "stateDiagram-v2",
            *names,
            *arrows,
            "```",
            "",
            "| from | what happens | who does it | to |",
            "|---|---|---|---|",
            *rows,
        ]
    )


WAITING: Final = frozenset({_S.NOT_DUE, _S.DUE, _S.OVERDUE, _S.SENT_BACK})
"""Whoever is asked has something to do."""

UNANSWERED: Final = (Return.State.ASKED, Return.State.SENT_BACK)
"""The stored states in which somebody is waited for."""

QUIET_FROM: Final = range(15, 23)
QUIET_TO: Final = range(5, 11)
"""The hours at which quiet hours may begin and end: from 10 to 15 o'clock everybody can be written to, so that whoever
is asked by several partnerships can always be reached."""

KINDS: Final = {
    "measure": "Figures",
    "action": "How actions go",
    "milestone": "Milestones",
    "risk": "Risks",
}
"""What a round may ask for, by kind. A room above may register more (`operations.asking.register`)."""

FREQUENCY_CHOICES: Final = [(str(one), str(one.label)) for one in Frequency]
LAYER_CHOICES: Final = [(str(one), str(one.label)) for one in Layer]
REVISIONS: Final = {str(one): str(one.label) for one in Observation.Revision}
"""Why an earlier figure is replaced, by the word that is kept."""


def state_on(state: str, *, opens_on: date, due_on: date, today: date) -> Standing:
    """How a return stands on a day."""
    if state != Return.State.ASKED:
        return Standing[Return.State(state).name]
    if today < opens_on:
        return Standing.NOT_DUE
    return Standing.OVERDUE if today > due_on else Standing.DUE


def standing(asked: Return, today: date) -> Standing:
    """How a return stands on a day; its round must be at hand."""
    return state_on(asked.state, opens_on=asked.round.opens_on, due_on=asked.round.due_on, today=today)


def can_move(before: Standing, after: Standing) -> bool:
    """Whether a return may come from one state into another."""
    return any(move.before is before and move.after is after for move in MOVES)


def check_move(before: Standing, after: Standing) -> None:
    """Raises Refused for a move that is not in the table."""
    if not can_move(before, after):
        raise Refused(f"This return is {before.value.lower()}, so it cannot become {after.value.lower()}.")


def check_open(asked_in: Round) -> None:
    """Raises Refused once a round is closed."""
    if asked_in.closed_at is not None:
        raise Refused(
            f"The round “{asked_in.title}” is closed. Ask the partnership manager to open it again."
        )


def is_asked(viewer: Viewer, asked: Return) -> bool:
    """Whether this viewer is the one who is asked, or the deputy."""
    if viewer.person_id is not None and viewer.person_id in (asked.contributor_id, asked.deputy_id):
        return True
    return asked.post_id is not None and asked.post_id in viewer.post_ids


def may_answer(viewer: Viewer, asked: Return) -> bool:
    """Whether this viewer may answer a return: who is asked, and whoever keeps its theme, on their behalf."""
    return may(
        viewer, Right.CONTRIBUTE, _partnership(asked), scopes=(asked.theme_id,), own=is_asked(viewer, asked)
    )


def check_answers(viewer: Viewer, asked: Return) -> None:
    """Raises NotAllowed unless the viewer may answer the return."""
    if not may_answer(viewer, asked):
        raise NotAllowed(
            "This is asked of somebody else. Only they, their deputy or the manager may answer it."
        )


def next_step(asked: Return, arrangements: Arrangements) -> str:
    """Whose signature a submitted return waits for: "theme lead", "manager", or "" for nobody's.

    A return that hangs in no theme has no theme lead; a partnership without any step accepts what is sent.
    """
    if arrangements.theme_lead_signs and asked.theme_id is not None and asked.checked_at is None:
        return "theme lead"
    return "manager" if arrangements.manager_signs else ""


def may_sign(viewer: Viewer, asked: Return, arrangements: Arrangements) -> bool:
    """Whether this viewer may take the next step of a submitted return. A manager may take every step."""
    return may(viewer, _right(asked, arrangements), _partnership(asked), scopes=(asked.theme_id,))


def check_signs(viewer: Viewer, asked: Return, arrangements: Arrangements) -> None:
    """Raises NotAllowed unless the viewer may sign a return off, or send it back, as it stands."""
    check(viewer, _right(asked, arrangements), _partnership(asked), scopes=(asked.theme_id,))


def _right(asked: Return, arrangements: Arrangements) -> Right:
    """What one needs for the next step; what was accepted only a manager takes up again."""
    waits_for_lead = asked.state == Return.State.SUBMITTED and next_step(asked, arrangements) == "theme lead"
    return Right.KEEP if waits_for_lead or not arrangements.manager_signs else Right.MANAGE


def unremarkable(answer: Answer) -> bool:
    """Whether an answer can be signed off with many others: it has what was asked, and nothing had to be explained."""
    return not (answer.nothing_because or answer.explanation or answer.revision)


def name_of(asked: Return) -> str:
    """What a return is about, in words: "Re-offending, Northshire, women"."""
    if asked.milestone is not None:
        return f"{asked.subject.title}: {asked.milestone.title}"
    if asked.series is None:
        return asked.subject.title
    part = f", {asked.series.category}" if asked.series.category else ""
    return f"{asked.subject.title}, {asked.series.place.name}{part}"


def brief(answer: Answer, unit: str = "") -> str:
    """An answer in a few words, as the history and a list have it; a list knows the `unit`."""
    if answer.nothing_because:
        return f"nothing yet: {answer.nothing_because}"
    if answer.value is not None:
        return in_words(answer.value.normalize(), unit)
    if answer.numerator is not None and answer.denominator is not None:
        return f"{answer.numerator.normalize():f} of {answer.denominator.normalize():f}"
    also = ", ".join(f"{name} {value}" for name, value in answer.also.items())
    return also or answer.what_happened


def check_days(opens_after: int, due_after: int) -> None:
    """Raises Invalid unless a schedule's days fit its columns and come in order."""
    for name, days in (("opens_after", opens_after), ("due_after", due_after)):
        if not -366 <= days <= 366:
            raise Invalid({name: "Write a number of days from −366 to 366."})
    if due_after < opens_after:
        raise Invalid({"due_after": "It cannot be due before it opens."})


def check_window(opens_on: date, due_on: date) -> None:
    """Raises Invalid where a round would be due before it opens."""
    if due_on < opens_on:
        raise Invalid(
            {"due_on": f"It cannot be due on {due_on:%d/%m/%Y}, before it opens on {opens_on:%d/%m/%Y}."}
        )


def check_reminders(arranged: Arrangements) -> None:
    """Raises Invalid by field unless a partnership's reminders make sense: days in order, and hours left to write in."""
    wrong: dict[str, str] = {}
    for name in ("remind_before", "remind_after"):
        days = getattr(arranged, name)
        if len(days) > 5 or len(set(days)) != len(days) or not all(1 <= day <= 60 for day in days):
            wrong[name] = "Give at most five different numbers of days from 1 to 60, like 7, 2."
    ladder = ("deputy_after", "organisation_after", "theme_lead_after")
    after = [getattr(arranged, name) for name in ladder]
    for name, day in zip(ladder, after, strict=True):
        if not 1 <= day <= 90:
            wrong[name] = "Give a number of days from 1 to 90."
    if not wrong and after != sorted(after):
        wrong["theme_lead_after"] = "The deputy hears first, then the organisation, then the theme lead."
    if arranged.quiet_from not in QUIET_FROM:
        wrong["quiet_from"] = f"Choose an hour from {QUIET_FROM[0]} to {QUIET_FROM[-1]}."
    if arranged.quiet_to not in QUIET_TO:
        wrong["quiet_to"] = f"Choose an hour from {QUIET_TO[0]} to {QUIET_TO[-1]}."
    if arranged.holidays_of not in ("", *COUNTRIES):
        wrong["holidays_of"] = "Choose one from the list."
    if wrong:
        raise Invalid(wrong)


def check_asks(asks: list[str], known: frozenset[str]) -> None:
    """Raises Invalid unless a round asks for something, and only for what is known."""
    if not asks:
        raise Invalid({"asks": "Choose at least one thing to ask for."})
    if not set(asks) <= known:
        raise Invalid({"asks": "Choose from the list."})


def _partnership(asked: Return) -> int:
    return asked.subject.partnership_id or 0
